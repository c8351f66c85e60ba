"""The inverted index: which words stand in which units, and how much they say there.

Ranking follows BM25F (Robertson, Zaragoza and Taylor, 2004, https://doi.org/10.1145/1031171.1031181): counts of a word
in the fields of a unit are weighted, each tempered by the field's length, added up, and then dampened once.  All of
that is settled at build time, so a browser only adds up small numbers, the impacts.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kratom_guide.search.words import content_words, stem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kratom_guide.search.units import Kind, Unit

FIELDS: Mapping[str, tuple[float, float]] = {
    "title": (3.5, 0.4),
    "questions": (2.5, 0.3),
    "phrases": (1.5, 0.5),
    "lead": (1.5, 0.6),
    "above": (0.8, 0.3),
    "text": (1.0, 0.75),
}
"""Weight of each field, and how far its length tempers it (0 not at all, 1 fully)."""

K1 = 1.2
"""From how many weighted occurrences on a further one adds little."""

LEVELS = 6
"""Impacts are kept in this many steps between 0 and 1."""

LEAST_KEPT = 400
"""Of a word in more units than this, and in more than an eighth of all, only those are kept in which it says most."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A word in the index: in how many units it stands, and for each level from the highest down the units."""

    frequency: int
    levels: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Analysis:
    """The words of a unit, counted once and kept: `fields` by name with length and stems, `written` as they stand."""

    fields: Mapping[str, tuple[int, Mapping[str, int]]]
    written: frozenset[str]


def analyse(unit: Unit) -> Analysis:
    """Count the words of a unit; its questions come later, since they do not belong to its page."""
    texts = {"title": unit.title, "lead": unit.lead, "above": " . ".join(unit.above), "text": unit.text}
    words = {name: content_words(text) for name, text in texts.items() if text}
    return Analysis(
        {name: _counted(found) for name, found in words.items() if found},
        frozenset(word for name, found in words.items() if name != "above" for word in found),
    )


def _counted(words: Sequence[str]) -> tuple[int, Mapping[str, int]]:
    return len(words), dict(Counter(map(stem, words)))


def build(analyses: Sequence[Analysis], added: Mapping[str, Mapping[int, Sequence[str]]]) -> dict[str, Entry]:
    """The index of units that were analysed, by stem.

    `added` gives, for a further field, texts by the number of their unit: the questions that a unit answers.
    """
    more: defaultdict[int, dict[str, tuple[int, Mapping[str, int]]]] = defaultdict(dict)
    for name, texts in added.items():
        for number, some in texts.items():
            more[number][name] = _counted(content_words(" . ".join(some)))
    totals: Counter[str] = Counter()
    for fields in (*(each.fields for each in analyses), *more.values()):
        totals.update({name: length for name, (length, _) in fields.items()})
    average = {name: max(1.0, total / max(1, len(analyses))) for name, total in totals.items()}
    impacts: defaultdict[str, dict[int, float]] = defaultdict(dict)
    for number, each in enumerate(analyses):
        weighted: dict[str, float] = {}
        for name, (length, counts) in (*each.fields.items(), *more[number].items()):
            weight, tempered = FIELDS[name]
            factor = weight / (1 - tempered + tempered * length / average[name])
            for word, count in counts.items():
                weighted[word] = weighted.get(word, 0.0) + count * factor
        for word, value in weighted.items():
            impacts[word][number] = value / (K1 + value)
    most = max(LEAST_KEPT, len(analyses) // 8)
    return {word: _entry(found, most) for word, found in impacts.items()}


def _entry(found: Mapping[int, float], most: int) -> Entry:
    kept = found if len(found) <= most else dict(sorted(found.items(), key=lambda item: (-item[1], item[0]))[:most])
    levels: list[list[int]] = [[] for _ in range(LEVELS)]
    for number in kept if kept is found else sorted(kept):
        levels[max(0, LEVELS - 1 - math.floor(found[number] * LEVELS))].append(number)
    return Entry(len(found), tuple(map(tuple, levels)))


TAUGHT: frozenset[Kind] = frozenset({"section", "term", "care", "place"})
"""Kinds whose titles teach a word: it is offered however rare it is."""


def spellings(units: Iterable[tuple[Unit, Analysis]], least: int = 3) -> dict[str, int]:
    """Words as they are written, that stand in at least `least` units or in a title, with the number of units.

    Only these are offered when a reader mistypes.  Names of authors are left out: a slip never ends at one.
    """
    counts: Counter[str] = Counter()
    taught: set[str] = set()
    for unit, analysis in units:
        if unit.kind == "work":
            continue
        counts.update(analysis.written)
        if unit.kind in TAUGHT:
            taught.update(content_words(unit.title))
    return {
        word: count
        for word, count in sorted(counts.items())
        if (count >= least or word in taught) and not word.isdigit()
    }
