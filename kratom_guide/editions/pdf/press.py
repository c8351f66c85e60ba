"""The press: Typst source in, finished pages out, with page numbers and links that Typst need not look up.

Typst can find page numbers and targets of links by itself, but then it sets every paragraph with a link three times
and keeps all three: a book of 450 pages took 2 GB.  Here links are written as addresses of a scheme of our own
(``kg:`` and the name of the place) and page numbers as plain text.  The first setting, with numbers of three noughts,
tells where every place lies; the next has the real numbers; once nothing moves any more, that is the book.
:mod:`.finish` turns the addresses into links within the file.
"""

from __future__ import annotations

import ctypes
import json
import re
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kratom_guide.editions.pdf import escape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import typst

#: The only fonts that a build may use, unless ``kg_pdf_fonts`` names another folder.
FONTS = Path(__file__).parents[3] / "assets" / "fonts"
#: How the address of a link within the book begins.
SCHEME = "kg:"
#: Takes the place of every page number until it is known; nearly all numbers of a book are as wide.
_UNKNOWN = "000"
#: The file that is set, below the root.
_FILE = ".press.typ"
#: Settings until page numbers must have come to rest.
_TRIES = 6
#: Characters of text of which Typst may keep the setting, to use it again, and those for which forgetting is no gain.
_HOLDS = 2_200_000
_SMALL = 200_000
#: The names of places in a text.
_STRINGS = re.compile(r'"([^"\\\s]*#[^"\\]*)"')
#: Typst forgets what the last settings left behind when it has not been used in this many.
_FORGETS_AFTER = 11


@dataclass(frozen=True)
class Spot:
    """Where a place of the book lies: the page number as printed, the page from the start, and the point on it."""

    number: str
    page: int
    x: float
    y: float


@dataclass(frozen=True)
class TightWord:
    """A piece of text that nothing breaks, in a table: where it is from, its share of the width and of which width."""

    where: str
    text: str
    share: float
    place: str
    head: bool


class LostPlaceError(ValueError):
    """Links lead to places that were not printed, or that were printed twice; ``names`` has them."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


@dataclass
class Press:
    """Sets one book or sheet in the folder *root*, where its pictures lie."""

    root: Path
    standards: list[typst.PDFStandard]
    #: The folder of the fonts.
    fonts: str = str(FONTS)
    #: The whole text of each volume of the last setting.
    sources: list[str] = field(default_factory=list)
    #: What was set last, for the places that an error of Typst names.
    source: str = ""
    #: Words to measure, and those of them that run out of their cells.
    tight: Sequence[TightWord] = ()
    too_wide: list[TightWord] = field(default_factory=list)
    #: What Typst remarked on the finished pages.
    remarks: list[str] = field(default_factory=list)
    _held: list[str] = field(default_factory=list)

    def settle(self, volumes: Sequence[str], names: Sequence[str]) -> tuple[list[bytes], dict[str, Spot]]:
        """Set the *volumes* of a book until every page number is right; return their PDFs and where *names* lie.

        The volumes may ask for the page number of each of the *names*, ``kg-numbers`` in Typst, and for the number of
        their own first page, ``kg-start``.  Raises ``typst.TypstError`` on what Typst refuses and
        :class:`LostPlaceError` when a name has no place of its own.
        """
        numbers = dict.fromkeys(names, _UNKNOWN)
        starts = [1] * len(volumes)
        for attempt in range(_TRIES):
            final = bool(attempt or not names)
            order = range(len(volumes))
            answers: dict[int, dict[str, Any]] = {}
            # Every second setting goes backwards: what Typst still knows of the last volumes serves at once again.
            for volume in reversed(order) if attempt % 2 else order:
                if not attempt and volume:
                    starts[volume] = answers[volume - 1]["last"] + 1
                answers[volume] = self._set(volumes[volume], numbers, starts[volume], final=final)
            found = _only(_spots(answers, names))
            settled = {name: spot.number for name, spot in found.items()} == numbers
            numbers = {name: spot.number for name, spot in found.items()}
            counted = [answers[volume]["last"] + 1 for volume in order]
            if settled and starts[1:] == counted[:-1]:
                break
            starts = [1, *counted[:-1]]
        self.sources = [answers[volume]["source"] for volume in order]
        self._forget_beyond(0)
        return [answers[volume]["pdf"] for volume in order], found

    def _set(self, text: str, numbers: Mapping[str, str], start: int, *, final: bool) -> dict[str, Any]:
        """Set one volume; return where its places are, its pages, the number of the last, its source and its PDF."""
        if text not in self._held:
            self._forget_beyond(_HOLDS - len(text))
            self._held.append(text)
        tight, self.tight = self.tight, ()
        here = set(_STRINGS.findall(text))
        known = {name: number for name, number in numbers.items() if name in here}
        self.source = _whole(text, known, start, tight)
        answer: dict[str, Any] = json.loads(self._compiler().query("<kg-where>", field="value", one=True))
        self.too_wide += [word for word, wide in zip(tight, answer["wide"], strict=True) if wide]
        return {
            "places": dict(zip(known, answer["places"], strict=True)),
            "pages": answer["pages"],
            "last": answer["last"],
            "source": self.source,
            "pdf": self._pdf() if final else b"",
        }

    def _forget_beyond(self, length: int) -> None:
        """Let Typst forget what it set when that is more than *length* characters; a small book is never forgotten."""
        if sum(map(len, self._held)) > max(length, _SMALL):
            forget()
            self._held = []

    def _pdf(self) -> bytes:
        """Return the PDF of what was set last, which is quick: nothing is set anew."""
        pdf, warnings = self._compiler().compile_with_warnings(format="pdf", pdf_standards=self.standards)
        self.remarks += [str(warning.diagnostic or warning.message) for warning in warnings]
        assert isinstance(pdf, bytes)  # no output path was given, so the bytes come back
        return pdf

    def _compiler(self) -> typst.Compiler:
        import typst  # slow to import, and a website does without

        # Typst knows a text again by its path, and then sets only what changed in it.
        path = self.root / _FILE
        path.write_text(self.source, encoding="utf-8")
        return typst.Compiler(str(path), font_paths=_fonts(self.fonts), ignore_system_fonts=True, root=str(self.root))

    def clean(self) -> None:
        """Take away the file that was set."""
        (self.root / _FILE).unlink(missing_ok=True)


@lru_cache(maxsize=4)
def _fonts(folder: str) -> typst.Fonts:
    """Return the fonts of a folder.

    Typst brings fonts of its own; without them a missing character is an error, not a stranger's letter.
    """
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])


def _spots(answers: Mapping[int, Mapping[str, Any]], names: Sequence[str]) -> dict[str, list[Spot]]:
    """Return every spot of each name, counted over all volumes."""
    spots: dict[str, list[Spot]] = {name: [] for name in names}
    pages = 0
    for volume in sorted(answers):
        for name, places in answers[volume]["places"].items():
            spots[name] += [Spot(number, page + pages, x, y) for number, page, x, y in places]
        pages += answers[volume]["pages"]
    return spots


def _only(places: Mapping[str, list[Spot]]) -> dict[str, Spot]:
    """Return the one spot of every place."""
    lost = [name for name, spots in places.items() if len(spots) != 1]
    if lost:
        raise LostPlaceError(lost)
    return {name: spots[0] for name, spots in places.items()}


def _whole(text: str, numbers: Mapping[str, str], start: int, tight: Sequence[TightWord]) -> str:
    """Return *text* with the page *numbers* before it and the question where the places lie after it."""
    lines = "".join(f"  {escape.string(name)}: {escape.string(number)},\n" for name, number in numbers.items())
    words = escape.array(
        escape.array((escape.string(word.text), f"{word.share:.4f}", escape.string(word.place), str(word.head).lower()))
        for word in tight
    )
    settings = f"#let kg-start = {start}\n#let kg-tight = {words}\n"
    return f"{settings}#let kg-numbers = (\n{lines or ':'})\n{text}\n#kg-where()\n"


def forget() -> None:
    """Make Typst drop what it keeps of earlier settings, so that only one of them is in memory."""
    import typst

    for _ in range(_FORGETS_AFTER):
        typst.Compiler(b"", ignore_system_fonts=True).compile(format="pdf")
    # What is free again goes back to the system; otherwise each thread of Typst keeps its share.  Only glibc can.
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
