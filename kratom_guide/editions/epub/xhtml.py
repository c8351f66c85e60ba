"""XHTML as a tree: read what Sphinx wrote, write a file of the book."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

XHTML = "http://www.w3.org/1999/xhtml"
OPS = "http://www.idpf.org/2007/ops"
XML = "http://www.w3.org/XML/1998/namespace"

EPUB_TYPE = f"{{{OPS}}}type"
XML_LANG = f"{{{XML}}}lang"


def tag(name: str) -> str:
    """The full name of an HTML element: ``tag("p")``."""
    return f"{{{XHTML}}}{name}"


def name_of(element: ET.Element) -> str:
    """The short name of an element: ``p``."""
    return element.tag.rpartition("}")[2]


def classes_of(element: ET.Element) -> set[str]:
    """The classes of an element."""
    return set(element.get("class", "").split())


def make(name: str, text: str = "", children: Iterable[ET.Element] = (), **attributes: str) -> ET.Element:
    """An element with text and children; ``class_`` stands for ``class``, ``epub_type`` for ``epub:type``."""
    names = {"class_": "class", "epub_type": EPUB_TYPE, "aria_label": "aria-label"}
    element = ET.Element(tag(name), {names.get(key, key): value for key, value in attributes.items()})
    element.text = text or None
    element.extend(children)
    return element


def read(body: str) -> ET.Element:
    """The ``main`` element that holds the HTML of a page; raises ``ET.ParseError`` when it is not well-formed."""
    return ET.fromstring(f'<main xmlns="{XHTML}" xmlns:epub="{OPS}">{body}</main>')


def write(title: str, language: str, style: str, body: ET.Element) -> bytes:
    """A whole file; `style` is the address of the stylesheet."""
    head = make("head", children=[make("title", title), make("link", rel="stylesheet", type="text/css", href=style)])
    page = make("html", children=[head, body], lang=language)
    page.set(XML_LANG, language)
    ET.register_namespace("", XHTML)  # each time: the names are those of the whole program, and others set them too
    ET.register_namespace("epub", OPS)
    text: str = ET.tostring(page, encoding="unicode", short_empty_elements=True)
    return f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n{text}\n'.encode()


def size_of(element: ET.Element) -> int:
    """About how many bytes an element takes in a file."""
    attributes = sum(len(key) + len(value) + 4 for key, value in element.attrib.items())
    own = 2 * len(name_of(element)) + 5 + attributes + len(element.text or "") + len(element.tail or "")
    return own + sum(size_of(child) for child in element)
