"""What Typst cannot write yet: row headers, and objects packed into streams.

Typst 0.15 tags the header row of a table, but has no stable call for a row header.  It also writes every
tag as an object of its own, uncompressed: packing them makes the book a quarter of its size.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: The columns of one table whose cells name their rows.
Stubs = frozenset[int]


class TableMismatchError(ValueError):
    """The PDF has other tables than the writer wrote, so row headers cannot be placed."""


def finish(pdf: bytes, tables: Sequence[Stubs]) -> bytes:
    """Return *pdf* with row headers tagged and its objects packed.

    *tables* names the stub columns of every table, in the order of the text.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = list(_tables(document.Root.StructTreeRoot))
        if len(found) != len(tables):
            raise TableMismatchError(f"{len(tables)} tables were written and {len(found)} are in the PDF")
        for table, stubs in zip(found, tables, strict=True):
            if stubs:
                _tag_row_headers(table, stubs)
        packed = io.BytesIO()
        document.save(
            packed,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
            fix_metadata_version=False,
        )
    return packed.getvalue()


def _children(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Yield the structure elements directly below *element*."""
    kids = element.get("/K")
    for kid in kids if isinstance(kids, Array) else [kids]:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid


#: Elements of running text, in which no table can stand: most of a book is not looked through.
_TEXT = frozenset({"/P", "/Span", "/Link", "/Note", "/Lbl", "/Caption", "/Reference", "/TOCI", "/Em", "/Strong"}) | {
    f"/H{level}" for level in range(1, 7)
}


def _tables(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Yield the tables below *element*, in reading order."""
    for child in _children(element):
        kind = str(child.S)
        if kind == "/Table":
            yield child  # no table of ours holds another one
        elif kind not in _TEXT:
            yield from _tables(child)


def _tag_row_headers(table: pikepdf.Object, stubs: Stubs) -> None:
    """Make the cells of the columns *stubs*, in the body of *table*, headers of their rows."""
    for part in _children(table):
        if str(part.S) != "/TBody":
            continue
        reach: dict[int, int] = {}
        for row in _children(part):
            column = 0
            for cell in _children(row):
                while reach.get(column, 0) > 0:
                    column += 1
                width, height = _attribute(cell, "/ColSpan"), _attribute(cell, "/RowSpan")
                if column in stubs:
                    _make_header(cell)
                for covered in range(column, column + width):
                    reach[covered] = height
                column += width
            reach = {place: rows - 1 for place, rows in reach.items() if rows > 1}


def _attributes(cell: pikepdf.Object) -> list[pikepdf.Object]:
    attributes = cell.get("/A")
    if attributes is None:
        return []
    return list(attributes) if isinstance(attributes, Array) else [attributes]


def _attribute(cell: pikepdf.Object, name: str) -> int:
    """Return a span of *cell*, 1 when it has none."""
    for entry in _attributes(cell):
        if isinstance(entry, Dictionary) and name in entry:
            return int(entry[name])
    return 1


def _make_header(cell: pikepdf.Object) -> None:
    cell.S = Name.TH
    for entry in _attributes(cell):
        if isinstance(entry, Dictionary) and entry.get("/O") == Name.Table:
            entry.Scope = Name.Row
            return
    cell.A = Array([*_attributes(cell), Dictionary(O=Name.Table, Scope=Name.Row)])
