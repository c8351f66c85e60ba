"""Summary of findings in the manner of GRADE: ``{summary-of-findings}`` with one claim a line.

Outcome, people and effect stand in the claims, and so do certainty and its reason; the table is a view of them.
A question for which no study was found is a row like any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from kratom_guide import __version__
from kratom_guide.sphinxext.claims import badge_of
from kratom_guide.sphinxext.data import depend_on, library_of
from kratom_guide.sphinxext.tables import Cell, build_table

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata, OptionSpec

    from kratom_guide.records import Library

HEADINGS = ("Outcome", "People and studies", "Effect", "How certain", "Why")


class SummaryOfFindings(SphinxDirective):
    """A row for each claim named in the content, in that order."""

    has_content = True
    option_spec: ClassVar[OptionSpec] = {"caption": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        self.assert_has_content()
        library = library_of(self.config)
        wanted = [line.strip() for line in self.content if line.strip()]
        for key in wanted:
            if key not in library.claims:
                raise self.error(f"the claim '{key}' does not exist: correct it, or add it to data/claims/")
            if library.claims[key].summary is None:
                raise self.error(f"the claim '{key}' has no summary: add outcome, studied and effect to it")
        files = sorted({library.chapter[key] for key in wanted})
        depend_on(self.env, [library.root / "data" / "claims" / f"{name}.yaml" for name in files])
        rows = [self.row(key, library) for key in wanted]
        table = build_table(HEADINGS, rows, (18, 20, 25, 15, 22), "kg-summary", self.options.get("caption"))
        self.set_source_info(table)
        return [table]

    def row(self, key: str, library: Library) -> list[Cell]:
        """The cells of one claim."""
        claim = library.claims[key]
        assert claim.summary is not None  # run() has looked
        badge = badge_of(key, claim, library, self.env.docname, self.env.new_serialno("kg-badge"))
        return [
            claim.summary.outcome,
            claim.summary.studied,
            claim.summary.effect,
            nodes.paragraph("", "", badge),
            claim.reason,
        ]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_directive("summary-of-findings", SummaryOfFindings)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
