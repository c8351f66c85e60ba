"""Charts drawn from records: ``{chart} half-life``.

The drawing is kept beside the doctrees under a name that holds a digest of its record, so that only a changed
chart is drawn again.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from kratom_guide import __version__, charts
from kratom_guide.sphinxext.data import depend_on, library_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from kratom_guide.records.models import Chart


def drawing_of(chart: Chart, folder: Path) -> Path:
    """The SVG file of `chart` in `folder`, drawn if it is not there yet."""
    code = Path(charts.__file__).read_bytes()
    digest = hashlib.sha256(chart.model_dump_json().encode() + code).hexdigest()[:12]
    path = folder / f"{chart.id}-{digest}.svg"
    if not path.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(f".{os.getpid()}.part")
        partial.write_bytes(charts.draw(chart))
        partial.replace(path)
    return path


class ChartDirective(SphinxDirective):
    """A figure with the chart, a caption with its sources, and all its numbers as alternative text."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        library = library_of(self.config)
        chart = library.charts.get(self.arguments[0])
        if chart is None:
            raise self.error(f"the chart '{self.arguments[0]}' does not exist: use one of {', '.join(library.charts)}")
        depend_on(self.env, [library.root / "data" / "charts.yaml"])
        path = drawing_of(chart, Path(self.env.doctreedir).parent / "charts")
        uri = "/" + os.path.relpath(path, self.env.srcdir).replace(os.sep, "/")
        figure = nodes.figure(classes=["kg-figure"])
        figure += nodes.image(uri=uri, alt=charts.describe(chart))
        findings = ",".join(dict.fromkeys(key for row in chart.rows for key in row.findings))
        references = ",".join(dict.fromkeys(key for row in chart.rows for key in row.references))
        sources = f"{{finding}}`{findings}`" if findings else ""
        sources += f"{{footcite}}`{references}`" if references else ""
        words = self.parse_text_to_nodes(f"**{chart.title}.** {chart.caption} {sources}")
        caption = nodes.caption()
        for node in words:
            caption.extend(node.children)
        figure += caption
        self.set_source_info(figure)
        label = f"chart-{chart.id}"
        figure["ids"].append(label)
        self.env.domains.standard_domain.note_hyperlink_target(label, self.env.docname, label, chart.title)
        return [figure]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_directive("chart", ChartDirective)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
