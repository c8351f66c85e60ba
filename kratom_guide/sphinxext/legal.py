"""Tables of places, and links to them.

``{legal-table} united-states`` lists the places of a folder, ``{legal-counts} united-states`` counts them, and
``{legal-filter}`` narrows all lists on its page down.  ``{legal}`US-AL``` links to a place.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from kratom_guide import __version__
from kratom_guide.records.ageing import age_of
from kratom_guide.records.dates import long_date
from kratom_guide.sphinxext.data import depend_on, library_of, today_of
from kratom_guide.sphinxext.facets import FacetRow, Lists, filter_form
from kratom_guide.sphinxext.links import RecordRole, link_to
from kratom_guide.sphinxext.scripts import load_where
from kratom_guide.sphinxext.tables import Cell, build_table

if TYPE_CHECKING:
    import datetime as dt

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata, OptionSpec

    from kratom_guide.records import Library
    from kratom_guide.records.models import Jurisdiction, LegalRule

TABLE_HEADINGS = ("Place", "Leaf", "7-OH", "Sale", "Possession", "Import", "Minimum age", "As of", "Confidence")
VIEWS = {"leaf": ("Leaf", "leaf_status"), "seven-oh": ("7-OH", "seven_oh_status")}
"""What a place rules on: words for readers, and the list that holds the status."""
CHECK_LABEL = "legal-index-check-today"
"""The label of the section that says how to check an entry today."""


def label_of(key: str) -> str:
    """The label of a place's page: ``US-AL`` gives ``legal-us-al``."""
    return f"legal-{key.lower()}"


def code_of(rule: LegalRule, view: str) -> str:
    """The status of leaf or of 7-OH, by a key of ``VIEWS``."""
    return rule.leaf.status if view == "leaf" else rule.seven_oh.status


def status(library: Library, vocabulary: str, code: str) -> str:
    """Icon and words for a status."""
    term = library.vocabulary[vocabulary][code]
    return f"{term.icon} {term.label}" if term.icon else term.label


def shown_status(rule: LegalRule, library: Library, vocabulary: str, code: str) -> str:
    """Icon and words for a status, marked when a definite status rests on weak sources."""
    words = status(library, vocabulary, code)
    return f"Unconfirmed: {words}" if unconfirmed(rule, code) else words


def unconfirmed(rule: LegalRule, code: str) -> bool:
    """Whether a status is definite but rests on weak sources."""
    return rule.confidence == "low" and code != "unclear"


def counted(places: int, unsure: int) -> str:
    """A number of places: ``38 (13 unconfirmed)``."""
    return f"{places} ({unsure} unconfirmed)" if unsure else str(places)


def freshness(rule: LegalRule, library: Library, today: dt.date) -> nodes.inline:
    """Icon and word for how old the entry is, in its colour."""
    code = age_of(rule.as_of, today).freshness
    words = status(library, "freshness", code)
    return nodes.inline(words, words, classes=["kg-fresh", f"kg-fresh-{code}"])


def as_of_cell(rule: LegalRule, library: Library, today: dt.date) -> nodes.paragraph:
    """The as-of date and how old it is."""
    cell = nodes.paragraph("", long_date(rule.as_of) if rule.as_of else "No date")
    cell += [nodes.Text(" "), freshness(rule, library, today)]
    return cell


class LegalTable(SphinxDirective):
    """One row for each place of a folder of ``source/legal``."""

    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {"caption": directives.unchanged_required}

    def places(self, library: Library) -> list[Jurisdiction]:
        """The places of the folder named in the argument, by name."""
        prefix = f"legal/{self.arguments[0]}/"
        places = [place for key, place in library.jurisdictions.items() if library.docname[key].startswith(prefix)]
        if not places:
            raise self.error(f"no legal record under source/{prefix}")
        depend_on(self.env, [library.root / "source" / f"{library.docname[place.id]}.md" for place in places])
        return sorted(places, key=lambda place: (place.level != "country" or place.id != "US", place.name))

    def run(self) -> list[nodes.Node]:
        library, today = library_of(self.config), today_of(self.config)
        places = self.places(library)
        rows = [self.row(place, library, today) for place in places]
        frames = [FacetRow(facets=self.facets(place, today)) for place in places]
        widths = (16, 15, 13, 11, 11, 11, 5, 12, 10)
        table = build_table(TABLE_HEADINGS, rows, widths, "kg-legal-table", self.options.get("caption"), frames)
        table["classes"].append("kg-sortable")
        self.set_source_info(table)
        return [table]

    def facets(self, place: Jurisdiction, today: dt.date) -> dict[str, str]:
        """The codes by which rows are filtered, and the day by which they are sorted."""
        return {
            "part": self.arguments[0],
            "leaf": place.leaf.status,
            "seven-oh": place.seven_oh.status,
            "fresh": age_of(place.as_of, today).freshness,
            "confidence": place.confidence,
            "as-of": place.as_of or "",
        }

    def row(self, place: Jurisdiction, library: Library, today: dt.date) -> list[Cell]:
        """The cells of one place."""
        return [
            nodes.paragraph("", "", link_to(label_of(place.id), place.name, self.env.docname)),
            shown_status(place, library, "leaf_status", place.leaf.status),
            shown_status(place, library, "seven_oh_status", place.seven_oh.status),
            library.label("permission", place.leaf.sale),
            library.label("permission", place.leaf.possession),
            library.label("permission", place.leaf.import_),
            str(place.leaf.minimum_age) if place.leaf.minimum_age else "–",
            as_of_cell(place, library, today),
            library.label("confidence", place.confidence),
        ]


class LegalFilter(SphinxDirective):
    """The controls that narrow down every table of places on the page; they are shown once their script runs."""

    def run(self) -> list[nodes.Node]:
        vocabulary = library_of(self.config).vocabulary
        lists: Lists = {
            "part": (
                "Where",
                {"united-states": "United States", "countries": "Other countries", "international": "Bodies"},
            ),
            "leaf": ("Leaf", {code: term.label for code, term in vocabulary["leaf_status"].items()}),
            "seven-oh": ("7-OH", {code: term.label for code, term in vocabulary["seven_oh_status"].items()}),
            "fresh": ("Age of the entry", {code: term.label for code, term in vocabulary["freshness"].items()}),
            "confidence": ("Confidence", {code: term.label for code, term in vocabulary["confidence"].items()}),
        }
        return [filter_form(lists, "Find a place", ".kg-legal-table tbody tr", ".table-wrapper", "places")]


class LegalCounts(LegalTable):
    """How many places of a folder have each status, for leaf and 7-OH apart."""

    def run(self) -> list[nodes.Node]:
        library = library_of(self.config)
        places = self.places(library)
        if self.arguments[0] == "united-states":
            places = [place for place in places if place.level == "state"]
        rows: list[list[Cell]] = []
        for view, (title, vocabulary) in VIEWS.items():
            codes = [code_of(place, view) for place in places]
            counts: Counter[str] = Counter(codes)
            for code, term in library.vocabulary[vocabulary].items():
                if not counts[code]:
                    continue
                which = [place for place, found in zip(places, codes, strict=True) if found == code]
                names = [f"{place.name} (unconfirmed)" if unconfirmed(place, code) else place.name for place in which]
                number = counted(counts[code], sum(unconfirmed(place, code) for place in which))
                rows.append([f"{title}: {status(library, vocabulary, code)}", number, term.meaning, ", ".join(names)])
        headings = ("Status", "Places", "What it means", "Which")
        table = build_table(headings, rows, (20, 12, 32, 36), "kg-legal-counts", self.options.get("caption"))
        self.set_source_info(table)
        return [table]


def name_of(library: Library, key: str) -> str | None:
    """The name of a place; ``None`` for an unknown code."""
    place = library.jurisdictions.get(key)
    return place.name if place else None


def _can_be_sorted(doctree: nodes.document) -> bool:
    return any("kg-sortable" in table["classes"] for table in doctree.findall(nodes.table))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives and the role."""
    app.add_directive("legal-table", LegalTable)
    app.add_directive("legal-counts", LegalCounts)
    app.add_directive("legal-filter", LegalFilter)
    load_where(app, "sort.js", _can_be_sorted)
    app.add_role("legal", RecordRole(lambda env: library_of(env.config), label_of, name_of))
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
