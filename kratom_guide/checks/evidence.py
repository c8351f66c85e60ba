"""Rules that hold between pages and records: claims that no chapter shows, works that nobody cites."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kratom_guide.checks.chapters import ROLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kratom_guide.checks.chapters import Page
    from kratom_guide.records import Library, Problem


def claim_is_shown(pages: list[Page], library: Library) -> Iterator[Problem]:
    """Every claim is set in its chapter, whose name is that of the claim's file."""
    named = {page.docname.rpartition("/")[2]: page for page in pages}
    for key, stem in library.chapter.items():
        place = library.places["claim", key]
        if stem not in named:
            yield place.problem(
                f"no page is called '{stem}'", "name the file of claims after its chapter, such as benefits.yaml"
            )
        elif not re.search(rf"\{{(?:claim|certainty)\}}`{re.escape(key)}`", named[stem].body) and not re.search(
            rf"^{re.escape(key)}$", named[stem].body, re.MULTILINE
        ):
            yield place.problem(
                f"the chapter source/{named[stem].docname}.md does not show the claim",
                f"set {{claim}}`{key}`, or {{certainty}}`{key}` after a sentence that says it",
            )


def work_is_cited(pages: list[Page], library: Library) -> Iterator[Problem]:
    """Every work of the bibliography is cited by a record or a page."""
    cited = {
        key
        for kind in (library.findings, library.claims, library.interactions, library.options)
        for record in kind.values()
        for key in record.references
    }
    cited |= {key for chart in library.charts.values() for row in chart.rows for key in row.references}
    cited |= {key for item in library.disagreements.values() for side in item.positions for key in side.references}
    cited |= {key for item in library.confused_names for key in item.references}
    cited |= {key for card in library.care_cards.values() for item in card.items for key in item.references}
    for page in pages:
        for match in ROLE.finditer(page.body):
            if "cite" in match.group(1):
                cited |= {key.strip() for key in match.group(2).split(",")}
    for key, place in library.references.items():
        if key not in cited:
            yield place.problem(
                f"no record and no page cites '{key}'", "cite it where it bears on something, or remove the entry"
            )
