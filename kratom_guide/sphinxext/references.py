"""The whole bibliography as one list: ``{reference-list}``.

Numbered sources at the end of each chapter are made by sphinxcontrib-bibtex.  Its own directive for the whole list
formats every entry anew in every build; this one formats them only when the bibliography has changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from pybtex_docutils import Backend
from sphinx.util.docutils import SphinxDirective

from kratom_guide import __version__
from kratom_guide.records.bibliography import parse
from kratom_guide.records.citation import GuideStyle
from kratom_guide.sphinxext.data import depend_on, library_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def label_of(key: str) -> str:
    """The address of an entry: ``singh2014kratom`` gives ``ref-singh2014kratom``."""
    return f"ref-{nodes.make_id(key)}"


class ReferenceList(SphinxDirective):
    """Every entry under its author and year, with an address of its own."""

    def run(self) -> list[nodes.Node]:
        library = library_of(self.config)
        depend_on(self.env, [library.root / "data" / "references.bib"])
        backend = Backend()
        listing = nodes.definition_list(classes=["kg-references"])
        entries = GuideStyle().format_entries(parse(library).entries.values())
        for entry in sorted(entries, key=lambda entry: entry.label.casefold()):
            label = label_of(entry.key)
            self.env.domains.standard_domain.note_hyperlink_target(label, self.env.docname, label, entry.label)
            term = nodes.term("", entry.label, ids=[label])
            text = nodes.paragraph("", "", *entry.text.render(backend))
            listing += nodes.definition_list_item("", term, nodes.definition("", text))
        return [listing]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_directive("reference-list", ReferenceList)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
