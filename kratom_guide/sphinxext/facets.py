"""Lists and tables that a reader can narrow down: entries and rows that carry codes, and the form that filters them.

An entry is a container in every edition, a row a row of a table; on a web page it has a ``data-`` attribute for each
of its facets.  The form is hidden until ``filter.js`` has taken hold of it, so that nobody meets a control that does
nothing.  ``{evidence-filter}`` is the form of the evidence explorer.
"""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from kratom_guide import __version__
from kratom_guide.checks.chapters import read_page
from kratom_guide.sphinxext.data import library_of, root_of
from kratom_guide.sphinxext.scripts import load_where

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata
    from sphinx.writers.html5 import HTML5Translator

SCRIPT = "filter.js"

FITS: dict[str, tuple[str, ...]] = {
    "leaf-powder": ("leaf",),
    "leaf-decoction": ("leaf",),
    "other-alkaloids": ("mixed",),
}
"""Exposures of findings and the exposure of claims under which a reader looks for them; others have the same name."""


class Entry(nodes.container):
    """One entry of a list; its attribute ``facets`` maps names to codes, several of them set apart by spaces."""


class FacetRow(nodes.row):
    """A row of a table with ``facets`` like those of an entry."""


class Filter(nodes.container):
    """The form; its attribute ``lists`` is JSON: name to (words, {code: words}).

    ``name`` says what it does, ``items`` and ``group`` are CSS selectors of what is filtered and of what holds it,
    ``noun`` is what the items are called.
    """


def _data(node: Entry | FacetRow) -> dict[str, Any]:
    return {f"data-{name}": codes for name, codes in node["facets"].items()}


def _open_entry(translator: HTML5Translator, node: Entry) -> None:
    translator.body.append(translator.starttag(node, "div", **_data(node)))


def _close_entry(translator: HTML5Translator, node: Entry) -> None:
    translator.body.append("</div>\n")


def _open_row(translator: HTML5Translator, node: FacetRow) -> None:
    translator.body.append(translator.starttag(node, "tr", **_data(node)))
    node.column = 0  # type: ignore[attr-defined]  # as docutils does it: its cells count themselves here


def _close_row(translator: HTML5Translator, node: FacetRow) -> None:
    translator.body.append("</tr>\n")


Lists = dict[str, tuple[str, dict[str, str]]]
"""Menus of a form: name of the facet to words for readers and {code: words}."""


def filter_form(
    lists: Lists, name: str, items: str = ".kg-entry", group: str = "section", noun: str = "entries"
) -> Filter:
    """The form as a node, one a page; for the attributes see :class:`Filter`."""
    return Filter(classes=["kg-screen-only"], lists=json.dumps(lists), name=name, items=items, group=group, noun=noun)


def form(node: Filter) -> str:
    """The HTML of the form: a text box, one menu a facet, a button and the place where the count is told."""
    lists: Lists = json.loads(node["lists"])
    about = {"aria-label": node["name"], "data-items": node["items"], "data-group": node["group"]}
    attributes = " ".join(f'{key}="{escape(value)}"' for key, value in (about | {"data-noun": node["noun"]}).items())
    menus = []
    for name, (words, options) in lists.items():
        choices = "".join(f'<option value="{escape(code)}">{escape(shown)}</option>' for code, shown in options.items())
        menu = f'<select name="{escape(name)}"><option value="">All</option>{choices}</select>'
        menus.append(f"<label>{escape(words)} {menu}</label>")
    return "\n".join(
        (
            f'<form class="kg-filter" hidden="hidden" role="search" {attributes}>',
            '<label class="kg-filter-text">Words',
            '<input type="search" name="words" autocomplete="off" spellcheck="false"></label>',
            *menus,
            '<button type="reset">Show all</button>',
            '<output class="kg-filter-count" aria-live="polite"></output>',
            "</form>\n",
        )
    )


def _open_filter(translator: HTML5Translator, node: Filter) -> None:
    translator.body.append(form(node))
    raise nodes.SkipNode


def _close_filter(translator: HTML5Translator, node: Filter) -> None:
    """Nothing is open."""


def finding_label(key: str) -> str:
    """The label of a finding's entry: ``pk-tanna`` gives ``finding-pk-tanna``."""
    return f"finding-{key}"


def topic_title(topic: str) -> str:
    """The name of a topic: ``drug-tests`` gives ``Drug tests``, ``seven-oh-actions`` gives ``7-OH actions``."""
    words = topic.replace("-", " ").replace("seven oh", "7-OH")
    return words[:1].upper() + words[1:]


def chapters_in_order(root: Path, stems: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Docname and title of the chapter of each file stem, in reading order.

    A stem that no page bears is left out; :func:`kratom_guide.checks.chapters.claim_is_shown` reports it.
    """
    found = []
    for stem in set(stems):
        for path in (root / "source").glob(f"*/{stem}.md"):
            page = read_page(root, path)
            title = re.search(r"^# (.+)$", page.body, re.MULTILINE) if page else None
            if page and title:
                found.append((page.chapter.chapter or 99, stem, page.docname, title.group(1)))
    return {stem: (docname, title) for _, stem, docname, title in sorted(found)}


class EvidenceFilter(SphinxDirective):
    """The controls that narrow the lists down; they are shown once their script runs."""

    def run(self) -> list[nodes.Node]:
        library = library_of(self.config)
        chapters = chapters_in_order(root_of(self.config), library.chapter.values())
        lists: Lists = {
            "entry": ("Show", {"claim": "Claims", "finding": "Findings"}),
            "chapter": ("Chapter", {stem: title for stem, (_, title) in chapters.items()}),
            "kind": ("Kind of evidence", self.words("evidence_kind")),
            "certainty": ("Certainty of claims", self.words("certainty")),
            "exposure": ("About", self.words("claim_exposure")),
            "direction": ("For or against", self.words("direction")),
        }
        return [filter_form(lists, "Filter the evidence")]

    def words(self, vocabulary: str) -> dict[str, str]:
        """Codes of a closed list with the words that a reader sees."""
        return {code: term.label for code, term in library_of(self.config).vocabulary[vocabulary].items()}


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive and the nodes."""
    app.add_directive("evidence-filter", EvidenceFilter)
    app.add_node(Entry, html=(_open_entry, _close_entry))
    app.add_node(FacetRow, html=(_open_row, _close_row))
    app.add_node(Filter, html=(_open_filter, _close_filter))
    load_where(app, SCRIPT, lambda doctree: next(doctree.findall(Filter), None) is not None)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
