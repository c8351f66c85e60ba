"""What makes the PDF a book: front and back matter, page numbers, volumes, languages, words that fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import page
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kratom_guide.editions.pdf import columns, setting
from kratom_guide.editions.pdf.builder import PdfError
from kratom_guide.editions.pdf.languages import Languages
from tests.editions.pdf_facts import Facts, facts, failed_rules
from tests.editions.test_pdf_builder import DAY, Built, build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")

TABLE = """```{list-table} What was seen. More is said here.
:header-rows: 1

* - Word
  - Said
* - leaf
  - green
```
"""
GLOSSARY = """(who)=

## Who made it?

Nobody did.

(cite)=

## Cite it

```text
Nobody. A book.
```

```{glossary}
kava
  Another plant.
```
"""
LONG = "\n\n".join(f"Paragraph {number} about the tree Mitragyna speciosa, which is ใบกระท่อม." for number in range(60))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A book of three parts, with a table, a glossary and a long text."""
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "conf.py").write_text(
        "project = 'A book'\nauthor = 'Nobody'\nrelease = '1'\ncopyright = 'free'\nnitpicky = True\n"
        "extensions = ['myst_parser', 'kratom_guide.editions.pdf']\nkg_pdf_filename = 'book'\n"
        "html_baseurl = 'https://guide.example/'\n"
        "kg_pdf_languages = {'la': ['Mitragyna speciosa']}\n"
        "kg_pdf_imprint = [('Edition', 'Version {release}. {address}'), ('Made by', ('who', 'paragraph')),\n"
        "                  ('Cite', ('cite', 'literal_block'))]\n"
    )
    parts = "".join(
        f"```{{toctree}}\n:caption: {name}\n:hidden:\n\n{name}\n```\n\n" for name in ("one", "two", "three")
    )
    (folder / "index.md").write_text(f"# Start\n\nSee {{doc}}`three`.\n\n{parts}")
    (folder / "one.md").write_text(f"# First\n\nOf {{term}}`kava`.\n\n{TABLE}\n{LONG}\n")
    (folder / "two.md").write_text(f"# Second\n\n{GLOSSARY}\nOf {{term}}`kava` again, and of {{doc}}`one`.\n")
    (folder / "three.md").write_text("# Third\n\nBack to {doc}`one`.\n")
    return folder


@pytest.fixture
def book(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Built:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)
    return build(source, tmp_path / "pdf")


def labels(path: Path) -> list[str]:
    """The printed number of every page, as a reader's program shows it."""
    with pikepdf.open(path) as pdf:
        return [str(sheet.label) for sheet in pdf.pages]


def links(path: Path) -> Iterator[tuple[str, int]]:
    """What every link within the book says of itself, and the page from the start that it leads to."""
    with pikepdf.open(path) as pdf:
        pages = {sheet.obj.objgen: number for number, sheet in enumerate(pdf.pages)}
        for sheet in pdf.pages:
            for link in sheet.obj.get("/Annots", ()):
                if "/Dest" in link:
                    yield str(link.Contents), pages[link.Dest[0].objgen]


def languages(path: Path) -> set[str]:
    """Every language that the file names, for a tag or for words on a page."""
    found: set[str] = set()
    with pikepdf.open(path) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and "/Lang" in item:
                found.add(str(item.Lang))
        for sheet in pdf.pages:
            for instruction in pikepdf.parse_content_stream(sheet):
                for operand in instruction.operands:
                    if isinstance(operand, pikepdf.Dictionary) and "/Lang" in operand:
                        found.add(str(operand.Lang))
    return found


def words_of(built: Built, function: str) -> str:
    """The line of the Typst file that calls a function."""
    return next(line for line in built.typ.splitlines() if line.startswith(f"#{function}("))


def test_keeps_all_rules(book: Built) -> None:
    assert failed_rules(book.pdf) == []
    assert failed_rules(book.pdf, page.ValidationProfile.PDF_A_2A) == []


def test_front_pages_have_roman_numbers(book: Built) -> None:
    found = labels(book.pdf)
    front = found.index("1")
    assert found[:front] == ["i", "ii", "iii", "iv", "v"]  # cover, half title, imprint, contents, tables
    assert found[front:] == [str(number) for number in range(1, len(found) - front + 1)]


def test_links_say_and_reach_their_page(book: Built) -> None:
    printed = labels(book.pdf)
    found = list(links(book.pdf))
    assert len(found) > 10
    for words, number in found:
        assert words.endswith(f"page {printed[number]}")
    assert any(words.startswith("Third, page ") for words, _ in found)


def test_the_imprint_says_what_the_text_says(book: Built) -> None:
    text = book.typ.partition("#kg-imprint(")[2].partition("#kg-contents(")[0]
    assert '"Nobody did."' in text
    assert '"Nobody. A book."' in text
    assert '"https://guide.example/"' in text


def test_an_imprint_that_finds_nothing_stops_the_build(source: Path, tmp_path: Path) -> None:
    with pytest.raises(PdfError, match=r"kg_pdf_imprint: no paragraph below the label nowhere"):
        build(source, tmp_path / "pdf", kg_pdf_imprint=[("Made by", ("nowhere", "paragraph"))])


def test_the_list_of_tables_has_first_sentences(book: Built) -> None:
    assert '"What was seen"' in words_of(book, "kg-listing")
    assert "More is said" not in words_of(book, "kg-listing")


def test_the_index_has_the_page_that_explains_and_those_that_use(book: Built) -> None:
    line = words_of(book, "kg-index")
    assert '("K", (("kava", ("one#two#term-kava used", "two#term-kava",' in line


def test_a_section_may_be_left_to_the_index(source: Path, tmp_path: Path) -> None:
    built = build(source, tmp_path / "pdf", kg_pdf_left_out=["who"], kg_pdf_imprint=[])
    assert "Nobody did." not in built.typ


def test_several_volumes_are_one_book(
    book: Built, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setting, "_VOLUME", 1)
    bound = build(source, tmp_path / "bound")
    assert sorted(path.name for path in bound.out.glob("*.typ")) == [
        "book.2.typ",
        "book.3.typ",
        "book.4.typ",
        "book.5.typ",
        "book.typ",
    ]
    assert failed_rules(bound.pdf) == []
    assert failed_rules(bound.pdf, page.ValidationProfile.PDF_A_2A) == []
    assert labels(bound.pdf) == labels(book.pdf)
    assert list(links(bound.pdf)) == list(links(book.pdf))
    one, many = facts(book.pdf), facts(bound.pdf)
    assert many.outline == one.outline
    assert many.header_scopes == one.header_scopes
    without_parts = {tag: number for tag, number in many.tags.items() if tag != "Part"}
    assert without_parts == {tag: number for tag, number in one.tags.items() if tag != "Part"}
    again = build(source, tmp_path / "again")
    assert again.pdf.read_bytes() == bound.pdf.read_bytes()


def test_words_of_other_languages_are_marked(book: Built) -> None:
    assert {"en", "la", "th"} <= languages(book.pdf)


@given(st.text(alphabet="ab กขค\n-Mitragyna speciosa"))
def test_languages_lose_nothing(text: str) -> None:
    pieces = list(Languages({"la": ["Mitragyna speciosa"], "ms": []}).split(text))
    assert "".join(words for _, words in pieces) == text


@pytest.mark.parametrize(("paper", "size"), [("a4", (595, 842)), ("us-letter", (612, 792))])
def test_paper(source: Path, tmp_path: Path, paper: str, size: tuple[int, int]) -> None:
    built = build(source, tmp_path / "pdf", kg_pdf_paper=paper)
    with pikepdf.open(built.pdf) as pdf:
        boxes = {tuple(round(float(edge)) for edge in sheet.mediabox) for sheet in pdf.pages}
    assert boxes == {(0, 0, *size)}


def test_a_word_that_runs_out_of_its_cell_is_named(source: Path, tmp_path: Path) -> None:
    stiff = "\u2060".join("7immovable" * 3)  # word joiners: nothing may break here
    heads = "".join(f"  - {stiff}{letter}\n" for letter in "abcdefghi").replace("  -", "* -", 1)
    cells = "  - x\n" * 9
    table = f"# First\n\n```{{list-table}}\n:header-rows: 1\n\n{heads}{cells.replace('  -', '* -', 1)}```\n"
    (source / "one.md").write_text(table)
    with pytest.raises(PdfError, match=r"one\.md:\d+: “7.+” runs out of its cell: widen its column"):
        build(source, tmp_path / "pdf")


def test_words_of_headings_get_their_room_first() -> None:
    cells = [columns.CellText(0, 1, "Confidence", head=True), columns.CellText(1, 1, "As of", head=True)]
    cells += [columns.CellText(number, 1, "acetylcholinesterase" * 2) for number in range(8)]
    widths = columns.fractions(8, cells)
    assert widths[0] * columns.LINE / 100 >= len("Confidence")


def test_header_cells_name_their_scope_and_no_other_cell(book: Built) -> None:
    found: Facts = facts(book.pdf)
    assert found.header_scopes == {"Column": 2}
    with pikepdf.open(book.pdf) as pdf:
        cells = [
            item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == pikepdf.Name.TD
        ]
        attributes: list[Any] = [entry for cell in cells for entry in cell.get("/A", ())]
    assert cells
    assert not any("/Headers" in entry for entry in attributes if isinstance(entry, pikepdf.Dictionary))
