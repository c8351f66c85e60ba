"""Changes to the doctree of an e-book: nothing is hidden, nothing is a button, and no link leads out by accident."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from kratom_guide.sphinxext.tables import label_cells

if TYPE_CHECKING:
    from collections.abc import Iterator

BUILDERS = ("epub",)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def components(document: nodes.document, name: str) -> Iterator[nodes.Element]:
    """The nodes of sphinx-design of one kind, such as ``tab-item``."""
    for node in list(document.findall(nodes.Element)):
        if node.get("design_component") == name:
            yield node


def depth_of(node: nodes.Node) -> int:
    """In how many sections a node stands."""
    depth, parent = 0, node.parent
    while parent is not None:
        depth += isinstance(parent, nodes.section)
        parent = parent.parent
    return depth


class EverythingOpen(SphinxPostTransform):
    """Show every tab under a heading and every dropdown under its title.

    sphinx-design would make radio buttons of the ones and closed ``details`` of the others.
    """

    builders = BUILDERS
    default_priority = 190  # before sphinx-design's own, 199 and 200

    def run(self, **kwargs: object) -> None:
        for item in components(self.document, "tab-item"):
            label, content = item.children
            assert isinstance(label, nodes.Element) and isinstance(content, nodes.Element)
            heading = nodes.rubric("", "", *label.children, ids=label["ids"])
            heading["heading-level"] = min(depth_of(item) + 1, 6)
            item.replace_self(nodes.container("", heading, *content.children, ids=item["ids"], classes=["kg-opened"]))
        for box in components(self.document, "tab-set"):
            box.replace_self(nodes.container("", *box.children, ids=box["ids"]))
        for box in components(self.document, "dropdown"):
            children = list(box.children)
            if box.get("has_title"):
                title = children.pop(0)
                assert isinstance(title, nodes.Element)
                children.insert(0, nodes.rubric("", "", *title.children, ids=title["ids"]))
            box.replace_self(nodes.container("", *children, ids=box["ids"], classes=["kg-opened"]))


class LabelledTables(SphinxPostTransform):
    """Give the cells of wide tables the heading of their column, which shows when rows become cards."""

    builders = BUILDERS
    default_priority = 510

    def run(self, **kwargs: object) -> None:
        for table in self.document.findall(nodes.table):
            label_cells(table)


class CardsAreLinks(SphinxPostTransform):
    """Make the title of a card the link that a screen lays over the whole card."""

    builders = BUILDERS
    default_priority = 600  # after references have been resolved

    def run(self, **kwargs: object) -> None:
        for card in components(self.document, "card"):
            links = [link for link in card.findall(nodes.reference) if "sd-stretched-link" in link["classes"]]
            titles = list(components_below(card, "card-title"))
            if not links or not titles:
                continue
            link, title = links[0], titles[0]
            link.parent.remove(link)
            link["classes"] = []
            link.children = []
            link.extend(title.children)
            title.children = []
            title += nodes.paragraph("", "", link)


def components_below(card: nodes.Element, name: str) -> Iterator[nodes.Element]:
    """The parts of a card of one kind."""
    return (node for node in card.findall(nodes.Element) if node.get("design_component") == name)


class SiteIsFar(SphinxPostTransform):
    """Turn links to files of the website, which no e-book holds, into links to their address."""

    builders = BUILDERS
    default_priority = 610

    def run(self, **kwargs: object) -> None:
        base = str(self.config.html_baseurl or "").rstrip("/")
        folder = posixpath.dirname(self.env.docname)
        for link in self.document.findall(nodes.reference):
            uri = link.get("refuri", "")
            if link.get("internal") or not uri or uri.startswith("#") or _SCHEME.match(uri):
                continue
            link["refuri"] = f"{base}/{posixpath.normpath(posixpath.join(folder, uri))}"
