from __future__ import annotations

from pathlib import Path

import pytest

from kratom_guide.records import GuideError
from kratom_guide.records.yamlfile import parse_yaml, read_front_matter, read_yaml

HERE = Path("some/file.yaml")


def test_scalars_follow_yaml_1_2() -> None:
    text = "id: NO\nday: 2026-07-01\nmonth: 2026-07\nyear: 2018\nyes: yes\nflag: true\nnothing:\nhalf: 0.5\n"
    assert parse_yaml(HERE, text).data == {
        "id": "NO",
        "day": "2026-07-01",
        "month": "2026-07",
        "year": 2018,
        "yes": "yes",
        "flag": True,
        "nothing": None,
        "half": 0.5,
    }


def test_every_value_knows_its_line() -> None:
    document = parse_yaml(HERE, "a:\n  - x: 1\n    y:\n      z: 2\n", first_line=10)
    assert document.line(("a", 0, "x")) == 11
    assert document.line(("a", 0, "y", "z")) == 13
    assert document.line(("a", 0, "missing")) == 11, "a missing field is reported where its record stands"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\nb: 2\na: 3\n", "some/file.yaml:3: the key 'a' stands twice: keep one of the two"),
        ("a: [1, 2\nb: 3\n", "some/file.yaml:2: not valid YAML"),
    ],
)
def test_bad_yaml_names_file_and_line(text: str, message: str) -> None:
    with pytest.raises(GuideError, match="nothing was written") as caught:
        parse_yaml(HERE, text)
    assert str(caught.value).startswith(message)


def test_front_matter_and_the_text_after_it(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("---\na: 1\nb: 2\n---\n\n# Title\n", encoding="utf-8")
    document, body, line = read_front_matter(page)
    assert document.data == {"a": 1, "b": 2}
    assert document.line(("b",)) == 3
    assert (body, line) == ("\n# Title\n", 5)


def test_front_matter_without_an_end(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("---\na: 1\n\n# Title\n", encoding="utf-8")
    with pytest.raises(GuideError, match=r"page\.md:1: the front matter has no end"):
        read_front_matter(page)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_bytes(b"\xef\xbb\xbf---\r\na: 1\r\n---\r\n# Title\r\n")
    document, body, line = read_front_matter(page)
    assert (document.data, body, line) == ({"a": 1}, "# Title\n", 4)


def test_a_file_that_is_not_utf_8(tmp_path: Path) -> None:
    file = tmp_path / "file.yaml"
    file.write_bytes(b"a: 1\nb: caf\xe9\n")
    with pytest.raises(GuideError, match=r"file\.yaml:2: the file is not UTF-8: save it as UTF-8"):
        read_yaml(file)


def test_a_page_without_front_matter_says_what_to_do(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Title\n", encoding="utf-8")
    with pytest.raises(GuideError, match=r"page\.md:1: the page has no front matter: write '---'"):
        read_front_matter(page)
