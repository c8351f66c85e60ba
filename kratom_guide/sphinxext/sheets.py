"""Sheets of paper to fill in: lines to write on, boxes to tick, empty tables, small print.

.. code-block:: markdown

   ```{fill-in} Medicines that you take
   :lines: 3
   ```

   :::{tick-list}
   - Liver disease
   - A planned operation
   :::

   ```{blank-table}
   :columns: Day | Pain before | Pain after
   :first: Mon | Tue | Wed
   ```

   :::{sheet-foot}
   Small print.
   :::
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from kratom_guide import __version__
from kratom_guide.sphinxext.tables import build_table

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata, OptionSpec
    from sphinx.writers.html5 import HTML5Translator


class Blank(nodes.inline):
    """Room to write by hand.  Builders that do not know it show its underscores."""


def blank(css_class: str = "kg-blank") -> Blank:
    """A line to write on, or with ``kg-blank-cell`` an empty cell."""
    words = "_" * 30 if css_class == "kg-blank" else "\N{NO-BREAK SPACE}"
    return Blank(words, words, classes=[css_class])


def _open_blank(translator: HTML5Translator, node: Blank) -> None:
    # Nothing to read out: the label before it says what to write.
    translator.body.append(f'<span class="{" ".join(node["classes"])}" aria-hidden="true"></span>')
    raise nodes.SkipNode


def _close_blank(translator: HTML5Translator, node: Blank) -> None:
    """Nothing is open."""


class FillIn(SphinxDirective):
    """A label with lines to write on; ``:lines:`` says how many, one if it is left out."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[OptionSpec] = {"lines": directives.positive_int}

    def run(self) -> list[nodes.Node]:
        words = self.arguments[0].rstrip(":")
        label = nodes.strong("", "", *self.parse_inline(words if words.endswith("?") else f"{words}:")[0])
        node = nodes.container(classes=["kg-fill-in"])
        node += nodes.paragraph("", "", label, nodes.Text(" "), blank())
        node.extend(nodes.paragraph("", "", blank()) for _ in range(self.options.get("lines", 1) - 1))
        self.set_source_info(node)
        return [node]


class TickList(SphinxDirective):
    """A bullet list whose bullets are boxes to tick."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        self.assert_has_content()
        children = self.parse_content_to_nodes()
        lists = [child for child in children if isinstance(child, nodes.bullet_list)]
        if not lists:
            raise self.error("a tick-list holds no bullet list: start its lines with '- '")
        for each in lists:
            each["classes"].append("kg-ticks")
        return children


class BlankTable(SphinxDirective):
    """An empty table: ``:columns:`` names the columns, ``:first:`` or ``:rows:`` says how many rows it has."""

    option_spec: ClassVar[OptionSpec] = {
        "columns": directives.unchanged_required,
        "rows": directives.positive_int,
        "first": directives.unchanged_required,
        "widths": directives.positive_int_list,
        "caption": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        columns = _parts(self.options.get("columns", ""))
        if len(columns) < 2:
            raise self.error("a blank-table needs at least two names in ':columns:', set apart by '|'")
        first = _parts(self.options.get("first", "")) or [""] * self.options.get("rows", 7)
        widths = self.options.get("widths", [1] * len(columns))
        if len(widths) != len(columns):
            raise self.error(f"':widths:' has {len(widths)} numbers for {len(columns)} columns: give one for each")
        rows = [[words or blank("kg-blank-cell"), *(blank("kg-blank-cell") for _ in columns[1:])] for words in first]
        table = build_table(columns, rows, widths, "kg-blank-table", self.options.get("caption"))
        self.set_source_info(table)
        return [table]


def _parts(text: str) -> list[str]:
    """The words between bars: ``_parts("Day | Pain")`` is ``["Day", "Pain"]``."""
    return [part.strip() for part in text.split("|") if part.strip()]


class SheetFoot(SphinxDirective):
    """The small print of a sheet."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        self.assert_has_content()
        node = nodes.container("", *self.parse_content_to_nodes(), classes=["kg-sheet-foot"])
        self.set_source_info(node)
        return [node]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the node and the directives."""
    app.add_node(Blank, html=(_open_blank, _close_blank))
    app.add_directive("fill-in", FillIn)
    app.add_directive("tick-list", TickList)
    app.add_directive("blank-table", BlankTable)
    app.add_directive("sheet-foot", SheetFoot)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
