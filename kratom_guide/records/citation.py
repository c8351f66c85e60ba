"""How a reference reads: pybtex's plain style with labels of author and year."""

from __future__ import annotations

import textwrap
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pybtex.plugin import register_plugin
from pybtex.style.formatting.unsrt import Style as UnsrtStyle
from pybtex.style.labels import BaseLabelStyle
from pybtex.style.names.plain import NameStyle as PlainNames
from pybtex.style.sorting.author_year_title import SortingStyle as AuthorYearTitleSorting

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def short_title(entry: Any, width: int = 40) -> str:
    """The title of `entry` without braces, cut between words: ``An unusual cause for neonatal...``."""
    title = entry.fields.get("title", "?").replace("{", "").replace("}", "")
    return textwrap.shorten(title, width, placeholder="...")


def author_year(entry: Any) -> str:
    """``Singh 2014`` for one author, ``Singh and Vicknasingam 2010`` for two, ``Singh et al. 2014`` for more.

    A work without an author goes by its organisation or publisher, or else by the start of its title.
    """
    people = entry.persons.get("author", []) or entry.persons.get("editor", [])
    names = [str(" ".join([*person.prelast_names, *person.last_names])).strip("{}") for person in people]
    if not names:
        who = entry.fields.get("organization") or entry.fields.get("publisher") or short_title(entry)
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
    """Plain references, sorted by author, with labels of author and year.

    The parts are named as classes: a style is made for every citation, and by name each would be looked up among all
    installed packages, which took half of the time of a build.
    """

    default_name_style = PlainNames
    default_sorting_style = AuthorYearTitleSorting
    default_label_style = AuthorYearLabels

    def format_entry(self, label: str, entry: Any, bib_data: Any = None) -> Any:
        """Format an entry once: chapters cite the same works many times, and TeX escapes are slow to read."""
        if bib_data is not None:
            return super().format_entry(label, entry, bib_data)
        content = (entry.type, *entry.fields.items(), *(str(person) for person in entry.persons.get("author", ())))
        return _format(_Work(entry.key, label, content, entry))


def labels_of(entries: Iterable[Any]) -> dict[str, str]:
    """Label of every entry by its key, such as ``{"singh2014kratom": "Singh et al. 2014"}``."""
    style = GuideStyle()
    ordered = style.sort(list(entries))
    return dict(zip((entry.key for entry in ordered), style.format_labels(ordered), strict=True))


@dataclass(frozen=True)
class _Work:
    """An entry that can be told from another by its content; pybtex's own entries cannot be hashed."""

    key: str
    label: str
    content: tuple[object, ...]
    entry: Any = field(compare=False)


@lru_cache(maxsize=4096)
def _format(work: _Work) -> Any:
    """The formatted entry of `work`."""
    return UnsrtStyle.format_entry(GuideStyle(), work.label, work.entry)


def register_style() -> None:
    """Make the style known to pybtex under the name ``kg``."""
    register_plugin("pybtex.style.formatting", "kg", GuideStyle, force=True)
