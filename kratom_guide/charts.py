"""Draw charts from records as SVG: dots and ranges on one axis, or plain bars.

The drawing is by matplotlib, with text as outlines, so that no reader needs a font of ours.  The same chart
gives the same bytes: no date, no random ids.
"""

from __future__ import annotations

import io
import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kratom_guide.records.models import Chart, ChartRow

FONTS = Path(__file__).parent.parent / "assets" / "fonts" / "source-sans"
"""The same letters on every machine, so that the same chart gives the same bytes."""

PAPER, INK, LEAF, QUIET = "#fbfaf6", "#26302a", "#2f6b3a", "#8a938c"
COLOURS = ("#2f6b3a", "#0072b2", "#d55e00", "#8a5a9e")
"""Series colours; the last three are from the palette of Okabe and Ito, safe for colour blindness."""

MARKERS = ("o", "s", "D", "^")
"""Each series has a shape too, so that colour is never the only sign."""


def number(value: float) -> str:
    """A number as the guide writes it: no needless decimals, thousands with a comma."""
    if value == int(value):
        return f"{int(value):,}"
    return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"


def row_words(row: ChartRow, unit: str) -> str:
    """One row in words, such as ``Tea, 5 people: 45.3 (31.9 to 50.2) hours``."""
    span = f"{number(row.low)} to {number(row.high)}" if row.low is not None and row.high is not None else ""
    if row.value is None:
        return f"{row.label}: {span} {unit}"
    return f"{row.label}: {number(row.value)}{f' ({span})' if span else ''} {unit}"


def describe(chart: Chart) -> str:
    """The text alternative of a chart: its title and every number in it."""
    return f"{chart.title}. " + "; ".join(row_words(row, chart.unit) for row in chart.rows) + "."


def draw(chart: Chart) -> bytes:
    """The chart as SVG, about 550 points wide.  Rows run from top to bottom as in the record."""
    import matplotlib as mpl  # a slow import, and only a changed chart needs it

    logging.getLogger("matplotlib").setLevel(logging.WARNING)  # it announces its font cache otherwise
    mpl.use("svg")
    from matplotlib import font_manager
    from matplotlib import pyplot as plt

    for face in ("Regular", "Semibold"):
        font_manager.fontManager.addfont(FONTS / f"SourceSans3-{face}.otf")

    series = list(dict.fromkeys(row.series for row in chart.rows))
    style: dict[Any, Any] = {
        "svg.hashsalt": chart.id,
        "svg.fonttype": "path",
        "font.family": "Source Sans 3",
        "font.size": 12,
        "text.color": INK,
        "axes.edgecolor": QUIET,
        "xtick.color": INK,
        "ytick.color": INK,
        "axes.labelcolor": INK,
        "figure.facecolor": PAPER,
        "axes.facecolor": PAPER,
    }
    with mpl.rc_context(style):
        figure, axes = plt.subplots(figsize=(7.6, 0.95 + 0.46 * len(chart.rows)), layout="constrained")
        for index, row in enumerate(chart.rows):
            colour = COLOURS[series.index(row.series) % len(COLOURS)]
            marker = MARKERS[series.index(row.series) % len(MARKERS)]
            if chart.kind == "bar" and row.value is not None:
                axes.barh(index, row.value, color=colour, height=0.62)
            if row.low is not None and row.high is not None:
                axes.plot(
                    [row.low, row.high], [index, index], color=colour, linewidth=5, alpha=0.35, solid_capstyle="round"
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
        axes.grid(axis="x", color=QUIET, alpha=0.25)
        axes.set_axisbelow(True)
        out = io.BytesIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Title": chart.title})
        plt.close(figure)
    return out.getvalue()
