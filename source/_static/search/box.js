// On every page: opens the search and loads it when a reader turns to it, and shows on arrival what was looked for.
(() => {
  "use strict";
  const home = document.currentScript.src.replace(/[^/]*$/, "");
  const FILES = ["stemmer", "engine", "view", "core"];
  let ready = null;

  function load() {
    ready ??= new Promise((done, fail) => {
      const style = document.createElement("link");
      style.rel = "stylesheet";
      style.href = `${home}search.css`;
      document.head.append(style);
      for (const name of FILES) {
        const tag = document.createElement("script");
        tag.src = `${home}${name}.js`;
        tag.async = false;  // fetched together, run in this order
        if (name === "view") tag.addEventListener("load", () => { done(globalThis.kgSearchView); });
        tag.addEventListener("error", () => { ready = null; fail(new Error(name)); });
        document.head.append(tag);
      }
    });
    return ready;
  }

  // Where a script is missing, the way to the page of results still works.
  const open = (query) => load().then((view) => { view.open(query); }).catch(() => { location.assign(document.querySelector("form.kg-search-box").action); });

  const page = document.querySelector(".kg-search-page");
  const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event.target);
    const letter = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!slash && !letter) return;
    event.preventDefault();
    if (page) page.querySelector("input").focus();
    else open("");
  });
  if (page) load().then((view) => { view.mount(page); }).catch(() => { page.querySelector("form").hidden = false; });
  else {
    for (const way of document.querySelectorAll(".kg-search-way")) {
      way.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        open("");
      });
      way.addEventListener("pointerenter", () => { load().catch(() => {}); }, { once: true });
    }
    for (const box of document.querySelectorAll("form.kg-search-box")) {
      const input = box.querySelector("input[type=search]");
      input.addEventListener("focus", () => { load().catch(() => {}); }, { once: true });
      input.addEventListener("input", () => { open(input.value).then(() => { input.value = ""; }); });
    }
  }

  // --- what was looked for ----------------------------------------------------------------------------------------
  const address = new URL(location.href);
  const sought = address.searchParams.get("highlight");
  if (sought === null) return;
  address.searchParams.delete("highlight");
  history.replaceState(history.state, "", address);
  const starts = sought.slice(0, 200).split(" ").filter(Boolean).map((word) => word.replace(/[^\p{L}\p{N}]/gu, "")).filter(Boolean);
  if (!starts.length || !globalThis.CSS?.highlights) return;
  const target = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  const scope = target?.closest("tr, dd, .kg-entry, .kg-care-card, section") ?? document.querySelector("article");
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${starts.join("|")})[\\p{L}\\p{N}]*`, "giu");
  const ranges = [];
  const walker = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
  while (walker.nextNode() && ranges.length < 500) {
    for (const found of walker.currentNode.data.matchAll(pattern)) {
      const range = new Range();
      range.setStart(walker.currentNode, found.index);
      range.setEnd(walker.currentNode, found.index + found[0].length);
      ranges.push(range);
    }
  }
  CSS.highlights.set("kg-found", new Highlight(...ranges));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") CSS.highlights.delete("kg-found"); });
})();
