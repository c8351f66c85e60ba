"""``{vocabulary} leaf_status``: what the words of a closed list mean, as a table.

With ``:only: banned unclear`` the table holds those codes alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from kratom_guide import __version__
from kratom_guide.sphinxext.data import library_of
from kratom_guide.sphinxext.tables import build_table

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata, OptionSpec


class Vocabulary(SphinxDirective):
    """One row for each code of a list of ``data/vocabulary.yaml``."""

    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {"caption": directives.unchanged_required, "only": str.split}

    def run(self) -> list[nodes.Node]:
        library = library_of(self.config)
        terms = library.vocabulary.get(self.arguments[0])
        if terms is None:
            known = ", ".join(library.vocabulary)
            raise self.error(f"the vocabulary has no list '{self.arguments[0]}': use one of {known}")
        codes = self.options.get("only", list(terms))
        unknown = [code for code in codes if code not in terms]
        if unknown:
            raise self.error(f"'{self.arguments[0]}' has no code '{unknown[0]}': use some of {', '.join(terms)}")
        rows = [(f"{terms[code].icon or ''} {terms[code].label}".strip(), terms[code].meaning) for code in codes]
        table = build_table(("Word", "What it means"), rows, (30, 70), "kg-vocabulary", self.options.get("caption"))
        self.set_source_info(table)
        return [table]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_directive("vocabulary", Vocabulary)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
