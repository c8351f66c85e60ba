from __future__ import annotations

import csv
import datetime as dt
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from kratom_guide.records import load_library
from kratom_guide.records.export import KINDS, SCHEMA_VERSION, TABLE, export, schema

from ..conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

DAY = dt.date(2026, 11, 23)


def documents(root: Path) -> dict[str, Any]:
    return {name: json.loads(text) for name, text in export(load_library(root), DAY).items() if name.endswith(".json")}


def test_every_kind_is_exported_with_its_header(sample: Path) -> None:
    files = documents(sample)
    for name in KINDS:
        document = files[f"{name}.json"]
        assert document["schema_version"] == SCHEMA_VERSION
        assert document["edition"] == "2026-11-23"
        assert document["licence"] == "CC0-1.0"
        assert document["total"] == len(document["records"]) > 0
    place = files["jurisdictions.json"]["records"][0]
    assert place["page"] == "legal/united-states/alabama.html"
    assert place["leaf"]["import"] == "unclear", "fields keep the names that they have in the files"
    assert files["findings.json"]["records"][0]["topic"] == "muscle"


def test_the_same_records_give_the_same_bytes(sample: Path) -> None:
    assert export(load_library(sample), DAY) == export(load_library(sample), DAY)


@pytest.mark.parametrize("name", KINDS)
def test_the_published_records_keep_their_schema(name: str) -> None:
    files = export(load_library(ROOT), DAY)
    told = json.loads(files[f"schema/{name}.json"])
    Draft202012Validator.check_schema(told)
    validator = Draft202012Validator(told)
    document = json.loads(files[f"{name}.json"])
    assert not [error.message for error in validator.iter_errors(document)]
    document["records"][0]["stray"] = 1
    with pytest.raises(ValidationError):
        validator.validate(document)


def test_a_schema_explains_its_fields() -> None:
    place = schema("jurisdictions")["$defs"]["Jurisdiction"]
    assert place["properties"]["as_of"]["description"].startswith("Date of the newest page")
    assert set(place["required"]) == set(place["properties"]), "null stands where nothing is known"


def test_each_place_has_a_file_of_its_own(sample: Path) -> None:
    files = documents(sample)
    (place,) = files["jurisdictions.json"]["records"]
    alone = files["jurisdictions/US-AL.json"]
    assert alone["record"] == place
    assert alone["kind"] == "jurisdiction-record"
    assert alone["edition"] == "2026-11-23"


def test_the_table_opens_in_a_spreadsheet() -> None:
    library = load_library(ROOT)
    text = export(library, DAY)["jurisdictions.csv"]
    assert text.startswith("\ufeff"), "without the mark a spreadsheet may read UTF-8 as something else"
    assert text.count("\r\n") == text.count("\n"), "RFC 4180 ends lines with CRLF"
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert tuple(rows[0]) == tuple(TABLE)
    towns = sum(len(place.local_rules) for place in library.jurisdictions.values())
    assert len(rows) == len(library.jurisdictions) + towns
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert None not in row.values(), "every row has every column"
        assert not [cell for cell in row.values() if cell[:1] in ("=", "+", "-", "@")], "no cell reads as a formula"
    alabama = next(row for row in rows if row["id"] == "US-AL")
    assert (alabama["leaf_status"], alabama["seven_oh_status"]) == ("banned", "banned")
    assert alabama["age_days"] == str((DAY - dt.date(2026, 3, 31)).days)


def test_counts_add_up() -> None:
    library = load_library(ROOT)
    counts = json.loads(export(library, DAY)["counts.json"])
    groups = [counts[name] for name in ("us_states_and_dc", "us_territories", "us_federal", "countries")]
    assert groups[0]["total"] == 51
    assert groups[1]["total"] == 5
    bodies = sum(place.level == "international" for place in library.jurisdictions.values())
    assert sum(group["total"] for group in groups) == len(library.jurisdictions) - bodies
    for group in groups:
        for name in ("leaf", "seven_oh", "freshness", "confidence"):
            assert sum(group[name].values()) == group["total"]


def test_what_is_due_is_listed_with_the_undated_first() -> None:
    due = json.loads(export(load_library(ROOT), DAY)["due.json"])["records"]
    assert {record["freshness"] for record in due} <= {"ageing", "old", "undated"}
    days = [record["age_days"] for record in due]
    dated = [day for day in days if day is not None]
    assert days == [None] * (len(days) - len(dated)) + sorted(dated, reverse=True)
    assert min(dated) > 120


def test_towns_are_due_too(sample: Path) -> None:
    due = json.loads(export(load_library(sample), DAY)["due.json"])["records"]
    assert [record["id"] for record in due] == ["US-AL-sampleton"]


@pytest.mark.parametrize("name", KINDS)
def test_every_field_is_explained(name: str) -> None:
    document = schema(name)
    empty = [
        f"{model}.{field}"
        for model, record in document["$defs"].items()
        for field, about in record.get("properties", {}).items()
        if not about.get("description")
    ]
    assert not empty
    for model, record in document["$defs"].items():
        if "properties" in record:
            assert set(record["required"]) == set(record["properties"]), f"{model}: every field is always there"
