"""Put the site's own address where the text shows one, code blocks included.

The sources say ``https://kratom-guide.example/``; the one setting for the real address is in ``conf.py``.  On the
website, a link to a data file of the site is a near one, so that it works in a copy on a disk as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform

from kratom_guide import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

SHOWN = "https://kratom-guide.example/"
"""The address in the sources; the domain is reserved for examples (RFC 2606) and leads nowhere."""

DATA = "api/"
"""The folder of the site that holds files and no pages."""


def _replace(app: Sphinx, docname: str, source: list[str]) -> None:
    del docname
    if app.config.html_baseurl and app.config.html_baseurl != SHOWN:
        source[0] = source[0].replace(SHOWN, app.config.html_baseurl)


class DataIsNear(SphinxPostTransform):
    """Make links to the site's own data files relative to their page."""

    builders = ("html",)
    default_priority = 600

    def run(self, **kwargs: object) -> None:
        far = (self.config.html_baseurl or SHOWN) + DATA
        up = "../" * self.env.docname.count("/")
        for link in self.document.findall(nodes.reference):
            if link.get("refuri", "").startswith(far):
                link["refuri"] = up + DATA + link["refuri"].removeprefix(far)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Replace the address as each page is read, and shorten links to data."""
    app.connect("source-read", _replace)
    app.add_post_transform(DataIsNear)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
