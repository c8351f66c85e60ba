"""``{legal-due}``: the legal entries that somebody should look at again, the most pressing first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from kratom_guide import __version__
from kratom_guide.records.ageing import due
from kratom_guide.records.dates import long_date
from kratom_guide.sphinxext.data import depend_on, library_of, place_files, today_of
from kratom_guide.sphinxext.facets import FacetRow
from kratom_guide.sphinxext.legal import freshness, label_of
from kratom_guide.sphinxext.links import link_to
from kratom_guide.sphinxext.tables import Cell, build_table

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


class LegalDue(SphinxDirective):
    """A table of the entries that are due."""

    def run(self) -> list[nodes.Node]:
        library, today = library_of(self.config), today_of(self.config)
        depend_on(self.env, place_files(library))
        rows: list[list[Cell]] = [
            [
                nodes.paragraph("", "", link_to(label_of(rule.id), rule.name, self.env.docname)),
                nodes.paragraph("", "", freshness(rule, library, today)),
                long_date(rule.as_of) if rule.as_of else "–",
                f"{age.days:,}" if age.days is not None else "–",
                library.label("confidence", rule.confidence),
            ]
            for _, rule, age in due(library, today)
        ]
        frames = [FacetRow(facets={"as-of": rule.as_of or ""}) for _, rule, _ in due(library, today)]
        if not rows:
            return self.parse_text_to_nodes("Nothing is due.")
        headings = ("Entry", "Age of the entry", "As of", "Days", "Confidence")
        table = build_table(
            headings, rows, (36, 18, 22, 12, 12), "kg-legal-due", f"{len(rows)} entries due for a look", frames
        )
        table["classes"].append("kg-sortable")
        self.set_source_info(table)
        return [table]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_directive("legal-due", LegalDue)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
