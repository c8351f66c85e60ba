"""Build docutils tables from plain rows; shared by the directives that show records.

As an extension it mends one thing: Furo puts each table into a container and gives both the same id.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from kratom_guide import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

Cell = str | nodes.Node | Sequence[nodes.Node]
"""What a cell may hold: words, one node, or several block nodes."""


def build_table(
    headings: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    widths: Sequence[int],
    css_class: str,
    title: str | None = None,
) -> nodes.table:
    """A table with one header row and the first column as row headers.

    `widths` are relative column widths.  Each row has one cell for each heading.
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
    for row in rows:
        body += _row(row)
    group += body
    return table


def _row(cells: Sequence[Cell]) -> nodes.row:
    row = nodes.row()
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


class OneIdForEachTable(SphinxPostTransform):
    """Take the copied id from Furo's container, so that an id stands once on a page."""

    formats = ("html",)
    default_priority = 510  # right after Furo's transform

    def run(self, **kwargs: object) -> None:
        for wrapper in self.document.findall(nodes.container):
            if "table-wrapper" in wrapper["classes"] and wrapper["ids"]:
                wrapper["ids"] = []


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the transform."""
    app.add_post_transform(OneIdForEachTable)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
