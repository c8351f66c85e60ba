"""What the doctrees of the whole book hold, so that each edition can be held against it.

Every kind of thing is a list of words: the text of each heading, table, note, claim and so on, in the order of the
pages, without what an edition may add when it breaks lines.  Its length is the number.
"""

from __future__ import annotations

import pickle
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Set
    from pathlib import Path

#: Folders of which every page but the overview is a place with its laws.
PLACES = ("legal/united-states/", "legal/countries/", "legal/international/")
_ADDED = re.compile(r"[\s\u00ad\u200b\u2010\u2060-]")


def letters(text: str) -> str:
    """Return *text* without blanks, hyphens and break places, which differ between editions."""
    return _ADDED.sub("", text)


@dataclass
class DoctreeFacts:
    """The text of everything that must be in every edition."""

    headings: list[str] = field(default_factory=list)
    #: Alternative texts of pictures; of a pair for light and dark screens only the light one.
    pictures: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    #: The header row of each table.
    tables: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    claims: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)
    #: The cell that names each interaction.
    interactions: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)

    def numbers(self) -> dict[str, int]:
        """Return how many there are of each kind."""
        return {name: len(texts) for name, texts in vars(self).items()}


def load(folder: Path) -> dict[str, nodes.document]:
    """Read every doctree below *folder*, by name of the page."""
    return {
        path.relative_to(folder).with_suffix("").as_posix(): pickle.loads(path.read_bytes())
        for path in sorted(folder.rglob("*.doctree"))
    }


def doctree_facts(doctrees: Mapping[str, nodes.document], without: Set[str] = frozenset()) -> DoctreeFacts:
    """Collect what *doctrees*, as Sphinx read them, hold outside of the sections that *without* names by an id."""
    facts = DoctreeFacts()
    for docname, doctree in doctrees.items():
        if docname.startswith(PLACES):
            facts.places.append(_text(next(doctree.findall(nodes.title))))
        left_out = {
            id(node)
            for section in doctree.findall(nodes.section)
            if without & set(section["ids"])
            for node in section.findall(nodes.Element)
        }
        for node in doctree.findall(nodes.Element):
            if id(node) not in left_out:
                _note(facts, node)
    return facts


def _note(facts: DoctreeFacts, node: nodes.Element) -> None:
    classes: list[str] = node.get("classes", [])
    match node:
        case nodes.section():
            facts.headings.append(_text(node.children[0]))
        case nodes.image() if "only-dark" not in classes:
            facts.pictures.append(letters(str(node.get("alt", ""))))
        case nodes.figure() | nodes.table():
            titles = [child for child in node.children if isinstance(child, (nodes.caption, nodes.title))]
            facts.captions += map(_text, titles)
            if isinstance(node, nodes.table):
                facts.tables += map(_text, node.findall(nodes.thead))
        case nodes.row():
            facts.rows.append(_text(node))
            targets = node.children[0].findall(nodes.target)
            if any(str(name).startswith("interaction-") for target in targets for name in target["ids"]):
                facts.interactions.append(_text(node.children[0]))
        case nodes.footnote():
            facts.notes.append(_joined(node.children[1:]))  # the first child is the number
        case nodes.container() if "kg-entry-claim" in classes:
            facts.claims.append(_text(node.children[0]))
        case nodes.container() if "kg-entry-finding" in classes:
            facts.findings.append(_text(node.children[0]))
        case nodes.term():
            facts.terms.append(_text(node))


def _text(node: nodes.Node) -> str:
    return letters(node.astext())


def _joined(children: Iterable[nodes.Node]) -> str:
    return "".join(map(_text, children))
