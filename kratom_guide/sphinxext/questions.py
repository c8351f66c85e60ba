"""``{questions}``: whole questions that readers ask, by topic, each a link to the section that answers it.

Below a question stands what a reader should know before following the link: the level of a care card, how serious a
pair is, or the claim that answers in one sentence, with its certainty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes

from kratom_guide import __version__
from kratom_guide.sphinxext import care, interactions
from kratom_guide.sphinxext.claims import badge_of
from kratom_guide.sphinxext.data import depend_on
from kratom_guide.sphinxext.entries import Entries
from kratom_guide.sphinxext.links import link_to

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from kratom_guide.records import Library
    from kratom_guide.records.library import Term
    from kratom_guide.records.models import Question


def label_of(topic: str) -> str:
    """The label of a topic's section: ``muscles`` gives ``questions-muscles``."""
    return f"questions-{topic}"


class Questions(Entries):
    """A section for each topic, in the order of the vocabulary; a topic without a question has none."""

    folders = ("claims", "interactions")

    def run(self) -> list[nodes.Node]:
        library = self.library()
        depend_on(self.env, [library.root / "data" / name for name in ("questions.yaml", "care-cards.yaml")])
        self.urgency = {
            **{care.label_of(key): ("care_level", card.level) for key, card in library.care_cards.items()},
            **{interactions.label_of(key): ("severity", row.severity) for key, row in library.interactions.items()},
        }
        sections: list[nodes.Node] = []
        for topic, term in library.vocabulary["question_topic"].items():
            asked = nodes.bullet_list(bullet="-", classes=["kg-questions"])
            asked.extend(
                self.item(str(number), question, library)
                for number, question in enumerate(library.questions)
                if question.topic == topic
            )
            if asked.children:
                sections.append(self.section(label_of(topic), term.label, [asked]))
        return sections

    def item(self, number: str, question: Question, library: Library) -> nodes.list_item:
        """A question that links to its answer, with what is known in a line below it."""
        link = link_to(question.at, question.ask, self.env.docname)
        place = library.places["question", number]
        # A label that does not exist is then told with the line of the record, not with that of the directive.
        link.source, link.line = str(library.root / place.document.path), place.document.line((*place.where, "at"))
        item = nodes.list_item("", nodes.paragraph("", "", link))
        if question.at in self.urgency:
            vocabulary, code = self.urgency[question.at]
            item += self.how_urgent(library.vocabulary[vocabulary][code])
        if question.claim is not None:
            item += self.answer(question.claim, library)
        return item

    def how_urgent(self, term: Term) -> nodes.paragraph:
        """What the level of a care card or the severity of a pair means."""
        words = f"{term.icon} {term.label}" if term.icon else term.label
        return nodes.paragraph("", "", nodes.strong(words, words), nodes.Text(f". {term.meaning}"))

    def answer(self, key: str, library: Library) -> nodes.paragraph:
        """The statement of a claim and its badge, which leads to the studies."""
        claim = library.claims[key]  # a rule has seen that it exists
        badge = badge_of(key, claim, library, self.env.docname, self.env.new_serialno("kg-badge"))
        statement = nodes.inline(claim.statement, claim.statement, classes=["kg-claim"])
        return nodes.paragraph("", "", statement, nodes.Text(" "), badge)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_directive("questions", Questions)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
