"""Say what the parts of a page are: notes and their marks, headers of rows and columns, languages.

The names are those of the EPUB 3 Structural Semantics Vocabulary and of DPUB-ARIA.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kratom_guide.editions.epub.xhtml import EPUB_TYPE, XML_LANG, classes_of, make, name_of, tag

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET

NOTES = {"doc-noteref": "noteref", "doc-footnote": "footnote", "doc-backlink": "backlink"}

WAYS_BACK = 5
"""Links from a note to its marks: some notes have 80 marks, and a reader's own Back key knows the right one."""

SCRIPTS = {"th": "\u0e01-\u0e5b", "lo": "\u0e81-\u0edf", "my": "\u1000-\u109f", "km": "\u1780-\u17f9"}
"""Scripts in which one language is written, as ranges of letters: words in them tell their language."""

_FOREIGN = re.compile("|".join(f"(?P<{code}>[{span}]+(?:[ \u200b]+[{span}]+)*)" for code, span in SCRIPTS.items()))


def mark(page: ET.Element) -> None:
    """Change the tree of a page in place."""
    for element in page.iter():
        role = element.get("role", "")
        if role in NOTES:
            element.set(EPUB_TYPE, NOTES[role])
        if name_of(element) == "aside" and (role == "doc-footnote" or "footnote-list" in element.get("class", "")):
            element.tag = tag("div")  # readers that open notes in a window leave an ``aside`` out of the text
            _ways_back(element)
        language = element.get("lang")
        if language:
            element.set(XML_LANG, language)
    for part, scope in (("thead", "col"), ("tbody", "row")):
        for rows in page.iter(tag(part)):
            for header in rows.iter(tag("th")):
                header.set("scope", scope)
    for element in list(page.iter()):
        _tell_languages(element)


def _ways_back(note: ET.Element) -> None:
    """Set the links to the marks of a note behind its text, the first few of them."""
    links = next((child for child in note if "backrefs" in classes_of(child)), None)
    if links is None:
        return
    note.remove(links)
    links.text = "Back to "
    for link in list(links)[WAYS_BACK:]:
        links.remove(link)
    for link in links:
        link.tail = ", "
    links[-1].tail = "."
    note.append(links)


def _tell_languages(element: ET.Element) -> None:
    """Wrap words in a script of their own, inside `element` and after each of its children."""
    if element.text and _FOREIGN.search(element.text) and not element.get("lang"):
        element.text, spans = _spans(element.text)
        for place, span in enumerate(spans):
            element.insert(place, span)
    for child in list(element):
        if child.tail and _FOREIGN.search(child.tail):
            child.tail, spans = _spans(child.tail)
            for place, span in enumerate(spans, list(element).index(child) + 1):
                element.insert(place, span)


def _spans(text: str) -> tuple[str, list[ET.Element]]:
    """The text before the first foreign words, and a span for each run of them with the text that follows as tail."""
    found = list(_FOREIGN.finditer(text))
    spans = []
    for match, after in zip(found, [*(later.start() for later in found[1:]), len(text)], strict=True):
        code = match.lastgroup or ""
        span = make("span", match.group(), lang=code)
        span.set(XML_LANG, code)
        span.tail = text[match.end() : after]
        spans.append(span)
    return text[: found[0].start()], spans
