"""What all visitors of the Typst writer share: buffers, locations, labels, collected problems."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from docutils import nodes
from sphinx.util.docutils import SphinxTranslator

from kratom_guide.editions.pdf import escape
from kratom_guide.editions.pdf.languages import Languages
from kratom_guide.editions.pdf.matter import Matter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sphinx.builders import Builder

    from kratom_guide.editions.pdf.book import Book
    from kratom_guide.editions.pdf.forms import Forms
    from kratom_guide.editions.pdf.press import TightWord

#: Longest string without a break place in running text and in a line of code, in characters.
TEXT_LIMIT = 30
CODE_LIMIT = 52
#: Lists, quotations and definitions inside one another; each takes some of the line away.
DEEPEST = 10


class BaseTranslator(SphinxTranslator):
    """A translator whose visitors each write their whole subtree as Typst code.

    A visitor ends with :meth:`whole` (or raises ``SkipNode``); departures are not used.
    """

    def __init__(self, document: nodes.document, builder: Builder, book: Book) -> None:
        super().__init__(document, builder)
        self.book = book
        self.forms: Forms = builder.config.kg_pdf_forms
        self.docname = book.root
        self.languages = Languages(self.config.kg_pdf_languages)
        #: What must be mended before a PDF can be made, one located sentence each.
        self.problems: list[str] = []
        #: The stub columns of every table, in the order of the text.
        self.tables: list[frozenset[int]] = []
        #: What stands in the contents, the lists and the index.
        self.matter = Matter()
        #: The names of the places that links lead to, in the order of the text.
        self.linked: dict[str, None] = {}
        #: Words that might not fit their column.
        self.tight: list[TightWord] = []
        self.in_register = False
        self.in_table = 0
        #: Longest string without a break place where the text in hand stands.
        self.limit = TEXT_LIMIT
        #: How many lists, quotations and definitions are open.
        self.depth = 0
        #: Inside a heading or a header row, where no link may stand.
        self.in_heading = 0
        self._buffers: list[list[str]] = [[]]

    # Nodes

    def dispatch_visit(self, node: nodes.Node) -> None:
        """Visit *node*, unless the book says that it has no place in a PDF."""
        if isinstance(node, nodes.Element) and not self.forms.hidden.isdisjoint(node.get("classes", ())):
            raise nodes.SkipNode
        super().dispatch_visit(node)

    # Output

    def emit(self, code: str) -> None:
        """Add one Typst expression to the output."""
        self._buffers[-1].append(code)

    def whole(self, code: str) -> NoReturn:
        """Write *code* for the node in hand and keep docutils out of its children."""
        self.emit(code)
        raise nodes.SkipNode

    def render(self, children: Iterable[nodes.Node]) -> str:
        """Return the Typst code for *children* as one expression."""
        self._buffers.append([])
        for child in children:
            child.walkabout(self)
        return escape.block(self._buffers.pop())

    def body(self, node: nodes.Element) -> str:
        """Return the Typst code for the children of *node*, with its label in front."""
        self._buffers.append([])
        self.anchor(node)
        for child in node.children:
            child.walkabout(self)
        return escape.block(self._buffers.pop())

    @contextmanager
    def indented(self, node: nodes.Element) -> Iterator[None]:
        """Write what stands inside with the indent of *node*; too many indents are a problem."""
        self.depth += 1
        if self.depth == DEEPEST + 1:
            self.problem(node, f"more than {DEEPEST} lists or quotations inside one another: make them flatter")
        try:
            yield
        finally:
            self.depth -= 1

    def separate(self) -> None:
        """End the paragraph that may stand before, so that the next one is a new one."""
        if self._buffers[-1] and self._buffers[-1][-1] != "parbreak()":
            self.emit("parbreak()")

    def after_space(self) -> bool:
        """Tell whether the text just written ends with a space, so that none may follow."""
        buffer = self._buffers[-1]
        return bool(buffer) and buffer[-1].startswith('"') and buffer[-1].endswith(' "')

    def close_up(self) -> None:
        """Take away the space at the end of the text just written: a raised mark follows."""
        if self.after_space():
            buffer = self._buffers[-1]
            buffer[-1] = buffer[-1][:-2].rstrip(" ") + '"'

    def finish(self) -> str:
        """Return everything written and start afresh."""
        code = escape.block(self._buffers[-1])
        self._buffers = [[]]
        return code

    # Labels

    def label(self, node: nodes.Element) -> str | None:
        """Return the label of *node* as Typst code when some link or the index leads to it.

        A node names its words of the index, if any, in the attribute ``index_words``.
        """
        if not node.get("ids"):
            return None
        place = self.book.find(self.docname, str(node["ids"][0]))
        if place is None:
            return None
        words: list[str] = node.get("index_words", [])
        for word in words:
            self.matter.note_word(word, place.key)
        if not words and place.key not in self.book.used:
            return None
        return escape.string(place.key)

    def anchor(self, node: nodes.Element) -> None:
        """Write an invisible mark where links to *node* arrive."""
        label = self.label(node)
        if label:
            self.emit(escape.call("kg-anchor", label))

    def to(self, key: str) -> str:
        """Return the name of a place as Typst code, and note that a link leads there."""
        self.linked[key] = None
        return escape.string(key)

    def labelled(self, node: nodes.Element, code: str) -> str:
        """Return *code*, one block, with the label of *node* on it."""
        label = self.label(node)
        return escape.call("kg-at", label, code) if label else code

    # Problems

    def where(self, node: nodes.Node) -> str:
        """Return ``path:line`` of the nearest node that knows where it comes from."""
        path, line = "", None
        here: nodes.Node | None = node
        while here is not None and not (path and line):
            path = path or here.source or ""
            line = line or here.line
            here = here.parent
        # A source may read "/path/of.py:docstring of x"; only files can be made relative.
        path = path or str(self.builder.env.doc2path(self.docname))
        if Path(path).is_absolute():
            path = os.path.relpath(path, self.builder.confdir)
        return f"{path}:{line}" if line else path

    def problem(self, node: nodes.Node, message: str) -> None:
        """Note that *node* stops the PDF, and why; each place is named once."""
        text = f"{self.where(node)}: {message}"
        if text not in self.problems:
            self.problems.append(text)

    def unknown_visit(self, node: nodes.Node) -> NoReturn:
        """Note a node type that has no visitor; its content is left out, and the build fails."""
        name = node.__class__.__name__
        self.problem(
            node,
            f"node <{name}> has no PDF form: write a visitor for it in kratom_guide/editions/pdf/writer.py",
        )
        raise nodes.SkipNode


def elements(node: nodes.Element) -> list[nodes.Element]:
    """Return the children of *node* that are elements, without bare text."""
    return [child for child in node.children if isinstance(child, nodes.Element)]
