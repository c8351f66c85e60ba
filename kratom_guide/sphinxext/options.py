"""The table of other options for tight and sore muscles: ``{options-table}``."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from kratom_guide import __version__
from kratom_guide.sphinxext.data import depend_on, library_of
from kratom_guide.sphinxext.tables import Cell, build_table

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata, OptionSpec

    from kratom_guide.records.models import Option

HEADINGS = ("Option", "What was found", "Harms", "How certain")


class OptionsTable(SphinxDirective):
    """The options named in ``:only:``, or all of them."""

    option_spec: ClassVar[OptionSpec] = {
        "caption": directives.unchanged_required,
        "only": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        library = library_of(self.config)
        wanted = [key.strip() for key in self.options.get("only", "").split(",") if key.strip()] or list(
            library.options
        )
        unknown = [key for key in wanted if key not in library.options]
        if unknown:
            raise self.error(f"unknown options {', '.join(unknown)}: use ids of data/options.yaml")
        depend_on(self.env, [library.root / "data" / "options.yaml"])
        rows = [self.row(library.options[key]) for key in wanted]
        table = build_table(HEADINGS, rows, (20, 42, 22, 16), "kg-options", self.options.get("caption"))
        self.set_source_info(table)
        return [table]

    def row(self, option: Option) -> list[Cell]:
        """The cells of one option."""
        sources = ",".join(option.references)
        found = f"{option.effect} {{footcite}}`{sources}`"
        studied = f"Studied: {option.studied}"
        return [
            [
                nodes.paragraph("", "", nodes.strong(option.option, option.option)),
                *self.small(f"For: {option.problem}"),
            ],
            [*self.parse_text_to_nodes(found), *self.small(studied)],
            self.parse_text_to_nodes(option.harms),
            self.parse_text_to_nodes(option.certainty),
        ]

    def small(self, text: str) -> list[nodes.Node]:
        """A paragraph of Markdown in small print."""
        parsed = self.parse_text_to_nodes(text)
        for node in parsed:
            if isinstance(node, nodes.Element):
                node["classes"].append("kg-small")
        return parsed


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_directive("options-table", OptionsTable)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
