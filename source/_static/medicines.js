// The look-up of medicines.  The tables on the page are complete without it; it finds rows by name and shows copies.
// Nothing is sent: the choice stands behind the # of the address, which a browser keeps to itself.
(() => {
  "use strict";
  const form = document.querySelector("form.kg-lookup");
  if (!form) return;

  const MOST_NAMES = 20;
  const LONGEST_NAME = 60;
  const MOST_GUESSES = 8;
  const data = JSON.parse(form.querySelector("script").textContent);
  const input = form.querySelector("input");
  const told = form.querySelector(".kg-lookup-told");
  const results = form.querySelector(".kg-lookup-results");
  const clear = form.querySelector("button[type=reset]");
  const order = Object.keys(data.severities);

  // Names are compared without case, accents, signs and spaces, as kratom_guide/records/medicines.py does.
  const plain = (name) => name.normalize("NFKD").toLowerCase().replace(/[^a-z0-9]/g, "");
  const FORMS = /\b(\d+([.,/]\d+)*\s*(mg|mcg|µg|g|ml|%)?|tablets?|tabs?|capsules?|pills?|injections?|patch(es)?|er|xr|sr|cr|xl|la|hcl|hydrochloride)\b/gi;
  const known = new Map();
  const medicines = new Set(data.medicines.map(([name]) => plain(name)));
  const classes = data.classes.filter(([name]) => !medicines.has(plain(name)));
  for (const [name, names, rows, severity] of [...data.medicines, ...classes]) {
    const item = { name, rows, severity };
    for (const each of names) {
      const key = plain(each);
      const same = known.get(key) ?? { shown: each, bare: plain(each.replace(FORMS, " ")) || key, items: [] };
      if (!same.items.some((other) => other.name === name)) same.items.push(item);
      known.set(key, same);
    }
  }
  const unlisted = new Map(Object.entries(data.unlisted).map(([name, generic]) => [plain(name), { name, generic }]));

  // Slips between two names: a letter left out, added, changed, or two neighbours swapped (optimal string alignment).
  function slips(a, b, most) {
    if (Math.abs(a.length - b.length) > most) return most + 1;
    let before = [];
    let last = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i += 1) {
      const row = [i];
      let least = i;
      for (let j = 1; j <= b.length; j += 1) {
        const cost = a[i - 1] === b[j - 1] ? 0 : 1;
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost);
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
        least = Math.min(least, row[j]);
      }
      if (least > most) return most + 1;
      [before, last] = [last, row];
    }
    return last[b.length];
  }

  // What one typed name may be: {found: items}, {unlisted}, {guesses: names that are near}, or {problem: words}.
  function find(typed) {
    const words = typed.trim();
    if (words.length > LONGEST_NAME) return { problem: "That is too long for a name. Type one name, or several with commas." };
    const keys = [plain(words), plain(words.replace(FORMS, " "))].filter(Boolean);
    if (!keys.length) return { problem: "We can only look up names in Latin letters, such as the one on the packet." };
    for (const key of keys) {
      if (known.has(key)) return { found: known.get(key).items };
      if (unlisted.has(key)) return { unlisted: unlisted.get(key) };
    }
    const key = keys.at(-1);
    const most = key.length < 4 ? 0 : 2;
    const near = [];
    // A slip is looked for in the whole name and in the name without forms, since people leave out "XL" or "SR".
    for (const [name, { shown, bare }] of known) {
      const distance = most ? Math.min(...keys.flatMap((typed) => [slips(typed, name, most), slips(typed, bare, most)])) : 1;
      if (distance <= most && most) near.push([distance, name[0] === key[0] ? 0 : 1, shown]);
      else if (key.length > 2 && name.startsWith(key)) near.push([3, 0, shown]);
      else if (key.length > 4 && name.includes(key)) near.push([4, 0, shown]);
    }
    near.sort((one, two) => one[0] - two[0] || one[1] - two[1] || one[2].localeCompare(two[2]));
    return { guesses: near.slice(0, MOST_GUESSES).map((each) => each[2]) };
  }

  function make(tag, css, ...children) {
    const element = document.createElement(tag);
    if (css) element.className = css;
    element.append(...children);
    return element;
  }

  function chooser(words) {
    const button = make("button", "kg-lookup-guess", words);
    button.type = "button";
    button.addEventListener("click", () => { add([words]); });
    return button;
  }

  const NOT_SAFE = "That does not mean that it is safe: hardly any medicine has been studied with kratom. Ask a pharmacist.";
  let chosen = [];

  // A copy of what a row says, without the addresses that only the row itself may have.
  function cell(row, index) {
    const copy = make("div", "");
    for (const node of row.cells[index].cloneNode(true).childNodes) copy.append(node.cloneNode(true));
    for (const marked of copy.querySelectorAll("[id]")) marked.removeAttribute("id");
    return copy;
  }

  function card(typed, item) {
    const box = make("section", `kg-lookup-card kg-${item.severity}`);
    const name = item.name === typed ? item.name : `${typed}: ${item.name}`;
    box.append(make("h3", "", name), make("p", "kg-lookup-severity", data.severities[item.severity]));
    item.rows.forEach((label, index) => {
      const row = document.getElementById(label)?.closest("tr");
      if (!row) return;
      const link = make("a", "", index ? `See also: ${row.cells[0].querySelector("strong").textContent}` : "Show the row in the table");
      link.href = `#${label}`;
      if (!index) {
        box.append(cell(row, 1).lastElementChild, make("h4", "", "What could happen"), cell(row, 2), make("h4", "", "What to do"), cell(row, 3));
      }
      box.append(make("p", "kg-small", link));
    });
    const others = data.confused.filter((names) => names.some((each) => [plain(typed), plain(item.name)].includes(plain(each))));
    const mixed = [...new Set(others.flat())].filter((each) => ![plain(typed), plain(item.name)].includes(plain(each)));
    if (mixed.length) {
      const line = make("p", "kg-lookup-confused", "Not the same as: ");
      mixed.forEach((each, index) => line.append(index ? ", " : "", known.has(plain(each)) ? chooser(each) : each));
      box.append(line);
    }
    const remove = make("button", "kg-lookup-remove", `Remove ${typed}`);
    remove.type = "button";
    remove.addEventListener("click", () => { chosen = chosen.filter((each) => each !== typed); show(); });
    box.append(remove);
    return box;
  }

  function show() {
    const found = chosen.flatMap((typed) => known.get(plain(typed)).items.map((item) => [typed, item]));
    found.sort((one, two) => order.indexOf(one[1].severity) - order.indexOf(two[1].severity));
    results.replaceChildren(...found.map(([typed, item]) => card(typed, item)));
    if (found.length) {
      const gravest = found.map(([, item]) => item.severity).sort((one, two) => order.indexOf(one) - order.indexOf(two))[0];
      results.prepend(make("p", "kg-lookup-sum",
        `${found.length === 1 ? "One result" : `${found.length} results, the gravest first`}. With kratom: ${data.severities[gravest]}. `
        + `${found.length > 1 ? "These medicines were not checked against each other. " : ""}${data.doNotStop}`));
    }
    clear.hidden = !found.length;
    const names = chosen.map(encodeURIComponent).join(",");
    if (names || location.hash.startsWith("#medicine=")) {
      history.replaceState(null, "", names ? `#medicine=${names}` : `${location.pathname}${location.search}`);
    }
  }

  function add(parts) {
    told.replaceChildren();
    const rest = [];
    for (const part of parts.slice(0, MOST_NAMES)) {
      const words = part.trim();
      if (!words) continue;
      const answer = find(words);
      const said = words.length > 40 ? `${words.slice(0, 40)}…` : words;
      if (answer.found) {
        // A brand is shown under the name that was typed; what counts as the same name is kept once.
        const name = known.get(plain(words))?.shown ?? known.get(plain(words.replace(FORMS, " "))).shown;
        if (!chosen.includes(name)) chosen.push(name);
        continue;
      }
      rest.push(words);
      const line = make("p", "kg-lookup-miss");
      if (answer.problem) line.append(`“${said}”: ${answer.problem}`);
      else if (answer.unlisted) {
        const { name, generic } = answer.unlisted;
        line.append(`“${name}”${generic ? ` (${generic})` : ""} is not in our tables. ${NOT_SAFE}`);
      } else if (answer.guesses.length) {
        line.append(`“${said}” is not in our tables. Did you mean: `);
        answer.guesses.forEach((guess, index) => line.append(index ? " " : "", chooser(guess)));
        line.append(` If not: ${NOT_SAFE}`);
      } else line.append(`“${said}” is not in our tables. ${NOT_SAFE}`);
      told.append(line);
    }
    if (parts.length > MOST_NAMES) told.append(make("p", "kg-lookup-miss", `We looked at the first ${MOST_NAMES} names.`));
    input.value = rest.join(", ");
    show();
  }

  const split = (text) => text.split(/[,;\n+&]|\s+and\s+/i);

  function read() {
    if (!location.hash.startsWith("#medicine=")) return;
    const names = location.hash.slice("#medicine=".length).split(",");
    chosen = [];
    try { add(names.map(decodeURIComponent)); } catch { add(names); }
    form.scrollIntoView();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.value.trim()) add(split(input.value));
    else told.replaceChildren(make("p", "kg-lookup-miss", "Type the name of a medicine first."));
  });
  form.addEventListener("reset", () => { chosen = []; told.replaceChildren(); setTimeout(() => { show(); input.focus(); }); });
  addEventListener("hashchange", read);
  form.lookUp = { find, plain, split }; // for tests
  form.hidden = false;
  read();
})();
