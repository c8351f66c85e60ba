"""What the search can find: one unit for each section, place, medicine, claim, finding, term, work and card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["section", "place", "medicine", "detail", "claim", "finding", "term", "work", "care"]

KINDS: dict[Kind, str] = {
    "section": "s",
    "place": "p",
    "medicine": "m",
    "detail": "d",
    "claim": "c",
    "finding": "f",
    "term": "t",
    "work": "w",
    "care": "e",
}
"""What a unit is, and its letter in the published index."""

LATE: frozenset[Kind] = frozenset({"claim", "finding", "work"})
"""Kinds whose titles are long and many: they travel with their text, not with the first file."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One place to land on.

    `page` is the document's name, `anchor` the id on that page ("" for its top), `title` what stands above the text,
    `lead` what answers at once (a place's status, a medicine's severity, a term's meaning), `text` the rest, without
    what belongs to another unit.  `above` holds the titles of the page and the sections around it; `aliases` are other
    ids of the same spot.
    """

    page: str
    anchor: str
    kind: Kind
    title: str
    lead: str
    text: str
    above: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
