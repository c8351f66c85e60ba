// The travel check.  It reads the table on its page, which is complete without it.  The journey stands behind the #
// of the address, which a browser keeps to itself.
(() => {
  "use strict";
  const form = document.querySelector("form.kg-travel");
  if (!form) return;

  const verdicts = JSON.parse(form.dataset.verdicts);
  const order = Object.keys(verdicts);
  const menus = [...form.querySelectorAll("select")];
  const result = form.querySelector(".kg-travel-result");
  const sum = form.querySelector(".kg-travel-sum");
  const rows = new Map([...document.querySelectorAll("tr[data-place]")].map((row) => [row.dataset.place, row]));
  const heads = [...document.querySelectorAll(".kg-travel-table thead th")].map((head) => head.textContent.trim());

  const make = (tag, name, ...children) => {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.append(...children);
    return element;
  };

  function card(menu) {
    const row = rows.get(menu.value);
    const code = menu.name === "from" ? row.dataset.start : row.dataset.enter;
    const link = row.cells[0].querySelector("a").cloneNode(true);
    const list = make("dl", "");
    for (let column = 2; column < heads.length; column += 1) {
      if (menu.name === "from" && column !== 2 && column !== 3 && column !== heads.length - 1) continue;
      list.append(make("dt", "", heads[column]), make("dd", "", row.cells[column].textContent.trim()));
    }
    const words = menu.parentElement.firstChild.textContent.trim().split(" (")[0];
    return [code, make("section", `kg-travel-card kg-travel-${code}`, make("h3", "", `${words}: `, link), make("p", "kg-travel-verdict", verdicts[code]), list)];
  }

  function show() {
    const chosen = menus.filter((menu) => rows.has(menu.value));
    const cards = chosen.map(card);
    result.replaceChildren(...cards.map(([, box]) => box));
    const gravest = order.find((code) => cards.some(([each]) => each === code));
    const whole = ["from", "to"].every((name) => chosen.some((menu) => menu.name === name));
    sum.textContent = gravest ? `${whole ? "The whole journey" : "So far"}: ${verdicts[gravest].replace(" here", "")}.` : "";
    const query = new URLSearchParams(chosen.map((menu) => [menu.name, menu.value])).toString();
    if (query || location.hash.includes("=")) history.replaceState(null, "", query ? `#${query}` : location.pathname);
  }

  function read() {
    if (!location.hash.includes("=")) return;
    const given = new URLSearchParams(location.hash.slice(1));
    for (const menu of menus) menu.value = rows.has(given.get(menu.name)) ? given.get(menu.name) : "";
    show();
  }

  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(show));
  addEventListener("hashchange", read);
  form.hidden = false;
  read();
})();
