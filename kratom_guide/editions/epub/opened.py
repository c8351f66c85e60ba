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


def components(node: nodes.Element) -> Iterator[tuple[str, nodes.container]]:
    """Kind and node of each part of sphinx-design below `node`, such as ``tab-item``; it may be replaced meanwhile."""
    for found in list(node.findall(nodes.container)):
        if "design_component" in found:
            yield found["design_component"], found


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
        for kind, box in components(self.document):
            if kind == "tab-set":
                box.replace_self(nodes.container("", *box.children, ids=box["ids"]))
            elif kind == "tab-item":
                label, content = box.children
                assert isinstance(label, nodes.Element) and isinstance(content, nodes.Element)
                heading = nodes.rubric("", "", *label.children, ids=label["ids"])
                heading["heading-level"] = min(depth_of(box) + 1, 6)
                box.replace_self(nodes.container("", heading, *content.children, ids=box["ids"], classes=["kg-opened"]))
            elif kind == "dropdown":
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
        for kind, card in components(self.document):
            if kind != "card":
                continue
            links = [link for link in card.findall(nodes.reference) if "sd-stretched-link" in link["classes"]]
            titles = [part for kind, part in components(card) if kind == "card-title"]
            if not links or not titles:
                continue
            link, title = links[0], titles[0]
            link.parent.remove(link)
            link["classes"] = []
            link.children = []
            link.extend(title.children)
            title.children = []
            title += nodes.paragraph("", "", link)


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
