"""Publish the records beside the website, below ``api/v1/``: JSON, CSV, JSON Schema, a feed, and the bibliography."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.environment import CONFIG_OK

from kratom_guide import __version__
from kratom_guide.records.bibliography import bibliography_of, parse
from kratom_guide.records.citation_formats import to_csl, to_ris
from kratom_guide.records.export import export
from kratom_guide.records.feed import feed
from kratom_guide.sphinxext.data import library_of, today_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def _write(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or app.builder.name not in ("html", "dirhtml"):
        return
    library = library_of(app.config)
    folder = Path(app.outdir) / "api" / "v1"
    files = export(library, today_of(app.config))
    files["changes.atom"] = feed(library, app.config.html_baseurl, app.config.kg_today, app.config.project)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    for path in folder.rglob("*.json"):  # of places that are gone
        if path.relative_to(folder).as_posix() not in files and path.name != "references.csl.json":
            path.unlink()
    text, published = bibliography_of(library), folder / "references.bib"
    # Reading hundreds of works takes half a second; an edit elsewhere leaves what the last build wrote.
    if app.env.config_status == CONFIG_OK and published.is_file() and published.read_text(encoding="utf-8") == text:
        return
    works = parse(library)
    (folder / "references.ris").write_text(to_ris(works), encoding="utf-8")
    (folder / "references.csl.json").write_text(to_csl(works), encoding="utf-8")
    published.write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Write the data once a website has been built."""
    app.connect("build-finished", _write)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
