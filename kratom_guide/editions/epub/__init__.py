"""The e-book: Sphinx's builder ``epub``, mended so that the book passes EPUBCheck and reads well on small screens.

``sphinx-build -b epub -c . source build/epub`` writes ``kratom-guide.epub``: EPUB 3.3, without scripts or forms, the
same bytes for the same input.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kratom_guide import __version__
from kratom_guide.editions.epub.builder import EpubBuilder
from kratom_guide.editions.epub.opened import CardsAreLinks, EverythingOpen, LabelledTables, SiteIsFar

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__all__ = ["EpubBuilder", "setup"]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Put the builder in the place of Sphinx's own, and register its settings."""
    app.setup_extension("sphinx.builders.epub3")
    app.setup_extension("kratom_guide.sphinxext.tables")  # it writes the labels of cells
    app.add_builder(EpubBuilder, override=True)
    for transform in (EverythingOpen, LabelledTables, CardsAreLinks, SiteIsFar):
        app.add_post_transform(transform)
    for name, default, types, description in (
        ("kg_epub_subtitle", "", (str,), "one line under the title"),
        ("kg_epub_notice", "", (str,), "what the title page says about trust"),
        ("kg_epub_help", (), (list, tuple), "page, question and link that open every file of the book"),
        ("kg_epub_kinds", {}, (dict,), "page to its kind: glossary, bibliography, ... (a landmark)"),
        ("kg_epub_fonts", "assets/fonts", (str,), "folder of the fonts of the cover, seen from conf.py"),
        ("kg_epub_summary", "", (str,), "sentences on accessibility, for the metadata"),
    ):
        app.add_config_value(name, default, "", types=types, description=description)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
