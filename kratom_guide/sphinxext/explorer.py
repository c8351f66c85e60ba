"""The evidence explorer: every claim and every finding, each with an address.

``{claim-entries}`` sets a section of claims for each chapter and ``{finding-entries}`` a section of findings for each
topic.  Without scripts, and in every other edition, the page is the full list; :mod:`.facets` adds the filters to it.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from docutils import nodes

from kratom_guide import __version__
from kratom_guide.records.claim_rules import KINDS, claims_by_finding
from kratom_guide.records.dates import long_date
from kratom_guide.sphinxext import references
from kratom_guide.sphinxext.claims import grade_words, kinds_of, label_of
from kratom_guide.sphinxext.data import root_of
from kratom_guide.sphinxext.entries import Entries
from kratom_guide.sphinxext.facets import FITS, Entry, chapters_in_order, finding_label, topic_title
from kratom_guide.sphinxext.links import link_to

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from kratom_guide.records import Library
    from kratom_guide.records.models import Claim, Finding


class EvidenceEntries(Entries):
    """What the two lists share."""

    folders = ("claims", "findings")


class ClaimEntries(EvidenceEntries):
    """Every claim, by chapter."""

    def run(self) -> list[nodes.Node]:
        library = self.library()
        sections = []
        for stem, (docname, title) in chapters_in_order(root_of(self.config), library.chapter.values()).items():
            entries = [
                self.entry(key, claim, library) for key, claim in library.claims.items() if library.chapter[key] == stem
            ]
            back = nodes.paragraph("", "From the chapter ", classes=["kg-small"])
            back += self.link_to_page(docname, title)
            sections.append(self.section(f"claims-{stem}", f"Claims: {title}", [back, *entries]))
        return list(sections)

    def link_to_page(self, docname: str, title: str) -> nodes.Node:
        """A link to a page as a whole."""
        link = link_to(f"/{docname}", title, self.env.docname)
        link["reftype"] = "doc"
        return link

    def entry(self, key: str, claim: Claim, library: Library) -> Entry:
        """A claim with everything that is known of it."""
        label = label_of(key)
        self.note_label(label, claim.statement)
        directions = (["supports"] if claim.findings_for else []) + (["against"] if claim.findings_against else [])
        entry = Entry(
            ids=[label],
            classes=["kg-entry", "kg-entry-claim"],
            facets={
                "entry": "claim",
                "chapter": library.chapter[key],
                "kind": " ".join(claim.evidence),
                "certainty": claim.certainty,
                "exposure": claim.exposure,
                "direction": " ".join(directions),
            },
        )
        certainty = library.vocabulary["certainty"][claim.certainty]
        entry += nodes.paragraph("", "", nodes.strong("", claim.statement))
        grade = nodes.paragraph()
        grade += nodes.inline(
            "", f"{certainty.icon} {certainty.label}", classes=["kg-level", f"kg-certainty-{claim.certainty}"]
        )
        grade += nodes.Text(f". {kinds_of(claim, library)}. About: {library.label('claim_exposure', claim.exposure)}.")
        entry += grade
        why = " ".join(filter(None, (claim.reason, grade_words(claim, library), claim.indirect)))
        entry += nodes.paragraph("", why)
        for name, ids in (("For", claim.findings_for), ("Against", claim.findings_against)):
            if ids:
                entry += self.line(name, [self.finding_link(finding, library) for finding in ids])
        if claim.references:
            works = [self.link(references.label_of(work), self.labels[work]) for work in claim.references]
            entry += self.line("Works", works)
        checked = f"Checked on {long_date(claim.checked)}."
        entry += nodes.paragraph("", checked, classes=["kg-small"])
        return entry

    def finding_link(self, key: str, library: Library) -> nodes.Node:
        """A link to a finding, named after its work and design."""
        finding = library.findings[key]
        who = self.labels[finding.references[0]] if finding.references else "Our own search"
        design = library.label("design", finding.design).lower()
        words = f"{who} ({design})" if finding.references else who
        return self.link(finding_label(key), words)


class FindingEntries(EvidenceEntries):
    """Every finding, by topic."""

    def run(self) -> list[nodes.Node]:
        library = self.library()
        self.used = claims_by_finding(library)
        sections = []
        for topic in dict.fromkeys(library.topic.values()):
            entries = [
                self.entry(key, finding, library)
                for key, finding in library.findings.items()
                if library.topic[key] == topic
            ]
            sections.append(self.section(f"findings-{topic}", f"Findings: {topic_title(topic)}", entries))
        return list(sections)

    def entry(self, key: str, finding: Finding, library: Library) -> Entry:
        """A finding with its limits, its source and the claims that rest on it."""
        label = finding_label(key)
        self.note_label(label, textwrap.shorten(finding.finding, 60, placeholder="..."))
        claims = self.used.get(key, ())
        entry = Entry(
            ids=[label],
            classes=["kg-entry", "kg-entry-finding"],
            facets={
                "entry": "finding",
                "chapter": " ".join(dict.fromkeys(library.chapter[claim] for claim in claims)),
                "kind": " ".join(sorted(KINDS.get(finding.design, {"theory"}))),
                "certainty": "",
                "exposure": " ".join(FITS.get(finding.exposure, (finding.exposure,))),
                "direction": finding.direction,
            },
        )
        entry += nodes.paragraph("", finding.finding)
        for name, text in (
            ("Limits", finding.limits),
            ("Our inference", finding.inference),
            ("Funding and ties", finding.funding),
        ):
            if text:
                entry += nodes.paragraph("", "", nodes.strong("", f"{name}: "), nodes.Text(text))
        about = [library.label("exposure", finding.exposure), library.label("design", finding.design)]
        if finding.population:
            about.append(f"{finding.population}{f' ({finding.n:,})' if finding.n else ''}")
        elif finding.n:
            about.append(f"{finding.n:,} studied")
        about.append(f"direction: {library.label('direction', finding.direction).lower()}")
        entry += nodes.paragraph("", "; ".join(about), classes=["kg-small"])
        entry += self.source(finding, library)
        if claims:
            links = [
                self.link(label_of(claim), textwrap.shorten(library.claims[claim].statement, 70, placeholder="..."))
                for claim in claims
            ]
            back = self.line("Claims", links)
            back["classes"].append("kg-screen-only")  # in print the claims, which name it, stand a few pages before
            entry += back
        elif finding.unclaimed:
            entry += nodes.paragraph("", f"No claim rests on it. {finding.unclaimed}", classes=["kg-small"])
        return entry

    def source(self, finding: Finding, library: Library) -> nodes.paragraph:
        """Where the finding comes from, what was read of it, where and when."""
        works = [self.link(references.label_of(work), self.labels[work]) for work in finding.references]
        line = self.line("Source", works or [nodes.Text("our own search")])
        self.read_again(line, finding.verified)
        return line


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.add_directive("claim-entries", ClaimEntries)
    app.add_directive("finding-entries", FindingEntries)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
