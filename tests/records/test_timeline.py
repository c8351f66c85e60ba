from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from kratom_guide.records import load_library
from kratom_guide.records.dates import earliest_day
from kratom_guide.records.feed import NEWEST, SPACE, feed
from kratom_guide.records.timeline import steps, turns

from ..conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ALABAMA = "source/legal/united-states/alabama.md"
ATOM = f"{{{SPACE}}}"


def test_every_event_of_every_place_and_town_is_a_step() -> None:
    library = load_library(ROOT)
    found = steps(library)
    rules = [rule for place in library.jurisdictions.values() for rule in (place, *place.local_rules)]
    assert len(found) == sum(len(rule.history) for rule in rules) >= 330
    assert len({step.id for step in found}) == len(found), "an id is an address: it must be unique"
    days = [earliest_day(step.event.date) for step in found]
    assert days == sorted(days, reverse=True), "newest first"


def test_a_second_step_the_same_way_is_no_turn(sample: Path, edit: Callable[[str, str, str], None]) -> None:
    edit(
        ALABAMA,
        "  - date: 2016-05\n    change: ban\n    event: The sample is banned\n",
        "  - {date: 2016, change: ban, event: Signed}\n"
        "  - {date: 2017, change: ban, event: Begins}\n"
        "  - {date: 2018, change: proposal, event: A bill}\n"
        "  - {date: 2019, change: ban, event: Wider}\n"
        "  - {date: 2020, change: rules, event: Sale from 21}\n"
        "  - {date: 2021, change: ban, event: Banned again}\n",
    )
    library = load_library(sample)
    assert turns(library) == {"ban": {2016: ["US-AL"], 2021: ["US-AL"]}, "rules": {2020: ["US-AL"]}, "eased": {}}


def test_records_with_low_confidence_are_not_counted(sample: Path, edit: Callable[[str, str, str], None]) -> None:
    text = (sample / ALABAMA).read_text(encoding="utf-8")
    level = re.findall(r"^confidence: (\w+)$", text, re.MULTILINE)[0]
    edit(ALABAMA, f"\nconfidence: {level}\n", "\nconfidence: low\n")
    assert turns(load_library(sample))["ban"] == {}


def test_the_feed_is_atom() -> None:
    """RFC 4287, section 4.1: what a feed and its entries must have."""
    library = load_library(ROOT)
    text = feed(library, "https://guide.example/", "2026-11-25", "The guide")
    root = ET.fromstring(text)
    for parent in (root, *root.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            (element,) = parent.findall(f"{ATOM}{name}")
            assert element.text
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", parent.findtext(f"{ATOM}updated") or "")
    assert root.findtext(f"{ATOM}author/{ATOM}name")
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == NEWEST
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == NEWEST
    dates = [parent.findtext(f"{ATOM}updated") or "" for parent in entries]
    assert dates == sorted(dates, reverse=True)
    assert max(dates) <= "2026-11-25T00:00:00Z", "nothing happens after the edition"
    assert text == feed(library, "https://guide.example/", "2026-11-25", "The guide")


def test_a_step_keeps_its_id_when_a_newer_one_comes(sample: Path, edit: Callable[[str, str, str], None]) -> None:
    before = [step.id for step in steps(load_library(sample))]
    edit(
        ALABAMA,
        "    event: The sample is banned\n",
        "    event: The sample is banned\n  - {date: 2026-09, change: eased, event: Later}\n",
    )
    after = [step.id for step in steps(load_library(sample))]
    assert after == ["us-al-2026-09", *before]


def test_what_rests_on_weak_sources_says_so_in_the_feed(sample: Path, edit: Callable[[str, str, str], None]) -> None:
    def titles() -> list[str | None]:
        root = ET.fromstring(feed(load_library(sample), "https://guide.example/", "2026-11-25", "The guide"))
        return [entry.findtext(f"{ATOM}title") for entry in root.findall(f"{ATOM}entry")]

    assert titles() == ["Alabama: Ban"]
    edit(ALABAMA, "\nconfidence: high\n", "\nconfidence: low\n")
    assert titles() == ["Alabama: unconfirmed, ban"]


def test_an_entry_keeps_its_id_when_the_site_moves() -> None:
    library = load_library(ROOT)
    here, there = (
        ET.fromstring(feed(library, site, "2026-11-25", "The guide"))
        for site in ("https://guide.example/", "https://other.example/kratom/")
    )
    ids = [[element.text for element in root.iter(f"{ATOM}id")] for root in (here, there)]
    assert ids[0] == ids[1]
    links = [entry.find(f"{ATOM}link") for entry in there.findall(f"{ATOM}entry")]
    assert all(link is not None and link.get("href", "").startswith("https://other.example/kratom/") for link in links)
