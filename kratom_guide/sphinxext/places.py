"""The page of a place: ``{legal-entry}`` shows the record in the front matter of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.util.docutils import SphinxDirective

from kratom_guide import __version__
from kratom_guide.records.ageing import dated_words
from kratom_guide.records.dates import long_date
from kratom_guide.sphinxext.data import library_of, today_of
from kratom_guide.sphinxext.legal import CHECK_LABEL, VIEWS, code_of, freshness, label_of, shown_status
from kratom_guide.sphinxext.links import link_to
from kratom_guide.sphinxext.tables import Cell, fields

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

    from kratom_guide.records import Library
    from kratom_guide.records.models import Instrument, Jurisdiction, LegalRule, Source


class LegalEntry(SphinxDirective):
    """The record of the page that holds the directive."""

    def run(self) -> list[nodes.Node]:
        library = library_of(self.config)
        keys = [key for key, docname in library.docname.items() if docname == self.env.docname]
        if not keys:
            raise self.error("legal-entry stands only on a page whose front matter is a legal record")
        place = library.jurisdictions[keys[0]]
        result = [*self.card(place, library)]
        parts = [
            ("Laws and rules", "laws", self.instruments(place.instruments, library)),
            ("History", "history", self.history(place)),
            # Only states have records of towns; what a country remarks is about the whole country.
            (
                "Towns and counties" if place.id.startswith("US-") else "Other rules",
                "local",
                self.local(place, library),
            ),
            ("Check it today", "check", self.what_next(place)),
            ("Sources", "sources", self.sources(place.sources, library)),
        ]
        for title, slug, children in parts:
            if children:
                section = nodes.section(ids=[f"{label_of(place.id)}-{slug}"])
                section += nodes.title(title, title)
                section.extend(children)
                result.append(section)
        return result

    def card(self, rule: LegalRule, library: Library) -> list[nodes.Node]:
        """First the answer with its date and age, then what it means, then the parts of the rule."""
        leaf, seven, today = rule.leaf, rule.seven_oh, today_of(self.config)
        answer = nodes.paragraph("", "", classes=["kg-legal-answer"])
        for view, (name, vocabulary) in VIEWS.items():
            words = f"{name}: {shown_status(rule, library, vocabulary, code_of(rule, view))}"
            answer += [nodes.strong(words, words), nodes.Text(". ")]
        dated = nodes.paragraph("", "As of ", classes=["kg-legal-dated"])
        dated += [nodes.Text(f"{dated_words(rule, today)}: "), freshness(rule, library, today), nodes.Text(".")]
        rows: list[tuple[str, Cell]] = [
            ("Leaf: sale", library.label("permission", leaf.sale)),
            ("Leaf: possession", library.label("permission", leaf.possession)),
            ("Leaf: import", library.label("permission", leaf.import_)),
            ("Minimum age", str(leaf.minimum_age) if leaf.minimum_age else "None found"),
            *([("7-OH limit", seven.cap)] if seven.cap else []),
            ("Confidence", f"{library.label('confidence', rule.confidence)}. {rule.confidence_reason}"),
        ]
        card = nodes.container(classes=["kg-legal-card", f"kg-confidence-{rule.confidence}"])
        card += [answer, dated, *self.parse_text_to_nodes(rule.summary), fields(rows, "kg-fields")]
        if rule.conflict:
            return [card, *self.parse_text_to_nodes(f"**Where sources disagree.** {rule.conflict}")]
        return [card]

    def what_next(self, place: Jurisdiction) -> list[nodes.Node]:
        """How to check the rule today, where to report a fault, and the way back to all places."""
        check = nodes.bullet_list(bullet="-")
        for office in place.check:
            line = nodes.paragraph("", "", nodes.reference(office.name, office.name, refuri=office.url, internal=False))
            line += nodes.Text(f": {office.use}.")
            check += nodes.list_item("", line)
        # A printed edition says it once, in the chapter before the places; here only where there is nothing else.
        more = nodes.paragraph("", "Rules change fast. ", in_print=not len(check))
        for before, label, words, after in (
            ("See ", CHECK_LABEL, "how to check any place today", ", "),
            ("compare it with ", "legal-index", "all other places", ", or "),
            ("", "reference-about-corrections", f"correct this entry ({place.id})", "."),
        ):
            more += [nodes.Text(before), link_to(label, words, self.env.docname), nodes.Text(after)]
        return [*([check] if len(check) else []), more]

    def instruments(self, instruments: tuple[Instrument, ...], library: Library) -> list[nodes.Node]:
        """Laws and rules with their kind, citation, date and state."""
        result = nodes.bullet_list(bullet="-")
        for item in instruments:
            paragraph = nodes.paragraph()
            if item.url:
                paragraph += nodes.reference(item.title, item.title, refuri=item.url, internal=False)
            else:
                paragraph += nodes.Text(item.title)
            about = [library.label("instrument_kind", item.kind).lower()]
            if item.citation:
                about.append(item.citation)
            if item.effective:
                about.append(f"effective {long_date(item.effective)}")
            about.append(library.label("instrument_status", item.status).lower())
            paragraph += nodes.Text(f" ({'; '.join(about)})")
            result += nodes.list_item("", paragraph)
        return [result] if len(result) else []

    def history(self, rule: LegalRule) -> list[nodes.Node]:
        """The dated steps, oldest first."""
        return _bullets(f"{long_date(event.date)}: {event.event}" for event in rule.history)

    def local(self, place: Jurisdiction, library: Library) -> list[nodes.Node]:
        """Rules of towns and counties, then those known only by mention."""
        result: list[nodes.Node] = []
        for rule in place.local_rules:
            self.env.domains.standard_domain.note_hyperlink_target(
                label_of(rule.id), self.env.docname, label_of(rule.id), rule.name
            )
            name = nodes.paragraph("", "", nodes.strong(rule.name, rule.name), ids=[label_of(rule.id)])
            name["index_words"] = [rule.name]
            result.append(name)
            result.extend(self.card(rule, library))
            result.extend(self.instruments(rule.instruments, library))
            result.extend(self.history(rule))
            result.extend(self.sources(rule.sources, library))
        if place.local_remarks:
            intro = "Known by mention only:"
            result += [nodes.paragraph(intro, intro)] if place.id.startswith("US-") else []
            result += _bullets(place.local_remarks)
        return result

    def sources(self, sources: tuple[Source, ...], library: Library) -> list[nodes.Node]:
        """The pages behind the record, with their date and kind."""
        result = nodes.bullet_list(bullet="-", classes=["kg-sources"])
        for source in sources:
            kind = library.label("source_kind", source.kind).lower()
            date = long_date(source.page_date) if source.page_date else "undated"
            paragraph = nodes.paragraph()
            paragraph += nodes.reference(source.title, source.title, refuri=source.url, internal=False)
            paragraph += nodes.Text(f". {source.publisher} ({kind}, {date}). For: {source.supports}.")
            result += nodes.list_item("", paragraph)
        return [result] if len(result) else []


def _bullets(texts: Iterable[str]) -> list[nodes.Node]:
    """A bullet list of plain texts; nothing when there are none."""
    result = nodes.bullet_list(bullet="-")
    for text in texts:
        result += nodes.list_item("", nodes.paragraph(text, text))
    return [result] if len(result) else []


def _keep_places_out_of_the_menu(app: Sphinx, env: BuildEnvironment) -> None:
    """Leave the places out of the menu of every page; tables lead to them, and the PDF and "next" still know them.

    A menu with a line for each place would help nobody, add 20 kB to every page and double the time of a build.
    """
    places = set(library_of(app.config).docname.values())
    if "legal/index" in env.tocs:
        for toctree in list(env.tocs["legal/index"].findall(addnodes.toctree)):
            toctree["entries"] = [entry for entry in toctree["entries"] if entry[1] not in places]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_directive("legal-entry", LegalEntry)
    app.connect("env-updated", _keep_places_out_of_the_menu)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
