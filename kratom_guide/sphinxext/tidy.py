"""Remove what an earlier build left in the website: pages that are gone, pictures that nobody shows.

Sphinx writes what changed and deletes nothing.  Without this module a removed chapter would be published for ever,
and a build after an edit would differ from a fresh one.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kratom_guide import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

OWN_PAGES = frozenset({"404", "genindex", "search"})
"""Pages that Sphinx makes itself."""


def _tidy(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or app.builder.name != "html":
        return
    out = Path(app.outdir)
    pages = {f"{name}.html" for name in app.env.found_docs | OWN_PAGES}
    for path in out.rglob("*.html"):
        name = path.relative_to(out).as_posix()
        if name not in pages and not name.startswith("_static/"):
            path.unlink()
    pictures = {unique for _, unique in app.env.images.values()}
    for path in (out / "_images").glob("*"):
        if path.name not in pictures:
            path.unlink()


def setup(app: Sphinx) -> ExtensionMetadata:
    """Tidy up once a website has been built."""
    app.connect("build-finished", _tidy)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
