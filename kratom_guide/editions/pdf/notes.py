"""Visitors for footnotes, for the sources at a chapter's end, and for citations.

Two kinds of docutils footnote exist.  An author's own note stands at the foot of the page.  A note
that sphinxcontrib-bibtex made from a ``footcite`` role is an entry of the chapter's list of
sources.  MyST may have moved both to the end of the document (``myst_footnote_sort``), so the kind
is told by the name of the note, not by its place.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docutils import nodes

from kratom_guide.editions.pdf import escape
from kratom_guide.editions.pdf.base import BaseTranslator

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass
class Notes:
    """The notes of one document, and how far they have been written."""

    #: Page notes and sources, by id.
    page: dict[str, nodes.footnote] = field(default_factory=dict)
    sources: dict[str, nodes.footnote] = field(default_factory=dict)
    #: Ids of page notes already written; the label of the first mark of each source.
    written: set[str] = field(default_factory=set)
    first_marks: dict[str, str] = field(default_factory=dict)
    #: Sources that MyST moved out of their list, and the list that it emptied.
    strays: list[nodes.footnote] = field(default_factory=list)
    emptied: nodes.Element | None = None


class NoteVisitors(BaseTranslator):
    """Visitors for notes and sources."""

    notes = Notes()

    def collect_notes(self, document: nodes.document) -> Notes:
        """Return the notes of *document*, sorted into page notes and sources."""
        notes = Notes()
        for footnote in document.findall(nodes.footnote):
            is_source = self._is_source(footnote)
            store = notes.sources if is_source else notes.page
            store.update({str(node_id): footnote for node_id in footnote["ids"]})
            if is_source and not _is_list(footnote.parent):
                notes.strays.append(footnote)
        if notes.strays:
            for container in document.findall(nodes.container):
                if not container.children and not container["classes"] and container["ids"]:
                    notes.emptied = container
        return notes

    def _is_source(self, footnote: nodes.footnote) -> bool:
        if _is_list(footnote.parent):
            return True
        template = str(getattr(self.config, "bibtex_footcite_id", "") or "footcite-{key}")
        prefix = nodes.make_id(template.partition("{")[0])
        names = [str(name) for name in (*footnote["names"], *footnote["ids"])]
        return bool(prefix) and any(nodes.make_id(name).startswith(prefix) for name in names)

    def end_notes(self) -> None:
        """Write the sources of a document that has no place for them."""
        if self.notes.strays and self.notes.emptied is None:
            self.emit(self._source_list(self.notes.strays))

    def visit_footnote_reference(self, node: nodes.Element) -> None:
        self.close_up()
        note_id = str(node.get("refid", ""))
        number = escape.string(node.astext())
        if self.in_heading:
            if note_id not in self.notes.sources:
                self.problem(node, "footnote in a heading or header row: move it into the text")
            self.whole(escape.call("super", number))
        if note_id in self.notes.sources:
            label = escape.key(self.docname, note_id)
            mark = escape.key(self.docname, str(node["ids"][0])) if node["ids"] else None
            is_first = mark is not None and note_id not in self.notes.first_marks
            if mark is not None and is_first:
                self.notes.first_marks[note_id] = mark
            self.whole(
                escape.call(
                    "kg-source-mark",
                    number,
                    self.to(label),
                    mark=escape.string(mark) if mark and is_first else None,
                    comma="true" if _follows_mark(node) else None,
                )
            )
        note = self.notes.page.get(note_id)
        if note is None:
            self.problem(node, f"footnote [{node.astext()}] was not found")
            raise nodes.SkipNode
        label = escape.string(escape.key(self.docname, str(note["ids"][0])))
        if note["ids"][0] in self.notes.written:
            self.whole(escape.call("kg-note-again", number, label))
        self.notes.written.add(str(note["ids"][0]))
        text = self.render(_without_label(note))
        self.whole(escape.call("kg-note", number, label, text))

    def visit_footnote(self, node: nodes.Element) -> None:
        """Leave a note out here: it is written where it is called, or in the list of sources."""
        raise nodes.SkipNode

    def visit_label(self, node: nodes.Element) -> None:
        raise nodes.SkipNode

    def write_sources(self, node: nodes.Element) -> bool:
        """Write the list of sources when *node* is where it belongs; tell whether it was."""
        if node is self.notes.emptied:
            self.emit(self.labelled(node, self._source_list(self.notes.strays)))
            return True
        if _is_list(node):
            footnotes = [child for child in node.children if isinstance(child, nodes.footnote)]
            self.emit(self.labelled(node, self._source_list(footnotes)))
            return True
        return False

    def holds_sources(self, section: nodes.Element) -> bool:
        """Tell whether the list of sources stands directly in *section*."""
        return any(child is self.notes.emptied or _is_list(child) for child in section.children)

    def _source_list(self, footnotes: Iterable[nodes.footnote]) -> str:
        items = []
        for footnote in footnotes:
            note_id = str(footnote["ids"][0])
            mark = self.notes.first_marks.get(note_id)
            items.append(
                escape.array(
                    (
                        escape.string(footnote.children[0].astext()),
                        escape.string(escape.key(self.docname, note_id)),
                        self.to(mark) if mark else "none",
                        self.render(_without_label(footnote)),
                    )
                )
            )
        return escape.call("kg-sources", escape.array(items))

    def visit_citation(self, node: nodes.Element) -> None:
        """Write a run of citations as one list."""
        siblings = node.parent.children
        start = siblings.index(node)
        if start and isinstance(siblings[start - 1], nodes.citation):
            raise nodes.SkipNode
        items = []
        for sibling in siblings[start:]:
            if not isinstance(sibling, nodes.citation):
                break
            items.append(
                escape.array(
                    (
                        escape.string(sibling.children[0].astext()),
                        self.label(sibling) or "none",
                        self.render(_without_label(sibling)),
                    )
                )
            )
        self.whole(escape.call("kg-references", escape.array(items)))

    def visit_citation_reference(self, node: nodes.Element) -> None:
        self.whole(escape.string(f"[{node.astext()}]"))


def _is_list(node: nodes.Node | None) -> bool:
    """Tell whether *node* is a container that holds footnotes and nothing else."""
    return (
        isinstance(node, nodes.container)
        and bool(node.children)
        and all(isinstance(child, nodes.footnote) for child in node.children)
    )


def _without_label(node: nodes.Element) -> list[nodes.Node]:
    return [child for child in node.children if not isinstance(child, nodes.label)]


def _follows_mark(node: nodes.Element) -> bool:
    """Tell whether another mark stands directly before *node*, so that a comma is due."""
    siblings = node.parent.children
    before = siblings[: siblings.index(node)]
    while before and isinstance(before[-1], nodes.Text) and not before[-1].astext().strip():
        before = before[:-1]
    return bool(before) and isinstance(before[-1], nodes.footnote_reference)
