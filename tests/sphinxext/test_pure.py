"""The parts of the extensions that need no Sphinx."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

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


def test_a_chart_is_drawn_the_same_twice(sample: Path) -> None:
    chart = load_library(sample).charts["spans"]
    assert charts.draw(chart) == charts.draw(chart)


def test_the_social_card_has_the_size_that_previews_want() -> None:
    fonts = ROOT / "assets" / "fonts"
    card = draw_card("Kratom and muscle relaxation", "What was studied", fonts / SERIF, fonts / SANS)
    assert card.size == (1200, 630)
    colours = card.getcolors(maxcolors=100_000)
    assert colours is not None
    assert len(colours) > 3, "something is drawn"
