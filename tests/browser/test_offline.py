"""The offline copy, unpacked and opened from the disk: everything works, and nothing leaves the folder."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, expect

from kratom_guide.editions.catalogue import OFFLINE
from kratom_guide.editions.offline import FOLDER, THIS_COPY
from tests.conftest import ROOT, built

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.browser, pytest.mark.book]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the unpacked copy, in a folder whose name a browser must escape."""
    place = tmp_path_factory.mktemp("offline") / "my copy #1"
    with zipfile.ZipFile(built(ROOT / OFFLINE.path)) as archive:
        archive.extractall(place)
    return (place / FOLDER).as_uri() + "/"


@pytest.fixture
def page(browser: Browser, folder: str) -> Iterator[Page]:
    """A page without a network; errors of scripts and requests that leave the folder fail the test."""
    with browser.new_context(viewport={"width": 1280, "height": 900}, offline=True) as context:
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        # The browser itself gives up the page's icon when a reader leaves before it came: nothing is missing then.
        page.on(
            "requestfailed",
            lambda request: (
                errors.append(f"{request.failure}: {request.url}") if request.failure != "net::ERR_ABORTED" else None
            ),
        )
        page.on(
            "request",
            lambda request: errors.append(request.url) if not request.url.startswith((folder, "data:")) else None,
        )
        yield page
        assert errors == []


@pytest.mark.parametrize(
    "name",
    [
        "index.html",
        "emergency.html",
        "muscle-relaxation/how-kratom-affects-muscle-relaxation.html",
        "legal/countries/thailand.html",
        "reference/downloads.html",
        "genindex.html",
    ],
)
def test_pages_look_as_on_the_website(page: Page, folder: str, name: str) -> None:
    page.goto(folder + name)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    colour = page.locator(".announcement").first.evaluate("node => getComputedStyle(node).backgroundColor")
    assert colour == "rgb(164, 22, 26)", "the stylesheet was found"
    broken = "images => images.filter((image) => image.complete && !image.naturalWidth).map((image) => image.src)"
    assert page.locator("img").evaluate_all(broken) == []


def test_a_reader_walks_from_page_to_page(page: Page, folder: str) -> None:
    page.goto(folder + "index.html")
    page.locator(".sd-card", has_text="Is it legal where I am going?").click()
    page.get_by_role("link", name="Alabama", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Alabama")
    page.get_by_role("link", name="Get help now").first.click()
    expect(page.locator('a[href="tel:911"]').first).to_be_visible()


def test_a_medicine_is_looked_up(page: Page, folder: str) -> None:
    page.goto(folder + "safety/interactions.html")
    page.locator("#kg-lookup-name").fill("Baclofen 10 mg tablets")
    page.keyboard.press("Enter")
    card = page.locator(".kg-lookup-card")
    expect(card.locator(".kg-lookup-severity")).to_have_text("▲ Serious caution")
    card.get_by_role("link", name="Show the row in the table").click()
    assert page.url.endswith("#interaction-baclofen")


def test_the_evidence_narrows_down(page: Page, folder: str) -> None:
    page.goto(folder + "reference/evidence.html")
    every = page.locator(".kg-entry:not([hidden])").count()
    page.get_by_label("Words").fill("ice water")
    assert 0 < page.locator(".kg-entry:not([hidden])").count() < every


def test_the_tables_of_law_narrow_down_and_the_address_keeps_it(page: Page, folder: str) -> None:
    page.goto(folder + "legal/index.html")
    rows = page.locator(".kg-legal-table tbody tr:visible")
    every = rows.count()
    page.get_by_role("combobox", name="Leaf").select_option("banned")
    few = rows.count()
    assert 0 < few < every
    page.reload()
    assert rows.count() == few


def test_a_journey_is_checked(page: Page, folder: str) -> None:
    page.goto(folder + "legal/travel.html")
    page.get_by_label("From").select_option(label="Texas")
    page.get_by_label("To", exact=False).last.select_option(label="Thailand")
    expect(page.locator(".kg-travel-card")).to_have_count(2)
    expect(page.locator(".kg-travel-sum")).to_contain_text("The whole journey")


def test_what_is_not_inside_leads_to_the_website_and_says_so(page: Page, folder: str) -> None:
    page.goto(folder + "reference/downloads.html")
    link = page.locator(".kg-downloads a").first
    expect(link).to_have_text("The whole guide as PDF (on the website)")
    assert str(link.get_attribute("href")).startswith("https://")
    expect(page.locator(f'[data-file="{OFFLINE.path.name}"]').first).to_have_text(THIS_COPY)
    sheet = page.get_by_role("link", name="A4", exact=True).first
    assert str(sheet.get_attribute("href")) == "../downloads/sheet-visit-a4.pdf"


def test_without_scripts_the_copy_is_whole(browser: Browser, folder: str) -> None:
    with browser.new_context(java_script_enabled=False, offline=True) as context:
        page = context.new_page()
        page.goto(folder + "legal/index.html")
        assert page.locator(".kg-legal-table tbody tr").count() >= 139
        expect(page.locator("form.kg-filter")).to_be_hidden()
