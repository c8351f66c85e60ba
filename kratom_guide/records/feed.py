"""The newest legal changes as an Atom feed (RFC 4287), for people who follow them in a news reader."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from kratom_guide.records.dates import earliest_day, long_date
from kratom_guide.records.timeline import steps

if TYPE_CHECKING:
    from kratom_guide.records.library import Library

SPACE = "http://www.w3.org/2005/Atom"
TAG = "tag:kratom-guide.example,2026:"
"""What ids begin with (RFC 4151): unlike an address they stay when the site moves."""
NEWEST = 100
"""How many steps the feed holds."""


def feed(library: Library, site: str, edition: str, title: str) -> str:
    """The feed as XML.

    `site` is the address of the website with a slash at its end, `edition` the ISO date of the edition.  A step keeps
    its id from edition to edition, so that a reader program shows it once; its date is the first day that the record's
    date can mean, and never after the edition.
    """
    root = ET.Element(f"{{{SPACE}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "en"})
    _add(root, "title", f"{title}: changes of kratom law")
    _add(root, "id", f"{TAG}changes")
    _add(root, "link", rel="self", href=f"{site}api/v1/changes.atom")
    _add(root, "link", rel="alternate", href=f"{site}legal/timeline.html")
    _add(root, "updated", f"{edition}T00:00:00Z")
    author = _add(root, "author")
    _add(author, "name", f"The editors of {title}")
    for step in steps(library)[:NEWEST]:
        entry = _add(root, "entry")
        label = library.label("legal_change", step.event.change)
        mark = "unconfirmed, " if step.unconfirmed else ""
        _add(entry, "title", f"{step.rule.name}: {mark}{label.lower() if mark else label}")
        _add(entry, "id", f"{TAG}step/{step.id}")
        _add(entry, "link", rel="alternate", href=f"{site}legal/timeline.html#step-{step.id}")
        _add(entry, "link", rel="related", href=f"{site}{library.docname[step.page]}.html")
        _add(entry, "updated", f"{min(earliest_day(step.event.date).isoformat(), edition)}T00:00:00Z")
        _add(entry, "category", term=step.event.change)
        _add(entry, "summary", f"{long_date(step.event.date)}: {step.event.event}.")
    ET.indent(root)
    ET.register_namespace("", SPACE)  # a setting of the whole program: it must stand right before its use
    return ET.tostring(root, encoding="unicode") + "\n"


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{SPACE}}}{name}", attributes)
    element.text = text
    return element
