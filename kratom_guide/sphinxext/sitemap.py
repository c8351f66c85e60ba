"""List every page for search engines: ``sitemap.xml`` (https://www.sitemaps.org/protocol.html).

sphinx-sitemap lists the pages that a build has *written*, so that after one edit it lists one page.  This module
lists the pages that the book *has*.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from kratom_guide import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata


def sitemap(addresses: Iterable[str]) -> str:
    """The sitemap of absolute `addresses`, as XML."""
    lines = "\n".join(f"  <url><loc>{escape(address)}</loc></url>" for address in addresses)
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0" encoding="utf-8"?>\n<urlset xmlns="{space}">\n{lines}\n</urlset>\n'


def _write(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or app.builder.name not in ("html", "dirhtml") or not app.config.html_baseurl:
        return
    pages = (app.config.html_baseurl + app.builder.get_target_uri(name) for name in sorted(app.env.found_docs))
    (Path(app.outdir) / "sitemap.xml").write_text(sitemap(pages), encoding="utf-8")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Write the list once a website has been built."""
    app.connect("build-finished", _write)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
