"""Parts of the e-book builder on trees of their own: cutting, links, pages, marks, the archive."""

from __future__ import annotations

import datetime as dt
import io
import xml.etree.ElementTree as ET
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kratom_guide.editions.epub.archive import archive
from kratom_guide.editions.epub.package import media_type
from kratom_guide.editions.epub.pages import number_pages
from kratom_guide.editions.epub.semantics import WAYS_BACK, mark
from kratom_guide.editions.epub.split import File, Linker, cut, files_of
from kratom_guide.editions.epub.xhtml import EPUB_TYPE, make, name_of, read, size_of, tag, write

WORD = st.text("abc ", min_size=1, max_size=40)
BLOCK = st.one_of(
    WORD.map(lambda text: f"<p>{text}</p>"),
    st.lists(WORD, min_size=1, max_size=8).map(lambda ts: f"<ul>{''.join(f'<li>{t}</li>' for t in ts)}</ul>"),
    st.lists(WORD, min_size=1, max_size=5).map(
        lambda ts: f"<dl>{''.join(f'<dt>{t}</dt><dd>{t}</dd><dd>x</dd>' for t in ts)}</dl>"
    ),
    WORD.map(lambda text: f"<table><tbody><tr><td>{text}</td></tr></tbody></table>"),
)


def section(content: list[str]) -> str:
    """A section as Sphinx writes it: a heading, and something below it."""
    return f"<section><h2>Heading</h2>{''.join(content)}</section>"


BODY = st.recursive(
    st.lists(BLOCK, min_size=1, max_size=6).map(section),
    lambda inner: st.lists(st.one_of(BLOCK, inner), min_size=1, max_size=4).map(section),
    max_leaves=12,
)


def text_of(elements: list[ET.Element]) -> str:
    return "".join("".join(element.itertext()) for element in elements)


@given(BODY, st.integers(150, 1500))
def test_cutting_loses_nothing(body: str, limit: int) -> None:
    parts = cut(read(body), limit)
    assert text_of(parts) == text_of([read(body)])
    for kind in ("p", "h2", "li", "dt", "dd", "table"):
        assert sum(len(list(part.iter(tag(kind)))) for part in parts) == len(list(read(body).iter(tag(kind))))


@given(BODY, st.integers(150, 1500))
def test_no_part_ends_with_a_heading_or_begins_with_an_explanation(body: str, limit: int) -> None:
    parts = cut(read(body), limit)
    for part in parts[:-1]:
        last = list(part.iter())[-1]
        assert name_of(last) != "h2"
    for part in parts[1:]:
        kinds = [name_of(element) for element in part.iter() if name_of(element) not in ("main", "section")]
        assert kinds[:2] != ["dl", "dd"]


def test_parts_keep_to_the_limit_and_name_a_place_once() -> None:
    page = read(f'<section id="a">{"<p>word</p>" * 50}<ul id="b">{"<li>item</li>" * 100}</ul></section>')
    whole = size_of(page)
    parts = cut(page, 400)
    assert len(parts) >= whole // 400
    assert all(size_of(part) <= 500 for part in parts)
    ids = [element.get("id") for part in parts for element in part.iter() if element.get("id")]
    assert ids == ["a", "b"]
    assert all("kg-continued" in part[0].get("class", "") for part in parts[1:])


def test_a_table_stays_whole() -> None:
    page = read(f"<table><tbody>{'<tr><td>x</td></tr>' * 200}</tbody></table>")
    assert len(cut(page, 100)) == 1


def test_parts_are_files_with_titles() -> None:
    low = f'<section id="low"><h2>Low</h2>{"<p>b</p>" * 40}</section>'
    page = read(f'<section id="top"><h1>Top</h1>{"<p>a</p>" * 40}{low}</section>')
    files = files_of("far/page", "Top", page, ".xhtml", 450)
    assert [file.name for file in files][:2] == ["far/page.xhtml", "far/page-2.xhtml"]
    assert files[0].title == "Top"
    assert "Top: Low" in [file.title for file in files]


def page_with(name: str, body: str, docname: str = "") -> File:
    return File(name, docname or name.removesuffix(".xhtml"), name, read(body))


def links(file: File) -> list[str]:
    return [link.attrib["href"] for link in file.content.iter(tag("a"))]


def test_links_find_the_file_that_holds_their_place() -> None:
    one = page_with("a/one.xhtml", '<p id="x"><a href="#y">y</a><a href="../two.xhtml">two</a></p>')
    rest = page_with("a/one-2.xhtml", '<p id="y"><a href="#x">x</a><a href="#y">here</a></p>', "a/one")
    two = page_with("two.xhtml", '<p><a href="a/one.xhtml#y">y</a><a href="https://x.example/#q">web</a></p>')
    linker = Linker([one, rest, two], ".xhtml")
    assert [linker.bend(file) for file in (one, rest, two)] == [[], [], []]
    assert links(one) == ["one-2.xhtml#y", "../two.xhtml"]
    assert links(rest) == ["one.xhtml#x", "#y"]
    assert links(two) == ["a/one-2.xhtml#y", "https://x.example/#q"]


def test_a_link_to_nowhere_is_returned() -> None:
    file = page_with("a.xhtml", '<p><a href="b.xhtml">b</a><a href="#no">no</a></p>')
    assert Linker([file], ".xhtml").bend(file) == ["b.xhtml", "#no"]


def test_pages_begin_at_blocks_and_run_through_files() -> None:
    body = f"<h1>{'t' * 90}</h1>" + "".join(f"<p>{letter * 60}</p>" for letter in "abcd")
    files = [page_with("a.xhtml", body), page_with("b.xhtml", "<ul><li>x</li></ul>" + f"<p>{'e' * 110}</p><p>f</p>")]
    assert number_pages(files, 100) == [
        ("1", "a.xhtml#page-1"), ("2", "a.xhtml#page-2"), ("3", "b.xhtml#page-3"), ("4", "b.xhtml#page-4"),
    ]  # fmt: skip
    opening = next(e for e in files[0].content.iter() if e.get("id") == "page-2")
    assert (opening.get("role"), opening.get(EPUB_TYPE), opening.get("aria-label")) == (
        "doc-pagebreak",
        "pagebreak",
        "2",
    )
    assert opening.tail == "c" * 60
    assert not any(e.get("role") for h in files[0].content.iter(tag("h1")) for e in h.iter())


def test_a_note_with_many_marks_leads_back_to_the_first_of_them() -> None:
    back = ",".join(f'<a role="doc-backlink" href="#m{n}">{n}</a>' for n in range(1, 81))
    page = read(
        f'<aside role="doc-footnote"><span class="label">1</span><span class="backrefs">({back})</span><p>T</p></aside>'
    )
    mark(page)
    note = page[0]
    assert [name_of(child) for child in note] == ["span", "p", "span"]
    assert "".join(note[2].itertext()) == "Back to 1, 2, 3, 4, 5."
    assert len(note[2]) == WAYS_BACK


@given(st.text("aé ()ใบກๆកម", max_size=60), st.text("ใບ b", max_size=20))
def test_telling_languages_changes_no_text(text: str, after: str) -> None:
    page = read("<p><em/></p>")
    page[0].text, page[0][0].tail = text, after
    mark(page)
    assert "".join(page.itertext()) == text + after
    for span in page.iter(tag("span")):
        assert span.get("lang") in {"th", "lo", "km", "my"}


def test_a_file_is_written_as_xhtml_whatever_else_the_program_writes() -> None:
    ET.register_namespace("", "http://www.w3.org/2005/Atom")
    text = write("A & b", "en", "../style.css", make("body", children=[make("p", "<x>", epub_type="z")])).decode()
    assert text.startswith(
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml"'
    )
    assert "<title>A &amp; b</title>" in text and '<p epub:type="z">&lt;x&gt;</p>' in text
    assert 'lang="en" xml:lang="en"' in text


def test_an_archive_before_1980_or_in_any_order_is_the_same() -> None:
    early = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    one = archive({"EPUB/b": b"2", "META-INF/container.xml": b"1", "EPUB/a": b"3"}, early)
    assert one == archive({"EPUB/a": b"3", "EPUB/b": b"2", "META-INF/container.xml": b"1"}, early)
    with zipfile.ZipFile(io.BytesIO(one)) as opened:
        assert opened.namelist() == ["mimetype", "META-INF/container.xml", "EPUB/a", "EPUB/b"]
        assert opened.read("mimetype") == b"application/epub+zip"


def test_a_file_that_no_reader_must_show_is_refused() -> None:
    assert media_type("a/b.svg") == "image/svg+xml"
    with pytest.raises(ValueError, match=r"a\.xyz has no media type of EPUB: use SVG, PNG or JPEG"):
        media_type("a.xyz")
