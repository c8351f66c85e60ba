"""What every long list of records shares: addresses, links to works and findings, the line on what was read."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from kratom_guide.records.bibliography import parse
from kratom_guide.records.citation import labels_of
from kratom_guide.records.dates import long_date
from kratom_guide.sphinxext.data import depend_on, library_of, record_files, root_of
from kratom_guide.sphinxext.links import link_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kratom_guide.records import Library
    from kratom_guide.records.models import Verified


class Entries(SphinxDirective):
    """Sections of entries that other pages can point at."""

    folders: ClassVar[tuple[str, ...]] = ()
    """Folders of ``data/`` on which the list depends."""

    def library(self) -> Library:
        """The records, which the page then depends on; the names of works are kept for the links to them."""
        library, root = library_of(self.config), root_of(self.config)
        depend_on(self.env, [path for path in record_files(root) if path.parent.name in self.folders])
        self.labels = labels_of(parse(library).entries.values())
        return library

    def section(self, label: str, title: str, entries: Sequence[nodes.Node]) -> nodes.section:
        """A section that links can lead to."""
        section = nodes.section(ids=[label])
        section += nodes.title(title, title)
        section.extend(entries)
        self.note_label(label, title)
        return section

    def note_label(self, label: str, title: str) -> None:
        """Make the label known to every page."""
        self.env.domains.standard_domain.note_hyperlink_target(label, self.env.docname, label, title)

    def link(self, label: str, words: str) -> nodes.Node:
        """A link to a label of any page."""
        return link_to(label, words, self.env.docname)

    def line(self, name: str, links: Sequence[nodes.Node]) -> nodes.paragraph:
        """A line such as ``For: a; b``."""
        line = nodes.paragraph("", "", nodes.strong("", f"{name}: "), classes=["kg-small"])
        for index, link in enumerate(links):
            line += [nodes.Text("; "), link] if index else [link]
        return line

    def read_again(self, line: nodes.paragraph, checked: Verified) -> None:
        """Add to a line of sources when they were last read, what was read of them, and where."""
        line += nodes.Text(
            f". Read again on {long_date(checked.date)}: {library_of(self.config).label('read', checked.read).lower()}"
        )
        for index, address in enumerate(checked.at):
            host = urlsplit(address).hostname or address
            line += nodes.Text(" at " if index == 0 else ", ")
            line += nodes.reference("", host.removeprefix("www."), refuri=address, internal=False)
        line += nodes.Text(".")
