"""Where the words of a PDF stand: for the check that nothing runs off its page or over its neighbour.

Typst has no ``overflow-wrap``: a word too long for its line or cell is printed on, over the next cell or off the
paper, and nothing says so.  The finished page does.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: The operators that move, scale or draw text, and those that say to which tag it belongs.
_OPERATORS = "q Q cm Tf Tm TJ Tj BDC BMC EMC"
#: What the eye does not see, in points: hinting, accents and italics reach over a little.
_SLACK = 1.2

Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Run:
    """Some letters in a row: what they say and where they stand, in points from the lower left corner."""

    page: int
    text: str
    left: float
    right: float
    baseline: float
    size: float
    #: The number of the marked content on this page, by which a tag refers to it; None for decoration.
    mark: int | None


class _Font:
    """Widths and characters of the glyphs of one font."""

    def __init__(self, font: pikepdf.Object) -> None:
        self.characters = dict(_characters(font.ToUnicode.read_bytes().decode("latin-1")))
        self.widths = dict(_widths([*font.DescendantFonts[0].get("/W", [])]))

    def read(self, glyphs: bytes) -> tuple[str, float, float]:
        """Return the text of *glyphs*, its width at size 1, and how much of that is blanks at the end."""
        numbers = [int.from_bytes(glyphs[place : place + 2], "big") for place in range(0, len(glyphs), 2)]
        text = "".join([self.characters.get(number, "") for number in numbers])
        widths = [self.widths.get(number, 0.0) / 1000 for number in numbers]
        blank = 0.0
        while numbers and not self.characters.get(numbers.pop(), "").strip():
            blank += widths[len(numbers)]
        return text, sum(widths), blank


def _characters(cmap: str) -> Iterator[tuple[int, str]]:
    """Yield what each glyph stands for, from the text of a ToUnicode map."""

    def text(code: str) -> str:
        return bytes.fromhex(code).decode("utf-16-be", "replace")

    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for glyph, code in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            yield int(glyph, 16), text(code)
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, code in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                yield int(first, 16) + step, chr(ord(text(code)) + step)


def _widths(entries: list[pikepdf.Object]) -> Iterator[tuple[int, float]]:
    """Yield the width of each glyph from a W array: ``first [width ...]`` or ``first last width``."""
    rest = iter(entries)
    for first in rest:
        following = next(rest)
        if isinstance(following, pikepdf.Array):
            yield from ((int(first) + step, float(width)) for step, width in enumerate(following))
        else:
            width = float(next(rest))
            yield from ((glyph, width) for glyph in range(int(first), int(following) + 1))


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    """Return the matrix that does *inner* and then *outer*."""
    a, b, c, d, e, f = inner
    k, l, m, n, o, p = outer  # noqa: E741 -- six letters in a row read better
    return (a * k + b * m, a * l + b * n, c * k + d * m, c * l + d * n, e * k + f * m + o, e * l + f * n + p)


def runs(pdf: pikepdf.Pdf) -> Iterator[Run]:
    """Yield every run of text of *pdf*, page by page, as it is drawn; text inside pictures is left out."""
    fonts: dict[tuple[int, int], _Font] = {}
    for number, sheet in enumerate(pdf.pages, 1):
        here = {}
        for name, font in sheet.resources.get("/Font", {}).items():
            if font.objgen not in fonts:
                fonts[font.objgen] = _Font(font)
            here[name] = fonts[font.objgen]
        yield from _page_runs(number, sheet, here)


def _page_runs(number: int, sheet: pikepdf.Page, fonts: dict[str, _Font]) -> Iterator[Run]:
    space: Matrix = (1, 0, 0, 1, 0, 0)
    outer: list[Matrix] = []
    line: Matrix = space
    marks: list[int | None] = []
    font: _Font | None = None
    size = 0.0
    for instruction in pikepdf.parse_content_stream(sheet, _OPERATORS):
        operands = list(instruction.operands)
        match str(instruction.operator):
            case "q":
                outer.append(space)
            case "Q":
                space = outer.pop()
            case "cm":
                space = _times(tuple(map(float, operands)), space)  # type: ignore[arg-type]  # six by the standard
            case "Tf":
                font, size = fonts[str(operands[0])], float(operands[1])
            case "Tm":
                line = tuple(map(float, operands))  # type: ignore[assignment]
            case "BDC" | "BMC":
                marks.append(_mark(operands))
            case "EMC":
                marks.pop()
            case "Tj" | "TJ":
                assert font is not None, "text without a font"
                text, width = _read(font, size, operands[0])
                a, _, _, d, x, y = _times(line, space)
                mark = next((mark for mark in reversed(marks) if mark is not None), None)
                yield Run(number, text, x, x + width * a, y, size * abs(d), mark)


def _mark(operands: list[pikepdf.Object]) -> int | None:
    """Return the number of a marked content, None when it has none."""
    if len(operands) > 1 and isinstance(operands[1], pikepdf.Dictionary) and "/MCID" in operands[1]:
        return int(operands[1]["/MCID"])
    return None


def _read(font: _Font, size: float, shown: pikepdf.Object) -> tuple[str, float]:
    """Return the text of one operator and its width; blanks at its end take no room."""
    text, width, blank = "", 0.0, 0.0
    for part in shown if isinstance(shown, pikepdf.Array) else [shown]:
        if isinstance(part, pikepdf.String):
            said, step, ending = font.read(bytes(part))
            text += said
            width += step * size
            blank = (0.0 if said.strip() else blank) + ending * size
        else:
            width -= float(part) / 1000 * size
    return text, width - blank


def astray(found: Iterable[Run], widths: list[float]) -> Iterator[tuple[Run, str]]:
    """Yield each run that leaves its page or lies over another one, with words that say which.

    *widths* are those of the pages, in points.
    """
    for number, on_page in itertools.groupby(found, lambda run: run.page):
        lines: dict[int, list[Run]] = {}
        for run in on_page:
            if not run.text.strip(" \u00a0\u200b"):
                continue
            if run.left < -_SLACK or run.right > widths[number - 1] + _SLACK or run.baseline < 0:
                yield run, "runs off its page"
            lines.setdefault(round(run.baseline), []).append(run)
        for line in lines.values():
            line.sort(key=lambda run: run.left)
            for before, after in itertools.pairwise(line):
                if before.right > after.left + _SLACK and before.mark is not None and before.mark != after.mark:
                    yield before, f"lies over {after.text.strip()!r}"
