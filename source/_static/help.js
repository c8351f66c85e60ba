// Help by country: a menu above the tables of numbers.  The choice is kept on this device alone.
(() => {
  "use strict";
  const KEY = "kg-country";
  const tables = [...document.querySelectorAll("table.kg-help-lines")];
  if (!tables.length) return;

  const rows = tables.flatMap((table) => [...table.tBodies[0].rows].map((row) => ({ table, row, country: row.cells[0].textContent.trim() })));
  const countries = [...new Set(rows.map((each) => each.country))].sort((one, two) => one.localeCompare(two));
  const menu = document.createElement("select");
  menu.append(new Option("All countries", ""), ...countries.map((country) => new Option(country, country)));
  const label = document.createElement("label");
  label.className = "kg-country";
  label.append("Your country ", menu);
  const note = document.createElement("p");
  note.className = "kg-small kg-country-note";
  note.setAttribute("aria-live", "polite");
  (tables[0].closest(".table-wrapper") ?? tables[0]).before(label, note);

  // Storage may be switched off; the menu works all the same.
  const remembered = () => { try { return localStorage.getItem(KEY) ?? ""; } catch { return ""; } };
  const remember = (country) => { try { if (country) localStorage.setItem(KEY, country); else localStorage.removeItem(KEY); } catch { /* nothing is kept */ } };

  function show(country) {
    for (const table of tables) {
      const own = rows.filter((each) => each.table === table);
      const some = own.some((each) => each.country === country);
      // A table without a number for the country stays whole: an empty one would help nobody.
      for (const each of own) each.row.hidden = Boolean(country) && some && each.country !== country;
    }
    const missing = country && tables.some((table) => !rows.some((each) => each.table === table && each.country === country));
    note.textContent = !country ? "" : missing ? `Where a table has no number for ${country}, it shows all countries.` : `Only numbers for ${country} are shown. Your choice stays on this device.`;
  }

  menu.value = countries.includes(remembered()) ? remembered() : "";
  show(menu.value);
  menu.addEventListener("change", () => { remember(menu.value); show(menu.value); });
})();
