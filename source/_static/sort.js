// Tables that sort by a column.  The table is complete without this script; it puts a button into each heading.
(() => {
  "use strict";
  const compare = new Intl.Collator("en", { numeric: true, sensitivity: "base" }).compare;

  for (const table of document.querySelectorAll("table.kg-sortable")) {
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    // A date in words does not sort, so the row carries it in figures; a comma would end a number.
    const key = (row, column, words) =>
      words === "As of" && "asOf" in row.dataset
        ? row.dataset.asOf
        : row.cells[column].textContent.trim().replace(/(\d),(?=\d{3})/g, "$1");

    heads.forEach((head, column) => {
      const words = head.textContent.trim();
      const button = document.createElement("button");
      button.type = "button";
      button.className = "kg-sort";
      button.textContent = words;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = [...body.rows].sort((a, b) => compare(key(a, column, words), key(b, column, words)));
        body.append(...(down ? rows.reverse() : rows));
      });
    });
  }
})();
