"""What a finished PDF says about itself: tags, outline, links, and the rules of PDF/UA."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import page
import pikepdf

from tests.editions.doctree_facts import letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kratom_guide.editions.pdf import words


def failed_rules(path: Path, profile: page.ValidationProfile = page.ValidationProfile.PDF_UA_1) -> list[str]:
    """Return the rules of *profile* that the PDF breaks, each with what was found."""
    report = page.validate_pdf(path, profile=profile)
    failures = [f"{failure.rule_id}: {failure.message}" for failure in report.failures]
    if any("STREAM-LENGTH" in failure for failure in failures):
        # page 0.11 takes the last byte of a stream for part of the line end when it happens to be a
        # carriage return.  qpdf reads the stated length and complains when "endstream" does not follow.
        with pikepdf.open(path) as pdf:
            if not pdf.check_pdf_syntax():
                failures = [failure for failure in failures if "STREAM-LENGTH" not in failure]
    return failures


@dataclass
class Facts:
    """Counts of tags, titles of the outline, and what links lead to."""

    tags: Counter[str] = field(default_factory=Counter)
    headings: list[tuple[str, str]] = field(default_factory=list)
    alternatives: list[str] = field(default_factory=list)
    header_scopes: Counter[str] = field(default_factory=Counter)
    outline: list[tuple[int, str]] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    inner_links: int = 0
    pages: int = 0
    title: str = ""
    language: str = ""


def facts(path: Path) -> Facts:
    """Read the PDF at *path*."""
    result = Facts()
    with pikepdf.open(path) as pdf:
        result.pages = len(pdf.pages)
        result.title = str(pdf.docinfo.get("/Title", ""))
        result.language = str(pdf.Root.get("/Lang", ""))
        for element in _elements(pdf.Root.StructTreeRoot):
            tag = str(element.S).lstrip("/")
            result.tags[tag] += 1
            if tag == "Figure":
                result.alternatives.append(str(element.get("/Alt", "")))
            elif tag == "TH":
                result.header_scopes[_scope(element)] += 1
            elif tag.startswith("H") and tag[1:].isdigit():
                result.headings.append((tag, str(element.get("/T", ""))))
        with pdf.open_outline() as outline:
            result.outline = list(_outline(outline.root, 1))
        for sheet in pdf.pages:
            for annotation in sheet.get("/Annots", []):
                action = annotation.get("/A")
                if action is not None and "/URI" in action:
                    result.addresses.append(str(action.URI))
                else:
                    result.inner_links += 1
    return result


def texts(path: Path, found: Iterable[words.Run]) -> dict[str, Counter[str]]:
    """Return what the elements of each tag say, without blanks and hyphens, and how often.

    *found* are the runs of text of the PDF.
    """
    result: dict[str, Counter[str]] = {}
    with pikepdf.open(path) as pdf:
        pages = {sheet.obj.objgen: number for number, sheet in enumerate(pdf.pages, 1)}
        marks: dict[tuple[int, int], str] = {}
        for run in found:
            if run.mark is not None:
                marks[run.page, run.mark] = marks.get((run.page, run.mark), "") + run.text

        def read(element: pikepdf.Object, page: int) -> str:
            page = pages[element["/Pg"].objgen] if "/Pg" in element else page
            if "/MCID" in element:
                return marks.get((page, int(element.MCID)), "")
            said = ""
            children = element.get("/K", pikepdf.Array())
            for child in children if isinstance(children, pikepdf.Array) else [children]:
                inner = isinstance(child, pikepdf.Dictionary)
                said += read(child, page) if inner else marks.get((page, int(child)), "")
            if "/S" in element:
                result.setdefault(str(element.S).lstrip("/"), Counter())[letters(said)] += 1
            return said

        read(pdf.Root.StructTreeRoot, 0)
    return result


def _elements(node: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Yield the structure elements below *node*, in reading order."""
    children = node.get("/K")
    if children is None:
        return
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from _elements(child)


def _scope(element: pikepdf.Object) -> str:
    attributes: Any = element.get("/A", [])
    for entry in attributes if isinstance(attributes, pikepdf.Array) else [attributes]:
        if isinstance(entry, pikepdf.Dictionary) and "/Scope" in entry:
            return str(entry.Scope).lstrip("/")
    return ""


def _outline(items: Iterable[pikepdf.OutlineItem], level: int) -> Iterator[tuple[int, str]]:
    for item in items:
        yield level, item.title
        yield from _outline(item.children, level + 1)
