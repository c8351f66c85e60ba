from __future__ import annotations

import datetime as dt
import itertools
from functools import cache
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kratom_guide.records import load_library
from kratom_guide.records.models import Confidence, Jurisdiction, LeafStatus, Permission
from kratom_guide.records.travel import VERDICTS, on_the_way, verdict

from ..conftest import ROOT

DAY = dt.date(2026, 11, 25)
ORDER = list(VERDICTS)
PERMISSIONS: list[Permission] = ["prohibited", "unclear", "allowed-with-conditions", "allowed"]
"""From the gravest to the mildest."""


@cache
def alabama() -> Jurisdiction:
    return load_library(ROOT).jurisdictions["US-AL"]


def place(
    status: LeafStatus = "no-specific-law",
    possession: Permission = "allowed",
    entry: Permission = "allowed",
    confidence: Confidence = "high",
    as_of: str | None = "2026-11-01",
    towns: bool = False,
) -> Jurisdiction:
    leaf = {"status": status, "sale": "unclear", "possession": possession, "import": entry, "minimum_age": None}
    update = {
        "leaf": alabama().leaf.model_validate(leaf),
        "confidence": confidence,
        "as_of": as_of,
        "local_rules": (),
        "local_remarks": ("A town bans it",) if towns else (),
    }
    return alabama().model_copy(update=update)


@pytest.mark.parametrize(
    ("changes", "starts", "enters"),
    [
        ({}, "nothing-found", "nothing-found"),
        ({"status": "banned"}, "no", "no"),
        ({"status": "regulated"}, "conditions", "conditions"),
        ({"status": "age-restricted"}, "conditions", "conditions"),
        ({"towns": True}, "conditions", "conditions"),
        ({"entry": "prohibited"}, "nothing-found", "no"),
        ({"entry": "unclear"}, "nothing-found", "unclear"),
        ({"entry": "allowed-with-conditions"}, "nothing-found", "conditions"),
        ({"possession": "prohibited"}, "no", "no"),
        ({"possession": "unclear"}, "unclear", "unclear"),
        ({"status": "unclear"}, "unclear", "unclear"),
        ({"confidence": "low"}, "unclear", "unclear"),
        ({"as_of": None}, "unclear", "unclear"),
        ({"as_of": "2026-03-01"}, "unclear", "unclear"),
        ({"as_of": "2026-05-01"}, "nothing-found", "nothing-found"),
    ],
)
def test_a_traveller_reckons_with_the_worst(changes: dict[str, object], starts: str, enters: str) -> None:
    found = place(**changes)  # type: ignore[arg-type]
    assert verdict(found, DAY, enters=False) == starts
    assert verdict(found, DAY, enters=True) == enters


@given(
    st.sampled_from(get_args(LeafStatus)),
    st.sampled_from(PERMISSIONS),
    st.sampled_from(PERMISSIONS),
    st.sampled_from(get_args(Confidence)),
    st.booleans(),
)
def test_a_graver_rule_never_makes_a_milder_verdict(
    status: LeafStatus, possession: Permission, entry: Permission, confidence: Confidence, towns: bool
) -> None:
    def grade(possession: Permission, entry: Permission, enters: bool = True) -> int:
        return ORDER.index(verdict(place(status, possession, entry, confidence, towns=towns), DAY, enters))

    for graver, milder in itertools.pairwise(PERMISSIONS):
        assert grade(graver, entry) <= grade(milder, entry)
        assert grade(possession, graver) <= grade(possession, milder)
    assert grade(possession, entry, enters=True) <= grade(possession, entry, enters=False)


def test_everybody_is_in_a_state_and_nobody_in_a_body() -> None:
    places = on_the_way(load_library(ROOT))
    assert len(places) >= 135
    assert not {place.id for place in places} & {"US", "EU", "UN", "XX-WADA"}
    assert [place.name for place in places] == sorted(place.name for place in places)


def test_what_is_old_or_unconfirmed_is_never_settled() -> None:
    for found in on_the_way(load_library(ROOT)):
        if found.confidence == "low" or found.as_of is None:
            assert verdict(found, DAY, enters=True) in ("no", "unclear"), found.id
