"""What Typst cannot write yet: row headers, links made without looking up, and objects packed into streams.

Typst 0.15 tags the header row of a table, but has no stable call for a row header.  It also writes every
tag as an object of its own, uncompressed: packing them makes the book a quarter of its size.  The press writes links
within the book as addresses (see :mod:`.press`); here they become links that a reader follows within the file.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from kratom_guide.editions.pdf.bind import bind
from kratom_guide.editions.pdf.press import SCHEME

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kratom_guide.editions.pdf.press import Spot

#: The columns of one table whose cells name their rows.
Stubs = frozenset[int]


@dataclass(frozen=True)
class Target:
    """Where a link leads: what to call it, and where it lies."""

    words: str
    spot: Spot

    @property
    def description(self) -> str:
        """What a screen reader says of the link."""
        page = f"page {self.spot.number}"
        return f"{self.words}, {page}" if self.words else page


class TableMismatchError(ValueError):
    """The PDF has other tables than the writer wrote, so row headers cannot be placed."""


def finish(volumes: Sequence[bytes], tables: Sequence[Stubs], targets: Mapping[str, Target]) -> bytes:
    """Return the *volumes* of a book as one PDF, with row headers tagged, inner links made and objects packed.

    *tables* names the stub columns of every table, in the order of the text; *targets* the places that links lead to.
    Raises :class:`TableMismatchError` when the PDF has other tables, ``KeyError`` when a link leads elsewhere.
    """
    with bind(volumes) as document:
        found = list(_tables(document.Root.StructTreeRoot))
        if len(found) != len(tables):
            raise TableMismatchError(f"{len(tables)} tables were written and {len(found)} are in the PDF")
        for table, stubs in zip(found, tables, strict=True):
            _tag_headers(table, stubs)
        if "/IDTree" in document.Root.StructTreeRoot:
            del document.Root.StructTreeRoot["/IDTree"]
        _group_contents(document.Root.StructTreeRoot, document)
        _link(document, targets)
        packed = io.BytesIO()
        document.save(
            packed,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
            fix_metadata_version=False,
        )
    return packed.getvalue()


def _link(document: pikepdf.Pdf, targets: Mapping[str, Target]) -> None:
    """Make every address of the press a link to its target."""
    pages = [page.obj for page in document.pages]
    made: dict[str, tuple[pikepdf.Object, pikepdf.Object]] = {}
    for page in pages:
        height = float(page.MediaBox[3])
        for annotation in page.get("/Annots", ()):
            action = annotation.get("/A")
            address = str(action.get("/URI", "")) if action is not None else ""
            if not address.startswith(SCHEME):
                continue
            name = address.removeprefix(SCHEME)
            if name not in made:
                target = targets[name]
                spot = target.spot
                goal = Array([pages[spot.page - 1], Name.XYZ, round(spot.x, 2), round(height - spot.y, 2), 0])
                made[name] = document.make_indirect(goal), String(target.description)
            del annotation["/A"]
            annotation.Dest, annotation.Contents = made[name]


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


def _tag_headers(table: pikepdf.Object, stubs: Stubs) -> None:
    """Make the cells of the columns *stubs*, in the body of *table*, headers of their rows.

    Typst names the column headers of every cell, and then a reader looks for no others: these names go, and the scope
    that every header has says which cells it is for.
    """
    for part in _children(table):
        body = str(part.S) == "/TBody"
        reach: dict[int, int] = {}
        for row in _children(part):
            column = 0
            for cell in _children(row):
                while reach.get(column, 0) > 0:
                    column += 1
                attributes = _attributes(cell)
                width, height = _attribute(attributes, "/ColSpan"), _attribute(attributes, "/RowSpan")
                for entry in attributes:
                    if isinstance(entry, Dictionary) and "/Headers" in entry:
                        del entry["/Headers"]
                if "/ID" in cell:
                    del cell["/ID"]
                if body and column in stubs:
                    _make_header(cell, attributes)
                for covered in range(column, column + width):
                    reach[covered] = height
                column += width
            reach = {place: rows - 1 for place, rows in reach.items() if rows > 1}


def _group_contents(root: pikepdf.Object, document: pikepdf.Pdf) -> None:
    """Put every run of entries of a list of places, which Typst leaves side by side, into a list of its own."""
    for above in _children(root):
        kids = list(above.K) if isinstance(above.K, Array) else [above.K]
        grouped: list[pikepdf.Object] = []
        group: pikepdf.Object | None = None
        for kid in kids:
            entry = isinstance(kid, Dictionary) and kid.get("/S") == Name.TOCI
            if not entry:
                group = None
                grouped.append(kid)
                continue
            if group is None:
                group = document.make_indirect(Dictionary(Type=Name.StructElem, S=Name.TOC, P=above, K=Array()))
                grouped.append(group)
            kid.P = group
            group.K.append(kid)
        if any(kid is not old for kid, old in zip(grouped, kids, strict=False)):
            above.K = Array(grouped)


def _attributes(cell: pikepdf.Object) -> list[pikepdf.Object]:
    attributes = cell.get("/A")
    if attributes is None:
        return []
    return list(attributes) if isinstance(attributes, Array) else [attributes]


def _attribute(attributes: list[pikepdf.Object], name: str) -> int:
    """Return a span of a cell, 1 when its *attributes* say none."""
    for entry in attributes:
        if isinstance(entry, Dictionary) and name in entry:
            return int(entry[name])
    return 1


def _make_header(cell: pikepdf.Object, attributes: list[pikepdf.Object]) -> None:
    cell.S = Name.TH
    for entry in attributes:
        if isinstance(entry, Dictionary) and entry.get("/O") == Name.Table:
            entry.Scope = Name.Row
            return
    cell.A = Array([*attributes, Dictionary(O=Name.Table, Scope=Name.Row)])
