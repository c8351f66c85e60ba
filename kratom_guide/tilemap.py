"""Draw maps on which every place is a square of the same size, so that Rhode Island is as legible as Texas.

A square says its status three times: by colour, by the pattern of its lower edge, and by a sign.  The drawing is SVG
for a web page, where each square is a link with a name, or as a picture of its own for print.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Sequence

SVG = "http://www.w3.org/2000/svg"
SIZE, GAP = 46, 4
"""Side of a square and the space between two, in units of the drawing."""
INK = "#1c211d"
"""Letters, on any of the fills: at least 7 to 1 (WCAG 2.2, 1.4.6); a test computes it."""


@dataclass(frozen=True)
class Look:
    """How a status looks."""

    fill: str
    pattern: str
    """Name of one of ``PATTERNS``, or empty for none."""


LOOKS: dict[str, Look] = {
    "banned": Look("#eb9a6c", "dense"),
    "import-or-sale-not-allowed": Look("#ffd37a", "up"),
    "prescription-only": Look("#c5a0c4", "grid"),
    "restricted": Look("#e5deb7", "down"),
    "regulated": Look("#62ceff", "dots"),
    "capped": Look("#62ceff", "dots"),
    "age-restricted": Look("#bde5f9", "wide"),
    "same-as-leaf": Look("#bde5f9", "wide"),
    "no-specific-law": Look("#ffffff", ""),
    "no-specific-rule": Look("#ffffff", ""),
    "unclear": Look("#bebebe", "cross"),
}
"""Each status of leaf and of 7-OH.

Any two fills of one map differ by 10 or more (CIEDE2000), for full colour vision and for the three common kinds of
colour blindness; a test computes it.
"""

PATTERNS = {
    "dense": (4, "M0 4L4 0M-1 1L1 -1M3 5L5 3"),
    "up": (8, "M0 8L8 0M-2 2L2 -2M6 10L10 6"),
    "down": (8, "M0 0L8 8M-2 6L2 10M6 -2L10 2"),
    "grid": (6, "M3 0V6M0 3H6"),
    "dots": (6, "M2 3H4"),
    "wide": (12, "M6 0V10"),
    "cross": (8, "M0 0L8 8M0 8L8 0"),
}
"""Name to the side of a pattern's cell and the path in it."""


@dataclass(frozen=True)
class Tile:
    """One square."""

    column: int
    row: int
    code: str
    """What stands in it, such as ``RI``."""
    icon: str
    status: str
    """A key of ``LOOKS``."""
    words: str
    """Its name and status in words, such as ``Rhode Island: regulated``."""
    unconfirmed: bool
    href: str = ""
    """Where it leads; empty where nothing can be followed."""


def draw(name: str, title: str, tiles: Sequence[Tile]) -> str:
    """The map as one SVG element.

    `name` is a prefix for the ids in it, one for each map of a page; `title` says what the map shows.
    """
    columns, rows = max(tile.column for tile in tiles) + 1, max(tile.row for tile in tiles) + 1
    width, height = columns * (SIZE + GAP) + GAP, rows * (SIZE + GAP) + GAP
    root = _element(None, "svg", viewBox=f"0 0 {width} {height}", role="group", **{"class": "kg-map"})
    root.set("aria-label", title)
    root.set("width", str(width))
    root.set("height", str(height))
    _patterns(root, name, {LOOKS[tile.status].pattern for tile in tiles} - {""})
    for tile in sorted(tiles, key=lambda tile: (tile.row, tile.column)):
        _square(root, name, tile)
    ET.register_namespace("", SVG)  # a setting of the whole program: it must stand right before its use
    return ET.tostring(root, encoding="unicode")


def _patterns(root: ET.Element, name: str, used: set[str]) -> None:
    if not used:
        return
    definitions = _element(root, "defs")
    for key in sorted(used):
        side, path = PATTERNS[key]
        pattern = _element(
            definitions,
            "pattern",
            id=f"{name}-{key}",
            width=str(side),
            height=str(side),
            patternUnits="userSpaceOnUse",
        )
        _element(pattern, "path", d=path, fill="none", stroke=INK, **{"stroke-width": "1.4"})


def _square(root: ET.Element, name: str, tile: Tile) -> None:
    x, y = GAP + tile.column * (SIZE + GAP), GAP + tile.row * (SIZE + GAP)
    look = LOOKS[tile.status]
    parent = _element(root, "a", href=tile.href) if tile.href else _element(root, "g")
    if tile.href:
        parent.set("aria-label", tile.words)
    _element(parent, "title").text = tile.words
    line = {"stroke-dasharray": "4 3", "stroke-width": "2"} if tile.unconfirmed else {"stroke-width": "1"}
    box = {"x": str(x), "y": str(y), "width": str(SIZE), "rx": "4"}
    _element(parent, "rect", **box, height=str(SIZE), fill=look.fill)
    if look.pattern:
        edge = {"x": str(x + 1), "y": str(y + SIZE - 8), "width": str(SIZE - 2), "height": "7"}
        _element(parent, "rect", **edge, fill=f"url(#{name}-{look.pattern})", opacity="0.75")
    _element(parent, "rect", **box, height=str(SIZE), fill="none", stroke=INK, **line)
    letters = {"fill": INK, "font-family": "'Source Sans 3', system-ui, sans-serif", "text-anchor": "middle"}
    code = _element(parent, "text", **letters, x=str(x + SIZE // 2), y=str(y + 18))
    code.set("font-size", "17")
    code.set("font-weight", "600")
    code.text = tile.code
    icon = _element(parent, "text", **letters, x=str(x + SIZE // 2), y=str(y + 35))
    icon.set("font-size", "17")
    icon.text = tile.icon


def _element(parent: ET.Element | None, name: str, **attributes: str) -> ET.Element:
    tag = f"{{{SVG}}}{name}"
    return ET.Element(tag, attributes) if parent is None else ET.SubElement(parent, tag, attributes)
