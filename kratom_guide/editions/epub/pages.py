"""Number pages: a mark in the text about every 2,000 characters, and the list of all marks.

An e-book has no pages, but people who read together, cite or look something up in class need a place that is the same
on every screen.  The numbers are the e-book's own: those of the PDF differ between A4 and Letter, and a book of notes
and tables has its pages elsewhere on paper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kratom_guide.editions.epub.xhtml import classes_of, make, name_of

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET
    from collections.abc import Iterable

    from kratom_guide.editions.epub.split import File

LENGTH = 2000
"""Characters of a page; a printed page of a book of this kind holds about as many."""

_OPENINGS = {"p", "li", "dd", "td"}
"""Where a page may begin: never inside a heading, whose name a screen reader would read with the number."""


def number_pages(files: Iterable[File], length: int = LENGTH) -> list[tuple[str, str]]:
    """Put the marks into `files`, in order; return number and address of each page."""
    found: list[tuple[str, str]] = []
    read = length  # so that the first block opens page 1
    for file in files:
        for element in file.content.iter():
            if read >= length and _may_open(element):
                number = str(len(found) + 1)
                _open(element, number)
                found.append((number, f"{file.name}#page-{number}"))
                read = 0
            read += len(element.text or "") + len(element.tail or "")
    return found


def _may_open(element: ET.Element) -> bool:
    return name_of(element) in _OPENINGS and "rubric" not in classes_of(element)


def _open(element: ET.Element, number: str) -> None:
    """Make the mark of page `number` the first thing in `element`."""
    mark = make("span", id=f"page-{number}", role="doc-pagebreak", epub_type="pagebreak", aria_label=number)
    mark.tail, element.text = element.text, None
    element.insert(0, mark)
