"""``{medicine-lookup}``: type the names of medicines, and see their rows.

The form is part of a web page alone and stays hidden until ``medicines.js`` has taken hold of it.  The rows that it
shows are those of the tables on the same page; only the list of names travels with the form.
"""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from kratom_guide import __version__
from kratom_guide.records.medicines import DO_NOT_STOP, GRAVITY, medicines
from kratom_guide.sphinxext.data import depend_on, library_of
from kratom_guide.sphinxext.interactions import label_of, short_name
from kratom_guide.sphinxext.scripts import load_where

if TYPE_CHECKING:
    from typing import Any

    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata
    from sphinx.writers.html5 import HTML5Translator

    from kratom_guide.records import Library

SCRIPT = "medicines.js"


class LookUp(nodes.container):
    """The form; its attribute ``names`` is JSON as :func:`index` makes it."""


def index(library: Library) -> dict[str, Any]:
    """What the script must know, in plain data.

    ``medicines`` holds (generic name, all names, labels of rows with the gravest first, severity); ``classes`` the same
    for names of rows; ``confused`` lists of names that people mix up; ``unlisted`` names without a row and their
    generic name; ``severities`` code to sign and words, the gravest first.
    """
    words = library.vocabulary["severity"]
    return {
        "medicines": [
            [item.name, list(item.names), [label_of(row) for row in item.rows], item.severity]
            for item in medicines(library).values()
        ],
        "classes": [
            [short_name(record.name), [short_name(record.name)], [label_of(record.id)], record.severity]
            for record in library.interactions.values()
            if record.kind != "enzyme"
        ],
        "confused": [list(item.names) for item in library.confused_names],
        "unlisted": {name: generic for item in library.confused_names for name, generic in item.unlisted.items()},
        "severities": {code: f"{words[code].icon} {words[code].label}" for code in (*reversed(GRAVITY), "give")},
        "doNotStop": DO_NOT_STOP,
    }


def form(names: str) -> str:
    """The HTML of the form around the JSON `names`."""
    data = names.replace("<", "\\u003c")  # nothing in it can end the element
    return "\n".join(
        (
            '<form class="kg-lookup" hidden="hidden" role="search" aria-label="Look up a medicine">',
            '<label for="kg-lookup-name">Name of a medicine, drink or product</label>',
            '<div class="kg-lookup-line"><input id="kg-lookup-name" type="text" autocomplete="off" '
            'autocapitalize="none" spellcheck="false" aria-describedby="kg-lookup-hint">',
            '<button type="submit">Look up</button></div>',
            f'<p id="kg-lookup-hint" class="kg-small">{escape(HINT)}</p>',
            '<div class="kg-lookup-told" aria-live="polite"></div>',
            '<div class="kg-lookup-results"></div>',
            '<button type="reset" hidden="hidden">Clear all</button>',
            f'<script type="application/json">{data}</script>',
            "</form>\n",
        )
    )


HINT = "Generic or brand name. Several at once: put a comma between them. What you type stays on this device."


def _open_form(translator: HTML5Translator, node: LookUp) -> None:
    translator.body.append(form(node["names"]))
    raise nodes.SkipNode


def _close_form(translator: HTML5Translator, node: LookUp) -> None:
    """Nothing is open."""


class MedicineLookUp(SphinxDirective):
    """The look-up, on the page that holds the tables of interactions."""

    def run(self) -> list[nodes.Node]:
        library = library_of(self.config)
        folder = library.root / "data"
        depend_on(self.env, [*sorted((folder / "interactions").glob("*.yaml")), folder / "confused-names.yaml"])
        names = json.dumps(index(library), ensure_ascii=False, separators=(",", ":"))
        return [LookUp(classes=["kg-screen-only"], names=names)]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive and the node."""
    app.add_directive("medicine-lookup", MedicineLookUp)
    app.add_node(LookUp, html=(_open_form, _close_form))
    load_where(app, SCRIPT, lambda doctree: next(doctree.findall(LookUp), None) is not None)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
