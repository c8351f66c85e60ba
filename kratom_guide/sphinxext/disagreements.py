"""Where sources disagree: ``{disagreement} half-life`` in a chapter, ``{disagreement-entries}`` for all of them.

Both show each side, what it rests on and what the editors make of it; the box in a chapter leads to the page of all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from kratom_guide import __version__
from kratom_guide.sphinxext.data import depend_on, library_of
from kratom_guide.sphinxext.evidence import marks
from kratom_guide.sphinxext.links import link_to
from kratom_guide.sphinxext.tables import Cell, build_table

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from kratom_guide.records.models import Disagreement


def label_of(key: str) -> str:
    """The label of a disagreement on the page of all: ``half-life`` gives ``disagreement-half-life``."""
    return f"disagreement-{key}"


class _Disagreement(SphinxDirective):
    """What the box and the page share."""

    def reading(self, item: Disagreement) -> list[nodes.Node]:
        """What the editors make of it, with the badge of the claim that says so."""
        badge = f" {{certainty}}`{item.claim}`" if item.claim else ""
        return self.parse_text_to_nodes(f"**What we make of it.** {item.reading}{badge}")


class DisagreementBox(_Disagreement):
    """One disagreement, at the place in a chapter where it matters."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        library = library_of(self.config)
        key = self.arguments[0]
        item = library.disagreements.get(key)
        if item is None:
            known = ", ".join(library.disagreements)
            raise self.error(f"the disagreement '{key}' does not exist: use one of {known}")
        depend_on(self.env, [library.root / "data" / "disagreements.yaml"])
        title = f"Where sources disagree: {item.question}"
        box = nodes.admonition(classes=["kg-disagreement"])
        box += nodes.title(title, title)
        sides = nodes.bullet_list(bullet="-")
        for position in item.positions:
            sides += nodes.list_item(
                "", *self.parse_text_to_nodes(f"**{position.who}:** {position.says} {marks(position)}")
            )
        box += [sides, *self.reading(item)]
        more = nodes.paragraph("", "", classes=["kg-small"])
        more += link_to(label_of(key), "What each side rests on", self.env.docname)
        box += more
        self.set_source_info(box)
        return [box]


class DisagreementEntries(_Disagreement):
    """Every disagreement in full, each a section."""

    def run(self) -> list[nodes.Node]:
        library = library_of(self.config)
        depend_on(self.env, [library.root / "data" / "disagreements.yaml"])
        return [self.entry(key, item) for key, item in library.disagreements.items()]

    def entry(self, key: str, item: Disagreement) -> nodes.section:
        """The section of one disagreement."""
        label = label_of(key)
        section = nodes.section(ids=[label])
        section += nodes.title(item.question, item.question)
        self.env.domains.standard_domain.note_hyperlink_target(label, self.env.docname, label, item.question)
        rows: list[list[Cell]] = [
            [
                position.who,
                self.parse_text_to_nodes(f"{position.says} {marks(position)}"),
                self.parse_text_to_nodes(position.basis),
            ]
            for position in item.positions
        ]
        section += build_table(("Who", "Says", "On what basis"), rows, (24, 40, 36), "kg-positions")
        section.extend(self.reading(item))
        return section


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.add_directive("disagreement", DisagreementBox)
    app.add_directive("disagreement-entries", DisagreementEntries)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
