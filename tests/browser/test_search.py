"""What a reader does with the search, in a real browser."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from kratom_guide.records import load_library
from kratom_guide.records.medicines import medicines
from kratom_guide.search.words import stem, tokens
from tests.browser.conftest import Quiet, serving
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [pytest.mark.browser, pytest.mark.book]

DIALOG = "dialog.kg-search-dialog"


def open_dialog(page: Page, address: str = "using/proper-dosage.html") -> None:
    page.goto(address)
    page.keyboard.press("/")
    expect(page.locator(f"{DIALOG} input[type=search]")).to_be_focused()


def results(page: Page) -> list[str]:
    """Addresses of the results, once the whole index that the query needs is there."""
    page.wait_for_function("document.querySelector('.kg-search-status')?.textContent.includes('found')")
    page.wait_for_timeout(400)
    return [str(link.get_attribute("href")) for link in page.locator(".kg-search-result h3 a").element_handles()]


def engine(page: Page) -> None:
    """A page on which the engine can be asked directly."""
    page.goto("search.html")
    page.wait_for_function("globalThis.kgSearch?.core && true")
    page.evaluate("async () => { await kgSearch.load('names'); await kgSearch.load('spell'); }")


# --- opening and keyboard -----------------------------------------------------------------------------------------


def test_nothing_but_one_small_script_loads_before_a_reader_turns_to_it(browser: Browser, site: str) -> None:
    with browser.new_context(base_url=site) as context:
        page = context.new_page()
        seen: list[str] = []
        page.on("request", lambda request: seen.append(request.url))
        page.goto("using/proper-dosage.html")
        page.wait_for_load_state("networkidle")
        assert [url for url in seen if "/search/" in url and "/search/box.js" not in url] == []
        assert len((ROOT / "source/_static/search/box.js").read_bytes()) < 5_000


@pytest.mark.parametrize("key", ["/", "Control+k", "Meta+k"])
def test_a_key_opens_the_dialog_and_escape_closes_it(page: Page, key: str) -> None:
    page.goto("using/proper-dosage.html")
    page.keyboard.press(key)
    expect(page.locator(f"{DIALOG} input[type=search]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(DIALOG)).to_be_hidden()


def test_a_slash_in_a_field_is_a_slash(page: Page) -> None:
    page.goto("safety/interactions.html")
    box = page.locator("form.kg-lookup input")
    box.click()
    page.keyboard.type("co/x")
    expect(box).to_have_value("co/x")
    assert page.locator(DIALOG).count() == 0


def test_typing_in_the_sidebar_box_goes_on_in_the_dialog(page: Page) -> None:
    page.goto("index.html")
    page.locator("form.kg-search-box input").first.click()
    page.keyboard.type("w", delay=20)
    expect(page.locator(f"{DIALOG} input[type=search]")).to_be_focused()
    page.keyboard.type("ithdrawal")
    expect(page.locator(f"{DIALOG} input[type=search]")).to_have_value("withdrawal")
    assert any("stopping-and-withdrawal" in address for address in results(page))


def test_results_come_as_one_types_and_arrows_and_enter_lead_on(page: Page) -> None:
    open_dialog(page)
    page.keyboard.type("yellow eyes")
    assert results(page)
    expect(page.locator(".kg-search-status")).to_have_text(re.compile(r"^\d+ pages found$"))
    assert page.locator(".kg-search-status").get_attribute("role") == "status"
    expect(page.locator(".kg-search-result mark").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.tagName") == "A"
    page.keyboard.press("Enter")
    page.wait_for_url("**/emergency.html*")
    assert page.url.endswith("#emergency-liver")
    expect(page.locator("#emergency-liver")).to_be_in_viewport()


def test_what_was_looked_for_is_marked_on_arrival_until_escape(page: Page) -> None:
    page.goto("safety/potential-risks.html?highlight=seizur#safety-risks-seizures")
    assert page.url.endswith("potential-risks.html#safety-risks-seizures"), "the address is clean again"
    assert page.evaluate("CSS.highlights.get('kg-found').size") > 1
    page.keyboard.press("Escape")
    assert page.evaluate("CSS.highlights.has('kg-found')") is False


def test_enter_leads_to_the_page_of_results_whose_address_carries_query_and_part(page: Page) -> None:
    open_dialog(page)
    page.keyboard.type("alabama")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=alabama")
    results(page)
    page.get_by_role("radio", name=re.compile("Law and travel")).check(force=True)
    page.wait_for_url("**/search.html?q=alabama&part=law")
    assert all("/legal/" in address or address.startswith("legal/") for address in results(page))
    page.goto("search.html?q=liver&part=safety")
    assert all(("safety/" in each) or ("emergency" in each) or ("sheets/" in each) for each in results(page))
    page.locator("#kg-search-input").fill("baclofen")
    page.wait_for_url("**/search.html?q=baclofen&part=safety")


# --- answers ------------------------------------------------------------------------------------------------------


def first_card(page: Page, query: str) -> str:
    page.goto(f"search.html?q={query}")
    results(page)
    page.wait_for_function("document.querySelector('.kg-search-lead')?.textContent")
    return page.locator(".kg-search-card").first.inner_text()


def test_a_place_answers_with_its_status_and_date(page: Page) -> None:
    card = first_card(page, "leagal in alabama")
    record = load_library(ROOT).jurisdictions["US-AL"]
    assert card.startswith("Alabama")
    assert "Leaf:" in card
    assert "7-OH:" in card
    assert str(record.as_of)[:4] in card


def test_a_medicine_answers_with_its_severity_and_what_was_corrected_is_shown(page: Page) -> None:
    card = first_card(page, "kratom with flexiril")
    assert card.startswith("Cyclobenzaprine and kratom")
    assert "Avoid" in card
    expect(page.locator(".kg-search-changed")).to_contain_text("Showing results for kratom with flexeril")
    page.get_by_role("button", name="kratom with flexiril").click()
    expect(page.locator(".kg-search-changed")).to_be_hidden()
    expect(page.locator(".kg-search-card")).to_have_count(0)


def test_a_term_answers_with_its_meaning(page: Page) -> None:
    assert "brain" in first_card(page, "what does central nervous system mean")


@pytest.mark.parametrize(
    ("query", "card"),
    [
        ("took too much kratom cant wake him", "emergency-not-waking"),
        ("having a seizure", "emergency-seizure"),
        ("i want to kill myself", "emergency-crisis"),
        ("my dog ate kratom", "emergency-child-pet"),
        ("overdose alabama xanax", "emergency-not-waking"),
    ],
)
def test_an_emergency_comes_first(page: Page, query: str, card: str) -> None:
    first_card(page, query)
    box = page.locator(".kg-search-card").first
    expect(box).to_have_class(re.compile("kg-search-crisis"))
    assert str(box.locator("h3 a").get_attribute("href")).endswith(f"emergency.html{_words(box)}#{card}")
    expect(box.get_by_role("link", name="Emergency numbers by country")).to_be_visible()


def _words(box: object) -> str:
    address = str(box.locator("h3 a").get_attribute("href"))  # type: ignore[attr-defined]
    return "?" + address.split("?")[1].split("#")[0] if "?" in address else ""


@pytest.mark.parametrize(
    "query", ["chest workout", "how to stop an overdraft", "child seat rules", "suicide squad film"]
)
def test_an_alarm_has_a_reason(page: Page, query: str) -> None:
    engine(page)
    assert "crisis" not in page.evaluate("query => kgSearch.answer(query).cards.map((card) => card.kind)", query)


def test_no_known_medicine_is_ever_changed_into_another_word(page: Page) -> None:
    engine(page)
    names = sorted({name for item in medicines(load_library(ROOT)).values() for name in item.names})
    assert len(names) > 2_000
    changed = page.evaluate(
        """async (names) => {
          const changed = [];
          for (const name of names) {
            const found = await kgSearch.search(`kratom and ${name} `);
            if (found.changes.length) changed.push([name, found.changes]);
          }
          return changed;
        }""",
        names,
    )
    assert changed == []


def test_names_that_people_confuse_are_not_offered_for_each_other(page: Page) -> None:
    engine(page)
    library = load_library(ROOT)
    wrong = []
    for item in library.confused_names:
        for name in (*item.names, *item.unlisted):
            changes = page.evaluate("async (name) => (await kgSearch.search(`${name} `)).changes", name)
            if changes:
                wrong.append((name, changes))
    assert wrong == []


# --- privacy, safety, places to run -----------------------------------------------------------------------------


def test_the_last_searches_stay_on_the_device_and_can_be_forgotten(page: Page) -> None:
    page.goto("search.html?q=tizanidine")
    results(page)
    page.goto("search.html")
    button = page.get_by_role("button", name="tizanidine")
    button.click()
    page.wait_for_url("**/search.html?q=tizanidine")
    page.locator("#kg-search-input").fill("")
    page.get_by_role("button", name="Forget these").click()
    expect(page.get_by_role("button", name="tizanidine")).to_have_count(0)
    assert page.evaluate("localStorage.getItem('kg-recent-searches')") is None


HOSTILE = (
    "",
    " ",
    "?",
    "a" * 10_000,
    "kratom " * 2_000,
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script> liver",
    "javascript:alert(1)",
    "(.*)+[a-z]{999}\\",
    "^$|?*+()[]{}",
    "__proto__ constructor toString hasOwnProperty",
    "😀😱🐕 ate it",
    "กระท่อม ผิดกฎหมายไหม",
    "كراتوم",
    "\u202eliver\u202c \u0000\u0007",
    "%E0%A4%A",
    "' OR 1=1 --",
    "ﬁbromyalgia ＫＲＡＴＯＭ",
    "7-OH 7-OH 7-OH",
)


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_odd_queries_do_no_harm(browser: Browser, site: str, query: str) -> None:
    with browser.new_context(base_url=site) as context:
        page = context.new_page()
        trouble: list[str] = []
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
        page.on("dialog", lambda dialog: trouble.append(dialog.message))
        page.goto("search.html")
        page.wait_for_function("globalThis.kgSearch?.core && true")
        page.locator("#kg-search-input").fill(query.replace("\u0000", ""))
        page.wait_for_timeout(600)
        told = page.locator(".kg-search-status").inner_text()
        assert told == "" or "found" in told
        assert page.locator(".kg-search-page img, .kg-search-page script").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert trouble == []


def test_a_query_in_the_address_cannot_become_markup(page: Page) -> None:
    page.goto("search.html?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&part=%3Cb%3E")
    page.wait_for_timeout(800)
    assert page.locator(".kg-search-page img").count() == 0
    page.goto("safety/potential-risks.html?highlight=%3Cimg%3E%20(.*%20[")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


QUERIES = ("leagal in alabama", "kratom with flexiril", "withdrawal", "puppy ate powder", "กระท่อม", "zzzzzz qqqq")


def answers(page: Page) -> list[object]:
    page.wait_for_function("globalThis.kgSearch?.core && true")
    found: list[object] = page.evaluate(
        """async (queries) => {
          const all = [];
          for (const query of queries) {
            const { groups, cards, changes } = await kgSearch.search(query);
            const named = cards.map(({ kind, unit }) => [kind, unit]);
            all.push([groups.map(({ page, units }) => [page, units]), named, changes]);
          }
          return all;
        }""",
        list(QUERIES),
    )
    return found


def test_the_same_results_from_a_disk_as_from_a_server(browser: Browser, site: str, website: Path) -> None:
    found = []
    for base in (site, f"{website.as_uri()}/"):
        with browser.new_context() as context:
            page = context.new_page()
            page.goto(f"{base}search.html")
            found.append(answers(page))
            page.goto(f"{base}index.html")
            page.keyboard.press("/")
            page.keyboard.type("tizanidine")
            expect(page.locator(".kg-search-card")).to_contain_text("Tizanidine", timeout=10_000)
            page.locator(".kg-search-card h3 a").click()
            page.wait_for_url("**/safety/interactions.html*")
    assert found[0] == found[1]
    assert len(found[0]) == len(QUERIES)


class Strict(Quiet):
    """A file server that allows scripts and styles from its own files alone, and what Furo has inline by its hash."""

    def end_headers(self) -> None:
        hashes = {"script": "", "style": ""}
        path = self.translate_path(self.path)
        if path.endswith(".html"):
            with open(path, encoding="utf-8") as file:  # noqa: PTH123 -- the handler gives text
                text = file.read()
            for tag in hashes:
                for body in re.findall(rf"<{tag}(?:\s[^>]*)?>(.+?)</{tag}>", text, re.DOTALL):
                    digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
                    hashes[tag] += f" 'sha256-{digest}'"
        self.send_header(
            "Content-Security-Policy",
            f"default-src 'none'; script-src 'self'{hashes['script']}; style-src 'self'{hashes['style']}; "
            "img-src 'self' data:; connect-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
        )
        super().end_headers()


@pytest.fixture
def strict(website: Path) -> Iterator[str]:
    with serving(website, Strict) as address:
        yield address


def test_it_works_under_a_strict_content_security_policy(browser: Browser, strict: str) -> None:
    with browser.new_context(base_url=strict) as context:
        page = context.new_page()
        page.add_init_script(
            "globalThis.refused = [];"
            "addEventListener('securitypolicyviolation', (event) => "
            "refused.push(`${event.violatedDirective} ${event.blockedURI}`));"
        )
        page.goto("sheets/index.html")
        page.keyboard.press("/")
        page.keyboard.type("kratom with flexiril")
        expect(page.locator(".kg-search-card")).to_contain_text("Avoid", timeout=10_000)
        assert [each for each in page.evaluate("refused") if "search" in each or "script" in each] == []


def test_without_scripts_the_page_leads_on(browser: Browser, site: str) -> None:
    with browser.new_context(base_url=site, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("index.html")
        page.locator("form.kg-search-box input").first.fill("liver")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search.html?q=liver")
        for name in ("Get help now", "Start page and contents", "All medicines from A to Z", "Index of words"):
            expect(page.locator("article").get_by_role("link", name=name)).to_be_visible()


def test_a_file_that_is_missing_is_told(browser: Browser, site: str) -> None:
    with browser.new_context(base_url=site) as context:
        page = context.new_page()

        def refuse(route: Route) -> None:
            route.abort()

        page.route(re.compile(r"/search/w\d+\.js"), refuse)
        page.goto("search.html?q=liver%20enzymes")
        expect(page.locator(".kg-search-status")).to_contain_text("could not be loaded", timeout=10_000)


def test_on_a_phone_it_fills_the_screen_and_nothing_more(browser: Browser, site: str) -> None:
    with browser.new_context(viewport={"width": 360, "height": 640}, base_url=site, has_touch=True) as context:
        page = context.new_page()
        page.goto("using/proper-dosage.html")
        page.locator(".kg-search-way").tap()
        expect(page.locator(f"{DIALOG} input[type=search]")).to_be_focused()
        page.keyboard.type("can i take ibuprofen")
        results(page)
        box = page.locator(DIALOG).bounding_box()
        assert box is not None
        assert box["width"] == 360
        assert page.evaluate("document.querySelector('dialog').scrollWidth <= 360")
        expect(page.get_by_role("button", name="Close")).to_be_in_viewport()


def test_both_halves_of_the_search_cut_and_stem_words_alike(page: Page, website: Path) -> None:
    engine(page)
    texts = [
        *HOSTILE,
        *(re.sub(r"<[^>]+>", " ", (website / f"{name}.html").read_text(encoding="utf-8")) for name in (
            "safety/potential-risks", "understanding/what-is-kratom", "legal/countries/thailand", "reference/glossary",
        )),
    ]  # fmt: skip
    theirs = page.evaluate(
        "texts => texts.map((text) => kgSearch.tokens(text).map((word) => [word, kgSearch.stem(word)]))", texts
    )
    for text, found in zip(texts, theirs, strict=True):
        assert [tuple(pair) for pair in found] == [(word, stem(word)) for word in tokens(text)], text[:60]
