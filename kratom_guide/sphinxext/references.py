"""The whole bibliography, in parts: ``{reference-list}``.

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
from kratom_guide.records.citation import GuideStyle, labels_of
from kratom_guide.records.dates import long_date
from kratom_guide.records.works import GROUPS, group_of_works
from kratom_guide.sphinxext.data import depend_on, library_of, record_files, root_of

if TYPE_CHECKING:
    from pybtex.database import Entry
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from kratom_guide.records import Library


def label_of(key: str) -> str:
    """The address of an entry: ``singh2014kratom`` gives ``ref-singh2014kratom``."""
    return f"ref-{nodes.make_id(key)}"


class ReferenceList(SphinxDirective):
    """A section for each part of the bibliography, in it every entry under its author and year."""

    def run(self) -> list[nodes.Node]:
        library = library_of(self.config)
        depend_on(self.env, [path for path in record_files(root_of(self.config)) if path.parent.name == "findings"])
        depend_on(self.env, [library.root / "data" / "references.bib"])
        entries = parse(library).entries
        labels = labels_of(entries.values())
        groups = group_of_works(library)
        sections: list[nodes.Node] = []
        for group, title in GROUPS.items():
            keys = [key for key in labels if groups[key] == group]
            if not keys:
                continue
            section = nodes.section(ids=[f"works-{group}"])
            section += nodes.title(title, title)
            listing = nodes.definition_list(classes=["kg-references"])
            for key in sorted(keys, key=lambda key: labels[key].casefold()):
                listing += self.item(key, labels[key], entries[key], library)
            section += listing
            sections.append(section)
        return sections

    def item(self, key: str, words: str, entry: Entry, library: Library) -> nodes.definition_list_item:
        """One work: how it is cited, where it is found, and what was read of it."""
        label = label_of(key)
        self.env.domains.standard_domain.note_hyperlink_target(label, self.env.docname, label, words)
        formatted = GuideStyle().format_entry(words, entry)
        work = nodes.paragraph("", "", *formatted.text.render(Backend()), classes=["kg-work"])
        note = nodes.paragraph("", classes=["kg-small"])
        if "retracted" in entry.fields:
            note += [nodes.strong("", "Retracted"), nodes.Text(f": {entry.fields['retracted']}. ")]
        read, checked = entry.fields.get("read"), entry.fields.get("checked")
        if read and checked:
            note += nodes.Text(f"Read: {library.label('read', read).lower()}, {long_date(checked)}.")
        body = nodes.definition("", work, *([note] if note.children else []))
        return nodes.definition_list_item("", nodes.term("", words, ids=[label]), body)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_directive("reference-list", ReferenceList)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
