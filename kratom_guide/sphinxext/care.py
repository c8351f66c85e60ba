"""Care cards, made from records, so that the same words stand wherever they matter.

``{care-card} liver`` sets one card in full.  On the page of all cards (``kg_care_page``) it also gets the label
``emergency-liver``.  ``{care-cards} seizure liver`` sets several in brief, each leading to its full card;
``{warning-signs}`` sets all of them, or those that it names, for a printed sheet, without links and sources.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, get_args

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from kratom_guide import __version__
from kratom_guide.records.models import CareLevel
from kratom_guide.sphinxext.boxes import box
from kratom_guide.sphinxext.data import depend_on, library_of
from kratom_guide.sphinxext.evidence import marks
from kratom_guide.sphinxext.links import link_to

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from kratom_guide.records.models import CareCard as Card
    from kratom_guide.records.models import CareItem

LEVELS: tuple[CareLevel, ...] = get_args(CareLevel)


def label_of(key: str) -> str:
    """The label of a card on the page of all cards: ``liver`` gives ``emergency-liver``."""
    return f"emergency-{key}"


def in_a_line(card: Card) -> str:
    """The signs of a card as one line of short sentences."""
    return " ".join(f"{sign.text.rstrip('. ')}." for sign in card.signs)


class _Cards(SphinxDirective):
    """What the directives share."""

    def cards(self, ids: Sequence[str]) -> list[Card]:
        """The records `ids`, in the order of levels; an unknown id is an error."""
        library = library_of(self.config)
        unknown = [key for key in ids if key not in library.care_cards]
        if unknown:
            known = ", ".join(library.care_cards)
            raise self.error(f"the care card '{unknown[0]}' does not exist: use some of {known}")
        depend_on(self.env, [library.root / "data" / "care-cards.yaml"])
        return sorted((library.care_cards[key] for key in ids), key=lambda card: LEVELS.index(card.level))

    def title(self, level: CareLevel, words: str = "") -> str:
        """The words of a level, and those of a card behind them."""
        label = library_of(self.config).label("care_level", level)
        return f"{label}{':' if ':' not in label else '.'} {words}" if words else label

    def framed(self, level: CareLevel, title: str, children: list[nodes.Node]) -> nodes.container:
        """The frame of a level around `children`."""
        node = box("kg-care-card", title, "kg-care-title", children)
        node["classes"].append(f"kg-care-{level}")
        self.set_source_info(node)
        return node

    def item(self, item: CareItem) -> list[nodes.Node]:
        """A sign or step with its sources."""
        return self.parse_text_to_nodes(f"{item.text} {marks(item)}".strip())


class CareCard(_Cards):
    """One card in full: signs, steps in order, remarks, each with its sources."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        (card,) = self.cards(self.arguments)
        signs = nodes.bullet_list(bullet="-", classes=["kg-care-signs"])
        signs.extend(nodes.list_item("", *self.item(sign)) for sign in card.signs)
        steps = nodes.enumerated_list(enumtype="arabic", prefix="", suffix=".")
        steps.extend(nodes.list_item("", *self.item(step)) for step in card.steps)
        remarks = [node for remark in card.after for node in self.item(remark)]
        what = nodes.paragraph("", "", nodes.strong("What to do", "What to do"), classes=["kg-care-do"])
        node = self.framed(card.level, self.title(card.level, card.title), [signs, what, steps, *remarks])
        if self.env.docname == self.config.kg_care_page:
            label = label_of(card.id)
            node["ids"].append(label)
            self.env.domains.standard_domain.note_hyperlink_target(label, self.env.docname, label, card.title)
        return [node]


class CareCards(_Cards):
    """Several cards in brief: a frame for each level, and in it what to look out for."""

    required_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        frames: list[nodes.Node] = []
        for level, cards in groupby(self.cards(self.arguments[0].split()), key=lambda card: card.level):
            lines = nodes.bullet_list(bullet="-")
            for card in cards:
                line = nodes.paragraph("", "", nodes.strong("", "", self.link(card)), nodes.Text(": "))
                signs = self.parse_text_to_nodes(f"{in_a_line(card)} {marks(*card.signs)}".strip())
                line.extend(node for paragraph in signs for node in paragraph.children)
                lines += nodes.list_item("", line)
            frames.append(self.framed(level, self.heading(level), [lines]))
        return frames

    def link(self, card: Card) -> nodes.Node:
        """The title of a card, which leads to the card in full."""
        return link_to(label_of(card.id), card.title, self.env.docname)

    def heading(self, level: CareLevel) -> str:
        """The words above the cards of a level."""
        meaning = library_of(self.config).vocabulary["care_level"][level].meaning
        return meaning.rstrip(".")


class WarningSigns(CareCards):
    """Every card in brief, or those that are named, for a sheet of paper: no links, no numbers of sources."""

    required_arguments = 0
    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        frames: list[nodes.Node] = []
        ids = self.arguments[0].split() if self.arguments else list(library_of(self.config).care_cards)
        for level, cards in groupby(self.cards(ids), key=lambda card: card.level):
            lines = nodes.bullet_list(bullet="-")
            for card in cards:
                text = nodes.paragraph("", "", nodes.strong(card.title, card.title))
                text += nodes.Text(f": {in_a_line(card)}")
                lines += nodes.list_item("", text)
            frames.append(self.framed(level, self.heading(level), [lines]))
        return frames


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives and the setting."""
    app.add_config_value(
        "kg_care_page", "emergency", "env", types=(str,), description="the page that holds every care card in full"
    )
    app.add_directive("care-card", CareCard)
    app.add_directive("care-cards", CareCards)
    app.add_directive("warning-signs", WarningSigns)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
