"""Lists that a reader can narrow down: entries that carry codes, and the form that filters them on the web.

An entry is a container in every edition; on a web page it has a ``data-`` attribute for each of its facets.  The form
is hidden until ``evidence.js`` has taken hold of it, so that nobody meets a control that does nothing.
"""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

from docutils import nodes

from kratom_guide import __version__

if TYPE_CHECKING:
    from typing import Any

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata
    from sphinx.writers.html5 import HTML5Translator

SCRIPT = "evidence.js"


class Entry(nodes.container):
    """One entry of a list; its attribute ``facets`` maps names to codes, several of them set apart by spaces."""


class Filter(nodes.container):
    """The form; its attribute ``lists`` is JSON: name to (words, {code: words})."""


def _open_entry(translator: HTML5Translator, node: Entry) -> None:
    data = {f"data-{name}": codes for name, codes in node["facets"].items()}
    translator.body.append(translator.starttag(node, "div", **data))


def _close_entry(translator: HTML5Translator, node: Entry) -> None:
    translator.body.append("</div>\n")


def form(lists: dict[str, tuple[str, dict[str, str]]]) -> str:
    """The HTML of the form: a text box, one menu a facet, a button and the place where the count is told."""
    menus = []
    for name, (words, options) in lists.items():
        choices = "".join(f'<option value="{escape(code)}">{escape(shown)}</option>' for code, shown in options.items())
        menu = f'<select name="{escape(name)}"><option value="">All</option>{choices}</select>'
        menus.append(f"<label>{escape(words)} {menu}</label>")
    return "\n".join(
        (
            '<form class="kg-filter" hidden role="search" aria-label="Filter the evidence">',
            '<label class="kg-filter-text">Words',
            '<input type="search" name="words" autocomplete="off" spellcheck="false"></label>',
            *menus,
            '<button type="reset">Show all</button>',
            '<output class="kg-filter-count" aria-live="polite"></output>',
            "</form>\n",
        )
    )


def _open_filter(translator: HTML5Translator, node: Filter) -> None:
    translator.body.append(form(json.loads(node["lists"])))
    raise nodes.SkipNode


def _close_filter(translator: HTML5Translator, node: Filter) -> None:
    """Nothing is open."""


def _add_script(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document
) -> None:
    """Load the script on pages that have the form, and on no other."""
    if doctree and next(doctree.findall(Filter), None) is not None:
        app.add_js_file(SCRIPT, loading_method="defer")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the nodes."""
    app.add_node(Entry, html=(_open_entry, _close_entry))
    app.add_node(Filter, html=(_open_filter, _close_filter))
    app.connect("html-page-context", _add_script)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
