// The dialog and the page of results.  All text is set as text: nothing that is typed or found can become markup.
(() => {
  "use strict";
  const search = globalThis.kgSearch;
  const root = document.documentElement.dataset.content_root ?? "./";
  const SHOWN = 8;
  const MORE_UNITS = 2;
  const EXCERPT = 190;
  const RECENT = "kg-recent-searches";
  const PAUSE = 110;  // milliseconds without a keystroke before parts of the index are loaded and the last word is corrected
  const LONGER = 260;  // and before texts are loaded
  const TEXTS = 5;  // results whose texts are loaded at once; the others follow as they come into view

  const PARTS = [
    ["", "Everything"],
    ["kratom", "Kratom and muscles"],
    ["safety", "Safety and help"],
    ["medicines", "Medicines"],
    ["law", "Law and travel"],
    ["reference", "Evidence and reference"],
  ];
  const KINDS = { m: "Medicine", d: "In detail", c: "Claim", f: "Finding", t: "Glossary", w: "Work", e: "Get help", p: "Place" };

  function make(tag, css, ...children) {
    const element = document.createElement(tag);
    if (css) element.className = css;
    element.append(...children);
    return element;
  }

  // --- recent queries: kept on this device, and only there --------------------------------------------------------
  function recent() {
    try {
      const list = JSON.parse(localStorage.getItem(RECENT) ?? "[]");
      return Array.isArray(list) ? list.filter((each) => typeof each === "string").slice(0, 5) : [];
    } catch { return []; }
  }
  function remember(query) {
    const kept = query.trim().slice(0, 80);
    if (kept.length < 2) return;
    try { localStorage.setItem(RECENT, JSON.stringify([kept, ...recent().filter((each) => each !== kept)].slice(0, 5))); } catch { /* storage may be off */ }
  }
  function forget() { try { localStorage.removeItem(RECENT); } catch { /* the same */ } }

  // --- texts ------------------------------------------------------------------------------------------------------
  const wantedStems = (plan) => new Set(plan.concepts.flatMap((concept) => concept.alternatives.filter((each) => each.weight > 0.6).flatMap((each) => each.stems)));

  // The words of a text with their stems and places.
  function* wordsOf(text) {
    for (const found of text.matchAll(/[\p{L}\p{N}\u0e31-\u0e4e’']+/gu)) {
      yield { at: found.index, end: found.index + found[0].length, stem: search.stem(search.normalise(found[0])) };
    }
  }

  // The part of a text that says most about the query, with its words marked.
  function excerpt(text, stems) {
    const hits = [];
    const body = text.slice(0, 6000);
    for (const word of wordsOf(body)) if (stems.has(word.stem)) hits.push(word);
    let best = 0;
    let most = -1;
    hits.forEach((hit, i) => {
      const seen = new Set();
      for (let j = i; j < hits.length && hits[j].end < hit.at + EXCERPT - 30; j += 1) seen.add(hits[j].stem);
      if (seen.size > most) { most = seen.size; best = Math.max(0, hit.at - 30); }
    });
    let start = best;
    if (start > 0) {
      const sentence = body.lastIndexOf(". ", start + 30);
      start = sentence > start - 60 ? sentence + 2 : body.indexOf(" ", start) + 1;
    }
    let end = Math.min(body.length, start + EXCERPT);
    if (end < body.length) end = Math.max(start + 40, body.lastIndexOf(" ", end));
    const line = document.createDocumentFragment();
    if (start > 0) line.append("… ");
    let at = start;
    for (const hit of hits) {
      if (hit.at < start || hit.end > end) continue;
      line.append(body.slice(at, hit.at), make("mark", "", body.slice(hit.at, hit.end)));
      at = hit.end;
    }
    line.append(body.slice(at, end));
    if (end < text.length) line.append(" …");
    return line;
  }

  const cut = (text, most) => (text.length <= most ? text : `${text.slice(0, text.lastIndexOf(" ", most))} …`);

  // --- one search, in the dialog or on its page -------------------------------------------------------------------
  let count = 0;
  class View {
    constructor(box, onPage) {
      count += 1;
      this.onPage = onPage;
      this.box = box;
      this.part = "";
      this.exact = false;
      this.most = SHOWN;
      const id = `kg-search-${count}`;
      this.form = box.querySelector("form") ?? this.newForm(id);
      this.input = this.form.querySelector("input[type=search]");
      this.status = make("p", "kg-search-status");
      this.status.setAttribute("role", "status");
      this.parts = make("fieldset", "kg-search-parts");
      this.parts.append(make("legend", "kg-search-hidden", "Part of the book"));
      this.changed = make("p", "kg-search-changed");
      this.cards = make("div", "kg-search-cards");
      this.list = make("ol", "kg-search-results");
      this.more = make("button", "kg-search-more", "Show more");
      this.more.type = "button";
      this.rest = make("div", "kg-search-rest");
      if (!this.form.parentNode) box.append(this.form);
      box.append(this.status, this.parts, this.changed, this.cards, this.list, this.more, this.rest);
      this.form.hidden = false;
      this.form.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
      this.input.addEventListener("input", () => { this.exact = false; this.most = SHOWN; this.show(true); });
      this.more.addEventListener("click", () => {
        const first = this.list.children.length;
        this.most += SHOWN;
        this.show();
        this.list.children[first]?.querySelector("a").focus();
      });
      box.addEventListener("keydown", (event) => { this.move(event); });
      search.listeners.add((name) => { this.arrived(name); });
      this.show();
    }

    newForm(id) {
      const label = make("label", "kg-search-hidden", "Search the guide");
      const input = make("input");
      input.type = "search";
      input.id = id;
      input.placeholder = "Symptom, medicine, place …";
      label.htmlFor = id;
      for (const [name, value] of [["autocomplete", "off"], ["autocapitalize", "none"], ["spellcheck", "false"], ["enterkeyhint", "search"]]) input.setAttribute(name, value);
      const form = make("form", "kg-search-form", label, input);
      form.setAttribute("role", "search");
      return form;
    }

    address(unit, text) {
      const { core } = search;
      const anchor = text?.anchor ?? core.unit.anchor[unit];
      const words = [...this.found.stems].join(" ");
      return `${root}${core.pages[core.unit.page[unit]].address}.html${words ? `?highlight=${encodeURIComponent(words)}` : ""}${anchor ? `#${anchor}` : ""}`;
    }

    submit() {
      if (this.onPage) { this.show(); this.input.blur(); return; }
      remember(this.input.value);
      location.assign(`${root}search.html?q=${encodeURIComponent(this.input.value.trim())}`);
    }

    move(event) {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      if (event.target.type === "radio") return;
      const stops = [this.input, ...this.box.querySelectorAll(".kg-search-cards a, .kg-search-results a, .kg-search-rest a, .kg-search-rest button")].filter((each) => each.offsetParent !== null);
      const at = stops.indexOf(document.activeElement);
      const next = stops[Math.max(0, Math.min(stops.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)))];
      if (!next || next === document.activeElement) return;
      event.preventDefault();
      next.focus();
    }

    // A file of the search has come: what depends on it is shown anew.
    arrived(name) {
      if (!this.form.isConnected) return;
      if (name[0] === "x") this.fill();
      else this.show();
    }

    // With `typing`, only what is there already answers; the rest comes in the next pause.
    show(typing = false) {
      const query = this.input.value;
      if (this.onPage) this.carry(query);
      if (!search.core) { this.status.textContent = query.trim() ? "Loading the search …" : ""; return; }
      const found = search.answer(query, { part: this.part, exact: this.exact, typing });
      this.found = { ...found, stems: wantedStems(found.plan) };
      clearTimeout(this.timer);
      clearTimeout(this.later);
      if (typing) this.timer = setTimeout(() => { this.show(); }, PAUSE);
      else {
        for (const name of found.missing) search.load(name).catch(() => { this.status.textContent = "A part of the search could not be loaded. Load the page again."; });
        this.later = setTimeout(() => { this.loadTexts(); }, LONGER - PAUSE);
      }
      const empty = !found.plan.list.length;
      this.showParts(found, empty);
      this.showChanges(found, query);
      this.cards.replaceChildren(...(empty ? [] : found.cards.map((card) => this.card(card))));
      this.list.replaceChildren(...(empty ? [] : found.groups.slice(0, this.most).map((group) => this.group(group))));
      this.more.hidden = empty || found.groups.length <= this.most;
      this.showRest(empty, found);
      const number = found.groups.length;
      const waiting = found.missing.size > 0;
      this.status.textContent = empty ? "" : waiting && !number ? "Searching …" : number === 0 ? "No page found" : number === 1 ? "1 page found" : `${number} pages found`;
      this.fill();
    }

    // The address of the page of results carries the query and the part.
    carry(query) {
      const address = new URL(location.href);
      address.search = "";
      if (query.trim()) address.searchParams.set("q", query.trim().slice(0, 300));
      if (this.part) address.searchParams.set("part", this.part);
      if (address.href !== location.href) history.replaceState(null, "", address);
      document.title = document.title.replace(/^.*?(Search\b)/u, query.trim() ? `${cut(query.trim(), 40)} - $1` : "$1");
    }

    showParts(found, empty) {
      const there = PARTS.filter(([key]) => !key || found.parts[key]);
      this.parts.hidden = empty || (there.length < 3 && !this.part);
      const before = [...this.parts.querySelectorAll("label")];
      const all = Object.values(found.parts).reduce((sum, each) => sum + each, 0);
      there.forEach(([key, words], i) => {
        let label = before.find((each) => each.dataset.part === key);
        if (!label) {
          const radio = make("input");
          radio.type = "radio";
          radio.name = `kg-part-${this.input.id || "page"}`;
          radio.value = key;
          radio.addEventListener("change", () => { this.part = key; this.most = SHOWN; this.show(); });
          label = make("label", "", radio, make("span", "", words), " ", make("span", "kg-search-number"));
          label.dataset.part = key;
        }
        label.querySelector(".kg-search-number").textContent = String(key ? found.parts[key] : all);
        label.querySelector("input").checked = key === this.part;
        if (this.parts.children[i + 1] !== label) this.parts.insertBefore(label, this.parts.children[i + 1] ?? null);
      });
      for (const label of before) if (!there.some(([key]) => key === label.dataset.part)) label.remove();
    }

    showChanges(found, query) {
      this.changed.hidden = !found.changes.length;
      if (!found.changes.length) return;
      const shown = make("strong", "", found.plan.list.join(" "));
      const button = make("button", "kg-search-instead", cut(query.trim(), 60));
      button.type = "button";
      button.addEventListener("click", () => { this.exact = true; this.show(); this.input.focus(); });
      this.changed.replaceChildren("Showing results for ", shown, ". Search instead for ", button, ".");
    }

    link(unit, words, css = "") {
      const link = make("a", css, words);
      link.href = this.address(unit);
      link.dataset.unit = String(unit);
      link.addEventListener("click", () => { remember(this.input.value); });
      return link;
    }

    card({ kind, unit, name }) {
      const { core } = search;
      const title = core.unit.title[unit];
      const words = { crisis: title, place: title, medicine: name && !title.toLowerCase().includes(name.toLowerCase()) ? `${name} (${title}) and kratom` : `${title} and kratom`, term: title }[kind];
      const box = make("section", `kg-search-card kg-search-${kind}`, make("h3", "", this.link(unit, words)), make("p", "kg-search-lead"));
      box.dataset.unit = String(unit);
      box.dataset.kind = kind;
      if (kind === "crisis") {
        const help = make("a", "kg-search-help", "Emergency numbers by country");
        help.href = `${root}emergency.html#emergency-numbers`;
        box.append(make("p", "", help));
      }
      return box;
    }

    group(group) {
      const { core } = search;
      const [first, ...rest] = group.units;
      const page = core.pages[group.page];
      const kind = core.unit.kind[first];
      const title = core.unit.title[first];
      const item = make("li", "kg-search-result", make("h3", "", this.link(first, title || page.title)));
      const where = [KINDS[kind], title === page.title || !title ? "" : page.title].filter(Boolean).join(" · ");
      if (where) item.append(make("p", "kg-search-where", where));
      const line = make("p", "kg-search-excerpt");
      line.dataset.unit = String(first);
      item.append(line);
      // What has no title before its text comes is not worth a line of its own.
      const near = rest.filter((unit, i) => core.unit.title[unit] && group.scores[i + 1] > group.scores[0] * 0.35).slice(0, MORE_UNITS);
      if (near.length) {
        const more = make("ul", "kg-search-more-units");
        for (const unit of near) more.append(make("li", "", this.link(unit, core.unit.title[unit])));
        item.append(more);
      }
      return item;
    }

    loadTexts() {
      this.watch ??= new IntersectionObserver((entries) => { for (const entry of entries) if (entry.isIntersecting) this.loadText(entry.target); });
      this.watch.disconnect();
      for (const box of this.cards.children) this.loadText(box);
      [...this.list.children].forEach((item, i) => {
        const line = item.querySelector(".kg-search-excerpt");
        if (i < TEXTS) this.loadText(line);
        else this.watch.observe(line);
      });
    }

    loadText(element) { search.load(search.textFile(Number(element.dataset.unit))).catch(() => {}); }

    // Put in what has come by now: excerpts, leads, and the titles that travel with their text.
    fill() {
      for (const line of this.box.querySelectorAll(".kg-search-excerpt:empty")) {
        const text = search.textOf(Number(line.dataset.unit));
        if (!text) continue;
        const kind = search.core.unit.kind[Number(line.dataset.unit)];
        line.append(kind === "m" || kind === "p" ? cut(text.lead, EXCERPT) : excerpt(`${text.lead} ${text.text}`.trim(), this.found.stems));
      }
      for (const link of this.box.querySelectorAll("a[data-unit]")) {
        const unit = Number(link.dataset.unit);
        if (search.core.unit.anchor[unit] || !"cfw".includes(search.core.unit.kind[unit])) continue;
        const text = search.textOf(unit);
        if (!text) continue;
        link.href = this.address(unit, text);
        link.textContent = cut(text.title, 120);
      }
      for (const box of this.cards.querySelectorAll(".kg-search-card")) {
        const line = box.querySelector(".kg-search-lead");
        const text = search.textOf(Number(box.dataset.unit));
        if (!text || line.textContent) continue;
        if (box.dataset.kind === "crisis") line.textContent = cut(text.text.split("What to do").at(-1).trim(), 260);
        else line.textContent = cut(text.lead || text.text, 320);
      }
    }

    showRest(empty, found) {
      const lines = [];
      const way = (address, words) => {
        const link = make("a", "", words);
        link.href = `${root}${address}`;
        return make("li", "", link);
      };
      if (empty) {
        const before = recent();
        if (before.length) {
          const list = make("ul", "kg-search-recent");
          for (const query of before) {
            const button = make("button", "", query);
            button.type = "button";
            button.addEventListener("click", () => { this.input.value = query; this.show(); this.input.focus(); });
            list.append(make("li", "", button));
          }
          const clear = make("button", "kg-search-clear", "Forget these");
          clear.type = "button";
          clear.addEventListener("click", () => { forget(); this.show(); this.input.focus(); });
          lines.push(make("h3", "", "Your last searches, kept on this device only"), list, clear);
        }
        lines.push(make("h3", "", "Often looked for"), make("ul", "", way("emergency.html", "Get help now"), way("safety/interactions.html#safety-interactions-look-up", "Look up a medicine"), way("legal/index.html#legal-index-find", "Is it legal where I am?"), way("safety/stopping-and-withdrawal.html", "Stopping and withdrawal")));
      } else if (!found.groups.length && !found.missing.size) {
        lines.push(make("p", "", "We found nothing for these words. Try fewer words, or another word for the same thing."), make("ul", "", way("index.html", "Contents"), way("genindex.html", "Index of words"), way("reference/medicines.html", "All medicines from A to Z"), way("emergency.html", "Get help now")));
      }
      this.rest.replaceChildren(...lines);
    }
  }

  // --- the dialog -------------------------------------------------------------------------------------------------
  let dialog = null;
  let view = null;
  function open(query) {
    if (!dialog) {
      const close = make("button", "kg-search-close", "Close");
      close.type = "button";
      close.addEventListener("click", () => { dialog.close(); });
      dialog = make("dialog", "kg-search-dialog", close);
      dialog.setAttribute("aria-label", "Search the guide");
      dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
      document.body.append(dialog);
      const box = make("div", "kg-search");
      dialog.append(box);
      view = new View(box, false);
    }
    if (!dialog.open) dialog.showModal();
    if (query) view.input.value = query;
    view.input.focus();
    if (!query) view.input.select();
    view.show();
  }

  // --- the page of results ----------------------------------------------------------------------------------------
  function mount(box) {
    const sought = new URLSearchParams(location.search);
    box.querySelector("input[type=search]").value = (sought.get("q") ?? "").slice(0, 300);
    const page = new View(box, true);
    page.part = PARTS.some(([key]) => key === sought.get("part")) ? sought.get("part") : "";
    page.show();
    if (sought.has("q")) remember(sought.get("q"));
    page.input.focus();
  }

  globalThis.kgSearchView = { open, mount };
})();
