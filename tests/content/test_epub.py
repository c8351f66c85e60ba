"""The built e-book against the doctrees of the same book: valid, nothing lost or hidden, every link at its end."""

from __future__ import annotations

import datetime as dt
import os
import pickle
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from docutils import nodes

from kratom_guide.editions.epub.split import LIMIT
from kratom_guide.records import load_library
from kratom_guide.records.medicines import medicines, plain
from kratom_guide.sphinxext import claims, interactions, legal
from tests.conftest import ROOT, built
from tests.editions.epub_facts import HTML, Book, faults, words

if TYPE_CHECKING:
    from pathlib import Path

    from kratom_guide.records import Library

pytestmark = pytest.mark.book

DOCTREES = ROOT / "build" / "stage" / "doctrees"
LARGEST = 300_000
"""Bytes of a file; one table is never cut."""


@pytest.fixture(scope="module")
def book() -> Book:
    return Book(built(ROOT / "build" / "epub" / "kratom-guide.epub"))


@pytest.fixture(scope="module")
def doctrees() -> dict[str, nodes.document]:
    """Every page of the book as Sphinx read it."""
    built(DOCTREES / "environment.pickle")
    return {
        path.relative_to(DOCTREES).with_suffix("").as_posix(): pickle.loads(path.read_bytes())
        for path in sorted(DOCTREES.rglob("*.doctree"))
    }


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(ROOT)


def count(doctrees: dict[str, nodes.document], kind: type[nodes.Node]) -> int:
    return sum(1 for doctree in doctrees.values() for _ in doctree.findall(kind))


def test_epubcheck_finds_neither_error_nor_warning(book: Book) -> None:
    assert faults(book.path) == []


def test_the_website_offers_the_same_file(book: Book) -> None:
    offered = built(ROOT / "build" / "html" / "downloads" / "kratom-guide.epub")
    assert offered.read_bytes() == book.path.read_bytes()


def test_headings_are_those_of_the_text(book: Book, doctrees: dict[str, nodes.document]) -> None:
    headings = [
        element
        for _, element in book.elements("h1", "h2", "h3", "h4", "h5", "h6")
        if "rubric" not in element.get("class", "")
    ]
    assert len(headings) == count(doctrees, nodes.section) > 500


def test_tables_and_figures(book: Book, doctrees: dict[str, nodes.document]) -> None:
    assert book.count("table") == count(doctrees, nodes.table) > 60
    assert book.count("figure") == count(doctrees, nodes.figure) > 10
    images = [image for tree in doctrees.values() for image in tree.findall(nodes.image)]
    shown = [image for image in images if "only-dark" not in image["classes"]]
    assert book.count("img") == len(shown) > book.count("figure")
    assert all(len(image.get("alt", "")) > 30 for _, image in book.elements("img"))
    headers = [header for _, header in book.elements("th")]
    assert {header.get("scope") for header in headers} == {"col", "row"}


def test_notes_and_their_marks(book: Book, doctrees: dict[str, nodes.document]) -> None:
    assert len(book.roles("doc-footnote")) == count(doctrees, nodes.footnote) > 900
    assert len(book.roles("doc-noteref")) == count(doctrees, nodes.footnote_reference) > 3000
    assert len(book.roles("doc-backlink")) >= len(book.roles("doc-footnote"))


def test_claims_and_badges(book: Book, doctrees: dict[str, nodes.document], library: Library) -> None:
    ids = {name for _, name in book.ids}
    assert {claims.label_of(key) for key in library.claims} <= ids
    badges = [span for _, span in book.elements("span") if "kg-certainty" in span.get("class", "").split()]
    assert len(badges) == count(doctrees, claims.Badge) > 150
    assert all(next(badge.iter(f"{HTML}a"), None) is not None for badge in badges), "each leads to its claim"


def test_interactions_and_places(book: Book, library: Library) -> None:
    ids = {name for _, name in book.ids}
    assert {interactions.label_of(key) for key in library.interactions} <= ids
    assert {legal.label_of(key) for key in library.jurisdictions} <= ids
    assert set(library.docname.values()) <= {name.removesuffix(".xhtml") for name in book.order}


def test_maps_show_leaf_and_seven_oh(book: Book, library: Library) -> None:
    for view in ("Leaf", "7-OH"):
        told = [
            image.get("alt", "") for _, image in book.elements("img") if f": {view} by place." in image.get("alt", "")
        ]
        assert len(told) == len(library.tile_maps), view
        headings = [heading for _, heading in book.elements("h4") if words(heading) == view]
        assert len(headings) == len(library.tile_maps), view


def test_every_medicine_stands_in_the_list_of_names(book: Book, library: Library) -> None:
    listed = {
        plain(words(item).split(" (")[0].rsplit(": ", 1)[0].replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
        for _, listing in book.elements("ul")
        if "kg-names" in listing.get("class", "").split()
        for item in listing
    }
    letters = [words(p) for _, p in book.elements("p") if "kg-letter" in p.get("class", "").split()]
    assert letters[0] == "0 to 9" and letters[1:] == sorted(set(letters[1:])), "each letter once"
    names = {plain(name) for medicine in medicines(library).values() for name in medicine.names}
    assert len(names) > 1000
    assert {name for name in names if "(" not in name and ": " not in name} <= listed, sorted(names - listed)[:5]


def test_nothing_is_hidden_and_nothing_is_a_control(book: Book) -> None:
    tags = {element.tag.removeprefix(HTML) for _, element in book.elements()}
    assert not tags & {"script", "form", "input", "button", "select", "label", "details", "iframe", "style", "object"}
    assert not [element for _, element in book.elements() if "hidden" in element.attrib or "popover" in element.attrib]
    assert not [name for name in book.files if name.endswith((".js", ".html"))]
    assert b"only a screen" not in b"".join(book.files.values())
    text = " ".join(words(tree) for tree in book.text.values())
    assert "The button beside" not in text


def test_every_link_arrives(book: Book) -> None:
    assert book.lost_links() == []
    far = {link.attrib["href"] for _, link in book.elements("a") if ":" in link.attrib["href"]}
    assert all(address.startswith(("https://", "http://", "mailto:", "tel:", "sms:")) for address in far)
    assert any(address.endswith("downloads/sheet-visit-a4.pdf") for address in far)


def test_no_file_is_too_long(book: Book) -> None:
    sizes = {name: len(book.files[name]) for name in book.text}
    assert max(sizes.values()) < LARGEST, max(sizes, key=lambda name: sizes[name])
    assert LIMIT < LARGEST
    assert len(sizes) > len(load_library(ROOT).jurisdictions) + 30


def test_contents_landmarks_and_pages(book: Book, library: Library) -> None:
    lines = book.lines("toc")
    assert {level for level, _, _ in lines} == {1, 2, 3}
    assert {f"{docname}.xhtml" for docname in library.docname.values()} <= {address for _, _, address in lines}
    assert [title for level, title, _ in lines if level == 1][:3] == [
        "Kratom and muscle relaxation", "Start here", "Understanding kratom"
    ]  # fmt: skip
    assert {address.partition("#")[0] for _, _, address in book.lines("landmarks")} >= {
        "cover.xhtml", "index.xhtml", "reference/glossary.xhtml", "reference/bibliography.xhtml"
    }  # fmt: skip
    pages = book.lines("page-list")
    assert [title for _, title, _ in pages] == [str(number) for number in range(1, len(pages) + 1)]
    assert len(pages) == len(book.roles("doc-pagebreak")) > 500


def test_the_file_says_what_it_is(book: Book) -> None:
    assert book.meta("title") == ["Kratom and muscle relaxation"]
    assert book.meta("language") == ["en"]
    assert book.meta("identifier")[0].startswith("urn:uuid:")
    assert book.meta("schema:accessModeSufficient") == ["textual", "textual,visual"]
    assert book.meta("schema:accessibilitySummary")[0].endswith("has tested it yet.")
    assert book.meta("schema:version") == [words(book.trees["title.xhtml"]).split("Version ")[1].split(",")[0]]


def test_words_in_thai_tell_their_language(book: Book) -> None:
    marked = "".join(str(span.text) for _, span in book.elements("span") if span.get("lang") == "th")
    written = "".join(re.findall("[\u0e01-\u0e5b]+", " ".join(words(tree) for tree in book.trees.values())))
    assert "กระท่อม" in marked
    assert sorted(marked.replace(" ", "")) == sorted(written)


def test_the_same_commit_gives_the_same_bytes_in_another_folder(book: Book, tmp_path: Path) -> None:
    """Sources, records and program are copied; every page is read again."""
    there = tmp_path / "checkout"
    there.mkdir()
    for name in ("source", "data", "kratom_guide", "assets"):
        shutil.copytree(ROOT / name, there / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(ROOT / "conf.py", there / "conf.py")
    day = book.meta("dcterms:modified")[0]
    moment = int(dt.datetime.fromisoformat(day).timestamp())
    subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-b", "epub", "-c", ".", "-j", "auto", "source", "out"],
        cwd=there,
        check=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(moment), "PYTHONPATH": str(there)},
    )
    assert (there / "out" / "kratom-guide.epub").read_bytes() == book.path.read_bytes()
