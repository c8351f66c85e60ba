"""Rules that hold between claims and the findings on which they rest."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, get_args

from kratom_guide.records import models
from kratom_guide.records.dates import add_months

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Iterator, Mapping

    from kratom_guide.records.library import Library
    from kratom_guide.records.models import (
        Certainty,
        Claim,
        ClaimExposure,
        ClaimQuestion,
        Design,
        EvidenceKind,
        Exposure,
        GradeReason,
    )
    from kratom_guide.records.problem import Problem

LEVELS: tuple[Certainty, ...] = ("none", "very-low", "low", "moderate", "high")
"""Certainty from least to most."""

CEILING: Mapping[EvidenceKind, Certainty] = {
    "people-trial": "high",
    "official": "high",
    "product-analysis": "high",
    "people-observed": "moderate",
    "case-report": "low",
    "animals": "low",
    "test-tube": "low",
    "theory": "very-low",
    "none-found": "none",
}
"""The most that one kind of evidence can carry.

GRADE starts trials at high and observation at low, and lets observation rise (doi 10.1136/bmj.39489.470347.AD);
it does not rate animals, laboratories or reasoning, which here are held down for being indirect.  An official source
or a laboratory is the best there is for what an authority says, or for what is in a product, and for nothing else.
"""

LOWERING: frozenset[GradeReason] = frozenset(
    ("risk-of-bias", "inconsistency", "indirectness", "imprecision", "publication-bias")
)

START: Mapping[ClaimQuestion, Mapping[EvidenceKind, Certainty]] = {
    "effect": {
        "people-trial": "high",
        "official": "high",
        "product-analysis": "high",
        "people-observed": "low",
        "case-report": "low",
        "animals": "moderate",
        "test-tube": "moderate",
        "theory": "low",
        "none-found": "none",
    },
    "frequency": {
        "people-trial": "high",
        "official": "high",
        "product-analysis": "high",
        "people-observed": "high",
        "case-report": "low",
        "animals": "moderate",
        "test-tube": "moderate",
        "theory": "low",
        "none-found": "none",
    },
}
"""Where certainty starts before any reason is counted.

GRADE lets observation start low for an effect (doi 10.1136/bmj.39489.470347.AD) and high for how often something
happens (doi 10.1136/bmj.h870).  Animals and laboratories start one step above their ceiling, since each claim that
rests on them must name indirectness, which takes the first step.
"""

KINDS: Mapping[Design, frozenset[EvidenceKind]] = {
    "systematic-review": frozenset({"people-trial", "people-observed", "case-report", "animals", "test-tube"}),
    "rct": frozenset({"people-trial"}),
    "controlled-trial": frozenset({"people-trial"}),
    "pharmacokinetic-trial": frozenset({"people-trial"}),
    "cohort": frozenset({"people-observed"}),
    "cross-sectional": frozenset({"people-observed"}),
    "survey": frozenset({"people-observed"}),
    "case-series": frozenset({"people-observed", "case-report"}),
    "case-report": frozenset({"case-report"}),
    "surveillance": frozenset({"people-observed"}),
    "animal": frozenset({"animals"}),
    "in-vitro": frozenset({"test-tube"}),
    "product-analysis": frozenset({"product-analysis"}),
    "guideline": frozenset({"official"}),
    "agency": frozenset({"official", "people-observed", "case-report", "product-analysis"}),
    "label": frozenset({"official"}),
    "own-search": frozenset({"none-found"}),
}
"""The kinds of evidence that a finding of a design can be; designs that are not listed only retell other evidence."""

FITTING: Mapping[ClaimExposure, frozenset[Exposure]] = {
    "leaf": frozenset({"leaf-powder", "leaf-decoction", "not-kratom"}),
    "extract": frozenset({"extract", "not-kratom"}),
    "mitragynine": frozenset({"mitragynine", "not-kratom"}),
    "seven-oh": frozenset({"seven-oh", "not-kratom"}),
    "mixed": frozenset(get_args(models.Exposure)),
    "not-kratom": frozenset({"not-kratom"}),
}
"""Exposures of findings that bear directly on a claim about an exposure."""


def findings_of(claim: Claim) -> tuple[str, ...]:
    """Ids of all findings of a claim: those for it, then those against it."""
    return (*claim.findings_for, *claim.findings_against)


def claims_by_finding(library: Library) -> Mapping[str, tuple[str, ...]]:
    """Finding id to the ids of the claims that rest on it, in the order of the files."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for key, claim in library.claims.items():
        for finding in findings_of(claim):
            found[finding].append(key)
    return {finding: tuple(claims) for finding, claims in found.items()}


def most_certain(evidence: Iterable[EvidenceKind]) -> Certainty:
    """The most that kinds of evidence can carry together: ``most_certain(["animals", "people-trial"])`` is high."""
    return max((CEILING[kind] for kind in evidence), key=LEVELS.index)


def start_of(claim: Claim) -> Certainty:
    """Where the certainty of a claim starts: by the strongest kind of its evidence, which is the first."""
    return START[claim.question][claim.evidence[0]]


def graded(claim: Claim) -> Certainty:
    """The certainty that the reasons of a claim allow: from its start, one step down or up for each reason.

    Never below very low, never above the ceiling of its evidence; ``none`` stays ``none``.
    """
    start = start_of(claim)
    if start == "none":
        return start
    down = len(LOWERING & set(claim.grade))
    up = len(set(claim.grade) - LOWERING)
    step = max(LEVELS.index(start) - down + up, LEVELS.index("very-low"))
    return LEVELS[min(step, LEVELS.index(most_certain(claim.evidence)))]


def claim_names_findings(library: Library) -> Iterator[Problem]:
    """A claim names findings that exist, none of them both for and against, and no finding twice."""
    for key, claim in library.claims.items():
        place = library.places["claim", key]
        for field, ids in (("for", claim.findings_for), ("against", claim.findings_against)):
            for index, finding in enumerate(ids):
                if finding not in library.findings:
                    yield place.problem(
                        f"the finding '{finding}' does not exist",
                        "correct it, or add it to data/findings/",
                        field,
                        index,
                    )
        for finding in sorted({name for name in findings_of(claim) if findings_of(claim).count(name) > 1}):
            yield place.problem(
                f"the finding '{finding}' is named twice", "name it once: under for, or under against", "for"
            )


def claim_has_a_source(library: Library) -> Iterator[Problem]:
    """A claim rests on a finding or a reference."""
    for key, claim in library.claims.items():
        if not claim.findings_for and not claim.references:
            yield library.places["claim", key].problem(
                "the claim rests on nothing", "name the findings under for, or the works under references"
            )


def certainty_fits_its_evidence(library: Library) -> Iterator[Problem]:
    """Certainty stays within what the kinds of evidence can carry, and says why it is not higher."""
    for key, claim in library.claims.items():
        place = library.places["claim", key]
        if "none-found" in claim.evidence and len(claim.evidence) > 1:
            yield place.problem(
                "the evidence is none-found and something else", "keep none-found alone, or remove it", "evidence"
            )
            continue
        if (claim.certainty == "none") != (claim.evidence == ("none-found",)):
            yield place.problem(
                f"certainty '{claim.certainty}' with evidence {', '.join(claim.evidence)}",
                "certainty none goes with evidence [none-found], and only with it",
                "certainty",
            )
            continue
        ceiling = most_certain(claim.evidence)
        if LEVELS.index(claim.certainty) > LEVELS.index(ceiling):
            yield place.problem(
                f"certainty '{claim.certainty}' is more than {', '.join(claim.evidence)} can carry",
                f"lower it to '{ceiling}', or name better evidence",
                "certainty",
            )
        start = start_of(claim)
        if LEVELS.index(claim.certainty) < LEVELS.index(start) and not LOWERING & set(claim.grade):
            yield place.problem(
                f"certainty '{claim.certainty}' without a reason of GRADE",
                f"name what lowers it under grade: {', '.join(sorted(LOWERING))}",
                "grade",
            )


def certainty_counts_its_reasons(library: Library) -> Iterator[Problem]:
    """Certainty is no higher than start and reasons allow; it may be lower, since a grave reason takes two steps."""
    for key, claim in library.claims.items():
        most = graded(claim)
        ceiling = most_certain(claim.evidence)
        if LEVELS.index(most) < LEVELS.index(claim.certainty) <= LEVELS.index(ceiling):
            start = start_of(claim)
            yield library.places["claim", key].problem(
                f"certainty '{claim.certainty}', but {claim.evidence[0]} starts at '{start}' for the question "
                f"'{claim.question}', and its reasons ({', '.join(claim.grade) or 'none'}) leave '{most}'",
                f"set certainty: {most}, remove a reason that does not hold, or name one that raises it",
                "certainty",
            )


def evidence_fits_its_findings(library: Library) -> Iterator[Problem]:
    """Each kind of evidence that a claim states is that of a finding for it, unless references stand in."""
    for key, claim in library.claims.items():
        kinds: set[EvidenceKind] = set()
        loose = bool(claim.references)
        for finding in claim.findings_for:
            if finding in library.findings:
                kinds |= KINDS.get(library.findings[finding].design, frozenset())
                # An overview, an opinion or a press report retells evidence of any kind.
                loose = loose or library.findings[finding].design not in KINDS
        for kind in claim.evidence:
            if kind not in kinds and kind != "theory" and not loose:
                yield library.places["claim", key].problem(
                    f"evidence '{kind}', but no finding for the claim is of that kind",
                    f"use what the findings are: {', '.join(sorted(kinds)) or 'none of the kinds that carry weight'}",
                    "evidence",
                )


def exposure_fits_or_says_so(library: Library) -> Iterator[Problem]:
    """Findings about another exposure than that of the claim (7-OH for leaf, say) are named as such in the claim."""
    for key, claim in library.claims.items():
        others = sorted(
            {
                f"{finding} ({library.findings[finding].exposure})"
                for finding in findings_of(claim)
                if finding in library.findings
                and library.findings[finding].design != "own-search"
                and library.findings[finding].exposure not in FITTING[claim.exposure]
            }
        )
        place = library.places["claim", key]
        if others and not claim.indirect:
            yield place.problem(
                f"a claim about {claim.exposure} rests on {', '.join(others)}",
                "remove them, or say under indirect that they are about something else",
                "exposure",
            )
        if claim.indirect and not others:
            yield place.problem(
                "indirect is said, but every finding is about the claim's own exposure",
                "remove the field indirect",
                "indirect",
            )


def finding_bears_on_a_claim(library: Library) -> Iterator[Problem]:
    """A finding is used by a claim, or says why not."""
    used = claims_by_finding(library)
    for key, finding in library.findings.items():
        place = library.places["finding", key]
        if key not in used and not finding.unclaimed:
            yield place.problem(
                "no claim uses the finding", "name it in a claim, or say under unclaimed why none rests on it"
            )
        if key in used and finding.unclaimed:
            yield place.problem(
                f"the claim '{used[key][0]}' uses the finding, which says that none does",
                "remove the field unclaimed",
                "unclaimed",
            )


def claim_is_fresh(library: Library, today: dt.date | None) -> Iterator[Problem]:
    """A claim was checked before the edition, and not longer ago than its review allows."""
    if today is None:
        return
    for key, claim in library.claims.items():
        place = library.places["claim", key]
        due = add_months(claim.checked, int(claim.review_in.split()[0]))
        if claim.checked > today:
            yield place.problem(f"checked on {claim.checked}, in the future", "correct the date", "checked")
        if due < today:
            yield place.problem(
                f"the review of the claim was due on {due}",
                "read its sources again, correct the claim, and set checked to today",
                "checked",
            )


CLAIM_RULES = (
    claim_names_findings,
    claim_has_a_source,
    certainty_fits_its_evidence,
    certainty_counts_its_reasons,
    evidence_fits_its_findings,
    exposure_fits_or_says_so,
)
WHOLE_SET_RULES = (finding_bears_on_a_claim,)
