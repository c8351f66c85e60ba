"""Publish the records beside the website, below ``api/v1/``: JSON, CSV, JSON Schema, a feed, and the bibliography."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from kratom_guide import __version__
from kratom_guide.records.bibliography import parse
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
    works = parse(library)
    (folder / "references.ris").write_text(to_ris(works), encoding="utf-8")
    (folder / "references.csl.json").write_text(to_csl(works), encoding="utf-8")
    shutil.copyfile(library.root / "data" / "references.bib", folder / "references.bib")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Write the data once a website has been built."""
    app.connect("build-finished", _write)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
