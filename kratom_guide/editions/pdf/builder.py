"""The Sphinx builder ``typst``: from the resolved book to a tagged PDF."""

from __future__ import annotations

import datetime
import os
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from docutils import nodes
from sphinx.builders import Builder
from sphinx.errors import SphinxError
from sphinx.util import logging
from sphinx.util.display import progress_message

from kratom_guide.editions.pdf import book, escape, matter, sheets
from kratom_guide.editions.pdf.press import FONTS, LostPlaceError, Press
from kratom_guide.editions.pdf.writer import TypstTranslator
from kratom_guide.records.dates import long_date

if TYPE_CHECKING:
    from collections.abc import Set

    import typst

__all__ = ["FONTS", "PdfError", "TypstBuilder"]

logger = logging.getLogger(__name__)

#: The look of the book, in the order in which its parts build on one another.
_LOOK = ("template.typ", "register.typ", "front.typ")
#: Takes the place of some of the template's functions on a sheet.
_SHEET = Path(__file__).with_name("sheet.typ")

_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed')
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
        with progress_message("assembling the book"):
            assembled = book.assemble(self.env, self, self.config.root_doc)
        with progress_message("writing Typst"):
            document = assembled.doctrees[assembled.root]
            translator = cast("TypstTranslator", self.create_translator(document, self, assembled))
            body = translator.write_book()
            text = f"{_template()}\n{self._book(translator, body)}"
        if translator.problems:
            raise PdfError(_report(translator.problems))
        self._copy_images()
        with progress_message("making the PDF"):
            source, pdf = self._print(text, translator)
        with progress_message("making the sheets"):
            papers = self._sheets()
        for file, content in papers.items():
            _replace(Path(self.outdir, file), content)
        name = self.config.kg_pdf_filename
        _replace(Path(self.outdir, f"{name}.typ"), source.encode())
        _replace(Path(self.outdir, f"{name}.pdf"), pdf)

    def _sheets(self) -> dict[str, bytes]:
        """Return the PDF of every sheet in every size of paper, by file name."""
        config = self.config
        day = _build_date()
        parts = [str(config.kg_pdf_title or config.project), f"Version {config.release}" if config.release else ""]
        parts += [long_date(day.date()) if day else "", config.kg_pdf_notice, config.kg_pdf_sheet_notice]
        foot = " ".join(f"{part.rstrip('.')}." for part in parts if part)
        result = {}
        for docname, sheet in config.kg_pdf_sheets.items():
            body, translator = sheets.write(self.env, self, docname)
            if translator.problems:
                raise PdfError(_report(translator.problems))
            for paper in sheets.PAPERS:
                title = translator.title_of(docname)
                opening = sheets.opening(title, paper, foot, (config.language or "en")[:2], _typst_date(day))
                text = f"{_template()}\n{_SHEET.read_text(encoding='utf-8')}\n{opening}\n#{body}"
                result[sheets.file_name(sheet, paper)] = self._print(text, translator)[1]
        return result

    def _book(self, translator: TypstTranslator, body: str) -> str:
        """Return the Typst text of the whole book: its settings, what stands before it, *body* and the index."""
        config = self.config
        date = _build_date()
        title, address = config.kg_pdf_title or config.project, getattr(config, "html_baseurl", "") or ""
        facts = {
            "release": str(config.release or config.version or ""),
            "date": long_date(date.date()) if date else "",
            "address": address,
            "copyright": config.copyright if isinstance(config.copyright, str) else "",
        }
        author = "" if config.author in {"", "unknown", "Author name not set"} else config.author
        setting = {
            "title": title,
            "description": config.kg_pdf_description,
            "language": (config.language or "en")[:2],
            "paper": config.kg_pdf_paper,
        }
        cover = {
            "title": title,
            "subtitle": config.kg_pdf_subtitle,
            "release": facts["release"],
            "date": facts["date"],
            "notice": config.kg_pdf_notice,
            "address": address,
        }
        imprint = matter.imprint(translator, config.kg_pdf_imprint, facts)
        return "\n".join(
            (
                "#show: "
                + escape.call(
                    "kg-book.with",
                    **_strings(setting),
                    authors=escape.array([escape.string(author)] if author else []),
                    keywords=escape.array(escape.string(str(word)) for word in config.kg_pdf_keywords),
                    date=_typst_date(date),
                ),
                "#" + escape.call("kg-title-page", **_strings(cover)),
                "#" + escape.call("kg-half-title", **_strings({"title": title, "subtitle": config.kg_pdf_subtitle})),
                matter.front(translator, imprint),
                "#show: kg-text",
                f"#{body}",
                matter.index(translator, "Index"),
            )
        )

    def _print(self, text: str, translator: TypstTranslator) -> tuple[str, bytes]:
        """Return the whole Typst source and the PDF for *text*; what Typst refuses becomes a located error."""
        import typst  # slow to import, and a website does without

        from kratom_guide.editions.pdf.finish import Target, finish

        # PDF/A asks for a date, which only SOURCE_DATE_EPOCH may give.
        press = Press(Path(self.outdir), ["a-2a", "ua-1"] if _build_date() else ["ua-1"])
        try:
            spots = press.settle(text, list(translator.linked))
            pdf = press.pdf()
        except typst.TypstError as error:
            raise PdfError(_explain(error, press.source, translator.book, self)) from error
        except LostPlaceError as error:
            raise PdfError(
                _report([f"{name}: a link leads here, but print has no such place" for name in error.names])
            ) from error
        finally:
            press.clean()
        for remark in press.remarks:
            logger.warning("%s", remark, type="kg", subtype="pdf")
        targets = {name: Target(translator.words_for(name), spot) for name, spot in spots.items()}
        return press.source, finish(pdf, translator.tables, targets)

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


def _template() -> str:
    """Return the look of the book, whose parts build on one another."""
    return "\n".join(Path(__file__).with_name(name).read_text(encoding="utf-8") for name in _LOOK)


def _strings(options: dict[str, str]) -> dict[str, str]:
    """Return *options* as Typst strings, without those that say nothing."""
    return {name: escape.string(str(value)) for name, value in options.items() if value}


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


def _report(problems: list[str]) -> str:
    count = "1 problem keeps" if len(problems) == 1 else f"{len(problems)} problems keep"
    return f"{count} the PDF from being made:\n" + "\n".join(f"  {line}" for line in problems)


def _explain(error: typst.TypstError, source: str, assembled: book.Book, builder: Builder) -> str:
    """Return what Typst said, with the place in the book's own files where it can be told."""
    diagnostic = str(error.diagnostic or error.message)
    lines = []
    for text in dict.fromkeys(_GLYPH.findall(diagnostic)):
        place = _find_text(text, assembled, builder)
        lines.append(f"{place}: no font in assets/fonts draws {text!r}: use another character or add a font")
    if lines:
        return _report(lines)
    numbers = _LINE.findall(diagnostic)
    place = ""
    if numbers:
        # The last place named is the outermost call: the one that the writer wrote.
        above = source.splitlines()[: int(numbers[-1])]
        marks = [line[4:] for line in above if line.startswith("//@ ")]
        place = f"{marks[-1]}: " if marks else ""
    return f"{place}Typst could not make the PDF:\n{diagnostic}"


def _find_text(text: str, assembled: book.Book, builder: Builder) -> str:
    """Return ``path:line`` of the first place in the book that holds *text*."""
    for docname, doctree in assembled.doctrees.items():
        for node in doctree.findall(nodes.Text):
            if text in node.astext():
                here: nodes.Node | None = node.parent
                while here is not None and here.line is None:
                    here = here.parent
                line = f":{here.line}" if here is not None else ""
                return f"{os.path.relpath(builder.env.doc2path(docname), builder.confdir)}{line}"
    return "a figure or heading"
