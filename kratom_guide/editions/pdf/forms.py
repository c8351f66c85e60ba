"""What a book adds to the builder: the form of each of its classes, and Typst files that draw them.

The builder knows docutils, Sphinx, sphinx-design and sphinxcontrib-bibtex.  A book whose directives mark nodes with
classes of its own says in ``conf.py`` what becomes of them: ``kg_pdf_forms = Forms(boxes={"tip": "my-tip"}, ...)``.
Without that setting a node with an unknown class looks like the same node without it, and nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from docutils import nodes

#: A class and the Typst function, as Typst code, that takes the place of the usual one.
Functions = Mapping[str, str]


@dataclass(frozen=True)
class Forms:
    """Forms of classes.  Where a node has several of them, the first in the order of the mapping wins.

    A function is Typst code: the name of a function of the template or of :attr:`template`, or a call that gives one,
    such as ``kg-definitions.with(small: true)``.
    """

    #: Containers, admonitions, topics, and paragraphs, which have no title: ``f(title: .., body: .., short: ..)``.
    boxes: Functions = field(default_factory=dict)
    #: Blocks and inline nodes to set differently: ``f(body)``.
    paragraphs: Functions = field(default_factory=dict)
    lists: Functions = field(default_factory=dict)
    inline: Functions = field(default_factory=dict)
    #: Definition lists: ``f(items)``, where an item is ``(term, body)``.
    definitions: Functions = field(default_factory=dict)
    #: Inline nodes that are drawn whatever they hold, as Typst code: ``my-rule()``.
    drawn: Functions = field(default_factory=dict)
    #: Paragraphs of these classes, standing first in a box, are its title.
    titles: frozenset[str] = frozenset()
    #: Boxes of these classes without a title are named by the strong words that open them.
    named: frozenset[str] = frozenset()
    #: What only a screen can use: nodes of these classes have no place in a PDF.
    hidden: frozenset[str] = frozenset()
    #: Typst files that are read after those of the builder, for the book and for its sheets.
    template: Path | None = None
    sheet_template: Path | None = None
    #: Changes the doctree of a page before it becomes a sheet.
    prepare_sheet: Callable[[nodes.document], None] | None = None


def chosen(functions: Functions, node: nodes.Element) -> str | None:
    """Return the function that *functions* has for a class of *node*, or None."""
    classes = node["classes"]
    return next((function for name, function in functions.items() if name in classes), None)


def read(template: Path | None) -> str:
    """Return the text of a Typst file, or nothing when there is none.  Raises OSError when it cannot be read."""
    return template.read_text(encoding="utf-8") if template else ""
