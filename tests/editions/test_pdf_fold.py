"""A sheet folded in three: six panels on two sides, read in the order of the text, none of them cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import page
import pikepdf
import pytest

from kratom_guide.editions.pdf.builder import PdfError
from tests.editions.pdf_facts import facts, failed_rules
from tests.editions.test_pdf_builder import DAY, Built, build

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")

CONF = """
project = "Folded"
author = "Nobody"
release = "1.2"
extensions = ["myst_parser", "kratom_guide.editions.pdf"]
kg_pdf_filename = "book"
kg_pdf_sheets = {"leaflet": "leaflet"}
kg_pdf_folded = ["leaflet"]
"""
NAMES = ["First", "Second", "Third", "Fourth", "Fifth"]


def leaflet(names: list[str], words: int = 20) -> str:
    sections = "".join(f"\n## {name}\n\n{name} {'word ' * words}.\n" for name in names)
    return f"# Front page\n\nIt opens here.\n{sections}"


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DAY)
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "conf.py").write_text(CONF, encoding="utf-8")
    (folder / "index.md").write_text("# Book\n\nText.\n\n```{toctree}\n:caption: Part\n\nleaflet\n```\n")
    (folder / "leaflet.md").write_text(leaflet(NAMES), encoding="utf-8")
    return folder


def make(source: Path) -> Built:
    return build(source, source.parent / "pdf")


@pytest.mark.parametrize(("paper", "size"), [("a4", (842, 595)), ("letter", (792, 612))])
def test_it_has_two_sides_across_and_keeps_every_rule(source: Path, paper: str, size: tuple[int, int]) -> None:
    path = make(source).out / f"sheet-leaflet-{paper}.pdf"
    assert failed_rules(path) == []
    assert failed_rules(path, page.ValidationProfile.PDF_A_2A) == []
    with pikepdf.open(path) as pdf:
        boxes = [tuple(round(float(edge)) for edge in side.mediabox) for side in pdf.pages]
        assert boxes == [(0, 0, *size)] * 2
        assert str(pdf.docinfo["/Subject"]) == "Folded. Version 1.2, 23 November 2026."


def test_it_is_read_in_the_order_of_the_text(source: Path) -> None:
    found = facts(make(source).out / "sheet-leaflet-a4.pdf")
    assert found.headings == [("H1", "Front page"), *(("H2", name) for name in NAMES)]


def test_the_front_page_stands_where_the_fold_puts_it(source: Path) -> None:
    """Of the outer side the right third is the front and the left one folds in; the inner side runs from left."""
    with pikepdf.open(make(source).out / "sheet-leaflet-a4.pdf") as pdf, pdf.open_outline() as outline:
        outer, inner = ({}, {})  # type: tuple[dict[str, float], dict[str, float]]
        for item in _flat(outline.root):
            assert isinstance(item.destination, pikepdf.Array)
            side, _, left = list(item.destination)[:3]
            (outer if side.objgen == pdf.pages[0].objgen else inner)[item.title] = float(left)
    assert outer["First"] < outer["Second"] < outer["Front page"]
    assert inner["Third"] < inner["Fourth"] < inner["Fifth"]


def _flat(items: Iterable[pikepdf.OutlineItem]) -> Iterator[pikepdf.OutlineItem]:
    for item in items:
        yield item
        yield from _flat(item.children)


def test_in_the_book_its_panels_follow_one_another(source: Path) -> None:
    found = facts(make(source).pdf)
    titles = [title for _, title in found.headings]
    assert titles[titles.index("Front page") :] == ["Front page", *NAMES]


@pytest.mark.parametrize("names", [NAMES[:4], [*NAMES, "Sixth"]])
def test_another_number_of_panels_is_told(source: Path, names: list[str]) -> None:
    (source / "leaflet.md").write_text(leaflet(names), encoding="utf-8")
    with pytest.raises(PdfError, match=f"six panels, .* and this one has {len(names) + 1}"):
        make(source)


def test_a_panel_that_runs_over_its_paper_is_told(source: Path) -> None:
    text = leaflet(NAMES).replace("Fourth word", f"Fourth {'much more of it ' * 250}")
    (source / "leaflet.md").write_text(text, encoding="utf-8")
    with pytest.raises(PdfError, match=r"^leaflet\.md: panel 5 is \d+ mm too long for its paper: shorten it$"):
        make(source)
    assert not (source.parent / "pdf" / "book.pdf").exists(), "all or nothing"
