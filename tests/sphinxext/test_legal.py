"""Legal views of the sample book: tables, map, timeline, travel, what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from docutils import nodes

from kratom_guide.records import load_library
from kratom_guide.records.travel import VERDICTS, verdict
from kratom_guide.sphinxext.dictionary import fields_of, type_of
from kratom_guide.sphinxext.legal_map import LegalMap, tiles_of
from tests.conftest import ROOT, copy_sample
from tests.sphinxext.book import Built, build

if TYPE_CHECKING:
    from pathlib import Path

VIEWS = "legal/changes"
TODAY = dt.date(2026, 11, 23)
ALABAMA = "source/legal/united-states/alabama.md"
Edit = Callable[[str, str, str], None]


@pytest.fixture(scope="module")
def website(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(copy_sample(tmp_path_factory.mktemp("website")))


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(copy_sample(tmp_path_factory.mktemp("text")), "text")


def test_a_row_of_a_place_carries_its_codes(website: Built) -> None:
    page = website.page(VIEWS)
    row = next(line for line in page.splitlines() if line.startswith("<tr") and "data-leaf" in line)
    for code in ('data-leaf="banned"', 'data-seven-oh="capped"', 'data-fresh="recent"', 'data-as-of="2026-09-30"'):
        assert code in row
    assert 'data-items=".kg-legal-table tbody tr"' in page
    assert page.index("sort.js") and page.index("filter.js") and page.index("travel.js")
    assert "sort.js" not in website.page("reference/methods")


def test_a_map_is_a_drawing_with_links_on_the_web_and_a_picture_elsewhere(website: Built, text: Built) -> None:
    page = website.page(VIEWS)
    assert 'aria-label="Alabama: Banned" href="united-states/alabama.html"' in page or (
        'href="united-states/alabama.html" aria-label="Alabama: Banned"' in page
    )
    assert page.count('class="kg-map"') == 2, "leaf and 7-OH"
    assert "map-sample-leaf-light" not in page, "no picture beside them"
    assert "Sample States: Leaf by place. Alabama: Banned." in text.page(VIEWS)


def test_an_edited_place_changes_every_view_of_it(sample: Path, edit: Edit) -> None:
    build(sample)
    edit(ALABAMA, "    event: The sample is banned\n", "    event: The sample is forbidden\n")
    edit(ALABAMA, "\nname: Alabama\n", "\nname: Alabama\ntransit: Bags are searched\n")
    page = build(sample).page(VIEWS)
    assert page.count("The sample is forbidden.") == 2, "in the timeline and among the newest"
    assert "Bags are searched" in page


def test_a_map_names_what_is_unconfirmed(sample: Path, edit: Edit) -> None:
    edit(ALABAMA, "\nconfidence: high", "\nconfidence: low")
    ((_, tile),) = tiles_of(load_library(sample), "sample", "leaf")
    assert (tile.words, tile.unconfirmed) == ("Alabama: unconfirmed, Banned", True)


def test_every_place_of_the_guide_is_on_a_map_once(website: Built) -> None:
    library = load_library(ROOT)
    found = [key for record in library.tile_maps.values() for key in record.tiles]
    assert len(found) == len(set(found))
    assert set(found) == {key for key, place in library.jurisdictions.items() if place.level != "international"}
    assert len(list(website.doctree(VIEWS).findall(LegalMap))) == 2


@pytest.mark.parametrize(
    ("changes", "starts", "enters"),
    [
        ({}, "no", "no"),
        ({"status": "regulated", "possession": "allowed", "import": "allowed"}, "conditions", "conditions"),
        ({"status": "regulated", "possession": "allowed", "import": "prohibited"}, "conditions", "no"),
        ({"status": "regulated", "possession": "allowed", "import": "unclear"}, "conditions", "unclear"),
        ({"status": "unclear", "possession": "allowed", "import": "allowed"}, "unclear", "unclear"),
        ({"status": "regulated", "possession": "prohibited", "import": "allowed"}, "no", "no"),
    ],
)
def test_a_traveller_reckons_with_the_worst(changes: dict[str, str], starts: str, enters: str, sample: Path) -> None:
    place = load_library(sample).jurisdictions["US-AL"]
    leaf = place.leaf.model_validate({**place.leaf.model_dump(by_alias=True), **changes})
    changed = place.model_copy(update={"leaf": leaf})
    assert verdict(changed, TODAY, enters=False) == starts
    assert verdict(changed, TODAY, enters=True) == enters


def test_what_is_old_or_unconfirmed_is_never_settled() -> None:
    """No place reads as milder than *unclear* when its entry is old, undated or unconfirmed."""
    for place in load_library(ROOT).jurisdictions.values():
        if place.confidence == "low" or place.as_of is None:
            assert verdict(place, TODAY, enters=True) in ("no", "unclear"), place.id
    assert list(VERDICTS) == ["no", "unclear", "conditions", "nothing-found"]


def test_types_are_told_in_words() -> None:
    assert type_of({"anyOf": [{"type": "integer"}, {"type": "null"}]}) == "whole number, or null"
    assert type_of({"type": "array", "items": {"enum": ["a", "b"]}}) == "list of one of: a, b"
    assert type_of({"type": "string", "format": "date"}) == "date"
    record = {"properties": {"leaf": {"$ref": "#/$defs/Leaf"}}}
    known = {"Leaf": {"properties": {"status": {"type": "string", "description": "The status."}}}}
    assert list(fields_of(record, known)) == [("leaf", "record", ""), ("leaf.status", "text", "The status.")]


def test_what_is_due_and_what_is_not(website: Built, sample: Path, edit: Edit) -> None:
    due = website.page(VIEWS)
    assert "1 entries due" not in due.replace("1 entries due for a look", "") or "Sampleton" in due
    edit(ALABAMA, "page_date: 2026-02, supports", "page_date: 2026-10, supports")
    edit(ALABAMA, "    as_of: 2026-02\n", "    as_of: 2026-10\n")
    assert "Nothing is due." in build(sample).page(VIEWS)
    tables = [table for table in website.doctree(VIEWS).findall(nodes.table) if "kg-legal-due" in table["classes"]]
    assert [row[0].astext() for row in tables[0].findall(nodes.row)][1:] == ["Sampleton, Alabama"]
