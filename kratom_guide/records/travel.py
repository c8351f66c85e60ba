"""What a traveller with leaf should reckon with in a place: a strict reading of its record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from kratom_guide.records.ageing import age_of

if TYPE_CHECKING:
    import datetime as dt

    from kratom_guide.records.library import Library
    from kratom_guide.records.models import Jurisdiction

Verdict = Literal["no", "unclear", "conditions", "nothing-found"]

VERDICTS: dict[Verdict, str] = {
    "no": "■ Do not carry it here",
    "unclear": "? Not settled: do not carry it here",
    "conditions": "● Only under conditions: ask first",
    "nothing-found": "○ We found nothing that forbids it: ask first",
}
"""From the gravest to the mildest."""


def verdict(place: Jurisdiction, today: dt.date, enters: bool) -> Verdict:
    """The verdict on a place, on the day of the edition.

    With `enters` false the traveller starts there, and the rule on import does not count.  What is unclear,
    unconfirmed, old or undated is never milder than *unclear*.
    """
    rules = [place.leaf.possession, *([place.leaf.import_] if enters else [])]
    if place.leaf.status == "banned" or "prohibited" in rules:
        return "no"
    if place.leaf.status == "unclear" or "unclear" in rules or place.confidence == "low":
        return "unclear"
    if age_of(place.as_of, today).freshness in ("old", "undated"):
        return "unclear"
    if place.leaf.status != "no-specific-law" or place.local_rules or place.local_remarks:
        return "conditions"
    return "conditions" if "allowed-with-conditions" in rules else "nothing-found"


def on_the_way(library: Library) -> list[Jurisdiction]:
    """Every place in which a traveller can be, by name.

    Bodies of countries are none, and in the United States one is always in a state or a territory.
    """
    places = (place for place in library.jurisdictions.values() if place.level != "international" and place.id != "US")
    return sorted(places, key=lambda place: place.name)
