"""All dated steps of all places in one list, and how many places banned or regulated kratom in each year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kratom_guide.records.dates import earliest_day

if TYPE_CHECKING:
    from kratom_guide.records.library import Library
    from kratom_guide.records.models import Event, LegalChange, LegalRule


@dataclass(frozen=True)
class Step:
    """One event of a place or a town, with the page that shows it."""

    page: str
    """The id of the place whose page shows it."""
    rule: LegalRule
    event: Event

    @property
    def id(self) -> str:
        """A name that stays: the record, the date, and which event of that date it is when there are several."""
        same = [event for event in self.rule.history if event.date == self.event.date]
        number = next(index for index, event in enumerate(same, start=1) if event is self.event)
        return f"{self.rule.id.lower()}-{self.event.date}" + (f"-{number}" if number > 1 else "")

    @property
    def unconfirmed(self) -> bool:
        """Whether the record rests on weak sources only."""
        return self.rule.confidence == "low"


def steps(library: Library) -> list[Step]:
    """Every event of every place, newest first; a partial date stands at its first day."""
    found = [
        Step(key, rule, event)
        for key, place in library.jurisdictions.items()
        for rule in (place, *place.local_rules)
        for event in rule.history
    ]
    return sorted(found, key=lambda step: (earliest_day(step.event.date), step.event.date, step.id), reverse=True)


def turns(library: Library) -> dict[LegalChange, dict[int, list[str]]]:
    """For bans, rules and easing: in which year which countries, states and territories turned to it.

    A second step the same way is no turn: a ban that is signed in one year and begins in the next counts once, in the
    first.  Plans, seizures and steps of towns are none either.  Records with low confidence are left out.
    Places stand by their id.
    """
    found: dict[LegalChange, dict[int, list[str]]] = {"ban": {}, "rules": {}, "eased": {}}
    for key, place in sorted(library.jurisdictions.items()):
        if place.level == "international" or place.confidence == "low":
            continue
        before = None
        for event in place.history:
            if event.change in found and event.change != before:
                before = event.change
                found[event.change].setdefault(int(event.date[:4]), []).append(key)
    return found
