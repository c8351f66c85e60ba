"""Links to labels and to records, resolved and checked like any ``ref``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.roles import XRefRole

if TYPE_CHECKING:
    from collections.abc import Callable

    from docutils.nodes import Element
    from sphinx.environment import BuildEnvironment

    from kratom_guide.records import Library


def link_to(label: str, words: str, docname: str) -> addnodes.pending_xref:
    """A link from the page `docname` to `label`, showing `words`; a missing label is a warning."""
    return addnodes.pending_xref(
        "",
        nodes.inline(words, words),
        refdomain="std",
        reftype="ref",
        reftarget=label,
        refexplicit=True,
        refwarn=True,
        refdoc=docname,
    )


class RecordRole(XRefRole):
    """A role that links to a record and shows its name unless the author gives other words.

    `label_of` gives the label of a record's id; `name_of` its name within a sentence, or ``None`` for an unknown id.
    """

    def __init__(
        self,
        library_of: Callable[[BuildEnvironment], Library],
        label_of: Callable[[str], str],
        name_of: Callable[[Library, str], str | None],
    ) -> None:
        super().__init__(innernodeclass=nodes.inline, warn_dangling=True)
        self.library_of, self.label_of, self.name_of = library_of, label_of, name_of

    def process_link(
        self, env: BuildEnvironment, refnode: Element, has_explicit_title: bool, title: str, target: str
    ) -> tuple[str, str]:
        """Point the link at the record's label and choose its words."""
        refnode["refdomain"], refnode["reftype"], refnode["refexplicit"] = "std", "ref", True
        name = self.name_of(self.library_of(env), target)
        return name if name and not has_explicit_title else title, self.label_of(target)
