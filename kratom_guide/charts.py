"""Draw charts from records as SVG: dots and ranges on one axis, plain bars, decays in time, and a map of counts.

The drawing is by matplotlib, with text as outlines, so that no reader needs a font of ours.  The same chart
gives the same bytes: no date, no random ids.  Each chart is drawn twice, for light and for dark pages.
"""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kratom_guide.records.models import Chart, ChartRow

FONTS = Path(__file__).parent.parent / "assets" / "fonts" / "source-sans"
"""The same letters on every machine, so that the same chart gives the same bytes."""


@dataclass(frozen=True)
class Theme:
    """Colours of a drawing; its paper is that of the page."""

    ink: str
    quiet: str
    series: tuple[str, ...]
    """The last three are from the palette of Okabe and Ito, safe for colour blindness; lighter on dark pages."""


THEMES = {
    "light": Theme("#26302a", "#8a938c", ("#2f6b3a", "#0072b2", "#d55e00", "#8a5a9e")),
    "dark": Theme("#dfe3dc", "#7f8a82", ("#8fcf9a", "#6cb6ea", "#f0a25e", "#d0a3dc")),
}

MARKERS = ("o", "s", "D", "^")
"""Each series has a shape too, so that colour is never the only sign."""

HATCHES = ("", "//", "xx")
"""Bars of one series are full, those of the next hatched, then crossed; finer ones would weigh far more."""

DASHES = ("-", "--", "-.", ":")


def number(value: float) -> str:
    """A number as the guide writes it: no needless decimals, thousands with a comma."""
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"


def span(row: ChartRow) -> str:
    """The range of a row, such as ``31.9 to 50.2``; empty when it has none."""
    return f"{number(row.low)} to {number(row.high)}" if row.low is not None and row.high is not None else ""


def row_words(row: ChartRow, unit: str) -> str:
    """One row in words, such as ``Tea, 5 people: 45.3 (31.9 to 50.2) hours``."""
    if row.value is None:
        return f"{row.label}: {span(row)} {unit}"
    return f"{row.label}: {number(row.value)}{f' ({span(row)})' if span(row) else ''} {unit}"


def describe(chart: Chart) -> str:
    """The text alternative of a chart: its title and every number in it."""
    unit = "hours until half is gone" if chart.kind == "decay" else chart.unit
    return f"{chart.title}. " + "; ".join(row_words(row, unit) for row in chart.rows) + "."


def share_left(half_life: float, hours: float) -> float:
    """What is left of 100 after `hours`, when half goes in each `half_life`, both in hours.

    This is what a terminal half-life means, and no more: how a level falls before its slow end needs a model.
    """
    return 100 * float(0.5 ** (hours / half_life))


def draw(chart: Chart, theme: str) -> bytes:
    """The chart as SVG in the colours of `theme`, about 550 points wide.  Rows run from top to bottom."""
    with _Page(chart.id, chart.title, THEMES[theme]) as page:
        if chart.kind == "decay":
            _decays(chart, page)
        else:
            _rows(chart, page)
        return page.svg()


def draw_map(
    name: str,
    title: str,
    rows: Sequence[str],
    columns: Sequence[str],
    counts: Mapping[tuple[int, int], int],
    theme: str,
) -> bytes:
    """A map of counts as SVG: a circle in each cell of a grid, its area and its figure telling how many.

    `counts` holds (row, column) to a number; cells without one stay empty.
    """
    with _Page(name, title, THEMES[theme]) as page:
        axes = page.axes(0.75 + 0.52 * len(rows))
        most = max(counts.values(), default=1)
        for (row, column), count in sorted(counts.items()):
            axes.scatter([column], [row], s=1100 * count / most + 60, color=page.theme.series[0], alpha=0.3, zorder=2)
            axes.annotate(f"{count}", (column, row), ha="center", va="center", fontsize=12, zorder=3)
        axes.set_xticks(range(len(columns)), columns)
        axes.set_yticks(range(len(rows)), rows)
        axes.set_xlim(-0.6, len(columns) - 0.4)
        axes.set_ylim(len(rows) - 0.4, -0.6)
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        axes.grid(color=page.theme.quiet, alpha=0.25)
        for side in axes.spines.values():
            side.set_visible(False)
        return page.svg()


def draw_years(name: str, title: str, series: Mapping[str, Mapping[str, int]], theme: str) -> bytes:
    """Counts by year as SVG: bars on top of each other, one colour and one hatching a series.

    `series` holds the words of a series to {year: count}; all series have the same years, in order.
    """
    with _Page(name, title, THEMES[theme]) as page:
        axes = page.axes(3.4)
        years = list(next(iter(series.values())))
        below = [0] * len(years)
        for index, (words, counts) in enumerate(series.items()):
            heights = [counts[year] for year in years]
            colour = page.theme.series[1:][index]
            axes.bar(
                range(len(years)),
                heights,
                bottom=below,
                color="none" if HATCHES[index] else colour,
                edgecolor=colour,
                hatch=HATCHES[index],
                width=0.7,
                label=words,
            )
            below = [low + height for low, height in zip(below, heights, strict=True)]
        axes.set_xticks(range(len(years)), years, rotation=60, ha="right", rotation_mode="anchor")
        axes.set_ylabel("places")
        axes.yaxis.get_major_locator().set_params(integer=True)
        axes.legend(frameon=False, loc="upper left", fontsize=11, labelcolor=page.theme.ink)
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        axes.grid(axis="y", color=page.theme.quiet, alpha=0.25)
        return page.svg()


def _rows(chart: Chart, page: _Page) -> None:
    """Draw bars or ranges, one below the other, with their numbers in words."""
    series = list(dict.fromkeys(row.series for row in chart.rows))
    axes = page.axes(0.95 + 0.46 * len(chart.rows))
    for index, row in enumerate(chart.rows):
        colour = page.theme.series[series.index(row.series) % len(page.theme.series)]
        marker = MARKERS[series.index(row.series) % len(MARKERS)]
        if chart.kind == "bar" and row.value is not None:
            axes.barh(index, row.value, color=colour, height=0.62)
        if row.low is not None and row.high is not None:
            axes.plot(
                [row.low, row.high], [index, index], color=colour, linewidth=5, alpha=0.45, solid_capstyle="round"
            )
        if chart.kind == "range" and row.value is not None:
            axes.plot([row.value], [index], marker=marker, color=colour, markersize=9)
        right = max(value for value in (row.low, row.value, row.high) if value is not None)
        words = row_words(row, "").split(": ", 1)[1].strip()
        axes.annotate(words, (right, index), xytext=(9, 0), textcoords="offset points", va="center", fontsize=11)
    axes.set_yticks(range(len(chart.rows)), [row.label for row in chart.rows])
    axes.set_ylim(len(chart.rows) - 0.4, -0.6)
    top = max(value for row in chart.rows for value in (row.low, row.value, row.high) if value is not None)
    room = 1.12 if chart.kind == "bar" else 1.3  # for the words after the longest bar or range
    if chart.scale == "log":
        axes.set_xscale("log")
        axes.set_xlim(right=top * 10)
    else:
        axes.set_xlim(0, top * room)
    axes.set_xlabel(chart.unit + (" (each step is ten times more)" if chart.scale == "log" else ""))
    axes.tick_params(axis="y", length=0)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.grid(axis="x", color=page.theme.quiet, alpha=0.25)


def _decays(chart: Chart, page: _Page) -> None:
    """Draw how each row of half-life falls from 100."""
    axes = page.axes(3.6)
    times = [chart.hours * step / 400 for step in range(401)]
    for index, row in enumerate(chart.rows):
        assert row.value is not None  # the model has looked
        axes.plot(
            times,
            [share_left(row.value, time) for time in times],
            color=page.theme.series[index % len(page.theme.series)],
            linewidth=2.2,
            linestyle=DASHES[index % len(DASHES)],
            label=row.label,
        )
    axes.set_ylim(0, 104)
    axes.set_xlim(0, chart.hours)
    axes.set_xticks(range(0, int(chart.hours) + 1, 24))
    axes.set_xlabel("hours")
    axes.set_ylabel(chart.unit)
    axes.legend(frameon=False, loc="upper right", fontsize=11, labelcolor=page.theme.ink)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    axes.grid(color=page.theme.quiet, alpha=0.25)


class _Page:
    """A drawing in progress: one set of axes on a clear ground, in the letters and colours of the guide."""

    def __init__(self, name: str, title: str, theme: Theme) -> None:
        self.name, self.title, self.theme = name, title, theme

    def __enter__(self) -> _Page:
        import matplotlib as mpl  # a slow import, and only a changed chart needs it

        logging.getLogger("matplotlib").setLevel(logging.WARNING)  # it announces its font cache otherwise
        mpl.use("svg")
        from matplotlib import font_manager

        for face in ("Regular", "Semibold"):
            font_manager.fontManager.addfont(FONTS / f"SourceSans3-{face}.otf")
        ink, quiet = self.theme.ink, self.theme.quiet
        style: dict[Any, Any] = {
            "svg.hashsalt": self.name,
            "svg.fonttype": "path",
            "font.family": "Source Sans 3",
            "font.size": 12,
            "text.color": ink,
            "axes.edgecolor": quiet,
            "xtick.color": ink,
            "ytick.color": ink,
            "axes.labelcolor": ink,
            "figure.facecolor": "none",
            "axes.facecolor": "none",
        }
        self._style = mpl.rc_context(style)
        self._style.__enter__()
        return self

    def axes(self, height: float) -> Any:
        """The axes, on a drawing that is 7.6 by `height` inches."""
        from matplotlib import pyplot as plt

        self._figure, axes = plt.subplots(figsize=(7.6, height), layout="constrained")
        axes.set_axisbelow(True)
        return axes

    def svg(self) -> bytes:
        """The finished drawing."""
        out = io.BytesIO()
        self._figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Title": self.title})
        return out.getvalue()

    def __exit__(self, *error: object) -> None:
        from matplotlib import pyplot as plt

        plt.close("all")
        self._style.__exit__(None, None, None)
