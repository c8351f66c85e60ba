"""Legal views of the sample book: tables, map, timeline, travel, what is due."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from docutils import nodes

from kratom_guide.records import load_library
from kratom_guide.sphinxext.dictionary import fields_of, type_of
from kratom_guide.sphinxext.legal_map import LegalMap, tiles_of
from tests.conftest import ROOT
from tests.sphinxext.book import Built, build

if TYPE_CHECKING:
    from pathlib import Path

VIEWS = "legal/changes"
ALABAMA = "source/legal/united-states/alabama.md"
Edit = Callable[[str, str, str], None]


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


def test_forms_are_for_the_screen_alone(website: Built, text: Built) -> None:
    assert website.page(VIEWS).count('<form class="kg-') == 3
    assert 'hidden="hidden"' in website.page(VIEWS), "well-formed as XML too"
    assert "Choose a place" not in text.page(VIEWS)


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


def test_types_are_told_in_words() -> None:
    assert type_of({"anyOf": [{"type": "integer"}, {"type": "null"}]}) == "whole number, or null"
    assert type_of({"type": "array", "items": {"enum": ["a", "b"]}}) == "list of one of: a, b"
    assert type_of({"type": "string", "format": "date"}) == "date"
    record = {"properties": {"leaf": {"$ref": "#/$defs/Leaf"}}}
    known = {"Leaf": {"properties": {"status": {"type": "string", "description": "The status."}}}}
    assert list(fields_of(record, known)) == [("leaf", "record", ""), ("leaf.status", "text", "The status.")]


def test_what_is_due_and_what_is_not(website: Built, sample: Path, edit: Edit) -> None:
    (table,) = (table for table in website.doctree(VIEWS).findall(nodes.table) if "kg-legal-due" in table["classes"])
    assert [row[0].astext() for row in table.findall(nodes.row)][1:] == ["Sampleton, Alabama"]
    edit(ALABAMA, "page_date: 2026-02, supports", "page_date: 2026-10, supports")
    edit(ALABAMA, "    as_of: 2026-02\n", "    as_of: 2026-10\n")
    assert "Nothing is due." in build(sample).page(VIEWS)


def test_unconfirmed_stands_wherever_a_weak_record_is_shown(website: Built, sample: Path, edit: Edit) -> None:
    assert "unconfirmed" not in website.page(VIEWS).replace("means unconfirmed", "").replace("Low: unconfirmed", "")
    edit(ALABAMA, "\nconfidence: high", "\nconfidence: low")
    built = build(sample)
    page = built.page(VIEWS)
    for words in ("■ Banned: 1 (1 unconfirmed)", "(entry unconfirmed): The sample", "<p>Unconfirmed</p>"):
        assert words in page
    assert "Alabama (unconfirmed)" in built.page("safety/risks"), "in the counts by status"


def test_a_changed_word_changes_every_page_that_says_it(sample: Path, edit: Edit) -> None:
    build(sample)
    edit("data/vocabulary.yaml", "prohibited: {label: Not allowed", "prohibited: {label: Forbidden")
    assert "Forbidden" in build(sample).page("legal/united-states/alabama")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{legal-map} sample", "{legal-map} moon", "the map 'moon' does not exist: use one of sample"),
        ("{vocabulary} freshness", "{vocabulary} moods", "the vocabulary has no list 'moods'"),
        (":caption: Ages", ":only: recent stale", "'freshness' has no code 'stale'"),
    ],
)
def test_a_wrong_argument_is_told(sample: Path, edit: Edit, old: str, new: str, message: str) -> None:
    edit("source/legal/changes.md", old, new)
    warnings = build(sample).warnings
    assert message in warnings
    assert "changes.md:" in warnings
