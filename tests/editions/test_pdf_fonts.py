"""The fonts of the PDF: every script of the book is drawn by a font of the folder, and by no other."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

import pikepdf
import pytest

from kratom_guide.editions.pdf import words
from kratom_guide.editions.pdf.builder import FONTS, PdfError
from tests.editions.doctree_facts import letters
from tests.editions.test_pdf_builder import build

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")

SAMPLES = {
    "Greek": "μ κ δ α β γ Δ Ω µg",
    "Latin": "é ü ñ ç ş ğ ı Ł ő ž Đ ạ",
    "arrows": "→ ← ↑ ↓ ↔ ⇒",
    "mathematics": "≤ ≥ ≠ ≈ ± × ÷ − ∞ √ ½ ‰ CO₂ x² 10⁻⁶",
    "signs": "● ○ ◐ ■ ▲ △ ► ✗ ⚠ ⊕⊕◯◯ § † … – ‘’ “” € £ ฿",
}
THAI = "กระท่อม น้ำต้มใบกระท่อม ผู้ใช้ยา ปี่ พื้น เก้าอี้"


def book(folder: Path, text: str) -> Path:
    folder.mkdir()
    (folder / "conf.py").write_text('project = "Fonts"\nextensions = ["kratom_guide.editions.pdf"]\n', "utf-8")
    (folder / "index.rst").write_text(f"Fonts\n=====\n\n{text}\n", "utf-8")
    return folder


def test_every_script_of_the_book_is_drawn_by_our_fonts(tmp_path: Path) -> None:
    lines = [*SAMPLES.values(), THAI]
    text = "\n\n".join(f"{line}\n\n*{line}*\n\n**{line}**\n\n``{line}``\n\n.. note:: {line}" for line in lines)
    built = build(book(tmp_path / "source", text), tmp_path / "pdf")
    with pikepdf.open(built.pdf) as pdf:
        # The micro sign and the letter mu share a glyph.
        read = normalize("NFKC", letters("".join(run.text for run in words.runs(pdf))))
        descriptors = [
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
        ]
        fonts = {str(item.FontName).partition("+")[2] for item in descriptors}
        assert all({"/FontFile2", "/FontFile3"} & set(item.keys()) for item in descriptors), "all are embedded"
    for line in SAMPLES.values():
        assert read.count(normalize("NFKC", letters(line))) == 5
    assert fonts <= {path.stem for path in FONTS.rglob("*.?tf")}
    assert {"NotoSerifThai-Regular", "NotoSerifThai-Bold", "NotoSansThai-Regular"} <= fonts


def test_no_font_that_typst_brings_is_used(tmp_path: Path) -> None:
    """Libertinus, which comes with Typst, would draw Hebrew."""
    with pytest.raises(PdfError, match=r"index\.rst:4: no font in assets/fonts draws 'ש'"):
        build(book(tmp_path / "source", "שלום"), tmp_path / "pdf")


def test_a_folder_that_lacks_a_font_of_the_template_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PdfError, match=r"^conf\.py: kg_pdf_fonts \(.*source-sans\) has no .*source serif 4"):
        build(book(tmp_path / "source", THAI), tmp_path / "pdf", kg_pdf_fonts=str(FONTS / "source-sans"))
