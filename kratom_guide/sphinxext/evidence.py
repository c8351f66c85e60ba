"""Cite findings: ``{finding}`id``` shows the numbered sources of one or more findings.

The prose names the result, not the paper, so that a corrected record corrects its citations too.
A search of our own has no paper; it links to the page that says how we searched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms import SphinxTransform
from sphinx.util.docutils import SphinxRole
from sphinxcontrib.bibtex.foot_roles import FootCiteRole

from kratom_guide import __version__
from kratom_guide.sphinxext.data import depend_on, library_of
from kratom_guide.sphinxext.links import link_to

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from kratom_guide.records import Library
    from kratom_guide.records.models import CareItem, ChartRow, Position

SEARCH_LABEL = "reference-how-we-grade-search"
"""The label of the section that says how we searched."""


def references_of(library: Library, ids: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Sort finding ids into (bibliography keys without repeats, ids of own searches, unknown ids)."""
    keys: list[str] = []
    searches: list[str] = []
    unknown: list[str] = []
    for key in ids:
        finding = library.findings.get(key)
        if finding is None:
            unknown.append(key)
        elif finding.design == "own-search":
            searches.append(key)
        else:
            keys.extend(reference for reference in finding.references if reference not in keys)
    return keys, searches, unknown


def marks(*records: ChartRow | Position | CareItem) -> str:
    """The roles that cite what records rest on, as Markdown, each source once; nothing when they name none."""
    findings = ",".join(dict.fromkeys(key for record in records for key in record.findings))
    references = ",".join(dict.fromkeys(key for record in records for key in record.references))
    return (f"{{finding}}`{findings}`" if findings else "") + (f"{{footcite}}`{references}`" if references else "")


class FindingRole(SphinxRole):
    """The sources of the findings named, as numbers that lead to the list at the chapter's end."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        library = library_of(self.config)
        ids = [part.strip() for part in self.text.split(",") if part.strip()]
        keys, searches, unknown = references_of(library, ids)
        topics = {library.topic[key] for key in ids if key in library.topic}
        depend_on(self.env, [library.root / "data" / "findings" / f"{topic}.yaml" for topic in sorted(topics)])
        messages = [
            self.inliner.reporter.error(f"the finding '{key}' does not exist", line=self.lineno) for key in unknown
        ]
        result, errors = cite(self, keys, searches)
        return result, [*messages, *errors]


def cite(role: SphinxRole, keys: list[str], searches: list[str]) -> tuple[list[nodes.Node], list[nodes.system_message]]:
    """Numbers that lead to the works `keys`, and a link for searches of our own, where `role` stands."""
    result: list[nodes.Node] = []
    messages: list[nodes.system_message] = []
    if keys:
        found, errors = FootCiteRole()("footcite:p", role.rawtext, ",".join(keys), role.lineno, role.inliner, {}, [])
        result.extend(found)
        messages.extend(errors)
    if searches:
        link = link_to(SEARCH_LABEL, "our search", role.env.docname)
        shown = nodes.inline("", "", link, classes=["kg-own-search"])
        # The source already has a space before the role.
        result += [nodes.Text(" (" if result else "("), shown, nodes.Text(")")]
    return result, messages


class MarksStandAtTheirWord(SphinxTransform):
    """Take the space before a source's number, so that a number never starts a line."""

    default_priority = 900  # after the roles have run

    def apply(self, **kwargs: object) -> None:
        for mark in self.document.findall(nodes.footnote_reference):
            before = mark.parent[mark.parent.index(mark) - 1] if mark.parent.index(mark) else None
            if isinstance(before, nodes.Text) and before.endswith((" ", "\n")):
                mark.parent.replace(before, nodes.Text(before.rstrip()))


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the role."""
    app.setup_extension("sphinxcontrib.bibtex")
    app.add_role("finding", FindingRole())
    app.add_transform(MarksStandAtTheirWord)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
