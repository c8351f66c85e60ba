"""Boxes that open a chapter, and care cards that say what to do.

.. code-block:: markdown

   :::{answer}
   Nobody has measured it in people.
   :::

   :::{key-points}
   - One point a line.
   :::

   :::{care-card} emergency
   :title: Cannot be woken

   Call the emergency number.
   :::
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from kratom_guide import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata, OptionSpec

CARE_LEVELS = {
    "emergency": "Emergency",
    "urgent": "Urgent: get medical help today",
    "see-someone": "See a health professional",
}
"""The three levels of a care card and the words that name them; colour only repeats the words."""


def box(css_class: str, title: str, title_class: str, children: list[nodes.Node]) -> nodes.container:
    """A container whose first child is its title, so that it reads well in every builder."""
    node = nodes.container(classes=[css_class])
    node += nodes.rubric(title, title, classes=[title_class])
    node.extend(children)
    return node


class Answer(SphinxDirective):
    """The answer of the chapter in two sentences."""

    has_content = True
    css_class: ClassVar[str] = "kg-answer"
    heading: ClassVar[str] = "In short"

    def run(self) -> list[nodes.Node]:
        self.assert_has_content()
        node = box(self.css_class, self.heading, "kg-box-title", self.parse_content_to_nodes())
        self.set_source_info(node)
        return [node]


class KeyPoints(Answer):
    """What a reader should remember, as a list."""

    css_class = "kg-key-points"
    heading = "Key points"


class CareCard(SphinxDirective):
    """What to do now, in one of three levels: emergency, urgent or see-someone."""

    has_content = True
    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {"title": directives.unchanged_required, "name": directives.unchanged}

    def run(self) -> list[nodes.Node]:
        self.assert_has_content()
        level = self.arguments[0]
        if level not in CARE_LEVELS:
            raise self.error(f"care-card level '{level}' is unknown: use one of {', '.join(CARE_LEVELS)}")
        title = CARE_LEVELS[level]
        if "title" in self.options:
            title = f"{title}: {self.options['title']}" if level == "emergency" else f"{title}. {self.options['title']}"
        node = box("kg-care-card", title, "kg-care-title", self.parse_content_to_nodes())
        node["classes"].append(f"kg-care-{level}")
        self.set_source_info(node)
        self.add_name(node)
        return [node]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.add_directive("answer", Answer)
    app.add_directive("key-points", KeyPoints)
    app.add_directive("care-card", CareCard)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
