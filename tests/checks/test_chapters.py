"""Each rule for prose: what it finds, and what it leaves alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from kratom_guide.checks import check_guide
from kratom_guide.checks.chapters import article_shingles, shingle_digest
from kratom_guide.records import GuideError

if TYPE_CHECKING:
    from pathlib import Path

Edit = Callable[[str, str, str], None]
CHAPTER = "source/safety/risks.md"


def faults(root: Path) -> list[str]:
    try:
        check_guide(root, complete=False)
    except GuideError as error:
        return [str(problem) for problem in error.problems]
    return []


def test_the_sample_is_clean(sample: Path) -> None:
    assert faults(sample) == []


@pytest.mark.parametrize(
    "text",
    [
        "It happened to 12 people.",
        "- It happened to 12 people.",
        "| a | b |\n|---|---|\n| people | 12 |",
        ":::{note}\nIt happened to 12 people.\n:::",
        "It happened to 12 people {ref}`safety-risks`.",
        "See [the page](https://example.org), 12 people.",
    ],
)
def test_a_number_needs_a_source(sample: Path, edit: Edit, text: str) -> None:
    edit(CHAPTER, "## Sources", f"{text}\n\n## Sources")
    found = faults(sample)
    assert len(found) == 1
    assert found[0].startswith(f"{CHAPTER}:")
    assert "a number without a source:" in found[0]
    assert "12" in found[0], "the text is shown"
    assert found[0].endswith("add {claim}`id`, {finding}`id` or {footcite}`key` to this paragraph, item or row")


@pytest.mark.parametrize(
    "text",
    [
        "It happened to 12 people {finding}`tea-and-muscle`.",
        "It happened to 12 people {footcite}`one2020tea`.",
        "It lists 12 {interaction}`samplodrine`.",
        "Sale is barred since 2016 in {legal}`US-AL`.",
        "7-OH, CYP3A4, CYP2D6, COX-2, 5-HT2A and MGM-15 are names, open 24/7, as chapter 12 says.",
        "See [the page](https://example.org/12).",
        "`code 12` is code.",
    ],
)
def test_a_number_with_a_source_or_a_name_with_a_digit_passes(sample: Path, edit: Edit, text: str) -> None:
    edit(CHAPTER, "## Sources", f"{text}\n\n## Sources")
    assert faults(sample) == []


@pytest.mark.parametrize(
    ("role", "message"),
    [
        ("{finding}`no-such`", "the finding 'no-such' does not exist: correct it, or add it to data/findings/"),
        (
            "{footcite}`no2000such`",
            "the bibliography key 'no2000such' does not exist: correct it, or add it to data/references.bib",
        ),
        ("{cite:t}`no2000such`", "the bibliography key 'no2000such' does not exist"),
        ("{interaction}`other words <no-such>`", "the interaction 'no-such' does not exist"),
        ("{legal}`US-XX`", "the place 'US-XX' does not exist"),
        ("{finding}`tea-and-muscle, no-such`", "the finding 'no-such' does not exist"),
    ],
)
def test_a_dangling_role_is_found_on_its_line(sample: Path, edit: Edit, role: str, message: str) -> None:
    edit(CHAPTER, "## Sources", f"Words {role}.\n\n## Sources")
    line = next(number for number, text in enumerate((sample / CHAPTER).read_text().split("\n"), 1) if role in text)
    found = faults(sample)
    assert len(found) == 1
    assert found[0].startswith(f"{CHAPTER}:{line}: {message}")


def test_two_sentences_on_a_line(sample: Path, edit: Edit) -> None:
    edit(CHAPTER, "## Sources", "One ends here. Two starts.\n\n## Sources")
    assert "more than one sentence on a line" in faults(sample)[0]


@pytest.mark.parametrize("heading", ["## A Heading In Title Case", "## Benefits Of The Plant"])
def test_title_case_is_found(sample: Path, edit: Edit, heading: str) -> None:
    edit(CHAPTER, "## Sources", f"{heading}\n\n## Sources")
    assert "the heading is not in sentence case" in faults(sample)[0]


def test_words_of_the_article_are_found(sample: Path, edit: Edit, monkeypatch: pytest.MonkeyPatch) -> None:
    run = "eight made up words that stand in here"
    monkeypatch.setattr("kratom_guide.checks.chapters.article_shingles", lambda: frozenset({shingle_digest(run)}))
    edit(CHAPTER, "## Sources", f"These are {run.upper()} twice.\n\n## Sources")
    assert faults(sample)[0].endswith(f'as in the source article: "{run}": say it in other words')


def test_the_article_is_known_by_its_digests_alone() -> None:
    assert len(article_shingles()) > 450
    assert all(len(digest) == 12 and set(digest) <= set("0123456789abcdef") for digest in article_shingles())


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("---\ndescription", "description", "source/safety/risks.md:1: the page has no front matter"),
        ("part: safety\n", "", "source/safety/risks.md:2: the field 'part' is missing: add 'part:'"),
        ("part: safety", "part: safty", "source/safety/risks.md:3: 'part' is 'safty'"),
        ("review: editorial", "reviewer: Dr Nobody", "the field 'reviewer' is unknown"),
        ("last_reviewed: 2026-03-31", "last_reviewed: 2026-02-31", "source/safety/risks.md:6: 'last_reviewed' is"),
        ("review_in: 6 months", "review_in: soon", "source/safety/risks.md:7: 'review_in' is 'soon'"),
        ("chapter: 9", "chapter: 99", "source/safety/risks.md:4: 'chapter' is 99"),
    ],
)
def test_bad_front_matter(sample: Path, edit: Edit, old: str, new: str, message: str) -> None:
    edit(CHAPTER, old, new)
    assert [fault for fault in faults(sample) if message in fault], faults(sample)


def test_two_pages_with_one_chapter_number(sample: Path, edit: Edit) -> None:
    edit("source/reference/methods.md", "part: reference", "part: reference\nchapter: 9")
    assert faults(sample) == [
        "source/safety/risks.md:1: chapter 9 is also source/reference/methods.md: give one of the two another number"
    ]


def test_faults_of_records_and_prose_come_together(sample: Path, edit: Edit) -> None:
    edit("data/options.yaml", "    harms: None seen.\n", "")
    edit("data/findings/muscle.yaml", "design: rct", "design: rubbish")
    edit(CHAPTER, "## Sources", "It happened to 12 people, see {finding}`gone`.\n\nAnd to 13.\n\n## Sources")
    found = faults(sample)
    assert [fault.split(":")[0] for fault in found] == [
        "data/findings/muscle.yaml",
        "data/options.yaml",
        CHAPTER,
        CHAPTER,
    ]
    assert "the finding 'gone' does not exist" in found[2]
    assert "tea-and-muscle" not in "".join(found[2:]), "a faulty record is there all the same"
