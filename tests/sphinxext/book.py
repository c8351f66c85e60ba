"""Build a small checkout with Sphinx inside a test."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

if TYPE_CHECKING:
    from pathlib import Path

    from docutils import nodes


@dataclass(frozen=True)
class Built:
    """What a build left: the application, its warnings and the output folder."""

    app: Sphinx
    warnings: str
    out: Path

    def page(self, docname: str) -> str:
        """The text of a page of the output."""
        suffix = {"html": ".html", "text": ".txt", "xml": ".xml"}[self.app.builder.name]
        return (self.out / f"{docname}{suffix}").read_text(encoding="utf-8")

    def doctree(self, docname: str) -> nodes.document:
        """The doctree of a page, with its references resolved."""
        return self.app.env.get_and_resolve_doctree(docname, self.app.builder, tags=self.app.tags)


def build(root: Path, builder: str = "html", parallel: int = 1, fresh: bool = False, **settings: Any) -> Built:
    """Build the checkout at `root`; a second call builds only what changed."""
    warnings = io.StringIO()
    out = root / "build" / builder
    with patch_docutils(root), docutils_namespace():
        app = Sphinx(
            srcdir=root / "source",
            confdir=root,
            outdir=out,
            doctreedir=root / "build" / "doctrees",
            buildername=builder,
            confoverrides=settings,
            status=io.StringIO(),
            warning=warnings,
            freshenv=fresh,
            parallel=parallel,
        )
        app.build()
    plain = re.sub(r"\x1b\[[0-9;]*m", "", warnings.getvalue())
    return Built(app, plain, out)
