// Lights up a value's words and a word's values. The report reads without it: every value is a link to its words.
(() => {
  "use strict";
  const byKey = new Map();
  for (const element of document.querySelectorAll("[data-k]")) {
    for (const key of element.dataset.k.split(" ")) {
      if (!byKey.has(key)) byKey.set(key, []);
      byKey.get(key).push(element);
    }
  }
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  let lit = [];

  function darken() {
    for (const element of lit) element.classList.remove("on");
    lit = [];
  }

  function light(origin) {
    darken();
    for (const key of origin.dataset.k.split(" ")) {
      for (const element of byKey.get(key) || []) {
        element.classList.add("on");
        lit.push(element);
      }
    }
    if (!origin.classList.contains("seg")) reveal(lit.find((element) => element.classList.contains("seg")));
  }

  // Scrolls only the text's own panel, and only where the words are out of its sight.
  function reveal(words) {
    const panel = words && words.closest(".panel");
    if (!panel || panel.scrollHeight <= panel.clientHeight + 4) return;
    const box = words.getBoundingClientRect();
    const frame = panel.getBoundingClientRect();
    if (box.top >= frame.top && box.bottom <= frame.bottom) return;
    const top = panel.scrollTop + box.top - frame.top - panel.clientHeight / 3;
    panel.scrollTo({ top, behavior: still.matches ? "auto" : "smooth" });
  }

  function follow(event) {
    const origin = event.target instanceof Element && event.target.closest("[data-k]");
    if (origin) light(origin);
    else darken();
  }

  document.addEventListener("pointerover", follow);
  document.addEventListener("focusin", follow);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") darken();
  });
})();
