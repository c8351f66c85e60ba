"""Rules for ``data/references.bib``: every entry can be printed, dated, found, and is there once."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, get_args

from pybtex.database import BibliographyData, Entry, PybtexError, parse_string

from kratom_guide.records.models import Read
from kratom_guide.records.problem import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kratom_guide.records.library import Library, Place

REQUIRED = {
    "article": ("author", "title", "journal", "year"),
    "book": ("author", "title", "publisher", "year"),
    "incollection": ("author", "title", "booktitle", "publisher", "year"),
    "inproceedings": ("author", "title", "booktitle", "year"),
    "mastersthesis": ("author", "title", "school", "year"),
    "phdthesis": ("author", "title", "school", "year"),
    "techreport": ("author", "title", "institution", "year"),
}
"""Fields without which pybtex's plain style cannot print an entry; other types need a title."""

DOUBT = re.compile(
    r"\b(?:memory|guess(?:ed)?|inferred|not seen|not visible|uncertain|verify|to be (?:checked|confirmed))\b",
    re.IGNORECASE,
)
"""Words that mark a detail which nobody has confirmed."""


def parse(library: Library) -> BibliographyData:
    """The bibliography of a checkout, to be read and not changed: callers share it.

    Raises :class:`pybtex.database.PybtexError` when it is malformed.
    """
    return _parse(bibliography_of(library))


def bibliography_of(library: Library) -> str:
    """The text of ``data/references.bib``."""
    return (library.root / "data" / "references.bib").read_text(encoding="utf-8")


@lru_cache(maxsize=2)
def _parse(text: str) -> BibliographyData:
    return parse_string(text, "bibtex")


def plain_title(entry: Entry) -> str:
    """The title with letters and digits only, for comparing."""
    return re.sub(r"[^a-z0-9]", "", entry.fields.get("title", "").lower())


def check_bibliography(library: Library) -> Iterator[Problem]:
    """All problems of the bibliography, each on the line of its entry."""
    try:
        data = parse(library)
    except PybtexError as error:
        told = re.search(r"line (\d+)", str(error))
        path = next(iter(library.references.values())).document.path
        yield Problem(path, int(told.group(1)) if told else 1, f"not valid BibTeX ({error})", "correct the entry")
        return
    known: dict[tuple[str, str], str] = {}
    for key, entry in data.entries.items():
        place = library.references[key]
        for field in REQUIRED.get(entry.type, ("title",)):
            if not (entry.fields.get(field) or (field == "author" and entry.persons.get("author"))):
                remedy = f"add it, or use a type that does not need it ({entry.type} does)"
                yield place.problem(f"{key}: missing {field}", remedy)
        if not (
            entry.fields.get("doi")
            or entry.fields.get("url")
            or entry.fields.get("pmid")
            or entry.fields.get("journal")
        ):
            yield place.problem(f"{key}: nothing says where to find the work", "add doi, pmid, url or journal")
        for name, value in entry.fields.items():
            if DOUBT.search(value) and name not in ("title", "abstract"):
                yield place.problem(
                    f'{key}: "{name}" holds a doubt: "{value[:60]}"',
                    "confirm it and say so plainly, or remove the detail",
                )
        yield from _confirmation(key, entry, place)
        for name, value in (
            ("doi", entry.fields.get("doi", "").lower()),
            ("pmid", entry.fields.get("pmid", "")),
            ("title", plain_title(entry)),
        ):
            if not value or (name == "title" and len(value) < 25):
                continue
            first = known.setdefault((name, value), key)
            if first != key:
                yield place.problem(f"{key}: the same {name} as {first}", "merge the two entries")


def _confirmation(key: str, entry: Entry, place: Place) -> Iterator[Problem]:
    """Problems of the fields that say when a work was seen to exist, and what was read of it."""
    if entry.fields.get("read", "") not in get_args(Read):
        yield place.problem(
            f"{key}: nothing says what was read of the work",
            f"add read = {{...}}, one of {', '.join(get_args(Read))}",
        )
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", entry.fields.get("checked", "")):
        yield place.problem(
            f"{key}: nothing says when the work was seen to exist",
            "look it up by its title, and add checked = {YYYY-MM-DD}",
        )
