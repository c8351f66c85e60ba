"""Dates as the guide writes and counts them, without the locale of the machine."""

from __future__ import annotations

import datetime as dt
import os

MONTHS = ("January February March April May June July August September October November December").split()


LATEST_DAY = 1795564800
"""25 November 2026, the day of the latest edition, in seconds since 1970 (UTC)."""


def edition_moment() -> dt.datetime:
    """The time of the edition: ``SOURCE_DATE_EPOCH`` in UTC, or the latest edition's day when it is not set.

    https://reproducible-builds.org/specs/source-date-epoch/
    """
    return dt.datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", LATEST_DAY)), dt.UTC)


def edition_day() -> dt.date:
    """The day of :func:`edition_moment`."""
    return edition_moment().date()


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day `months` later, or the last day of that month if it has no such day."""
    index = day.year * 12 + day.month - 1 + months
    first_of_next = dt.date((index + 1) // 12, (index + 1) % 12 + 1, 1)
    last = (first_of_next - dt.timedelta(days=1)).day
    return dt.date(index // 12, index % 12 + 1, min(day.day, last))


def long_date(value: dt.date | str) -> str:
    """A date, whole or partial, as it is read aloud.

    >>> long_date("2026-03"), long_date(dt.date(2027, 3, 3)), long_date("2018")
    ('March 2026', '3 March 2027', '2018')
    """
    parts = (value.isoformat() if isinstance(value, dt.date) else value).split("-")
    words = [parts[0]]
    if len(parts) > 1:
        words.insert(0, MONTHS[int(parts[1]) - 1])
    if len(parts) > 2:
        words.insert(0, str(int(parts[2])))
    return " ".join(words)


def earliest_day(value: str) -> dt.date:
    """The first day that a partial date can mean: ``2026-03`` gives 1 March 2026."""
    return dt.date.fromisoformat((value + "-01-01")[:10])


def latest_day(value: str) -> dt.date:
    """The last day that a partial date can mean: ``2026-03`` gives 31 March 2026."""
    first = earliest_day(value)
    if len(value) == 10:
        return first
    return add_months(first, 12 if len(value) == 4 else 1) - dt.timedelta(days=1)
