"""The built PDF against the doctrees of the same book: nothing is lost, nothing runs out, all rules hold."""

from __future__ import annotations

import pickle
import re
from typing import TYPE_CHECKING

import pikepdf
import pytest
from docutils import nodes
from sphinx import addnodes

from kratom_guide.records import load_library
from tests.conftest import ROOT, built
from tests.editions.pdf_facts import Facts, facts, failed_rules

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.book

DOCTREES = ROOT / "build" / "stage" / "doctrees"


@pytest.fixture(scope="module")
def book(book_pdf: Path) -> Facts:
    return facts(book_pdf)


@pytest.fixture(scope="module")
def doctrees() -> dict[str, nodes.document]:
    """Every page of the book as Sphinx read it."""
    built(DOCTREES / "environment.pickle")
    return {
        path.relative_to(DOCTREES).with_suffix("").as_posix(): pickle.loads(path.read_bytes())
        for path in sorted(DOCTREES.rglob("*.doctree"))
    }


def count(doctrees: dict[str, nodes.document], kind: type[nodes.Node]) -> int:
    return sum(1 for doctree in doctrees.values() for _ in doctree.findall(kind))


def test_no_rule_of_pdf_ua_is_broken(book_pdf: Path) -> None:
    assert failed_rules(book_pdf) == []


def test_every_heading_is_there(book: Facts, doctrees: dict[str, nodes.document]) -> None:
    captions = (ROOT / "source" / "index.md").read_text(encoding="utf-8").count(":caption:")
    headings = sum(number for tag, number in book.tags.items() if tag[:1] == "H" and tag[1:].isdigit())
    own = 4  # contents, lists of figures and tables, index
    left_out = 1  # "Names from A to Z", whose work the index does
    assert headings == count(doctrees, nodes.section) + captions + own - left_out


def test_every_table_has_its_headers(book: Facts, doctrees: dict[str, nodes.document]) -> None:
    assert book.tags["Table"] == count(doctrees, nodes.table) > 20
    assert book.header_scopes["Column"] > 100
    assert book.header_scopes["Row"] > 200
    assert set(book.header_scopes) <= {"Column", "Row", "Both"}


def test_every_figure_has_words(book: Facts, doctrees: dict[str, nodes.document]) -> None:
    pictures = [image for doctree in doctrees.values() for image in doctree.findall(nodes.image)]
    images = len([image for image in pictures if "only-dark" not in image["classes"]])  # print has the light ones
    assert images >= 10
    assert book.tags["Figure"] >= images
    assert all(book.alternatives)


def test_links_and_outline(book: Facts) -> None:
    library = load_library(ROOT)
    sources = {source.url for place in library.jurisdictions.values() for source in place.sources}
    assert sources <= set(book.addresses), sorted(sources - set(book.addresses))[:5]
    assert book.inner_links > 2000
    titles = [title for _, title in book.outline]
    assert {level for level, _ in book.outline} == {1, 2, 3}
    assert "Safety considerations" in titles
    assert [title for title in titles if title.endswith("Proper dosage")]


def test_the_file_says_what_it_is(book: Facts) -> None:
    assert book.title == "Kratom and muscle relaxation"
    assert book.language.startswith("en")
    assert 300 < book.pages <= 450


def test_the_index_names_every_place_medicine_and_term(doctrees: dict[str, nodes.document]) -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "build" / "stage" / "pdf").glob("kratom-guide*.typ")]
    lines = [line for text in texts for line in text.splitlines() if line.startswith("#kg-index(")]
    assert lines
    library = load_library(ROOT)
    names = {next(doctrees[page].findall(nodes.title)).astext() for page in library.docname.values()}
    names |= {rule.name for place in library.jurisdictions.values() for rule in place.local_rules}
    names |= {
        entry[1]
        for doctree in doctrees.values()
        for node in doctree.findall(addnodes.index)
        for entry in node["entries"]
    }
    assert len(names) > 200
    assert [name for name in sorted(names) if f'("{name}", ("' not in lines[0]] == []
    medicines = {name for row in library.interactions.values() for one in row.medicines for name in one.names}
    assert len(medicines) > 2000
    found = set(re.findall(r'\("([^"]+?)(?: \([^()"]+\))?: [a-z, -]+", \("', lines[0]))
    assert sorted(name for name in medicines if name not in found)[:5] == []


def test_letter_is_the_same_book(book: Facts) -> None:
    path = built(ROOT / "build" / "pdf" / "kratom-guide-letter.pdf")
    assert failed_rules(path) == []
    letter = facts(path)
    assert letter.outline == book.outline
    for tag in ("Table", "Figure", "Link", "Note", "H2", "H3"):
        assert letter.tags[tag] == book.tags[tag]
    with pikepdf.open(path) as pdf:
        assert [round(float(edge)) for edge in pdf.pages[0].mediabox] == [0, 0, 612, 792]


def test_every_font_is_embedded(book_pdf: Path) -> None:
    loose: list[str] = []
    with pikepdf.open(book_pdf) as pdf:
        for item in pdf.objects:
            if not isinstance(item, pikepdf.Dictionary) or item.get("/Type") != "/FontDescriptor":
                continue
            if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(item.keys()):
                loose.append(str(item.FontName))
    assert loose == []


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize(
    ("sheet", "pages"),
    [("visit", 1), ("diary", 1), ("warning-signs", 1), ("interaction-chart", 1), ("for-clinicians", 2)],
)
def test_a_sheet_keeps_its_size_and_every_rule(sheet: str, pages: int, paper: str) -> None:
    path = built(ROOT / "build" / "pdf" / f"sheet-{sheet}-{paper}.pdf")
    assert failed_rules(path) == []
    found = facts(path)
    assert found.pages == pages
    assert found.title
    offered = built(ROOT / "build" / "html" / "downloads" / path.name)
    assert offered.read_bytes() == path.read_bytes()
