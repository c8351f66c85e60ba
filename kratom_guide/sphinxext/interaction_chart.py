"""``{interaction-chart}``: which groups of medicines hold which severities, as one table.

On the screen it has a row for each group and a column for each severity.  With ``:plain:`` it is set for a sheet of
paper: a row for each severity, in long lines and without links, which takes half the room.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from kratom_guide import __version__
from kratom_guide.records.medicines import GRAVITY, GROUPS
from kratom_guide.sphinxext.data import depend_on, library_of
from kratom_guide.sphinxext.interactions import label_of, short_name
from kratom_guide.sphinxext.links import link_to
from kratom_guide.sphinxext.tables import Cell, build_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata, OptionSpec

    from kratom_guide.records import Library
    from kratom_guide.records.models import Interaction, Severity

COLUMNS: tuple[Severity, ...] = tuple(reversed(GRAVITY))
"""The gravest first."""


class InteractionChart(SphinxDirective):
    """A row for each group, a column for each severity; each name leads to its row in the tables."""

    option_spec: ClassVar[OptionSpec] = {"caption": directives.unchanged_required, "plain": directives.flag}

    def run(self) -> list[nodes.Node]:
        library = library_of(self.config)
        groups = [group for group in GROUPS if group in library.group.values()]
        depend_on(self.env, [library.root / "data" / "interactions" / f"{group}.yaml" for group in groups])
        words = library.vocabulary["severity"]
        heads = {code: f"{words[code].icon} {words[code].label}" for code in COLUMNS}
        table = (
            self.on_paper(library, groups, heads) if "plain" in self.options else self.on_screen(library, groups, heads)
        )
        self.set_source_info(table)
        given = [record for record in library.interactions.values() if record.severity == "give"]
        rescue = nodes.paragraph("", "", nodes.strong("", f"{words['give'].icon} {words['give'].label}: "))
        rescue += [node for line in self.names(given) for node in line.children]
        return [table, rescue] if given else [table]

    def on_screen(self, library: Library, groups: Sequence[str], heads: Mapping[Severity, str]) -> nodes.table:
        """A row for each group."""
        rows: list[list[Cell]] = []
        for group in groups:
            records = library.by_group(group)
            if any(record.severity in GRAVITY for record in records):
                cells = [self.names(record for record in records if record.severity == code) for code in COLUMNS]
                rows.append([GROUPS[group], *cells])
        widths = (14, 26, 26, 20, 14)
        return build_table(
            ("Group", *heads.values()), rows, widths, "kg-interaction-chart", self.options.get("caption")
        )

    def on_paper(self, library: Library, groups: Sequence[str], heads: Mapping[Severity, str]) -> nodes.table:
        """A row for each severity."""
        rows: list[list[Cell]] = []
        for code, words in heads.items():
            line = nodes.paragraph()
            for group in groups:
                records = [record for record in library.by_group(group) if record.severity == code]
                if records:
                    line += nodes.strong("", f"{GROUPS[group]}: ")
                    line += nodes.Text("; ".join(short_name(record.name) for record in records) + ". ")
            if line.children:
                rows.append([words, [line]])
        return build_table(
            ("How serious", "Which"), rows, (13, 87), "kg-interaction-chart", self.options.get("caption")
        )

    def names(self, records: Iterable[Interaction]) -> list[nodes.Node]:
        """The names of rows as one paragraph of links, or of words with ``:plain:``; a dash where there is none."""
        line = nodes.paragraph()
        for record in records:
            if line.children:
                line += nodes.Text("; ")
            name = short_name(record.name)
            line += (
                nodes.Text(name) if "plain" in self.options else link_to(label_of(record.id), name, self.env.docname)
            )
        if not line.children:
            line += nodes.Text("\N{EN DASH}")
        return [line]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_directive("interaction-chart", InteractionChart)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
