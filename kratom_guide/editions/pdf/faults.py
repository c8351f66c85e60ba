"""What keeps a PDF from being made, said for the person who must mend it: with the place in the book's own files."""

from __future__ import annotations

import os
import re
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.errors import SphinxError

from kratom_guide.editions.pdf import pictures
from kratom_guide.editions.pdf.press import FONTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sphinx.builders import Builder

    from kratom_guide.editions.pdf import book

_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')
_PANIC = re.compile(r"panicked with: (.+)")
_FAMILY = re.compile(r"unknown font family: (.+)")
_LINE = re.compile(r"\.typ:(\d+):")


class PdfError(SphinxError):
    """The book cannot be made into a PDF; the message names each place and remedy."""

    category = "PDF edition"


def report(problems: Sequence[str]) -> str:
    """Return the message for all *problems* at once."""
    count = "1 problem keeps" if len(problems) == 1 else f"{len(problems)} problems keep"
    return f"{count} the PDF from being made:\n" + "\n".join(f"  {line}" for line in problems)


def missing_families(remarks: Iterable[str], fonts: str) -> str:
    """Return the message about fonts that Typst remarked to be missing; empty when it found all."""
    missing = sorted({name for remark in remarks for name in _FAMILY.findall(remark)})
    if not missing:
        return ""
    # Without the family of a text Typst may leave letters out and say no more than this.
    return (
        f"conf.py: kg_pdf_fonts ({fonts}) has no {', '.join(missing)}: "
        "put the fonts there, or name others in the template"
    )


def explain(error: Exception, source: str, assembled: book.Book, builder: Builder) -> str:
    """Return what Typst said, with the place in the book's own files where it can be told."""
    diagnostic = str(getattr(error, "diagnostic", "") or error)
    lines = []
    fonts = Path(builder.config.kg_pdf_fonts)
    folder = "assets/fonts" if fonts == FONTS else fonts
    for text in dict.fromkeys(_unescaped(text) for text in _GLYPH.findall(diagnostic)):
        place = find_text(text, assembled, builder)
        lines.append(f"{place}: no font in {folder} draws {text!r}: use another character or add a font")
    if lines:
        return report(lines)
    refused = _PANIC.search(diagnostic)
    if refused:
        # A function of ours says what is wrong; where it stops, the page is all that is known.
        return f"{os.path.relpath(builder.env.doc2path(assembled.root), builder.confdir)}: {refused.group(1)}"
    numbers = _LINE.findall(diagnostic)
    place = ""
    if numbers:
        # The last place named is the outermost call: the one that the writer wrote.
        above = source.splitlines()[: int(numbers[-1])]
        marks = [line[4:] for line in above if line.startswith("//@ ")]
        place = f"{marks[-1]}: " if marks else ""
    return f"{place}Typst could not make the PDF:\n{diagnostic}"


def astray(pdf: bytes, assembled: book.Book, builder: Builder) -> list[str]:
    """Return a message for each word of the *pdf* that leaves its page or lies over another one."""
    import io

    import pikepdf

    from kratom_guide.editions.pdf import words

    with pikepdf.open(io.BytesIO(pdf)) as document:
        widths = [float(sheet.mediabox[2]) for sheet in document.pages]
        faults = [
            f"{find_text(run.text.strip(), assembled, builder)}: {_short(run.text)!r} {fault} on page {run.page} of "
            "the PDF: shorten it, give its column more room, or allow a break with a soft hyphen"
            for run, fault in words.astray(words.runs(document), widths)
        ]
    return list(dict.fromkeys(faults))


def find_text(text: str, assembled: book.Book, builder: Builder) -> str:
    """Return ``path:line`` of the first place in the book that holds *text*."""
    for docname, doctree in assembled.doctrees.items():
        for node in doctree.findall(nodes.Text):
            if text in node.astext():
                here: nodes.Node | None = node.parent
                while here is not None and here.line is None:
                    here = here.parent
                return _place(docname, here, builder)
        for image in doctree.findall(nodes.image):
            if pictures.says(Path(builder.srcdir, image["uri"]), text):
                return f"{image['uri']}, which {_place(docname, image, builder)} shows"
    return "conf.py, or the caption of a toctree"


def _place(docname: str, node: nodes.Node | None, builder: Builder) -> str:
    """Return ``path:line`` of *node*, or of the document when the line is not known."""
    line = f":{node.line}" if node is not None and node.line else ""
    return f"{os.path.relpath(builder.env.doc2path(docname), builder.confdir)}{line}"


def _short(text: str) -> str:
    """Return *text*, or its beginning when it is long."""
    return textwrap.shorten(text, 40, placeholder="…") if " " in text.strip() else text.strip()[:40]


def _unescaped(text: str) -> str:
    """Return what Typst quoted as it stands in the book: it writes some characters as ``u{200d}``."""
    return re.sub(r"\\u\{(\w+)\}", lambda code: chr(int(code.group(1), 16)), text)
