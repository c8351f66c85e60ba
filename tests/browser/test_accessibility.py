"""axe-core (https://github.com/dequelabs/axe-core) finds no fault on any kind of page, light, dark or on a phone."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.book]

PAGES = (
    "index.html",
    "emergency.html",
    "understanding/alkaloids-and-mechanism.html",
    "muscle-relaxation/benefits.html",
    "safety/interactions.html",
    "legal/index.html",
    "legal/united-states/california.html",
    "legal/timeline.html",
    "legal/travel.html",
    "legal/due.html",
    "reference/about.html",
    "reference/bibliography.html",
    "reference/downloads.html",
    "reference/evidence.html",
    "reference/where-sources-disagree.html",
    "reference/glossary.html",
    "sheets/leaflet.html",
)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


LOOKS = pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (360, "dark")])


@contextmanager
def opened(browser: Browser, site: str, width: int, scheme: Literal["light", "dark"]) -> Iterator[Page]:
    """A page of this width in CSS pixels, for a reader who prefers this colour scheme."""
    with browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, base_url=site) as context:
        yield context.new_page()


@LOOKS
@pytest.mark.parametrize("address", PAGES)
def test_no_known_fault(
    browser: Browser, site: str, address: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    with opened(browser, site, width, scheme) as page:
        page.goto(address)
        tell(Axe().run(page, options=RULES).response["violations"])


@LOOKS
@pytest.mark.parametrize("query", ["", "kratom with flexiril", "overdose alabama", "zzzz qqqq"])
def test_no_known_fault_in_the_search(
    browser: Browser, site: str, query: str, width: int, scheme: Literal["light", "dark"]
) -> None:
    with opened(browser, site, width, scheme) as page:
        page.goto("sheets/index.html")
        page.keyboard.press("/")
        page.wait_for_selector("dialog[open] input:focus")
        page.keyboard.type(query)
        page.wait_for_timeout(1200)
        tell(Axe().run(page, options=RULES).response["violations"])
        page.goto(f"search.html?q={query}")
        page.wait_for_timeout(1200)
        tell(Axe().run(page, options=RULES).response["violations"])


def tell(violations: list[dict[str, Any]]) -> None:
    """Fail with every fault that axe found."""
    found = [
        f"{fault['id']} ({fault['impact']}): {fault['help']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for fault in violations
        for node in fault["nodes"][:3]
    ]
    assert not found, "\n".join(found)
