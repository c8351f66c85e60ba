"""The built website: links and anchors resolve, every page is whole, nothing comes from elsewhere."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup

from kratom_guide.records import load_library
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.book


@pytest.fixture(scope="module")
def pages(website: Path) -> dict[str, BeautifulSoup]:
    """Every page by its address below the site."""
    return {
        path.relative_to(website).as_posix(): BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        for path in sorted(website.rglob("*.html"))
        if "_static" not in path.parts
    }


def test_internal_links_and_anchors_resolve(website: Path, pages: dict[str, BeautifulSoup]) -> None:
    ids = {name: {tag["id"] for tag in page.find_all(id=True)} for name, page in pages.items()}
    broken = []
    checked = 0
    for name, page in pages.items():
        if name == "404.html":
            continue  # its links are absolute, for a server that shows it at any address
        for tag in page.find_all(["a", "img", "link", "script"]):
            address = str(tag.get("href") or tag.get("src") or "")
            if not address or urlsplit(address).scheme or address.startswith(("//", "data:")):
                continue
            target, anchor = urldefrag(urljoin(f"/{name}", address))
            file = unquote(urlsplit(target).path).lstrip("/")
            checked += 1
            if not (website / file).is_file():
                broken.append(f"{name}: {address}: no such file")
            elif anchor and file in ids and unquote(anchor) not in ids[file] and anchor != "":
                broken.append(f"{name}: {address}: no such anchor")
    assert broken == []
    assert checked > 10_000


def test_every_page_is_whole(pages: dict[str, BeautifulSoup]) -> None:
    for name, page in pages.items():
        assert page.html is not None and page.html.get("lang") == "en", name
        assert page.title is not None and page.title.get_text().strip(), name
        if name not in ("genindex.html", "search.html"):
            assert len(page.find_all("h1")) == 1, name
        assert all(image.get("alt") for image in page.find_all("img")), name


def test_ids_are_unique(pages: dict[str, BeautifulSoup]) -> None:
    for name, page in pages.items():
        twice = [key for key, count in Counter(tag["id"] for tag in page.find_all(id=True)).items() if count > 1]
        assert twice == [], name


def test_help_is_one_step_away_from_every_page(pages: dict[str, BeautifulSoup]) -> None:
    for name, page in pages.items():
        link = page.select_one(".announcement a")
        assert link is not None, name
        target = urlsplit(urljoin(f"/{name}", str(link["href"]))).path
        assert target == "/emergency.html" or name == "emergency.html", name


def test_every_page_offers_the_pdf(website: Path, pages: dict[str, BeautifulSoup]) -> None:
    for name, page in pages.items():
        assert page.select_one('.kg-downloads a[href$="downloads/kratom-guide.pdf"]') is not None, name
    offered = website / "downloads" / "kratom-guide.pdf"
    assert offered.read_bytes() == (ROOT / "build" / "pdf" / "kratom-guide.pdf").read_bytes()


def test_nothing_is_loaded_from_elsewhere(website: Path, pages: dict[str, BeautifulSoup]) -> None:
    outside = re.compile(r"^(?:https?:)?//")
    for name, page in pages.items():
        for tag in page.find_all(["script", "img", "iframe", "source", "audio", "video", "link"]):
            address = str(tag.get("src") or tag.get("href") or "")
            if tag.name == "link" and "canonical" in (tag.get("rel") or []):
                continue
            assert not outside.match(address), f"{name}: {address}"
    for sheet in website.rglob("*.css"):
        assert not re.search(r"url\(\s*['\"]?(?:https?:)?//", sheet.read_text(encoding="utf-8")), sheet


def test_every_page_says_its_own_address(pages: dict[str, BeautifulSoup]) -> None:
    for name, page in pages.items():
        if name in ("404.html", "search.html", "genindex.html"):
            continue
        canonical = page.select_one('link[rel="canonical"]')
        assert canonical is not None and str(canonical["href"]).endswith(f"/{name}"), name
        image = page.select_one('meta[property="og:image"]')
        assert image is not None and str(image["content"]).endswith("/_static/social-card.png"), name
        description = page.select_one('meta[name="description"]')
        assert description is not None and len(str(description["content"])) >= 40, name


def test_sitemap_lists_every_page(website: Path, pages: dict[str, BeautifulSoup]) -> None:
    listed = set(
        re.findall(r"<loc>https?://[^/]+/([^<]*)</loc>", (website / "sitemap.xml").read_text(encoding="utf-8"))
    )
    assert listed == set(pages) - {"404.html", "search.html", "genindex.html"}


def test_the_picture_of_previews_is_there(website: Path) -> None:
    assert (website / "_static" / "social-card.png").stat().st_size > 5_000


def test_open_data_holds_every_record(website: Path) -> None:
    library = load_library(ROOT)
    counts = {
        path.stem: json.loads(path.read_text(encoding="utf-8"))["total"]
        for path in (website / "api" / "v1").glob("*.json")
        if path.name not in ("references.csl.json", "counts.json")
    }
    assert counts["claims"] == len(library.claims) >= 120
    works = json.loads((website / "api" / "v1" / "references.csl.json").read_text(encoding="utf-8"))
    assert len(works) == len(library.references)
    assert counts["findings"] == len(library.findings)
    assert counts["interactions"] == len(library.interactions)
    assert counts["jurisdictions"] == len(library.jurisdictions) >= 139


def test_each_place_has_a_page_that_the_tables_lead_to(pages: dict[str, BeautifulSoup]) -> None:
    library = load_library(ROOT)
    overview = pages["legal/index.html"]
    linked = {str(link["href"]).split("#")[0] for link in overview.find_all("a", href=True)}
    for key, docname in library.docname.items():
        assert f"{docname}.html" in pages
        assert docname.removeprefix("legal/") + ".html" in linked, key


def test_interactions_have_addresses(pages: dict[str, BeautifulSoup]) -> None:
    page = pages["safety/interactions.html"]
    for key in load_library(ROOT).interactions:
        assert page.find(id=f"interaction-{key}") is not None, key


def test_code_can_be_copied(pages: dict[str, BeautifulSoup]) -> None:
    page = pages["reference/open-data.html"]
    assert len(page.select("div.highlight pre")) >= 4
    assert page.select_one('script[src*="copybutton"]') is not None


def test_each_place_opens_with_its_answer_and_shows_its_towns(pages: dict[str, BeautifulSoup]) -> None:
    library = load_library(ROOT)
    for key, place in library.jurisdictions.items():
        page = pages[f"{library.docname[key]}.html"]
        article = page.find("article")
        assert article is not None
        first = article.find(class_="kg-legal-answer")
        assert first is not None, key
        assert first.get_text().startswith("Leaf: "), key
        dated = article.find(class_="kg-legal-dated")
        assert dated is not None, key
        assert dated.find(class_="kg-fresh") is not None, f"{key}: the age stands in words"
        for rule in place.local_rules:
            assert page.find(id=f"legal-{rule.id.lower()}") is not None, rule.id


def test_the_feed_and_the_files_of_places_are_published(website: Path, pages: dict[str, BeautifulSoup]) -> None:
    folder = website / "api" / "v1"
    assert len(list((folder / "jurisdictions").glob("*.json"))) == len(load_library(ROOT).jurisdictions) >= 139
    assert (folder / "changes.atom").read_text(encoding="utf-8").startswith("<feed")
    link = pages["legal/index.html"].find("link", type="application/atom+xml")
    assert link is not None
    assert link["href"] == "../api/v1/changes.atom"
    anchors = {tag["id"] for tag in pages["legal/timeline.html"].find_all(id=re.compile("^step-"))}
    feed = (folder / "changes.atom").read_text(encoding="utf-8")
    assert set(re.findall(r"timeline\.html#(step-[^<]+)</id>", feed)) <= anchors


def test_the_states_that_ban_leaf_are_the_same_in_prose_and_records() -> None:
    """Chapter 14 names them in a sentence: a record that changes must change it."""
    text = (ROOT / "source" / "safety" / "tests-work-sport-travel.md").read_text(encoding="utf-8")
    sentence = text[text.index("These states ban leaf") :].split("\n")[0]
    banned = {
        key
        for key, place in load_library(ROOT).jurisdictions.items()
        if place.level == "state" and place.leaf.status == "banned" and place.confidence != "low"
    }
    assert set(re.findall(r"US-[A-Z]{2}", sentence)) == banned
