"""The shelf of the website: every file with its true size, day and checksum, or none of it."""

from __future__ import annotations

import subprocess
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from kratom_guide.editions.facts import UnreadableEditionError, day_of, facts_of, size_in_words
from kratom_guide.editions.shelf import NOT_BUILT, facts_of_site, fill, marked, stock
from tests.editions.shelf_files import write, write_pdf, write_zip

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("kratom-guide.pdf", "kratom-guide.zip")


def page() -> str:
    places = "".join(f"<p>{marked(name, fact)}</p>\n" for name in NAMES for fact in ("size", "about", "sha256"))
    return f"<h1>Downloads</h1>\n{places}<p>{marked('api/', 'size')} {marked('./', 'size')}</p>\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with a built website and a PDF."""
    site = tmp_path / "build" / "html"
    write(site / "index.html", "x" * 10_000)
    write(site / "reference" / "downloads.html", page())
    write(site / "api" / "v1" / "claims.json", "y" * 2_000)
    write_pdf(tmp_path / "build" / "pdf" / "kratom-guide.pdf")
    return tmp_path


def shown(checkout: Path) -> str:
    return (checkout / "build" / "html" / "reference" / "downloads.html").read_text(encoding="utf-8")


def test_the_page_has_true_facts_and_says_what_is_not_built(checkout: Path) -> None:
    pdf = checkout / "build" / "pdf" / "kratom-guide.pdf"
    stock(checkout, checkout / "build" / "html")
    text = shown(checkout)
    assert f">SHA-256 {sha256(pdf.read_bytes()).hexdigest()}<" in text
    assert ">1 kB, 25 November 2026<" in text
    assert f'data-file="kratom-guide.zip" data-fact="size">{NOT_BUILT}<' in text
    assert 'data-file="kratom-guide.zip" data-fact="sha256"><' in text
    assert 'data-file="api/" data-fact="size">2 kB<' in text
    assert 'data-file="./" data-fact="size">12 kB<' in text, "neither the shelf nor the page itself is counted"


def test_filling_twice_gives_the_same_and_follows_the_files(checkout: Path) -> None:
    site = checkout / "build" / "html"
    stock(checkout, site)
    once = shown(checkout)
    stock(checkout, site)
    assert shown(checkout) == once
    write_pdf(checkout / "build" / "pdf" / "kratom-guide.pdf", "20270102")
    stock(checkout, site)
    assert "2 January 2027" in shown(checkout)
    assert "25 November 2026" not in shown(checkout)


def test_the_checksums_cover_every_file_and_can_be_checked(checkout: Path) -> None:
    write_pdf(checkout / "build" / "pdf" / "sheet-visit-a4.pdf")
    write_pdf(checkout / "build" / "pdf" / "draft.pdf")
    stock(checkout, checkout / "build" / "html")
    shelf = checkout / "build" / "html" / "downloads"
    assert sorted(path.name for path in shelf.iterdir()) == ["SHA256SUMS", "kratom-guide.pdf", "sheet-visit-a4.pdf"]
    command = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    done = subprocess.run(command, cwd=shelf, check=True, capture_output=True, text=True)
    assert done.stdout.splitlines() == ["kratom-guide.pdf: OK", "sheet-visit-a4.pdf: OK"]


def test_a_broken_file_leaves_the_last_shelf_and_page(checkout: Path) -> None:
    site = checkout / "build" / "html"
    stock(checkout, site)
    before = {path: path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file() and ".new" not in str(path)}
    write(checkout / "build" / "pdf" / "sheet-visit-a4.pdf", "%PDF-1.7 and no more")
    with pytest.raises(UnreadableEditionError, match="sheet-visit-a4"):
        stock(checkout, site)
    assert {path: path.read_bytes() for path in before} == before
    (checkout / "build" / "pdf" / "sheet-visit-a4.pdf").unlink()
    stock(checkout, site)
    after = {path: path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}
    assert after == before, "and what was begun is gone"


def test_without_editions_nothing_changes(tmp_path: Path) -> None:
    stock(tmp_path, tmp_path / "build" / "html")
    assert list(tmp_path.iterdir()) == []


def test_a_website_without_the_page_still_offers_the_files(tmp_path: Path) -> None:
    write(tmp_path / "build" / "html" / "index.html", "site")
    write_pdf(tmp_path / "build" / "pdf" / "kratom-guide.pdf")
    stock(tmp_path, tmp_path / "build" / "html")
    assert (tmp_path / "build" / "html" / "downloads" / "SHA256SUMS").is_file()


def test_names_and_facts_cannot_break_the_page() -> None:
    text = fill(marked('a"<b>.pdf', "size"), {"a&quot;&lt;b&gt;.pdf": {"size": "<script>"}})
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_the_day_is_that_of_the_file(tmp_path: Path) -> None:
    assert str(day_of(write_pdf(tmp_path / "a.pdf"))) == "2026-11-25"
    assert str(day_of(write_zip(tmp_path / "a.zip", "Guide, version 1, 2026-11-26", {"a": "b"}))) == "2026-11-26"
    package = '<package><metadata><meta property="dcterms:modified">2026-11-27T10:00:00Z</meta></metadata></package>'
    assert str(day_of(write_zip(tmp_path / "a.epub", "", {"OPS/content.opf": package}))) == "2026-11-27"
    undated = write_pdf(tmp_path / "b.pdf", "")
    assert day_of(undated) is None
    assert facts_of(undated)["about"] == size_in_words(undated.stat().st_size)


def test_files_that_are_not_what_they_say_are_named(tmp_path: Path) -> None:
    for name in ("a.pdf", "a.zip", "a.epub"):
        with pytest.raises(UnreadableEditionError, match=f"{name}: cannot be read"):
            day_of(write(tmp_path / name, "nothing"))


def test_sizes_are_words() -> None:
    assert [size_in_words(size) for size in (0, 1499, 999_499, 999_500, 7_452_259)] == [
        "1 kB",
        "1 kB",
        "999 kB",
        "1.0 MB",
        "7.5 MB",
    ]


def test_the_shelf_itself_is_no_part_of_the_website(checkout: Path) -> None:
    site = checkout / "build" / "html"
    before = facts_of_site(checkout, site, [])
    stock(checkout, site)
    assert facts_of_site(checkout, site, []) == before
