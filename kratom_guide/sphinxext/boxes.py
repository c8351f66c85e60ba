"""Boxes that open a chapter.

.. code-block:: markdown

   :::{answer}
   Nobody has measured it in people.
   :::

   :::{key-points}
   - One point a line.
   :::
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from kratom_guide import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


STATIC = ("typst", "epub", "text", "xml", "latex")
"""Builders of editions in which nothing opens at a touch."""


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


class OnlyOnScreen(SphinxPostTransform):
    """Leave out of every other edition what only a screen can do: forms, and links to what stands beside."""

    builders = STATIC
    default_priority = 590

    def run(self, **kwargs: object) -> None:
        for node in list(self.document.findall(nodes.Element)):
            if "kg-screen-only" in node.get("classes", ()):
                node.parent.remove(node)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.add_directive("answer", Answer)
    app.add_directive("key-points", KeyPoints)
    app.add_post_transform(OnlyOnScreen)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
