"""The real book: every chapter is there, complete, cited, readable, and in our own words."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
import textstat

from kratom_guide import __version__
from kratom_guide.checks import check_guide
from kratom_guide.checks.blocks import read_blocks
from kratom_guide.checks.chapters import ROLE, Page, load_pages, read_page
from kratom_guide.records import load_library
from kratom_guide.records.dates import edition_day
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PAGES, FAULTS = load_pages(ROOT)
CLAIMS = load_library(ROOT).claims
CHAPTERS = {page.chapter.chapter: page for page in PAGES if page.chapter.chapter is not None}

NAMES = re.compile(
    r"\b(?:kratom|mitragynine|7-hydroxymitragynine|7-OH|[a-z]+(?:ine|pam|lam|done|zole|prodol|bamol|lone|phen|oxone))\b",
    re.IGNORECASE,
)
"""Names of the plant, its alkaloids and medicines: long words that no editor can shorten."""


def words(page: Page) -> int:
    """Words of a page as a reader sees them, without its front matter, sources and directives' names."""
    return sum(len(re.findall(r"\w[\w'’-]*", plain(block.text))) for block in read_blocks(page.body))


def plain(text: str) -> str:
    """The words of a piece of Markdown: citations drop out, claims stand in full, other roles leave their text."""

    def shown(match: re.Match[str]) -> str:
        if match.group(1) in ("finding", "footcite", "certainty"):
            return ""
        if match.group(1) == "claim":
            return CLAIMS[match.group(2)].statement
        return re.sub(r"\s*<[^<>]*>$", "", match.group(2))

    text = ROLE.sub(shown, text)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"[*_`|]", "", text)


def grade(page: Page) -> float:
    """The Flesch-Kincaid grade of the running text, with each name counted as a two-syllable word."""
    sentences = []
    for block in read_blocks(page.body):
        if block.kind == "paragraph":
            for line in plain(block.text).split("\n"):
                line = NAMES.sub("medicine", line.strip())
                sentences.append(line if line.endswith((".", "?", "!")) else f"{line}.")
    return float(textstat.flesch_kincaid_grade(" ".join(sentences)))


def test_records_and_prose_keep_every_rule() -> None:
    assert not FAULTS
    check_guide(ROOT, edition_day())


def test_every_chapter_is_there() -> None:
    assert sorted(CHAPTERS) == list(range(1, 17))
    names = {page.docname for page in PAGES}
    assert {"index", "emergency", "reference/glossary", "reference/bibliography"} <= names
    assert {"reference/how-we-grade", "reference/about"} <= names


@pytest.mark.parametrize("number", range(1, 17))
def test_a_chapter_is_complete(number: int) -> None:
    page = CHAPTERS[number]
    assert 700 <= words(page) <= 1800, f"{page.path} has {words(page)} words"
    for part in (":::{answer}", ":::{key-points}", "## Where to go next", "## Sources", "```{footbibliography}"):
        assert part in page.body, f"{page.path} lacks {part}"
    assert re.search(r"^## .*not known", page.body, re.MULTILINE), f"{page.path} does not say what is not known"
    assert len(re.findall(r"\{finding\}`", page.body)) >= (0 if number == 15 else 10)


@pytest.mark.parametrize("number", [1, *range(3, 17)])
def test_a_chapter_reads_at_grade_eight(number: int) -> None:
    assert grade(CHAPTERS[number]) <= 8.0


@pytest.mark.parametrize("number", [6, 7, 8])
def test_using_leads_to_safety_and_law_before_the_first_amount(number: int) -> None:
    body = CHAPTERS[number].body
    start = body.index(":::", body.index(":::{key-points}") + 5)
    first = body.index("\n## ", start)
    between = body[start:first]
    assert "<safety-" in between or "`safety-" in between
    assert "legal-index" in between


def test_section_names_of_the_article_are_those_a_reader_sees() -> None:
    captions = re.findall(r"^:caption: (.*)$", (ROOT / "source" / "index.md").read_text(encoding="utf-8"), re.MULTILINE)
    headings = {line[2:] for page in PAGES for line in page.body.split("\n") if line.startswith("# ")}
    sections = {line.lstrip("# ") for page in PAGES for line in page.body.split("\n") if line.startswith("##")}
    assert captions[1:7] == [
        "Understanding kratom",
        "Muscle relaxation and kratom",
        "Using kratom for muscle relaxation",
        "Safety considerations",
        "Legal status and regulations",
        "Conclusion",
    ]
    assert {
        "Proper dosage",
        "Potential risks",
        "What is kratom?",
        "Responsible usage",
        "Choosing the right strain",
        "Preparation and consumption",
        "Legal status and regulations",
        "How kratom affects muscle relaxation",
        "Benefits of kratom for muscle relaxation",
        "Kratom alkaloids and mechanism of action",
    } <= headings
    assert {
        "Eases muscle tension",
        "Potential pain relief",
        "Powder",
        "Capsules",
        "Tea",
        "Dependence and withdrawal",
        "Avoid overuse",
        "Stay hydrated",
    } <= sections
    assert "Interaction with medications" in headings


def test_the_citation_names_this_version() -> None:
    about = (ROOT / "source" / "reference" / "about.md").read_text(encoding="utf-8")
    assert about.count(f"Version {__version__}") == 2


def test_every_class_of_interactions_is_shown() -> None:
    library = load_library(ROOT)
    shown = set(re.findall(r"\{interaction-table\} ([\w-]+)", CHAPTERS[10].body))
    assert shown == set(library.group.values())


WITHOUT_ANSWER = {"What is not known", "Where to go next", "Sources"}
"""Sections that every chapter has, and that answer no question of their own."""


def unasked(page: Page, asked: set[str]) -> list[str]:
    """The sections of a page to which no question leads, neither to the section nor to a part of it."""
    sections: dict[str, set[str]] = {}
    title, label = "", ""
    for line in page.body.split("\n"):
        if found := re.match(r"\(([\w-]+)\)=$", line):
            label = found.group(1)
        elif line.startswith("#"):
            title = line.removeprefix("## ") if line.startswith("## ") else title
            sections.setdefault(title, set()).add(label)
            label = ""
    return [name for name, labels in sections.items() if name and name not in WITHOUT_ANSWER and not labels & asked]


def test_a_question_leads_to_each_section_card_and_guide_page() -> None:
    library = load_library(ROOT)
    asked = {item.at for item in library.questions}
    assert {page.docname: found for page in CHAPTERS.values() if (found := unasked(page, asked))} == {}
    assert {f"emergency-{key}" for key in library.care_cards} <= asked
    assert {
        "legal-index",
        "legal-travel",
        "legal-timeline",
        "reference-for-clinicians",
        "sheets",
        "reference-open-data",
        "reference-how-we-grade",
        "reference-disagree",
    } <= asked


def test_questions_are_plain_and_many() -> None:
    questions = load_library(ROOT).questions
    assert 150 <= len(questions) <= 180
    asked = " ".join(NAMES.sub("medicine", item.ask) for item in questions)
    assert textstat.flesch_kincaid_grade(asked) <= 8.0


def test_the_page_of_questions_reads_at_grade_eight() -> None:
    (page,) = (page for page in PAGES if page.docname == "reference/questions")
    assert grade(page) <= 8.0
    start = (ROOT / "source" / "index.md").read_text(encoding="utf-8")
    assert "<reference-questions>" in start
    assert "reference/questions\n" in start


def test_the_data_side_never_imports_sphinx() -> None:
    code = (
        "import sys, kratom_guide.records, kratom_guide.checks, kratom_guide.records.export, kratom_guide.__main__;"
        "sys.exit(any(name.split('.')[0] in ('sphinx', 'docutils') for name in sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert done.returncode == 0


@pytest.mark.parametrize("path", sorted((ROOT / "kratom_guide" / "sphinxext").glob("*.py")), ids=lambda path: path.name)
def test_an_extension_stays_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").split("\n")) <= 220


def test_care_cards_and_sheets_read_at_grade_six() -> None:
    cards = [
        " ".join([f"{card.title}.", *(item.text for item in card.items)])
        for card in load_library(ROOT).care_cards.values()
    ]
    for card in cards:
        assert textstat.flesch_kincaid_grade(card.replace("*", "")) <= 6.0, card
    for path in sorted((ROOT / "source" / "sheets").glob("*.md")):
        page = read_page(ROOT, path)
        assert page is not None
        assert grade(page) <= 6.0, (path.name, grade(page))


def test_cards_are_few_and_in_three_levels() -> None:
    levels = [card.level for card in load_library(ROOT).care_cards.values()]
    assert len(levels) <= 20
    assert set(levels) == {"emergency", "urgent", "see-someone"}
    page = (ROOT / "source" / "emergency.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\{care-card\} ([\w-]+)", page)) == set(load_library(ROOT).care_cards)
