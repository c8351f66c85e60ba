from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kratom_guide.records.dates import add_months, earliest_day, latest_day, long_date


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2018", "2018"),
        ("2026-03", "March 2026"),
        ("2026-03-09", "9 March 2026"),
        (dt.date(2027, 5, 23), "23 May 2027"),
    ],
)
def test_long_date(value: str | dt.date, words: str) -> None:
    assert long_date(value) == words


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (dt.date(2026, 11, 23), 6, dt.date(2027, 5, 23)),
        (dt.date(2026, 8, 31), 6, dt.date(2027, 2, 28)),
        (dt.date(2027, 8, 31), 6, dt.date(2028, 2, 29)),
        (dt.date(2026, 12, 31), 12, dt.date(2027, 12, 31)),
        (dt.date(2026, 11, 23), -12, dt.date(2025, 11, 23)),
    ],
)
def test_add_months(day: dt.date, months: int, result: dt.date) -> None:
    assert add_months(day, months) == result


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)), st.integers(0, 240))
def test_adding_months_keeps_the_day_or_ends_the_month(day: dt.date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later + dt.timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-03-09", "2026-03-09", "2026-03-09"),
    ],
)
def test_partial_dates_span_their_days(value: str, first: str, last: str) -> None:
    assert earliest_day(value).isoformat() == first
    assert latest_day(value).isoformat() == last
