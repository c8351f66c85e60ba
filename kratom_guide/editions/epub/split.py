"""Cut long pages into files that small readers can hold, and bend the links to the file that holds their target.

A reading system lays out a file as a whole: a chapter of a megabyte takes many seconds to open on an e-ink reader.
"""

from __future__ import annotations

import posixpath
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kratom_guide.editions.epub.xhtml import classes_of, name_of, size_of, tag

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LIMIT = 250_000
"""Bytes that a file of the book should not pass."""

_DIVISIBLE = {"main", "section", "div", "ul", "dl"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


@dataclass
class File:
    """One file of the book: its name, the page that it is (a part of), its title and its content."""

    name: str
    docname: str
    title: str
    content: ET.Element


def cut(element: ET.Element, limit: int = LIMIT) -> list[ET.Element]:
    """Return `element`, or what it holds in several of its kind, each of about `limit` bytes at most.

    A heading stays with what follows; the later ones have no id, and the class ``kg-continued``.
    """
    if size_of(element) <= limit or name_of(element) not in _DIVISIBLE:
        return [element]
    parts = [_shell(element, first=True)]
    room = limit
    for group in _groups(element):
        pieces = cut(group[0], limit) if len(group) == 1 else None
        for piece in [[one] for one in pieces] if pieces else [group]:
            size = sum(size_of(child) for child in piece)
            announced = _take_headings(parts[-1]) if size > room else []
            if size > room and len(parts[-1]):
                parts.append(_shell(element, first=False))
                room = limit - sum(size_of(heading) for heading in announced)
            parts[-1].extend([*announced, *piece])
            room -= size
    return parts


def _shell(element: ET.Element, *, first: bool) -> ET.Element:
    """`element` without its children."""
    attributes = dict(element.attrib)
    if not first:
        attributes.pop("id", None)
        attributes["class"] = f"{attributes.get('class', '')} kg-continued".strip()
    shell = ET.Element(element.tag, attributes)
    shell.text = element.text if first else None
    shell.tail = element.tail
    return shell


def _groups(element: ET.Element) -> Iterator[list[ET.Element]]:
    """The children of `element` that must stay together: a term and what is said about it, else one each."""
    group: list[ET.Element] = []
    for child in element:
        if group and not (name_of(child) == "dd" or name_of(group[-1]) == name_of(child) == "dt"):
            yield group
            group = []
        group.append(child)
    if group:
        yield group


def _take_headings(part: ET.Element) -> list[ET.Element]:
    """Take from the end of `part` what announces the text after it: headings, rubrics, marks of an id before them."""
    taken: list[ET.Element] = []
    while len(part) and _is_heading(part[-1]):
        taken.insert(0, part[-1])
        part.remove(part[-1])
    return taken


def _is_heading(element: ET.Element) -> bool:
    return (
        name_of(element) in _HEADINGS
        or "rubric" in classes_of(element)
        or (name_of(element) == "span" and not len(element) and not element.text)
    )


def files_of(docname: str, title: str, content: ET.Element, suffix: str, limit: int = LIMIT) -> list[File]:
    """The files of a page: ``name.xhtml``, ``name-2.xhtml``, ..."""
    result = []
    for number, part in enumerate(cut(content, limit), 1):
        heading = next((e for e in part.iter() if name_of(e) in _HEADINGS), None)
        words = " ".join("".join(heading.itertext()).split()) if heading is not None else ""
        shown = title if number == 1 else f"{title}: {words or f'part {number}'}"
        name = f"{docname}{f'-{number}' if number > 1 else ''}{suffix}"
        result.append(File(name, docname, shown, part))
    return result


class Linker:
    """Knows in which file every id of every page stands."""

    def __init__(self, files: Sequence[File], suffix: str) -> None:
        """Note the ids of `files`."""
        self.suffix = suffix
        self.first = {file.docname: file.name for file in reversed(files)}
        self.place = {
            (file.docname, element.attrib["id"]): file.name
            for file in reversed(files)
            for element in file.content.iter()
            if "id" in element.attrib
        }

    def bend(self, file: File) -> list[str]:
        """Set the links of `file` right; return the targets that the book does not hold."""
        lost = []
        for link in file.content.iter(tag("a")):
            href = link.get("href", "")
            if not href or ":" in href.partition("#")[0]:
                continue
            path, _, fragment = href.partition("#")
            folder = posixpath.dirname(file.docname)
            docname = posixpath.normpath(posixpath.join(folder, unquote(path))) if path else file.docname
            target = self.find(docname.removesuffix(self.suffix), fragment)
            if target is None:
                lost.append(href)
                continue
            near = posixpath.relpath(target, posixpath.dirname(file.name) or ".") if target != file.name else ""
            link.set("href", f"{near}#{fragment}" if fragment else near or posixpath.basename(target))
        return lost

    def find(self, docname: str, fragment: str = "") -> str | None:
        """The name of the file that holds the place `fragment` of a page; ``None`` when there is no such place."""
        return self.place.get((docname, fragment)) if fragment else self.first.get(docname)
