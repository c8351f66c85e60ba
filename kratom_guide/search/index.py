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

    from kratom_guide.search.units import Unit

FIELDS: Mapping[str, tuple[float, float]] = {
    "title": (5.0, 0.4),
    "questions": (2.5, 0.3),
    "lead": (1.5, 0.6),
    "above": (0.8, 0.3),
    "text": (1.0, 0.75),
}
"""Weight of each field, and how far its length tempers it (0 not at all, 1 fully)."""

K1 = 1.2
"""From how many weighted occurrences on a further one adds little."""

LEVELS = 6
"""Impacts are kept in this many steps between 0 and 1."""

MOST_POSTINGS = 400
"""Of a word in more units than this only the units are kept in which it says most."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A word in the index: in how many units it stands, and for each level from the highest down the units."""

    frequency: int
    levels: tuple[tuple[int, ...], ...]


def fields_of(unit: Unit, questions: Sequence[str]) -> dict[str, list[str]]:
    """The words of a unit by field, stop words left out."""
    return {
        "title": content_words(unit.title),
        "questions": content_words(" . ".join(questions)),
        "lead": content_words(unit.lead),
        "above": content_words(" . ".join(unit.above)),
        "text": content_words(unit.text),
    }


def build(units: Sequence[Unit], questions: Mapping[int, Sequence[str]]) -> dict[str, Entry]:
    """The index of `units`, by stem.

    `questions` gives for the number of a unit the questions that it answers, which count as a field of it.
    """
    words = [fields_of(unit, questions.get(number, ())) for number, unit in enumerate(units)]
    average = {field: max(1.0, sum(len(each[field]) for each in words) / max(1, len(words))) for field in FIELDS}
    impacts: defaultdict[str, dict[int, float]] = defaultdict(dict)
    for number, each in enumerate(words):
        weighted: defaultdict[str, float] = defaultdict(float)
        for field, (weight, tempered) in FIELDS.items():
            if not each[field]:
                continue
            length = weight / (1 - tempered + tempered * len(each[field]) / average[field])
            for word, count in Counter(map(stem, each[field])).items():
                weighted[word] += count * length
        for word, value in weighted.items():
            impacts[word][number] = value / (K1 + value)
    return {word: _entry(found) for word, found in impacts.items()}


def _entry(found: Mapping[int, float]) -> Entry:
    kept = sorted(found, key=lambda number: (-found[number], number))[:MOST_POSTINGS]
    levels: list[list[int]] = [[] for _ in range(LEVELS)]
    for number in sorted(kept):
        levels[LEVELS - 1 - min(LEVELS - 1, math.floor(found[number] * LEVELS))].append(number)
    return Entry(len(found), tuple(map(tuple, levels)))


def spellings(units: Iterable[Unit], least: int = 3) -> dict[str, int]:
    """Words as they are written, that stand in at least `least` units, with the number of units.

    Only these are offered when a reader mistypes.  Names of authors are left out: a slip never ends at one.
    """
    counts: Counter[str] = Counter()
    for unit in units:
        if unit.kind == "work":
            continue
        found = set(content_words(f"{unit.lead} {unit.text}"))
        title = set(content_words(unit.title))
        counts.update(found | title)
        counts.update({word: least - 1 for word in title if unit.kind in ("section", "term", "care", "place")})
    return {word: count for word, count in sorted(counts.items()) if count >= least and not word.isdigit()}
