"""Badges and the evidence explorer, as a reader uses them: by mouse, by keyboard, without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.book]

EXPLORER = "reference/evidence.html"
CHAPTER = "muscle-relaxation/how-kratom-affects-muscle-relaxation.html"


def shown(page: Page, kind: str = "") -> int:
    """How many entries of the explorer are not hidden."""
    return page.locator(f".kg-entry{kind}:not([hidden])").count()


def test_a_badge_opens_and_closes_by_keyboard(page: Page) -> None:
    page.goto(CHAPTER)
    badge = page.locator(".kg-certainty button").first
    note = page.locator(".kg-certainty-note").first
    expect(note).to_be_hidden()
    badge.focus()
    page.keyboard.press("Enter")
    expect(note).to_be_visible()
    expect(note).to_contain_text("The claim and its studies")
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    expect(badge).to_be_focused()


def test_a_badge_works_without_scripts_and_leads_to_its_claim(browser: Browser, site: str) -> None:
    with browser.new_context(java_script_enabled=False, base_url=site) as context:
        page = context.new_page()
        page.goto(CHAPTER)
        page.locator(".kg-certainty button").first.click()
        link = page.locator(".kg-certainty-note a").first
        expect(link).to_be_visible()
        link.click()
        assert "reference/evidence.html#claim-" in page.url
        expect(page.locator(f"[id='{page.url.split('#')[1]}']")).to_be_in_viewport()


def test_without_scripts_the_explorer_is_the_full_list(browser: Browser, site: str) -> None:
    with browser.new_context(java_script_enabled=False, base_url=site) as context:
        page = context.new_page()
        page.goto(EXPLORER)
        expect(page.locator("form.kg-filter")).to_be_hidden()
        assert page.locator(".kg-entry-claim").count() >= 120
        assert shown(page) == page.locator(".kg-entry").count() > 400


def test_words_and_menus_narrow_the_list_and_the_address_keeps_them(page: Page) -> None:
    page.goto(EXPLORER)
    every = shown(page)
    page.get_by_label("Words").fill("ice water")
    some = shown(page)
    assert 0 < some < every / 10
    expect(page.locator(".kg-filter-count")).to_have_text(f"{some} of {every} entries")
    page.locator("select[name=entry]").select_option("claim")
    assert shown(page, ".kg-entry-finding") == 0
    assert 0 < shown(page, ".kg-entry-claim") < some
    assert re.search(r"\?words=ice\+water&entry=claim$", page.url)
    left = shown(page)
    page.reload()
    assert shown(page) == left, "the address alone gives the same view"
    page.get_by_role("button", name="Show all").click()
    expect(page.locator(".kg-filter-count")).to_have_text(f"All {every} entries")
    assert "?" not in page.url


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("chapter", "benefits"),
        ("kind", "animals"),
        ("certainty", "low"),
        ("exposure", "seven-oh"),
        ("direction", "against"),
    ],
)
def test_each_menu_hides_what_does_not_match(page: Page, name: str, code: str) -> None:
    page.goto(EXPLORER)
    every = shown(page)
    page.locator(f"select[name={name}]").select_option(code)
    assert 0 < shown(page) < every
    facets = page.locator(".kg-entry:not([hidden])").evaluate_all(
        "(entries, name) => entries.map((entry) => entry.dataset[name])", name
    )
    assert all(code in facet.split() for facet in facets)
    assert page.locator("section:not([hidden]) > .kg-entry").count() > 0
    empty = page.locator("section:not([hidden]):has(> .kg-entry):not(:has(> .kg-entry:not([hidden])))")
    assert empty.count() == 0, "no heading stands over nothing"


@pytest.mark.parametrize(
    "words", ["zzzz no such words", "<script>alert(1)</script>", ".*[(", "กระท่อม", "x" * 10_000, "   "]
)
def test_odd_words_do_no_harm(page: Page, words: str) -> None:
    page.goto(EXPLORER)
    page.get_by_label("Words").fill(words)
    if words.strip():
        expect(page.locator(".kg-filter-count")).to_contain_text(re.compile("Nothing matches|of \\d+ entries"))
    else:
        expect(page.locator(".kg-filter-count")).to_contain_text("All")


def test_a_link_to_a_hidden_entry_shows_it(page: Page) -> None:
    page.goto(f"{EXPLORER}?words=zzzz")
    assert shown(page) == 0
    first = page.locator(".kg-entry").first.get_attribute("id")
    page.evaluate("id => { location.hash = id; }", first)
    expect(page.locator(f"[id='{first}']")).to_be_in_viewport()


def test_the_whole_form_is_reached_by_keyboard(page: Page) -> None:
    page.goto(EXPLORER)
    page.get_by_label("Words").focus()
    reached = []
    for _ in range(7):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.name || document.activeElement.type"))
    assert reached == ["entry", "chapter", "kind", "certainty", "exposure", "direction", "reset"]


def test_a_work_is_copied_by_a_button(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("reference/bibliography.html")
    works = page.locator(".kg-references .kg-work")
    buttons = page.locator(".kg-references button.copybtn")
    assert buttons.count() == works.count() > 300
    buttons.first.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.split() == works.first.inner_text().split()


def test_figures_follow_the_scheme(browser: Browser, site: str) -> None:
    for scheme, other in (("light", "dark"), ("dark", "light")):
        with browser.new_context(color_scheme="dark" if scheme == "dark" else "light", base_url=site) as context:
            page = context.new_page()
            page.goto(CHAPTER)
            display = "image => getComputedStyle(image).display"
            assert page.locator(f"figure img.only-{scheme}").first.evaluate(display) != "none"
            assert page.locator(f"figure img.only-{other}").first.evaluate(display) == "none"
