"""What each directive and role puts on a page, in the doctree and in two builders."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from docutils import nodes

from kratom_guide.records import load_library
from kratom_guide.records.export import export
from kratom_guide.records.medicines import DO_NOT_STOP
from tests.sphinxext.book import Built, build

if TYPE_CHECKING:
    from pathlib import Path

Edit = Callable[[str, str, str], None]


def of_class(doctree: nodes.document, css_class: str) -> list[nodes.Element]:
    return [node for node in doctree.findall(nodes.Element) if css_class in node.get("classes", ())]


def test_the_sample_builds_without_a_warning(website: Built, text: Built) -> None:
    assert website.warnings == ""
    assert text.warnings == ""


def test_boxes_carry_their_title_in_words(website: Built) -> None:
    doctree = website.doctree("safety/risks")
    titles = [
        box[0].astext() for box in doctree.findall(nodes.container) if box.children and isinstance(box[0], nodes.rubric)
    ]
    assert titles[:4] == [
        "In short",
        "Key points",
        "Emergency: Cannot be woken",
        "See a health professional: Sore for weeks",
    ]
    # Twice in brief: with links, and for a sheet of paper; the gravest level stands first.
    assert titles[4:] == ["Call the emergency number now", "Make an appointment in the next days"] * 2


def test_boxes_read_well_without_styles(text: Built) -> None:
    page = text.page("safety/risks")
    assert "In short" in page
    assert "Emergency: Cannot be woken" in page
    assert "You cannot wake the person. Lips are blue." in page


def test_the_panel_says_for_whom_how_long_and_when(website: Built) -> None:
    (panel,) = of_class(website.doctree("safety/risks"), "kg-page-panel")
    rows = {field[0].astext(): field[1].astext() for field in panel.findall(nodes.field)}
    assert rows == {
        "Chapter": "9, in Safety considerations",
        "For": "people with tight, sore or painful muscles, health professionals",
        "Reading time": "2 minutes",
        "Last reviewed": "31 March 2026",
        "Next review": "30 September 2026 (overdue)",
        "Review so far": "Checked against its sources by the editors. No health professional has reviewed it.",
    }


def test_the_start_page_and_places_have_no_panel(website: Built) -> None:
    assert not of_class(website.doctree("index"), "kg-page-panel")
    assert not of_class(website.doctree("legal/united-states/alabama"), "kg-page-panel")


def test_a_finding_cites_its_references(website: Built) -> None:
    doctree = website.doctree("safety/risks")
    notes = [note.astext() for note in doctree.findall(nodes.footnote)]
    assert len([note for note in notes if "A made-up paper about tea" in note]) == 1, "each source is listed once"
    references = list(doctree.findall(nodes.footnote_reference))
    assert len(references) >= 4


def test_a_search_of_our_own_links_to_how_we_searched(website: Built) -> None:
    words = of_class(website.doctree("safety/risks"), "kg-own-search")[0]
    link = words[0]
    assert isinstance(link, nodes.reference)
    assert link["refuri"].endswith("reference/methods.html#reference-how-we-grade-search")


def test_interactions_are_rows_with_addresses(website: Built) -> None:
    doctree = website.doctree("safety/risks")
    (table,) = of_class(doctree, "kg-interactions")
    assert table[0].astext() == "Relaxants"
    cells = [entry.astext() for entry in table.findall(nodes.entry)][4:]
    assert "samplodrine (samplodrin; US: Samplex; DE: Samplex, Muster)" in cells[0]
    assert "■ Avoid" in cells[1]
    assert "Rests on: inference" in cells[1]
    assert f"Do not combine. {DO_NOT_STOP}" in cells[3]
    assert DO_NOT_STOP not in cells[7], "a rescue medicine is given"
    page = website.page("safety/risks")
    assert 'id="interaction-samplodrine"' in page
    assert 'href="#interaction-samplodrine"' in page


def test_a_care_card_has_its_address_its_steps_and_its_sources(website: Built) -> None:
    full, brief, plain = of_class(website.doctree("safety/risks"), "kg-care-emergency")
    assert "emergency-not-waking" in full["ids"]
    (steps,) = full.findall(nodes.enumerated_list)
    assert [step.astext().rstrip("0123456789 ") for step in steps] == ["Call for help.", "Stay."]
    assert len(list(full.findall(nodes.footnote_reference))) == 3
    (link,) = [link for link in brief.findall(nodes.reference) if link.get("internal")]
    assert (link.astext(), link["refid"]) == ("Cannot be woken", "emergency-not-waking")
    assert not list(plain.findall(nodes.reference)), "paper has no links"
    assert not list(plain.findall(nodes.footnote_reference))


def test_the_look_up_is_hidden_until_its_script_runs_and_absent_elsewhere(website: Built, text: Built) -> None:
    page = website.page("safety/risks")
    assert '<form class="kg-lookup" hidden' in page
    assert "_static/medicines.js" in page
    assert "_static/medicines.js" not in website.page("reference/evidence")
    assert "Several at once" not in text.page("safety/risks")
    names = json.loads(page.split('<script type="application/json">')[1].split("</script>")[0])
    assert names["medicines"][0] == [
        "samplodrine",
        ["samplodrine", "samplodrin", "Samplex", "Muster"],
        ["interaction-samplodrine"],
        "avoid",
    ]
    assert names["unlisted"] == {"Samplodol": None}


def test_the_chart_sorts_by_severity_and_sets_the_rescue_apart(website: Built) -> None:
    (table,) = of_class(website.doctree("safety/risks"), "kg-interaction-chart")
    cells = [entry.astext() for entry in table.findall(nodes.entry)]
    assert cells[1] == "\u25a0 Avoid"
    assert cells[5:] == ["Muscle relaxants", "Samplodrine", "\u2013", "\u2013", "\u2013"]
    after = table.parent[table.parent.index(table) + 1]
    assert after.astext() == "+ Give it: Rescue"


def test_everything_about_a_pair_and_every_name_has_a_place(website: Built) -> None:
    doctree = website.doctree("reference/evidence")
    (entry,) = [node for node in of_class(doctree, "kg-entry") if "medicine-samplodrine" in node["ids"]]
    for words in ("Relaxant of a sample", "They meet at: Sleepiness", "How: Both make people sleepy.", DO_NOT_STOP):
        assert words in entry.astext()
    lines = [line.astext() for names in of_class(doctree, "kg-names") for line in names.findall(nodes.list_item)]
    assert lines == [
        "Muster (samplodrine): avoid",
        "rescuone: give it",
        "Samplex (samplodrine): avoid",
        "samplodrin (samplodrine): avoid",
        "samplodrine: avoid",
    ]


def test_sheets_have_room_to_write(website: Built, text: Built) -> None:
    doctree = website.doctree("safety/risks")
    (fill,) = of_class(doctree, "kg-fill-in")
    assert len(list(fill.findall(nodes.paragraph))) == 2
    page = website.page("safety/risks")
    assert page.count('<span class="kg-blank" aria-hidden="true"></span>') == 2
    assert page.count('<span class="kg-blank-cell" aria-hidden="true"></span>') == 2
    assert "Your name:** ______" in text.page("safety/risks")
    (ticks,) = of_class(doctree, "kg-ticks")
    assert len(ticks) == 2


def test_tables_have_header_rows_and_row_headers(website: Built) -> None:
    tables = of_class(website.doctree("safety/risks"), "kg-table")
    assert len(tables) == 11
    for table in tables:
        assert len(list(table.findall(nodes.thead))) == 1
        assert next(iter(table.findall(nodes.colspec))).get("stub") == 1


def test_unconfirmed_numbers_say_so(website: Built) -> None:
    (table,) = of_class(website.doctree("safety/risks"), "kg-help-lines")
    rows = [row.astext() for row in table.findall(nodes.row)][1:]
    assert "Seen, 1 November 2026" in rows[0]
    assert "Not confirmed: check before you rely on it" in rows[1]


def test_numbers_can_be_dialled(website: Built) -> None:
    assert 'href="tel:18000000000"' in website.page("safety/risks")


def test_options_show_what_was_studied(website: Built) -> None:
    (table,) = of_class(website.doctree("safety/risks"), "kg-options")
    assert "Studied: Nobody studied it." in table.astext()


def test_a_chart_says_all_its_numbers(website: Built) -> None:
    figure = next(website.doctree("safety/risks").findall(nodes.figure))
    light, dark = figure.findall(nodes.image)
    assert light["alt"] == dark["alt"] == "Spans of two samples. First: 2.5 (1 to 4) hours; Second: 1,200 hours."
    assert (light["classes"], dark["classes"]) == (["only-light"], ["only-dark"])
    drawing = next((website.out / "_images").glob("spans-*.svg"))
    assert drawing.read_text(encoding="utf-8").startswith("<?xml")
    assert 'id="chart-spans"' in website.page("safety/risks")


def test_a_place_shows_status_age_and_confidence(website: Built) -> None:
    doctree = website.doctree("legal/united-states/alabama")
    card = of_class(doctree, "kg-legal-card")[0]
    rows = {field[0].astext(): field[1].astext() for field in card.findall(nodes.field)}
    answer, dated = (paragraph.astext() for paragraph in card.findall(nodes.paragraph) if paragraph["classes"])
    assert answer == "Leaf: ■ Banned. 7-OH: ● Capped. "
    assert dated == "As of 30 September 2026, 54 days before this edition: ● Recent."
    assert rows["Leaf: import"] == "Unclear"
    assert rows["7-OH limit"] == "2 mg"
    assert rows["Confidence"] == "High. The act was read."
    titles = [section[0].astext() for section in doctree.findall(nodes.section)]
    assert titles == ["Alabama", "Laws and rules", "History", "Towns and counties", "Check it today", "Sources"]


def test_a_weak_record_is_unconfirmed_before_its_status(sample: Path, edit: Edit) -> None:
    edit("source/legal/united-states/alabama.md", "\nconfidence: high", "\nconfidence: low")
    built = build(sample)
    (table,) = of_class(built.doctree("safety/risks"), "kg-legal-table")
    assert "Unconfirmed: ■ Banned" in table.astext()
    assert "Unconfirmed: ● Capped" in table.astext()


def test_counts_are_made_from_the_records(website: Built) -> None:
    (table,) = of_class(website.doctree("safety/risks"), "kg-legal-counts")
    rows = [[entry.astext() for entry in row.findall(nodes.entry)] for row in table.findall(nodes.row)][1:]
    assert [(row[0], row[1], row[3]) for row in rows] == [
        ("Leaf: ■ Banned", "1", "Alabama"),
        ("7-OH: ● Capped", "1", "Alabama"),
    ]


def test_the_open_data_lies_beside_the_pages(website: Built) -> None:
    folder = website.out / "api" / "v1"
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    library = load_library(website.app.confdir)
    assert names == {
        *export(library, dt.date(2026, 11, 23)),
        "changes.atom",
        "references.bib",
        "references.csl.json",
        "references.ris",
    }


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "{care-card} not-waking",
            "{care-card} panic",
            "the care card 'panic' does not exist: use some of not-waking, sore",
        ),
        (
            "{interaction-table} muscle-relaxants",
            "{interaction-table} nothing",
            "no interactions in the group 'nothing'",
        ),
        ("{chart} spans", "{chart} nothing", "the chart 'nothing' does not exist: use one of spans, course"),
        ("\n\ntea-relaxes\n```", "\n\nnobody-knows\n```", "the claim 'nobody-knows' has no summary"),
        ("{disagreement} tea", "{disagreement} nothing", "the disagreement 'nothing' does not exist: use one of tea"),
        ("{legal-table} united-states", "{legal-table} moon", "no legal record under source/legal/moon/"),
        (":columns: Day | Pain", ":columns: Day", "a blank-table needs at least two names"),
        ("- First\n- Second\n", "First\n", "a tick-list holds no bullet list"),
        ("```{help-lines}\n", "```{help-lines}\n:country: XX\n", "no help line matches"),
        ("```{options-table}\n", "```{options-table}\n:only: nothing\n", "unknown options nothing"),
    ],
)
def test_a_wrong_argument_is_told_with_file_and_line(
    sample: Path, edit: Edit, old: str, new: str, message: str
) -> None:
    edit("source/safety/risks.md", old, new)
    warnings = build(sample).warnings
    assert message in warnings
    assert "risks.md:" in warnings
