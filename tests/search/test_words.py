"""Words: both halves of the search must cut and write them alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kratom_guide.search.words import STOP, content_words, normalise, stem, tokens

SEVEN_OH = (
    "7-OH", "7 oh", "7OH", "7-0h", "7‑OH", "7-hydroxymitragynine", "7 hydroxy mitragynine", "7-hydroxy", "7-OHMG",
    "7-HMG", "seven oh", "Hydroxymitragynine",
)  # fmt: skip


@pytest.mark.parametrize("written", SEVEN_OH)
def test_seven_oh_is_one_word_however_it_is_written(written: str) -> None:
    assert tokens(f"is {written} legal") == ["is", "7oh", "legal"]


@pytest.mark.parametrize("written", ["17 OHP", "7 ohio", "7 ohms", "27-oh", "7 days"])
def test_what_only_looks_like_it_is_left_alone(written: str) -> None:
    assert "7oh" not in tokens(written)


def test_accents_apostrophes_and_case_do_not_matter() -> None:
    assert tokens("Can’t  SLEEP, naïve café") == ["cant", "sleep", "naive", "cafe"]


def test_thai_words_keep_their_signs() -> None:
    assert tokens("กระท่อม kratom") == ["กระท่อม", "kratom"]


def test_content_words_leave_out_what_says_nothing() -> None:
    assert content_words("What is the dose of kratom for a 7-OH user in 2026, page 123456?") == [
        "dose", "7oh", "user", "2026", "page",
    ]  # fmt: skip


def test_stop_words_are_written_as_tokens() -> None:
    assert all(tokens(word) == [word] for word in STOP)


@given(st.text(max_size=200))
def test_any_text_gives_words_that_stay_as_they_are(text: str) -> None:
    for word in tokens(text):
        assert word
        assert normalise(word) == word
        assert stem(word)
