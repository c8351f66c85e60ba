"""The PDF edition: a Sphinx builder named ``typst`` over the resolved book.

``sphinx-build -b typst -c . source build/pdf`` writes ``kratom-guide.typ`` and
``kratom-guide.pdf``: tagged, PDF/UA-1, the same bytes for the same input.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kratom_guide.editions.pdf.builder import FONTS, TypstBuilder
from kratom_guide.editions.pdf.forms import Forms
from kratom_guide.editions.pdf.sheets import SheetRole

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

__all__ = ["Forms", "TypstBuilder", "setup"]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder and its settings."""
    app.add_builder(TypstBuilder)
    app.add_role("sheet", SheetRole())
    for name, default, types in (
        ("kg_pdf_title", "", {str}),
        ("kg_pdf_subtitle", "", {str}),
        ("kg_pdf_filename", "book", {str}),
        ("kg_pdf_paper", "a4", {str}),
        ("kg_pdf_keywords", [], {list, tuple}),
        ("kg_pdf_description", "", {str}),
        ("kg_pdf_notice", "", {str}),
        ("kg_pdf_imprint", [], {list, tuple}),
        ("kg_pdf_languages", {}, {dict}),
        ("kg_pdf_left_out", [], {list, tuple}),
        ("kg_pdf_unlisted", [], {list, tuple}),
        ("kg_pdf_registers", [], {list, tuple}),
        ("kg_pdf_with_sheets", True, {bool}),
        ("kg_pdf_sheets", {}, {dict}),
        ("kg_pdf_folded", [], {list, tuple}),
        ("kg_pdf_sheet_notice", "", {str}),
        ("kg_pdf_compact", [], {list, tuple}),
        ("kg_pdf_fonts", str(FONTS), {str}),
        ("kg_pdf_check_words", False, {bool}),
        ("kg_pdf_forms", Forms(), {Forms}),
    ):
        app.add_config_value(name, default, "", types=frozenset(types))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
