"""Build docutils tables from plain rows; shared by the directives that show records.

As an extension it mends the container that Furo puts around each table: it had the table's id a second time, and
could be scrolled with a finger but not with a keyboard.  Wide tables carry the heading of each column in its cells, so
that a stylesheet can show every row as a card on a phone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import zip_longest
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from kratom_guide import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata
    from sphinx.writers.html5 import HTML5Translator

Cell = str | nodes.Node | Sequence[nodes.Node]
"""What a cell may hold: words, one node, or several block nodes."""


def build_table(
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    widths: Sequence[int],
    css_class: str,
    title: str | None = None,
    frames: Iterable[nodes.row] | None = None,
) -> nodes.table:
    """A table with one header row and the first column as row headers.

    `widths` are relative column widths.  Each row has one cell for each heading.  `frames` are empty rows that take
    the cells, one for each row, where a row is to carry more than cells.
    """
    table = nodes.table(classes=["kg-table", css_class, "colwidths-given"])
    if title:
        table += nodes.title(title, title)
    group = nodes.tgroup(cols=len(headings))
    table += group
    for index, width in enumerate(widths):
        spec = nodes.colspec(colwidth=width)
        if index == 0:
            spec["stub"] = 1
        group += spec
    head = nodes.thead()
    head += _row(headings)
    group += head
    body = nodes.tbody()
    for row, frame in zip_longest(rows, frames or ()):
        body += _row(row, frame)
    group += body
    return table


def _row(cells: Sequence[Cell], row: nodes.row | None = None) -> nodes.row:
    row = nodes.row() if row is None else row
    for cell in cells:
        entry = nodes.entry()
        if isinstance(cell, str):
            entry += nodes.paragraph(cell, cell)
        elif isinstance(cell, nodes.Inline | nodes.Text):
            entry += nodes.paragraph("", "", cell)
        elif isinstance(cell, nodes.Node):
            entry += cell
        else:
            entry.extend(list(cell))
        row += entry
    return row


def fields(pairs: Iterable[tuple[str, Cell]], css_class: str) -> nodes.field_list:
    """A list of names and values."""
    node = nodes.field_list(classes=[css_class])
    for name, value in pairs:
        body = nodes.field_body()
        if isinstance(value, str):
            body += nodes.paragraph(value, value)
        elif isinstance(value, nodes.Node):
            body += value
        else:
            body.extend(list(value))
        node += nodes.field("", nodes.field_name(name, name), body)
    return node


NARROW = 3
"""The most columns that a phone shows side by side."""


class LabelledEntry(nodes.entry):
    """A cell that knows the heading of its column: its attribute ``label``."""


def _open_entry(translator: HTML5Translator, node: LabelledEntry) -> None:
    place = len(translator.body)
    translator.visit_entry(node)
    label = escape(node["label"], quote=True)
    translator.body[place] = translator.body[place].replace(">", f' data-label="{label}">', 1)


def _close_entry(translator: HTML5Translator, node: LabelledEntry) -> None:
    translator.depart_entry(node)


def label_cells(table: nodes.table) -> None:
    """Give each cell of a wide table the heading of its column; a table with joined cells stays as it is."""
    heads = [row for head in table.findall(nodes.thead) for row in head.findall(nodes.row)]
    cells = list(table.findall(nodes.entry))
    if len(heads) != 1 or len(heads[0]) <= NARROW or any("morecols" in cell or "morerows" in cell for cell in cells):
        return
    words = [" ".join(head.astext().split()) for head in heads[0].children]
    for body in table.findall(nodes.tbody):
        for row in body.findall(nodes.row):
            for label, cell in zip(words, list(row.children), strict=True):
                assert isinstance(cell, nodes.entry)
                cell.replace_self(LabelledEntry("", *cell.children, **cell.attributes, label=label))
    table["classes"].append("kg-cards")


class ScrollBox(nodes.container):
    """A table's surroundings on the web: scrolls sideways, by keyboard too."""


def _open_box(translator: HTML5Translator, node: ScrollBox) -> None:
    name = escape(node["label"], quote=True)
    classes = " ".join(node["classes"])
    translator.body.append(f'<div class="{classes}" role="region" aria-label="{name}" tabindex="0">\n')


def _close_box(translator: HTML5Translator, node: ScrollBox) -> None:
    translator.body.append("</div>\n")


class BoxForEachTable(SphinxPostTransform):
    """Turn Furo's container into one that has a name, no id of its own, and a place in the order of the Tab key."""

    formats = ("html",)
    default_priority = 510  # right after Furo's transform

    def run(self, **kwargs: object) -> None:
        for wrapper in list(self.document.findall(nodes.container)):
            if "table-wrapper" not in wrapper["classes"]:
                continue
            first = next(wrapper.findall(nodes.title), None) or next(wrapper.findall(nodes.row), None)
            label = " ".join(first.astext().split()) if first is not None else "Table"
            for table in wrapper.findall(nodes.table):
                label_cells(table)
            box = ScrollBox("", *wrapper.children, classes=wrapper["classes"], label=f"Table: {label}")
            wrapper.replace_self(box)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the node and the transform."""
    app.add_node(LabelledEntry, html=(_open_entry, _close_entry))
    app.add_node(ScrollBox, html=(_open_box, _close_box))
    app.add_post_transform(BoxForEachTable)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
