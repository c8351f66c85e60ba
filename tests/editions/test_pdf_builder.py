"""The PDF builder on small books: what it makes of them, and when it refuses."""

from __future__ import annotations

import io
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import page
import pytest
import typst
from docutils import nodes
from PIL import Image
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from kratom_guide.editions.pdf.builder import FONTS, PdfError
from tests.editions.pdf_facts import Facts, facts, failed_rules

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment

# Extensions that other people write still ask for what Sphinx 11 will take away.
pytestmark = pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")

ROOTS = Path(__file__).parents[1] / "roots"
DAY = "1795392000"  # 23 November 2026


@dataclass
class Built:
    """One finished build."""

    out: Path
    env: BuildEnvironment
    warnings: str

    @property
    def pdf(self) -> Path:
        return self.out / "book.pdf"

    @property
    def typ(self) -> str:
        return (self.out / "book.typ").read_text(encoding="utf-8")

    def count(self, kind: type[nodes.Node]) -> int:
        """How many nodes of a kind the doctrees hold."""
        return sum(len(list(self.env.get_doctree(name).findall(kind))) for name in self.env.found_docs)


def build(root: str | Path, out: Path, **settings: Any) -> Built:
    """Build the test root `root` into `out`."""
    source = ROOTS / f"test-pdf-{root}" if isinstance(root, str) else root
    warnings = io.StringIO()
    with patch_docutils(str(source)), docutils_namespace():
        app = Sphinx(
            source, source, out, out.parent / f"{out.name}-doctrees", "typst", settings, io.StringIO(), warnings
        )
        app.build()
    return Built(out, app.env, warnings.getvalue())


@pytest.fixture(scope="module")
def structure(tmp_path_factory: pytest.TempPathFactory) -> Built:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", DAY)
        return build("structure", tmp_path_factory.mktemp("structure") / "pdf")


@pytest.fixture(scope="module")
def tagged(structure: Built) -> Facts:
    return facts(structure.pdf)


def test_no_warning(structure: Built) -> None:
    assert structure.warnings == ""


@pytest.mark.parametrize("profile", [page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2A])
def test_keeps_the_standards_it_claims(structure: Built, profile: page.ValidationProfile) -> None:
    assert failed_rules(structure.pdf, profile) == []


def test_says_what_it_is(tagged: Facts) -> None:
    assert (tagged.title, tagged.language) == ("Structure", "en")


def test_every_heading_is_tagged(structure: Built, tagged: Facts) -> None:
    sections = structure.count(nodes.section)
    parts = 2
    matter = 4  # contents, lists of figures and tables, index
    assert sum(tagged.tags[f"H{level}"] for level in range(1, 7)) == sections + parts + matter


def test_outline_has_parts_chapters_and_sections(tagged: Facts) -> None:
    assert tagged.outline == [
        (1, "Contents"),
        (1, "List of figures"),
        (1, "List of tables"),
        (1, "Start here"),
        (2, "How to use it"),
        (1, "The leaf"),
        (2, "1 What is the plant?"),
        (3, "Parts of it"),
        (2, "Words"),
        (1, "Safety"),
        (2, "2 What harms?"),
        (1, "Index"),
    ]


def test_every_table_has_header_cells(structure: Built, tagged: Facts) -> None:
    assert tagged.tags["Table"] == structure.count(nodes.table) == 2
    # Two and three columns; in the second table the first column names its two rows.
    assert tagged.header_scopes == {"Column": 5, "Row": 2}


def test_every_figure_has_its_alternative(tagged: Facts) -> None:
    assert tagged.alternatives == ["A drawing of one leaf."]


def test_outside_links_stay(tagged: Facts) -> None:
    assert {
        "https://b.example/",
        "https://a.example/one/two-three/four_five/six.html?seven=8",
    } <= set(tagged.addresses)


def test_page_numbers_follow_links_in_text_only(structure: Built) -> None:
    lines = structure.typ.splitlines()
    links = [line for line in lines if line.startswith("kg-xref(")]
    assert any('page: "parentheses"' in line and "leaf/plant" in line for line in links)
    assert any('page: "comma"' in line and "harms" in line for line in links)
    assert not any("page:" in line for line in links if 'kind: "term"' in line)


def test_sections_of_another_chapter_get_the_right_level(tagged: Facts) -> None:
    front, index = ["H1", "H1", "H1"], ["H1"]
    text = ["H1", "H2", "H1", "H2", "H3", "H4", "H2", "H1", "H2"]
    assert [tag for tag, _ in tagged.headings] == [*front, *text, *index]


def test_title_page_shows_the_date_of_the_edition(structure: Built) -> None:
    assert 'date: "23 November 2026"' in structure.typ.partition("#kg-title-page(")[2].splitlines()[0]


def test_no_date_without_an_edition_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    built = build("places", tmp_path / "pdf")
    assert "date:" not in built.typ.partition("#show: kg-book.with(")[2].splitlines()[0]
    assert failed_rules(built.pdf) == []


def test_same_input_gives_the_same_bytes(structure: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)
    again = build("structure", tmp_path / "elsewhere" / "pdf")
    assert again.pdf.read_bytes() == structure.pdf.read_bytes()
    assert again.typ == structure.typ


def test_pictures_lie_beside_the_typst_file(structure: Built) -> None:
    assert sorted(path.name for path in structure.out.iterdir()) == ["book.pdf", "book.typ", "images"]
    assert [path.name for path in (structure.out / "images").iterdir()] == ["leaf.svg"]


@pytest.mark.parametrize("sort", [True, False])
def test_notes_and_sources(tmp_path: Path, sort: bool) -> None:
    built = build("notes", tmp_path / "pdf", myst_footnote_sort=sort)
    assert built.warnings == ""
    assert failed_rules(built.pdf) == []
    tagged = facts(built.pdf)
    assert tagged.tags["Note"] == 1
    typ = built.typ.partition("#show: kg-book.with(")[2]
    assert typ.count("kg-note(") == 1
    assert typ.count("kg-note-again(") == 1
    assert typ.count("kg-source-mark(") == 3
    assert typ.count("kg-sources(") == 1
    assert typ.count("kg-references(") == 1
    # The list of sources stands where the book put it, before the next heading.
    assert typ.index('"Sources"') < typ.index("kg-sources(") < typ.index('"All references"')


def test_sources_are_numbered_as_sphinx_counted(tmp_path: Path) -> None:
    built = build("notes", tmp_path / "pdf")
    references = built.env.get_doctree("index").findall(nodes.footnote_reference)
    counted = {reference["refid"]: reference.astext() for reference in references}
    assert len(counted) == 3
    for note_id, number in counted.items():
        assert f'("{number}", "index#{note_id}"' in built.typ


def test_all_problems_are_told_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    out = tmp_path / "pdf"
    out.mkdir()
    (out / "book.pdf").write_bytes(b"the last good edition")
    with pytest.raises(PdfError) as caught:
        build("problems", out)
    text = str(caught.value)
    assert "5 problems keep the PDF from being made" in text
    remedy = "write a visitor for it in kratom_guide/editions/pdf/writer.py"
    assert f"index.md:3: node <productionlist> has no PDF form: {remedy}" in text
    assert re.search(r"index\.md:[678]: table has no header row: add one", text)
    assert "index.md:11: image has no alternative text" in text
    assert "index.md:13: raw html has no PDF form" in text
    assert "mathematics has no PDF form" in text
    assert (out / "book.pdf").read_bytes() == b"the last good edition"
    assert [path.name for path in out.iterdir()] == ["book.pdf"]


def test_a_character_without_a_glyph_is_located(tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(ROOTS / "test-pdf-places", source)
    (source / "index.md").write_text("# Title\n\nFine.\n\nNot 日 fine.\n", encoding="utf-8")
    with pytest.raises(PdfError, match=r"index\.md:5: no font in assets/fonts draws '日'"):
        build(source, tmp_path / "pdf")


def test_places_are_set_close_together_below_their_chapter(tmp_path: Path) -> None:
    built = build("places", tmp_path / "pdf")
    tagged = facts(built.pdf)
    contents, index = ["H1"], ["H1"]
    assert [tag for tag, _ in tagged.headings] == [*contents, "H1", "H1", "H2", "H3", "H4", "H3", "H4", "H3", *index]
    typ = built.typ.partition("#show: kg-book.with(")[2]
    assert typ.count("kg-place(") == 2
    # Text of the chapter that stands after the list of places is not taken for a place's text.
    assert typ.index("not to a place") < typ.index("kg-place(")


def test_nothing_runs_out_of_its_cell_or_into_the_margin(tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(ROOTS / "test-pdf-places", source)
    long = ["https://a.example/" + "abc_123-" * 20, "x1" * 60, "Donaudampfschifffahrtsgesellschaft" * 2, "a/b.c" * 20]
    rows = "".join(f"* - {text}\n  -\n" for text in long)
    (source / "index.md").write_text(
        f"# Title\n\n```{{list-table}}\n:header-rows: 1\n:widths: 30 70\n\n* - A\n  - B\n{rows}```\n", encoding="utf-8"
    )
    built = build(source, tmp_path / "pdf")
    compiler = typst.Compiler(font_paths=[str(FONTS)], ignore_system_fonts=True, root=built.out)
    images = compiler.compile(built.typ.encode(), format="png", ppi=72)
    assert isinstance(images, list)
    picture = Image.open(io.BytesIO(images[-1])).convert("L")
    width, height = picture.size
    # The second column is empty below its heading: no ink darker than a hairline may be there.
    text_left, text_width = width * 33 / 210, width * 144 / 210
    right = picture.crop((int(text_left + text_width * 0.31), int(height * 0.28), width, int(height * 0.9)))
    darkest = right.getextrema()[0]
    assert isinstance(darkest, int)
    assert darkest > 150
