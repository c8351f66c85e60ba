"""Load all records of a checkout into one read-only library."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from kratom_guide.records import models
from kratom_guide.records.problem import GuideError, Problem
from kratom_guide.records.yamlfile import Document, Where, read_front_matter, read_text, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

R = TypeVar("R", bound=models.Record)

LEGAL_FOLDERS = ("united-states", "countries", "international")
"""Folders of ``source/legal`` whose pages are records."""

_BIB_ENTRY = re.compile(r"^@(\w+)\s*\{\s*([^,\s]+)\s*,", re.MULTILINE)


class Term(models.Record):
    """What a reader sees for one code of a closed list."""

    label: models.Text = Field(description="The word for readers.")
    meaning: models.Text = Field(description="What it means.")
    icon: str | None = Field(None, description="A sign that stands beside the word, so that colour is never alone.")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the checkout a record stands."""

    document: Document
    where: Where = ()

    def problem(self, what: str, remedy: str, *inside: str | int) -> Problem:
        """A problem on the line of the record, or of a field inside it."""
        return Problem(self.document.path, self.document.line((*self.where, *inside)), what, remedy)


@dataclass(frozen=True, slots=True)
class Library:
    """Every record, by kind and id.  Mappings keep the order of the files."""

    root: Path
    findings: Mapping[str, models.Finding]
    claims: Mapping[str, models.Claim]
    interactions: Mapping[str, models.Interaction]
    options: Mapping[str, models.Option]
    charts: Mapping[str, models.Chart]
    disagreements: Mapping[str, models.Disagreement]
    care_cards: Mapping[str, models.CareCard]
    confused_names: tuple[models.ConfusedNames, ...]
    help_lines: tuple[models.HelpLine, ...]
    questions: tuple[models.Question, ...]
    jurisdictions: Mapping[str, models.Jurisdiction]
    tile_maps: Mapping[str, models.TileMap]
    vocabulary: Mapping[str, Mapping[str, Term]]
    references: Mapping[str, Place]
    topic: Mapping[str, str]
    """Finding id to the name of its file: its topic."""
    chapter: Mapping[str, str]
    """Claim id to the name of its file, which is the last part of its chapter's docname."""
    group: Mapping[str, str]
    """Interaction id to the name of its file: its class of medicines."""
    docname: Mapping[str, str]
    """Jurisdiction id to the page that holds it, such as ``legal/united-states/alabama``."""
    places: Mapping[tuple[str, str], Place]
    """(kind, id) to the record's place; records without an id, such as help lines, are numbered from 0."""
    files: tuple[Path, ...] = field(default=())
    """Every file that was read, as an absolute path."""

    def label(self, vocabulary: str, code: str) -> str:
        """The reader's words for a code: ``label("severity", "avoid")`` is ``"Avoid"``."""
        return self.vocabulary[vocabulary][code].label

    def names(self) -> Mapping[str, frozenset[str]]:
        """The ids of records that prose can point at, by kind."""
        return {
            "finding": frozenset(self.findings),
            "claim": frozenset(self.claims),
            "reference": frozenset(self.references),
            "interaction": frozenset(self.interactions),
            "jurisdiction": frozenset(self.jurisdictions),
            "care-card": frozenset(self.care_cards),
        }

    def by_group(self, group: str) -> list[models.Interaction]:
        """The interactions of one class of medicines, in file order."""
        return [record for key, record in self.interactions.items() if self.group[key] == group]


class LibraryError(GuideError):
    """Records that cannot be used; `names` still tells which ids are there, faulty or not, by kind."""

    def __init__(self, problems: Iterable[Problem], names: Mapping[str, frozenset[str]]) -> None:
        super().__init__(problems)
        self.names = names


class _Reader:
    """Collects records and problems while the files are read."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.names: dict[str, set[str]] = defaultdict(set)
        self.problems: list[Problem] = []
        self.files: list[Path] = []
        self.places: dict[tuple[str, str], Place] = {}

    def shown(self, path: Path) -> Path:
        return path.relative_to(self.root)

    def yaml(self, path: Path) -> Document | None:
        self.files.append(path)
        if not path.is_file():
            self.problems.append(Problem(self.shown(path), 1, "the file is missing", "restore it from version control"))
            return None
        try:
            return read_yaml(path, self.shown(path))
        except GuideError as error:
            self.problems.extend(error.problems)
            return None

    def validate(self, model: type[R], document: Document, data: object, where: Where = ()) -> R | None:
        """Make a record of plain data, or note what is wrong with each field."""
        try:
            return model.model_validate(data)
        except ValidationError as error:
            for detail in error.errors():
                inside = tuple(part for part in detail["loc"])
                name = ".".join(str(part) for part in inside) or "record"
                line = document.line((*where, *inside))
                self.problems.append(Problem(document.path, line, *_explain(model, name, detail)))
            return None

    def listed(self, kind: str, model: type[R], paths: list[Path]) -> Iterator[tuple[str, Path, R]]:
        """Records of files that hold a list: yields (id, file, record)."""
        for path in paths:
            document = self.yaml(path)
            if document is None:
                continue
            if not isinstance(document.data, list):
                self.problems.append(
                    Problem(document.path, 1, "the file is not a list of records", "start each record with '- '")
                )
                continue
            for index, data in enumerate(document.data):
                if isinstance(data, dict):
                    self.names[kind].add(str(data.get("id")))
                record = self.validate(model, document, data, (index,))
                if record is None:
                    continue
                key = str(getattr(record, "id", index))
                place = Place(document, (index,))
                if (kind, key) in self.places:
                    first = self.places[kind, key]
                    other = f"{first.document.path}:{first.document.line(first.where)}"
                    self.problems.append(
                        place.problem(f"the id '{key}' is taken by {other}", "give one of the two another id", "id")
                    )
                    continue
                self.places[kind, key] = place
                yield key, path, record


def _explain(model: type[models.Record], name: str, detail: Mapping[str, object]) -> tuple[str, str]:
    """The words for one validation error: what is wrong, and what to do."""
    kind = str(detail["type"])
    if kind == "missing":
        return f"the field '{name}' is missing", f"add '{name}:' with its value"
    if kind == "extra_forbidden":
        known = ", ".join(field.alias or key for key, field in model.model_fields.items())
        return f"the field '{name}' is unknown", f"remove it, or use one of: {known}"
    found = repr(detail["input"])
    found = found if len(found) < 60 else found[:57] + "..."
    message = str(detail["msg"]).removeprefix("Value error, ")
    return f"'{name}' is {found}", message[:1].lower() + message[1:]


def _references(reader: _Reader, path: Path) -> dict[str, Place]:
    """Keys of the bibliography with their lines; a key that stands twice is a problem."""
    reader.files.append(path)
    shown = reader.shown(path)
    if not path.is_file():
        reader.problems.append(Problem(shown, 1, "the bibliography is missing", "restore it from version control"))
        return {}
    try:
        text = read_text(path, shown)
    except GuideError as error:
        reader.problems.extend(error.problems)
        return {}
    found: dict[str, Place] = {}
    for match in _BIB_ENTRY.finditer(text):
        key = match.group(2)
        line = text.count("\n", 0, match.start()) + 1
        if key in found:
            first = found[key].document.line()
            reader.problems.append(
                Problem(shown, line, f"the key '{key}' also stands on line {first}", "merge the two entries")
            )
            continue
        found[key] = Place(Document(shown, None, {(): line}))
    return found


def load_library(root: Path) -> Library:
    """Read ``data/`` and the legal pages of the checkout at `root`.

    Returns the library.  Raises :class:`LibraryError` with every malformed record of every file at once.
    Rules that hold *between* records are in :mod:`kratom_guide.records.rules`.
    """
    root = root.resolve()
    reader = _Reader(root)
    data = root / "data"

    vocabulary: dict[str, Mapping[str, Term]] = {}
    document = reader.yaml(data / "vocabulary.yaml")
    if document is not None:
        adapter = TypeAdapter(dict[str, dict[str, Term]])
        try:
            vocabulary = {
                name: MappingProxyType(terms) for name, terms in adapter.validate_python(document.data).items()
            }
        except ValidationError as error:
            for detail in error.errors():
                line = document.line(tuple(detail["loc"]))
                reader.problems.append(
                    Problem(document.path, line, *_explain(Term, ".".join(map(str, detail["loc"])), detail))
                )

    references = _references(reader, data / "references.bib")

    findings: dict[str, models.Finding] = {}
    topic: dict[str, str] = {}
    for key, path, finding in reader.listed("finding", models.Finding, sorted((data / "findings").glob("*.yaml"))):
        findings[key], topic[key] = finding, path.stem

    claims: dict[str, models.Claim] = {}
    chapter: dict[str, str] = {}
    for key, path, claim in reader.listed("claim", models.Claim, sorted((data / "claims").glob("*.yaml"))):
        claims[key], chapter[key] = claim, path.stem

    interactions: dict[str, models.Interaction] = {}
    group: dict[str, str] = {}
    for key, path, interaction in reader.listed(
        "interaction", models.Interaction, sorted((data / "interactions").glob("*.yaml"))
    ):
        interactions[key], group[key] = interaction, path.stem

    options = {key: option for key, _, option in reader.listed("option", models.Option, [data / "options.yaml"])}
    charts = {key: chart for key, _, chart in reader.listed("chart", models.Chart, [data / "charts.yaml"])}
    tile_maps = {key: item for key, _, item in reader.listed("tile-map", models.TileMap, [data / "tile-maps.yaml"])}
    disagreements = {
        key: item for key, _, item in reader.listed("disagreement", models.Disagreement, [data / "disagreements.yaml"])
    }
    care_cards = {key: card for key, _, card in reader.listed("care-card", models.CareCard, [data / "care-cards.yaml"])}
    confused_names = tuple(
        item for _, _, item in reader.listed("confused-names", models.ConfusedNames, [data / "confused-names.yaml"])
    )
    help_lines = tuple(line for _, _, line in reader.listed("help-line", models.HelpLine, [data / "help-lines.yaml"]))
    questions = tuple(item for _, _, item in reader.listed("question", models.Question, [data / "questions.yaml"]))

    jurisdictions: dict[str, models.Jurisdiction] = {}
    docname: dict[str, str] = {}
    for folder in LEGAL_FOLDERS:
        for path in sorted((root / "source" / "legal" / folder).glob("*.md")):
            if path.stem == "index":
                continue
            reader.files.append(path)
            try:
                front, _, _ = read_front_matter(path, reader.shown(path))
            except GuideError as error:
                reader.problems.extend(error.problems)
                continue
            if isinstance(front.data, dict):
                reader.names["jurisdiction"].add(str(front.data.get("id")))
            record = reader.validate(models.Jurisdiction, front, front.data)
            if record is None:
                continue
            place = Place(front)
            for key in (record.id, *(rule.id for rule in record.local_rules)):
                if ("jurisdiction", key) in reader.places:
                    first = reader.places["jurisdiction", key].document.path
                    reader.problems.append(
                        place.problem(f"the id '{key}' is taken by {first}", "give one of the two another id", "id")
                    )
                reader.places["jurisdiction", key] = place
            jurisdictions[record.id] = record
            docname[record.id] = f"legal/{folder}/{path.stem}"

    if reader.problems:
        names = {**reader.names, "reference": references}
        raise LibraryError(reader.problems, {kind: frozenset(found) for kind, found in names.items()})
    return Library(
        root=root,
        findings=MappingProxyType(findings),
        claims=MappingProxyType(claims),
        interactions=MappingProxyType(interactions),
        options=MappingProxyType(options),
        charts=MappingProxyType(charts),
        disagreements=MappingProxyType(disagreements),
        care_cards=MappingProxyType(care_cards),
        confused_names=confused_names,
        help_lines=help_lines,
        questions=questions,
        jurisdictions=MappingProxyType(jurisdictions),
        tile_maps=MappingProxyType(tile_maps),
        vocabulary=MappingProxyType(vocabulary),
        references=MappingProxyType(references),
        topic=MappingProxyType(topic),
        chapter=MappingProxyType(chapter),
        group=MappingProxyType(group),
        docname=MappingProxyType(docname),
        places=MappingProxyType(reader.places),
        files=tuple(reader.files),
    )
