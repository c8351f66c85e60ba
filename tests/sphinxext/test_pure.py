"""The parts of the extensions that need no Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kratom_guide import charts
from kratom_guide.records import load_library
from kratom_guide.sphinxext.evidence import references_of
from kratom_guide.sphinxext.panel import reading_minutes
from kratom_guide.sphinxext.social import SANS, SERIF, draw_card
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (1, 1), (200, 1), (201, 2), (1700, 9)])
def test_reading_minutes(words: int, minutes: int) -> None:
    assert reading_minutes(words) == minutes


def test_findings_give_each_reference_once(sample: Path) -> None:
    library = load_library(sample)
    ids = ["tea-and-muscle", "nothing-found", "tea-and-muscle", "gone"]
    assert references_of(library, ids) == (["one2020tea"], ["nothing-found"], ["gone"])


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (12.0, "12"),
        (39000.0, "39,000"),
        (81.9, "81.9"),
        (0.6, "0.6"),
        (205.9, "205.9"),
        (1350.0, "1,350"),
        (16.666, "16.67"),
    ],
)
def test_numbers_as_the_guide_writes_them(value: float, words: str) -> None:
    assert charts.number(value) == words


@pytest.mark.parametrize("name", ["spans", "course"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_chart_is_drawn_the_same_twice(sample: Path, name: str, theme: str) -> None:
    chart = load_library(sample).charts[name]
    drawing = charts.draw(chart, theme)
    assert drawing == charts.draw(chart, theme)
    assert charts.THEMES[theme].ink.encode() in drawing


def test_a_map_of_counts_shows_each_count_where_it_belongs() -> None:
    drawing = charts.draw_map("m", "Map", ["a", "b"], ["x", "y"], {(0, 1): 3, (1, 0): 12}, "light")
    assert drawing == charts.draw_map("m", "Map", ["a", "b"], ["x", "y"], {(0, 1): 3, (1, 0): 12}, "light")
    assert drawing != charts.draw_map("m", "Map", ["a", "b"], ["x", "y"], {(0, 1): 3, (1, 0): 13}, "light")


@given(st.floats(0.1, 500), st.floats(0, 1000))
def test_half_is_gone_after_each_half_life(half_life: float, hours: float) -> None:
    assert charts.share_left(half_life, 0) == 100
    now, later = charts.share_left(half_life, hours), charts.share_left(half_life, hours + half_life)
    assert later == pytest.approx(now / 2)
    assert charts.share_left(half_life, hours + 1) <= now


def test_the_social_card_has_the_size_that_previews_want() -> None:
    fonts = ROOT / "assets" / "fonts"
    card = draw_card("Kratom and muscle relaxation", "What was studied", fonts / SERIF, fonts / SANS)
    assert card.size == (1200, 630)
    colours = card.getcolors(maxcolors=100_000)
    assert colours is not None
    assert len(colours) > 3, "something is drawn"
