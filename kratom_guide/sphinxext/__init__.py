"""The Sphinx side of the guide: thin extensions, one feature a module.

Add ``"kratom_guide.sphinxext"`` to ``extensions`` in ``conf.py`` to get all of them.  Each module turns
records into docutils nodes that every builder knows, so that website, PDF and e-book say the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kratom_guide import __version__

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

MODULES = (
    "data",
    "tables",
    "address",
    "boxes",
    "care",
    "sheets",
    "downloads",
    "panel",
    "evidence",
    "claims",
    "references",
    "facets",
    "explorer",
    "summary",
    "disagreements",
    "charts",
    "interactions",
    "interaction_chart",
    "medicines",
    "lookup",
    "questions",
    "options",
    "helplines",
    "vocabulary",
    "legal",
    "places",
    "timeline",
    "legal_map",
    "travel",
    "due",
    "social",
    "sitemap",
    "search",
    "dictionary",
    "api",
    "tidy",
)
"""The features, in the order in which they are set up; ``data`` gives the others their records."""


def setup(app: Sphinx) -> ExtensionMetadata:
    """Set up every feature."""
    for module in MODULES:
        app.setup_extension(f"kratom_guide.sphinxext.{module}")
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
