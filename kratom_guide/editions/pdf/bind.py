"""Bind volumes: several PDFs of Typst, each a run of parts of one book, become one file with one tree of tags.

A book is set in volumes because the memory that Typst needs grows with what it sets at once.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Array, Dictionary, Name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PAGES = re.compile(rb"(<xmpTPg:NPages>)\d+(</xmpTPg:NPages>)")


def bind(volumes: Sequence[bytes]) -> pikepdf.Pdf:
    """Return the *volumes* as one open document; the first gives what holds for the whole file, such as its title."""
    book = pikepdf.open(io.BytesIO(volumes[0]))
    if len(volumes) == 1:
        return book
    labels: list[Any] = list(book.Root.PageLabels.Nums) if "/PageLabels" in book.Root else []
    names = dict(_names(book.Root))
    for volume in volumes[1:]:
        with pikepdf.open(io.BytesIO(volume)) as other:
            before = len(book.pages)
            shift = int(book.Root.StructTreeRoot.ParentTreeNextKey)
            _shift_keys(other, shift)
            book.pages.extend(other.pages)
            _add_tags(book, book.copy_foreign(other.Root.StructTreeRoot), shift)
            if "/Outlines" in other.Root:
                _add_outline(book, book.copy_foreign(other.Root.Outlines))
            names.update((name, book.copy_foreign(goal)) for name, goal in _names(other.Root))
            found = list(other.Root.PageLabels.Nums) if "/PageLabels" in other.Root else []
            for place, label in zip(found[::2], found[1::2], strict=True):
                labels += [int(place) + before, book.copy_foreign(other.make_indirect(label))]
    if labels:
        book.Root.PageLabels = Dictionary(Nums=Array(labels))
    if names:
        ordered = [item for name in sorted(names) for item in (pikepdf.String(name), names[name])]
        book.Root.Names.Dests = book.make_indirect(
            Dictionary(Names=Array(ordered), Limits=Array([pikepdf.String(min(names)), pikepdf.String(max(names))]))
        )
    about = book.Root.Metadata
    about.write(_PAGES.sub(rb"\g<1>%d\g<2>" % len(book.pages), about.read_bytes()))
    return book


def _shift_keys(volume: pikepdf.Pdf, shift: int) -> None:
    """Raise the keys by which pages and links of *volume* find their tags."""
    for page in volume.pages:
        if "/StructParents" in page.obj:
            page.obj.StructParents = int(page.obj.StructParents) + shift
        for annotation in page.obj.get("/Annots", ()):
            if "/StructParent" in annotation:
                annotation.StructParent = int(annotation.StructParent) + shift


def _add_tags(book: pikepdf.Pdf, root: pikepdf.Object, shift: int) -> None:
    """Add the tags below the *root* of a volume to those of *book*, as a part of its document."""
    mine = book.Root.StructTreeRoot
    kids = mine.K
    document = kids[0] if isinstance(kids, Array) else kids
    for part in root.K if isinstance(root.K, Array) else [root.K]:
        part.S = Name.Part
        part.P = document
        document.K.append(part)
    for key, value in root.get("/RoleMap", Dictionary()).items():
        mine.RoleMap[key] = value
    numbers: list[Any] = list(root.ParentTree.Nums)
    numbers[::2] = [int(key) + shift for key in numbers[::2]]
    mine.ParentTree.Nums.extend(numbers)
    mine.ParentTreeNextKey = shift + int(root.ParentTreeNextKey)


def _add_outline(book: pikepdf.Pdf, outline: pikepdf.Object) -> None:
    """Add the entries of *outline* after those of *book*."""
    mine = book.Root.Outlines
    item: pikepdf.Object | None = outline.First
    mine.Last.Next, outline.First.Prev = outline.First, mine.Last
    mine.Last = outline.Last
    mine.Count = int(mine.Count) + int(outline.Count)
    while item is not None:
        item.Parent = mine
        item = item.get("/Next")


def _names(root: pikepdf.Object) -> Iterator[tuple[str, pikepdf.Object]]:
    """Yield the named places of a volume."""
    tree = root.get("/Names", Dictionary()).get("/Dests")
    names = list(tree.get("/Names", ())) if tree is not None else []
    yield from ((str(name), goal) for name, goal in zip(names[::2], names[1::2], strict=True))
