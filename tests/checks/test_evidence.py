"""Rules that tie pages to records: health verbs, claims that no chapter shows, works that nobody cites."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from kratom_guide.checks.chapters import load_pages
from kratom_guide.checks.evidence import claim_is_shown, work_is_cited
from kratom_guide.records import load_library
from tests.checks.test_chapters import CHAPTER, faults

if TYPE_CHECKING:
    from pathlib import Path

Edit = Callable[[str, str, str], None]


@pytest.mark.parametrize(
    "text",
    [
        "Kratom relieves pain.",
        "- It relaxes muscles.",
        "| a | b |\n|---|---|\n| tea | lowers blood pressure |",
        ":::{note}\nIt caused harm in some.\n:::",
        "It relieved pain, see {ref}`safety-risks`.",
    ],
)
def test_what_something_does_to_a_body_needs_a_source(sample: Path, edit: Edit, text: str) -> None:
    edit(CHAPTER, "## Sources", f"{text}\n\n## Sources")
    (found,) = faults(sample)
    assert found.startswith(f"{CHAPTER}:")
    assert "without a source:" in found
    assert found.endswith("add {claim}`id`, {finding}`id` or {footcite}`key` to this paragraph, item or row")


@pytest.mark.parametrize(
    "text",
    [
        "Kratom relieves pain {finding}`tea-and-muscle`.",
        "It relaxes muscles {certainty}`tea-relaxes`.",
        "- {claim}`tea-relaxes`",
        "What causes a cramp?",
        "- Whether it relieves pain.",
        "We cannot say what it does.",
    ],
)
def test_a_source_a_question_or_an_unknown_is_enough(sample: Path, edit: Edit, text: str) -> None:
    edit(CHAPTER, "## Sources", f"{text}\n\n## Sources")
    assert faults(sample) == []


def test_a_claim_that_its_chapter_does_not_show_is_told(sample: Path, edit: Edit) -> None:
    edit(CHAPTER, "- Nobody knows {certainty}`nobody-knows`\n", "")
    (found,) = claim_is_shown(load_pages(sample)[0], load_library(sample))
    assert str(found) == (
        "data/claims/risks.yaml:12: the chapter source/safety/risks.md does not show the claim: "
        "set {claim}`nobody-knows`, or {certainty}`nobody-knows` after a sentence that says it"
    )


def test_claims_without_a_chapter_are_told(sample: Path) -> None:
    (sample / "data/claims/risks.yaml").rename(sample / "data/claims/perils.yaml")
    found = list(claim_is_shown(load_pages(sample)[0], load_library(sample)))
    assert len(found) == 2
    assert "no page is called 'perils': name the file of claims after its chapter" in str(found[0])


def test_a_work_that_nobody_cites_is_told(sample: Path) -> None:
    path = sample / "data/references.bib"
    path.write_text(path.read_text(encoding="utf-8") + "\n@misc{idle2020,\n  title = {Idle},\n}\n", encoding="utf-8")
    (found,) = work_is_cited(load_pages(sample)[0], load_library(sample))
    assert "no record and no page cites 'idle2020'" in str(found)
