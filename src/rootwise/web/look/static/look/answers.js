// What makes a page of answers quicker: the keys of a rating, and a plain word when something could not be saved.
"use strict";

(() => {
  const form = document.querySelector("form[data-answers]");
  if (!form) return;

  const say = (answer, text) => {
    const state = answer?.querySelector(".state");
    if (!state) return;
    let note = state.querySelector("[data-note]");
    if (!note) {
      note = document.createElement("div");
      note.dataset.note = "";
      note.className = "banner danger";
      state.append(note);
    }
    note.textContent = text;
  };

  // An answer of the server without this header is a page for who is not signed in any more: nothing of it belongs here.
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.getResponseHeader("X-Answered") === "yes") return;
    event.detail.shouldSwap = false;
    say(event.detail.requestConfig.elt, form.dataset.signedOut);
  });
  document.body.addEventListener("htmx:sendError", (event) => say(event.detail.elt, form.dataset.notSaved));
  document.body.addEventListener("htmx:responseError", (event) => say(event.detail.elt, form.dataset.notSaved));

  const rating = form.querySelector("[data-rating]");
  if (!rating) return;
  document.querySelector("[data-keys]")?.removeAttribute("hidden");
  const radioOf = (value) => [...rating.querySelectorAll("input[type=radio]")].find((one) => one.value === value && !one.disabled);
  const choose = (radio) => {
    if (!radio) return;
    radio.checked = true;
    radio.focus();
    radio.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const words = { n: "not_observed", a: "not_applicable", u: "unknown", d: "declined", s: "sure", l: "likely", g: "guess" };
  let typed = "";
  let last = 0;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("textarea, input[type=text], select, a, button, summary")) return;
    if (event.key === "Enter") {
      event.preventDefault();
      form.requestSubmit();
    } else if (/^[0-9]$/.test(event.key)) {
      typed = event.timeStamp - last < 1000 ? typed + event.key : event.key;
      last = event.timeStamp;
      event.preventDefault();
      choose(radioOf(typed) || radioOf(event.key));
    } else if (words[event.key]) {
      event.preventDefault();
      choose(radioOf(words[event.key]));
    }
  });
})();
