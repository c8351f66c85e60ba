"""The navigation document: contents to the third level, landmarks, list of pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes

from kratom_guide.editions.epub.xhtml import make

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET
    from collections.abc import Iterable, Iterator, Sequence

    from sphinx.environment import BuildEnvironment

    from kratom_guide.editions.epub.split import Linker

CONTENTS, LANDMARKS, PAGES = "Contents", "Landmarks", "Pages"
SHOWN = 2
"""Levels on the page of contents, which a reader turns before the text begins; the menu of the reader has all."""


@dataclass
class Entry:
    """A line of the contents: a place in the book and what stands below it."""

    title: str
    docname: str
    fragment: str = ""
    below: list[Entry] = field(default_factory=list)


def reading_order(env: BuildEnvironment, root: str) -> list[str]:
    """Every page of the book once, as the toctrees give them; pages in no toctree stand at the end."""
    order: dict[str, None] = {}

    def walk(docname: str) -> None:
        if docname not in order:
            order[docname] = None
            for child in env.toctree_includes.get(docname, ()):
                walk(child)

    walk(root)
    return [*order, *sorted(env.found_docs - set(order))]


def contents(env: BuildEnvironment, root: str, depth: int) -> list[Entry]:
    """The contents: the start page, then parts with their chapters; chapters outside a part stand beside the parts."""
    entries = [Entry(env.titles[root].astext(), root, below=_sections(env, root, depth - 1))]
    for toctree in env.get_doctree(root).findall(addnodes.toctree):
        names = [name for name in toctree["includefiles"] if name in env.found_docs]
        caption = toctree.get("caption")
        if caption and names:
            entries.append(Entry(str(caption), names[0], below=[_chapter(env, name, depth - 1) for name in names]))
        else:
            entries += [_chapter(env, name, depth) for name in names]
    return entries


def _chapter(env: BuildEnvironment, docname: str, depth: int) -> Entry:
    """A page with its sections and the pages below it, `depth` levels in all."""
    below = _sections(env, docname, depth - 1)
    if depth > 1:
        below += [_chapter(env, name, depth - 1) for name in env.toctree_includes.get(docname, ())]
    return Entry(env.titles[docname].astext(), docname, below=below)


def _sections(env: BuildEnvironment, docname: str, depth: int) -> list[Entry]:
    """The sections of a page below its title, `depth` levels of them."""
    first = next((child for child in env.tocs[docname].children if isinstance(child, nodes.list_item)), None)
    lists = [child for child in first.children if isinstance(child, nodes.bullet_list)] if first is not None else []
    return [entry for listing in lists for entry in _listed(listing, docname, depth)]


def _listed(listing: nodes.Element, docname: str, depth: int) -> Iterator[Entry]:
    if depth < 1:
        return
    for item in listing.children:
        if isinstance(item, nodes.list_item):
            link = next(item.findall(nodes.reference))
            lists = [child for child in item.children if isinstance(child, nodes.bullet_list)]
            below = [entry for inner in lists for entry in _listed(inner, docname, depth - 1)]
            yield Entry(link.astext(), docname, link["anchorname"].lstrip("#"), below)


def navigation(
    entries: Sequence[Entry],
    landmarks: Sequence[tuple[str, str, str]],
    pages: Sequence[tuple[str, str]],
    linker: Linker,
) -> ET.Element:
    """The body of the navigation document.

    `landmarks` are kind, words and address; `pages` number and address.
    """
    marks = [make("li", children=[make("a", words, href=to, epub_type=kind)]) for kind, words, to in landmarks]
    numbers = [make("li", children=[make("a", number, href=to)]) for number, to in pages]
    return make(
        "body",
        children=[
            make(
                "nav",
                children=[make("h1", CONTENTS), _list(entries, linker)],
                epub_type="toc",
                role="doc-toc",
                id="contents",
                aria_label=CONTENTS,
            ),
            make(
                "nav",
                children=[make("h2", LANDMARKS), make("ol", children=marks)],
                epub_type="landmarks",
                aria_label=LANDMARKS,
                hidden="hidden",
            ),
            make(
                "nav",
                children=[make("h2", PAGES), make("ol", children=numbers)],
                epub_type="page-list",
                role="doc-pagelist",
                aria_label=PAGES,
                hidden="hidden",
            ),
        ],
    )


def _list(entries: Iterable[Entry], linker: Linker, level: int = 1) -> ET.Element:
    """The lines of the contents; those below `SHOWN` are for the reader's own menu, not for the page of contents."""
    listing = make("ol")
    if level > SHOWN:
        listing.set("hidden", "hidden")
    for entry in entries:
        name = linker.find(entry.docname, entry.fragment) or linker.first[entry.docname]
        link = make("a", entry.title, href=f"{name}#{entry.fragment}" if entry.fragment else name)
        listing.append(make("li", children=[link]))
        if entry.below:
            listing[-1].append(_list(entry.below, linker, level + 1))
    return listing
