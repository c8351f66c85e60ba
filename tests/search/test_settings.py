"""The hand-kept words: faults are told with their line, all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kratom_guide.records import GuideError, load_library
from kratom_guide.records.medicines import medicines, plain
from kratom_guide.search.lexicon import lexicon
from kratom_guide.search.settings import read_settings
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FILE = "data/search.yaml"


def faults(root: Path) -> str:
    with pytest.raises(GuideError) as error:
        read_settings(root, load_library(root))
    return str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("[wd, wds]", "[wd, wd]", 3, "'wd' stands twice"),
        ("[wd, wds]", '["?!"]', 3, "holds no word"),
        ("card: not-waking", "card: asleep", 7, "no care card is called 'asleep'"),
        ("US-AL:", "US-XX:", 20, "no place has the id 'US-XX'"),
        ("mean: [withdrawal]", "means: [withdrawal]", 3, "is wrong"),
    ],
)
def test_a_fault_is_told_with_its_line(
    sample: Path, edit: Callable[[str, str, str], None], old: str, new: str, line: int, words: str
) -> None:
    edit(FILE, old, new)
    told = faults(sample)
    assert f"{FILE}:{line}: " in told
    assert words in told


def test_all_faults_come_at_once(sample: Path, edit: Callable[[str, str, str], None]) -> None:
    edit(FILE, "card: not-waking", "card: asleep")
    edit("data/search-phrases.yaml", "[give it up]", "[give it up, give it up]")
    told = faults(sample)
    assert "2 problems" in told
    assert "data/search-phrases.yaml:" in told


def test_an_unknown_label_is_told_where_it_stands(sample: Path) -> None:
    settings = read_settings(sample, load_library(sample))
    assert str(settings.problem("legal-index")).startswith(f"{FILE}:5: nothing bears the label 'legal-index'")


def test_every_name_of_every_medicine_is_known() -> None:
    library = load_library(ROOT)
    words = read_settings(ROOT, library).words
    names = lexicon(library, words.places, words.names, words.own_products)
    known = {name for _, some, _ in names.medicines for name in some}
    for item in medicines(library).values():
        if item.name not in words.own_products:
            assert {plain(name) for name in item.names} <= known, item.name
    places = {label for label, _, _ in names.places}
    assert {f"legal-{key.lower()}" for key in library.jurisdictions} <= places
    codes = [code for _, _, code in names.places if code]
    assert len(codes) == len(set(codes)) == 56, "50 states, DC and five territories"


def test_lay_names_are_no_name_of_another_medicine() -> None:
    """A slang word that is the name of a medicine would send its reader to the wrong row."""
    library = load_library(ROOT)
    words = read_settings(ROOT, library).words
    rows = {plain(name): set(item.rows) for item in medicines(library).values() for name in item.names}
    for label, some in words.names.items():
        row = label.removeprefix("interaction-")
        for name in some:
            assert row in rows.get(plain(name), {row}) or not label.startswith("interaction-"), (label, name)
