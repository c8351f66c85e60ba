"""The page of downloads as Sphinx makes it: a place for each fact, names that exist, nothing that paper cannot know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from docutils import nodes

from kratom_guide.editions.catalogue import EDITIONS
from kratom_guide.editions.shelf import NOT_BUILT
from tests.sphinxext.book import Built, build

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """---
description: A page of the sample book that says what can be taken away from it.
part: reference
audience: [researchers]
last_reviewed: 2026-11-23
review_in: 12 months
review: editorial
---

(reference-open-data)=

# Downloads

```{editions}
:caption: All of it
```

```{checksums}
```

Take {offered}`the book <kratom-guide.pdf>` and {offered}`SHA256SUMS`.
"""
SETTINGS: dict[str, Any] = {
    "extensions": [
        "myst_parser",
        "sphinx_design",
        "sphinxcontrib.bibtex",
        "kratom_guide.sphinxext",
        "kratom_guide.editions.pdf",
    ],
    "kg_pdf_sheets": {"safety/risks": "risks"},
}


@pytest.fixture
def downloads(sample: Path) -> Path:
    (sample / "source" / "reference" / "downloads.md").write_text(PAGE, encoding="utf-8")
    index = sample / "source" / "index.md"
    text = index.read_text(encoding="utf-8")
    assert "reference/methods" in text
    index.write_text(text.replace("reference/methods", "reference/methods\nreference/downloads", 1), encoding="utf-8")
    return sample


def make(sample: Path, builder: str = "html", **settings: Any) -> Built:
    return build(sample, builder, **SETTINGS, **settings)


def test_the_table_names_every_edition_and_sheet_with_its_readers(downloads: Path) -> None:
    site = make(downloads)
    assert site.warnings == ""
    table = next(iter(site.doctree("reference/downloads").findall(nodes.table)))
    rows = [[cell.astext() for cell in row.findall(nodes.entry)] for row in table.findall(nodes.row)]
    assert [row[0] for row in rows] == [
        "What",
        *(edition.name for edition in EDITIONS),
        "Risks of a sample",
        "Downloads",
    ]
    sheet = rows[-2]
    assert sheet[1] == "People with tight, sore or painful muscles, health professionals"
    assert sheet[2].startswith("PDF: A4")
    assert "Letter" in sheet[2]


def test_every_file_has_places_for_its_facts_that_say_that_it_is_not_built(downloads: Path) -> None:
    text = make(downloads).page("reference/downloads")
    for name in ("kratom-guide.pdf", "kratom-guide.zip", "sheet-risks-a4.pdf", "sheet-risks-letter.pdf"):
        for fact, words in (("size", NOT_BUILT), ("about", NOT_BUILT), ("sha256", "")):
            assert f'data-file="{name}" data-fact="{fact}">{words}<' in text
        assert f'href="../downloads/{name}"' in text
    assert 'href="../downloads/SHA256SUMS"' in text
    assert 'href="../index.html"' in text


def test_paper_has_the_table_and_no_facts(downloads: Path) -> None:
    text = make(downloads, "text").page("reference/downloads")
    assert "PDF for A4 paper" in text
    assert "PDF: A4, Letter" in text
    assert NOT_BUILT not in text
    assert "SHA-256" not in text
    assert "This is version" not in text


def test_a_file_that_nobody_makes_is_an_error(downloads: Path) -> None:
    page = downloads / "source" / "reference" / "downloads.md"
    page.write_text(PAGE.replace("<kratom-guide.pdf>", "<kratom-book.pdf>"), encoding="utf-8")
    warnings = make(downloads).warnings
    assert "the website offers no file 'kratom-book.pdf': use one of kratom-guide.pdf" in warnings
    assert "downloads.md:21: " in warnings


def test_a_sheet_without_front_matter_for_its_readers_is_an_error(downloads: Path) -> None:
    settings = SETTINGS | {"kg_pdf_sheets": {"legal/united-states/alabama": "alabama"}}
    site = build(downloads, **settings)
    assert "legal/united-states/alabama.md has no front matter: say there for whom the sheet is" in site.warnings


def test_numbers_and_warning_signs_have_a_brief_form(sample: Path) -> None:
    page = sample / "source" / "reference" / "methods.md"
    text = page.read_text(encoding="utf-8")
    added = "\n```{help-lines}\n:brief:\n```\n\n```{warning-signs} not-waking\n```\n"
    page.write_text(text.rstrip() + "\n" + added, encoding="utf-8")
    site = build(sample)
    assert site.warnings == ""
    doctree = site.doctree("reference/methods")
    assert [item.astext() for item in doctree.findall(nodes.list_item)][:2] == [
        "Sample line: 1-800-000-0000",
        "Doubtful line (not confirmed: check first): 000",
    ]
    frames = [node for node in doctree.findall(nodes.container) if "kg-care-card" in node["classes"]]
    assert [frame[0].astext() for frame in frames] == ["Call the emergency number now"]
    assert list(doctree.findall(nodes.table)) == []
