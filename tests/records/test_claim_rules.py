"""Each rule for claims: a case that breaks it, with the message that a maintainer reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, get_args

import pytest

from kratom_guide.records import load_library, models
from kratom_guide.records.claim_rules import CEILING, FITTING, LEVELS, claims_by_finding, most_certain
from kratom_guide.records.rules import check_library

if TYPE_CHECKING:
    from pathlib import Path

Edit = Callable[[str, str, str], None]
CLAIMS = "data/claims/risks.yaml"
TODAY = dt.date(2026, 11, 23)


def faults(root: Path, today: dt.date | None = TODAY, complete: bool = False) -> list[str]:
    return [str(problem) for problem in check_library(load_library(root), today, complete)]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "for: [tea-and-muscle]",
            "for: [gone]",
            f"{CLAIMS}:8: the finding 'gone' does not exist: correct it, or add it",
        ),
        ("against: [nothing-found]", "against: [tea-and-muscle]", "the finding 'tea-and-muscle' is named twice"),
        ("    for: [tea-and-muscle]\n", "", f"{CLAIMS}:1: the claim rests on nothing: name the findings under for"),
        (
            "certainty: very-low",
            "certainty: none",
            f"{CLAIMS}:5: certainty 'none' with evidence people-trial: certainty none goes with evidence [none-found]",
        ),
        ("certainty: none", "certainty: low", "certainty 'low' with evidence none-found"),
        (
            "evidence: [people-trial]",
            "evidence: [people-trial, none-found]",
            f"{CLAIMS}:4: the evidence is none-found and something else: keep none-found alone, or remove it",
        ),
        ("    grade: [risk-of-bias, imprecision]\n", "", "certainty 'very-low' without a reason of GRADE: name what"),
        (
            "grade: [risk-of-bias, imprecision]",
            "grade: [large-effect]",
            "certainty 'very-low' without a reason of GRADE",
        ),
        (
            "evidence: [people-trial]",
            "evidence: [animals]",
            "evidence 'animals', but no finding for the claim is of that kind: use what the findings are: people-trial",
        ),
        (
            "exposure: leaf",
            "exposure: seven-oh",
            f"{CLAIMS}:3: a claim about seven-oh rests on tea-and-muscle (leaf-decoction): remove them, or say under",
        ),
        (
            "    checked: 2026-03-31\n    summary",
            "    indirect: Other things.\n    checked: 2026-03-31\n    summary",
            "indirect is said, but every finding is about the claim's own exposure: remove the field",
        ),
        ("checked: 2026-03-31", "checked: 2027-01-01", "checked on 2027-01-01, in the future: correct the date"),
        (
            "checked: 2026-03-31",
            "checked: 2025-03-31",
            f"{CLAIMS}:10: the review of the claim was due on 2026-03-31: read its sources again",
        ),
    ],
)
def test_a_claim_that_breaks_a_rule_is_told_on_its_line(
    sample: Path, edit: Edit, old: str, new: str, message: str
) -> None:
    edit(CLAIMS, old, new)
    found = faults(sample)
    assert [fault for fault in found if message in fault], found


def test_another_exposure_may_be_used_if_the_claim_says_so(sample: Path, edit: Edit) -> None:
    edit(CLAIMS, "exposure: leaf", "exposure: seven-oh\n    indirect: It was tea.")
    assert faults(sample) == []


@pytest.mark.parametrize("kind", get_args(models.EvidenceKind))
@pytest.mark.parametrize("level", get_args(models.Certainty))
def test_certainty_stays_below_the_ceiling_of_its_evidence(
    sample: Path, edit: Edit, kind: models.EvidenceKind, level: models.Certainty
) -> None:
    edit(CLAIMS, "evidence: [people-trial]\n    certainty: very-low", f"evidence: [{kind}]\n    certainty: {level}")
    told = [fault for fault in faults(sample) if "can carry" in fault or "goes with evidence" in fault]
    fits = (level == "none") == (kind == "none-found") and LEVELS.index(level) <= LEVELS.index(CEILING[kind])
    assert bool(told) != fits


def test_the_strongest_evidence_sets_the_ceiling() -> None:
    assert most_certain(["theory", "animals", "people-observed"]) == "moderate"
    assert most_certain(["theory"]) == "very-low"


def test_every_exposure_of_a_finding_fits_some_claim() -> None:
    assert frozenset().union(*FITTING.values()) == frozenset(get_args(models.Exposure))
    assert "seven-oh" not in FITTING["leaf"]
    assert "leaf-powder" not in FITTING["seven-oh"]


def test_a_finding_without_a_claim_says_why(sample: Path, edit: Edit) -> None:
    edit(CLAIMS, "    against: [nothing-found]\n", "")
    edit(CLAIMS, "    for: [nothing-found]\n", "    for: [tea-and-muscle]\n")
    found = [fault for fault in faults(sample, complete=True) if "no claim uses" in fault]
    assert found == [
        "data/findings/muscle.yaml:14: no claim uses the finding: name it in a claim, or say under unclaimed why none "
        "rests on it"
    ]
    edit("data/findings/muscle.yaml", "    references: []\n", "    references: []\n    unclaimed: Background.\n")
    assert not [fault for fault in faults(sample, complete=True) if "no claim uses" in fault]


def test_a_used_finding_does_not_say_that_it_is_unused(sample: Path, edit: Edit) -> None:
    edit("data/findings/muscle.yaml", "    references: []\n", "    references: []\n    unclaimed: Background.\n")
    assert [fault for fault in faults(sample, complete=True) if "which says that none does: remove the field" in fault]


def test_claims_are_found_by_their_findings(sample: Path) -> None:
    assert claims_by_finding(load_library(sample)) == {
        "tea-and-muscle": ("tea-relaxes",),
        "nothing-found": ("tea-relaxes", "nobody-knows"),
    }
