"""The builder: Sphinx writes the pages as HTML, and this makes a book of them."""

from __future__ import annotations

import posixpath
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.builders.epub3 import Epub3Builder
from sphinx.errors import SphinxError

from kratom_guide.editions.epub import cover, navigation, package, semantics
from kratom_guide.editions.epub.archive import archive
from kratom_guide.editions.epub.pages import number_pages
from kratom_guide.editions.epub.split import File, Linker, files_of
from kratom_guide.editions.epub.xhtml import EPUB_TYPE, make, read, tag, write
from kratom_guide.records.dates import edition_moment, long_date

FOLDER = "EPUB"
STYLE, COVER = "style.css", "cover.png"
COVER_PAGE, TITLE_PAGE, NAVIGATION = "cover.xhtml", "title.xhtml", "contents.xhtml"


def _line_of(node: nodes.Node | None) -> int:
    """The line at which a node, or the next one around it that knows, begins; 1 when none does."""
    while node is not None and node.line is None:
        node = node.parent
    return node.line or 1 if node is not None else 1


class EpubError(SphinxError):
    """The book cannot be made into an e-book; the message names each place and remedy."""

    category = "e-book"


class EpubBuilder(Epub3Builder):
    """Writes the whole book as one EPUB.

    Sphinx's own builder takes the pages and files of the website: their forms, scripts and templates, with links to
    what the book does not hold.  Only its HTML of each page is kept here.
    """

    allow_parallel = False

    def init(self) -> None:
        """Start with an empty book."""
        super().init()
        self.bodies: dict[str, str] = {}
        self.problems: list[str] = []

    def get_outdated_docs(self) -> str:  # type: ignore[override]  # as Builder.build_update() allows
        """Return that every page is written: the book is one file."""
        return "all documents"

    def copy_assets(self) -> None:
        """Nothing of the website's scripts and styles goes into the book."""

    def get_doc_context(self, docname: str, body: str, metatags: str) -> dict[str, Any]:
        """Return what is kept of a page."""
        return {"body": body}

    def handle_page(
        self,
        pagename: str,
        addctx: dict[str, Any],
        templatename: str = "page.html",
        *,
        outfilename: Path | None = None,
        event_arg: nodes.document | None = None,
    ) -> None:
        """Keep the page: no template is filled in."""
        self.bodies[pagename] = addctx["body"]
        for image in event_arg.findall(nodes.image) if event_arg is not None else ():
            if not str(image.get("alt", "")).strip():
                where = f"{self.env.doc2path(pagename, False)}:{_line_of(image)}"
                self.problems.append(f"{where}: a picture has no alternative text: say in :alt: what it shows")

    def finish(self) -> None:
        """Make the book, or say what keeps it from being made."""
        files = self._files()
        linker = Linker(files, self.out_suffix)
        problems = self.problems + [
            f"{self.env.doc2path(file.docname, False)}: the link to {target} leads nowhere in the book: mend it"
            for file in files
            for target in linker.bend(file)
        ]
        if problems:
            raise EpubError("\n".join(problems))
        content = self._content(files, linker)
        order = [COVER_PAGE, TITLE_PAGE, NAVIGATION, *(file.name for file in files)]
        contents = package.Contents(sorted(content), order, NAVIGATION, COVER)
        content[package.PACKAGE] = package.package(self._about(), contents)
        inside = {f"{FOLDER}/{name}": data for name, data in content.items()}
        inside["META-INF/container.xml"] = package.container(FOLDER)
        target = Path(self.outdir, f"{self.config.epub_basename}.epub")
        partial = target.with_suffix(".part")
        partial.write_bytes(archive(inside, edition_moment()))
        partial.replace(target)

    def _files(self) -> list[File]:
        """The files of the book in reading order, without marks and with links as Sphinx wrote them."""
        files: list[File] = []
        for docname in navigation.reading_order(self.env, self.config.root_doc):
            try:
                page = read(self.bodies[docname])
            except ET.ParseError as error:
                where = self.env.doc2path(docname, False)
                raise EpubError(
                    f"{where}: its HTML is no XHTML ({error}): close every element, name no entity"
                ) from None
            semantics.mark(page)
            section = page.find(tag("section"))
            kind = self.config.kg_epub_kinds.get(docname)
            if kind and section is not None:
                section.set(EPUB_TYPE, kind)
                section.set("role", f"doc-{kind}")
            files += files_of(docname, self.env.titles[docname].astext(), page, self.out_suffix)
        return files

    def _content(self, files: list[File], linker: Linker) -> dict[str, bytes]:
        """Every file of the book but the package document, by name."""
        config = self.config
        pages = number_pages(files)
        version, day = f"Version {config.release}", long_date(edition_moment().date())
        fonts = Path(self.confdir) / config.kg_epub_fonts
        words = ". ".join(part.rstrip(".") for part in (config.epub_title, config.kg_epub_subtitle) if part)
        lines = (f"{version}, {day}", config.epub_author, config.html_baseurl, config.kg_epub_notice)
        bodies = {
            COVER_PAGE: ("Cover", cover.cover_page(COVER, f"{words}. {version}, {day}.")),
            TITLE_PAGE: (
                config.epub_title,
                cover.title_page(config.epub_title, config.kg_epub_subtitle, (*lines, config.epub_copyright)),
            ),
            NAVIGATION: (
                navigation.CONTENTS,
                navigation.navigation(
                    navigation.contents(self.env, config.root_doc, config.epub_tocdepth),
                    self._landmarks(linker),
                    pages,
                    linker,
                ),
            ),
        } | {file.name: (file.title, self._body(file, linker)) for file in files}
        content = {
            name: write(title, config.epub_language, posixpath.relpath(STYLE, posixpath.dirname(name) or "."), body)
            for name, (title, body) in bodies.items()
        }
        content[STYLE] = Path(__file__).with_name(STYLE).read_bytes()
        content[COVER] = cover.draw(config.epub_title, config.kg_epub_subtitle, f"{version} · {day}", fonts)
        for uri, name in self.images.items():
            content[f"{self.imagedir}/{name}"] = Path(self.srcdir, uri).read_bytes()
        return content

    def _body(self, file: File, linker: Linker) -> ET.Element:
        """The body of a file: the way to help, then the text."""
        body = make("body", children=[file.content])
        if self.config.kg_epub_help:
            docname, question, words = self.config.kg_epub_help
            target = linker.find(docname)
            if target and docname != file.docname:
                link = make("a", words, href=posixpath.relpath(target, posixpath.dirname(file.name) or "."))
                line = make("p", f"{question} ", [link])
                body.insert(0, make("aside", children=[line], class_="kg-help", aria_label=words))
        return body

    def _landmarks(self, linker: Linker) -> list[tuple[str, str, str]]:
        """Kind, words and address of the places to which a reader may jump at once."""
        config = self.config
        found = [
            ("cover", "Cover", COVER_PAGE),
            ("titlepage", "Title page", TITLE_PAGE),
            ("toc", navigation.CONTENTS, f"{NAVIGATION}#contents"),
            ("bodymatter", "Start of the text", linker.first[config.root_doc]),
        ]
        for docname, kind in config.kg_epub_kinds.items():
            found.append((kind, self.env.titles[docname].astext(), linker.first[docname]))
        return found

    def _about(self) -> package.Metadata:
        config = self.config
        return package.Metadata(
            identifier=config.epub_identifier,
            title=config.epub_title,
            language=config.epub_language,
            creator=config.epub_author,
            publisher=config.epub_publisher,
            rights=config.epub_copyright,
            description=config.epub_description,
            date=edition_moment().strftime("%Y-%m-%dT%H:%M:%SZ"),
            version=config.release,
            summary=config.kg_epub_summary,
        )
