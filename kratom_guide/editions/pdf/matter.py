"""What stands before and after the text: imprint, contents, lists of figures and tables, index.

All of it is made from the text itself and from the settings ``kg_pdf_...``; the translator notes what it meets.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from docutils import nodes

from kratom_guide.editions.pdf import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from kratom_guide.editions.pdf.writer import TypstTranslator

#: Names of the lists, by kind of caption.
LISTS = {"figure": "List of figures", "table": "List of tables"}


@dataclass(frozen=True)
class Line:
    """One line of the contents: what it leads to and how deep it stands (0 for a part, 1 for a chapter)."""

    depth: int
    number: str
    title: str  # Typst code
    key: str


@dataclass
class Matter:
    """What the translator has met and a reader may look up."""

    contents: list[Line] = field(default_factory=list)
    #: Captions by kind, each with the name of its place.
    captions: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: {kind: [] for kind in LISTS})
    #: The places of each word of the index, in the order of the text.
    index: dict[str, list[str]] = field(default_factory=dict)

    def note_word(self, word: str, key: str) -> None:
        """Note that the index names *word* with the place *key*."""
        self.index.setdefault(word, []).append(key)


def front(translator: TypstTranslator, imprint: Iterable[tuple[str, str]]) -> str:
    """Return the Typst lines of the imprint, the contents and the lists; *imprint* has (heading, Typst code)."""
    to = translator.to
    lines = [
        escape.array((str(line.depth), escape.string(line.number), line.title, to(line.key)))
        for line in translator.matter.contents
    ]
    calls = [
        escape.call("kg-imprint", escape.array(escape.array((escape.string(name), code)) for name, code in imprint)),
        escape.call("kg-contents", escape.string("Contents"), escape.array(lines)),
    ]
    for kind, title in LISTS.items():
        captions = translator.matter.captions[kind]
        if captions:
            items = escape.array(escape.array((escape.string(text), to(key))) for text, key in captions)
            calls.append(escape.call("kg-listing", escape.string(title), items))
    return "\n".join(f"#{call}" for call in calls)


def index(translator: TypstTranslator, title: str) -> str:
    """Return the Typst line of the index, or an empty string when no word is in it."""
    words = sorted(translator.matter.index, key=lambda word: (_plain(word), word))
    if not words:
        return ""
    groups = [
        escape.array(
            (
                escape.string(letter),
                escape.array(
                    escape.array(
                        (escape.string(word), escape.array(translator.to(key) for key in translator.matter.index[word]))
                    )
                    for word in group
                ),
            )
        )
        for letter, group in groupby(words, key=_letter)
    ]
    return "#" + escape.call("kg-index", escape.string(title), escape.array(groups))


def imprint(
    translator: TypstTranslator, entries: Sequence[tuple[str, str | tuple[str, str]]], facts: Mapping[str, str]
) -> list[tuple[str, str]]:
    """Return the parts of the imprint as (heading, Typst code).

    Each of *entries* is a heading with its words, in which ``{release}``, ``{date}``, ``{address}`` and
    ``{copyright}`` stand for those *facts*; or with a pair (label, kind of node): the first such node of that section
    is said again, so that imprint and text cannot differ.  What is not found is a problem of the translator.
    """
    address = facts["address"]
    result = []
    for heading, source in entries:
        if isinstance(source, str):
            before, found, after = source.format_map(facts).partition(address or "\0")
            link = [escape.call("kg-web", escape.string(address), escape.string(address))] if found else []
            result.append((heading, escape.block([escape.string(before), *link, escape.string(after)])))
            continue
        label, kind = source
        node = _find(translator, label, kind)
        if node is None:
            translator.problems.append(f"conf.py: kg_pdf_imprint: no {kind} below the label {label}: name another one")
            continue
        lines = node.astext().strip().splitlines() if kind == "literal_block" else [escape.collapse(node.astext())]
        result.append(
            (heading, escape.block([code for line in lines for code in ("linebreak()", escape.string(line))][1:]))
        )
    return result


def _find(translator: TypstTranslator, label: str, kind: str) -> nodes.Node | None:
    """Return the first node of a *kind*, such as ``paragraph``, in the section that has the *label*."""
    wanted: Callable[[nodes.Node], bool] = lambda node: isinstance(node, nodes.Element) and node.tagname == kind  # noqa: E731
    for doctree in translator.book.doctrees.values():
        for section in doctree.findall(nodes.section):
            if label in section["ids"] or label in section["names"]:
                return next(section.findall(wanted), None)
    return None


def _plain(word: str) -> str:
    """Return *word* as it is sorted: without case, accents and signs."""
    letters = unicodedata.normalize("NFKD", word).casefold()
    return "".join(letter for letter in letters if letter.isalnum() or letter == " ").strip()


def _letter(word: str) -> str:
    """Return the letter under which *word* stands in the index."""
    first = _plain(word)[:1]
    return first.upper() if first.isalpha() else "0–9"
