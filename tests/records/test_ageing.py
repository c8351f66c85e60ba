from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kratom_guide.records.ageing import AMBER_DAYS, RED_DAYS, Age, age_of

from ..conftest import ROOT

DAY = dt.date(2026, 11, 25)
LEVELS = ["recent", "ageing", "old"]


@pytest.mark.parametrize(
    ("as_of", "days", "freshness", "words"),
    [
        ("2026-11-25", 0, "recent", "0 days before this edition"),
        ("2026-11-24", 1, "recent", "1 day before this edition"),
        ("2026-07-28", 120, "recent", "4 months before this edition"),
        ("2026-07-27", 121, "ageing", "4 months before this edition"),
        ("2026-03-30", 240, "ageing", "8 months before this edition"),
        ("2026-03-29", 241, "old", "8 months before this edition"),
        ("2026-04", 238, "ageing", "8 months before this edition"),
        ("2026", 328, "old", "11 months before this edition"),
        ("2023-12-27", 1064, "old", "35 months before this edition"),
        ("2018", 3250, "old", "9 years before this edition"),
        ("2026-12", 0, "recent", "0 days before this edition"),
        (None, None, "undated", "no date"),
    ],
)
def test_age(as_of: str | None, days: int | None, freshness: str, words: str) -> None:
    age = age_of(as_of, DAY)
    assert (age.days, age.freshness, age.words) == (days, freshness, words)


@given(st.dates(dt.date(2000, 1, 1), DAY), st.integers(0, 2000))
def test_an_entry_only_grows_older(as_of: dt.date, later: int) -> None:
    before = age_of(as_of.isoformat(), DAY)
    after = age_of(as_of.isoformat(), DAY + dt.timedelta(days=later))
    assert LEVELS.index(after.freshness) >= LEVELS.index(before.freshness)


@given(st.dates(dt.date(2000, 1, 1), DAY))
def test_a_date_known_in_part_never_looks_younger(as_of: dt.date) -> None:
    whole, month, year = (age_of(as_of.isoformat()[:length], DAY) for length in (10, 7, 4))
    assert days(year) >= days(month) >= days(whole)


def days(age: Age) -> int:
    assert age.days is not None
    return age.days


@pytest.mark.parametrize("path", ["data/vocabulary.yaml", "source/legal/due.md", "source/legal/travel.md"])
def test_prose_names_the_days_that_the_program_counts(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    found = {int(one or two) for one, two in re.findall(r"(\d+) days older|older than (\d+) days", text)}
    assert found
    assert found <= {AMBER_DAYS, RED_DAYS}
