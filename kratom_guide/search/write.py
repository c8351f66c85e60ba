"""The files that a browser loads: ``core.js`` first, then names, words and texts as a query needs them.

Each file is a script that hands its data to ``kgSearch``, so that the search works from a disk as well.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from kratom_guide.search.coding import LAST, front, number, postings
from kratom_guide.search.index import LEVELS, build, spellings
from kratom_guide.search.units import KINDS, LATE
from kratom_guide.search.words import STOP, stem, tokens

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from kratom_guide.search.index import Analysis
    from kratom_guide.search.lexicon import Lexicon
    from kratom_guide.search.settings import SearchWords
    from kratom_guide.search.units import Unit

WORDS_PER_FILE = 3_200
TEXT_PER_FILE = 2_600
"""About how many characters a file of the index, and one of texts, holds: 3 and 2 kB when compressed."""


class Spots:
    """The units by each of their ids; labels that were asked for in vain are kept in `missing`."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._units: dict[str, int] = {}
        self.missing: dict[str, None] = {}
        for place, unit in enumerate(units):
            for name in (unit.anchor, *unit.aliases):
                if name:
                    self._units.setdefault(name, place)

    def of(self, labels: Iterable[str]) -> list[int]:
        """The numbers of the units that bear `labels`; a label that nothing bears is left out, and noted."""
        wanted = list(labels)
        self.missing.update(dict.fromkeys(label for label in wanted if label not in self._units))
        return [self._units[label] for label in wanted if label in self._units]


def files(
    analysed: Sequence[tuple[Unit, Analysis]],
    titles: Mapping[str, str],
    groups: Mapping[str, str],
    settings: SearchWords,
    names: Lexicon,
    added: Mapping[str, Mapping[str, Sequence[str]]],
    english: Collection[str],
) -> tuple[dict[str, str], list[str]]:
    """Every file of the search by its name, and the labels that nothing bears.

    `analysed` holds the units in reading order; `titles` gives the title of each page, `groups` the part of the book
    to which a page belongs; `added` gives further fields, each by label; `english`
    holds everyday words that are no slips.
    """
    units = [unit for unit, _ in analysed]
    spots = Spots(units)
    fields: dict[str, dict[int, list[str]]] = {}
    for name, by_label in added.items():
        field = fields.setdefault(name, {})
        for label, some in by_label.items():
            for spot in spots.of([label]):
                field.setdefault(spot, []).extend(some)
    index = build([analysis for _, analysis in analysed], fields)
    words, first_words = _word_files(index)
    texts, first_units = _text_files(units)
    core: dict[str, Any] = {
        "units": len(units),
        "levels": LEVELS,
        "letters": "",
        "pages": _pages(units, titles, groups),
        "words": first_words,
        "texts": first_units,
        "stems": _uncertain_stems(analysed),
        "stop": " ".join(sorted(STOP)),
    }
    known: dict[str, Any] = {
        "medicines": [[name, spots.of(rows)] for name, _, rows in names.medicines],
        "unlisted": " ".join(names.unlisted),
        "places": [[spots.of([label]), code] for label, _, code in names.places],
        "meanings": [_stemmed(item.mean) for item in settings.synonyms],
        "intents": [
            [[run for run in _stemmed(item.words) if not _leading(run)], spots.of(item.at), item.weight]
            for item in settings.intents
        ],
        "crisis": [
            [_choices(item.words), spots.of([f"emergency-{item.card}"]), spots.of(item.also)]
            for item in settings.crisis
        ],
        "calm": _stemmed(settings.calm),
        "related": {kind: spots.of(labels) for kind, labels in settings.related.items()},
        "mixing": [word for each in settings.mixing for word in tokens(each)],
        "plant": [" ".join(tokens(each)) for each in settings.plant],
    }
    letters = _by_letter(
        [
            [some for _, some, _ in names.medicines],
            [some for _, some, _ in names.places],
            [_stemmed(item.say) for item in settings.synonyms],
            [list(filter(None, map(_leading, _stemmed(item.words)))) for item in settings.intents],
        ]
    )
    made = {"names": known, **letters, "spell": _spellings(analysed, english), **words, **texts}
    core["letters"] = "".join(letter[1] for letter in letters)
    version = hashlib.sha256(_json([core, made]).encode()).hexdigest()[:8]
    core["version"] = version
    scripts = {
        f"{name}.js": f"kgSearch.put({json.dumps(name)},{_json(data)},{json.dumps(version)});\n"
        for name, data in made.items()
    }
    return {"core.js": f'kgSearch.put("core",{_json(core)},{json.dumps(version)});\n', **scripts}, [*spots.missing]


def _stemmed(texts: Iterable[str]) -> list[str]:
    """Runs of words as stems, each once."""
    return sorted({" ".join(map(stem, tokens(text))) for text in texts})


def _leading(run: str) -> str:
    """A run of stems with its first telling word at the front, by whose letter it is found; "" when none tells."""
    words = run.split()
    told = next((word for word in words if word not in STOP), None)
    return " ".join((told, *(word for word in words if word is not told))) if told else ""


def _choices(runs: Iterable[str]) -> list[str]:
    """Runs of stems, with ``|`` between those of which one is enough."""
    return sorted(
        {" ".join("|".join(sorted({stem(word) for word in tokens(part)})) for part in run.split()) for run in runs}
    )


def _by_letter(kinds: Sequence[Sequence[Iterable[str]]]) -> dict[str, list[list[str]]]:
    """Names of each kind with the number of what they mean, in a file for each first letter (``l_`` for other signs).

    A file holds for each kind the names in order, and a number for each.
    """
    files: dict[str, list[list[tuple[str, int]]]] = {}
    for kind, lists in enumerate(kinds):
        for place, some in enumerate(lists):
            for name in some:
                letter = name[0] if "a" <= name[0] <= "z" else "_"
                files.setdefault(f"l{letter}", [[] for _ in kinds])[kind].append((name, place))
    return {
        letter: [
            [front(name for name, _ in sorted(pairs)), "".join(number(place) for _, place in sorted(pairs))]
            for pairs in found
        ]
        for letter, found in sorted(files.items())
    }


def _json(data: object) -> str:
    """Compact JSON that is safe inside a script, whatever the text holds."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _pages(units: Sequence[Unit], titles: Mapping[str, str], groups: Mapping[str, str]) -> list[list[str]]:
    """For each page its address, title, group, and its units: a letter for the kind, anchor, tab and title a line.

    Units whose titles come with their text are only counted.
    """
    pages: dict[str, list[str]] = {}
    for unit in units:
        lines = pages.setdefault(unit.page, [])
        kind = KINDS[unit.kind]
        if unit.kind in LATE:
            if lines and lines[-1][0] == kind:
                lines[-1] = f"{kind}{int(lines[-1][1:]) + 1}"
            else:
                lines.append(f"{kind}1")
        else:
            title = "" if unit.title == titles[unit.page] else unit.title
            lines.append(f"{kind}{unit.anchor}" + (f"\t{title}" if title else ""))
    return [[page, titles[page], groups.get(page, ""), "\n".join(lines)] for page, lines in pages.items()]


def _word_files(index: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """The index in files of about :data:`WORDS_PER_FILE` characters, and the first stem of each."""
    made: dict[str, Any] = {}
    firsts: list[str] = []
    batch: list[str] = []
    coded: list[str] = []
    size = 0

    def close() -> None:
        if batch:
            made[f"w{len(firsts)}"] = [front(batch), "\n".join(coded)]
            firsts.append(batch[0])

    for word in sorted(index):
        line = postings(index[word])
        if size > WORDS_PER_FILE:
            close()
            batch, coded, size = [], [], 0
        batch.append(word)
        coded.append(line)
        size += len(line) + 4
    close()
    return made, firsts


def _text_files(units: Sequence[Unit]) -> tuple[dict[str, Any], str]:
    """Leads and texts in files of about :data:`TEXT_PER_FILE` characters, and how many units each holds."""
    made: dict[str, Any] = {}
    counts: list[int] = []
    batch: list[list[str]] = []
    size = 0
    for unit in units:
        late = unit.kind in LATE
        batch.append([unit.lead, unit.text, *((unit.anchor, unit.title) if late else ())])
        size += len(unit.text) + len(unit.lead)
        if size > TEXT_PER_FILE:
            made[f"x{len(counts)}"] = batch
            counts.append(len(batch))
            batch, size = [], 0
    if batch:
        made[f"x{len(counts)}"] = batch
        counts.append(len(batch))
    return made, "".join(number(count) for count in counts)


def _uncertain_stems(analysed: Sequence[tuple[Unit, Analysis]]) -> dict[str, str]:
    """Stems of words that begin with "inter", on which Snowball 3.1 (here) and 3.0 (Sphinx's script) differ."""
    words = {word for _, analysis in analysed for word in analysis.written if word.startswith("inter")}
    return {word: stem(word) for word in sorted(words)}


def _spellings(analysed: Sequence[tuple[Unit, Analysis]], english: Collection[str]) -> list[str]:
    """Words for corrections and completions, and how common each is: a digit, from 0 for rare."""
    found = spellings(analysed)
    common = "".join(LAST[min(9, count.bit_length())] for count in found.values())
    return [front(found), common, front(sorted(word for word in english if word not in found))]
