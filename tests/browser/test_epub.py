"""The e-book in a browser, as small readers show it: nothing runs out of the page, axe-core finds no fault."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.conftest import ROOT, built

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.book]

FILES = (
    "cover.xhtml",
    "title.xhtml",
    "contents.xhtml",
    "index.xhtml",
    "emergency.xhtml",
    "understanding/alkaloids-and-mechanism.xhtml",
    "safety/interactions.xhtml",
    "safety/interactions-4.xhtml",
    "legal/index.xhtml",
    "legal/travel.xhtml",
    "legal/countries/thailand.xhtml",
    "reference/evidence-2.xhtml",
    "reference/medicines-6.xhtml",
    "reference/glossary.xhtml",
    "reference/bibliography.xhtml",
    "sheets/diary.xhtml",
)
RULES = {
    "rules": {
        rule: {"enabled": False}
        for rule in ("landmark-one-main", "page-has-heading-one", "region")  # of a web page, not of a part of a book
    }
}
MARKS = {"exclude": [["[role=doc-pagebreak]"]]}
"""axe-core does not know the role of page marks, which DPUB-ARIA asks to have a name; Ace by DAISY does."""

NIGHT = "html { background: #000; color: #ddd } a { color: #9cf }"
"""What the night mode of a reader does to a page."""

LARGE = "html { font-size: 200% }"


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("epub")
    with zipfile.ZipFile(built(ROOT / "build" / "epub" / "kratom-guide.epub")) as book:
        book.extractall(folder)
    return folder / "EPUB"


@pytest.mark.parametrize(("width", "style"), [(600, ""), (360, NIGHT), (600, LARGE)], ids=["day", "night", "large"])
@pytest.mark.parametrize("name", FILES)
def test_a_file_reads_well(browser: Browser, unpacked: Path, name: str, width: int, style: str) -> None:
    scheme = "dark" if style == NIGHT else "light"
    with browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto((unpacked / name).as_uri())
        page.add_style_tag(content=f"{style} body {{ margin: 1em }}")
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        checked = not style  # night and large type change nothing that axe-core looks at, as the book sets no colour
        violations = Axe().run(page, context=MARKS, options=RULES).response["violations"] if checked else []
    assert over <= 0, f"{over} pixels run out of the page"
    found = [
        f"{fault['id']} ({fault['impact']}): {fault['help']}: {node['html'][:160]}"
        for fault in violations
        for node in fault["nodes"][:3]
    ]
    assert not found, "\n".join(found)


def test_wide_tables_become_cards_only_where_the_page_is_narrow(browser: Browser, unpacked: Path) -> None:
    shown = {}
    for width in (360, 1000):
        with browser.new_context(viewport={"width": width, "height": 800}) as context:
            page = context.new_page()
            page.goto((unpacked / "safety" / "interactions.xhtml").as_uri())
            cell = page.locator("table.kg-cards tbody td").first
            label = cell.evaluate("cell => getComputedStyle(cell, '::before').content")
            shown[width] = (cell.evaluate("cell => getComputedStyle(cell).display"), label)
    assert shown[360][0] == "block" and shown[360][1].endswith(': "')
    assert shown[1000] == ("table-cell", "none")
