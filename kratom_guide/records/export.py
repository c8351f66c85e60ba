"""The records as open data: JSON with a header, tables, and a JSON Schema for each; same records, same bytes."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from kratom_guide.records import models
from kratom_guide.records.ageing import age_of, due
from kratom_guide.records.dates import earliest_day
from kratom_guide.records.library import Term

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from pydantic import BaseModel

    from kratom_guide.records.library import Library

SCHEMA_VERSION = "2.1"
"""Raised in its second part when a field is added, in its first when one is removed or changes its meaning."""

LICENCE = "CC0-1.0"

DIALECT = "https://json-schema.org/draft/2020-12/schema"


class Kind(NamedTuple):
    """One file of open data: what it holds and the fields that it adds to those of the record."""

    name: str
    model: type[BaseModel]
    added: dict[str, str]
    """Field to what it holds; each is a string."""


KINDS: dict[str, Kind] = {
    "findings": Kind("finding", models.Finding, {"topic": "File of data/findings/ that holds it."}),
    "claims": Kind("claim", models.Claim, {"chapter": "Chapter that it belongs to."}),
    "disagreements": Kind("disagreement", models.Disagreement, {}),
    "interactions": Kind("interaction", models.Interaction, {"group": "Table of chapter 10 that shows it."}),
    "jurisdictions": Kind(
        "jurisdiction", models.Jurisdiction, {"page": "Address of its page, below that of the site."}
    ),
    "options": Kind("option", models.Option, {}),
    "care-cards": Kind("care-card", models.CareCard, {}),
    "confused-names": Kind("confused-names", models.ConfusedNames, {}),
    "help-lines": Kind("help-line", models.HelpLine, {}),
    "vocabulary": Kind("vocabulary", Term, {"list": "The closed list.", "code": "What records say."}),
}

TABLE = (
    "id name level leaf_status leaf_sale leaf_possession leaf_import minimum_age seven_oh_status seven_oh_cap "
    "as_of age_days freshness confidence sources page"
).split()
"""Columns of ``jurisdictions.csv``."""


def collection(kind: str, records: Iterable[dict[str, Any]], edition: str) -> str:
    """One kind of record as a JSON text: header fields, then ``records``.

    `edition` is the ISO date of the edition.
    """
    lines = [json.dumps(record, ensure_ascii=False, sort_keys=True) for record in records]
    header = _header(kind, edition) | {"total": len(lines)}
    # One record a line: quick to write, and a comparison of two editions shows the records that changed.
    return json.dumps(header, indent=1)[:-2] + ',\n "records": [\n' + ",\n".join(lines) + "\n ]\n}\n"


def _header(kind: str, edition: str) -> dict[str, Any]:
    return {"schema_version": SCHEMA_VERSION, "kind": kind, "edition": edition, "licence": LICENCE}


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of the file ``<name>.json``, made from the model of its records."""
    kind = KINDS[name]
    record = kind.model.model_json_schema(by_alias=True, mode="serialization", ref_template="#/$defs/{model}")
    definitions = record.pop("$defs", {})
    record["properties"] |= {
        field: {"type": "string", "description": words, "title": field.title()} for field, words in kind.added.items()
    }
    record["required"] += list(kind.added)
    head = {
        "schema_version": {"type": "string", "pattern": r"^\d+\.\d+$"},
        "kind": {"const": kind.name},
        "edition": {"type": "string", "format": "date"},
        "licence": {"const": LICENCE},
        "total": {"type": "integer", "minimum": 0},
        "records": {"type": "array", "items": {"$ref": f"#/$defs/{kind.model.__name__}"}},
    }
    return {
        "$schema": DIALECT,
        "title": f"{name}.json",
        "type": "object",
        "properties": head,
        "required": list(head),
        "additionalProperties": False,
        "$defs": definitions | {kind.model.__name__: record},
    }


def export(library: Library, today: dt.date) -> dict[str, str]:
    """All open data by file name, such as ``findings.json``, on the day of the edition."""
    edition = today.isoformat()
    records = _records(library)
    files = {f"{name}.json": collection(KINDS[name].name, found, edition) for name, found in records.items()}
    files |= {f"schema/{name}.json": _dump(schema(name)) for name in KINDS}
    for place in records["jurisdictions"]:
        files[f"jurisdictions/{place['id']}.json"] = _dump(_header("jurisdiction-record", edition) | {"record": place})
    files["jurisdictions.csv"] = table(library, today)
    files["counts.json"] = _dump(counts(library, today))
    files["due.json"] = collection("due", _due(library, today), edition)
    return files


def _records(library: Library) -> dict[str, list[dict[str, Any]]]:
    def dump(record: BaseModel, **extra: str) -> dict[str, Any]:
        return {**record.model_dump(mode="json", by_alias=True), **extra}

    return {
        "findings": [dump(record, topic=library.topic[key]) for key, record in library.findings.items()],
        "claims": [dump(record, chapter=library.chapter[key]) for key, record in library.claims.items()],
        "disagreements": [dump(record) for record in library.disagreements.values()],
        "interactions": [dump(record, group=library.group[key]) for key, record in library.interactions.items()],
        "jurisdictions": [
            dump(record, page=f"{library.docname[key]}.html") for key, record in library.jurisdictions.items()
        ],
        "options": [dump(record) for record in library.options.values()],
        "care-cards": [dump(record) for record in library.care_cards.values()],
        "confused-names": [dump(record) for record in library.confused_names],
        "help-lines": [dump(record) for record in library.help_lines],
        "vocabulary": [
            {"list": name, "code": code, **dump(term)}
            for name, terms in library.vocabulary.items()
            for code, term in terms.items()
        ],
    }


def table(library: Library, today: dt.date) -> str:
    """Places and towns as a table (RFC 4180) with the columns of ``TABLE``.

    A mark at its start tells spreadsheets that the text is UTF-8.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(TABLE)
    for key, place in library.jurisdictions.items():
        for rule in (place, *place.local_rules):
            age = age_of(rule.as_of, today)
            leaf, seven = rule.leaf, rule.seven_oh
            writer.writerow(
                [
                    *(rule.id, rule.name, rule.level, leaf.status, leaf.sale, leaf.possession, leaf.import_),
                    *(leaf.minimum_age, seven.status, seven.cap, rule.as_of, age.days, age.freshness),
                    *(rule.confidence, len(rule.sources), f"{library.docname[key]}.html"),
                ]
            )
    return "\ufeff" + out.getvalue()


def counts(library: Library, today: dt.date) -> dict[str, Any]:
    """How many states, territories and countries have each status, age and confidence; and the newest as-of date."""
    groups = {
        "us_states_and_dc": [place for place in library.jurisdictions.values() if place.level == "state"],
        "us_territories": [
            place for place in library.jurisdictions.values() if place.level == "territory" and place.id[:3] == "US-"
        ],
        "us_federal": [place for place in library.jurisdictions.values() if place.id == "US"],
        "countries": [
            place
            for place in library.jurisdictions.values()
            if place.level in ("country", "territory") and place.id[:2] != "US"
        ],
    }
    dates = [place.as_of for place in library.jurisdictions.values() if place.as_of]
    return _header("counts", today.isoformat()) | {
        "as_of": max(dates, key=earliest_day, default=None),
        **{
            name: {
                "total": len(places),
                "leaf": _tally(place.leaf.status for place in places),
                "seven_oh": _tally(place.seven_oh.status for place in places),
                "freshness": _tally(age_of(place.as_of, today).freshness for place in places),
                "confidence": _tally(place.confidence for place in places),
            }
            for name, places in groups.items()
        },
    }


def _tally(codes: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(codes).items()))


def _due(library: Library, today: dt.date) -> Iterable[dict[str, Any]]:
    for key, rule, age in due(library, today):
        yield {
            "id": rule.id,
            "name": rule.name,
            "page": f"{library.docname[key]}.html",
            "as_of": rule.as_of,
            "age_days": age.days,
            "freshness": age.freshness,
            "confidence": rule.confidence,
        }


def _dump(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=False) + "\n"
