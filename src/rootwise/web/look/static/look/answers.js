// A page of answers: nothing written is left behind unsaid, and keys make it quicker.
"use strict";

(() => {
  const form = document.querySelector("form[data-answers]");
  if (!form) return;

  const written = new Set(); // changed, and not on its way yet
  const sent = new Set(); // on its way
  let leaving = false;

  const say = (answer, text) => {
    const state = answer?.querySelector(".state");
    if (!state) return;
    state.querySelector(".soft")?.remove(); // "Saved" was said of the answer before
    let note = state.querySelector("[data-note]");
    if (!note) {
      note = document.createElement("div");
      note.dataset.note = "";
      note.dataset.unsaved = "";
      note.className = "banner danger";
      state.append(note);
    }
    note.textContent = text;
  };
  const show = (message) => {
    message.tabIndex = -1;
    message.focus({ preventScroll: true });
    message.scrollIntoView({ block: "center" });
  };

  const answerOf = (event) => event.target.closest("[hx-post]");
  for (const kind of ["input", "change"]) form.addEventListener(kind, (event) => { if (answerOf(event)) written.add(answerOf(event)); }, true);
  document.body.addEventListener("htmx:beforeSend", (event) => {
    written.delete(event.detail.elt);
    sent.add(event.detail.elt);
  });

  // What could not be sent is sent again: when the connection is back, when another answer came through, before the page is left by its button.
  const again = () => {
    const failed = [...form.querySelectorAll("[data-note]")].map((note) => note.closest("[hx-post]"));
    for (const answer of failed) if (!sent.has(answer)) answer.dispatchEvent(new Event("change"));
  };
  window.addEventListener("online", again);
  document.body.addEventListener("htmx:afterRequest", (event) => {
    sent.delete(event.detail.elt);
    if (event.detail.xhr.getResponseHeader("X-Answered") === "yes") queueMicrotask(again);
    queueMicrotask(() => { if (!sent.size) form.dispatchEvent(new Event("settled")); }); // after what waits behind it was sent
  });

  // The button and the links wait for what is on its way: sent beside it they would meet their own answer as somebody else's, or cut it off.
  const settled = (go) => form.addEventListener("settled", go, { once: true });
  form.addEventListener("submit", (event) => {
    const { submitter } = event;
    again();
    leaving = !sent.size;
    if (leaving) return;
    event.preventDefault();
    const waited = new Set(sent);
    settled(() => {
      const message = [...waited].map((answer) => answer.querySelector(".state .danger")).find(Boolean);
      if (message) show(message);
      else form.requestSubmit(submitter);
    });
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!sent.size || !link || link.target || link.hash || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    settled(() => location.assign(link.href));
  });
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("beforeunload", (event) => {
    const isCovered = document.body.classList.contains("signed-out"); // for whom signs in next the page is left
    if (!leaving && !isCovered && (written.size || sent.size || form.querySelector("[data-unsaved]"))) event.preventDefault();
  });

  // An answer of the server without this header is a page for who is not signed in any more: nothing of it belongs here.
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.getResponseHeader("X-Answered") === "yes") return;
    event.detail.shouldSwap = false;
    say(event.detail.requestConfig.elt, form.dataset.signedOut);
  });
  document.body.addEventListener("htmx:sendError", (event) => say(event.detail.elt, form.dataset.notSaved));
  document.body.addEventListener("htmx:responseError", (event) => say(event.detail.elt, form.dataset.notSaved));

  const message = form.querySelector(".state .danger");
  if (message) show(message);
  if (form.querySelector("fieldset:disabled") || !document.querySelector("[data-keys]")) return; // who rates by a link is told of no keys
  for (const hint of document.querySelectorAll("[data-keys]")) hint.hidden = false;

  // Ctrl and Enter save and go on from anywhere on the page.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector(".sticky button"));
  });

  // One character is a key only while the focus is on a radio button or a tick: never in text, never anywhere else (WCAG 2.1.4).
  const WORDS = { u: "unknown", n: "not_observed", a: "not_applicable", d: "declined", s: "sure", l: "likely", g: "guess" };
  const named = (name) => [...form.elements].filter((one) => one.name === name);
  const stops = () => [...form.querySelectorAll("input[type=radio], [data-rows] > .entry:last-of-type select, [data-rows] > .entry:last-of-type input, .sticky button")];

  // The next question: the chosen or else the first button of a group, the blank row of a list, the button that goes on.
  const next = (control) => {
    const after = stops().find((one) => one.name !== control.name && one.checkVisibility()
      && control.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
    return after?.type === "radio" ? named(after.name).find((one) => one.checked) || after : after;
  };
  const choose = (radio, focus) => {
    const had = radio.checked;
    radio.checked = true;
    if (focus) radio.focus();
    if (!had) radio.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const move = (radio) => {
    const answer = radio.closest(".answer, .period");
    const asks = radio.closest("[data-note-at]")?.dataset.noteAt;
    (asks === radio.value ? answer.querySelector("textarea") : next(radio))?.focus();
  };

  let typed = "";
  let last = 0;
  const number = (radio, key, time) => {
    const group = named(radio.name);
    if (radio.closest("[data-by-place]")) return group[Number(key) - 1];
    typed = time - last < 1000 ? typed + key : key;
    last = time;
    return group.find((one) => one.value === typed) || group.find((one) => one.value === key);
  };
  form.addEventListener("keydown", (event) => {
    const control = event.target;
    if (event.ctrlKey || event.metaKey || event.altKey || !["radio", "checkbox"].includes(control.type)) return;
    if (control.type === "checkbox") {
      const tick = /^[1-9]$/.test(event.key) && named(control.name)[Number(event.key) - 1];
      if (tick) tick.click();
      return;
    }
    if ([".", ",", "r", "+"].includes(event.key) && document.querySelector(`[data-key="${event.key}"]`)) {
      event.preventDefault();
      document.querySelector(`[data-key="${event.key}"]`).click();
      return;
    }
    const word = WORDS[event.key];
    const within = control.closest(".answer, .period");
    const found = /^[0-9]$/.test(event.key)
      ? number(control, event.key, event.timeStamp)
      : word && (named(control.name).find((one) => one.value === word)
        || [...within.querySelectorAll("input[type=radio]")].find((one) => one.value === word));
    if (!found) return;
    event.preventDefault();
    const moves = found.name === control.name && control.closest("[data-moves]");
    choose(found, !moves && found.name === control.name);
    if (moves) move(found);
  });

  const first = !message && form.querySelector("[data-first] :is(input:not([type=hidden]), select)");
  if (first && !location.hash) {
    ((first.type === "radio" && named(first.name).find((one) => one.checked)) || first).focus({ preventScroll: true });
    document.querySelector("h1").scrollIntoView(); // who the child is stays on top, and what the first key answers comes into sight
  }
})();
