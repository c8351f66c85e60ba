"""Figures drawn from records: ``{chart} half-life`` and ``{evidence-map}``.

Each figure has a text alternative, and its data in a table that opens below it.  Drawings are kept beside the
doctrees under a name that holds a digest of their record, so that only a changed figure is drawn again.  There is one
for light pages and one for dark pages; a web page shows the one that fits, every other edition has the light one.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from kratom_guide import __version__, charts
from kratom_guide.sphinxext.boxes import STATIC
from kratom_guide.sphinxext.data import depend_on, library_of, record_files, root_of
from kratom_guide.sphinxext.evidence import marks
from kratom_guide.sphinxext.tables import Cell, build_table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from kratom_guide.records import Library
    from kratom_guide.records.models import Chart, ChartRow

ONLY = "only-{theme}"
"""The class by which Furo shows a picture in one scheme alone."""


def drawing_of(name: str, content: str, theme: str, folder: Path, draw: Callable[[], bytes]) -> Path:
    """The SVG file of a figure in `folder`, drawn if it is not there yet; `content` is all that it is drawn from."""
    code = Path(charts.__file__).read_bytes()
    digest = hashlib.sha256(f"{theme} {content}".encode() + code).hexdigest()[:12]
    path = folder / f"{name}-{theme}-{digest}.svg"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(f".{os.getpid()}.part")
        partial.write_bytes(draw())
        partial.replace(path)
    return path


class Figure(SphinxDirective):
    """What all figures share: two drawings, a caption, a label, and the data below."""

    def figure(
        self, name: str, content: str, title: str, caption: str, alt: str, draw: Callable[[str], bytes]
    ) -> nodes.figure:
        """The figure `name` with its pictures; `draw` takes a theme."""
        figure = nodes.figure(classes=["kg-figure"])
        folder = Path(self.env.doctreedir).parent / "charts"
        for theme in charts.THEMES:
            path = drawing_of(name, content, theme, folder, lambda theme=theme: draw(theme))  # type: ignore[misc]
            uri = "/" + os.path.relpath(path, self.env.srcdir).replace(os.sep, "/")
            figure += nodes.image(uri=uri, alt=alt, loading="lazy", classes=[ONLY.format(theme=theme)])
        words = nodes.caption()
        for node in self.parse_text_to_nodes(f"**{title}.** {caption}"):
            words.extend(node.children)
        figure += words
        self.set_source_info(figure)
        label = f"chart-{name}"
        figure["ids"].append(label)
        self.env.domains.standard_domain.note_hyperlink_target(label, self.env.docname, label, title)
        return figure

    def numbers(self, table: nodes.table) -> nodes.Node:
        """The data of the figure, to be opened by the reader; open at once where nothing opens."""
        box = self.parse_text_to_nodes("```{dropdown} The numbers in this figure\n.\n```")[0]
        assert isinstance(box, nodes.Element)
        next(iter(box.findall(nodes.paragraph))).replace_self(table)
        return box


class ChartDirective(Figure):
    """A figure with the chart of a record."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        library = library_of(self.config)
        chart = library.charts.get(self.arguments[0])
        if chart is None:
            raise self.error(f"the chart '{self.arguments[0]}' does not exist: use one of {', '.join(library.charts)}")
        depend_on(self.env, [library.root / "data" / "charts.yaml"])
        caption = f"{chart.caption} {marks(*chart.rows)}"
        figure = self.figure(
            chart.id,
            chart.model_dump_json(),
            chart.title,
            caption,
            charts.describe(chart),
            lambda theme: charts.draw(chart, theme),
        )
        return [figure, self.numbers(self.table(chart))]

    def table(self, chart: Chart) -> nodes.table:
        """All numbers of the chart, each row with its sources."""
        hours = [day * 24 for day in range(1, int(chart.hours) // 24 + 1)] if chart.kind == "decay" else []
        unit = "Half-life, hours" if chart.kind == "decay" else chart.unit
        headings = ("What", unit, "Range", *(f"Left after {hour} h" for hour in hours), "Source")
        widths = (44 - 3 * len(hours), 20 - 2 * len(hours), 24 - 2 * len(hours), *(8 for _ in hours), 12)
        rows = [self.cells(row, hours) for row in chart.rows]
        return build_table(headings, rows, widths, "kg-numbers", f"{chart.title} ({chart.unit})")

    def cells(self, row: ChartRow, hours: Sequence[int]) -> list[Cell]:
        """The cells of one row of a chart."""
        sources = self.parse_text_to_nodes(marks(row))
        value = charts.number(row.value) if row.value is not None else "–"
        left = [f"{charts.share_left(row.value, hour):.0f}" for hour in hours if row.value]
        return [row.label.strip(), value, charts.span(row) or "–", *left, sources]


class EvidenceMap(Figure):
    """How many claims rest on each kind of evidence, by certainty."""

    def run(self) -> list[nodes.Node]:
        library = library_of(self.config)
        depend_on(self.env, [path for path in record_files(root_of(self.config)) if path.parent.name == "claims"])
        kinds, levels = library.vocabulary["evidence_kind"], library.vocabulary["certainty"]
        rows = [term.label for term in kinds.values()]
        columns = [term.label.replace(" certainty", "") for term in levels.values()]
        counts = count_claims(library)
        title = "Claims of this guide by kind of evidence and certainty"
        told = "; ".join(
            f"{rows[row]}, {columns[column].lower()}: {count}" for (row, column), count in sorted(counts.items())
        )
        caption = "A claim that rests on several kinds of evidence is counted under the strongest."
        figure = self.figure(
            "evidence-map",
            f"{rows} {columns} {sorted(counts.items())}",
            title,
            caption,
            f"{title}. {told}.",
            lambda theme: charts.draw_map("evidence-map", title, rows, columns, counts, theme),
        )
        body: list[list[Cell]] = [
            [name, *(str(counts.get((row, column), 0)) for column in range(len(columns)))]
            for row, name in enumerate(rows)
        ]
        table = build_table(("Kind of evidence", *columns), body, (30, *(14 for _ in columns)), "kg-numbers", title)
        return [figure, self.numbers(table)]


def count_claims(library: Library) -> Counter[tuple[int, int]]:
    """How many claims have their strongest evidence in each kind (row) and each certainty (column)."""
    kinds, levels = list(library.vocabulary["evidence_kind"]), list(library.vocabulary["certainty"])
    return Counter(
        (min(kinds.index(kind) for kind in claim.evidence), levels.index(claim.certainty))
        for claim in library.claims.values()
    )


class OnePictureInPrint(SphinxPostTransform):
    """Outside the website, keep the picture for light pages alone."""

    builders = STATIC
    default_priority = 600

    def run(self, **kwargs: object) -> None:
        for image in list(self.document.findall(nodes.image)):
            if ONLY.format(theme="dark") in image["classes"]:
                image.parent.remove(image)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives and the transform."""
    app.add_directive("chart", ChartDirective)
    app.add_directive("evidence-map", EvidenceMap)
    app.add_post_transform(OnePictureInPrint)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
