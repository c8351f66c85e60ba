"""The PDF of this guide: which of its classes takes which form.  The builder itself knows none of them."""

from __future__ import annotations

from docutils import nodes

from kratom_guide.editions.pdf.forms import Forms


def prepare_sheet(doctree: nodes.document) -> None:
    """Take from a page what stays behind when it becomes a sheet.

    The panel of the page does, and on a page with small print of its own (``sheet-foot``) the numbers of sources
    and their list too.
    """
    for panel in _with_class(doctree, nodes.container, "kg-page-panel"):
        panel.parent.remove(panel)
    if not _with_class(doctree, nodes.container, "kg-sheet-foot"):
        return
    sections = [node for node in doctree.findall(nodes.section) if next(node.findall(nodes.footnote), None) is not None]
    for section in sections:
        if not any(isinstance(child, nodes.section) for child in section.children):
            section.parent.remove(section)
    for mark in list(doctree.findall(nodes.footnote_reference)):
        mark.parent.remove(mark)
    for search in _with_class(doctree, nodes.inline, "kg-own-search"):
        # A search of our own is cited as " (our search)": the brackets go with it, and the space before them.
        parent, place = search.parent, search.parent.index(search)
        for node in parent.children[place - 1 : place + 2]:
            parent.remove(node)
        before = parent.children[place - 2] if place > 1 else None
        if isinstance(before, nodes.Text):
            parent.replace(before, nodes.Text(before.astext().rstrip()))


def _with_class(doctree: nodes.document, kind: type[nodes.Element], name: str) -> list[nodes.Element]:
    return [node for node in doctree.findall(kind) if name in node["classes"]]


FORMS = Forms(
    boxes={
        "kg-care-emergency": 'kg-care-card.with("emergency")',
        "kg-care-urgent": 'kg-care-card.with("urgent")',
        "kg-care-card": 'kg-care-card.with("see-someone")',
        "kg-answer": "kg-answer",
        "kg-key-points": "kg-key-points",
        "kg-page-panel": "kg-page-panel",
        "kg-legal-card": "kg-legal-card",
        "kg-figure": "kg-figure",
        "kg-entry": "kg-entry",
        "kg-fill-in": "kg-fill-in",
        "kg-sheet-foot": "kg-sheet-foot",
    },
    paragraphs={"kg-small": "kg-small-print"},
    lists={"kg-ticks": "kg-ticks", "kg-sources": "kg-small-list"},
    definitions={"kg-references": "kg-definitions.with(small: true)"},
    inline={
        "kg-certainty": "kg-certainty",
        "kg-small": "kg-small",
        "kg-severity": "strong",
    },
    drawn={"kg-blank": "kg-blank()", "kg-blank-cell": "kg-blank-cell()"},
    titles=frozenset({"kg-care-title"}),
    named=frozenset({"kg-entry"}),
    hidden=frozenset({"kg-screen-only"}),
    prepare_sheet=prepare_sheet,
)
"""The forms that ``conf.py`` gives to the builder."""
