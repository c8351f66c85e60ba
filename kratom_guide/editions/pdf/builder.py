"""The Sphinx builder ``typst``: from the resolved book to a tagged PDF."""

from __future__ import annotations

import datetime
import io
import os
import re
import shutil
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from docutils import nodes
from sphinx.builders import Builder
from sphinx.errors import SphinxError
from sphinx.util import logging
from sphinx.util.display import progress_message
from sphinx.util.i18n import format_date

from kratom_guide.editions.pdf import book, escape, forms, pictures, sheets
from kratom_guide.editions.pdf.writer import TypstTranslator
from kratom_guide.records.dates import long_date

if TYPE_CHECKING:
    from collections.abc import Set

    import typst
    from sphinx.config import Config

logger = logging.getLogger(__name__)

_TEMPLATE = Path(__file__).with_name("template.typ")
#: Takes the place of some of its functions on a sheet.
_SHEET = Path(__file__).with_name("sheet.typ")
#: The only fonts that a build may use, unless ``kg_pdf_fonts`` names another folder.
FONTS = Path(__file__).parents[3] / "assets" / "fonts"

_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')
_PANIC = re.compile(r"panicked with: (.+)")
_FAMILY = re.compile(r"unknown font family: (.+)")
_LINE = re.compile(r"\.typ:(\d+):")


class PdfError(SphinxError):
    """The book cannot be made into a PDF; the message names each place and remedy."""

    category = "PDF edition"


class TypstBuilder(Builder):
    """Writes the whole book as one Typst file and one PDF."""

    name = "typst"
    format = "typst"
    epilog = "The PDF is in %(outdir)s."
    default_translator_class = TypstTranslator
    supported_image_types: ClassVar[list[str]] = ["image/svg+xml", "image/png", "image/jpeg"]
    supported_remote_images = False
    allow_parallel = False

    def init(self) -> None:
        """Set where pictures go, below the output folder."""
        self.imagedir = "images"

    def get_outdated_docs(self) -> str:
        """Return that every document is written: the book is one file."""
        return "all documents"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return the URI by which the writer knows *docname*."""
        return f"{book.URI}{docname}"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the URI of *to*; in one book it is the same from everywhere."""
        return self.get_target_uri(to, typ)

    def prepare_writing(self, docnames: Set[str]) -> None:
        """Nothing is prepared before the book is assembled."""

    def write_documents(self, docnames: Set[str]) -> None:
        """Write the Typst file and the PDF, both or neither."""
        from kratom_guide.editions.pdf.finish import finish  # slow to import, and a website does without

        with progress_message("assembling the book"):
            assembled = book.assemble(self.env, self, self.config.root_doc)
        with progress_message("writing Typst"):
            document = assembled.doctrees[assembled.root]
            translator = cast("TypstTranslator", self.create_translator(document, self, assembled))
            body = translator.write_book()
        if translator.problems:
            raise PdfError(_report(translator.problems))
        source = f"{self._template()}\n{self._cover()}\n#{body}\n"
        self._copy_images()
        with progress_message("making the PDF"):
            pdf = finish(self._compile(source, assembled), translator.tables)
        if self.config.kg_pdf_check_words:
            with progress_message("looking for words that run over"):
                self._check_words(pdf, assembled)
        with progress_message("making the sheets"):
            papers = self._sheets()
        for file, content in papers.items():
            _replace(Path(self.outdir, file), content)
        name = self.config.kg_pdf_filename
        _replace(Path(self.outdir, f"{name}.typ"), source.encode())
        _replace(Path(self.outdir, f"{name}.pdf"), pdf)

    def _template(self) -> str:
        """Return the Typst functions of the builder, and then those that the book adds."""
        return f"{forms.read(_TEMPLATE)}\n{forms.read(self.config.kg_pdf_forms.template)}"

    def _sheets(self) -> dict[str, bytes]:
        """Return the PDF of every sheet in every size of paper, by file name."""
        from kratom_guide.editions.pdf.finish import finish

        config = self.config
        day = _build_date()
        parts = [str(config.kg_pdf_title or config.project), f"Version {config.release}" if config.release else ""]
        parts += [self._words(day) if day else "", config.kg_pdf_notice, config.kg_pdf_sheet_notice]
        foot = " ".join(f"{part.rstrip('.')}." for part in parts if part)
        look = f"{self._template()}\n{forms.read(_SHEET)}\n{forms.read(config.kg_pdf_forms.sheet_template)}"
        result = {}
        for docname, sheet in config.kg_pdf_sheets.items():
            body, translator = sheets.write(self.env, self, docname)
            if translator.problems:
                raise PdfError(_report(translator.problems))
            for paper in sheets.PAPERS:
                title = translator.title_of(docname)
                about = _described(config, config.kg_pdf_title or config.project)
                language, folded = (config.language or "en")[:2], docname in config.kg_pdf_folded
                opening = sheets.opening(title, about, paper, foot, language, _typst_date(day), folded)
                pdf = self._compile(f"{look}\n{opening}\n#{body}\n", translator.book)
                result[sheets.file_name(sheet, paper)] = finish(pdf, translator.tables)
        return result

    def _cover(self) -> str:
        """Return the Typst call that sets the book up and opens it with its title page."""
        config = self.config
        date = _build_date()
        release = str(config.release or config.version or "")
        options = {
            "title": config.kg_pdf_title or config.project,
            "subtitle": config.kg_pdf_subtitle,
            "description": _described(config, config.kg_pdf_description or config.kg_pdf_subtitle),
            "language": (config.language or "en")[:2],
            "paper": config.kg_pdf_paper,
            "release": release,
            "date_words": self._words(date) if date else "",
            "address": getattr(config, "html_baseurl", "") or "",
        }
        author = "" if config.author in {"", "unknown", "Author name not set"} else config.author
        return "#show: " + escape.call(
            "kg-book.with",
            **{name: escape.string(str(value)) for name, value in options.items() if value},
            notice=escape.string(config.kg_pdf_notice),
            authors=escape.array([escape.string(author)] if author else []),
            keywords=escape.array(escape.string(str(word)) for word in config.kg_pdf_keywords),
            date=_typst_date(date),
        )

    def _words(self, date: datetime.datetime) -> str:
        """Return a day in words, in the language of the book."""
        return format_date("%-d %B %Y", date=date, language=self.config.language or "en")

    def _compile(self, source: str, assembled: book.Book) -> bytes:
        """Return the PDF for the Typst *source*; what Typst refuses becomes a located error."""
        import typst  # slow to import, and a website does without

        # PDF/A asks for a date, which only SOURCE_DATE_EPOCH may give.
        standards: list[typst.PDFStandard] = ["a-2a", "ua-1"] if _build_date() else ["ua-1"]
        # Typst brings fonts of its own; without them a missing character is an error, not a stranger's letter.
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[self.config.kg_pdf_fonts]
        )
        compiler = typst.Compiler(font_paths=fonts, ignore_system_fonts=True, root=self.outdir)
        try:
            pdf, warnings = compiler.compile_with_warnings(source.encode(), format="pdf", pdf_standards=standards)
        except typst.TypstError as error:
            raise PdfError(_explain(error, source, assembled, self)) from error
        missing = sorted({name for warning in warnings for name in _FAMILY.findall(str(warning.message))})
        if missing:
            # Without the family of a text Typst may leave letters out and say no more than this.
            raise PdfError(
                f"conf.py: kg_pdf_fonts ({self.config.kg_pdf_fonts}) has no {', '.join(missing)}: "
                "put the fonts there, or name others in the template"
            )
        for warning in warnings:
            logger.warning("%s", warning.diagnostic or warning.message, type="kg", subtype="pdf")
        assert isinstance(pdf, bytes)  # no output path was given, so the bytes come back
        return pdf

    def _check_words(self, pdf: bytes, assembled: book.Book) -> None:
        """Raise PdfError when a word leaves its page or lies over another one."""
        import pikepdf

        from kratom_guide.editions.pdf import words

        with pikepdf.open(io.BytesIO(pdf)) as document:
            widths = [float(sheet.mediabox[2]) for sheet in document.pages]
            faults = [
                f"{_find_text(run.text.strip(), assembled, self)}: {_short(run.text)!r} {fault} on page {run.page} of "
                "the PDF: shorten it, give its column more room, or allow a break with a soft hyphen"
                for run, fault in words.astray(words.runs(document), widths)
            ]
        if faults:
            raise PdfError(_report(list(dict.fromkeys(faults))))

    def _copy_images(self) -> None:
        """Put the pictures beside the Typst file, and take away those of earlier editions."""
        folder = Path(self.outdir, self.imagedir)
        if self.images:
            folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*"):
            if old.name not in self.images.values():
                old.unlink()
        for source, name in sorted(self.images.items()):
            shutil.copyfile(Path(self.srcdir, source), folder / name)


def _described(config: Config, words: str) -> str:
    """Return *words* with the version and the day of the edition, for the file's own description."""
    day = _build_date()
    version = f"Version {config.release}" if config.release else ""
    edition = ", ".join(part for part in (version, long_date(day.date()) if day else "") if part)
    return " ".join(f"{part.rstrip('.')}." for part in (words, edition) if part)


def _build_date() -> datetime.datetime | None:
    """Return the moment that SOURCE_DATE_EPOCH names, in UTC; None when it is not set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch.isdigit():
        return None
    return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)


def _typst_date(date: datetime.datetime | None) -> str | None:
    """Return a moment as Typst code."""
    if date is None:
        return None
    return (
        f"datetime(year: {date.year}, month: {date.month}, day: {date.day}, "
        f"hour: {date.hour}, minute: {date.minute}, second: {date.second})"
    )


def _replace(path: Path, content: bytes) -> None:
    """Write *content* to *path* in one step, so that nobody meets half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _short(text: str) -> str:
    """Return *text*, or its beginning when it is long."""
    return textwrap.shorten(text, 40, placeholder="…") if " " in text.strip() else text.strip()[:40]


def _report(problems: list[str]) -> str:
    count = "1 problem keeps" if len(problems) == 1 else f"{len(problems)} problems keep"
    return f"{count} the PDF from being made:\n" + "\n".join(f"  {line}" for line in problems)


def _explain(error: typst.TypstError, source: str, assembled: book.Book, builder: Builder) -> str:
    """Return what Typst said, with the place in the book's own files where it can be told."""
    diagnostic = str(error.diagnostic or error.message)
    lines = []
    fonts = Path(builder.config.kg_pdf_fonts)
    folder = "assets/fonts" if fonts == FONTS else fonts
    for text in dict.fromkeys(_unescaped(text) for text in _GLYPH.findall(diagnostic)):
        place = _find_text(text, assembled, builder)
        lines.append(f"{place}: no font in {folder} draws {text!r}: use another character or add a font")
    if lines:
        return _report(lines)
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


def _unescaped(text: str) -> str:
    """Return what Typst quoted as it stands in the book: it writes some characters as ``u{200d}``."""
    return re.sub(r"\\u\{(\w+)\}", lambda code: chr(int(code.group(1), 16)), text)


def _find_text(text: str, assembled: book.Book, builder: Builder) -> str:
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
