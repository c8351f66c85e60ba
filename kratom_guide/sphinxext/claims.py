"""Set claims in the text: ``{claim}`id``` and ``{certainty}`id```.

``claim`` sets the statement of the record with its sources and its badge; ``certainty`` sets the badge alone, after a
sentence that says the same in its own words.  A badge is an icon and words, never colour alone.  On the web it is a
button that opens a short note, by HTML's own popovers and without a script; elsewhere it is a link to the claim's
entry, which the PDF gives with its page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxRole

from kratom_guide import __version__
from kratom_guide.records.claim_rules import LOWERING
from kratom_guide.sphinxext.boxes import STATIC
from kratom_guide.sphinxext.data import depend_on, library_of
from kratom_guide.sphinxext.evidence import cite, references_of
from kratom_guide.sphinxext.links import link_to

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata
    from sphinx.writers.html5 import HTML5Translator

    from kratom_guide.records import Library
    from kratom_guide.records.models import Claim

SHOWN_SOURCES = 4
"""Source numbers that stand after a claim; a longer row would be harder to read, and the entry has all of them."""


class Badge(nodes.inline):
    """The certainty of a claim: a face, and a note that opens from it."""


class BadgeFace(nodes.inline):
    """The words of a badge; its attribute ``icon`` is the sign before them, which repeats them for the eye."""


class BadgeNote(nodes.inline):
    """What opens from a badge: evidence, reason, and a link to the claim's entry."""


def label_of(key: str) -> str:
    """The label of a claim's entry: ``muscle-tone`` gives ``claim-muscle-tone``."""
    return f"claim-{key}"


def kinds_of(claim: Claim, library: Library) -> str:
    """The kinds of evidence of a claim in words, such as ``Trial in people, animals``."""
    words = ", ".join(library.label("evidence_kind", kind).lower() for kind in claim.evidence)
    return words[:1].upper() + words[1:]


def grade_words(claim: Claim, library: Library) -> str:
    """What lowered or raised the certainty, such as ``Lowered for risk of bias and imprecision.``; may be empty."""
    sentences = []
    for verb, chosen in (
        ("Lowered for", [code for code in claim.grade if code in LOWERING]),
        ("Raised for", [code for code in claim.grade if code not in LOWERING]),
    ):
        words = [library.label("grade_reason", code) for code in chosen]
        if words:
            listed = " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
            sentences.append(f"{verb} {listed}.")
    return " ".join(sentences)


def badge_of(key: str, claim: Claim, library: Library, docname: str, number: int) -> Badge:
    """The badge of a claim on the page `docname`, where it is the `number`-th."""
    term = library.vocabulary["certainty"][claim.certainty]
    badge = Badge(classes=["kg-certainty", f"kg-certainty-{claim.certainty}"], number=number)
    badge += BadgeFace("", term.label, icon=term.icon or "")
    why = " ".join(filter(None, (f"{kinds_of(claim, library)}.", claim.reason, grade_words(claim, library))))
    note = BadgeNote()
    note += nodes.strong("", f"{term.label}. ")
    note += [nodes.Text(f"{why} "), link_to(label_of(key), "The claim and its studies", docname)]
    badge += note
    return badge


class CertaintyRole(SphinxRole):
    """The badge of a claim."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        library = library_of(self.config)
        key = self.text.strip()
        claim = library.claims.get(key)
        if claim is None:
            message = self.inliner.reporter.error(f"the claim '{key}' does not exist", line=self.lineno)
            return [], [message]
        depend_on(self.env, [library.root / "data" / "claims" / f"{library.chapter[key]}.yaml"])
        shown, messages = self.statement(claim, library)
        number = self.env.new_serialno("kg-badge")
        return [*shown, badge_of(key, claim, library, self.env.docname, number)], messages

    def statement(self, claim: Claim, library: Library) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """What stands before the badge: nothing here."""
        del claim, library
        return [], []


class ClaimRole(CertaintyRole):
    """The statement of a claim, its sources and its badge."""

    def statement(self, claim: Claim, library: Library) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """The words of the claim and the numbers of its first sources."""
        text = nodes.inline(claim.statement, claim.statement, classes=["kg-claim"])
        findings = [*claim.findings_for, *claim.findings_against]
        topics = sorted({library.topic[finding] for finding in findings})
        depend_on(self.env, [library.root / "data" / "findings" / f"{topic}.yaml" for topic in topics])
        keys, searches, _ = references_of(library, findings)
        keys = list(dict.fromkeys([*keys, *claim.references]))[:SHOWN_SOURCES]
        sources, messages = cite(self, keys, searches)
        return [text, *sources, nodes.Text(" ")], messages


class BadgeIsALink(SphinxPostTransform):
    """Outside the website, where nothing opens, a badge is a link to the claim's entry."""

    builders = STATIC
    default_priority = 600  # after references have been resolved

    def run(self, **kwargs: object) -> None:
        for badge in list(self.document.findall(Badge)):
            face = next(badge.findall(BadgeFace))
            link = next(badge.findall(nodes.reference), None)
            shown: nodes.Node = nodes.Text(f"{face['icon']} {face.astext()}")
            if link is not None:
                link.children = []
                link += shown
                shown = link
            badge.replace_self(nodes.inline("", "", shown, classes=badge["classes"]))


def _open_badge(translator: HTML5Translator, node: Badge) -> None:
    translator.body.append(translator.starttag(node, "span", ""))


def _open_face(translator: HTML5Translator, node: BadgeFace) -> None:
    name = f"kg-why-{node.parent['number']}"
    translator.body.append(f'<button type="button" class="kg-certainty-face" popovertarget="{name}">')
    translator.body.append(f'<span aria-hidden="true">{node["icon"]}</span> ')


def _open_note(translator: HTML5Translator, node: BadgeNote) -> None:
    name = f"kg-why-{node.parent['number']}"
    translator.body.append(f'<span class="kg-certainty-note" id="{name}" popover role="note">')


def _close_face(translator: HTML5Translator, node: BadgeFace) -> None:
    translator.body.append("</button>")


def _close_span(translator: HTML5Translator, node: nodes.inline) -> None:
    translator.body.append("</span>")


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the roles and the nodes of a badge."""
    app.add_role("claim", ClaimRole())
    app.add_role("certainty", CertaintyRole())
    app.add_node(Badge, html=(_open_badge, _close_span))
    app.add_node(BadgeFace, html=(_open_face, _close_face))
    app.add_node(BadgeNote, html=(_open_note, _close_span))
    app.add_post_transform(BadgeIsALink)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
