"""The measures themselves, and the labels: a wrong ruler measures nothing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup

from tests.search.quality import HALVES, KINDS, PRACTICE, Answer, Query, judge, lands, load, ndcg

if TYPE_CHECKING:
    from pathlib import Path

LIVER = Query("x1", "liver", "exact", {"a": 3, "b": 2, "c": 1}, frozenset({"a#liver", "b"}))


def test_ndcg_is_one_for_the_best_order_and_falls_with_the_order() -> None:
    assert ndcg(LIVER, ["a", "b", "c"]) == pytest.approx(1)
    assert ndcg(LIVER, ["b", "a", "c"]) < ndcg(LIVER, ["a", "c", "b"]) < 1
    assert ndcg(LIVER, ["z"] * 10 + ["a"]) == 0
    # (2^2 - 1) / log2(2) = 3, and the best is 7 + 3 / log2(3) + 1 / 2
    assert ndcg(LIVER, ["b"]) == pytest.approx(3 / (7 + 3 / 1.584962500721156 + 0.5))


def test_a_landing_counts_under_each_of_its_ids() -> None:
    ids = {("a", "liver-2"): frozenset({"liver-2", "liver"}), ("b", ""): frozenset({"", "top"})}
    assert lands(LIVER, [("z", ""), ("a", "liver-2")], ids)
    assert lands(LIVER, [("b", "")], ids)
    assert not lands(LIVER, [("b", "elsewhere")], ids)
    assert not lands(LIVER, [("z", ""), ("z", ""), ("z", ""), ("a", "liver-2")], ids)


def test_figures_are_means_by_kind() -> None:
    other = Query("x2", "rash", "typo", {"a": 3}, frozenset({"a#rash"}))
    figures = judge([LIVER, other], [Answer(["b", "a"], [("b", "")]), Answer([], [])], {})
    assert figures["exact"].mrr == 0.5
    assert figures["exact"].success_1 == 0
    assert figures["exact"].success_3 == 1
    assert figures["typo"].zero == 1
    assert figures["all"].zero == 0.5
    assert figures["all"].section == 0.5


def test_the_halves_are_apart_and_of_the_same_make() -> None:
    tuning, test = (load(half) for half in HALVES)
    assert len(tuning) == len(test) == 144
    for half in (tuning, test):
        assert Counter(query.kind for query in half) == dict.fromkeys(KINDS, 18)
    assert not {query.id for query in tuning} & {query.id for query in test}
    assert not {query.query.casefold() for query in tuning} & {query.query.casefold() for query in test}


@pytest.mark.book
def test_every_label_exists(website: Path) -> None:
    ids: dict[str, set[str]] = {}
    missing = []
    for query in (query for half in (*HALVES, *PRACTICE) for query in load(half)):
        for label in (*query.pages, *query.sections):
            page, _, anchor = label.partition("#")
            if page not in ids:
                path = website / f"{page}.html"
                soup = BeautifulSoup(path.read_text(encoding="utf-8") if path.is_file() else "", "html.parser")
                ids[page] = {str(tag["id"]) for tag in soup.find_all(id=True)}
            if not ids[page] or (anchor and anchor not in ids[page]):
                missing.append(f"{query.id}: {label}")
    assert missing == []
