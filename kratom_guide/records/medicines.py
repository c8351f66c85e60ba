"""Medicines over all interaction records: which rows name one, and the one severity that it has."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kratom_guide.records.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kratom_guide.records.library import Library
    from kratom_guide.records.models import Interaction, Severity

GRAVITY: tuple[Severity, ...] = ("theoretical", "caution", "serious-caution", "avoid")
"""Severities from least to gravest; ``give`` stands outside, since a rescue medicine is not weighed against others."""

GROUPS: Mapping[str, str] = {
    "muscle-relaxants": "Muscle relaxants",
    "sedatives-and-opioids": "Opioids, sleep medicines and other sedatives",
    "mental-health": "Mental health",
    "heart-and-blood": "Heart and blood",
    "other-medicines": "Other medicines",
    "enzymes-and-transporters": "Enzymes and transporters",
    "drugs-drinks-products": "Drinks, drugs and products",
    "care-situations": "Operations and other care",
}
"""Files of ``data/interactions`` in reading order, and their names for readers."""

DO_NOT_STOP = "Do not stop a prescribed medicine, or change its dose, without the prescriber or a pharmacist."
"""The line that every row about a medicine carries."""


@dataclass(frozen=True, slots=True)
class Named:
    """One medicine: its generic name, every other name, its rows with the gravest first, and its severity."""

    name: str
    names: tuple[str, ...]
    rows: tuple[str, ...]
    severity: Severity


def plain(name: str) -> str:
    """A name without case, accents, signs and spaces, as names are compared.

    >>> plain("Co-codamol 8/500"), plain("Sativex®")
    ('cocodamol8500', 'sativex')
    """
    letters = unicodedata.normalize("NFKD", name).casefold()
    return re.sub(r"[^a-z0-9]", "", letters)


def carries_do_not_stop(record: Interaction) -> bool:
    """Whether a row is about medicines that somebody may have prescribed, so that :data:`DO_NOT_STOP` belongs to it."""
    return record.kind in ("medicine", "class", "enzyme", "situation") and record.severity != "give"


def gravest(severities: Iterable[Severity]) -> Severity:
    """The severity that counts of several: ``gravest(["caution", "avoid"])`` is avoid; ``give`` wins over all."""
    found = list(severities)
    return "give" if "give" in found else max(found, key=GRAVITY.index)


def medicines(library: Library) -> Mapping[str, Named]:
    """Every medicine by its generic name without case, in the order in which the rows name them.

    A row about an enzyme counts only for a medicine that no other row names.
    """
    rows: defaultdict[str, list[Interaction]] = defaultdict(list)
    names: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for record in library.interactions.values():
        for medicine in record.medicines:
            key = medicine.name.casefold()
            rows[key].append(record)
            names[key].update(dict.fromkeys(medicine.names))
    result: dict[str, Named] = {}
    for key, found in rows.items():
        counted = [record for record in found if record.kind != "enzyme"] or found
        severity = gravest(record.severity for record in counted)
        counted.sort(key=lambda record: record.severity != severity)
        others = [record for record in found if record not in counted]
        shown = tuple(dict.fromkeys(record.id for record in (*counted, *others)))
        first, *more = names[key]
        result[key] = Named(first, (first, *more), shown, severity)
    return result


def one_medicine_one_severity(library: Library) -> Iterator[Problem]:
    """Rows that name one medicine agree on its severity; enzyme rows grade nothing that another row names."""
    first: dict[str, Interaction] = {}
    for key, record in library.interactions.items():
        if record.kind == "enzyme":
            continue
        for index, medicine in enumerate(record.medicines):
            other = first.setdefault(medicine.name.casefold(), record)
            if other.severity != record.severity:
                yield library.places["interaction", key].problem(
                    f"'{medicine.name}' is '{record.severity}' here and '{other.severity}' in '{other.id}'",
                    "keep the medicine in the graver row alone, or give both rows the graver severity",
                    "medicines",
                    index,
                )


def a_name_is_one_medicine(library: Library) -> Iterator[Problem]:
    """No brand or second name of one medicine is the generic name of another."""
    generic = {
        plain(medicine.name): medicine.name for row in library.interactions.values() for medicine in row.medicines
    }
    for key, record in library.interactions.items():
        for index, medicine in enumerate(record.medicines):
            place = library.places["interaction", key]
            if not plain(medicine.name):
                yield place.problem(
                    f"'{medicine.name}' has no Latin letter, so nobody could look it up",
                    "write the international name in Latin letters",
                    "medicines",
                    index,
                )
            for name in medicine.names[1:]:
                other = generic.get(plain(name), medicine.name)
                if other.casefold() != medicine.name.casefold():
                    yield place.problem(
                        f"'{name}' is given as a name of '{medicine.name}' and is a medicine of its own ({other})",
                        "remove it here",
                        "medicines",
                        index,
                    )


NOT_STOPPING = re.compile(
    r"\b(?:not|never|don't|ask)\b|\b(?:stop|quit|halt|skip|drop|come off|leave out)\s+(?:all\s+)?kratom\b",
    re.IGNORECASE,
)
_STOPS = re.compile(r"\b(?:stop|quit|halt|skip|drop|come off|leave out)\b", re.IGNORECASE)


def nobody_is_told_to_stop(library: Library) -> Iterator[Problem]:
    """No advice tells a reader to stop a medicine by themselves."""
    for key, record in library.interactions.items():
        if not carries_do_not_stop(record):
            continue
        for sentence in re.split(r"(?<=[.:;?!])\s+", record.what_to_do):
            if _STOPS.search(sentence) and not NOT_STOPPING.search(sentence):
                yield library.places["interaction", key].problem(
                    f"'{sentence}' may read as advice to stop a medicine",
                    "say what to stop (kratom), or what not to stop",
                    "what_to_do",
                )


def grave_rows_have_a_basis(library: Library) -> Iterator[Problem]:
    """A row of *avoid* or *serious caution* names findings about kratom, or says that it is inference."""
    for key, record in library.interactions.items():
        if record.severity not in ("avoid", "serious-caution"):
            continue
        place = library.places["interaction", key]
        if record.evidence != "inference" and not record.findings:
            yield place.problem(
                f"the row is '{record.severity}' from '{record.evidence}' and names no finding",
                "name the findings about kratom under findings, or set evidence: inference",
                "evidence",
            )
        if (
            record.evidence == "inference"
            and "inference" not in f"{record.note} {record.mechanism} {record.what_could_happen}"
        ):
            yield place.problem("the row rests on inference and its text does not say so", "say it in the note", "note")


def rescue_is_repeated(library: Library) -> Iterator[Problem]:
    """A rescue medicine says that it is given, and when it is given again."""
    for key, record in library.interactions.items():
        if record.severity == "give" and not re.search(
            r"\bgive\b.*\b(?:again|another|second dose|repeat)", record.what_to_do, re.IGNORECASE | re.DOTALL
        ):
            yield library.places["interaction", key].problem(
                "a rescue medicine without the words when to give it again", "add them", "what_to_do"
            )


def group_is_known(library: Library) -> Iterator[Problem]:
    """Every file of interactions has its place and its name in :data:`GROUPS`."""
    for group in dict.fromkeys(library.group.values()):
        if group not in GROUPS:
            yield Problem(
                library.root.joinpath("data", "interactions", f"{group}.yaml").relative_to(library.root),
                1,
                f"the group '{group}' has no name for readers",
                "add it to GROUPS in kratom_guide/records/medicines.py, or rename the file",
            )


MEDICINE_RULES = (
    group_is_known,
    one_medicine_one_severity,
    a_name_is_one_medicine,
    nobody_is_told_to_stop,
    grave_rows_have_a_basis,
    rescue_is_repeated,
)
