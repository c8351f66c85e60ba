"""The e-book builder on a small book: what it makes of it, and when it refuses."""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from PIL import Image
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from kratom_guide.editions.epub.builder import EpubError
from tests.editions.epub_facts import HTML, TYPE, Book, faults, words

# Extensions that other people write still ask for what Sphinx 11 will take away.
pytestmark = pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")

ROOT = Path(__file__).parents[1] / "roots" / "test-epub"
DAY = "1795392000"  # 23 November 2026


def build(source: Path, out: Path, **settings: object) -> tuple[Path, str]:
    """Build `source` into `out`; return the book and the warnings."""
    warnings = io.StringIO()
    with patch_docutils(str(source)), docutils_namespace():
        app = Sphinx(
            source, source, out, out.parent / f"{out.name}-doctrees", "epub", settings, io.StringIO(), warnings
        )
        app.build()
    return out / "book.epub", warnings.getvalue()


@pytest.fixture(autouse=True)
def _day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", DAY)
        path, warnings = build(ROOT, tmp_path_factory.mktemp("epub") / "out")
    assert warnings == ""
    return Book(path)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A copy of the small book that may be changed."""
    copy = shutil.copytree(ROOT, tmp_path / "source")
    conf = copy / "conf.py"
    conf.write_text(
        conf.read_text(encoding="utf-8").replace("../../../assets", str(ROOT.parents[2] / "assets")), encoding="utf-8"
    )
    return copy


def test_epubcheck_finds_nothing(book: Book) -> None:
    assert faults(book.path) == []


def test_epubcheck_finds_what_is_wrong(book: Book, tmp_path: Path) -> None:
    broken = tmp_path / "broken.epub"
    with zipfile.ZipFile(book.path) as old, zipfile.ZipFile(broken, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry, data.replace(b"#page-1<", b"#nowhere<").replace(b'href="index.xhtml"', b'href="gone"'))
    assert any("gone" in fault or "RSC" in fault for fault in faults(broken))


def test_the_order_is_that_of_the_book(book: Book) -> None:
    assert book.order == [
        "cover.xhtml", "title.xhtml", "contents.xhtml", "index.xhtml", "safety/help.xhtml", "words.xhtml"
    ]  # fmt: skip
    assert book.lost_links() == []


def test_contents_go_to_the_third_level(book: Book) -> None:
    assert [(level, title) for level, title, _ in book.lines("toc")] == [
        (1, "Leaf and book"),
        (2, "Doors"),
        (2, "Tabs"),
        (1, "Safety"),
        (2, "Help"),
        (3, "First steps"),
        (1, "Words"),
        (2, "Terms"),
    ]


def test_the_page_of_contents_is_short_and_the_menu_is_not(book: Book) -> None:
    lists = list(book.nav("toc").iter(f"{HTML}ol"))
    assert [words(listing) for listing in lists if listing.get("hidden")] == ["First steps"]


def test_landmarks(book: Book) -> None:
    kinds = [link.get(TYPE) for link in book.nav("landmarks").iter(f"{HTML}a")]
    assert kinds == ["cover", "titlepage", "toc", "bodymatter", "glossary"]
    section = next(book.text["words.xhtml"].iter(f"{HTML}section"))
    assert (section.get(TYPE), section.get("role")) == ("glossary", "doc-glossary")


def test_metadata(book: Book) -> None:
    assert book.meta("title") == ["Leaf & book"]
    assert book.meta("description") == ["Small, with <one> of each."]
    assert book.meta("identifier") == ["urn:uuid:4d4d1c0f-8c2e-5a52-9d3f-0a4c3c0f2f11"]
    assert book.meta("language") == ["en"]
    assert book.meta("rights") == ["CC BY 4.0"]
    assert book.meta("date") == book.meta("dcterms:modified") == ["2026-11-23T00:00:00Z"]
    assert book.meta("schema:version") == ["1.2"]
    assert book.meta("schema:accessibilityHazard") == ["none"]
    assert book.meta("schema:accessibilitySummary") == ["Every picture has words."]
    assert "alternativeText" in book.meta("schema:accessibilityFeature")
    assert book.meta("pageBreakSource") == ["none"]
    assert book.meta("dcterms:conformsTo") == [], "no one has looked at all that the standard asks"


def test_the_cover_is_drawn(book: Book) -> None:
    picture = Image.open(io.BytesIO(book.files["cover.png"]))
    assert picture.size == (1600, 2400)
    assert len(picture.getcolors() or []) > 3
    image = next(book.trees["cover.xhtml"].iter(f"{HTML}img"))
    assert image.attrib["alt"] == "Leaf & book. One of each. Version 1.2, 23 November 2026."


def test_the_title_page_says_which_edition_it_is(book: Book) -> None:
    text = words(book.trees["title.xhtml"])
    assert "Version 1.2, 23 November 2026" in text
    assert "CC BY 4.0" in text


def test_tabs_and_dropdowns_stand_open(book: Book) -> None:
    page = book.text["index.xhtml"]
    assert [words(heading) for heading in page.iter(f"{HTML}h3")] == ["Leaf", "Extract"]
    assert "Words on leaf." in words(page) and "Words on extract." in words(page) and "Seven." in words(page)
    names = {element.tag.removeprefix(HTML) for _, element in book.elements()}
    assert not names & {"input", "label", "details", "button", "form", "script", "svg"}


def test_a_card_is_a_link_by_its_title(book: Book) -> None:
    links = [link for link in book.text["index.xhtml"].iter(f"{HTML}a") if words(link) == "I take it"]
    assert [link.attrib["href"] for link in links] == ["words.xhtml#words-leaf"]


def test_what_lies_on_the_website_is_an_address(book: Book) -> None:
    links = [link.attrib["href"] for link in book.text["index.xhtml"].iter(f"{HTML}a") if words(link) == "the sheet"]
    assert links == ["https://guide.example/downloads/sheet.pdf"]


def test_every_file_leads_to_help(book: Book) -> None:
    for name, tree in book.text.items():
        lines = [aside for aside in tree.iter(f"{HTML}aside") if aside.get("class") == "kg-help"]
        assert len(lines) == (name != "safety/help.xhtml"), name
    assert words(next(book.text["words.xhtml"].iter(f"{HTML}aside"))) == "In danger? Get help"


def test_notes_lead_there_and_back(book: Book) -> None:
    marks, notes, back = (book.roles(role) for role in ("doc-noteref", "doc-footnote", "doc-backlink"))
    assert [mark.get(TYPE) for mark in marks] == ["noteref"] * 3
    assert [note.get(TYPE) for note in notes] == ["footnote"] * 2
    assert {note.tag for note in notes} == {f"{HTML}div"}, "Apple Books would take an aside out of the text"
    assert {link.attrib["href"][1:] for link in back} == {mark.attrib["id"] for mark in marks}
    assert {mark.attrib["href"][1:] for mark in marks} == {note.attrib["id"] for note in notes}


def test_wide_tables_have_labels_and_headers(book: Book) -> None:
    table = next(book.text["safety/help.xhtml"].iter(f"{HTML}table"))
    assert "kg-cards" in table.attrib["class"]
    assert [cell.get("data-label") for cell in table.iter(f"{HTML}td")] == ["How much", "When", "Why"]
    assert [header.get("scope") for header in table.iter(f"{HTML}th")] == ["col"] * 4 + ["row"]


def test_foreign_words_tell_their_language(book: Book) -> None:
    told = [e for e in book.text["index.xhtml"].iter(f"{HTML}span") if e.get("lang")]
    assert [(span.get("lang"), words(span)) for span in told] == [("th", "ใบกระท่อม"), ("la", "Mitragyna speciosa")]
    assert all(span.get("{http://www.w3.org/XML/1998/namespace}lang") == span.get("lang") for span in told)
    assert (told[0].tail or "").startswith(" (kratom leaf), the Latin name ")


def test_pages_are_listed(book: Book) -> None:
    marks = [mark.attrib["aria-label"] for mark in book.roles("doc-pagebreak")]
    assert marks == [title for _, title, _ in book.lines("page-list")] == ["1"]


def test_the_same_input_gives_the_same_bytes(book: Book, source: Path, tmp_path: Path) -> None:
    again, _ = build(source, tmp_path / "elsewhere" / "out")
    assert again.read_bytes() == book.path.read_bytes()
    with zipfile.ZipFile(again) as archive:
        entries = archive.infolist()
    assert entries[0].filename == "mimetype" and entries[0].compress_type == zipfile.ZIP_STORED
    assert {entry.date_time for entry in entries} == {(2026, 11, 23, 0, 0, 0)}
    assert [entry.filename for entry in entries[2:]] == sorted(entry.filename for entry in entries[2:])


def append(page: Path, text: str) -> None:
    page.write_text(page.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_a_link_out_of_the_book_by_accident_is_told(source: Path, tmp_path: Path) -> None:
    append(source / "words.md", "\nSee {ref}`genindex`.\n")
    with pytest.raises(EpubError, match=r"words\.md: the link to genindex\.xhtml leads nowhere in the book: mend it"):
        build(source, tmp_path / "out")
    assert not (tmp_path / "out" / "book.epub").exists()


def test_a_picture_without_words_is_told(source: Path, tmp_path: Path) -> None:
    page = source / "safety" / "help.md"
    page.write_text(page.read_text(encoding="utf-8").replace(":alt: A green dot\n", ""), encoding="utf-8")
    with pytest.raises(
        EpubError, match=r"safety/help\.md:\d+: a picture has no alternative text: say in :alt: what it shows"
    ):
        build(source, tmp_path / "out")


def test_html_that_is_no_xhtml_is_told(source: Path, tmp_path: Path) -> None:
    append(source / "words.md", "\n```{raw} html\n<p>open<br>\n```\n")
    with pytest.raises(EpubError, match=r"words\.md: its HTML is no XHTML \(mismatched tag.*close every element"):
        build(source, tmp_path / "out")


def test_a_page_in_no_list_stands_at_the_end(source: Path, tmp_path: Path) -> None:
    (source / "alone.md").write_text("---\norphan: true\n---\n\n# Alone\n\nHere.\n", encoding="utf-8")
    path, warnings = build(source, tmp_path / "out")
    assert warnings == ""
    assert Book(path).order[-1] == "alone.xhtml"
