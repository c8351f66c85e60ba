"""The built PDF against the doctrees of the same book: nothing is lost, nothing runs out, all rules hold."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import page
import pikepdf
import pytest
from docutils import nodes
from sphinx import addnodes

from kratom_guide.editions.pdf import words
from kratom_guide.editions.pdf.builder import FONTS
from kratom_guide.records import load_library
from tests.conftest import ROOT, built
from tests.editions.doctree_facts import DoctreeFacts, doctree_facts, letters, load
from tests.editions.pdf_facts import Facts, facts, failed_rules, texts

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.book

DOCTREES = ROOT / "build" / "stage" / "doctrees"
LEFT_OUT = frozenset({"reference-medicines-names"})
"""``kg_pdf_left_out`` of ``conf.py``: the index does the work of that list."""


@pytest.fixture(scope="module")
def book(book_pdf: Path) -> Facts:
    return facts(book_pdf)


@pytest.fixture(scope="module")
def doctrees() -> dict[str, nodes.document]:
    """Every page of the book, as Sphinx read it."""
    return load(built(DOCTREES / "environment.pickle").parent)


@pytest.fixture(scope="module")
def held(doctrees: dict[str, nodes.document]) -> DoctreeFacts:
    """What the pages of the book hold."""
    return doctree_facts(doctrees, LEFT_OUT)


@pytest.fixture(scope="module")
def printed(book_pdf: Path) -> list[words.Run]:
    """Where the words of the PDF stand."""
    with pikepdf.open(book_pdf) as pdf:
        return list(words.runs(pdf))


@pytest.fixture(scope="module")
def said(book_pdf: Path, printed: list[words.Run]) -> dict[str, Counter[str]]:
    """What the elements of each tag of the PDF say."""
    return texts(book_pdf, printed)


def number_of(found: Counter[str], wanted: list[str]) -> int:
    """How many elements say one of the wanted things."""
    return sum(found[text] for text in set(wanted))


def test_no_rule_of_pdf_ua_is_broken(book_pdf: Path) -> None:
    assert failed_rules(book_pdf) == []


def test_every_heading_is_there(said: dict[str, Counter[str]], held: DoctreeFacts) -> None:
    found = list(sum((said.get(f"H{level}", Counter()) for level in range(1, 7)), Counter()).elements())
    # The heading of a chapter says its number too.
    wanted = Counter(held.headings)
    plain = Counter(re.sub(r"^chapter\d+", "", text, flags=re.IGNORECASE) for text in found)
    assert wanted - plain == Counter()
    captions = (ROOT / "source" / "index.md").read_text(encoding="utf-8").count(":caption:")
    own = 4  # contents, lists of figures and tables, index
    assert len(found) == len(held.headings) + captions + own


def test_every_table_is_there_with_its_headers_and_rows(
    book: Facts, said: dict[str, Counter[str]], held: DoctreeFacts
) -> None:
    assert book.tags["Table"] == len(held.tables) > 20
    assert said["THead"] == Counter(held.tables)
    assert book.tags["TR"] == len(held.rows)
    assert book.header_scopes["Column"] > 100
    assert book.header_scopes["Row"] > 200
    assert set(book.header_scopes) <= {"Column", "Row", "Both"}


def test_every_figure_is_there_with_its_words(book: Facts, said: dict[str, Counter[str]], held: DoctreeFacts) -> None:
    assert Counter(map(letters, book.alternatives)) == Counter(held.pictures)
    assert len(held.pictures) >= 10
    # Numbers of sources have commas between them on paper.
    without = Counter(text.replace(",", "") for text in said["Caption"].elements())
    assert without == Counter(text.replace(",", "") for text in held.captions)


def test_every_note_and_every_term_is_there(said: dict[str, Counter[str]], held: DoctreeFacts) -> None:
    assert number_of(said["LBody"], held.notes) == len(held.notes) > 1000
    # In a register the name of a work opens its paragraph.
    # The list of files with their checksums stands on the website alone: no file can hold its own.
    terms = [term for term in held.terms if not term.endswith((".pdf", ".epub", ".zip"))]
    assert Counter(terms) - (said["Lbl"] + said["Strong"]) == Counter()
    assert len(terms) > 500


def test_every_claim_finding_interaction_and_place_is_there(said: dict[str, Counter[str]], held: DoctreeFacts) -> None:
    library = load_library(ROOT)
    # One sentence may be both a claim and a finding.
    assert number_of(said["P"], held.claims + held.findings) == len(held.claims) + len(held.findings)
    assert len(held.claims) == len(library.claims)
    assert len(held.findings) == len(library.findings)
    assert number_of(said["TH"], held.interactions) == len(held.interactions) == len(library.interactions)
    headings = sum((said.get(f"H{level}", Counter()) for level in range(1, 7)), Counter())
    assert number_of(headings, held.places) == len(held.places) == len(library.jurisdictions)


def test_nothing_runs_off_its_page_or_over_its_neighbour(book_pdf: Path, printed: list[words.Run]) -> None:
    with pikepdf.open(book_pdf) as pdf:
        widths = [float(sheet.mediabox[2]) for sheet in pdf.pages]
    assert list(words.astray(printed, widths)) == []
    edge = 30  # points, more than any printer needs
    near = [run for run in printed if run.left < edge or run.right > widths[run.page - 1] - edge or run.baseline < edge]
    assert near == []


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
    assert 300 < book.pages <= 480


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


def test_every_font_is_one_of_ours_and_has_its_licence(book_pdf: Path) -> None:
    files = [path for path in FONTS.rglob("*") if path.suffix in {".otf", ".ttf"}]
    with pikepdf.open(book_pdf) as pdf:
        used = {
            str(item.FontName).partition("+")[2]
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
        }
    assert used
    assert used <= {path.stem for path in files}
    told = (FONTS / "README.md").read_text(encoding="utf-8")
    for folder in {path.parent for path in files}:
        licence = (folder / "LICENSE.md").read_text(encoding="utf-8")
        assert "SIL OPEN FONT LICENSE" in licence.upper()
        assert f"`{folder.name}/`" in told


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize(
    ("sheet", "pages"),
    [("visit", 1), ("diary", 1), ("warning-signs", 1), ("interaction-chart", 1), ("leaflet", 2), ("for-clinicians", 2)],
)
def test_a_sheet_keeps_its_size_and_every_rule(sheet: str, pages: int, paper: str) -> None:
    path = built(ROOT / "build" / "pdf" / f"sheet-{sheet}-{paper}.pdf")
    assert failed_rules(path) == []
    assert failed_rules(path, page.ValidationProfile.PDF_A_2A) == []
    found = facts(path)
    assert found.pages == pages
    assert found.title
    offered = built(ROOT / "build" / "html" / "downloads" / path.name)
    assert offered.read_bytes() == path.read_bytes()
