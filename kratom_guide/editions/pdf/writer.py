"""The writer: a docutils visitor that turns the assembled book into one Typst document.

To give a new node a form in the PDF, add a ``visit_<node>`` method to the family it belongs to
(:mod:`.inline`, :mod:`.blocks`, :mod:`.tables`, :mod:`.notes`, :mod:`.components`) or here; write
its Typst function in ``template.typ``.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from kratom_guide.editions.pdf import escape
from kratom_guide.editions.pdf.blocks import BlockVisitors
from kratom_guide.editions.pdf.matter import Line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.builders import Builder

    from kratom_guide.editions.pdf.book import Book, Part

#: PDF knows headings down to the sixth level.
_DEEPEST = 6
#: Longest string without a break place in the list of chapters that opens a part.
_PART_LIMIT = 25
#: Within a register, these functions of the template have a dense form.
_DENSE = (
    "let (kg-section, kg-place, kg-place-text, kg-rubric, kg-small, kg-small-print, kg-small-list, kg-entry, "
    "kg-legal-card, kg-fields, kg-definitions) = kg-dense"
)


class TypstTranslator(BlockVisitors):
    """Writes a whole :class:`~.book.Book`; see :meth:`write_book`."""

    def __init__(self, document: nodes.document, builder: Builder, book: Book) -> None:
        super().__init__(document, builder, book)
        #: Level of the heading of the section in hand, and of chapters in this part of the book.
        self.level = 0
        self.chapter_level = 1
        self.compact = False

    def write_book(self) -> list[str]:
        """Return the Typst code of the book body: its first documents, then each part; see :attr:`problems`."""
        self.chapter_level = 1
        for docname in (self.book.root, *self.book.front):
            self.write_document(docname, 0)
        parts = [self.finish()]
        self.chapter_level = 2
        for number, part in enumerate(self.book.parts, 1):
            self._part(part, number)
            for docname in part.docnames:
                self.write_document(docname, 1)
            parts.append(self.finish())
        return parts

    def _part(self, part: Part, number: int) -> None:
        """Write the page that opens a part: its chapters, then its places by folder."""
        chapters = []
        places: dict[str, list[str]] = {}
        for name in (below for top in part.docnames for below in (top, *self.book.below(top))):
            place = self.book.find(name)
            if place is None:
                continue
            label, title = self.to(place.key), escape.string(escape.soften(self.title_of(name), _PART_LIMIT))
            if self.is_compact(name):
                places.setdefault(name.rpartition("/")[0], []).append(escape.array((label, title)))
            elif name in part.docnames:
                chapters.append(escape.array((label, escape.string(self.chapter_number(name)), title)))
        self.matter.contents.append(Line(0, "", escape.string(part.caption), part.key(number)))
        self.emit(
            escape.call(
                "kg-part",
                escape.string(part.caption),
                escape.string(part.key(number)),
                escape.array(chapters),
                places=escape.array(map(escape.array, places.values())) if places else None,
            )
        )

    def write_document(self, docname: str, level: int) -> None:
        """Write the document *docname*, whose headings stand below *level*."""
        before = (self.docname, self.level, self.compact, self.document, self.notes)
        self.docname, self.level = docname, level
        self.compact = self.is_compact(docname)
        self.document = self.book.doctrees[docname]
        self.notes = self.collect_notes(self.document)
        # A comment per document, so that an error of Typst can be traced to its source.
        self.emit(f"//@ {self.builder.env.doc2path(docname, base=False)}")
        if self.book.find(docname) is None:
            self.problem(self.document, "page has no title: begin it with a heading")
        text = self.render(self.document.children)
        self.emit(escape.call("kg-place-text", text) if self.compact else text)
        self.end_notes()
        self.docname, self.level, self.compact, self.document, self.notes = before

    def title_of(self, docname: str) -> str:
        """Return the title of *docname* as plain text."""
        title = self.builder.env.titles.get(docname)
        return escape.collapse(title.astext()) if title is not None else docname

    def words_for(self, name: str) -> str:
        """Return what to call the place *name* in the description of a link: the title of its document."""
        docname = name.partition("#")[0]
        return self.title_of(docname) if docname else ""

    def chapter_number(self, docname: str) -> str:
        """Return the number that the front matter of *docname* gives, or an empty string."""
        return str(self.builder.env.metadata.get(docname, {}).get("chapter", "")).strip()

    def is_compact(self, docname: str) -> bool:
        """Tell whether *docname* is one of the many short pages that are set close together."""
        return docname.startswith(tuple(self.config.kg_pdf_compact)) and not docname.endswith("/index")

    # Sections

    def visit_document(self, node: nodes.Element) -> None:
        """Let the children of a document speak for it."""

    def depart_document(self, node: nodes.Element) -> None:
        """Nothing closes a document."""

    def visit_section(self, node: nodes.Element) -> None:
        if set(node["ids"]) & set(self.config.kg_pdf_left_out):
            raise nodes.SkipNode
        self.level += 1
        if self.docname in self.config.kg_pdf_registers and isinstance(node.parent, nodes.document):
            # A register opens like a chapter; its sections then stand in columns.
            first = next((i for i, child in enumerate(node.children) if isinstance(child, nodes.section)), len(node))
            self._section_body(node, node.children[:first])
            self.in_register = True
            self._register(self.render(node.children[first:]))
            self.in_register = False
        elif self.docname in self.config.kg_pdf_folded and isinstance(node.parent, nodes.document):
            self.emit(escape.call("kg-fold", escape.array(self._panels(node))))
        else:
            self._section_body(node, node.children)
        self.level -= 1
        raise nodes.SkipNode

    def _panels(self, node: nodes.Element) -> list[str]:
        """Return the code of each panel of a sheet to fold: what opens the page, then each of its sections."""
        first = next((i for i, child in enumerate(node.children) if isinstance(child, nodes.section)), len(node))
        panels = []
        for children in (node.children[:first], *([section] for section in node.children[first:])):
            self._buffers.append([])
            self._section_body(node, children)
            panels.append(escape.block(self._buffers.pop()))
        return panels

    def _section_body(self, node: nodes.Element, children: Sequence[nodes.Node]) -> None:
        """Write *children* of the section *node*."""
        documents: list[nodes.Node] = []
        for child in children:
            if isinstance(child, nodes.section):
                # Documents of a toctree come after the section's own text, before its sections.
                self._include(documents)
                documents = []
            if isinstance(child, nodes.title):
                self._heading(node, child)
            elif _holds_documents(child):
                documents.append(child)
            else:
                child.walkabout(self)
        self._include(documents)

    def _register(self, code: str) -> None:
        """Write what is looked up rather than read, in the small print of a register."""
        self.emit(escape.call("kg-register", escape.block([_DENSE, code])))

    def _include(self, toctrees: list[nodes.Node]) -> None:
        """Write the documents of *toctrees*; neighbours that are set compactly share one register."""
        names = [
            docname
            for holder in toctrees
            for toctree in holder.findall(addnodes.toctree)
            for docname in toctree["includefiles"]
        ]
        for compact, group in groupby(names, key=self.is_compact):
            before, self.in_register = self.in_register, self.in_register or compact
            self._buffers.append([])
            for docname in group:
                self.write_document(docname, self.level)
            code = escape.block(self._buffers.pop())
            self.in_register = before
            if compact and not self.compact:
                self._register(code)
            else:
                self.emit(code)

    def _heading(self, section: nodes.Element, title: nodes.Element) -> None:
        first = isinstance(section.parent, nodes.document)
        place = self.book.find(self.docname, str(section["ids"][0])) if section["ids"] else None
        label = place.key if place else escape.key(self.docname, str(id(section)))
        own_title = section is next(self.document.findall(nodes.section), None)
        self.in_heading += 1
        text = self.render(title.children)
        self.in_heading -= 1
        level = min(self.level, _DEEPEST)
        if own_title and not self.compact and self.level == self.chapter_level:
            number = self.chapter_number(self.docname)
            self.matter.contents.append(Line(self.chapter_level - 1, number, text, label))
            self.emit(
                escape.call(
                    "kg-chapter",
                    str(level),
                    text,
                    escape.string(label),
                    number=escape.string(number) if number else None,
                )
            )
        elif first and self.compact:
            self.matter.note_word(escape.collapse(title.astext()).strip(), label)
            self.emit(escape.call("kg-place", str(level), text, escape.string(label)))
        else:
            depth = self.level - self.chapter_level + (1 if self.compact else 0)
            # What ends every chapter, such as its sources, would only swell the contents.
            usual = self.holds_sources(section) or title.astext() in self.config.kg_pdf_unlisted
            if self.level <= 3 and self.chapter_level > 1 and not self.compact and not usual:
                self.matter.contents.append(Line(2, "", text, label))
            self.emit(escape.call("kg-section", str(level), str(max(depth, 1)), text, escape.string(label)))

    def visit_title(self, node: nodes.Element) -> None:
        """Write a title outside a section, such as that of a generic block."""
        self.whole(self.labelled(node, escape.call("kg-rubric", self.render(node.children))))

    def visit_toctree(self, node: nodes.Element) -> None:
        """Leave out a toctree met outside a section: :meth:`visit_section` writes documents."""
        raise nodes.SkipNode


def _holds_documents(node: nodes.Node) -> bool:
    """Tell whether *node* is a toctree or the container that Sphinx puts around one."""
    return isinstance(node, addnodes.toctree) or (
        isinstance(node, nodes.Element) and "toctree-wrapper" in node["classes"]
    )
