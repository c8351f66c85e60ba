"""The timeline of legal changes (``{legal-timeline}``), its form, its figure and its newest steps.

All are made from the history in the records of places.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from kratom_guide import __version__, charts
from kratom_guide.records.dates import long_date
from kratom_guide.records.timeline import steps, turns
from kratom_guide.sphinxext.charts import Figure
from kratom_guide.sphinxext.data import depend_on, library_of, place_files
from kratom_guide.sphinxext.entries import Entries
from kratom_guide.sphinxext.facets import Entry, Lists, filter_form
from kratom_guide.sphinxext.legal import label_of, status
from kratom_guide.sphinxext.links import link_to
from kratom_guide.sphinxext.tables import Cell, build_table

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata, OptionSpec

    from kratom_guide.records import Library
    from kratom_guide.records.models import LegalChange
    from kratom_guide.records.timeline import Step

FIRST_YEAR = 2009
"""What lies before stands in one bar: the years are few and far apart."""


class LegalTimeline(Entries):
    """Every dated step of every place, newest first, in a section a year."""

    def run(self) -> list[nodes.Node]:
        library = library_of(self.config)
        depend_on(self.env, place_files(library))
        sections: list[nodes.Node] = []
        for year, group in groupby(steps(library), key=lambda step: step.event.date[:4]):
            sections.append(self.section(f"legal-{year}", year, [self.entry(step, library) for step in group]))
        return sections

    def entry(self, step: Step, library: Library) -> Entry:
        """One step: when, where, of what kind, and what happened."""
        entry = Entry(
            ids=[f"step-{step.id}"],
            classes=["kg-entry", "kg-step", f"kg-step-{step.event.change}"],
            facets={
                "change": step.event.change,
                "part": "united-states" if step.page.startswith("US") else "countries",
                "sure": "low" if step.unconfirmed else "more",
            },
        )
        line = nodes.paragraph("", "", nodes.strong("", long_date(step.event.date)), nodes.Text(", "))
        line += [self.link(label_of(step.rule.id), step.rule.name), nodes.Text(". ")]
        kind = status(library, "legal_change", step.event.change)
        line += nodes.inline(kind, kind, classes=["kg-step-kind"])
        line += nodes.Text(" (entry unconfirmed): " if step.unconfirmed else ": ")
        line += nodes.Text(f"{step.event.event}.")
        entry += line
        return entry


class LegalLatest(SphinxDirective):
    """The newest steps as a table: ``{legal-latest} 12``."""

    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {"caption": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        library = library_of(self.config)
        depend_on(self.env, place_files(library))
        rows: list[list[Cell]] = [
            [
                long_date(step.event.date),
                nodes.paragraph("", "", link_to(label_of(step.rule.id), step.rule.name, self.env.docname)),
                status(library, "legal_change", step.event.change),
                f"{step.event.event}.",
                "Unconfirmed" if step.unconfirmed else library.label("confidence", step.rule.confidence),
            ]
            for step in steps(library)[: int(self.arguments[0])]
        ]
        headings = ("When", "Where", "Kind", "What happened", "Confidence of the entry")
        table = build_table(headings, rows, (14, 16, 13, 43, 14), "kg-legal-latest", self.options.get("caption"))
        self.set_source_info(table)
        return [table]


class LegalTimelineFilter(SphinxDirective):
    """The controls that narrow the timeline down; they are shown once their script runs."""

    def run(self) -> list[nodes.Node]:
        kinds = library_of(self.config).vocabulary["legal_change"]
        lists: Lists = {
            "part": ("Where", {"united-states": "United States", "countries": "Other countries and bodies"}),
            "change": ("What", {code: term.label for code, term in kinds.items()}),
            "sure": ("Confidence of the entry", {"more": "Medium or high", "low": "Low: unconfirmed"}),
        }
        return [filter_form(lists, "Filter the timeline", noun="steps")]


class LegalTurns(Figure):
    """In which year how many places turned to a ban, to rules, or to milder law."""

    def run(self) -> list[nodes.Node]:
        library = library_of(self.config)
        depend_on(self.env, place_files(library))
        found = turns(library)
        words: dict[LegalChange, str] = {"ban": "a ban", "rules": "rules for sale", "eased": "a milder law"}
        latest = max((year for years in found.values() for year in years), default=FIRST_YEAR)
        columns = {f"before {FIRST_YEAR}": range(FIRST_YEAR)} | {
            str(year): range(year, year + 1) for year in range(FIRST_YEAR, latest + 1)
        }
        names = {
            (change, column): [
                library.jurisdictions[key].name for year, keys in found[change].items() if year in years for key in keys
            ]
            for change in words
            for column, years in columns.items()
        }
        series = {told: {column: len(names[change, column]) for column in columns} for change, told in words.items()}
        title = "Places that turned to a ban, to rules or to a milder law, by year"
        alternative = "; ".join(
            f"{column}: " + ", ".join(f"{counts[column]} to {name}" for name, counts in series.items())
            for column in columns
        )
        caption = (
            "Countries, states and territories with a dated step and more than low confidence. A ban may cover 7-OH "
            "alone, as in Florida. A later step the same way is not counted again, and the last year is not over."
        )
        figure = self.figure(
            "legal-turns",
            f"{title} {series}",
            title,
            caption,
            f"{title}. {alternative}.",
            lambda theme: charts.draw_years("legal-turns", title, series, theme),
        )
        rows: list[list[Cell]] = [
            [column, *(", ".join(names[change, column]) or "–" for change in words)] for column in reversed(columns)
        ]
        headings = ("Year", *(f"To {name}" for name in words.values()))
        return [figure, self.numbers(build_table(headings, rows, (14, 34, 34, 18), "kg-numbers", title))]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.add_directive("legal-timeline", LegalTimeline)
    app.add_directive("legal-timeline-filter", LegalTimelineFilter)
    app.add_directive("legal-turns", LegalTurns)
    app.add_directive("legal-latest", LegalLatest)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
