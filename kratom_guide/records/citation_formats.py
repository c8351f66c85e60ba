"""The bibliography for reference managers: RIS and CSL-JSON, beside the BibTeX file itself.

RIS is written by rispy; types and fields follow https://en.wikipedia.org/wiki/RIS_(file_format) as that library names
them.  CSL-JSON follows the schema of the Citation Style Language, version 1.0.2
(https://github.com/citation-style-language/schema).
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any

import rispy
from pybtex.richtext import Text
from pybtex.scanner import PybtexSyntaxError

if TYPE_CHECKING:
    from pybtex.database import BibliographyData, Entry, Person

TYPES = {
    "article": ("JOUR", "article-journal"),
    "book": ("BOOK", "book"),
    "incollection": ("CHAP", "chapter"),
    "inproceedings": ("CPAPER", "paper-conference"),
    "mastersthesis": ("THES", "thesis"),
    "phdthesis": ("THES", "thesis"),
    "techreport": ("RPRT", "report"),
}
"""BibTeX entry types and what they are in RIS and in CSL; all others are web pages."""

_PAGE = ("ELEC", "webpage")
_HOLDERS = ("journal", "booktitle", "howpublished", "institution", "school")
"""Fields that say in what, or at what, a work appeared."""


_TEX = re.compile(r"[\\$~^%&#_\n]|``|''|  ")
"""What TeX reads in its own way, braces apart; most values have none of it, and reading TeX is slow."""


@cache
def plain(value: str) -> str:
    """A BibTeX value as plain text: braces gone, TeX escapes read, dashes as they are printed."""
    text = value.replace("{", "").replace("}", "")
    if _TEX.search(value):
        with suppress(PybtexSyntaxError, ValueError):  # not TeX after all, such as an address with a lone backslash
            text = str(Text.from_latex(value))
    return text.replace("---", "—").replace("--", "–")


def _name(person: Person) -> tuple[str, str]:
    """Family name and given names; a body has no given names."""
    family = " ".join([*person.prelast_names, *person.last_names, *person.lineage_names])
    return plain(family), plain(" ".join([*person.first_names, *person.middle_names]))


def _names(entry: Entry) -> list[tuple[str, str]]:
    return [_name(person) for person in entry.persons.get("author", []) if str(person) != "others"]


def _fields(entry: Entry) -> dict[str, str]:
    return {name.lower(): plain(value) for name, value in entry.fields.items()}


def _address(fields: dict[str, str]) -> str:
    """Where a work is found: its DOI, or else its page."""
    return f"https://doi.org/{fields['doi']}" if "doi" in fields else fields.get("url", "")


def to_ris(data: BibliographyData) -> str:
    """All entries as RIS, in the order of the file."""
    records: list[dict[str, Any]] = []
    for key, entry in data.entries.items():
        fields = _fields(entry)
        first, _, last = fields.get("pages", "").partition("–")
        record: dict[str, Any] = {
            "type_of_reference": TYPES.get(entry.type, _PAGE)[0],
            "id": key,
            "title": fields.get("title", ""),
            "authors": [", ".join(filter(None, name)) for name in _names(entry)],
            "year": fields.get("year", ""),
            "secondary_title": next((fields[name] for name in _HOLDERS if name in fields), ""),
            "volume": fields.get("volume", ""),
            "number": fields.get("number", ""),
            "start_page": first,
            "end_page": last,
            "publisher": fields.get("publisher", ""),
            "doi": fields.get("doi", ""),
            "urls": [address] if (address := _address(fields)) else [],
            "accession_number": f"PMID {fields['pmid']}" if "pmid" in fields else "",
        }
        records.append({name: value for name, value in record.items() if value})
    return str(rispy.dumps(records))


def to_csl(data: BibliographyData) -> str:
    """All entries as CSL-JSON, one a line, in the order of the file."""
    lines = []
    for key, entry in data.entries.items():
        fields = _fields(entry)
        item: dict[str, Any] = {
            "id": key,
            "type": TYPES.get(entry.type, _PAGE)[1],
            "title": fields.get("title", ""),
            "author": [
                {"family": family, "given": given} if given else {"literal": family} for family, given in _names(entry)
            ],
            "container-title": next((fields[name] for name in _HOLDERS if name in fields), ""),
            "issued": {"date-parts": [[int(fields["year"])]]} if fields.get("year", "").isdigit() else None,
            "volume": fields.get("volume", ""),
            "issue": fields.get("number", ""),
            "page": fields.get("pages", ""),
            "publisher": fields.get("publisher", ""),
            "DOI": fields.get("doi", ""),
            "PMID": fields.get("pmid", ""),
            "URL": _address(fields),
        }
        lines.append(json.dumps({name: value for name, value in item.items() if value}, ensure_ascii=False))
    return "[\n" + ",\n".join(lines) + "\n]\n"
