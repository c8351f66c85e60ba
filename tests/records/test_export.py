from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kratom_guide.records import load_library
from kratom_guide.records.export import SCHEMA_VERSION, export

if TYPE_CHECKING:
    from pathlib import Path


def test_every_kind_is_exported_with_its_header(sample: Path) -> None:
    library = load_library(sample)
    files = {name: json.loads(text) for name, text in export(library, "2026-11-23").items()}
    assert set(files) == {
        "claims.json",
        "disagreements.json",
        "findings.json",
        "care-cards.json",
        "confused-names.json",
        "interactions.json",
        "jurisdictions.json",
        "options.json",
        "help-lines.json",
        "vocabulary.json",
    }
    for document in files.values():
        assert document["schema_version"] == SCHEMA_VERSION
        assert document["edition"] == "2026-11-23"
        assert document["licence"] == "CC0-1.0"
        assert document["total"] == len(document["records"]) > 0
    place = files["jurisdictions.json"]["records"][0]
    assert place["page"] == "legal/united-states/alabama.html"
    assert place["leaf"]["import"] == "unclear", "fields keep the names that they have in the files"
    assert files["findings.json"]["records"][0]["topic"] == "muscle"


def test_the_same_records_give_the_same_bytes(sample: Path) -> None:
    assert export(load_library(sample), "2026-11-23") == export(load_library(sample), "2026-11-23")
