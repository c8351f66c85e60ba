from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from kratom_guide.records import load_library
from kratom_guide.records.bibliography import check_bibliography, parse
from kratom_guide.records.citation import author_year

if TYPE_CHECKING:
    from pathlib import Path

Edit = Callable[[str, str, str], None]


def faults(root: Path) -> list[str]:
    return [str(problem) for problem in check_bibliography(load_library(root))]


def test_the_sample_is_clean(sample: Path) -> None:
    assert faults(sample) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "  journal = {Journal of Samples},\n",
            "",
            "references.bib:1: one2020tea: missing journal: add it, or use a type",
        ),
        (
            "year = {2021}",
            "year = {2021}, note = {year from memory}",
            'three2021page: "note" holds a doubt: "year from memory"',
        ),
        ("  url = {https://example.org/page},\n", "", "three2021page: nothing says where to find the work"),
        ("url = {https://example.org/page}", "doi = {10.0000/ONE}", "three2021page: the same doi as one2020tea: merge"),
        (
            "A made-up page of an authority for the tests",
            "{A} made-up paper about tea for the tests of this guide.",
            "the same title as",
        ),
    ],
)
def test_a_faulty_entry_is_told_on_its_line(sample: Path, edit: Edit, old: str, new: str, message: str) -> None:
    edit("data/references.bib", old, new)
    found = faults(sample)
    assert [fault for fault in found if message in fault], found


@pytest.mark.parametrize(
    ("key", "label"), [("one2020tea", "One and Two 2020"), ("three2021page", "Office of Samples 2021")]
)
def test_labels_name_author_and_year(sample: Path, key: str, label: str) -> None:
    assert author_year(parse(load_library(sample)).entries[key]) == label
