"""The parts of the extensions that need no Sphinx."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kratom_guide import charts
from kratom_guide.records import load_library
from kratom_guide.records.models import Curve
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


curves = st.builds(
    lambda peak, half, share: Curve(peak=peak, half_life=half, time_to_peak=share * half / math.log(2)),
    st.floats(0.01, 1e4),
    st.floats(0.2, 200),
    st.floats(0.01, 0.9),
)


@given(curves)
def test_a_curve_has_its_peak_and_its_half_life(curve: Curve) -> None:
    peak = charts.concentration(curve, curve.time_to_peak)
    assert peak == pytest.approx(curve.peak)
    assert charts.concentration(curve, 0) == 0
    for factor in (0.7, 0.95, 1.05, 1.5):
        assert charts.concentration(curve, factor * curve.time_to_peak) <= peak * (1 + 1e-9)
    late = curve.time_to_peak + 20 * curve.half_life
    fallen = charts.concentration(curve, late + curve.half_life) / charts.concentration(curve, late)
    assert fallen == pytest.approx(0.5, rel=0.15), "the end falls by half in a half-life"


def test_a_curve_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValidationError, match="the peak comes too late"):
        Curve(peak=1, half_life=1, time_to_peak=2)


def test_the_social_card_has_the_size_that_previews_want() -> None:
    fonts = ROOT / "assets" / "fonts"
    card = draw_card("Kratom and muscle relaxation", "What was studied", fonts / SERIF, fonts / SANS)
    assert card.size == (1200, 630)
    colours = card.getcolors(maxcolors=100_000)
    assert colours is not None
    assert len(colours) > 3, "something is drawn"
