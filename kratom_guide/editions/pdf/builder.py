"""The Sphinx builder ``typst``: from the resolved book to a tagged PDF."""

from __future__ import annotations

import gc
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from sphinx.builders import Builder
from sphinx.util import logging
from sphinx.util.display import progress_message

from kratom_guide.editions.pdf import book, setting, sheets
from kratom_guide.editions.pdf.faults import PdfError, astray, explain, missing_families, report
from kratom_guide.editions.pdf.press import FONTS, LostPlaceError, Press
from kratom_guide.editions.pdf.setting import build_date
from kratom_guide.editions.pdf.writer import TypstTranslator

if TYPE_CHECKING:
    from collections.abc import Set

    import typst

__all__ = ["FONTS", "PdfError", "TypstBuilder"]

logger = logging.getLogger(__name__)


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
        if docs := getattr(self.env, "_write_doc_doctree_cache", None):
            # Sphinx keeps every page that it has just read, for builders that write page by page; this one does not.
            docs.clear()
            gc.collect()
        with progress_message("assembling the book"):
            assembled = book.assemble(self.env, self, self.config.root_doc)
        with progress_message("writing Typst"):
            document = assembled.doctrees[assembled.root]
            translator = cast("TypstTranslator", self.create_translator(document, self, assembled))
            volumes = setting.volumes(self.config, translator, translator.write_book())
        if translator.problems:
            raise PdfError(report(translator.problems))
        self._copy_images()
        with progress_message("making the PDF"):
            sources, pdf = self._print(volumes, translator)
        if self.config.kg_pdf_check_words:
            with progress_message("looking for words that run over"):
                strayed = astray(pdf, assembled, self)
            if strayed:
                raise PdfError(report(strayed))
        with progress_message("making the sheets"):
            papers = self._sheets() if self.config.kg_pdf_with_sheets else {}
        for file, content in papers.items():
            _replace(Path(self.outdir, file), content)
        name = self.config.kg_pdf_filename
        for old in Path(self.outdir).glob(f"{name}.*.typ"):
            old.unlink()  # the last edition may have had more volumes
        for number, source in enumerate(sources, 1):
            _replace(Path(self.outdir, f"{name}.typ" if number == 1 else f"{name}.{number}.typ"), source.encode())
        _replace(Path(self.outdir, f"{name}.pdf"), pdf)

    def _sheets(self) -> dict[str, bytes]:
        """Return the PDF of every sheet in every size of paper, by file name."""
        result = {}
        for docname, sheet in self.config.kg_pdf_sheets.items():
            body, translator = sheets.write(self.env, self, docname)
            if translator.problems:
                raise PdfError(report(translator.problems))
            for paper in sheets.PAPERS:
                text = setting.sheet(self.config, docname, translator.title_of(docname), paper, body)
                result[sheets.file_name(sheet, paper)] = self._print([text], translator)[1]
        return result

    def _print(self, volumes: list[str], translator: TypstTranslator) -> tuple[list[str], bytes]:
        """Return the whole text of the *volumes* and their PDF; what Typst refuses becomes a located error."""
        import typst  # slow to import, and a website does without

        from kratom_guide.editions.pdf.finish import Target, finish

        # PDF/A asks for a date, which only SOURCE_DATE_EPOCH may give.
        standards: list[typst.PDFStandard] = ["a-2a", "ua-1"] if build_date() else ["ua-1"]
        press = Press(Path(self.outdir), standards, self.config.kg_pdf_fonts)
        press.tight = translator.tight
        try:
            pdfs, spots = press.settle(volumes, list(translator.linked))
        except (typst.TypstError, RuntimeError) as error:  # a question to Typst fails with the latter
            raise PdfError(explain(error, press.source, translator.book, self)) from error
        except LostPlaceError as error:
            lost = [f"{name}: a link leads here, but print has no such place" for name in error.names]
            raise PdfError(report(lost)) from error
        finally:
            press.clean()
        if press.too_wide:
            wide = [f"{word.where}: “{word.text}” runs out of its cell: widen its column" for word in press.too_wide]
            raise PdfError(report(wide))
        lacking = missing_families(press.remarks, self.config.kg_pdf_fonts)
        if lacking:
            raise PdfError(lacking)
        for remark in press.remarks:
            logger.warning("%s", remark, type="kg", subtype="pdf")
        targets = {name: Target(translator.words_for(name), spot) for name, spot in spots.items()}
        return press.sources, finish(pdfs, translator.tables, targets)

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


def _replace(path: Path, content: bytes) -> None:
    """Write *content* to *path* in one step, so that nobody meets half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_bytes(content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
