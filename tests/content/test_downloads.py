"""What the built website offers: every edition with its true size, day and checksum, and a whole offline copy."""

from __future__ import annotations

import datetime as dt
import zipfile
from hashlib import sha256
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import pikepdf
import pytest
from bs4 import BeautifulSoup

from kratom_guide import __version__
from kratom_guide.editions import offline
from kratom_guide.editions.catalogue import CHECKSUMS, EDITIONS, OFFLINE, PAGE, SHELF, WEBSITE, offered
from kratom_guide.editions.facts import day_of, size_in_words
from kratom_guide.editions.shelf import NOT_BUILT
from tests.conftest import ROOT, built

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.book

SIZE_LIMIT = 8_000_000
"""Bytes of the offline copy: it is meant for slow lines and old phones."""


@pytest.fixture(scope="module")
def shelf(website: Path) -> Path:
    return built(website / SHELF / CHECKSUMS).parent


@pytest.fixture(scope="module")
def page(website: Path) -> BeautifulSoup:
    return BeautifulSoup((website / PAGE).read_text(encoding="utf-8"), "html.parser")


@pytest.fixture(scope="module")
def copy() -> dict[str, bytes]:
    """Every file of the offline copy by its name."""
    with zipfile.ZipFile(built(ROOT / OFFLINE.path)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_edition_was_built_and_is_offered(shelf: Path) -> None:
    editions = {edition.path.name for edition in EDITIONS if edition is not WEBSITE}
    names = {path.name for path in shelf.iterdir()}
    assert editions <= names
    assert names == {path.name for path in offered(ROOT)} | {CHECKSUMS}
    for path in offered(ROOT):
        assert (shelf / path.name).read_bytes() == path.read_bytes(), path.name


def test_the_checksums_are_true_and_leave_nothing_out(shelf: Path) -> None:
    lines = [line.split("  ") for line in (shelf / CHECKSUMS).read_text(encoding="ascii").splitlines()]
    sums = {name: digest for digest, name in lines}
    assert list(sums) == sorted(path.name for path in shelf.iterdir() if path.name != CHECKSUMS)
    for name, digest in sums.items():
        assert sha256((shelf / name).read_bytes()).hexdigest() == digest, name


def test_the_page_shows_the_facts_of_every_file_without_scripts(shelf: Path, page: BeautifulSoup) -> None:
    assert NOT_BUILT not in page.get_text()
    for path in sorted(shelf.iterdir()):
        if path.name == CHECKSUMS:
            continue
        places = {str(tag["data-fact"]): tag.get_text() for tag in page.select(f'[data-file="{path.name}"]')}
        assert places["size"] == size_in_words(path.stat().st_size), path.name
        assert places["about"].startswith(f"{places['size']}, "), path.name
        assert places["sha256"] == f"SHA-256 {sha256(path.read_bytes()).hexdigest()}", path.name
        assert page.find("a", href=f"../{SHELF}/{path.name}") is not None, path.name


def test_every_file_gives_the_same_day(shelf: Path) -> None:
    days = {path.name: day_of(path) for path in sorted(shelf.iterdir()) if path.name != CHECKSUMS}
    assert None not in days.values()
    assert len(set(days.values())) == 1, days


def test_every_pdf_gives_its_version_in_both_kinds_of_metadata(shelf: Path) -> None:
    for path in sorted(shelf.glob("*.pdf")):
        day = day_of(path)
        assert day is not None
        words = f"Version {__version__}, {day.day} {day:%B %Y}."
        with pikepdf.open(path) as pdf, pdf.open_metadata() as metadata:
            assert str(pdf.docinfo["/Subject"]).endswith(words), path.name
            assert str(metadata["dc:description"]).endswith(words), path.name
            assert str(metadata["xmp:CreateDate"]).startswith(day.isoformat()), path.name
            assert metadata["dc:title"] == str(pdf.docinfo["/Title"]), path.name


def test_the_offline_copy_is_the_website_as_it_is_now(
    website: Path, copy: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    day = day_of(ROOT / OFFLINE.path)
    assert day is not None
    moment = dt.datetime.combine(day, dt.time(), dt.UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))
    offline.write(website, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == (ROOT / OFFLINE.path).read_bytes()
    pages = {path.relative_to(website).as_posix() for path in website.rglob("*.html")} - {"404.html"}
    assert {f"{offline.FOLDER}/{name}" for name in pages} <= set(copy)
    assert (ROOT / OFFLINE.path).stat().st_size < SIZE_LIMIT


def test_no_link_of_the_offline_copy_leads_outside_without_saying_so(copy: dict[str, bytes]) -> None:
    broken = []
    checked = 0
    for name, content in copy.items():
        if not name.endswith(".html"):
            continue
        for tag in BeautifulSoup(content, "html.parser").find_all(["a", "img", "link", "script", "form"]):
            address = str(tag.get("href") or tag.get("src") or tag.get("action") or "")
            scheme = urlsplit(address).scheme
            if not address or scheme in ("tel", "sms", "mailto", "data") or "canonical" in (tag.get("rel") or []):
                continue
            checked += 1
            if scheme:
                assert tag.name == "a", f"{name}: {address}"
                if f"/{SHELF}/" in address:
                    assert tag.get_text().endswith("(on the website)"), f"{name}: {address}"
                continue
            target = unquote(urlsplit(urldefrag(urljoin(f"/{name}", address))[0]).path).lstrip("/")
            if address.startswith("/") or target not in copy:
                broken.append(f"{name}: {address}")
    assert broken == []
    assert checked > 10_000


def test_the_offline_copy_explains_itself(copy: dict[str, bytes]) -> None:
    words = copy[f"{offline.FOLDER}/README.txt"].decode()
    assert f"Version {__version__}" in words
    assert not [name for name in copy if name.endswith((".pdf", ".epub")) and "/sheet-" not in name]
    assert len([name for name in copy if "/downloads/sheet-" in name]) >= 10
