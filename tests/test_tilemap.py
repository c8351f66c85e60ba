"""Maps of squares can be read by everybody: by letter, sign, pattern and colour."""

from __future__ import annotations

import itertools
import re
from typing import get_args
from xml.etree import ElementTree as ET

import pytest
from coloraide import Color

from kratom_guide import tilemap
from kratom_guide.records.models import LeafStatus, SevenOhStatus
from tests.conftest import ROOT

SVG = f"{{{tilemap.SVG}}}"
LISTS = {"leaf": get_args(LeafStatus), "7-OH": get_args(SevenOhStatus)}


def tile(**other: object) -> tilemap.Tile:
    fields: dict[str, object] = {
        "column": 1,
        "row": 0,
        "code": "RI",
        "icon": "●",
        "status": "regulated",
        "words": "Rhode Island: Regulated",
        "unconfirmed": False,
        "href": "rhode-island.html",
    }
    return tilemap.Tile(**(fields | other))  # type: ignore[arg-type]


def test_a_square_is_a_link_with_a_name() -> None:
    root = ET.fromstring(tilemap.draw("map", "States", [tile(), tile(column=0, code="<&", words='A "b" <c>', href="")]))
    assert root.get("aria-label") == "States"
    (link,) = root.iter(f"{SVG}a")
    assert (link.get("href"), link.get("aria-label")) == ("rhode-island.html", "Rhode Island: Regulated")
    assert [text.text for text in root.iter(f"{SVG}title")] == ['A "b" <c>', "Rhode Island: Regulated"], "by column"
    assert [text.text for text in link.iter(f"{SVG}text")] == ["RI", "●"]


def test_unconfirmed_has_a_broken_line() -> None:
    sure, unsure = (tilemap.draw("map", "States", [tile(unconfirmed=value)]) for value in (False, True))
    assert "stroke-dasharray" in unsure
    assert "stroke-dasharray" not in sure


def test_the_same_squares_give_the_same_bytes() -> None:
    squares = [tile(column=column, code=str(column)) for column in range(5)]
    assert tilemap.draw("map", "States", squares) == tilemap.draw("map", "States", squares[::-1])


@pytest.mark.parametrize("name", LISTS)
def test_each_status_has_a_look_and_its_pattern_is_its_own(name: str) -> None:
    looks = [tilemap.LOOKS[status] for status in LISTS[name]]
    assert len({look.pattern for look in looks}) == len(looks)
    assert {look.pattern for look in looks} - {""} <= set(tilemap.PATTERNS)


@pytest.mark.parametrize("fill", sorted({look.fill for look in tilemap.LOOKS.values()}))
def test_letters_stand_out(fill: str) -> None:
    assert Color(fill).contrast(tilemap.INK, method="wcag21") >= 7


@pytest.mark.parametrize("sight", [None, "protan", "deutan", "tritan"])
@pytest.mark.parametrize("name", LISTS)
def test_any_two_colours_differ_for_every_kind_of_sight(name: str, sight: str | None) -> None:
    """Machado's model of colour blindness, as coloraide has it; below about 2 two colours look alike."""
    fills = [Color(tilemap.LOOKS[status].fill) for status in LISTS[name]]
    seen = [fill.filter(sight) if sight else fill for fill in fills]
    assert min(one.delta_e(two, method="2000") for one, two in itertools.combinations(seen, 2)) >= 10


def test_every_square_is_inside_the_drawing_and_its_pattern_is_there() -> None:
    text = tilemap.draw("map", "States", [tile(column=3, row=2), tile(column=0, code="AK", status="banned")])
    root = ET.fromstring(text)
    width, height = (float(side) for side in (root.get("viewBox") or "").split()[2:])
    names = {pattern.get("id") for pattern in root.iter(f"{SVG}pattern")}
    used = set()
    for box in (box for box in root.iter(f"{SVG}rect") if box.get("x")):
        assert float(box.get("x", 0)) + float(box.get("width", 0)) <= width
        assert float(box.get("y", 0)) + float(box.get("height", 0)) <= height
        if "url" in (box.get("fill") or ""):
            used.add((box.get("fill") or "").removeprefix("url(#").removesuffix(")"))
    assert used == names != set()


def test_the_key_has_the_colours_of_the_squares() -> None:
    css = (ROOT / "source" / "_static" / "guide.css").read_text(encoding="utf-8")
    for status, look in tilemap.LOOKS.items():
        rule = re.search(rf"\.kg-tile-{status}[^{{]*{{ border-color: (#\w+); }}", css)
        assert rule is not None, status
        assert rule.group(1) == look.fill, status
