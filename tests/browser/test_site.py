"""What a reader does with the website, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.book]


def background(page: Page) -> float:
    """How light the page's paper is, from 0 (black) to 255."""
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return max(float(part) for part in re.findall(r"[\d.]+", colour)[:3])


def test_home_answers_and_opens_doors(page: Page) -> None:
    page.goto("index.html")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kratom and muscle relaxation")
    expect(page.get_by_role("heading", name="The answer in five lines")).to_be_visible()
    page.locator(".sd-card", has_text="Does kratom relax muscles?").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("How kratom affects muscle relaxation")


def test_help_is_reached_from_any_page(page: Page) -> None:
    page.goto("using/proper-dosage.html")
    page.get_by_role("link", name="Get help now").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Get help now")
    expect(page.locator('a[href="tel:911"]').first).to_be_visible()


def test_a_chapter_shows_answer_panel_and_sources(page: Page) -> None:
    page.goto("muscle-relaxation/how-kratom-affects-muscle-relaxation.html")
    expect(page.locator(".kg-answer")).to_be_visible()
    expect(page.locator(".kg-page-panel")).to_contain_text("No health professional has reviewed it")
    mark = page.locator("a.footnote-reference").first
    mark.click()
    assert "#source-1-" in page.url
    expect(page.locator(f"[id='{page.url.split('#')[1]}']")).to_be_in_viewport()
    chart = page.locator("figure.kg-figure img.only-light").first
    chart.scroll_into_view_if_needed()
    page.wait_for_function("image => image.complete", arg=chart.element_handle())
    assert chart.evaluate("image => image.complete && image.naturalWidth > 300")


def test_search_finds_a_chapter(page: Page) -> None:
    page.goto("index.html")
    page.get_by_role("link", name="Search").first.click()
    expect(page.locator("dialog input[type=search]")).to_be_focused()
    page.keyboard.type("baclofen")
    expect(page.locator(".kg-search-results")).to_contain_text("Interaction with medications", timeout=15_000)


def test_an_interaction_has_its_own_address(page: Page) -> None:
    page.goto("safety/interactions.html#interaction-baclofen")
    row = page.locator("tr", has=page.locator("[id='interaction-baclofen']"))
    expect(row).to_be_in_viewport()
    expect(row).to_contain_text("Rests on")


def test_a_place_is_reached_from_the_table(page: Page) -> None:
    page.goto("legal/index.html")
    page.get_by_role("link", name="Alabama", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Alabama")
    expect(page.locator(".kg-legal-card").first).to_contain_text("As of")


def test_the_pdf_can_be_fetched(page: Page) -> None:
    page.goto("index.html")
    link = page.locator(".kg-downloads a").first
    expect(link).to_have_text("The whole guide as PDF")
    expect(page.locator(".kg-downloads a").last).to_have_attribute("href", "reference/downloads.html")
    answer = page.request.get(page.url.rsplit("/", 1)[0] + "/" + str(link.get_attribute("href")))
    assert answer.ok
    assert answer.body()[:5] == b"%PDF-"


def test_code_has_a_copy_button(page: Page) -> None:
    page.goto("reference/open-data.html")
    assert page.locator("button.copybtn").count() >= 3


@pytest.mark.parametrize(
    "address",
    ["index.html", "emergency.html", "safety/interactions.html", "legal/index.html", "legal/countries/thailand.html"],
)
def test_a_phone_never_scrolls_sideways(browser: Browser, site: str, address: str) -> None:
    with browser.new_context(viewport={"width": 360, "height": 740}, base_url=site) as context:
        page = context.new_page()
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        expect(page.get_by_role("link", name="Get help now").first).to_be_in_viewport()


def test_dark_is_dark_and_light_is_light(browser: Browser, site: str) -> None:
    seen = {}
    for scheme in ("light", "dark"):
        with browser.new_context(color_scheme="dark" if scheme == "dark" else "light", base_url=site) as context:
            page = context.new_page()
            page.goto("understanding/what-is-kratom.html")
            seen[scheme] = background(page)
    assert seen["light"] > 240
    assert seen["dark"] < 40


def test_a_missing_page_helps(page: Page) -> None:
    page.goto("404.html")
    expect(page.get_by_role("heading", level=1)).to_contain_text("not found")
    expect(page.get_by_role("link", name="Get help now").first).to_be_visible()


@pytest.mark.parametrize("address", ["safety/interactions.html", "legal/index.html", "legal/travel.html"])
def test_wide_tables_are_cards_on_a_phone(browser: Browser, site: str, address: str) -> None:
    with browser.new_context(viewport={"width": 360, "height": 800}, base_url=site) as context:
        page = context.new_page()
        page.goto(address)
        table = page.locator("table.kg-cards").last
        row = table.locator("tbody tr").last
        cells = row.locator(":scope > *")
        tops = cells.evaluate_all("cells => cells.map((cell) => cell.getBoundingClientRect().top)")
        assert tops == sorted(set(tops)), "one cell below the other"
        labels = cells.evaluate_all("cells => cells.map((cell) => cell.dataset.label)")
        heads = table.locator("thead th").all_text_contents()
        assert labels == [head.strip() for head in heads]
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
