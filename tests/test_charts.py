"""Counts by year are drawn from the counts alone."""

from __future__ import annotations

import pytest

from kratom_guide import charts

SERIES = {"a ban": {"2025": 2, "2026": 1}, "rules": {"2025": 0, "2026": 3}, "a milder law": {"2025": 1, "2026": 0}}


@pytest.mark.parametrize("theme", charts.THEMES)
def test_the_same_counts_give_the_same_drawing(theme: str) -> None:
    drawing = charts.draw_years("turns", "Turns", SERIES, theme)
    assert drawing == charts.draw_years("turns", "Turns", SERIES, theme)
    more = {**SERIES, "a ban": {"2025": 2, "2026": 2}}
    assert drawing != charts.draw_years("turns", "Turns", more, theme)


def test_each_series_has_a_colour_and_a_hatching_of_its_own() -> None:
    drawing = charts.draw_years("turns", "Turns", SERIES, "light").decode()
    for colour in charts.THEMES["light"].series[1:]:
        assert colour in drawing
    assert drawing.count("<pattern") == 2, "the first series is full, the others are hatched"
    assert len(set(charts.HATCHES)) == len(SERIES)
