"""How a reference reads: pybtex's plain style with labels of author and year."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from pybtex.plugin import register_plugin
from pybtex.style.formatting.unsrt import Style as UnsrtStyle
from pybtex.style.labels import BaseLabelStyle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def author_year(entry: Any) -> str:
    """``Singh 2014`` for one author, ``Singh and Vicknasingam 2010`` for two, ``Singh et al. 2014`` for more."""
    people = entry.persons.get("author", []) or entry.persons.get("editor", [])
    names = [str(" ".join([*person.prelast_names, *person.last_names])).strip("{}") for person in people]
    if not names:
        who = entry.fields.get("organization") or entry.fields.get("publisher") or entry.fields.get("title", "?")[:30]
    elif len(names) == 1:
        who = names[0]
    elif len(names) == 2 and names[1] != "others":
        who = f"{names[0]} and {names[1]}"
    else:
        who = f"{names[0]} et al."
    return f"{who} {entry.fields.get('year', 'no date')}".replace("{", "").replace("}", "").replace("\\", "")


class AuthorYearLabels(BaseLabelStyle):  # type: ignore[misc]  # pybtex has no types
    """Labels of author and year, with a, b, c where two would be the same."""

    def format_labels(self, sorted_entries: Iterable[Any]) -> Iterator[str]:
        entries = list(sorted_entries)
        labels = [author_year(entry) for entry in entries]
        total = Counter(labels)
        used: Counter[str] = Counter()
        for label in labels:
            used[label] += 1
            yield f"{label}{chr(96 + used[label])}" if total[label] > 1 else label


class GuideStyle(UnsrtStyle):  # type: ignore[misc]  # pybtex has no types
    """Plain references, sorted by author, with labels of author and year."""

    default_sorting_style = "author_year_title"
    default_label_style = "kg_author_year"


def register_style() -> None:
    """Make the style known to pybtex under the name ``kg``."""
    register_plugin("pybtex.style.labels", "kg_author_year", AuthorYearLabels, force=True)
    register_plugin("pybtex.style.formatting", "kg", GuideStyle, force=True)
