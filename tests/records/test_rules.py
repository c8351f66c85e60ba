"""Each rule between records: a case that breaks it, with the message that a maintainer reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from kratom_guide.records import load_library
from kratom_guide.records.rules import check_library

if TYPE_CHECKING:
    from pathlib import Path

Edit = Callable[[str, str, str], None]
TODAY = dt.date(2026, 11, 23)
ALABAMA = "source/legal/united-states/alabama.md"


def faults(root: Path, today: dt.date | None = TODAY, complete: bool = False) -> list[str]:
    return [str(problem) for problem in check_library(load_library(root), today, complete)]


def test_the_sample_keeps_every_rule(sample: Path) -> None:
    assert faults(sample) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "data/vocabulary.yaml",
            "  avoid: {",
            "  averted: {",
            "data/vocabulary.yaml:1: 'severity' has no words for the code 'avoid'",
        ),
        ("data/vocabulary.yaml", "  avoid: {", "  averted: {", "'severity' explains the unknown code 'averted'"),
        (
            "data/findings/muscle.yaml",
            "- one2020tea",
            "- none2020",
            "data/findings/muscle.yaml:8: the bibliography has no key 'none2020'",
        ),
        (
            "data/charts.yaml",
            "findings: [tea-and-muscle]",
            "findings: [gone]",
            "data/charts.yaml:7: the finding 'gone' does not exist",
        ),
        (
            "data/charts.yaml",
            "references: [one2020tea]",
            "references: [gone]",
            "data/charts.yaml:8: the bibliography has no key 'gone'",
        ),
        ("data/findings/muscle.yaml", "design: own-search", "design: survey", "the finding cites no reference"),
        ("data/findings/muscle.yaml", "design: rct", "design: own-search", "a search of our own cites a reference"),
        (
            "data/interactions/muscle-relaxants.yaml",
            "findings: [tea-and-muscle]",
            "findings: [gone]",
            "data/interactions/muscle-relaxants.yaml:1: the finding 'gone' does not exist",
        ),
        (
            "data/care-cards.yaml",
            "person., findings: [tea-and-muscle]",
            "person., findings: [gone]",
            "data/care-cards.yaml:1: the finding 'gone' does not exist",
        ),
        (
            "data/confused-names.yaml",
            "  note: Our own pair.",
            "  references: [gone]",
            "data/confused-names.yaml:3: the bibliography has no key 'gone'",
        ),
        (
            ALABAMA,
            "kind: statute, page_date",
            "kind: vendor, page_date",
            "Alabama: only sellers or advocates as sources: set confidence: low",
        ),
        (
            ALABAMA,
            "kind: statute, page_date",
            "kind: news, page_date",
            "Alabama: high confidence without a primary source",
        ),
        (ALABAMA, "  minimum_age: null\n", "  minimum_age: 21\n", "Alabama: a minimum age where sale is 'prohibited'"),
        (
            ALABAMA,
            "      - {title: Town rule, citation: null, kind: ordinance, effective: null, status: in-force}\n",
            "      []\n",
            "Sampleton, Alabama: a ban without its law",
        ),
        (
            ALABAMA,
            "      - {url: https://example.org/town, title: Town page, publisher: Sampleton, kind: agency, "
            "page_date: 2026-02, supports: status}\n",
            "      []\n",
            "Sampleton, Alabama: a status without a source",
        ),
        (ALABAMA, "\nname: Alabama\n", "\nname: New Mexico\n", "is called alabama.md: call it new-mexico.md"),
        ("data/tile-maps.yaml", ". AL", "AL AL", "data/tile-maps.yaml:4: US-AL has two squares"),
        ("data/tile-maps.yaml", ". AL", "AL AK", "data/tile-maps.yaml:4: no page holds US-AK"),
        ("data/tile-maps.yaml", ". AL", ". .", "Alabama has no square on a map"),
        (ALABAMA, "\nas_of: 2026-09-30", "\nas_of: 2026-10-01", "Alabama: no source shows the date 2026-10-01"),
        (ALABAMA, "page_date: 2026-09-30", "page_date: 2027-09-30", "a page dated 2027-09-30 is in the future"),
        (
            ALABAMA,
            "id: US-AL-sampleton",
            "id: US-AK-sampleton",
            "the local rule 'US-AK-sampleton' does not start with 'US-AL-'",
        ),
        (
            ALABAMA,
            "  - date: 2016-05\n",
            "  - date: 2018\n    change: other\n    event: Later\n  - date: 2016-05\n",
            "Alabama: history is not in order at 2016-05",
        ),
        ("data/help-lines.yaml", "checked: 2026-11-01", "checked: 2026-12-01", "checked on 2026-12-01, in the future"),
        (
            "data/questions.yaml",
            "What if nobody can wake him?",
            "Does tea relax  Muscles?",
            "data/questions.yaml:10: 'Does tea relax  Muscles?' stands twice: see the question 'Does tea relax m",
        ),
        (
            "data/questions.yaml",
            "[passed out]",
            "[passed out, loosen up]",
            "data/questions.yaml:11: 'loosen up' stands twice: see the question 'Does tea relax muscles?'",
        ),
        (
            "data/questions.yaml",
            "claim: tea-relaxes",
            "claim: gone",
            "data/questions.yaml:4: the claim 'gone' does not exist: correct it, or add it to data/claims/",
        ),
        ("data/vocabulary.yaml", "  tests: {label", "  test: {label", "has no words for the code 'tests'"),
    ],
)
def test_a_broken_rule_is_told(sample: Path, edit: Edit, file: str, old: str, new: str, message: str) -> None:
    edit(file, old, new)
    found = faults(sample)
    assert [fault for fault in found if message in fault], found


def test_high_confidence_grows_old(sample: Path) -> None:
    assert not [fault for fault in faults(sample, dt.date(2027, 9, 30)) if "no good source" in fault]
    assert "no good source is dated after 2026-10-01" in faults(sample, dt.date(2027, 10, 1))[0]


def test_without_a_day_nothing_is_in_the_future(sample: Path, edit: Edit) -> None:
    edit("data/help-lines.yaml", "checked: 2026-11-01", "checked: 2099-12-01")
    assert faults(sample, today=None) == []


def test_the_whole_set_needs_every_state(sample: Path) -> None:
    missing = [fault for fault in faults(sample, complete=True) if "no page holds US-" in fault]
    assert len(missing) == 55, "50 states, DC and five territories, less Alabama"
