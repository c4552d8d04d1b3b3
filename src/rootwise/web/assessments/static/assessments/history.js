// The history is drawn with a mouse, a finger or a pen over the radio buttons, and says in words what is under the pointer or the focus.
"use strict";

(() => {
  const board = document.querySelector("[data-draw]");
  if (!board || board.closest("fieldset:disabled")) return;
  const words = document.querySelector("[data-words]");
  const scaleOf = (cell) => cell.closest("[data-scale]").dataset.scale;
  const cellAt = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest(".cell");
  const tell = (cell) => {
    if (cell) words.textContent = `${cell.closest("[data-scale]").getAttribute("aria-label")}: ${cell.title}`;
  };

  let scale = "";
  let start = null;
  let drawn = new Map(); // name of a group: what was chosen in it before, and now
  const set = (cell) => {
    const radio = cell.querySelector("input");
    const before = drawn.get(radio.name)?.before ?? board.querySelector(`input[name="${radio.name}"]:checked`);
    radio.checked = true;
    drawn.set(radio.name, { before, radio });
    tell(cell);
  };

  board.addEventListener("pointerdown", (event) => {
    const cell = event.target.closest(".cell");
    if (!cell || event.button !== 0) return;
    [scale, start, drawn] = [scaleOf(cell), cell, new Map()];
    event.target.releasePointerCapture?.(event.pointerId);
  });
  document.addEventListener("pointermove", (event) => {
    const cell = start && cellAt(event);
    if (!cell || !board.contains(cell) || scaleOf(cell) !== scale || (cell === start && !drawn.size)) return;
    event.preventDefault();
    if (!drawn.size) set(start);
    set(cell);
  });
  const end = (keep) => {
    for (const { before, radio } of drawn.values()) {
      if (!keep && before) before.checked = true;
      else if (radio !== before) radio.dispatchEvent(new Event("change", { bubbles: true }));
    }
    [start, drawn] = [null, new Map()];
  };
  document.addEventListener("pointerup", () => end(true));
  document.addEventListener("pointercancel", () => end(false)); // the page was scrolled after all
  board.addEventListener("pointerover", (event) => tell(event.target.closest(".cell")));
  board.addEventListener("focusin", (event) => tell(event.target.closest(".cell")));
})();
