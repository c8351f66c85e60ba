"""The page of downloads: ``{editions}`` lists what there is, ``{checksums}`` every file, ``{offered}`` links to one.

.. code-block:: markdown

   ```{editions}
   :caption: Every edition
   ```

   ```{checksums}
   ```

   Take {offered}`the whole guide as PDF <kratom-guide.pdf>`.

Sizes, days and checksums are known only when all files are made.  A :class:`FileFact` keeps a place for each, which
:mod:`kratom_guide.editions.shelf` fills; paper editions, which cannot hold their own checksum, leave them out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective, SphinxRole

from kratom_guide import __version__
from kratom_guide.checks.chapters import read_page
from kratom_guide.editions.catalogue import CHECKSUMS, EDITIONS, SHELF, WEBSITE
from kratom_guide.editions.pdf.sheets import PAPERS, SHOWN, file_name
from kratom_guide.editions.shelf import DATA, WHOLE, marked
from kratom_guide.records.dates import long_date
from kratom_guide.sphinxext.data import depend_on, library_of, root_of, today_of
from kratom_guide.sphinxext.tables import Cell, build_table

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.util.typing import ExtensionMetadata, OptionSpec
    from sphinx.writers.html5 import HTML5Translator

_TITLED = re.compile(r"(?P<words>.+?)\s*<(?P<file>[^<>]+)>", re.DOTALL)


class FileFact(nodes.inline):
    """A place for one fact of a file; its attributes ``file`` and ``fact`` say which."""


def fact(file: str, name: str) -> FileFact:
    """The place for ``size``, ``about`` (size and day) or ``sha256`` of `file`."""
    return FileFact(classes=["kg-screen-only"], file=file, fact=name)


def _open_fact(translator: HTML5Translator, node: FileFact) -> None:
    translator.body.append(marked(node["file"], node["fact"]))


def _close_fact(translator: HTML5Translator, node: FileFact) -> None:
    """Nothing is open."""


def link(docname: str, file: str, words: str) -> nodes.reference:
    """A link from the page `docname` to a file on the shelf of the website."""
    return nodes.reference(words, words, refuri=f"{'../' * docname.count('/')}{SHELF}/{file}", internal=False)


def files_of(config: Config) -> list[str]:
    """The names of every file that the website offers, built or not: editions, then sheets."""
    editions = [edition.path.name for edition in EDITIONS if edition is not WEBSITE]
    return [*editions, *(file_name(sheet, paper) for sheet in config.kg_pdf_sheets.values() for paper in PAPERS)]


class OfferedRole(SphinxRole):
    """A link to a file on the shelf, by its name or as ``words <name>``."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        titled = _TITLED.fullmatch(self.text)
        words, file = (titled["words"], titled["file"]) if titled else (self.text, self.text)
        known = [*files_of(self.config), CHECKSUMS]
        if file not in known:
            message = f"the website offers no file '{file}': use one of {', '.join(known)}"
            return [], [self.inliner.reporter.error(message, line=self.lineno)]
        return [link(self.env.docname, file, words)], []


class Editions(SphinxDirective):
    """A table of every edition and sheet, and of the open data."""

    option_spec: ClassVar[OptionSpec] = {"caption": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        rows = [*self.editions(), *self.sheets(), self.data()]
        headings, caption = ("What", "For whom", "Format"), self.options.get("caption")
        table = build_table(headings, rows, (28, 44, 28), "kg-editions", caption)
        self.set_source_info(table)
        return [table]

    def editions(self) -> list[list[Cell]]:
        """The rows of editions of the whole guide."""
        rows: list[list[Cell]] = []
        for edition in EDITIONS:
            name = link(self.env.docname, edition.path.name, edition.name)
            size = fact(edition.path.name, "size")
            if edition is WEBSITE:
                name["refuri"] = name["refuri"].replace(f"{SHELF}/", "")
                size = fact(WHOLE, "size")
            rows.append([_cell(name), edition.audience, _cell(nodes.Text(edition.form), _set_off(size))])
        return rows

    def sheets(self) -> list[list[Cell]]:
        """The rows of sheets, each with its title and readers as its own page has them."""
        root, library = root_of(self.config), library_of(self.config)
        rows: list[list[Cell]] = []
        for docname, sheet in self.config.kg_pdf_sheets.items():
            path = root / "source" / f"{docname}.md"
            depend_on(self.env, [path])
            page = read_page(root, path)
            if page is None:
                raise self.error(f"{docname}.md has no front matter: say there for whom the sheet is")
            readers = ", ".join(library.label("audience", code) for code in page.chapter.audience)
            papers = nodes.paragraph("", "PDF: ")
            for paper, words in SHOWN.items():
                file = file_name(sheet, paper)
                papers += [nodes.Text(", ")] if len(papers) > 1 else []
                papers += [link(self.env.docname, file, words), _set_off(fact(file, "size"), " ")]
            readers = readers[:1].upper() + readers[1:]
            rows.append([_cell(self.words("{doc}`/" + f"{docname}`")), readers, papers])
        return rows

    def data(self) -> list[Cell]:
        """The row of the open data."""
        name = self.words("{ref}`reference-open-data`")
        readers = library_of(self.config).label("audience", "researchers")
        return [
            _cell(name),
            readers.capitalize(),
            _cell(nodes.Text("JSON, CSV, BibTeX, RIS"), _set_off(fact(DATA, "size"))),
        ]

    def words(self, markdown: str) -> nodes.Node:
        """One piece of running text, parsed."""
        return self.parse_inline(markdown)[0][0]


class Checksums(SphinxDirective):
    """Every file with its size, day and checksum, on the website alone: only there they can be known."""

    def run(self) -> list[nodes.Node]:
        listing = nodes.definition_list(classes=["kg-checksums"])
        for file in files_of(self.config):
            term = nodes.term("", "", link(self.env.docname, file, file))
            about, checksum = (nodes.paragraph("", "", fact(file, name)) for name in ("about", "sha256"))
            listing += nodes.definition_list_item("", term, nodes.definition("", about, checksum))
        day = long_date(today_of(self.config))
        version = f"This is version {self.config.release or __version__} of {day}. Each file gives a day of its own."
        return [nodes.container("", nodes.paragraph(version, version), listing, classes=["kg-screen-only"])]


def _cell(*children: nodes.Node) -> nodes.paragraph:
    return nodes.paragraph("", "", *children)


def _set_off(node: FileFact, before: str = ", ") -> nodes.inline:
    """`node` after a comma or space that goes with it where it is left out."""
    return nodes.inline("", "", nodes.Text(before), node, classes=["kg-screen-only"])


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the node, the role and the directive."""
    app.add_node(FileFact, html=(_open_fact, _close_fact))
    app.add_role("offered", OfferedRole())
    app.add_directive("editions", Editions)
    app.add_directive("checksums", Checksums)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
