"""One medicine, one severity: how rows and names go together, and what each rule refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kratom_guide.records import load_library
from kratom_guide.records.medicines import GRAVITY, gravest, medicines, plain
from kratom_guide.records.rules import check_library
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

Edit = Callable[[str, str, str], None]
FILE = "data/interactions/muscle-relaxants.yaml"
OTHER = """\
  - id: other
    name: Other row
    kind: KIND
    class: Something
    medicines: [{name: NAME}]
    severity: caution
    evidence: inference
    pathways: [cyp3a4]
    mechanism: By our inference.
    what_could_happen: Little.
    what_to_do: Ask a pharmacist.
    references: [three2021page]
    verified: {date: 2026-11-01, read: label}
"""


def faults(root: Path) -> list[str]:
    return [str(problem) for problem in check_library(load_library(root), None, complete=False)]


def with_row(edit: Edit, kind: str, name: str) -> None:
    row = OTHER.replace("KIND", kind).replace("NAME", name)
    edit(FILE, "  - id: samplodrine", row + "  - id: samplodrine")


def test_two_rows_of_one_medicine_must_agree(sample: Path, edit: Edit) -> None:
    with_row(edit, "class", "Samplodrine")
    assert [fault for fault in faults(sample) if "'samplodrine' is 'avoid' here and 'caution' in 'other'" in fault]


def test_the_gravest_row_counts_all_the_same(sample: Path, edit: Edit) -> None:
    with_row(edit, "class", "Samplodrine")
    found = medicines(load_library(sample))["samplodrine"]
    assert (found.severity, found.rows) == ("avoid", ("samplodrine", "other"))


def test_an_enzyme_row_grades_no_medicine_with_a_row_of_its_own(sample: Path, edit: Edit) -> None:
    with_row(edit, "enzyme", "samplodrine")
    assert faults(sample) == []
    assert medicines(load_library(sample))["samplodrine"].severity == "avoid"


def test_an_enzyme_row_grades_what_no_other_row_names(sample: Path, edit: Edit) -> None:
    with_row(edit, "enzyme", "lonelydrug")
    assert medicines(load_library(sample))["lonelydrug"].severity == "caution"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("also: [samplodrin]", "also: [Rescuone]", "'Rescuone' is given as a name of 'samplodrine' and is a medicine"),
        ("name: rescuone", "name: \u0421\u043f\u0430\u0441", "has no Latin letter, so nobody could look it up"),
        ("Do not combine.", "Stop the medicine today.", "may read as advice to stop a medicine"),
        ("Do not combine.", "Stop the medicine if you feel sleepy.", "may read as advice to stop a medicine"),
        ("Do not combine.", "With a rash stop kratom, and never stop the medicine.", ""),
        ("note: This is our inference.", "note: Nothing.", "rests on inference and its text does not say so"),
        ("    findings: [tea-and-muscle]\n", "", ""),
        (", and give it again after three minutes", "", "without the words when to give it again"),
    ],
)
def test_a_broken_rule_is_told(sample: Path, edit: Edit, old: str, new: str, message: str) -> None:
    edit(FILE, old, new)
    found = faults(sample)
    assert (not found) if not message else [fault for fault in found if message in fault], found


def test_a_grave_row_names_what_it_rests_on(sample: Path, edit: Edit) -> None:
    edit(FILE, "evidence: inference\n    pathways: [sedation]", "evidence: case-report\n    pathways: [sedation]")
    assert faults(sample) == []
    edit(FILE, "    findings: [tea-and-muscle]\n", "")
    assert "the row is 'avoid' from 'case-report' and names no finding" in faults(sample)[0]


@given(st.lists(st.sampled_from(GRAVITY), min_size=1))
def test_the_gravest_is_at_least_as_grave_as_each(severities: list[str]) -> None:
    most = gravest(severities)  # type: ignore[arg-type]
    assert most in severities
    assert all(GRAVITY.index(most) >= GRAVITY.index(each) for each in severities)


@given(st.text())
def test_names_are_compared_by_letters_and_digits_alone(name: str) -> None:
    assert plain(plain(name)) == plain(name)
    assert plain(name.upper()) == plain(name.lower())


def test_the_real_set_is_whole() -> None:
    library = load_library(ROOT)
    found = medicines(library)
    assert len(library.interactions) >= 100
    assert len(found) >= 250
    wanted = (
        "cyclobenzaprine carisoprodol methocarbamol metaxalone chlorzoxazone orphenadrine tizanidine baclofen "
        "dantrolene diazepam eperisone tolperisone thiocolchicoside pridinol"
    ).split()
    assert not [name for name in wanted if name not in found]
    assert [name for name in found if name.startswith("botulinum")]
    assert found["naloxone"].severity == "give"
    for record in library.interactions.values():
        assert record.pathways
        assert record.drug_class
