"""The shape of every record: one class a kind, one closed vocabulary a field.

The classes are the only definition of a field.  Validation, the handbook's field tables and the
published JSON are made from them.  Words that a reader sees for a code (``in-vitro`` is shown as
"Test tube") live in ``data/vocabulary.yaml``; a test holds the two together.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema, model_validator

if TYPE_CHECKING:
    from collections.abc import Mapping

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
"""Lower-case words joined by hyphens, such as ``pk-huestis-halflife``."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
"""Text for readers: one paragraph of Markdown without headings; far more than the longest of today is a slip."""

Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_:-]+$")]
"""A key of ``data/references.bib``."""

Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
"""ISO 3166-1 alpha-2 code of a country."""

Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+\.[^\s]+$")]
"""An address on the web, with its scheme."""


def _partial_date(value: Any) -> Any:
    """Accept ``2026``, ``2026-03`` or ``2026-03-09`` in whichever type YAML gave it."""
    if isinstance(value, dt.date):
        return value.isoformat()
    text = str(value) if isinstance(value, int | str) else ""
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text):
        raise ValueError("write a date as YYYY, YYYY-MM or YYYY-MM-DD")
    dt.date.fromisoformat((text + "-01-01")[:10] if len(text) < 8 else text)
    return text


PartialDate = Annotated[
    str,
    BeforeValidator(_partial_date),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$", "title": "Date, whole or partial"}),
]
"""A date known to the year, the month or the day, in ISO 8601."""

# --- closed vocabularies -----------------------------------------------------------------------

Exposure = Literal[
    "leaf-powder",
    "leaf-decoction",
    "extract",
    "mitragynine",
    "seven-oh",
    "other-alkaloids",
    "mixed",
    "not-kratom",
]
Design = Literal[
    "systematic-review",
    "rct",
    "controlled-trial",
    "pharmacokinetic-trial",
    "cohort",
    "cross-sectional",
    "survey",
    "case-series",
    "case-report",
    "surveillance",
    "animal",
    "in-vitro",
    "product-analysis",
    "narrative-review",
    "guideline",
    "agency",
    "label",
    "opinion",
    "news",
    "own-search",
]
Direction = Literal["supports", "against", "mixed", "neutral"]
Seen = Literal["full-text", "abstract", "agency-page", "label", "news", "secondary"]
Read = Literal["full-text", "abstract", "agency-page", "label", "news", "secondary", "search"]
Severity = Literal["avoid", "serious-caution", "caution", "theoretical", "give"]
InteractionEvidence = Literal["clinical-trial", "case-report", "in-vitro", "inference"]
InteractionKind = Literal["medicine", "class", "enzyme", "product", "situation"]
"""An enzyme row grades only medicines that no other row names."""
Pathway = Literal[
    "breathing",
    "sedation",
    "opioid-receptor",
    "withdrawal",
    "serotonin",
    "seizure",
    "qt",
    "blood-pressure",
    "stimulant",
    "liver",
    "bleeding",
    "kidney",
    "anticholinergic",
    "cyp3a4",
    "cyp2d6",
    "cyp2c9",
    "cyp2c19",
    "cyp1a2",
    "p-gp",
    "other",
]
"""Where two substances meet: effects that add up or oppose each other, enzymes (CYP) and the transporter P-gp."""
LeafStatus = Literal[
    "banned",
    "import-or-sale-not-allowed",
    "prescription-only",
    "restricted",
    "regulated",
    "age-restricted",
    "no-specific-law",
    "unclear",
]
Permission = Literal["allowed", "allowed-with-conditions", "prohibited", "unclear"]
SevenOhStatus = Literal["banned", "restricted", "capped", "same-as-leaf", "no-specific-rule", "unclear"]
InstrumentKind = Literal["statute", "regulation", "emergency-rule", "ordinance", "agency-position", "court-decision"]
InstrumentStatus = Literal["in-force", "announced", "pending", "lapsed", "repealed", "unknown"]
SourceKind = Literal[
    "statute",
    "regulation",
    "ordinance",
    "court",
    "agency",
    "law-digest",
    "scholarly",
    "news",
    "advocacy",
    "vendor",
]
Confidence = Literal["high", "medium", "low"]
Level = Literal["international", "country", "state", "territory", "county", "city"]
Audience = Literal["people-in-pain", "people-who-take-kratom", "clinicians", "travellers", "families", "researchers"]
Part = Literal["start", "understanding", "muscle", "using", "safety", "legal", "conclusion", "reference"]
Review = Literal["editorial", "clinical"]
ClaimExposure = Literal["leaf", "extract", "mitragynine", "seven-oh", "mixed", "not-kratom"]
ClaimQuestion = Literal["effect", "frequency"]
"""Watching people starts low for an effect, since something else may cause it, and high for a frequency."""
EvidenceKind = Literal[
    "people-trial",
    "people-observed",
    "case-report",
    "animals",
    "test-tube",
    "product-analysis",
    "official",
    "theory",
    "none-found",
]
Certainty = Literal["high", "moderate", "low", "very-low", "none"]
"""The four words of GRADE, and one for a question on which nothing was found to rate."""
GradeReason = Literal[
    "risk-of-bias",
    "inconsistency",
    "indirectness",
    "imprecision",
    "publication-bias",
    "large-effect",
    "dose-response",
    "opposing-confounding",
]
"""The domains of GRADE: five lower the certainty, the last three raise it (doi 10.1136/bmj.39489.470347.AD)."""
LegalChange = Literal["ban", "rules", "eased", "proposal", "local", "enforcement", "other"]
Freshness = Literal["recent", "ageing", "old", "undated"]
CareLevel = Literal["emergency", "urgent", "see-someone"]
HelpKind = Literal["emergency", "poison", "medical-advice", "drugs", "crisis"]
QuestionTopic = Literal[
    "muscles",
    "kratom",
    "amounts",
    "safety",
    "medicines",
    "stopping",
    "tests",
    "family",
    "law",
    "guide",
]


class Record(BaseModel):
    """What all records share: unknown fields are errors, and a loaded record never changes."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, populate_by_name=True, json_schema_serialization_defaults_required=True
    )


class Verified(Record):
    """When a finding was last held against its source, what of the source was read, and where."""

    date: dt.date = Field(description="Day on which the record was held against its source.")
    read: Read = Field(description="What of the source was read.")
    at: tuple[Url, ...] = Field((), description="Addresses that were read; none for a search of our own.")


class Finding(Record):
    """One result of one study, agency page or search of ours."""

    id: Slug = Field(description="Stable id; the last part of its address.")
    exposure: Exposure = Field(description="What was taken or tested.")
    design: Design = Field(description="Kind of study or source.")
    direction: Direction = Field(description="Bears on the benefit or harm in question: for, against, both or neither.")
    finding: Text = Field(description="The result in our own words, with its numbers.")
    n: int | None = Field(
        None, ge=0, description="People, animals or samples studied; null when unknown or not applicable."
    )
    population: Text | None = Field(None, description="Who or what was studied, and where.")
    limits: Text | None = Field(None, description="What keeps the result from meaning more than it does.")
    inference: Text | None = Field(None, description="What the editors read into the result or computed from it.")
    funding: Text | None = Field(None, description="Industry money or ties that the source declares.")
    references: tuple[Key, ...] = Field((), description="Keys of the works that hold it; none for a search of our own.")
    verified: Verified = Field(description="When, where and how far it was read.")
    unclaimed: Text | None = Field(None, description="Why no claim rests on the finding, where none does.")


class Summary(Record):
    """One row of a summary-of-findings table, in the manner of GRADE; certainty comes from the claim."""

    outcome: Text = Field(description="What was measured, such as 'Time that a hand stays in ice water'.")
    studied: Text = Field(description="People and studies, such as '26 men in 1 trial'.")
    effect: Text = Field(description="The effect in plain numbers.")


class Claim(Record):
    """One statement that the guide makes, with what it rests on and how certain it is."""

    id: Slug = Field(description="Stable id; the last part of its address.")
    statement: Text = Field(description="One plain sentence, without roles or links, in words for readers.")
    exposure: ClaimExposure = Field(description="Which form of kratom the sentence is about.")
    question: ClaimQuestion = Field(
        "effect", description="Whether kratom does something, or how often or how much something was seen or measured."
    )
    evidence: tuple[EvidenceKind, ...] = Field(min_length=1, description="Every kind it rests on, strongest first.")
    certainty: Certainty = Field(description="How sure anyone can be, in the words of GRADE.")
    grade: tuple[GradeReason, ...] = Field((), description="GRADE domains that lowered or raised the certainty.")
    reason: Text = Field(description="Why the certainty is what it is, in one or two plain sentences.")
    findings_for: tuple[Slug, ...] = Field((), alias="for", description="Findings that speak for it.")
    findings_against: tuple[Slug, ...] = Field((), alias="against", description="Findings that speak against it.")
    references: tuple[Key, ...] = Field((), description="Works that it rests on where no finding does.")
    indirect: Text | None = Field(
        None, description="Says so, where findings about another exposure than that of the claim are used."
    )
    checked: dt.date = Field(description="Day on which an editor last held it against its findings.")
    review_in: Annotated[str, StringConstraints(pattern=r"^\d{1,2} months$")] = Field(
        "12 months", description="After how many months it is due again."
    )
    summary: Summary | None = Field(None, description="Its row in a summary of findings, where it has one.")


class Medicine(Record):
    """One partner of kratom in an interaction, under every name by which people know it."""

    name: Text = Field(description="International nonproprietary name, or the plain name of a product.")
    also: tuple[Text, ...] = Field((), description="Other generic names, abbreviations and forms: acetaminophen.")
    brands: dict[Country, tuple[Text, ...]] = Field(
        default_factory=dict, description="Brand names by country of sale (ISO 3166-1 alpha-2)."
    )

    @property
    def names(self) -> tuple[str, ...]:
        """Every name, the generic one first, each once."""
        return tuple(dict.fromkeys((self.name, *self.also, *(name for some in self.brands.values() for name in some))))


class Interaction(Record):
    """Kratom together with one medicine, class of medicines or other product."""

    id: Slug = Field(description="Stable id; the last part of its address.")
    name: Text = Field(description="Name of the row, as readers see it.")
    kind: InteractionKind = Field(description="A medicine, a class, an enzyme, a product or a situation.")
    drug_class: Text = Field(alias="class", description="Pharmacological class, with its ATC code where it has one.")
    medicines: tuple[Medicine, ...] = Field((), description="Every medicine that the row names.")
    severity: Severity = Field(description="How serious the pair is, by our judgement.")
    evidence: InteractionEvidence = Field(description="The best evidence about kratom with this very partner.")
    pathways: tuple[Pathway, ...] = Field(min_length=1, description="By what the two meet, the weightiest first.")
    mechanism: Text = Field(description="How the two may meet, with what is inference called so.")
    what_could_happen: Text = Field(description="What a reader may notice, in lay words.")
    what_to_do: Text = Field(description="What to do; that a prescribed medicine is not stopped alone adds itself.")
    findings: tuple[Slug, ...] = Field((), description="Findings about kratom on which the row rests.")
    references: tuple[Key, ...] = Field(min_length=1, description="Keys of the works behind the row.")
    verified: Verified = Field(description="When, where and how far its sources were read.")
    names_at: tuple[Url, ...] = Field((), description="Addresses at which the brand names were read.")
    note: Text | None = Field(None, description="What else a reader should know of the row.")


class Option(Record):
    """Something other than kratom that people use for tight, sore or cramping muscles."""

    id: Slug = Field(description="Stable id.")
    option: Text = Field(description="What people do or take.")
    problem: Text = Field(description="For which complaint it was studied.")
    studied: Text = Field(description="People and studies.")
    effect: Text = Field(description="What was found, in plain numbers.")
    harms: Text = Field(description="Unwanted effects and costs.")
    certainty: Text = Field(description="How sure the authors or we are.")
    guideline: Text | None = Field(None, description="What guidelines say.")
    references: tuple[Key, ...] = Field(min_length=1, description="Keys of the works behind it.")
    seen: Seen = Field(description="What of them was read.")
    seen_at: tuple[Url, ...] = Field((), description="Addresses that were read.")
    note: Text | None = Field(None, description="What else a reader should know.")


class HelpLine(Record):
    """A number or address that a person in trouble can use."""

    country: Country = Field(description="ISO 3166-1 alpha-2; EU for the common number.")
    service: Text = Field(description="Name of the service.")
    kind: HelpKind = Field(description="Emergency, poison centre, medical advice, drugs or crisis.")
    number: Text = Field(description="The number as it is dialled in the country, or an address to write to.")
    hours: Text | None = Field(None, description="Opening hours as the service states them; null when not confirmed.")
    for_what: Text = Field(description="Whom it helps, and with what.")
    url: Url = Field(description="Page of the service or of a health authority.")
    confirmed: bool = Field(description="A page that shows this number was read; false is shown as 'not confirmed'.")
    checked: dt.date = Field(description="Day on which the page was read.")
    seen_at: tuple[Url, ...] = Field((), description="Further addresses at which the number was read.")
    note: Text | None = Field(None, description="What else a caller should know.")


class CareItem(Record):
    """One sign or step of a care card, with its basis."""

    text: Text = Field(description="Lay words, at reading grade 6 or lower, without roles or links.")
    findings: tuple[Slug, ...] = Field((), description="Findings that carry it.")
    references: tuple[Key, ...] = Field((), description="Works that carry it where no finding does.")
    ours: bool = Field(False, description="Our own judgement, where neither carries it.")

    @model_validator(mode="after")
    def _has_a_basis(self) -> CareItem:
        if bool(self.findings or self.references) == self.ours:
            raise ValueError("name the findings or references that carry it, or say ours: true, not both")
        return self


class CareCard(Record):
    """What to do when something goes wrong: how to notice it, and the steps."""

    id: Slug = Field(description="Stable id; the last part of its address.")
    level: CareLevel = Field(description="Emergency, urgent today, or see someone.")
    title: Text = Field(description="What has gone wrong, in lay words.")
    signs: tuple[CareItem, ...] = Field(min_length=1, description="How to notice it.")
    steps: tuple[CareItem, ...] = Field(min_length=1, description="What to do, in order.")
    after: tuple[CareItem, ...] = Field((), description="Remarks below the steps.")
    checked: dt.date = Field(description="Day on which an editor last checked it.")

    @property
    def items(self) -> tuple[CareItem, ...]:
        """Signs, steps and remarks, in the order in which they are shown."""
        return (*self.signs, *self.steps, *self.after)


class ConfusedNames(Record):
    """Names that people mistake for each other, so that nobody may swap them silently."""

    names: tuple[Text, ...] = Field(min_length=2, description="Names that look or sound alike.")
    unlisted: dict[Text, Text | None] = Field(
        default_factory=dict, description="Names among them without a row of ours, and their generic name if known."
    )
    references: tuple[Key, ...] = Field((), description="Keys of the published lists that name them.")
    note: Text | None = Field(None, description="Why they stand here where no list names them.")


class Leaf(Record):
    """What a place says about the leaf and plain leaf products."""

    status: LeafStatus = Field(description="The status in one word.")
    sale: Permission = Field(description="Whether it may be sold.")
    possession: Permission = Field(description="Whether a person may hold it.")
    import_: Permission = Field(alias="import", description="Whether it may be brought in.")
    minimum_age: int | None = Field(None, ge=16, le=25, description="Age in years from which it may be sold or held.")


class SevenOh(Record):
    """What a place says about products with concentrated 7-hydroxymitragynine."""

    status: SevenOhStatus = Field(description="The status in one word.")
    cap: Text | None = Field(None, description="The limit in the words of the law, with its unit.")


class Instrument(Record):
    """A law, rule or official position."""

    title: Text = Field(description="Name of the law or rule.")
    citation: Text | None = Field(None, description="How lawyers cite it.")
    kind: InstrumentKind = Field(description="Act, regulation, position or the like.")
    effective: PartialDate | None = Field(None, description="Day from which it applies.")
    status: InstrumentStatus = Field(description="Whether it applied when last seen.")
    url: Url | None = Field(None, description="Where its text stands.")


class Event(Record):
    """One dated step in the history of a place's rules."""

    date: PartialDate = Field(description="Day, month or year of the step.")
    change: LegalChange = Field(description="Kind of step.")
    event: Text = Field(description="What happened, without a full stop.")


class Source(Record):
    """A page that supports a legal record."""

    url: Url = Field(description="Address that was read.")
    title: Text = Field(description="Title of the page.")
    publisher: Text = Field(description="Who published it.")
    kind: SourceKind = Field(description="Law text, authority, press, seller and so on.")
    page_date: PartialDate | None = Field(None, description="The date that the page itself shows.")
    supports: Text = Field(description="What in the record rests on it.")


class Office(Record):
    """Where the rule of a place can be checked today: a code search, a register, an authority."""

    name: Text = Field(description="Name of the office, code search or register.")
    url: Url = Field(description="Its own address.")
    use: Text = Field(description="What to look for there, without a full stop.")


class LegalRule(Record):
    """What one place rules, with its sources; the part that places and their towns share."""

    id: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}(-[A-Z]{2,4})?(-[a-z0-9-]+)?$")] = Field(
        description="ISO 3166 code; towns and counties add a slug; UN, EU and XX-WADA for bodies."
    )
    name: Text = Field(description="Name as readers see it.")
    level: Level = Field(description="Country, state, territory, county, city or body.")
    leaf: Leaf = Field(description="The rule for leaf and plain leaf products.")
    seven_oh: SevenOh = Field(description="The rule for products with concentrated 7-OH.")
    instruments: tuple[Instrument, ...] = Field((), description="Laws, rules and official positions.")
    history: tuple[Event, ...] = Field((), description="Dated steps, oldest first.")
    summary: Text = Field(description="What it means for a reader, in two sentences or so.")
    conflict: Text | None = Field(None, description="Where sources disagree, and which one we follow.")
    sources: tuple[Source, ...] = Field((), description="Pages that support the record.")
    as_of: PartialDate | None = Field(None, description="Date of the newest page that supports the status.")
    confidence: Confidence = Field(description="How sure the record is.")
    confidence_reason: Text = Field(description="Why the confidence is what it is.")


class Jurisdiction(LegalRule):
    """A country, state, territory or international body: one page of the legal section."""

    description: Text = Field(description="One line for search engines and previews.")
    local_rules: tuple[LegalRule, ...] = Field(
        (), description="Rules of towns and counties; each has the same fields as a place."
    )
    local_remarks: tuple[Text, ...] = Field((), description="Local rules known only by mention.")
    transit: Text | None = Field(None, description="What is known about passing through with kratom.")
    check: tuple[Office, ...] = Field((), description="Where a reader can check it today.")


class TileMap(Record):
    """A map on which every place is a square of the same size, near its neighbours."""

    id: Slug
    title: Text
    prefix: Text | None = Field(None, description="What stands before each code to make the id of a place.")
    rows: tuple[Text, ...] = Field(min_length=1, description="Codes set apart by spaces; a dot is an empty square.")

    @property
    def tiles(self) -> Mapping[str, tuple[int, int]]:
        """The id of each place to its (column, row), both counted from 0."""
        return {
            f"{self.prefix or ''}{code}": (column, row)
            for row, line in enumerate(self.rows)
            for column, code in enumerate(line.split())
            if code != "."
        }


class ChartRow(Record):
    """One line of a chart: a value, a range, or both."""

    label: Text
    value: float | None = None
    low: float | None = None
    high: float | None = None
    series: str = Field("", description="Rows of one series share a colour and a marker.")
    findings: tuple[Slug, ...] = Field((), description="Findings that hold the numbers.")
    references: tuple[Key, ...] = Field((), description="References that hold the numbers, where no finding does.")

    @model_validator(mode="after")
    def _has_a_number(self) -> ChartRow:
        if not self.findings and not self.references:
            raise ValueError("name the findings or references that hold the numbers")
        if self.value is None and (self.low is None or self.high is None):
            raise ValueError("give a value, or both low and high")
        return self


class Chart(Record):
    """A chart that is drawn from findings."""

    id: Slug
    title: Text
    caption: Text = Field(description="What to see in it; its sources are added by themselves.")
    kind: Literal["range", "bar", "decay"] = Field(description="In a decay, values are half-lives in hours.")
    scale: Literal["linear", "log"] = "linear"
    unit: Text
    hours: float = Field(24, gt=0, description="How far a decay is drawn.")
    rows: tuple[ChartRow, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _a_decay_has_half_lives(self) -> Chart:
        if self.kind == "decay" and any(row.value is None or row.value <= 0 for row in self.rows):
            raise ValueError("each row of a decay has a half-life above 0 as its value")
        return self


class Position(Record):
    """What one side says in a disagreement."""

    who: Text = Field(description="Who holds this side.")
    says: Text = Field(description="What this side says.")
    basis: Text = Field(description="On what it rests: whom or what was studied, and how.")
    findings: tuple[Slug, ...] = Field((), description="Findings that hold it.")
    references: tuple[Key, ...] = Field((), description="Works that hold it where no finding does.")

    @model_validator(mode="after")
    def _has_a_source(self) -> Position:
        if not self.findings and not self.references:
            raise ValueError("name the findings or references that hold what this side says")
        return self


class Disagreement(Record):
    """A question on which sources contradict each other, with each side and what the editors make of it."""

    id: Slug = Field(description="Stable id.")
    question: Text = Field(description="The question on which sources disagree.")
    positions: tuple[Position, ...] = Field(min_length=2, description="The sides.")
    reading: Text = Field(description="What we make of it, marked as ours.")
    claim: Slug | None = Field(None, description="The claim that carries our reading and its certainty.")


Ask = Annotated[str, StringConstraints(pattern=r"^[A-Z0-9][^?]*\?$", max_length=90)]
"""A question as a heading: a capital first, one question mark at its end."""

Wording = Annotated[str, StringConstraints(pattern=r"^[^A-Z?]+$", min_length=2, max_length=60, strip_whitespace=True)]
"""Words that a reader types: lower case, no question mark."""


class Question(Record):
    """A whole question that readers ask, with the section that answers it."""

    ask: Ask = Field(description="The question, short and in sentence case.")
    also: tuple[Wording, ...] = Field(
        min_length=1, max_length=5, description="How else people put it, with other words than those of the question."
    )
    at: Slug = Field(description="The label of the section or record that answers it, as `ref` takes it.")
    claim: Slug | None = Field(None, description="The claim whose statement answers it in one sentence, if one does.")
    topic: QuestionTopic = Field(description="The heading below which it stands.")


class Chapter(Record):
    """The front matter of a page of prose."""

    description: Annotated[str, StringConstraints(min_length=40, max_length=170)]
    part: Part
    chapter: int | None = Field(None, ge=1, le=16)
    audience: tuple[Audience, ...] = Field(min_length=1)
    last_reviewed: dt.date
    review_in: Annotated[str, StringConstraints(pattern=r"^\d{1,2} months$")]
    review: Review = Field(description="The highest kind of review that has happened.")
    nosearch: bool = Field(False, description="Leave the page out of the search, as one that only lists others.")
