"""Everything about each pair: ``{medicine-entries}`` sets all records, ``{medicine-names}`` every name from A to Z."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from kratom_guide import __version__
from kratom_guide.records.medicines import DO_NOT_STOP, GROUPS, carries_do_not_stop, medicines, plain
from kratom_guide.sphinxext import references
from kratom_guide.sphinxext.data import depend_on, library_of
from kratom_guide.sphinxext.entries import Entries
from kratom_guide.sphinxext.facets import Entry, finding_label
from kratom_guide.sphinxext.interactions import detail_label_of, label_of, named
from kratom_guide.sphinxext.links import link_to

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from kratom_guide.records import Library
    from kratom_guide.records.models import Interaction


class MedicineEntries(Entries):
    """A section for each group, in it every record with its names, pathways, mechanism, findings and works."""

    folders = ("interactions", "findings")

    def run(self) -> list[nodes.Node]:
        library = self.library()
        sections: list[nodes.Node] = []
        for group, title in GROUPS.items():
            entries = [self.entry(record, library) for record in library.by_group(group)]
            if entries:
                sections.append(self.section(f"medicines-{group}", title, entries))
        return sections

    def entry(self, record: Interaction, library: Library) -> nodes.container:
        """One record in full."""
        label = detail_label_of(record.id)
        self.note_label(label, record.name)
        severity = library.vocabulary["severity"][record.severity]
        words = index_words(record, library)
        entry = Entry(ids=[label], classes=["kg-entry"], facets={}, index_words=words)
        entry += nodes.paragraph("", "", nodes.strong(record.name, record.name))
        basis = library.label("interaction_evidence", record.evidence).lower()
        entry += nodes.paragraph(
            "",
            "",
            nodes.inline("", f"{severity.icon} {severity.label}", classes=["kg-severity", f"kg-{record.severity}"]),
            nodes.Text(f". Rests on: {basis}. {record.drug_class}."),
        )
        pathways = ", ".join(library.label("pathway", code) for code in record.pathways)
        advice = f"{record.what_to_do} {DO_NOT_STOP}" if carries_do_not_stop(record) else record.what_to_do
        for name, text in (
            ("Names", "; ".join(named(medicine) for medicine in record.medicines)),
            ("They meet at", pathways),
            ("How", record.mechanism),
            ("What could happen", record.what_could_happen),
            ("What to do", advice),
            ("Note", record.note),
        ):
            if text:
                entry += nodes.paragraph("", "", nodes.strong("", f"{name}: "), nodes.Text(text))
        if record.findings:
            links = [self.link(finding_label(key), self.finding_words(key, library)) for key in record.findings]
            entry += self.line("Findings", links)
        works = self.line("Works", [self.link(references.label_of(key), self.labels[key]) for key in record.references])
        self.read_again(works, record.verified)
        entry += works
        return entry

    def finding_words(self, key: str, library: Library) -> str:
        """How a finding is called in a list: by its first work, or as a search of our own."""
        finding = library.findings[key]
        return self.labels[finding.references[0]] if finding.references else "our own search"


def index_words(record: Interaction, library: Library) -> list[str]:
    """What the index of a printed edition says of a record: each name with its grade, or the name of the row.

    A brand comes with its generic name: ``Soma (carisoprodol): avoid``.
    """
    grade = library.label("severity", record.severity).lower()
    words = []
    for medicine in record.medicines:
        known = medicines(library)[medicine.name.casefold()]
        grade = library.label("severity", known.severity).lower()
        for name in medicine.names:
            own = plain(name) == plain(medicine.name)
            words.append(f"{name}: {grade}" if own else f"{name} ({medicine.name}): {grade}")
    return words or [f"{record.name}: {grade}"]


class MedicineNames(SphinxDirective):
    """Every generic, second and brand name from A to Z, with its severity, leading to the gravest row that names it."""

    def run(self) -> list[nodes.Node]:
        library = library_of(self.config)
        depend_on(self.env, sorted((library.root / "data" / "interactions").glob("*.yaml")))
        lines: dict[tuple[str, str], nodes.paragraph] = {}
        for medicine in medicines(library).values():
            words = library.label("severity", medicine.severity)
            for name in medicine.names:
                same = plain(name) == plain(medicine.name)
                line = nodes.paragraph("", "", link_to(label_of(medicine.rows[0]), name, self.env.docname))
                line += nodes.Text(f": {words.lower()}" if same else f" ({medicine.name}): {words.lower()}")
                lines[plain(name), medicine.name] = line
        result: list[nodes.Node] = []
        for title, keys in groupby(sorted(lines), key=lambda key: _letter(key[0])):
            result.append(nodes.rubric(title, title, classes=["kg-letter"]))
            listing = nodes.bullet_list(bullet="-", classes=["kg-names"])
            listing.extend(nodes.list_item("", lines[key]) for key in keys)
            result.append(listing)
        return result


def _letter(name: str) -> str:
    """The heading under which a name stands: ``baclofen`` gives ``B``, ``5-HTP`` gives ``0 to 9``."""
    first = name[:1].upper()
    return first if first.isalpha() else "0 to 9"


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directives."""
    app.add_directive("medicine-entries", MedicineEntries)
    app.add_directive("medicine-names", MedicineNames)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
