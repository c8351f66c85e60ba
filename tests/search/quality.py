"""How good the search is: labelled queries, the measures, and ways to ask a search inside a browser."""

from __future__ import annotations

import math
import pickle
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kratom_guide.records.yamlfile import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from playwright.sync_api import Page

    from kratom_guide.sphinxext.search import Known

FOLDER = Path(__file__).parent
KINDS = ("exact", "synonym", "typo", "question", "multi", "place", "medicine", "crisis")
HALVES = ("tuning", "test")
PRACTICE = ("practice-a", "practice-b", "practice-c")

ASK = """async (queries) => {
  const search = globalThis.kgSearch;
  const answers = [];
  for (const query of queries) {
    const found = await search.search(query);
    const landings = [];
    for (const group of found.groups.slice(0, 3)) {
      const unit = group.units[0];
      if (!search.textOf(unit)) await search.load(search.textFile(unit));
      landings.push([search.core.pages[group.page].address, search.textOf(unit).anchor]);
    }
    answers.push([found.groups.slice(0, 10).map((group) => search.core.pages[group.page].address), landings]);
  }
  return answers;
}"""

ASK_SPHINX = """(queries) => queries.map((query) => {
  const results = Search._performSearch(...Search._parseQuery(query)).reverse();
  const pages = [...new Set(results.map(([page]) => page))];
  return [pages.slice(0, 10), results.slice(0, 3).map(([page, , anchor]) => [page, anchor.replace("#", "")])];
})"""
"""Sphinx keeps its results with the best one last (``searchtools.js``, ``_displayNextItem`` pops them)."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query, the grade of every page that is right for it, and every right place to land."""

    id: str
    query: str
    kind: str
    pages: Mapping[str, int]
    sections: frozenset[str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a search gave: at most ten pages, and page and anchor of its first three results."""

    pages: Sequence[str]
    landings: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over queries, each from 0 to 1."""

    ndcg: float
    mrr: float
    success_1: float
    success_3: float
    section: float
    zero: float

    def __str__(self) -> str:
        shown = (self.ndcg, self.mrr, self.success_1, self.success_3, self.section, self.zero)
        return "  ".join(f"{value:7.3f}" for value in shown)


HEADINGS = "nDCG@10      MRR      s@1      s@3  sec@3     zero"


def load(half: str) -> list[Query]:
    """The queries of a file: of a half, or of practice."""
    data: list[dict[str, Any]] = read_yaml(FOLDER / f"queries-{half}.yaml").data
    return [
        Query(str(item["id"]), str(item["query"]), item["kind"], item["pages"], frozenset(item["sections"]))
        for item in data
    ]


def aliases(units_file: Path) -> dict[tuple[str, str], frozenset[str]]:
    """Every id of a place to land, by page and anchor, from what the build gathered."""
    known: Known = pickle.loads(units_file.read_bytes())
    return {
        (unit.page, unit.anchor): frozenset({unit.anchor, *unit.aliases})
        for some in known.pages.values()
        for unit, _ in some
    }


def ndcg(query: Query, pages: Sequence[str]) -> float:
    """Normalised discounted cumulative gain of the first ten pages."""

    def gain(grades: Sequence[int]) -> float:
        return math.fsum((2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(grades[:10]))

    return gain([query.pages.get(page, 0) for page in pages]) / gain(sorted(query.pages.values(), reverse=True))


def lands(query: Query, landings: Sequence[tuple[str, str]], ids: Mapping[tuple[str, str], frozenset[str]]) -> bool:
    """Whether one of the first results leads to a labelled place."""
    for page, anchor in landings[:3]:
        names = {page if not name else f"{page}#{name}" for name in ids.get((page, anchor), frozenset({anchor}))}
        if names & query.sections:
            return True
    return False


def judge(
    queries: Sequence[Query], answers: Sequence[Answer], ids: Mapping[tuple[str, str], frozenset[str]]
) -> dict[str, Figures]:
    """The figures of each kind, and of ``all``."""
    rows: defaultdict[str, list[tuple[float, ...]]] = defaultdict(list)
    for query, answer in zip(queries, answers, strict=True):
        best = max(query.pages.values())
        rank = next((rank for rank, page in enumerate(answer.pages) if query.pages.get(page) == best), math.inf)
        row = (
            ndcg(query, answer.pages),
            1 / (rank + 1),
            float(rank < 1),
            float(rank < 3),
            float(lands(query, answer.landings, ids)),
            float(not answer.pages),
        )
        rows["all"].append(row)
        rows[query.kind].append(row)
    return {
        kind: Figures(*(sum(values) / len(rows[kind]) for values in zip(*rows[kind], strict=True)))
        for kind in ("all", *KINDS)
        if kind in rows
    }


def ask(page: Page, queries: Sequence[Query], how: str = ASK) -> list[Answer]:
    """The answers of the search that is loaded in `page`."""
    found = page.evaluate(how, [query.query for query in queries])
    return [Answer(pages, [(str(name), str(anchor)) for name, anchor in landings]) for pages, landings in found]


def table(figures: Mapping[str, Figures]) -> str:
    """The figures as lines of text."""
    return "\n".join([f"{'':10} {HEADINGS}", *(f"{kind:10} {each}" for kind, each in figures.items())])
