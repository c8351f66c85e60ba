"""Broken and unusual input: the PDF says where the fault is, or shows every word of it on the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pikepdf
import pytest

from kratom_guide.editions.pdf import words
from kratom_guide.editions.pdf.builder import PdfError
from tests.editions.pdf_facts import facts, failed_rules
from tests.editions.test_pdf_builder import Built, build

if TYPE_CHECKING:
    from pathlib import Path

    from kratom_guide.editions.pdf.words import Run

pytestmark = pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")

CONF = """\
project = "Broken"
extensions = ["myst_parser", "kratom_guide.editions.pdf"]
myst_enable_extensions = ["colon_fence", "deflist"]
suppress_warnings = ["myst.header"]
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="{height}"><rect width="40" height="40"/>{part}</svg>'
EDGE = 40  # points: nothing is printed so close to the edge of the paper
LONG = "abcdefghij" * 500
THAI = "กระท่อมเป็นต้นไม้ในวงศ์กาแฟ"


def grid(columns: int, head: str, cell: str, rows: int = 1) -> str:
    lines = [[head] * columns, ["---"] * columns, *[[cell] * columns] * rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n\n"


def source(folder: Path, text: str, **files: str | bytes) -> Path:
    """A book of one page; the names of further files have an underscore for the dot."""
    folder.mkdir(parents=True)
    (folder / "conf.py").write_text(CONF, "utf-8")
    (folder / "index.md").write_text(f"# Broken\n\n{text}", "utf-8")
    for name, content in files.items():
        data = content if isinstance(content, bytes) else content.encode()
        (folder / name.replace("_", ".")).write_bytes(data)
    return folder


READABLE = {
    "a word of 5,000 letters": LONG,
    "5,000 times one letter": "z" * 5000,
    "a long word in a list": f"- {LONG[:300]}\n- b",
    "a long word in a heading": f"## {'heading' * 30}\n\ntext",
    "a heading jump": "## Second\n\n##### Fifth\n\njumped down\n\n## Back\n\njumped up",
    "nine lists in one another": "".join(f"{'  ' * depth}- level {depth}\n" for depth in range(9)),
    "empty cells": "| First | Second |\n|---|---|\n| | |\n| x | |",
    "empty list items": "-\n- filled\n-\n\n1.",
    "a table of 12 columns": grid(12, "Heading", "acetylcholinesterase 123456789"),
    "a table of 14 columns": grid(14, "Head", "some words inside"),
    "a line of code of 500 letters": f"```text\n{'x' * 500}\n{'word ' * 100}\n```\n\n`{'y' * 500}`",
    "code in lists": f"- a\n  - b\n    - c\n\n      ```text\n      {'v' * 500}\n      ```",
    "code in a table": f"| A | B | C |\n|---|---|---|\n| `{'w' * 90}` | b | `a_b.c{'/d' * 40}` |",
    "an address": f"<https://a.example/{'x' * 200}?{'y=1&' * 40}>",
    "Thai": f"{THAI * 20}\n\n{grid(6, 'ชื่อ', THAI)}",
    "a term that is too long": f"{'t' * 300}\n: {'d' * 300}",
    "a note that is too long": f"text[^n]\n\n[^n]: {'n' * 400}",
    "a tall picture": "![A tall picture.](tall.svg)",
}


@pytest.fixture(scope="module")
def readable(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """All that must be readable, in one book."""
    folder = tmp_path_factory.mktemp("readable")
    text = "\n\n".join(f"## Case {number}\n\n{text}" for number, text in enumerate(READABLE.values()))
    tall = SVG.format(height=4000, part='<rect y="3990" width="40" height="10"/>')
    return build(source(folder / "source", text, tall_svg=tall), folder / "pdf", kg_pdf_check_words=True)


@pytest.fixture(scope="module")
def printed(readable: Built) -> list[Run]:
    with pikepdf.open(readable.pdf) as pdf:
        return list(words.runs(pdf))


def letters(text: str) -> str:
    """Text without what line breaks add: blanks, hyphens, break places."""
    return re.sub(r"[\s\u00ad\u200b\u2010-]", "", text)


def test_broken_input_keeps_the_rules(readable: Built) -> None:
    assert readable.warnings == ""
    assert failed_rules(readable.pdf) == []


def test_no_word_comes_near_the_edge_of_the_paper(readable: Built, printed: list[Run]) -> None:
    with pikepdf.open(readable.pdf) as pdf:
        _, _, width, height = map(float, pdf.pages[0].mediabox)
    assert [run for run in printed if run.left < EDGE or run.right > width - EDGE] == []
    assert [run for run in printed if run.baseline < EDGE or run.baseline > height - EDGE] == []
    assert list(words.astray(printed, [width] * 100)) == []


def test_no_letter_is_lost(printed: list[Run]) -> None:
    body = letters("".join(run.text for run in printed if run.mark is not None))
    for word in (LONG, "z" * 5000, LONG[:300], "heading" * 30, "x" * 500, "y" * 500, "v" * 500, "t" * 300, "n" * 400):
        assert word in body
    assert body.count("acetylcholinesterase") == 12
    assert body.count("level") == 9
    assert {"jumpeddown", "jumpedup", "filled"} <= {letters(run.text) for run in printed}


def test_a_tall_picture_fits_its_page(readable: Built) -> None:
    assert facts(readable.pdf).alternatives == ["A tall picture."]
    assert 'image("images/tall.svg", alt: "A tall picture.", height: 175mm)' in readable.typ


def test_a_table_of_2000_rows(tmp_path: Path) -> None:
    built = build(source(tmp_path / "source", grid(3, "Head", "one word", 2000)), tmp_path / "pdf")
    found = facts(built.pdf)
    assert (found.tags["TR"], found.tags["TH"], found.tags["TD"]) == (2001, 3, 6000)
    with pikepdf.open(built.pdf) as pdf:
        pages = {run.page for run in words.runs(pdf) if run.text == "Head"}
        assert pages == set(range(4, len(pdf.pages) + 1)), "the header row stands on every page"


@pytest.mark.parametrize(
    ("text", "files", "message"),
    [
        ("![Alt.](gone.png)", {}, "index.md:3: image gone.png was not found"),
        (
            "![Alt.](a.svg)",
            {"a_svg": SVG.format(height=40, part="<script>draw()</script>")},
            "index.md:3: image a.svg holds <script>, which a PDF cannot draw: put what it makes",
        ),
        (
            "![Alt.](a.svg)",
            {"a_svg": SVG.format(height=40, part='<g onload="draw()"/>')},
            "index.md:3: image a.svg holds the script onload=, which a PDF cannot run: take it out",
        ),
        (
            "![Alt.](a.svg)",
            {"a_svg": SVG.format(height=40, part="<foreignObject/>")},
            "index.md:3: image a.svg holds <foreignObject>, which a PDF cannot draw",
        ),
        ("![Alt.](a.svg)", {"a_svg": "<svg><rect"}, "index.md:3: image a.svg is not well-formed SVG"),
        ("![Alt.](a.png)", {"a_png": b"\x89PNG\r\n\x1a\nno"}, "index.md:3: image a.png cannot be read: save it anew"),
        (
            "![Alt.](a.svg)",
            {"a_svg": SVG.format(height=40, part='<text y="9">日</text>')},
            "a.svg, which index.md:3 shows: no font in assets/fonts draws '日'",
        ),
        (grid(30, "A", "word"), {}, "index.md:3: table has 30 columns, and the narrowest would hold less than 3"),
        ("> " * 15 + "deep", {}, "index.md:3: more than 10 lists or quotations inside one another"),
        ("Not שלום here.", {}, "index.md:3: no font in assets/fonts draws 'ש'"),
        ("Not مرحبا here.", {}, "index.md:3: no font in assets/fonts draws 'م'"),
        ("Fine.\n\nNot 😀 here.", {}, "index.md:5: no font in assets/fonts draws '😀'"),
        ("Not a👨\u200d👩 here.", {}, "index.md:3: no font in assets/fonts draws '👨'"),
        ("Text[^n]\n\n[^n]: Note\n\n    | A |\n    |---|\n    | b |\n", {}, ": table in a footnote: move it into"),
        ("{math}`x`", {}, "index.md:3: mathematics has no PDF form"),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, text: str, files: dict[str, str | bytes], message: str) -> None:
    with pytest.raises(PdfError) as caught:
        build(source(tmp_path / "source", text, **files), tmp_path / "pdf")
    assert message in str(caught.value)
    assert not (tmp_path / "pdf" / "book.pdf").exists()


def test_a_table_in_a_table_is_told_with_its_place(tmp_path: Path) -> None:
    nested = "A\n: b\n\n```{list-table}\n:header-rows: 1\n\n* - Head\n* - | X |\n    |---|\n    | y |\n```\n"
    with pytest.raises(PdfError, match=r"index\.md:\d+: table inside a table: make two tables of them"):
        build(source(tmp_path / "source", nested), tmp_path / "pdf")


@pytest.mark.parametrize(
    "place", ["- item\n\n  {}", "> quote\n>\n> {}", "term\n: text\n\n  {}", ":::{{note}}\n{}\n:::"]
)
def test_a_table_may_stand_anywhere_in_the_text(tmp_path: Path, place: str) -> None:
    lines = grid(2, "Head", "cell").strip().splitlines()
    between = "\n> " if place.startswith(">") else "\n  " if place[0] in "-t" else "\n"
    built = build(source(tmp_path / "source", place.format(between.join(lines))), tmp_path / "pdf")
    assert facts(built.pdf).tags["Table"] == 1


def test_words_that_would_run_over_stop_the_book(tmp_path: Path) -> None:
    stiff = "```{list-table}\n:header-rows: 1\n:widths: 3 97\n\n* - A\n  - B\n* - {}\n  - {}\n```\n"
    text = stiff.replace("{}", "\u2060".join("immovable" * 6), 1).replace("{}", "over here")
    with pytest.raises(PdfError, match=r"index\.md:\d+: “.+” runs out of its cell: widen its column"):
        build(source(tmp_path / "source", text), tmp_path / "pdf", kg_pdf_check_words=True)
