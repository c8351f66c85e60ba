"""The coding: what is written can be read back, whatever it is."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from kratom_guide.search.coding import BASE, LAST, MORE, front, gaps, number, postings
from kratom_guide.search.index import Entry

NUMBERS = st.lists(st.integers(0, 100_000), unique=True).map(sorted)


def read_numbers(code: str) -> list[int]:
    """As ``numbers`` in engine.js."""
    found, value, factor = [], 0, 1
    for sign in code:
        if sign in LAST:
            found.append(value + LAST.index(sign) * factor)
            value, factor = 0, 1
        else:
            value += MORE.index(sign) * factor
            factor *= BASE
    return found


def read_gaps(code: str) -> list[int]:
    last, found = -1, []
    for gap in read_numbers(code):
        last += gap + 1
        found.append(last)
    return found


@given(st.integers(0, 10**9))
def test_numbers_come_back(value: int) -> None:
    assert read_numbers(number(value)) == [value]


@given(NUMBERS)
def test_rising_numbers_come_back(values: list[int]) -> None:
    assert read_gaps(gaps(values)) == values


@given(st.sets(st.text("abcdeé", min_size=1, max_size=60)).map(sorted))
def test_words_come_back(words: list[str]) -> None:
    before, found = "", []
    for line in front(words).split("\n") if words else []:
        before = before[: LAST.index(line[0])] + line[1:]
        found.append(before)
    assert found == words


@given(st.lists(NUMBERS, min_size=6, max_size=6), st.integers(0, 50))
def test_postings_come_back_level_by_level(levels: list[list[int]], left_out: int) -> None:
    kept = sum(map(len, levels))
    lists, _, frequency = postings(Entry(kept + left_out, tuple(map(tuple, levels)))).partition(" ")
    read = [read_gaps(part) for part in lists.split("!")]
    assert read + [[]] * (6 - len(read)) == levels
    assert (read_numbers(frequency)[0] if frequency else kept) == kept + left_out


def test_no_sign_needs_an_escape_in_json_or_in_a_script() -> None:
    assert json.dumps(LAST + MORE + "!") == f'"{LAST + MORE}!"'
    assert "<" not in LAST + MORE
    assert len(set(LAST + MORE)) == 2 * BASE
