"""The package document: what the book is, what it holds, in which order, and for whom it can be read."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import PurePosixPath

OPF = "http://www.idpf.org/2007/opf"
DC = "http://purl.org/dc/elements/1.1/"
CONTAINER = "urn:oasis:names:tc:opendocument:xmlns:container"

PACKAGE = "package.opf"

ACCESSIBILITY = (
    ("schema:accessMode", "textual"),
    ("schema:accessMode", "visual"),
    ("schema:accessModeSufficient", "textual"),
    ("schema:accessModeSufficient", "textual,visual"),
    ("schema:accessibilityFeature", "alternativeText"),
    ("schema:accessibilityFeature", "ARIA"),
    ("schema:accessibilityFeature", "displayTransformability"),
    ("schema:accessibilityFeature", "pageBreakMarkers"),
    ("schema:accessibilityFeature", "pageNavigation"),
    ("schema:accessibilityFeature", "readingOrder"),
    ("schema:accessibilityFeature", "structuralNavigation"),
    ("schema:accessibilityFeature", "tableOfContents"),
    ("schema:accessibilityHazard", "none"),
)
"""True of every book of this builder: it stops when a figure has no words, and makes neither sound nor motion."""

_TYPES = {
    ".xhtml": "application/xhtml+xml",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".css": "text/css",
}
"""Not those of :mod:`mimetypes`, which also knows what the machine at hand knows."""


@dataclass
class Metadata:
    """What a library must know of a book."""

    identifier: str
    title: str
    language: str
    creator: str
    publisher: str
    rights: str
    description: str
    date: str
    """Time of the edition, such as ``2026-11-25T00:00:00Z``."""
    version: str = ""
    summary: str = ""


@dataclass
class Contents:
    """The files of a book by name, and the order in which they are read."""

    files: list[str]
    order: list[str]
    navigation: str
    cover: str
    properties: dict[str, str] = field(default_factory=dict)


def media_type(name: str) -> str:
    """The media type of a file of the book; raises ``ValueError`` for one that no reader must show."""
    suffix = PurePosixPath(name).suffix
    found = _TYPES.get(suffix)
    if found is None:
        raise ValueError(f"{name} has no media type of EPUB: use SVG, PNG or JPEG")
    return found


def package(about: Metadata, contents: Contents) -> bytes:
    """The package document."""
    ET.register_namespace("opf", OPF)
    ET.register_namespace("dc", DC)
    root = ET.Element(_opf("package"), {"version": "3.0", "unique-identifier": "book-id"})
    root.set("{http://www.w3.org/XML/1998/namespace}lang", about.language)
    metadata = ET.SubElement(root, _opf("metadata"))
    for name, text in (
        ("identifier", about.identifier),
        ("title", about.title),
        ("language", about.language),
        ("creator", about.creator),
        ("publisher", about.publisher),
        ("date", about.date),
        ("rights", about.rights),
        ("description", about.description),
    ):
        if text:
            element = ET.SubElement(metadata, f"{{{DC}}}{name}")
            element.text = text
            if name == "identifier":
                element.set("id", "book-id")
    for name, text in (
        ("dcterms:modified", about.date),
        ("schema:version", about.version),
        ("pageBreakSource", "none"),  # the pages are the e-book's own
        *ACCESSIBILITY,
        ("schema:accessibilitySummary", about.summary),
    ):
        if text:
            ET.SubElement(metadata, _opf("meta"), {"property": name}).text = text
    ids = {name: f"f{number}" for number, name in enumerate(contents.files, 1)}
    ET.SubElement(metadata, _opf("meta"), {"name": "cover", "content": ids[contents.cover]})  # for older readers
    manifest = ET.SubElement(root, _opf("manifest"))
    for name in contents.files:
        item = ET.SubElement(manifest, _opf("item"), {"id": ids[name], "href": name, "media-type": media_type(name)})
        properties = {contents.navigation: "nav", contents.cover: "cover-image"}.get(name)
        if properties:
            item.set("properties", properties)
    spine = ET.SubElement(root, _opf("spine"))
    for name in contents.order:
        ET.SubElement(spine, _opf("itemref"), {"idref": ids[name]})
    return _document(root)


def container(folder: str) -> bytes:
    """The file that says where the package document is."""
    ET.register_namespace("c", CONTAINER)
    root = ET.Element(f"{{{CONTAINER}}}container", {"version": "1.0"})
    files = ET.SubElement(root, f"{{{CONTAINER}}}rootfiles")
    where = {"full-path": f"{folder}/{PACKAGE}", "media-type": "application/oebps-package+xml"}
    ET.SubElement(files, f"{{{CONTAINER}}}rootfile", where)
    return _document(root)


def _opf(name: str) -> str:
    return f"{{{OPF}}}{name}"


def _document(root: ET.Element) -> bytes:
    ET.indent(root)
    text: str = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()
