"""How the index is written: short strings of plain characters, which compress well and need no decoder of bytes."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kratom_guide.search.index import Entry

_SIGNS = "".join(chr(code) for code in range(35, 127) if chr(code) not in "\\<")
BASE = 44
LAST, MORE = _SIGNS[:BASE], _SIGNS[BASE : 2 * BASE]
"""The digits that end a number, and those that say that more follow."""


def number(value: int) -> str:
    """A number that is 0 or more, the smallest digit first.

    >>> number(0), number(43), number(44)
    ('#', 'O', 'P$')
    """
    digits = ""
    while value >= BASE:
        digits += MORE[value % BASE]
        value //= BASE
    return digits + LAST[value]


def gaps(numbers: Sequence[int]) -> str:
    """Rising numbers, each by its distance from the one before.

    >>> gaps([0, 1, 3])
    '##$'
    """
    return "".join(number(after - before - 1) for before, after in pairwise((-1, *numbers)))


def postings(entry: Entry) -> str:
    """The units of a word, level after level, with ``!`` between levels."""
    kept = sum(map(len, entry.levels))
    lists = "!".join(map(gaps, entry.levels)).rstrip("!")
    return lists if kept == entry.frequency else f"{lists} {number(entry.frequency)}"


def front(words: Iterable[str]) -> str:
    r"""Sorted words, one a line, each after the number of letters that it shares with the one before.

    >>> front(["muscle", "muscles", "must"])
    '#muscle\n)s\n&t'
    """
    lines, before = [], ""
    for word in words:
        shared = 0
        while shared < min(len(before), len(word), BASE - 1) and before[shared] == word[shared]:
            shared += 1
        lines.append(LAST[shared] + word[shared:])
        before = word
    return "\n".join(lines)
