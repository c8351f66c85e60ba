"""Visitors for boxes: admonitions, boxes that the book adds, sphinx-design components."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.locale import admonitionlabels

from kratom_guide.editions.pdf import escape, forms
from kratom_guide.editions.pdf.notes import NoteVisitors

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Characters up to which a box is kept on one page.
_SHORT = 1400
_COLUMNS = re.compile(r"sd-row-cols-(?:md|lg)-(\d+)")
_COMPONENTS = {
    "card-title": "kg-card-title",
    "card-header": "kg-card-edge",
    "card-footer": "kg-card-edge",
}


class ComponentVisitors(NoteVisitors):
    """Visitors for containers and admonitions."""

    def visit_container(self, node: nodes.Element) -> None:
        if self.write_sources(node):
            raise nodes.SkipNode
        self._boxed(node)
        component = str(node.get("design_component", ""))
        if component == "card":
            framed = None if not self._in_grid(node) else "false"
            self.whole(self.labelled(node, escape.call("kg-card", self.render(node.children), framed=framed)))
        if component in _COMPONENTS:
            self.whole(self.labelled(node, escape.call(_COMPONENTS[component], self.render(node.children))))
        if component == "grid-row":
            self._grid_row(node)
        if component in {"dropdown", "tab-item"}:
            self._opened(node)
        self.anchor(node)
        for child in node.children:
            child.walkabout(self)
        raise nodes.SkipNode

    visit_compound = visit_container

    def _boxed(self, node: nodes.Element) -> None:
        """Write *node* when the book has a box for one of its classes."""
        function = forms.chosen(self.forms.boxes, node)
        if function is None:
            return
        title, rest = _split_title(node, self.forms.titles)
        line = self._line(title)
        if title is None and not self.forms.named.isdisjoint(node["classes"]):
            name, rest = _split_name(node)
            line = self.body(name) if name is not None else None
        code = escape.call(
            function,
            title=line,
            body=self.render(rest) if len(rest) != 1 else self._only(rest[0]),
            short=_short(node),
        )
        self.whole(self.labelled(node, code))

    def _line(self, title: nodes.Element | None) -> str | None:
        """Return the title of a box as a paragraph of its own: otherwise Typst tags it together with its neighbours."""
        return escape.call("par", self.body(title)) if title is not None else None

    def _only(self, child: nodes.Node) -> str:
        """Return the only child of a box, tagged as a paragraph when it is one."""
        code = self.render([child])
        return escape.call("par", code) if isinstance(child, nodes.paragraph) else code

    @staticmethod
    def _in_grid(node: nodes.Element) -> bool:
        """Tell whether a card is one of a grid, which draws the frames so that they are equally high."""
        parents = (node.parent, node.parent.parent)
        return any(
            isinstance(above, nodes.Element) and above.get("design_component") == "grid-row" for above in parents
        )

    def _grid_row(self, node: nodes.Element) -> None:
        found = [int(number) for name in node["classes"] for number in _COLUMNS.findall(name)]
        columns = min(max(found, default=2), 2)
        cards = any(item.get("design_component") == "card" for item in node.findall(nodes.container))
        items = escape.array(self.render([child]) for child in node.children if isinstance(child, nodes.Element))
        self.whole(
            self.labelled(node, escape.call("kg-card-grid", str(columns), items, framed="true" if cards else None))
        )

    def _opened(self, node: nodes.Element) -> None:
        """Write a dropdown or a tab open, with its title above."""
        title, rest = _split_title(node)
        code = escape.call(
            "kg-opened",
            title=self._line(title),
            body=self.render(rest),
        )
        self.whole(self.labelled(node, code))

    def visit_PassthroughTextElement(self, node: nodes.Element) -> None:
        stretched = any("sd-stretched-link" in link["classes"] for link in node.findall(nodes.Element))
        if stretched:
            self.whole(escape.call("kg-card-link", self.render(node.children)))
        self.separate()
        for child in node.children:
            child.walkabout(self)
        raise nodes.SkipNode

    # Admonitions

    def _admonition(self, node: nodes.Element, kind: str) -> None:
        self._boxed(node)
        title, rest = _split_title(node) if kind == "admonition" else (None, node.children)
        if kind == "admonition":
            named = [name for name in node["classes"] if name in admonitionlabels]
            kind = named[0] if named else "note"
        words = admonitionlabels.get(kind, kind.capitalize())
        code = escape.call(
            "kg-admonition",
            escape.string(kind),
            title=self._line(title) or escape.call("par", escape.string(str(words))),
            body=self.render(rest),
            short=_short(node),
        )
        self.whole(self.labelled(node, code))

    def visit_note(self, node: nodes.Element) -> None:
        """Write any admonition of docutils or Sphinx; its name says which."""
        self._admonition(node, node.tagname)

    visit_admonition = visit_note
    visit_attention = visit_note
    visit_caution = visit_note
    visit_danger = visit_note
    visit_error = visit_note
    visit_hint = visit_note
    visit_important = visit_note
    visit_seealso = visit_note
    visit_tip = visit_note
    visit_warning = visit_note

    def visit_versionmodified(self, node: nodes.Element) -> None:
        self.whole(self.labelled(node, escape.call("kg-change", self.render(node.children))))

    def visit_topic(self, node: nodes.Element) -> None:
        if "contents" in node["classes"]:
            # The table of contents of one page: the book has one of its own.
            raise nodes.SkipNode
        self._boxed(node)
        title, rest = _split_title(node)
        code = escape.call(
            "kg-aside",
            title=self._line(title),
            body=self.render(rest),
            short=_short(node),
        )
        self.whole(self.labelled(node, code))

    visit_sidebar = visit_topic


def _short(node: nodes.Element) -> str | None:
    """Return Typst's ``true`` when *node* is short enough to be kept on one page."""
    return "true" if len(node.astext()) < _SHORT else None


def _split_title(
    node: nodes.Element, titles: frozenset[str] = frozenset()
) -> tuple[nodes.Element | None, Sequence[nodes.Node]]:
    """Return the title of a box and the rest of its children.

    The title is the first child when that is a title, a rubric, or a paragraph with a class of *titles*.
    """
    if not node.children:
        return None, []
    first = node.children[0]
    if isinstance(first, (nodes.rubric, nodes.title)) or (
        isinstance(first, nodes.paragraph) and not titles.isdisjoint(first["classes"])
    ):
        return first, node.children[1:]
    return None, node.children


def _split_name(node: nodes.Element) -> tuple[nodes.Element | None, Sequence[nodes.Node]]:
    """Return the name of an entry, a first paragraph that is strong as a whole, and the rest of its children."""
    first = node.children[0] if node.children else None
    if isinstance(first, nodes.paragraph) and [type(child) for child in first.children] == [nodes.strong]:
        name = first.children[0]
        assert isinstance(name, nodes.strong)
        return name, node.children[1:]
    return None, node.children
