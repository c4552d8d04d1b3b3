// Lists: another row without a new page, and Enter to go from row to row. Without this script the button saves and gives a blank row.
"use strict";

(() => {
  const CONTROLS = "select, textarea, input:not([type=hidden])";
  const first = (entry) => [...entry.querySelectorAll(CONTROLS)].find((one) => one.checkVisibility());
  const rows = (list) => [...list.querySelectorAll(":scope > .entry")];
  const isBlank = (entry) => [...entry.querySelectorAll("[data-asked]")].every((one) => !one.value);

  const add = (list) => {
    const before = rows(list).at(-1);
    const place = Math.max(-1, ...rows(list).map((one) => Number(one.dataset.row))) + 1;
    const key = crypto.getRandomValues(new Uint32Array(1))[0].toString(16).padStart(8, "0");
    const made = document.createElement("template");
    made.innerHTML = list.querySelector(":scope > template").innerHTML
      .replaceAll("__row__", String(place)).replaceAll("__key__", key).replaceAll("__number__", String(place + 1));
    const entry = made.content.querySelector(".entry");
    // What mostly stays the same from row to row.
    for (const kept of before?.querySelectorAll("[data-kept]") ?? []) {
      const same = entry.querySelector(`[name="${kept.name.replace(`-${before.dataset.row}-`, `-${place}-`)}"]`);
      if (same && kept.value !== "some") same.value = kept.value;
    }
    list.querySelector(":scope > template").before(entry);
    return entry;
  };

  const follow = (list) => {
    const all = [...list.closest("form").querySelectorAll(`${CONTROLS}, button`)];
    const after = all.find((one) => !list.contains(one) && one.checkVisibility() && list.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
    return (after?.type === "radio" && all.find((one) => one.name === after.name && one.checked)) || after;
  };

  for (const list of document.querySelectorAll("[data-rows]")) {
    if (list.closest("fieldset:disabled")) continue;
    list.addEventListener("click", (event) => {
      if (!event.target.closest("[data-add]")) return;
      event.preventDefault();
      first(add(list)).focus();
    });
    // A place in a new row brings who was there in the last row with this place, until somebody ticks for themselves.
    list.addEventListener("change", (event) => {
      const entry = event.target.closest(".entry");
      const ticksOf = (row, name) => [...row.querySelectorAll(`[name$="-${name}"]`)];
      if (event.target.type === "checkbox") entry.dataset.ticked = "";
      const brings = event.target.dataset.brings;
      if (!brings || "ticked" in entry.dataset || ticksOf(entry, brings).some((one) => one.defaultChecked)) return;
      const all = rows(list);
      const same = all.slice(0, all.indexOf(entry)).findLast((row) => row.querySelector("[data-brings]").value === event.target.value);
      ticksOf(entry, brings).forEach((one, place) => { one.checked = Boolean(same && ticksOf(same, brings)[place]?.checked); });
    });
    list.addEventListener("keydown", (event) => {
      const entry = event.target.closest(".entry");
      if (event.key !== "Enter" || event.shiftKey || event.ctrlKey || event.metaKey || event.isComposing || !entry) return;
      event.preventDefault();
      if (isBlank(entry)) {
        follow(list).focus();
        return;
      }
      event.target.blur(); // saves what was typed
      const all = rows(list);
      first(all[all.indexOf(entry) + 1] ?? add(list)).focus();
    });
  }
})();
