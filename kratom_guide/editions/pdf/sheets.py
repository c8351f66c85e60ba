"""Sheets of paper: single pages of the book, each as a PDF of its own in A4 and in US Letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from docutils import nodes
from sphinx.util.docutils import SphinxRole

from kratom_guide.editions.pdf import book, escape

if TYPE_CHECKING:
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from kratom_guide.editions.pdf.writer import TypstTranslator

#: Typst's name of a paper and the end of the file's name.
PAPERS = {"a4": "a4", "us-letter": "letter"}
#: What a reader calls the paper.
SHOWN = {"a4": "A4", "us-letter": "Letter"}


def file_name(sheet: str, paper: str) -> str:
    """Return the name of a sheet's file: ``file_name("visit", "us-letter")`` is ``sheet-visit-letter.pdf``."""
    return f"sheet-{sheet}-{PAPERS[paper]}.pdf"


class SheetRole(SphinxRole):
    """Links to the PDF of a sheet, for both sizes of paper: ``{sheet}`visit```."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        if self.text not in self.config.kg_pdf_sheets.values():
            known = ", ".join(self.config.kg_pdf_sheets.values()) or "none; name it in kg_pdf_sheets of conf.py"
            error = self.inliner.reporter.error(
                f"the sheet '{self.text}' does not exist: use {known}", line=self.lineno
            )
            return [], [error]
        up = "../" * self.env.docname.count("/")
        links: list[nodes.Node] = []
        for paper, words in SHOWN.items():
            uri = f"{up}downloads/{file_name(self.text, paper)}"
            links += [nodes.Text(", ")] if links else []
            links.append(nodes.reference(words, words, refuri=uri, internal=False))
        return [nodes.inline("", "", *links)], []


def write(env: BuildEnvironment, builder: Builder, docname: str) -> tuple[str, TypstTranslator]:
    """Return the Typst code of the page *docname* on its own, and the translator that wrote it.

    The book may have a say in what stays behind (``Forms.prepare_sheet``).  Links to other pages become web
    addresses.
    """
    doctree = env.get_doctree(docname)
    env.apply_post_transforms(doctree, docname)
    builder.post_process_images(doctree)
    if builder.config.kg_pdf_forms.prepare_sheet:
        builder.config.kg_pdf_forms.prepare_sheet(doctree)
    alone = book.Book(docname, doctrees={docname: doctree})
    book.index(alone)
    translator = cast("TypstTranslator", builder.create_translator(doctree, builder, alone))
    translator.write_document(docname, 0)
    return translator.finish(), translator


def opening(title: str, about: str, paper: str, foot: str, language: str, date: str | None, folded: bool) -> str:
    """Return the Typst line that sets up the paper of a sheet, or of one to fold."""
    return "#show: " + escape.call(
        "kg-sheet.with",
        title=escape.string(title),
        description=escape.string(about),
        paper=escape.string(paper),
        foot=escape.string(foot),
        language=escape.string(language),
        date=date,
        folded="true" if folded else None,
    )
