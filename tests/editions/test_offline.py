"""The offline copy: the same bytes each time, nothing of a server in it, honest links."""

from __future__ import annotations

import shutil
import stat
import zipfile
from typing import TYPE_CHECKING

import pytest

from kratom_guide import __version__
from kratom_guide.editions.catalogue import OFFLINE, PDF
from kratom_guide.editions.offline import THIS_COPY, OfflineError, point_to_website, write
from kratom_guide.editions.shelf import marked
from tests.editions.shelf_files import write as write_text
from tests.editions.shelf_files import write_pdf, write_zip

if TYPE_CHECKING:
    from pathlib import Path

ADDRESS = "https://guide.example/book/"
EPOCH = "1795564801"
SHOP = f'<a class="reference" href="downloads/{PDF.path.name}">PDF</a>'
SHEET = '<a href="../downloads/sheet-visit-a4.pdf">A4</a>'


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small website with every kind of file."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    site = tmp_path / "html"
    write_text(site / "index.html", f'<link rel="canonical" href="{ADDRESS}index.html" /> {SHOP}')
    places = "".join(marked(edition.path.name, fact) for edition in (PDF, OFFLINE) for fact in ("size", "sha256"))
    write_text(site / "reference" / "downloads.html", f"{SHEET} {places}")
    write_text(site / "404.html", "for a server")
    write_text(site / "sitemap.xml", "for a search engine")
    write_text(site / "_static" / "guide.css", "body {}")
    write_text(site / "api" / "v1" / "claims.json", "{}")
    write_pdf(site / "downloads" / PDF.path.name)
    write_pdf(site / "downloads" / "sheet-visit-a4.pdf")
    write_text(site / "downloads" / "SHA256SUMS", "")
    return site


def read(copy: Path) -> dict[str, str]:
    with zipfile.ZipFile(copy) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode("latin-1") for name in archive.namelist()}


def test_it_holds_the_website_and_the_sheets_in_one_folder(site: Path, tmp_path: Path) -> None:
    write(site, tmp_path / "copy.zip")
    names = list(read(tmp_path / "copy.zip"))
    assert names[0] == "kratom-guide/README.txt"
    assert names[1:] == sorted(names[1:])
    assert {name.removeprefix("kratom-guide/") for name in names} == {
        "README.txt",
        "index.html",
        "reference/downloads.html",
        "_static/guide.css",
        "api/v1/claims.json",
        "downloads/sheet-visit-a4.pdf",
    }


def test_the_same_website_gives_the_same_bytes_anywhere(site: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "another" / "folder"
    shutil.copytree(site, elsewhere)
    for path in elsewhere.rglob("*"):
        path.chmod(0o700)
    write(site, tmp_path / "one.zip")
    write(elsewhere, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_an_earlier_copy_on_the_shelf_changes_nothing(site: Path, tmp_path: Path) -> None:
    write(site, tmp_path / "one.zip")
    write_zip(site / "downloads" / OFFLINE.path.name, "Version 0, 2020-01-01", {"old": "old"})
    write_text(site / "downloads" / "SHA256SUMS", "other sums")
    write(site, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_times_and_permissions_are_fixed(site: Path, tmp_path: Path) -> None:
    write(site, tmp_path / "copy.zip")
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        assert archive.comment.decode() == f"Kratom and muscle relaxation, version {__version__}, 2026-11-25"
        for info in archive.infolist():
            assert info.date_time == (2026, 11, 25, 0, 0, 0)
            assert stat.filemode(info.external_attr >> 16) == "-rw-r--r--"
            assert info.create_system == 3


def test_a_day_before_1980_is_the_first_that_a_zip_knows(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    write(site, tmp_path / "copy.zip")
    with zipfile.ZipFile(tmp_path / "copy.zip") as archive:
        assert archive.infolist()[0].date_time == (1980, 1, 1, 0, 0, 0)


def test_links_to_what_is_left_out_lead_to_the_website_and_say_so(site: Path, tmp_path: Path) -> None:
    write(site, tmp_path / "copy.zip")
    files = read(tmp_path / "copy.zip")
    assert f'href="{ADDRESS}downloads/{PDF.path.name}">PDF (on the website)</a>' in files["kratom-guide/index.html"]
    assert SHEET in files["kratom-guide/reference/downloads.html"]


def test_links_from_any_depth_and_with_marks_inside_are_changed() -> None:
    html = '<a title="x" href="../../downloads/kratom-guide.pdf"><em>all</em>\nof it</a> <a href="downloads.html">b</a>'
    assert point_to_website(html, ADDRESS) == (
        f'<a title="x" href="{ADDRESS}downloads/kratom-guide.pdf"><em>all</em>\nof it (on the website)</a> '
        '<a href="downloads.html">b</a>'
    )


def test_its_own_page_of_downloads_claims_nothing_about_itself(site: Path, tmp_path: Path) -> None:
    write_zip(site / "downloads" / OFFLINE.path.name, "Version 0, 2020-01-01", {"old": "old"})
    write(site, tmp_path / "copy.zip")
    text = read(tmp_path / "copy.zip")["kratom-guide/reference/downloads.html"]
    assert f'data-file="{OFFLINE.path.name}" data-fact="size">{THIS_COPY}<' in text
    assert f'data-file="{OFFLINE.path.name}" data-fact="sha256"><' in text
    assert f'data-file="{PDF.path.name}" data-fact="size">1 kB<' in text


def test_the_read_me_says_what_a_reader_must_know(site: Path, tmp_path: Path) -> None:
    write(site, tmp_path / "copy.zip")
    words = " ".join(read(tmp_path / "copy.zip")["kratom-guide/README.txt"].split())
    for part in (
        f"Version {__version__}, 25 November 2026.",
        "index.html",
        "Unpack the ZIP file first",
        f"{ADDRESS}reference/downloads.html",
        "CC BY 4.0",
        "No health professional",
        "not medical or legal advice",
        "Not inside: the guide as one PDF or as an e-book.",
    ):
        assert part in words
    assert "$" not in words
    assert words.isascii(), "any editor on any system shows it right"


def test_a_missing_website_is_named_and_the_last_copy_stays(site: Path, tmp_path: Path) -> None:
    target = write_text(tmp_path / "copy.zip", "the last good one")
    with pytest.raises(OfflineError, match=r"index\.html: is missing: run 'make html' first"):
        write(tmp_path / "nothing", target)
    write_text(site / "index.html", "no address")
    with pytest.raises(OfflineError, match=r"states no address .* set SITE in conf\.py"):
        write(site, target)
    assert target.read_text(encoding="utf-8") == "the last good one"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.zip", "html"]
