"""The records as open data: JSON with a header, the same bytes for the same records."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import BaseModel

    from kratom_guide.records.library import Library

SCHEMA_VERSION = "2.0"
"""Raised in its second part when a field is added, in its first when one is removed or changes its meaning."""

LICENCE = "CC0-1.0"


def collection(kind: str, records: Iterable[dict[str, Any]], edition: str) -> str:
    """One kind of record as a JSON text: header fields, then ``records``.

    `edition` is the ISO date of the edition.
    """
    lines = [json.dumps(record, ensure_ascii=False, sort_keys=True) for record in records]
    header = {
        "schema_version": SCHEMA_VERSION,
        "kind": kind,
        "edition": edition,
        "licence": LICENCE,
        "total": len(lines),
    }
    # One record a line: quick to write, and a comparison of two editions shows the records that changed.
    return json.dumps(header, indent=1)[:-2] + ',\n "records": [\n' + ",\n".join(lines) + "\n ]\n}\n"


def export(library: Library, edition: str) -> dict[str, str]:
    """All open data by file name, such as ``findings.json``."""

    def dump(record: BaseModel, **extra: str) -> dict[str, Any]:
        return {**record.model_dump(mode="json", by_alias=True), **extra}

    findings = (dump(record, topic=library.topic[key]) for key, record in library.findings.items())
    claims = (dump(record, chapter=library.chapter[key]) for key, record in library.claims.items())
    interactions = (dump(record, group=library.group[key]) for key, record in library.interactions.items())
    places = (dump(record, page=f"{library.docname[key]}.html") for key, record in library.jurisdictions.items())
    vocabulary = (
        {"list": name, "code": code, **dump(term)}
        for name, terms in library.vocabulary.items()
        for code, term in terms.items()
    )
    return {
        "findings.json": collection("finding", findings, edition),
        "claims.json": collection("claim", claims, edition),
        "disagreements.json": collection("disagreement", map(dump, library.disagreements.values()), edition),
        "interactions.json": collection("interaction", interactions, edition),
        "jurisdictions.json": collection("jurisdiction", places, edition),
        "options.json": collection("option", (dump(record) for record in library.options.values()), edition),
        "care-cards.json": collection("care-card", map(dump, library.care_cards.values()), edition),
        "confused-names.json": collection("confused-names", map(dump, library.confused_names), edition),
        "help-lines.json": collection("help-line", (dump(record) for record in library.help_lines), edition),
        "vocabulary.json": collection("vocabulary", vocabulary, edition),
    }
