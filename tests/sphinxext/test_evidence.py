"""Claims in the text, the explorer, the summary and the bibliography: in the doctree, on the web and in plain text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from docutils import nodes

from kratom_guide.sphinxext.claims import Badge, BadgeNote
from kratom_guide.sphinxext.facets import Entry
from tests.sphinxext.book import Built, build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_a_claim_has_its_words_its_sources_and_its_badge(website: Built) -> None:
    doctree = website.doctree("safety/risks")
    claim = next(node for node in doctree.findall(nodes.inline) if "kg-claim" in node["classes"])
    paragraph = claim.parent
    assert claim.astext() == "One small study found nothing about tea and muscles."
    assert isinstance(paragraph[1], nodes.footnote_reference), "the number stands at the end of the sentence"
    badge = next(paragraph.findall(Badge))
    assert badge["classes"] == ["kg-certainty", "kg-certainty-very-low"]
    note = next(badge.findall(BadgeNote)).astext()
    assert note.startswith("Very low certainty. Trial in people. Twelve people, and nothing was measured.")
    assert "Lowered for risk of bias and imprecision." in note


def test_a_badge_opens_without_a_script_and_leads_to_its_entry(website: Built) -> None:
    page = website.page("safety/risks")
    assert 'popovertarget="kg-why-0"' in page
    assert 'id="kg-why-0" popover' in page
    assert 'href="../reference/evidence.html#claim-tea-relaxes"' in page
    assert 'id="claim-tea-relaxes"' in website.page("reference/evidence")
    assert page.count('popovertarget="kg-why-') == len(set(page.split('popovertarget="kg-why-')[1:]))


def test_a_badge_is_words_and_a_link_where_nothing_opens(text: Built) -> None:
    page = text.page("safety/risks")
    assert "One small study found nothing about tea and muscles.[1]" in page
    assert "⊕◯◯◯ Very low certainty" in page
    assert "Twelve people, and nothing was measured. Lowered" not in page, "the note is for the web"


def test_every_claim_and_finding_has_an_entry_with_an_address(website: Built) -> None:
    found = website.doctree("reference/evidence").findall(Entry)
    entries = [entry for entry in found if not entry["ids"][0].startswith("medicine-")]
    assert [entry["ids"] for entry in entries] == [
        ["claim-tea-relaxes"],
        ["claim-nobody-knows"],
        ["finding-tea-and-muscle"],
        ["finding-nothing-found"],
    ]
    claim, _, finding, _ = entries
    assert claim["facets"] == {
        "entry": "claim",
        "chapter": "risks",
        "kind": "people-trial",
        "certainty": "very-low",
        "exposure": "leaf",
        "direction": "supports against",
    }
    assert finding["facets"]["exposure"] == "leaf", "a reader looks for tea under leaf"
    assert "Read again on 30 March 2026: abstract at example.org" in finding.astext()
    page = website.page("reference/evidence")
    assert 'data-certainty="very-low"' in page
    assert "filter.js" in page
    assert "filter.js" not in website.page("safety/risks"), "only the page that needs the script loads it"


def test_the_explorer_is_whole_in_plain_text_and_has_no_controls_there(text: Built) -> None:
    page = text.page("reference/evidence")
    assert "Twelve people drank tea" in page
    assert "Show all" not in page


def test_the_form_names_every_menu(website: Built) -> None:
    page = website.page("reference/evidence")
    form = page[page.index("<form") : page.index("</form>")]
    assert form.count("<label") == form.count("<select") + form.count("<input") == 7
    assert 'hidden="hidden"' in form, "nobody meets controls that do nothing"


def test_a_summary_takes_certainty_and_reason_from_the_claim(website: Built) -> None:
    table = next(
        node for node in website.doctree("safety/risks").findall(nodes.table) if "kg-summary" in node["classes"]
    )
    head, row = table.findall(nodes.row)
    assert [cell.astext() for cell in head] == ["Outcome", "People and studies", "Effect", "How certain", "Why"]
    cells = [cell.astext() for cell in row]
    assert cells[:3] == ["Muscle", "12 people in 1 trial", "None measured"]
    assert cells[3].startswith("Very low certainty")
    assert cells[4] == "Twelve people, and nothing was measured."


def test_a_disagreement_names_each_side_and_our_reading(website: Built, text: Built) -> None:
    page = text.page("safety/risks")
    assert "Where sources disagree: Does tea do anything?" in page
    assert "**An office:** It might." in page.replace("\n", " ").replace("  ", " ")
    assert "What we make of it" in page
    assert 'href="../reference/evidence.html#disagreement-tea"' in website.page("safety/risks")


def test_a_figure_has_its_numbers_below(website: Built) -> None:
    doctree = website.doctree("safety/risks")
    captions = {node[0].astext() for node in doctree.findall(nodes.table) if "kg-numbers" in node["classes"]}
    assert captions == {
        "Spans of two samples (hours)",
        "Course of one sample (of 100)",
        "Claims of this guide by kind of evidence and certainty",
    }
    figures = [node["ids"] for node in doctree.findall(nodes.figure)]
    assert figures == [["chart-spans"], ["chart-course"], ["chart-evidence-map"]]


def test_other_editions_have_one_picture_of_each_figure(text: Built) -> None:
    images = list(text.doctree("safety/risks").findall(nodes.image))
    assert [image["classes"] for image in images] == [["only-light"]] * 3


def test_the_bibliography_says_what_was_read(website: Built) -> None:
    page = website.page("reference/evidence")
    assert "Studies of people and kratom" in page
    assert "Read: abstract, 30 March 2026." in page


def test_reference_managers_can_read_the_bibliography(website: Built) -> None:
    folder = website.out / "api" / "v1"
    ris = (folder / "references.ris").read_text(encoding="utf-8")
    assert ris.count("TY  - ") == ris.count("ER  - ") == 2
    assert "AU  - One, Ann" in ris
    assert "DO  - 10.0000/one" in ris
    csl = {item["id"]: item for item in json.loads((folder / "references.csl.json").read_text(encoding="utf-8"))}
    assert csl["one2020tea"]["author"] == [{"family": "One", "given": "Ann"}, {"family": "Two", "given": "Bea"}]
    assert csl["three2021page"]["author"] == [{"literal": "Office of Samples"}]
    assert csl["one2020tea"]["issued"] == {"date-parts": [[2020]]}
    assert csl["one2020tea"]["URL"] == "https://doi.org/10.0000/one"


def test_an_edited_claim_is_shown_at_the_next_build(sample: Path, edit: Callable[[str, str, str], None]) -> None:
    build(sample)
    edit("data/claims/risks.yaml", "One small study found nothing", "One tiny study found nothing")
    again = build(sample)
    assert again.warnings == ""
    assert "One tiny study found nothing" in again.page("safety/risks")
    assert "One tiny study found nothing" in again.page("reference/evidence")


def test_a_retracted_work_is_marked(sample: Path, edit: Callable[[str, str, str], None]) -> None:
    edit("data/references.bib", "  read = {abstract},", "  read = {abstract},\n  retracted = {by its journal in 2021},")
    page = build(sample).page("reference/evidence")
    assert "<strong>Retracted</strong>: by its journal in 2021." in page
