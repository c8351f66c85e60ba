"""Where it is legal: the first screen of a place, the maps, the tables and the travel check, as a reader uses them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from kratom_guide.records import load_library
from tests.conftest import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.book]

OVERVIEW = "legal/index.html"
TIMELINE = "legal/timeline.html"
TRAVEL = "legal/travel.html"
PLACES = (
    "legal/united-states/alabama.html",
    "legal/united-states/california.html",
    "legal/united-states/mississippi.html",
    "legal/countries/thailand.html",
    "legal/countries/egypt.html",
    "legal/international/anti-doping.html",
)


@pytest.mark.parametrize("address", PLACES)
def test_a_place_answers_on_the_first_screen_of_a_small_phone(browser: Browser, site: str, address: str) -> None:
    with browser.new_context(viewport={"width": 360, "height": 640}, base_url=site) as context:
        page = context.new_page()
        page.goto(address)
        for part in (".kg-legal-answer", ".kg-legal-dated"):
            words = page.locator(part).first
            expect(words).to_be_in_viewport(ratio=1)
        expect(page.locator(".kg-legal-answer").first).to_contain_text("Leaf:")
        expect(page.locator(".kg-legal-answer").first).to_contain_text("7-OH:")
        expect(page.locator(".kg-legal-dated").first).to_contain_text("As of")


def rows(page: Page) -> int:
    """How many rows of the tables of places can be seen."""
    return page.locator(".kg-legal-table tbody tr:visible").count()


def test_the_tables_narrow_down_and_the_address_keeps_it(page: Page) -> None:
    page.goto(OVERVIEW)
    assert rows(page) >= 139
    page.get_by_role("combobox", name="Leaf").select_option("banned")
    page.get_by_role("combobox", name="Where").select_option("united-states")
    few = rows(page)
    assert 5 <= few <= 12
    assert "leaf=banned" in page.url
    page.reload()
    assert rows(page) == few
    page.get_by_label("Words").fill("wisconsin")
    assert rows(page) == 1
    page.get_by_role("button", name="Show all").click()
    expect(page.locator(".kg-filter-count")).to_contain_text("All 1")
    assert rows(page) >= 139


def test_a_column_sorts_up_and_down_by_keyboard(page: Page) -> None:
    page.goto(OVERVIEW)
    table = page.locator("table.kg-legal-table").first
    heading = table.locator("th", has_text="As of")
    button = heading.get_by_role("button")
    button.focus()
    days: list[list[str]] = []
    for _ in range(2):
        page.keyboard.press("Enter")
        days.append(table.locator("tbody tr").evaluate_all("rows => rows.map((row) => row.dataset.asOf)"))
    assert heading.get_attribute("aria-sort") == "descending"
    assert days[0] == sorted(days[0])
    assert days[1] == sorted(days[1], reverse=True)
    assert len(days[0]) >= 57
    table.locator("th", has_text="Place").get_by_role("button").click()
    names = table.locator("tbody tr td:first-child, tbody tr th:first-child").all_text_contents()
    assert names[:2] == ["Alabama", "Alaska"]
    assert heading.get_attribute("aria-sort") is None, "one column at a time is sorted"


@pytest.mark.parametrize(("address", "column"), [("legal/due.html", "Days"), ("legal/travel.html", "As of")])
def test_numbers_and_dates_sort_as_such(page: Page, address: str, column: str) -> None:
    page.goto(address)
    table = page.locator("table.kg-sortable").first
    heads = [words.strip() for words in table.locator("thead th").all_text_contents()]
    table.get_by_role("button", name=column, exact=True).click()
    if column == "Days":
        cells = table.locator(f"tbody tr > :nth-child({heads.index(column) + 1})").all_text_contents()
        found = [int(text.replace(",", "")) for text in cells if text.strip() != "–"]
        assert len(found) > 50
    else:
        found = table.locator("tbody tr").evaluate_all("rows => rows.map((row) => row.dataset.asOf)")
    assert found == sorted(found)


@pytest.mark.parametrize(
    ("address", "entry"), [(TIMELINE, "step-us-2016-01"), ("reference/evidence.html", "claim-driving-after-kratom")]
)
def test_a_link_past_a_filter_lands_at_its_entry(page: Page, address: str, entry: str) -> None:
    page.goto(address)
    page.get_by_label("Words").fill("nothing holds these words")
    expect(page.locator(f"#{entry}")).to_be_hidden()
    page.evaluate("entry => { location.hash = entry }", entry)
    expect(page.locator(f"#{entry}")).to_be_in_viewport()
    page.goto("about:blank")
    page.goto(f"{address}?words=nothing+holds+these#{entry}")
    expect(page.locator(f"#{entry}")).to_be_in_viewport()
    page.evaluate("() => { location.hash = '%E0%A4%' }")
    expect(page.locator("form.kg-filter")).to_be_visible()


def test_a_square_leads_to_its_place_by_keyboard_and_each_is_large_enough(browser: Browser, site: str) -> None:
    with browser.new_context(viewport={"width": 360, "height": 800}, base_url=site) as context:
        page = context.new_page()
        page.goto(OVERVIEW)
        squares = page.locator("svg.kg-map").first.locator("a")
        assert squares.count() == 56
        sizes = squares.evaluate_all("links => links.map((link) => link.getBoundingClientRect().width)")
        assert min(sizes) >= 24, "WCAG 2.2, 2.5.8: the size of a target"
        rhode_island = page.get_by_role("link", name="Rhode Island:").first
        rhode_island.focus()
        expect(rhode_island).to_be_focused()
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{site}legal/united-states/rhode-island.html")


def test_leaf_and_7_oh_are_switched_without_scripts(browser: Browser, site: str) -> None:
    with browser.new_context(java_script_enabled=False, base_url=site) as context:
        page = context.new_page()
        page.goto(OVERVIEW)
        leaf, seven = (page.locator("svg.kg-map").nth(index) for index in (0, 1))
        expect(leaf).to_be_visible()
        expect(seven).to_be_hidden()
        page.locator(".sd-tab-set").first.get_by_text("7-OH", exact=True).click()
        expect(seven).to_be_visible()
        expect(leaf).to_be_hidden()
        assert page.locator(".kg-legal-table tbody tr").count() >= 139, "the tables are whole"
        expect(page.locator("form.kg-filter")).to_be_hidden()


def test_the_timeline_narrows_down(page: Page) -> None:
    page.goto(TIMELINE)
    every = page.locator(".kg-step:visible").count()
    assert every >= 330
    page.get_by_role("combobox", name="What").select_option("ban")
    page.get_by_role("combobox", name="Confidence of the entry").select_option("more")
    page.get_by_label("Words").fill("2016")
    some = page.locator(".kg-step:visible")
    assert 3 <= some.count() < 20
    for text in some.all_text_contents():
        assert "2016" in text
        assert "Ban" in text
        assert "unconfirmed" not in text


def test_a_journey_takes_the_gravest_of_its_stops(page: Page) -> None:
    page.goto(TRAVEL)
    page.get_by_label("From").select_option(label="Texas")
    expect(page.locator(".kg-travel-sum")).to_contain_text("So far")
    page.get_by_label("Over (").select_option(label="Hong Kong")
    page.get_by_label("To", exact=False).last.select_option(label="Thailand")
    cards = page.locator(".kg-travel-card")
    assert cards.count() == 3
    expect(page.locator(".kg-travel-sum")).to_contain_text("The whole journey: ■ Do not carry it")
    transit = load_library(ROOT).jurisdictions["HK"].transit
    assert transit is not None
    expect(cards.nth(1)).to_contain_text(transit)
    assert page.url.endswith("#from=US-TX&over=HK&to=TH")
    page.reload()
    assert page.locator(".kg-travel-card").count() == 3
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".kg-travel-card")).to_have_count(0)
    assert "#" not in page.url


@pytest.mark.parametrize(
    "journey", ["from=<img src=x onerror=alert(1)>", "from=XX&to=%E3%81%82", "to=__proto__", "=&=&="]
)
def test_a_strange_journey_shows_nothing(page: Page, journey: str) -> None:
    page.goto(f"{TRAVEL}#{journey}")
    expect(page.locator("form.kg-travel")).to_be_visible()
    expect(page.locator(".kg-travel-card")).to_have_count(0)


def test_without_scripts_the_travel_table_is_whole(browser: Browser, site: str) -> None:
    with browser.new_context(java_script_enabled=False, base_url=site) as context:
        page = context.new_page()
        page.goto(TRAVEL)
        expect(page.locator("form.kg-travel")).to_be_hidden()
        assert page.locator(".kg-travel-table tbody tr:visible").count() >= 135
