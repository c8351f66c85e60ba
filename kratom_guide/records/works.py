"""What the guide uses each work of its bibliography for."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal

from kratom_guide.records.claim_rules import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kratom_guide.records.library import Library

Group = Literal["people", "laboratory", "products", "official", "overviews", "other"]
"""The parts of the printed bibliography."""

GROUPS: Mapping[Group, str] = {
    "people": "Studies of people and kratom",
    "laboratory": "Studies in animals, cells and tissue",
    "products": "Leaves, products and body fluids measured",
    "official": "Authorities, guidelines, labels and catalogues",
    "overviews": "Reviews, opinions and news",
    "other": "Other medicines, treatments and background",
}
"""Each part and its heading, in the order of the page."""

_GROUP_OF_KIND: tuple[tuple[Group, frozenset[str]], ...] = (
    ("people", frozenset({"people-trial", "people-observed", "case-report"})),
    ("laboratory", frozenset({"animals", "test-tube"})),
    ("products", frozenset({"product-analysis"})),
    ("official", frozenset({"official"})),
)


def group_of_works(library: Library) -> Mapping[str, Group]:
    """Bibliography key to its part, by the strongest evidence for which a finding about kratom cites the work.

    A work that no finding about kratom cites goes under ``other``, an authority's page under ``official`` all the same.
    """
    kinds: defaultdict[str, set[str]] = defaultdict(set)
    kratom: set[str] = set()
    for finding in library.findings.values():
        for key in finding.references:
            kinds[key] |= KINDS.get(finding.design, set())
            if finding.exposure != "not-kratom":
                kratom.add(key)
    found: dict[str, Group] = {}
    for key in library.references:
        group: Group = next((name for name, members in _GROUP_OF_KIND if kinds[key] & members), "overviews")
        found[key] = group if key in kratom or group == "official" else "other"
    return found
