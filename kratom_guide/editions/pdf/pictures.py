"""What a picture's file tells before Typst sees it: whether it can be drawn, how high it is, what it says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Parts of an SVG that only a browser can draw: Typst would leave them out without a word.
_FOR_BROWSERS = frozenset({"script", "foreignObject", "iframe", "audio", "video", "canvas"})
_NUMBER = re.compile(r"[-+]?[\d.]+(?:e-?\d+)?")


def fault(path: Path) -> str | None:
    """Return why the picture at *path* cannot be drawn whole, with the remedy; None when it can."""
    if path.suffix.lower() != ".svg":
        return _raster_fault(path)
    try:
        parts = list(_parts(path))
    except (ElementTree.ParseError, UnicodeDecodeError) as error:
        return f"is not well-formed SVG ({error}): mend the file"
    for part in parts:
        if part in _FOR_BROWSERS:
            return f"holds <{part}>, which a PDF cannot draw: put what it makes into the file as shapes and text"
        if part.startswith("on"):
            return f"holds the script {part}=, which a PDF cannot run: take it out"
    return None


def _parts(path: Path) -> Iterator[str]:
    """Yield the names of the elements of an SVG, and of the attributes that run scripts."""
    for element in ElementTree.parse(path).iter():
        yield str(element.tag).rpartition("}")[2]
        yield from (name for name in element.attrib if name.startswith("on"))


def _raster_fault(path: Path) -> str | None:
    from PIL import Image  # slow to import

    try:
        with Image.open(path) as picture:
            picture.load()
    except (OSError, SyntaxError, ValueError):
        return "cannot be read: save it anew as PNG, JPEG or SVG"
    return None


def proportion(path: Path) -> float:
    """Return the height of a sound picture as a part of its width; 1 when it does not tell."""
    if path.suffix.lower() != ".svg":
        from PIL import Image

        with Image.open(path) as picture:
            return picture.height / picture.width
    root = ElementTree.parse(path).getroot()
    sides = [_NUMBER.match(root.get(side, "")) for side in ("width", "height")]
    box = [float(number) for number in _NUMBER.findall(root.get("viewBox", ""))]
    if len(box) == 4 and box[2] > 0:
        return box[3] / box[2]
    if sides[0] and sides[1] and float(sides[0].group()) > 0:
        return float(sides[1].group()) / float(sides[0].group())
    return 1.0


def says(path: Path, text: str) -> bool:
    """Tell whether *text* stands in an SVG."""
    if path.suffix.lower() != ".svg":
        return False
    return any(text in words for words in ElementTree.parse(path).getroot().itertext())
