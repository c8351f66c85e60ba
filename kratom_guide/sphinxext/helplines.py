"""Help by country: ``{help-lines}``, with ``:country:`` and ``:kind:`` to choose, and ``:brief:`` for a short list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from kratom_guide import __version__
from kratom_guide.records.dates import long_date
from kratom_guide.sphinxext.data import depend_on, library_of
from kratom_guide.sphinxext.scripts import load_where
from kratom_guide.sphinxext.tables import Cell, build_table

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata, OptionSpec

    from kratom_guide.records import Library
    from kratom_guide.records.models import HelpLine

HEADINGS = ("Country", "Service", "Number", "For what", "Confirmed")

COUNTRY_NAMES = {"EU": "European Union", "US": "United States"}
"""Names for codes that have no page under ``source/legal/countries``, or a longer title there."""


def country_name(code: str, library: Library) -> str:
    """The plain name of a country from its legal record, or the code itself."""
    if code in COUNTRY_NAMES:
        return COUNTRY_NAMES[code]
    place = library.jurisdictions.get(code)
    return place.name if place else code


PHONE = re.compile(r"\+?\d(?:[\d -]*\d)+")
"""A number as people write it: digits with spaces or hyphens."""


def dialling(text: str) -> list[nodes.Node]:
    """`text` with each number in it as a link that dials it (RFC 3966)."""
    result: list[nodes.Node] = []
    end = 0
    for match in PHONE.finditer(text):
        if match.start() > end:
            result.append(nodes.Text(text[end : match.start()]))
        digits = re.sub(r"[ -]", "", match.group())
        result.append(nodes.reference(match.group(), match.group(), refuri=f"tel:{digits}", internal=False))
        end = match.end()
    if end < len(text):
        result.append(nodes.Text(text[end:]))
    return result


class HelpLines(SphinxDirective):
    """A table of numbers, or a list of them on a sheet of paper; unconfirmed ones say so."""

    option_spec: ClassVar[OptionSpec] = {
        "brief": directives.flag,
        "caption": directives.unchanged_required,
        "country": directives.unchanged_required,
        "kind": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        library = library_of(self.config)
        countries = self.options.get("country", "").replace(",", " ").split()
        kinds = self.options.get("kind", "").replace(",", " ").split()
        lines = [
            line
            for line in library.help_lines
            if (not countries or line.country in countries) and (not kinds or line.kind in kinds)
        ]
        if not lines:
            raise self.error("no help line matches: use codes and kinds of data/help-lines.yaml")
        depend_on(self.env, [library.root / "data" / "help-lines.yaml"])
        if "brief" in self.options:
            return [nodes.bullet_list("", *map(self.item, lines), bullet="-")]
        rows = [self.row(line, library) for line in lines]
        table = build_table(HEADINGS, rows, (16, 26, 20, 24, 14), "kg-help-lines", self.options.get("caption"))
        self.set_source_info(table)
        return [table]

    def item(self, line: HelpLine) -> nodes.list_item:
        """One number with its service, in one line."""
        number = nodes.strong("", "", *dialling(line.number))
        words = line.service if line.confirmed else f"{line.service} (not confirmed: check first)"
        return nodes.list_item("", nodes.paragraph("", "", nodes.Text(f"{words}: "), number))

    def row(self, line: HelpLine, library: Library) -> list[Cell]:
        """The cells of one number."""
        service = nodes.paragraph("", "", nodes.reference(line.service, line.service, refuri=line.url, internal=False))
        kind = library.label("help_kind", line.kind)
        hours: list[nodes.Node] = [nodes.paragraph(line.hours, line.hours, classes=["kg-small"])] if line.hours else []
        confirmed = (
            f"Seen, {long_date(line.checked)}" if line.confirmed else "Not confirmed: check before you rely on it"
        )
        return [
            country_name(line.country, library),
            [service, nodes.paragraph(kind, kind, classes=["kg-small"])],
            [nodes.paragraph("", "", nodes.strong("", "", *dialling(line.number))), *hours],
            self.parse_text_to_nodes(line.for_what),
            confirmed,
        ]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_directive("help-lines", HelpLines)
    load_where(
        app,
        "help.js",
        lambda doctree: any("kg-help-lines" in table["classes"] for table in doctree.findall(nodes.table)),
    )
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
