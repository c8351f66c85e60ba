// Filters of long lists and tables.  The page is complete without this script; it only hides what does not match.
// The form says what it filters (data-items), what is hidden when all of it is gone (data-group), and how to call it.
(() => {
  "use strict";
  const form = document.querySelector("form.kg-filter");
  if (!form) return;

  const menus = [...form.querySelectorAll("select")];
  const words = form.elements.words;
  const count = form.querySelector(".kg-filter-count");
  // Everything is read once; a keystroke then compares strings and touches only entries that change.
  const { items, group, noun } = form.dataset;
  const entries = [...document.querySelectorAll(items)].map((element) => ({
    element,
    section: element.closest(group),
    text: element.textContent.toLowerCase(),
    facets: Object.fromEntries(menus.map((menu) => [menu.name, ` ${element.dataset[menu.name] ?? ""} `])),
    shown: true,
  }));
  const sections = [...new Set(entries.map((entry) => entry.section))];
  for (const section of sections) section.classList.add("kg-entries");

  function narrow() {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = menus.filter((menu) => menu.value).map((menu) => [menu.name, ` ${menu.value} `]);
    const busy = new Set();
    let total = 0;
    for (const entry of entries) {
      const shown =
        chosen.every(([name, code]) => entry.facets[name].includes(code)) &&
        wanted.every((word) => entry.text.includes(word));
      if (shown) {
        total += 1;
        busy.add(entry.section);
      }
      if (shown !== entry.shown) {
        entry.element.hidden = !shown;
        entry.shown = shown;
      }
    }
    for (const section of sections) section.hidden = !busy.has(section);
    count.textContent =
      total === entries.length ? `All ${total} ${noun}` : total ? `${total} of ${entries.length} ${noun}` : "Nothing matches. Try fewer words, or show all.";
  }

  // The address carries the choice, so that a view can be shared; the page's own anchors stay as they are.
  function remember() {
    const query = new URLSearchParams();
    for (const field of [words, ...menus]) if (field.value) query.set(field.name, field.value);
    const text = query.toString();
    history.replaceState(null, "", `${text ? `?${text}` : location.pathname}${location.hash}`);
  }

  // A link to an entry that the filter hides shows everything again.
  function reveal() {
    let target = null;
    try { target = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { /* no address of ours */ }
    if (!target) return;
    document.body.classList.remove("kg-filtering");
    if (target.closest("[hidden]")) {
      for (const field of [words, ...menus]) field.value = "";
      narrow();
      remember();
    }
    target.scrollIntoView();
  }

  const given = new URLSearchParams(location.search);
  for (const field of [words, ...menus]) if (given.has(field.name)) field.value = given.get(field.name);
  for (const menu of menus) if (menu.selectedIndex === -1) menu.value = "";
  form.hidden = false;
  narrow();
  reveal();
  form.addEventListener("focusin", () => document.body.classList.add("kg-filtering"));
  form.addEventListener("input", () => { narrow(); remember(); });
  form.addEventListener("reset", () => setTimeout(() => { narrow(); remember(); words.focus(); }));
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", reveal);
})();
