"""The book as a whole: the order of its documents and the places that links may point to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from kratom_guide.editions.pdf import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

#: How the builder's URIs begin, so that the writer knows a link into the book when it sees one.
URI = "kg-book:"


@dataclass(frozen=True)
class Part:
    """One captioned toctree of the root document: its caption and its chapters."""

    caption: str
    docnames: tuple[str, ...]

    def key(self, number: int) -> str:
        """Return the label of the page on which this part, the *number*-th, opens."""
        return escape.key("", f"part-{number}")


@dataclass(frozen=True)
class Place:
    """Where a link can point: the label in the PDF and the kind of node that stands there."""

    key: str
    tagname: str
    docname: str


@dataclass
class Book:
    """Everything that the writer must know beyond the document in hand."""

    root: str
    front: list[str] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    doctrees: dict[str, nodes.document] = field(default_factory=dict)
    places: dict[tuple[str, str], Place] = field(default_factory=dict)
    #: Labels that some link uses; only these are written.
    used: set[str] = field(default_factory=set)
    #: Words of the index by the place that explains them.
    words: dict[str, list[str]] = field(default_factory=dict)

    def find(self, docname: str, node_id: str = "") -> Place | None:
        """Return the place *node_id* of *docname* (its first heading without an id), if any."""
        return self.places.get((docname, node_id))

    def below(self, docname: str) -> Iterator[str]:
        """Yield the documents that the toctrees of *docname* bring in, in reading order."""
        for toctree in self.doctrees[docname].findall(addnodes.toctree):
            for name in toctree["includefiles"]:
                yield name
                yield from self.below(name)

    def target(self, reference: nodes.Element, docname: str) -> tuple[str, str] | None:
        """Return (docname, id) that *reference*, standing in *docname*, points to in the book."""
        if "refid" in reference:
            return docname, str(reference["refid"])
        uri = str(reference.get("refuri", ""))
        if uri.startswith(URI):
            target, _, node_id = uri.removeprefix(URI).partition("#")
            return target, node_id
        if uri.startswith("#"):
            return docname, uri[1:]
        return None


def assemble(env: BuildEnvironment, builder: Builder, root: str) -> Book:
    """Return the resolved book that starts at the document *root*.

    The captioned toctrees of *root* become parts; the documents of its other toctrees are front
    chapters.  A document that several toctrees name stands where it is named first.
    """
    book = Book(root)
    seen = {root}
    root_tree = env.get_doctree(root)
    for toctree in root_tree.findall(addnodes.toctree):
        docnames = [name for name in toctree["includefiles"] if name not in seen]
        seen.update(docnames)
        caption = toctree.get("caption")
        if caption and docnames:
            book.parts.append(Part(str(caption), tuple(docnames)))
        else:
            book.front += docnames
    top = [root, *book.front, *(name for part in book.parts for name in part.docnames)]
    for docname in top:
        _load(env, builder, book, docname, seen)
    index(book)
    return book


def index(book: Book) -> None:
    """Note every place of the documents of *book*, and which of them links use."""
    for docname, doctree in book.doctrees.items():
        _index(book, docname, doctree)
    for docname, doctree in book.doctrees.items():
        _note_links(book, docname, doctree)


def _load(env: BuildEnvironment, builder: Builder, book: Book, docname: str, seen: set[str]) -> None:
    """Resolve *docname* and, unless it is the root, every document below it."""
    doctree = env.get_doctree(docname)
    env.apply_post_transforms(doctree, docname)
    builder.post_process_images(doctree)
    book.doctrees[docname] = doctree
    for toctree in list(doctree.findall(addnodes.toctree)):
        if docname == book.root:
            toctree.parent.remove(toctree)
            continue
        names = [name for name in toctree["includefiles"] if name not in seen]
        seen.update(names)
        toctree["includefiles"] = names
        for name in names:
            _load(env, builder, book, name, seen)


def _identified(doctree: nodes.document) -> Iterator[nodes.Element]:
    for node in doctree.findall(nodes.Element):
        if node.get("ids") and not isinstance(node, nodes.document):
            yield node


def _index(book: Book, docname: str, doctree: nodes.document) -> None:
    """Note every id of *doctree*: all ids of one node lead to the label of its first id."""
    for node in _identified(doctree):
        place = Place(escape.key(docname, str(node["ids"][0])), node.tagname, docname)
        for node_id in node["ids"]:
            book.places.setdefault((docname, str(node_id)), place)
    section = next(doctree.findall(nodes.section), None)
    if section is not None and section["ids"]:
        book.places[docname, ""] = book.places[docname, str(section["ids"][0])]


def _note_links(book: Book, docname: str, doctree: nodes.document) -> None:
    """Note which places the links of *doctree* and the index use."""
    for node in doctree.findall(nodes.Element):
        if isinstance(node, (nodes.reference, addnodes.number_reference)):
            target = book.target(node, docname)
            place = book.find(*target) if target else None
            if place:
                book.used.add(place.key)
        elif isinstance(node, addnodes.index):
            for kind, word, node_id, *_ in node["entries"]:
                place = book.find(docname, node_id)
                if place and kind == "single":
                    book.used.add(place.key)
                    book.words.setdefault(place.key, []).append(word)
