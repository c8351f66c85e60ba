"""How old a legal record is on the day of an edition, and which records are due for a look.

Age is counted in days from the first day that the as-of date can mean, so that a date known only to its month or
year never makes a record look younger than it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kratom_guide.records.dates import earliest_day, long_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from kratom_guide.records.library import Library
    from kratom_guide.records.models import Freshness, LegalRule

AMBER_DAYS, RED_DAYS = 120, 240
"""Days after which a record is *ageing* and *old*."""


@dataclass(frozen=True)
class Age:
    """The age of a record: whole days since its as-of date, ``None`` without one, and what that means."""

    days: int | None
    freshness: Freshness

    @property
    def words(self) -> str:
        """The age in words, such as ``7 months before this edition``."""
        if self.days is None:
            return "no date"
        if self.days < 60:
            return f"{self.days} day{'s' if self.days != 1 else ''} before this edition"
        months = round(self.days / 30.44)  # the mean length of a month in days
        if months < 36:
            return f"{months} months before this edition"
        return f"{round(self.days / 365.25)} years before this edition"


def age_of(as_of: str | None, today: dt.date) -> Age:
    """The age of an as-of date, whole or partial, on the day of the edition."""
    if as_of is None:
        return Age(None, "undated")
    days = max(0, (today - earliest_day(as_of)).days)
    return Age(days, "recent" if days <= AMBER_DAYS else "ageing" if days <= RED_DAYS else "old")


def dated_words(rule: LegalRule, today: dt.date) -> str:
    """The as-of date of a record with its age, such as ``31 March 2026, 8 months before this edition``."""
    if rule.as_of is None:
        return "no dated source found"
    return f"{long_date(rule.as_of)}, {age_of(rule.as_of, today).words}"


def due(library: Library, today: dt.date) -> Iterator[tuple[str, LegalRule, Age]]:
    """Legal records to look at again, with the id of their page: undated ones first, then the oldest."""
    found = []
    for key, place in library.jurisdictions.items():
        for rule in (place, *place.local_rules):
            age = age_of(rule.as_of, today)
            if age.freshness != "recent":
                found.append((key, rule, age))
    yield from sorted(found, key=lambda item: (item[2].days is not None, -(item[2].days or 0), item[1].id))
