"""The search of the website: what a build gathers, writes, and takes away again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kratom_guide.sphinxext.search import CACHE
from kratom_guide.sphinxext.search_units import units_of
from tests.sphinxext.book import build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kratom_guide.search.units import Unit
    from tests.sphinxext.book import Built


def data(built: Built, name: str) -> Any:
    """What a file of the search hands over."""
    text = (built.out / "_static" / "search" / f"{name}.js").read_text(encoding="utf-8")
    return json.loads(text[text.index(",") + 1 : text.rindex(",")])


def units(built: Built, docname: str) -> list[Unit]:
    return units_of(built.doctree(docname), docname)


def test_a_build_writes_its_own_search_and_not_that_of_sphinx(sample: Path) -> None:
    built = build(sample)
    assert built.warnings == ""
    folder = built.out / "_static" / "search"
    assert {path.name for path in folder.glob("*.js")} >= {
        "core.js",
        "names.js",
        "spell.js",
        "stemmer.js",
        "w0.js",
        "x0.js",
    }
    assert not (built.out / "searchindex.js").exists()
    page = (built.out / "search.html").read_text(encoding="utf-8")
    assert "kg-search" in page or "Search" in page
    core = data(built, "core")
    assert core["units"] == sum(data_counts(core["pages"]))
    assert core["pages"][0][0] == "index", "pages stand in reading order"


def data_counts(pages: list[list[str]]) -> list[int]:
    """How many units each page holds."""
    return [sum(int(line[1:]) if line[0] in "cfw" else 1 for line in lines.split("\n")) for _, _, _, lines in pages]


def test_a_page_is_cut_into_sections_and_records(sample: Path) -> None:
    built = build(sample)
    kinds = {
        unit.kind
        for name in ("safety/risks", "reference/evidence", "legal/united-states/alabama")
        for unit in units(built, name)
    }
    assert kinds >= {"section", "place", "medicine", "claim", "finding", "care"}
    place = next(unit for unit in units(built, "legal/united-states/alabama") if unit.kind == "place")
    assert place.anchor == ""
    assert "legal-us-al" in place.aliases
    assert place.lead.startswith("Leaf:")
    row = next(unit for unit in units(built, "safety/risks") if unit.anchor == "interaction-samplodrine")
    assert row.title == "Samplodrine"
    assert row.lead.startswith("■ Avoid. Do not combine.")
    assert "Deep sleep." in row.text
    assert "Samplex" not in f"{row.title} {row.lead} {row.text}", "names are known otherwise"


def test_sources_panels_and_numbers_of_notes_are_no_text(sample: Path) -> None:
    built = build(sample)
    for unit in units(built, "safety/risks"):
        assert unit.title != "Sources"
        assert "Reading time" not in unit.text
        assert "[1]" not in unit.text


def test_an_edit_is_found_and_files_that_are_not_needed_go(sample: Path, edit: Callable[[str, str, str], None]) -> None:
    build(sample)
    path = sample / "source" / "safety" / "risks.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n## A zebra section\n\nZebras relax.\n", encoding="utf-8")
    stale = sample / "build" / "html" / "_static" / "search" / "w999.js"
    stale.write_text("", encoding="utf-8")
    built = build(sample)
    assert any("A zebra section" in page[3] for page in data(built, "core")["pages"])
    assert not stale.exists()
    assert (sample / "build" / "doctrees" / CACHE).is_file()


def test_the_same_pages_give_the_same_bytes(sample: Path) -> None:
    first = {path.name: path.read_bytes() for path in (build(sample).out / "_static/search").glob("*.js")}
    second = {path.name: path.read_bytes() for path in (build(sample, fresh=True).out / "_static/search").glob("*.js")}
    assert first == second


def test_a_label_that_nothing_bears_is_told_with_its_line(sample: Path, edit: Callable[[str, str, str], None]) -> None:
    edit("data/search.yaml", "at: [legal-index]", "at: [legal-nowhere]")
    warnings = build(sample).warnings
    assert "data/search.yaml:5: nothing bears the label 'legal-nowhere'" in warnings


def test_text_cannot_end_the_script(sample: Path) -> None:
    path = sample / "source" / "safety" / "risks.md"
    path.write_text(
        path.read_text(encoding="utf-8") + "\n## About `</script>`\n\n`<!--` and \u2028 too.\n", encoding="utf-8"
    )
    built = build(sample)
    for file in (built.out / "_static" / "search").glob("[cx]*.js"):
        text = file.read_text(encoding="utf-8")
        assert "</script" not in text
        assert "\u2028" not in text


def test_a_page_that_asks_to_be_left_out_is_left_out(sample: Path, edit: Callable[[str, str, str], None]) -> None:
    edit("source/reference/methods.md", "review: ", "nosearch: true\nreview: ")
    assert all(page[0] != "reference/methods" for page in data(build(sample), "core")["pages"])
