"""Tables of places, and links to them.

``{legal-table} united-states`` lists the places of a folder, ``{legal-counts} united-states`` counts them.
``{legal}`US-AL``` links to a place.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from kratom_guide import __version__
from kratom_guide.records.dates import long_date, months_between
from kratom_guide.sphinxext.data import depend_on, library_of
from kratom_guide.sphinxext.links import RecordRole, link_to
from kratom_guide.sphinxext.tables import Cell, build_table

if TYPE_CHECKING:
    import datetime as dt

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata, OptionSpec

    from kratom_guide.records import Library
    from kratom_guide.records.models import Jurisdiction, LegalRule

TABLE_HEADINGS = ("Place", "Leaf", "Sale", "Possession", "Age", "7-OH", "As of", "Confidence")
CHECK_LABEL = "legal-index-check-today"
"""The label of the section that says how to check an entry today."""


def label_of(key: str) -> str:
    """The label of a place's page: ``US-AL`` gives ``legal-us-al``."""
    return f"legal-{key.lower()}"


def status(library: Library, vocabulary: str, code: str) -> str:
    """Icon and words for a status."""
    term = library.vocabulary[vocabulary][code]
    return f"{term.icon} {term.label}" if term.icon else term.label


def shown_status(rule: LegalRule, library: Library, vocabulary: str, code: str) -> str:
    """Icon and words for a status, marked when a definite status rests on weak sources."""
    words = status(library, vocabulary, code)
    return f"Unconfirmed: {words}" if rule.confidence == "low" and code != "unclear" else words


def age_words(rule: LegalRule, today: dt.date) -> str:
    """The as-of date and how old it is on the day of the edition."""
    if rule.as_of is None:
        return "No dated source found"
    if len(rule.as_of) == 4:
        return f"{rule.as_of} (only the year is known)"
    months = months_between(rule.as_of, today)
    age = "this month" if months == 0 else f"{months} month{'s' if months != 1 else ''} before this edition"
    return f"{long_date(rule.as_of)} ({age})"


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
        library = library_of(self.config)
        rows = [self.row(place, library) for place in self.places(library)]
        widths = (19, 17, 13, 13, 6, 15, 11, 10)
        table = build_table(TABLE_HEADINGS, rows, widths, "kg-legal-table", self.options.get("caption"))
        self.set_source_info(table)
        return [table]

    def row(self, place: Jurisdiction, library: Library) -> list[Cell]:
        """The cells of one place."""
        return [
            nodes.paragraph("", "", link_to(label_of(place.id), place.name, self.env.docname)),
            shown_status(place, library, "leaf_status", place.leaf.status),
            library.label("permission", place.leaf.sale),
            library.label("permission", place.leaf.possession),
            str(place.leaf.minimum_age) if place.leaf.minimum_age else "–",
            shown_status(place, library, "seven_oh_status", place.seven_oh.status),
            long_date(place.as_of) if place.as_of else "No date",
            library.label("confidence", place.confidence),
        ]


class LegalCounts(LegalTable):
    """How many places of a folder have each status, for leaf and 7-OH apart."""

    def run(self) -> list[nodes.Node]:
        library = library_of(self.config)
        places = self.places(library)
        if self.arguments[0] == "united-states":
            places = [place for place in places if place.level == "state"]
        rows: list[list[Cell]] = []
        for title, vocabulary, codes in (
            ("Leaf", "leaf_status", [place.leaf.status for place in places]),
            ("7-OH", "seven_oh_status", [place.seven_oh.status for place in places]),
        ):
            counts: Counter[str] = Counter(codes)
            for code, term in library.vocabulary[vocabulary].items():
                if counts[code]:
                    names = ", ".join(place.name for place, found in zip(places, codes, strict=True) if found == code)
                    rows.append(
                        [f"{title}: {status(library, vocabulary, code)}", str(counts[code]), term.meaning, names]
                    )
        headings = ("Status", "Places", "What it means", "Which")
        table = build_table(headings, rows, (20, 8, 34, 38), "kg-legal-counts", self.options.get("caption"))
        self.set_source_info(table)
        return [table]


def name_of(library: Library, key: str) -> str | None:
    """The name of a place; ``None`` for an unknown code."""
    place = library.jurisdictions.get(key)
    return place.name if place else None


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives and the role."""
    app.add_directive("legal-table", LegalTable)
    app.add_directive("legal-counts", LegalCounts)
    app.add_role("legal", RecordRole(lambda env: library_of(env.config), label_of, name_of))
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
