"""The search at ten times the text: the book, and nine books in words that nobody knows."""

from __future__ import annotations

import gzip
import pickle
import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from kratom_guide.records import load_library
from kratom_guide.search.index import Analysis, analyse
from kratom_guide.search.lexicon import lexicon
from kratom_guide.search.settings import questions_of, read_settings
from kratom_guide.search.units import Unit
from kratom_guide.search.words import STOP, english_words
from kratom_guide.search.write import files
from kratom_guide.sphinxext.search import CACHE, Known, group_of, stemmer_script
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

UNITS = ROOT / "build" / "stage" / "doctrees" / CACHE
COMMON = 0.1
"""Words in more than this share of the units stay in the other books too, as they would in a longer one."""

Analysed = tuple[Unit, Analysis]


def real_units() -> list[Analysed]:
    """What the last build of the website gathered."""
    known: Known = pickle.loads(UNITS.read_bytes())
    return [pair for some in known.pages.values() for pair in some]


def enlarged(units: Sequence[Analysed], times: int) -> list[Analysed]:
    """`units`, followed by ``times - 1`` copies in which every word but the commonest is another one."""
    counts = Counter(word for _, analysis in units for word in analysis.written)
    kept = STOP | {word for word, count in counts.items() if count > COMMON * len(units)}
    result = list(units)
    for copy in range(1, times):
        other = _stranger(copy, kept)
        for unit, _ in units:
            changed = replace(
                unit,
                page=f"book-{copy}/{unit.page}",
                anchor=f"book-{copy}-{unit.anchor}" if unit.anchor else "",
                title=other(unit.title),
                lead=other(unit.lead),
                text=other(unit.text),
                above=tuple(map(other, unit.above)),
                aliases=(),
            )
            result.append((changed, analyse(changed)))
    return result


def _stranger(copy: int, kept: frozenset[str] | set[str]) -> Callable[[str], str]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    moved = str.maketrans(letters, letters[copy * 2 :] + letters[: copy * 2])

    def other(text: str) -> str:
        def word(match: re.Match[str]) -> str:
            low = match[0].lower()
            return match[0] if low in kept else low.translate(moved)

        return re.sub(r"[A-Za-z]+", word, text)

    return other


def write(units: Sequence[Analysed], folder: Path) -> int:
    """Write the search of `units` with its page to `folder`.  Returns the bytes of the data, compressed."""
    library = load_library(ROOT)
    settings = read_settings(ROOT, library)
    words = settings.words
    titles: dict[str, str] = {}
    for unit, _ in units:
        titles.setdefault(unit.page, unit.title)
    made, missing = files(
        units,
        titles,
        {page: group_of(page) for page in titles},
        words,
        lexicon(library, words.places, words.names, words.own_products),
        {"questions": questions_of(library), "phrases": settings.phrases},
        english_words(),
    )
    assert missing == []
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "stemmer.js").write_text(stemmer_script(), encoding="utf-8")
    engine = ROOT / "source" / "_static" / "search" / "engine.js"
    (folder / "engine.js").write_text(engine.read_text(encoding="utf-8"), encoding="utf-8")
    scripts = "".join(f'<script src="{name}.js"></script>' for name in ("stemmer", "engine", "core", "names", "spell"))
    (folder / "search.html").write_text(
        f"<!doctype html><meta charset=utf-8><title>s</title>{scripts}", encoding="utf-8"
    )
    return sum(len(gzip.compress(text.encode(), mtime=0)) for text in made.values())


def text_bytes(units: Sequence[Analysed]) -> int:
    """Bytes of all texts, as a yardstick for the index."""
    return sum(len(f"{unit.title}{unit.lead}{unit.text}".encode()) for unit, _ in units)
