"""The travel check: ``{travel-check}`` asks where from, over and to; ``{travel-table}`` holds every place.

The form reads the table of its page, and is shown once its script runs.  The verdict is strict: what is unclear,
unconfirmed, old or undated reads as *do not carry*.
"""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from kratom_guide import __version__
from kratom_guide.records.travel import VERDICTS, on_the_way, verdict
from kratom_guide.sphinxext.data import depend_on, library_of, place_files, today_of
from kratom_guide.sphinxext.facets import FacetRow
from kratom_guide.sphinxext.legal import as_of_cell, label_of, shown_status
from kratom_guide.sphinxext.links import link_to
from kratom_guide.sphinxext.scripts import load_where
from kratom_guide.sphinxext.tables import Cell, build_table

if TYPE_CHECKING:
    import datetime as dt

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata
    from sphinx.writers.html5 import HTML5Translator

    from kratom_guide.records import Library
    from kratom_guide.records.models import Jurisdiction

STOPS = {
    "from": ("From", "You hold it here: possession counts."),
    "over": (
        "Over (a change of planes, a border that you cross)",
        "Reckon with import and possession, even for an hour.",
    ),
    "to": ("To", "Import and possession count."),
}


class TravelForm(nodes.container):
    """The form; its attribute ``places`` is a list of (id, name)."""


def form(places: list[tuple[str, str]]) -> str:
    """The HTML of the form."""
    options = "".join(f'<option value="{escape(key)}">{escape(name)}</option>' for key, name in places)
    menus = "".join(
        f'<label>{escape(words)} <select name="{name}"><option value="">Choose a place</option>{options}</select>'
        f"<small>{escape(hint)}</small></label>"
        for name, (words, hint) in STOPS.items()
    )
    words = escape(json.dumps(VERDICTS, ensure_ascii=False), quote=True)
    return (
        f'<form class="kg-travel" hidden="hidden" aria-label="Check a journey" data-verdicts="{words}">\n{menus}\n'
        '<button type="reset">Clear</button>\n<p class="kg-travel-sum" aria-live="polite"></p>\n'
        '<div class="kg-travel-result"></div>\n</form>\n'
    )


class TravelCheck(SphinxDirective):
    """The form."""

    def run(self) -> list[nodes.Node]:
        library = library_of(self.config)
        depend_on(self.env, place_files(library))
        return [
            TravelForm("", classes=["kg-screen-only"], places=[(place.id, place.name) for place in on_the_way(library)])
        ]


class TravelTable(SphinxDirective):
    """Every place with what counts for a traveller."""

    def run(self) -> list[nodes.Node]:
        library, today = library_of(self.config), today_of(self.config)
        depend_on(self.env, place_files(library))
        places = on_the_way(library)
        frames = [
            FacetRow(
                facets={
                    "place": place.id,
                    "start": verdict(place, today, enters=False),
                    "enter": verdict(place, today, enters=True),
                    "as-of": place.as_of or "",
                }
            )
            for place in places
        ]
        rows = [self.row(place, library, today) for place in places]
        headings = ("Place", "If you arrive with leaf", "Leaf", "Possession", "Import", "Passing through", "As of")
        table = build_table(
            headings, rows, (16, 20, 14, 12, 12, 14, 12), "kg-travel-table", "What counts for travellers", frames
        )
        table["classes"].append("kg-sortable")
        self.set_source_info(table)
        return [table]

    def row(self, place: Jurisdiction, library: Library, today: dt.date) -> list[Cell]:
        """The cells of one place."""
        return [
            nodes.paragraph("", "", link_to(label_of(place.id), place.name, self.env.docname)),
            VERDICTS[verdict(place, today, enters=True)],
            shown_status(place, library, "leaf_status", place.leaf.status),
            library.label("permission", place.leaf.possession),
            library.label("permission", place.leaf.import_),
            place.transit or "Nothing found: reckon with the rule on import",
            as_of_cell(place, library, today),
        ]


def _open_form(translator: HTML5Translator, node: TravelForm) -> None:
    translator.body.append(form(node["places"]))
    raise nodes.SkipNode


def _close_form(translator: HTML5Translator, node: TravelForm) -> None:
    """Nothing is open."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives and the node."""
    app.add_directive("travel-check", TravelCheck)
    app.add_directive("travel-table", TravelTable)
    app.add_node(TravelForm, html=(_open_form, _close_form))
    load_where(app, "travel.js", lambda doctree: next(doctree.findall(TravelForm), None) is not None)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
