// A function opens under the map. Without this script the same link leads to a page of its own.
"use strict";
document.addEventListener("click", async (event) => {
  const link = event.target.closest(".picture a, [data-functions] a");
  const place = document.getElementById("function");
  if (!link || !place || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  const address = link.getAttribute("href");
  try {
    const answer = await fetch(address, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const told = answer.ok && page.querySelector("[data-function]");
    if (!told) throw new Error("another page came");
    const heading = document.createElement("h3");
    heading.textContent = told.dataset.function;
    place.replaceChildren(heading, ...told.childNodes);
    place.hidden = false;
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: "start" });
  } catch {
    location.href = address;
  }
});
