"""From a resolved page to the units that the search can find."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from kratom_guide.search.units import Kind, Unit
from kratom_guide.sphinxext.claims import BadgeNote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

OWN_ADDRESS: dict[str, Kind] = {
    "claim-": "claim",
    "finding-": "finding",
    "interaction-": "medicine",
    "medicine-": "detail",
    "term-": "term",
    "ref-": "work",
    "emergency-": "care",
}
"""How the ids of records begin that are units of their own within a section."""

SKIPPED = (
    addnodes.toctree,
    addnodes.index,
    nodes.footnote,
    nodes.footnote_reference,
    nodes.citation,
    nodes.comment,
    nodes.raw,
    nodes.system_message,
    nodes.image,
    BadgeNote,
)
"""What is no text of the page."""

LEFT_OUT = frozenset({"kg-page-panel", "kg-certainty-note", "kg-screen-only", "kg-names", "kg-map-key"})
"""Classes of what repeats on every page, works by script, or lists names that the search knows otherwise."""

LEADS = frozenset({"kg-answer", "kg-legal-answer", "kg-legal-dated"})
"""Classes of what answers at once."""

NOT_INDEXED = frozenset({"Sources", "Where to go next"})
"""Sections that only point elsewhere."""

Record = tuple[nodes.Element, str, Kind]


@dataclass
class _Page:
    docname: str
    records: dict[int, Record]
    found: list[Unit] = field(default_factory=list)


def units_of(doctree: nodes.document, docname: str) -> list[Unit]:
    """The units of the page `docname`, in reading order; a page without a title has none."""
    top = next(doctree.findall(nodes.section), None)
    if top is None:
        return []
    page = _Page(docname, {id(holder): (holder, name, kind) for holder, name, kind in _records(doctree)})
    if next(top.findall(lambda node: isinstance(node, nodes.container) and _has(node, "kg-legal-card")), None):
        _place(top, page)
    else:
        _section(top, page, ())
    return page.found


def _records(doctree: nodes.document) -> Iterator[Record]:
    """Each element that is a unit of its own, with its id and kind."""
    for node in doctree.findall(nodes.Element):
        if isinstance(node, nodes.section | nodes.figure):
            continue
        for name in map(str, node.get("ids", ())):
            kind = next((kind for start, kind in OWN_ADDRESS.items() if name.startswith(start)), None)
            holder = _holder(node) if kind else None
            if kind and holder is not None:
                yield holder, name, kind


def _holder(node: nodes.Element) -> nodes.Element | None:
    """What belongs to the id of `node`: the entry, the item of a list, or the row of a table."""
    if isinstance(node, nodes.container):
        return node
    if isinstance(node, nodes.term):
        return node.parent
    if isinstance(node, nodes.target):
        above: nodes.Element | None = node.parent
        while above is not None and not isinstance(above, nodes.row):
            above = above.parent
        return above
    return None


def _has(node: nodes.Element, *classes: str) -> bool:
    return any(name in node.get("classes", ()) for name in classes)


def _place(section: nodes.section, page: _Page) -> None:
    """A page about one place is one unit, and its towns are another."""
    name = str(section["ids"][0])
    title = section[0].astext()
    towns = next((child for child in section.findall(nodes.section) if f"{name}-local" in child["ids"]), None)
    lead, text = _lead_and_text(child for child in section.children[1:] if child is not towns)
    inner = [str(each) for child in section.findall(nodes.section) if child is not section for each in child["ids"]]
    aliases = (*map(str, section["ids"]), *(each for each in inner if each != f"{name}-local"))
    page.found.append(Unit(page.docname, "", "place", title, lead, text, (), aliases))
    if towns is None or next(towns.findall(nodes.container), None) is None:
        return
    marked = [node for node in towns.children if isinstance(node, nodes.paragraph) and node["ids"]]
    names = ", ".join(node.astext().partition(",")[0] for node in marked)
    lead, text = _lead_and_text(towns.children[1:])
    ids = tuple(str(each) for node in marked for each in node["ids"])
    heading = f"{towns[0].astext()}: {names}"
    page.found.append(Unit(page.docname, str(towns["ids"][0]), "place", heading, lead, text, (title,), ids))


def _section(section: nodes.section, page: _Page, above: tuple[str, ...]) -> None:
    title = section[0].astext()
    if above and title in NOT_INDEXED:
        return
    inner: list[Record] = []
    own = [child for child in section.children[1:] if not isinstance(child, nodes.section)]
    lead, text = _lead_and_text(own, page.records, inner)
    ids = tuple(map(str, section["ids"]))
    page.found.append(Unit(page.docname, ids[0] if above and ids else "", "section", title, lead, text, above, ids))
    for holder, name, kind in inner:
        page.found.append(_record(holder, name, kind, page.docname, (*above, title)))
    for child in section.children:
        if isinstance(child, nodes.section) and child["ids"]:
            _section(child, page, (*above, title))


def _record(holder: nodes.Element, name: str, kind: Kind, docname: str, above: tuple[str, ...]) -> Unit:
    title: str
    if isinstance(holder, nodes.definition_list_item):
        title, (_, text) = holder[0].astext(), _lead_and_text(holder.children[1:])
        lead = text if kind == "term" else ""
        return Unit(docname, name, kind, _collapse(title), lead, "" if lead else text, above)
    if isinstance(holder, nodes.row):
        first, severity, *rest = holder.children
        strong = next(first.findall(nodes.strong))
        sign = next(severity.findall(nodes.paragraph)).astext()
        advice = _collapse(_text(rest[-1], {}, None))
        text = _collapse(" ".join(_text(child, {}, None) for child in (*severity.children[1:], *rest[:-1])))
        return Unit(docname, name, kind, strong.astext(), _collapse(f"{sign}. {advice}"), text, above)
    heading = next(holder.findall(nodes.rubric), None) or next(holder.findall(nodes.strong), None)
    title = _collapse(heading.astext()) if heading is not None else ""
    text = _collapse(_text(holder, {}, None)).removeprefix(title).strip(" .")
    if kind == "detail":
        # Severity, names and advice stand in the row of the same medicine; here only what is more than that.
        text = re.sub(r"^.*?(?=(?:They meet at|How):)|What could happen:.*$", "", text).strip()
    if kind == "finding":
        title = text.partition(". ")[0].rstrip(".")
        text = text.removeprefix(title).strip(" .")
    return Unit(docname, name, kind, title, "", text, above)


def _lead_and_text(
    children: Iterable[nodes.Node], records: dict[int, Record] | None = None, inner: list[Record] | None = None
) -> tuple[str, str]:
    """What answers at once, and the rest; records on the way go to `inner`."""
    leads: list[str] = []
    text = [_text(child, records or {}, inner, leads) for child in children]
    return _collapse(" ".join(leads)), _collapse(" ".join(text))


def _text(
    node: nodes.Node, records: dict[int, Record], inner: list[Record] | None, leads: list[str] | None = None
) -> str:
    """The text of `node` with a space between blocks, without records and leads, which go to their lists."""
    if isinstance(node, nodes.Text):
        return node.astext()
    if (
        not isinstance(node, nodes.Element)
        or isinstance(node, SKIPPED)
        or LEFT_OUT.intersection(node.get("classes", ()))
    ):
        return ""
    if inner is not None and id(node) in records:
        inner.append(records[id(node)])
        return ""
    glue = "" if isinstance(node, nodes.TextElement) else " "
    if leads is not None and _has(node, *LEADS):
        children = [
            child for child in node.children if not (isinstance(child, nodes.Element) and _has(child, "kg-box-title"))
        ]
        leads.append(glue.join(_text(child, records, None) for child in children))
        return ""
    return glue.join(_text(child, records, inner, leads) for child in node.children)


def _collapse(text: str) -> str:
    return re.sub(r"\s+([.,;:)])", r"\1", re.sub(r"\s+", " ", text)).strip()
