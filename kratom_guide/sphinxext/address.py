"""Put the site's own address where the text shows one, code blocks included.

The sources say ``https://kratom-guide.example/``; the one setting for the real address is in ``conf.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kratom_guide import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

SHOWN = "https://kratom-guide.example/"
"""The address in the sources; the domain is reserved for examples (RFC 2606) and leads nowhere."""


def _replace(app: Sphinx, docname: str, source: list[str]) -> None:
    del docname
    if app.config.html_baseurl and app.config.html_baseurl != SHOWN:
        source[0] = source[0].replace(SHOWN, app.config.html_baseurl)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Replace the address as each page is read."""
    app.connect("source-read", _replace)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
