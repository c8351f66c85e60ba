"""Questions that people ask: by topic, each a link to its answer, with what is known in a line."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from docutils import nodes

from tests.sphinxext.book import Built, build

if TYPE_CHECKING:
    from pathlib import Path

Edit = Callable[[str, str, str], None]


def items(built: Built) -> list[nodes.list_item]:
    doctree = built.doctree("reference/evidence")
    lists = [node for node in doctree.findall(nodes.bullet_list) if "kg-questions" in node["classes"]]
    return [item for asked in lists for item in asked.findall(nodes.list_item)]


def test_questions_stand_below_their_topic_in_the_order_of_the_vocabulary(website: Built) -> None:
    sections = [
        section
        for section in website.doctree("reference/evidence").findall(nodes.section)
        if any(name.startswith("questions-") for name in section["ids"])
    ]
    assert [(section["ids"], section[0].astext()) for section in sections] == [
        (["questions-muscles"], "Muscles and pain"),
        (["questions-safety"], "Safety"),
        (["questions-medicines"], "Medicines and mixing"),
    ]


def test_each_question_leads_to_its_section_row_or_card(website: Built) -> None:
    links = [next(item.findall(nodes.reference)) for item in items(website)]
    assert [(link.astext(), link["refuri"]) for link in links] == [
        ("Does tea relax muscles?", "../safety/risks.html#safety-risks"),
        ("What if nobody can wake him?", "../safety/risks.html#emergency-not-waking"),
        ("May I mix it with samplodrine?", "../safety/risks.html#interaction-samplodrine"),
    ]


def test_a_line_says_how_urgent_how_serious_or_how_sure(website: Built, text: Built) -> None:
    muscles, card, pair = (item.children[1:] for item in items(text))
    assert muscles[0].astext() == (
        "One small study found nothing about tea and muscles. \u2295\u25ef\u25ef\u25ef Very low certainty"
    )
    assert [line.astext() for line in card] == ["Emergency. Call the emergency number now."]
    assert [line.astext() for line in pair] == [
        "\u25a0 Avoid. Do not combine. Serious harm has been seen, or is likely from how both act."
    ]
    page = website.page("reference/evidence")
    assert 'href="#claim-tea-relaxes"' in page.split('id="questions-muscles"')[1], "the badge leads to the claim"


def test_a_label_that_does_not_exist_is_told_with_the_line_of_the_record(sample: Path, edit: Edit) -> None:
    edit("data/questions.yaml", "at: safety-risks", "at: safety-nowhere")
    warnings = build(sample).warnings
    assert "data/questions.yaml:3: WARNING: undefined label: 'safety-nowhere'" in warnings


def test_the_page_follows_the_records(sample: Path, edit: Edit) -> None:
    build(sample)
    edit("data/questions.yaml", "What if nobody can wake him?", "What if nobody can wake her?")
    edit("data/care-cards.yaml", "level: emergency", "level: urgent")
    page = build(sample).page("reference/evidence")
    assert "What if nobody can wake her?" in page
    assert "Ring a doctor or a health line today." in page
