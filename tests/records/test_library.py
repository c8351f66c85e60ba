"""The loader: what it returns, and what it says about bad input."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from kratom_guide.records import GuideError, load_library

if TYPE_CHECKING:
    from pathlib import Path

Edit = Callable[[str, str, str], None]


def faults(root: Path) -> list[str]:
    with pytest.raises(GuideError) as caught:
        load_library(root)
    return [str(problem) for problem in caught.value.problems]


def test_the_sample_loads(sample: Path) -> None:
    library = load_library(sample)
    assert list(library.findings) == ["tea-and-muscle", "nothing-found"]
    assert library.topic["nothing-found"] == "muscle"
    assert library.by_group("muscle-relaxants")[0].name == "Samplodrine"
    assert library.docname["US-AL"] == "legal/united-states/alabama"
    assert library.jurisdictions["US-AL"].local_rules[0].leaf.sale == "prohibited"
    assert library.label("severity", "avoid") == "Avoid"
    assert set(library.references) == {"one2020tea", "three2021page"}
    assert [item.at for item in library.questions] == [
        "safety-risks",
        "interaction-samplodrine",
        "emergency-not-waking",
    ]


def test_records_cannot_be_changed(sample: Path) -> None:
    library = load_library(sample)
    with pytest.raises(TypeError):
        library.findings["new"] = library.findings["nothing-found"]  # type: ignore[index]
    with pytest.raises(ValueError, match="frozen"):
        library.findings["nothing-found"].finding = "other"


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        (
            "data/findings/muscle.yaml",
            "    direction: mixed\n",
            "",
            "data/findings/muscle.yaml:1: the field 'direction' is missing: add 'direction:' with its value",
        ),
        (
            "data/findings/muscle.yaml",
            "direction: mixed",
            "direction: mixed\n    colour: red",
            "data/findings/muscle.yaml:5: the field 'colour' is unknown: remove it, or use one of: id, exposure",
        ),
        (
            "data/findings/muscle.yaml",
            "design: rct",
            "design: rubbish",
            "data/findings/muscle.yaml:3: 'design' is 'rubbish': input should be 'systematic-review'",
        ),
        (
            "data/findings/muscle.yaml",
            "- id: nothing-found",
            "- id: tea-and-muscle",
            "data/findings/muscle.yaml:14: the id 'tea-and-muscle' is taken by data/findings/muscle.yaml:1: give one",
        ),
        (
            "data/help-lines.yaml",
            "checked: 2026-11-01",
            "checked: 2026-13-01",
            "data/help-lines.yaml:8: 'checked' is '2026-13-01': input should be a valid date",
        ),
        (
            "source/legal/united-states/alabama.md",
            "  status: banned",
            "  status: forbidden",
            "source/legal/united-states/alabama.md:7: 'leaf.status' is 'forbidden': ",
        ),
        (
            "source/legal/united-states/alabama.md",
            "  sale: prohibited",
            "\tsale: prohibited",
            "source/legal/united-states/alabama.md:8: ",
        ),
        (
            "source/legal/united-states/alabama.md",
            "conflict: A made-up seller says otherwise.",
            f"conflict: {'a long story ' * 80_000}",
            "source/legal/united-states/alabama.md:43: 'conflict' is 'a long story",
        ),
        (
            "source/legal/united-states/alabama.md",
            "    change: ban\n",
            "    change: bans\n",
            "source/legal/united-states/alabama.md:24: 'history.0.change' is 'bans': ",
        ),
        (
            "source/legal/united-states/alabama.md",
            "page_date: 2026-09-30",
            "page_date: 30 September 2026",
            "source/legal/united-states/alabama.md:45: 'sources.0.page_date' is '30 September 2026': write a date as",
        ),
        (
            "source/legal/united-states/alabama.md",
            "date: 2016-05\n",
            "date: 2016-15\n",
            "source/legal/united-states/alabama.md:23: 'history.0.date' is '2016-15': ",
        ),
        (
            "data/references.bib",
            "@misc{three2021page",
            "@misc{one2020tea",
            "data/references.bib:11: the key 'one2020tea' also stands on line 1: merge the two entries",
        ),
        (
            "data/charts.yaml",
            "value: 1200, series: b, references: [one2020tea]",
            "value: 1200, series: b",
            "data/charts.yaml:8: 'rows.1' is",
        ),
        (
            "data/findings/muscle.yaml",
            "https://example.org/one",
            "example.org/one",
            "data/findings/muscle.yaml:13: 'verified.at.0' is 'example.org/one'",
        ),
        (
            "data/questions.yaml",
            "Does tea relax muscles?",
            "Tea and muscles",
            "data/questions.yaml:1: 'ask' is 'Tea and muscles': string should match pattern",
        ),
        (
            "data/questions.yaml",
            "Does tea relax muscles?",
            f"Does tea {'really ' * 12}relax muscles?",
            "data/questions.yaml:1: 'ask' is 'Does tea really",
        ),
        (
            "data/questions.yaml",
            "[samplex]",
            "[Samplex]",
            "data/questions.yaml:7: 'also.0' is 'Samplex': string should match pattern",
        ),
        (
            "data/questions.yaml",
            "[samplex]",
            "[ab, bc, cd, de, ef, fg]",
            "data/questions.yaml:7: 'also' is ",
        ),
        (
            "data/questions.yaml",
            "at: safety-risks",
            "at: source/safety/risks.md",
            "data/questions.yaml:3: 'at' is 'source/safety/risks.md': string should match pattern",
        ),
        (
            "data/questions.yaml",
            "topic: medicines",
            "topic: pills",
            "data/questions.yaml:9: 'topic' is 'pills': input should be 'muscles', 'kratom'",
        ),
    ],
)
def test_bad_input_is_told_with_file_line_and_remedy(
    sample: Path, edit: Edit, file: str, old: str, new: str, message: str
) -> None:
    edit(file, old, new)
    found = faults(sample)
    assert [fault for fault in found if fault.startswith(message)], found


def test_all_faults_of_all_files_come_at_once(sample: Path, edit: Edit) -> None:
    edit("data/findings/muscle.yaml", "design: rct", "design: rubbish")
    edit("data/options.yaml", "    harms: None seen.\n", "")
    edit("data/help-lines.yaml", "country: US", "country: USA")
    (sample / "data" / "charts.yaml").unlink()
    found = faults(sample)
    assert [fault.split(":")[0] for fault in found] == [
        "data/charts.yaml",
        "data/findings/muscle.yaml",
        "data/help-lines.yaml",
        "data/options.yaml",
    ]


def test_a_file_that_is_no_list_is_a_fault(sample: Path) -> None:
    (sample / "data" / "options.yaml").write_text("option: one\n", encoding="utf-8")
    assert faults(sample) == ["data/options.yaml:1: the file is not a list of records: start each record with '- '"]
