"""Tables of interactions, and links to their rows.

``{interaction-table} muscle-relaxants`` shows one class of medicines.
``{interaction}`baclofen``` links to its row; ``{interaction}`this medicine <baclofen>``` with other words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from kratom_guide import __version__
from kratom_guide.records.medicines import DO_NOT_STOP, carries_do_not_stop
from kratom_guide.sphinxext.data import depend_on, library_of
from kratom_guide.sphinxext.links import RecordRole, link_to
from kratom_guide.sphinxext.tables import Cell, build_table

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata, OptionSpec

    from kratom_guide.records import Library
    from kratom_guide.records.models import Interaction, Medicine

HEADINGS = ("Medicine or product", "How serious", "What could happen", "What to do")


def label_of(key: str) -> str:
    """The label of an interaction's row."""
    return f"interaction-{key}"


def detail_label_of(key: str) -> str:
    """The label of an interaction's entry among all details."""
    return f"medicine-{key}"


def short_name(name: str) -> str:
    """A record's name without what stands in brackets: ``Naloxone (rescue)`` gives ``Naloxone``."""
    return re.sub(r"\s*\([^)]*\)", "", name)


def inside_a_sentence(name: str) -> str:
    """A record's name as it stands within a sentence.

    >>> inside_a_sentence("Naloxone (rescue)"), inside_a_sentence("MAO inhibitors")
    ('naloxone', 'MAO inhibitors')
    """
    plain = short_name(name)
    return plain if plain[:2].isupper() else plain[:1].lower() + plain[1:]


def named(medicine: Medicine) -> str:
    """A medicine with its other names: second names in brackets, brands by country.

    >>> from kratom_guide.records.models import Medicine
    >>> named(Medicine(name="baclofen", also=["pump"], brands={"US": ["Ozobax"], "GB": ["Lioresal"]}))
    'baclofen (pump; US: Ozobax; GB: Lioresal)'
    """
    groups = [", ".join(medicine.also)] if medicine.also else []
    groups += [f"{country}: {', '.join(names)}" for country, names in medicine.brands.items()]
    return f"{medicine.name} ({'; '.join(groups)})" if groups else medicine.name


def examples_of(record: Interaction) -> str:
    """The medicines of a row: one alone with all its names, several by their generic names.

    All names stand in the look-up, in the details and in the list from A to Z.
    """
    if len(record.medicines) == 1:
        return named(record.medicines[0])
    return ", ".join(medicine.name for medicine in record.medicines)


class InteractionTable(SphinxDirective):
    """All interactions of one class, in the order of their file."""

    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {"caption": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        library = library_of(self.config)
        group = self.arguments[0]
        records = library.by_group(group)
        if not records:
            known = ", ".join(sorted(set(library.group.values())))
            raise self.error(f"no interactions in the group '{group}': use one of {known}")
        depend_on(self.env, [library.root / "data" / "interactions" / f"{group}.yaml"])
        rows = [self.row(record, library) for record in records]
        table = build_table(HEADINGS, rows, (22, 18, 28, 32), "kg-interactions", self.options.get("caption"))
        self.set_source_info(table)
        return [table]

    def row(self, record: Interaction, library: Library) -> list[Cell]:
        """The cells of one interaction; the first carries the label of the row."""
        label = label_of(record.id)
        anchor = nodes.target("", "", ids=[label])
        self.env.domains.standard_domain.note_hyperlink_target(label, self.env.docname, label, record.name)
        name = nodes.paragraph("", "", anchor, nodes.strong(record.name, record.name))
        examples = examples_of(record)
        severity = library.vocabulary["severity"][record.severity]
        shown = f"{severity.icon} {severity.label}"
        basis = f"Rests on: {library.label('interaction_evidence', record.evidence).lower()}"
        sources = ",".join(record.references)
        advice = f"{record.what_to_do} {DO_NOT_STOP}" if carries_do_not_stop(record) else record.what_to_do
        detail = nodes.paragraph("", "", link_to(detail_label_of(record.id), "Details", self.env.docname))
        detail["classes"] = ["kg-small", "kg-screen-only"]
        return [
            [name, nodes.paragraph(examples, examples, classes=["kg-small"])],
            [
                nodes.paragraph("", "", nodes.inline(shown, shown, classes=["kg-severity", f"kg-{record.severity}"])),
                nodes.paragraph(basis, basis, classes=["kg-small"]),
            ],
            self.parse_text_to_nodes(record.what_could_happen),
            [*self.parse_text_to_nodes(f"{advice} {{footcite}}`{sources}`"), detail],
        ]


def name_of(library: Library, key: str) -> str | None:
    """The name of an interaction within a sentence; ``None`` for an unknown id."""
    record = library.interactions.get(key)
    return inside_a_sentence(record.name) if record else None


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive and the role."""
    app.add_directive("interaction-table", InteractionTable)
    app.add_role("interaction", RecordRole(lambda env: library_of(env.config), label_of, name_of))
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
