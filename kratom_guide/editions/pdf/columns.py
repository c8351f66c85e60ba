"""Column widths of a table, from what its author wrote or from what its cells hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kratom_guide.editions.pdf import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

#: About how many characters of the table face fit on one line of the full width.
LINE = 96
#: What a cell's padding takes, in characters.
PADDING = 3
#: The longest word that a column is widened for; longer ones are hyphenated or broken.
LONGEST_WORD = 19

_PUNCTUATION = ".,;:()“”‘’\"'!?"
_BREAKS = re.compile(r"[\s\-–—/\u00ad\u200b]+")
#: Thai sets no blanks, and Typst knows where its words end.
_THAI = re.compile(r"[\u0e01-\u0e5b]")


#: A table with this many columns is set wider than the text.
WIDE = 4
#: How much more a wide table holds, and how much more room the bold letters of a header or a row's name take.
WIDER = 1.12
BOLD = 1.1


@dataclass(frozen=True)
class CellText:
    """The text of one cell: where it stands, how many columns it spans, what it says, and whether it is a heading."""

    column: int
    span: int
    text: str
    head: bool = False


def fractions(columns: int, cells: Sequence[CellText], given: Sequence[int] = ()) -> list[float]:
    """Return one width per column, as fractions that add up to 100.

    *given* are the author's widths and win when there is one for each column, as far as the longest
    word of each column fits.  Otherwise each column gets room for its longest word, and the rest is
    shared by how much the column holds.  Words of headings, which are never hyphenated, get their room first.
    """
    least = [4.0 + PADDING] * columns
    most = [4.0 + PADDING] * columns
    total = [0.0] * columns
    whole = [4.0 + PADDING] * columns
    for cell in cells:
        if cell.span != 1 or cell.column >= columns:
            continue
        word = longest_word(cell.text)
        least[cell.column] = max(least[cell.column], min(word, LONGEST_WORD) + PADDING)
        if cell.head:
            whole[cell.column] = max(whole[cell.column], word * BOLD + PADDING)
            least[cell.column] = max(least[cell.column], word * BOLD + PADDING)
        most[cell.column] = max(most[cell.column], len(cell.text) + PADDING)
        total[cell.column] += len(cell.text)
    line = _line(columns)
    if sum(least) > line:
        # Too many columns for long words: hyphenation has to help, except in headings as long as those have room.
        least = _shrink(least, whole, line) if sum(whole) <= line else _level(least, line)
    if len(given) == columns and all(width > 0 for width in given):
        return _widen([line * width / sum(given) for width in given], least)
    if sum(most) <= line:
        return _scale(most)
    spare = line - sum(least)
    # The square root keeps one talkative column from starving the others.
    wish = [min(m - least[i], (total[i] + 1) ** 0.5 * 10) for i, m in enumerate(most)]
    hoped = sum(wish) or 1.0
    return _scale([low + spare * want / hoped for low, want in zip(least, wish, strict=True)])


def _line(columns: int) -> float:
    """Return how many characters one line of a table with *columns* holds."""
    return LINE * (WIDER if columns >= WIDE else 1)


def _shrink(least: list[float], whole: list[float], line: float) -> list[float]:
    """Return *least* made as narrow as *line* asks, and no column narrower than *whole*."""
    part = (line - sum(whole)) / (sum(least) - sum(whole))
    return [low + (width - low) * part for width, low in zip(least, whole, strict=True)]


def _level(least: list[float], line: float) -> list[float]:
    """Return *least* as far as *line* allows: the widest columns give way first, and hyphenation has to help."""
    rest = line
    fit: dict[int, float] = {}
    for place, width in sorted(enumerate(least), key=lambda pair: pair[1]):
        fit[place] = min(width, rest / (len(least) - len(fit)))
        rest -= fit[place]
    return [fit[place] for place in range(len(least))]


def longest_word(text: str) -> int:
    """Return how many characters the longest part of *text* has that does not break."""
    return max((len(part) for part in _BREAKS.split(text)), default=0)


def room(width: float, columns: int) -> int:
    """Return how many letters a line of one of *columns* holds that takes *width* hundredths of the table."""
    return int((_line(columns) * width / 100 - PADDING) / BOLD)


def _widen(widths: list[float], least: list[float]) -> list[float]:
    """Return *widths* with columns below their *least* widened at the cost of those that have room."""
    missing = sum(max(low - width, 0) for width, low in zip(widths, least, strict=True))
    spare = sum(max(width - low, 0) for width, low in zip(widths, least, strict=True))
    share = min(missing, spare)
    if not share:
        return _scale(widths)
    return _scale(
        [
            width + (low - width) * share / (missing if width < low else spare)
            for width, low in zip(widths, least, strict=True)
        ]
    )


def _scale(widths: list[float]) -> list[float]:
    """Return *widths* scaled to a sum of 100, with one decimal."""
    whole = sum(widths) or 1.0
    return [round(100 * width / whole, 1) for width in widths]


def tight_words(cells: Sequence[CellText], limits: Sequence[int]) -> list[tuple[int, bool, str]]:
    """Return for each column the longest pieces that no line breaks: (column, whether a heading, piece).

    Words of letters are hyphenated outside of headings; other strings break after as many characters as *limits* has
    for their column.
    """
    longest: dict[tuple[int, bool], str] = {}
    for cell in cells:
        if cell.span != 1 or cell.column >= len(limits):
            continue
        for piece in _BREAKS.split(escape.soften(cell.text, limits[cell.column])):
            if _THAI.search(piece):
                continue
            kept = cell.head and len(piece) <= limits[cell.column]  # a longer word of a heading is hyphenated
            if (kept or not piece.strip(_PUNCTUATION).isalpha()) and len(piece) > len(
                longest.get((cell.column, cell.head), "")
            ):
                longest[cell.column, cell.head] = piece
    return [(column, head, piece) for (column, head), piece in longest.items()]
