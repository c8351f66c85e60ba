"""Rules that hold between records.  Each takes the library and yields located problems."""

from __future__ import annotations

import itertools
import re
import unicodedata
from typing import TYPE_CHECKING, get_args

from kratom_guide.records import models
from kratom_guide.records.claim_rules import CLAIM_RULES, WHOLE_SET_RULES, claim_is_fresh
from kratom_guide.records.dates import add_months, earliest_day, latest_day
from kratom_guide.records.medicines import MEDICINE_RULES
from kratom_guide.records.problem import Problem

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterator, Sequence

    from kratom_guide.records.library import Library

WEAK_SOURCES = frozenset({"vendor", "advocacy"})
PRIMARY_SOURCES = frozenset({"statute", "regulation", "ordinance", "court", "agency"})

US_STATES = frozenset(
    (
        "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM "
        "NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY PR GU VI AS MP"
    ).split()
)
"""ISO 3166-2:US: the 50 states, the District of Columbia and the five inhabited territories."""

VOCABULARIES: dict[str, object] = {
    "exposure": models.Exposure,
    "design": models.Design,
    "direction": models.Direction,
    "seen": models.Seen,
    "read": models.Read,
    "claim_exposure": models.ClaimExposure,
    "claim_question": models.ClaimQuestion,
    "evidence_kind": models.EvidenceKind,
    "certainty": models.Certainty,
    "grade_reason": models.GradeReason,
    "severity": models.Severity,
    "interaction_kind": models.InteractionKind,
    "pathway": models.Pathway,
    "interaction_evidence": models.InteractionEvidence,
    "leaf_status": models.LeafStatus,
    "seven_oh_status": models.SevenOhStatus,
    "permission": models.Permission,
    "instrument_kind": models.InstrumentKind,
    "instrument_status": models.InstrumentStatus,
    "source_kind": models.SourceKind,
    "confidence": models.Confidence,
    "legal_change": models.LegalChange,
    "freshness": models.Freshness,
    "level": models.Level,
    "audience": models.Audience,
    "part": models.Part,
    "review": models.Review,
    "help_kind": models.HelpKind,
    "care_level": models.CareLevel,
    "question_topic": models.QuestionTopic,
}
"""Each list of ``data/vocabulary.yaml`` and the type whose codes it explains."""


def vocabulary_is_complete(library: Library) -> Iterator[Problem]:
    """Every code of every closed list has words for readers, and no words stand without a code."""
    path = library.root / "data" / "vocabulary.yaml"
    shown = path.relative_to(library.root)
    for name, literal in VOCABULARIES.items():
        codes, worded = set(get_args(literal)), set(library.vocabulary.get(name, {}))
        for code in sorted(codes - worded):
            yield Problem(shown, 1, f"'{name}' has no words for the code '{code}'", "add a label and a meaning")
        for code in sorted(worded - codes):
            yield Problem(
                shown,
                1,
                f"'{name}' explains the unknown code '{code}'",
                "remove it, or add the code to records/models.py",
            )


def references_exist(library: Library) -> Iterator[Problem]:
    """Every key that a record cites stands in the bibliography."""
    kinds = {
        "finding": library.findings,
        "claim": library.claims,
        "interaction": library.interactions,
        "option": library.options,
    }
    for kind, records in kinds.items():
        for key, record in records.items():
            for index, reference in enumerate(record.references):  # type: ignore[attr-defined]  # all four kinds have it
                if reference not in library.references:
                    yield library.places[kind, key].problem(
                        f"the bibliography has no key '{reference}'",
                        "correct it, or add it to data/references.bib",
                        "references",
                        index,
                    )
    for key, row in library.interactions.items():
        for finding in row.findings:
            if finding not in library.findings:
                yield _no_finding(library, ("interaction", key), finding)
    for key, card in library.care_cards.items():
        for finding in dict.fromkeys(finding for item in card.items for finding in item.findings):
            if finding not in library.findings:
                yield _no_finding(library, ("care-card", key), finding)
    for index, pair in enumerate(library.confused_names):
        for reference in pair.references:
            if reference not in library.references:
                yield library.places["confused-names", str(index)].problem(
                    f"the bibliography has no key '{reference}'",
                    "correct it, or add it to data/references.bib",
                    "references",
                )


def _no_finding(library: Library, record: tuple[str, str], finding: str) -> Problem:
    return library.places[record].problem(
        f"the finding '{finding}' does not exist", "correct it, or add it to data/findings/"
    )


def views_rest_on_records(library: Library) -> Iterator[Problem]:
    """Every row of a chart and every side of a disagreement names findings, works and claims that exist."""
    parts: list[tuple[tuple[str, str], str, Sequence[models.ChartRow | models.Position]]] = [
        *((("chart", key), "rows", chart.rows) for key, chart in library.charts.items()),
        *((("disagreement", key), "positions", item.positions) for key, item in library.disagreements.items()),
    ]
    for record, field, rows in parts:
        place = library.places[record]
        for index, row in enumerate(rows):
            for finding in set(row.findings) - set(library.findings):
                yield place.problem(
                    f"the finding '{finding}' does not exist", "correct it, or add it", field, index, "findings"
                )
            for work in set(row.references) - set(library.references):
                yield place.problem(
                    f"the bibliography has no key '{work}'", "correct it, or add it", field, index, "references"
                )
    for key, item in library.disagreements.items():
        if item.claim is not None and item.claim not in library.claims:
            yield library.places["disagreement", key].problem(
                f"the claim '{item.claim}' does not exist", "correct it, or add it to data/claims/", "claim"
            )


def questions_lead_to_one_answer(library: Library) -> Iterator[Problem]:
    """Every question and every other wording of one stands once, and a claim that answers it exists.

    Two answers to the same words would leave a reader, and a search, to guess.
    """
    seen: dict[str, str] = {}
    for index, item in enumerate(library.questions):
        place = library.places["question", str(index)]
        parts: list[tuple[str, Sequence[str | int]]] = [
            (item.ask, ("ask",)),
            *((words, ("also", number)) for number, words in enumerate(item.also)),
        ]
        for words, where in parts:
            plain = " ".join(re.findall(r"\w+", words.casefold()))
            if plain in seen:
                yield place.problem(
                    f"'{words}' stands twice: see the question '{seen[plain]}'", "keep one of the two", *where
                )
            seen.setdefault(plain, item.ask)
        if item.claim is not None and item.claim not in library.claims:
            yield place.problem(
                f"the claim '{item.claim}' does not exist", "correct it, or add it to data/claims/", "claim"
            )


def finding_has_a_source(library: Library) -> Iterator[Problem]:
    """A finding cites a reference, unless it reports a search of our own; that one cites none."""
    for key, finding in library.findings.items():
        place = library.places["finding", key]
        if finding.design == "own-search" and finding.references:
            yield place.problem(
                "a search of our own cites a reference", "remove the reference, or correct the design", "references"
            )
        if finding.design != "own-search" and not finding.references:
            yield place.problem(
                "the finding cites no reference", "add its source, or set design: own-search", "references"
            )


def _rules(library: Library) -> Iterator[tuple[str, models.LegalRule]]:
    """Every legal rule of every place, with the id of the page that holds it."""
    for key, place in library.jurisdictions.items():
        yield key, place
        for rule in place.local_rules:
            yield key, rule


def confidence_is_earned(library: Library) -> Iterator[Problem]:
    """High confidence needs a primary source or two others; sellers or advocates alone make it low."""
    for key, rule in _rules(library):
        place = library.places["jurisdiction", key]
        kinds = {source.kind for source in rule.sources}
        strong = [source for source in rule.sources if source.kind not in WEAK_SOURCES]
        if rule.confidence == "high" and not (kinds & PRIMARY_SOURCES or len(strong) > 1):
            yield place.problem(
                f"{rule.name}: high confidence without a primary source or two good ones",
                "lower it, or add the source",
                "confidence",
            )
        if rule.confidence != "low" and not strong:
            yield place.problem(
                f"{rule.name}: only sellers or advocates as sources", "set confidence: low", "confidence"
            )


def high_confidence_is_fresh(library: Library, today: dt.date | None) -> Iterator[Problem]:
    """High confidence rests on a page dated within 12 months before the edition."""
    if today is None:
        return
    oldest = add_months(today, -12)
    for key, rule in _rules(library):
        dates = [source.page_date for source in rule.sources if source.page_date and source.kind not in WEAK_SOURCES]
        if rule.confidence == "high" and not any(latest_day(date) >= oldest for date in dates):
            yield library.places["jurisdiction", key].problem(
                f"{rule.name}: high confidence, but no good source is dated after {oldest.isoformat()}",
                "read it again, or lower it",
                "confidence",
            )


def as_of_is_a_page_date(library: Library) -> Iterator[Problem]:
    """The as-of date is the date of a page that the record cites."""
    for key, rule in _rules(library):
        dates = {source.page_date for source in rule.sources if source.page_date}
        if rule.as_of and not any(date.startswith(rule.as_of) for date in dates):
            yield library.places["jurisdiction", key].problem(
                f"{rule.name}: no source shows the date {rule.as_of}",
                "use the date of the newest page that supports the status",
                "as_of",
            )


def dates_are_in_order(library: Library, today: dt.date | None) -> Iterator[Problem]:
    """History runs forward, and no page or check is dated after the edition."""
    for key, rule in _rules(library):
        place = library.places["jurisdiction", key]
        days = [earliest_day(event.date) for event in rule.history]
        for index, (before, _) in enumerate(itertools.pairwise(days)):
            if latest_day(rule.history[index + 1].date) < before:
                yield place.problem(
                    f"{rule.name}: history is not in order at {rule.history[index + 1].date}",
                    "sort it, oldest first",
                    "history",
                )
        if today and rule.as_of and earliest_day(rule.as_of) > today:
            yield place.problem(f"{rule.name}: as of {rule.as_of}, in the future", "correct the date", "as_of")
        for source in rule.sources:
            if today and source.page_date and earliest_day(source.page_date) > today:
                yield place.problem(
                    f"{rule.name}: a page dated {source.page_date} is in the future", "correct the date", "sources"
                )
    for index, line in enumerate(library.help_lines):
        if today and line.checked > today:
            yield library.places["help-line", str(index)].problem(
                f"checked on {line.checked}, in the future", "correct the date", "checked"
            )


def every_state_is_there(library: Library) -> Iterator[Problem]:
    """Each US state, the District of Columbia and each territory has a page."""
    missing = sorted(US_STATES - {key.removeprefix("US-") for key in library.jurisdictions if key.startswith("US-")})
    folder = library.root.joinpath("source", "legal", "united-states").relative_to(library.root)
    for code in missing:
        yield Problem(folder, 1, f"no page holds US-{code}", "add its record (docs/change-a-law.md)")


def every_place_is_on_a_map(library: Library) -> Iterator[Problem]:
    """Each country, state and territory has exactly one square on the maps, and each square has a page."""
    seen: set[str] = set()
    for key, tile_map in library.tile_maps.items():
        place = library.places["tile-map", key]
        codes = [code for line in tile_map.rows for code in line.split() if code != "."]
        for code in codes:
            name = f"{tile_map.prefix or ''}{code}"
            if name in seen:
                yield place.problem(f"{name} has two squares", "leave one of them", "rows")
            if name not in library.jurisdictions:
                yield place.problem(f"no page holds {name}", "correct the code, or add its record", "rows")
            seen.add(name)
    for key, record in library.jurisdictions.items():
        if record.level != "international" and key not in seen:
            yield library.places["jurisdiction", key].problem(
                f"{record.name} has no square on a map", "put its code into data/tile-maps.yaml", "id"
            )


def legal_status_is_founded(library: Library) -> Iterator[Problem]:
    """A definite status has a source, a ban its law or a word that none was read, an age a sale that it limits."""
    for key, rule in _rules(library):
        place = library.places["jurisdiction", key]
        definite = (rule.leaf.status, rule.seven_oh.status) != ("unclear", "unclear")
        if definite and not rule.sources:
            yield place.problem(f"{rule.name}: a status without a source", "add the source, or set unclear", "sources")
        unread = rule.confidence == "low" or re.search(r"\bnot (?:been )?(?:read|seen|found)\b", rule.confidence_reason)
        if rule.leaf.status == "banned" and not rule.instruments and not unread:
            yield place.problem(
                f"{rule.name}: a ban without its law",
                "add the instrument, or say in confidence_reason that it was not read",
                "instruments",
            )
        if rule.leaf.minimum_age and rule.leaf.sale not in ("allowed", "allowed-with-conditions"):
            yield place.problem(
                f"{rule.name}: a minimum age where sale is '{rule.leaf.sale}'",
                "remove the age, or correct the rule on sale",
                "leaf",
                "minimum_age",
            )


def file_is_named_after_its_place(library: Library) -> Iterator[Problem]:
    """The page of a state, territory or country bears its name: New Mexico stands in ``new-mexico.md``."""
    for key, place in library.jurisdictions.items():
        if place.level == "international" or key == "US":
            continue
        plain = unicodedata.normalize("NFKD", place.name).encode("ascii", "ignore").decode()
        name = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
        found = library.docname[key].rsplit("/", 1)[1]
        if found != name:
            yield library.places["jurisdiction", key].problem(
                f"the page of {place.name} is called {found}.md", f"call it {name}.md, or correct the name", "name"
            )


def local_rule_belongs_to_its_state(library: Library) -> Iterator[Problem]:
    """The id of a local rule starts with the id of the place that holds it."""
    for key, place in library.jurisdictions.items():
        for index, rule in enumerate(place.local_rules):
            if not rule.id.startswith(f"{key}-"):
                yield library.places["jurisdiction", key].problem(
                    f"the local rule '{rule.id}' does not start with '{key}-'",
                    "move it, or correct its id",
                    "local_rules",
                    index,
                    "id",
                )


RULES: tuple[Callable[[Library], Iterator[Problem]], ...] = (
    vocabulary_is_complete,
    references_exist,
    views_rest_on_records,
    questions_lead_to_one_answer,
    finding_has_a_source,
    *CLAIM_RULES,
    *MEDICINE_RULES,
    confidence_is_earned,
    as_of_is_a_page_date,
    legal_status_is_founded,
    file_is_named_after_its_place,
    every_place_is_on_a_map,
    local_rule_belongs_to_its_state,
)

COMPLETENESS_RULES: tuple[Callable[[Library], Iterator[Problem]], ...] = (every_state_is_there, *WHOLE_SET_RULES)
"""Rules about the whole set of records, which a sample in a test need not keep."""

DATED_RULES: tuple[Callable[[Library, dt.date | None], Iterator[Problem]], ...] = (
    high_confidence_is_fresh,
    dates_are_in_order,
    claim_is_fresh,
)
"""Rules that judge against the day of the edition; without a day they say nothing about the future."""


def check_library(library: Library, today: dt.date | None = None, complete: bool = True) -> Iterator[Problem]:
    """All problems that the rules find in `library`, judged on the day `today`.

    With `complete` false, the library may be a sample.
    """
    for rule in RULES + (COMPLETENESS_RULES if complete else ()):
        yield from rule(library)
    for dated in DATED_RULES:
        yield from dated(library, today)
