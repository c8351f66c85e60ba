"""Show a page's front matter under its title: for whom, how long, when reviewed, by whom."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from kratom_guide import __version__
from kratom_guide.checks.chapters import Page, read_page
from kratom_guide.records.dates import add_months, long_date
from kratom_guide.sphinxext.claims import Badge
from kratom_guide.sphinxext.data import library_of, root_of, today_of
from kratom_guide.sphinxext.facets import Entry

if TYPE_CHECKING:
    import datetime as dt

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from kratom_guide.records import Library

WORDS_PER_MINUTE = 200
"""A slow, careful pace: adults read non-fiction at about 238 words a minute (Brysbaert 2019,
doi 10.1016/j.jml.2019.104047), and this subject is not light."""


def reading_minutes(words: int) -> int:
    """Whole minutes, at least one, for a number of words."""
    return max(1, math.ceil(words / WORDS_PER_MINUTE))


def prose_words(doctree: nodes.document) -> int:
    """Words that are read from start to end: tables and lists of terms are looked up, sources are followed.

    A page that is such a list, a glossary say, has none.
    """
    if any(len(listing) > 30 for listing in doctree.findall(nodes.definition_list)) or any(doctree.findall(Entry)):
        return 0
    texts = (
        node.astext()
        for node in doctree.findall(nodes.Text)
        if not _inside(node, nodes.table, nodes.definition_list, nodes.footnote, nodes.comment, Badge)
    )
    return sum(len(text.split()) for text in texts)


def _inside(node: nodes.Node, *kinds: type[nodes.Element]) -> bool:
    """Whether `node` stands in a node of one of the kinds."""
    parent = node.parent
    while parent is not None:
        if isinstance(parent, kinds):
            return True
        parent = parent.parent
    return False


def panel_rows(page: Page, library: Library, words: int, today: dt.date) -> list[tuple[str, str]]:
    """Names and texts of the panel, in order."""
    chapter = page.chapter
    due = add_months(chapter.last_reviewed, int(chapter.review_in.split()[0]))
    minutes = reading_minutes(words)
    rows = [
        ("Part", library.label("part", chapter.part)),
        ("For", ", ".join(library.label("audience", code) for code in chapter.audience)),
        ("Reading time", f"{minutes} minute{'s' if minutes != 1 else ''}"),
        ("Last reviewed", long_date(chapter.last_reviewed)),
        ("Next review", long_date(due) + (" (overdue)" if due < today else "")),
        ("Review so far", library.label("review", chapter.review)),
    ]
    if chapter.chapter is not None:
        rows[0] = ("Chapter", f"{chapter.chapter}, in {library.label('part', chapter.part)}")
    if words == 0:  # a list to look things up in
        del rows[2]
    return rows


def _insert(app: Sphinx, doctree: nodes.document) -> None:
    """Put the panel after the title of every page that has a chapter's front matter."""
    root = root_of(app.config)
    if Path(app.srcdir) != root / "source":  # the handbook has pages of another kind
        return
    page = read_page(root, Path(app.env.doc2path(app.env.docname)))
    title = next(iter(doctree.findall(nodes.title)), None)
    if page is None or title is None or page.chapter.part == "start":
        return
    library = library_of(app.config)
    words = prose_words(doctree)
    panel = nodes.container(classes=["kg-page-panel"])
    fields = nodes.field_list()
    for name, text in panel_rows(page, library, words, today_of(app.config)):
        fields += nodes.field("", nodes.field_name(name, name), nodes.field_body("", nodes.paragraph(text, text)))
    panel += fields
    title.parent.insert(title.parent.index(title) + 1, panel)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Insert the panel once a page has been read."""
    app.connect("doctree-read", _insert)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
