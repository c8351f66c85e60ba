"""``data/search.yaml``: what people type, where records do not know it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field, ValidationError

from kratom_guide.records.library import Library, Place
from kratom_guide.records.models import Record, Slug, Text
from kratom_guide.records.problem import GuideError, Problem
from kratom_guide.records.yamlfile import read_yaml
from kratom_guide.search.words import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FILE = "data/search.yaml"


class Synonym(Record):
    """Words that people type, and words that stand in the guide.  It works one way only."""

    say: tuple[Text, ...] = Field(min_length=1, description="What is typed; several words are taken together.")
    mean: tuple[Text, ...] = Field(min_length=1, description="What the guide says; any of them will do.")


class Intent(Record):
    """Words that show what somebody wants, and the places that answer it."""

    name: Slug = Field(description="Stable name.")
    words: tuple[Text, ...] = Field(min_length=1, description="Words or runs of words that show it.")
    at: tuple[Slug, ...] = Field(min_length=1, description="Labels of the places to favour, the best first.")


class Crisis(Record):
    """Words of an emergency, and the care card that comes first."""

    words: tuple[Text, ...] = Field(min_length=1, description="Words or runs of words; all words of a run must occur.")
    card: Slug = Field(description="Id of the care card.")
    also: tuple[Slug, ...] = Field((), description="Labels of what else belongs there, the nearest first.")


class SearchWords(Record):
    """Everything in the file."""

    synonyms: tuple[Synonym, ...] = Field(description="From the reader's words to ours.")
    intents: tuple[Intent, ...] = Field(description="What a reader wants.")
    crisis: tuple[Crisis, ...] = Field(description="What must come first.")
    related: dict[Literal["place", "medicine", "crisis", "kratom"], tuple[Slug, ...]] = Field(
        description="Labels of what belongs beside a hit of each kind, the nearest first."
    )
    plant: tuple[Text, ...] = Field(description="Other names of kratom itself.")
    own_products: tuple[Text, ...] = Field(
        alias="own-products", description="Names in the tables of medicines that are kratom itself."
    )
    names: dict[Slug, tuple[Text, ...]] = Field(
        description="Lay names and slang of medicines and classes, by the label of a row or section."
    )
    places: dict[str, tuple[Text, ...]] = Field(description="Other names of places, by id: cities, people, short forms.")


def read_settings(root: Path, library: Library) -> tuple[SearchWords, Place]:
    """Read the file of the checkout at `root`.

    Returns what it says and its place, for messages.  Raises :class:`GuideError` with every fault: a field that is
    wrong, words without a letter, a card or a place that does not exist.
    """
    document = read_yaml(root / FILE, root.joinpath(FILE).relative_to(root))
    place = Place(document)
    try:
        settings = SearchWords.model_validate(document.data)
    except ValidationError as error:
        raise GuideError(
            Problem(
                document.path,
                document.line(tuple(detail["loc"])),
                f"'{'.'.join(map(str, detail['loc']))}' is wrong",
                str(detail["msg"]).lower(),
            )
            for detail in error.errors()
        ) from None
    problems = list(_problems(settings, place, library))
    if problems:
        raise GuideError(problems)
    return settings, place


def _problems(settings: SearchWords, place: Place, library: Library) -> Iterator[Problem]:
    for kind, found in (("synonyms", settings.synonyms), ("intents", settings.intents), ("crisis", settings.crisis)):
        for index, item in enumerate(found):
            words = item.say if isinstance(item, Synonym) else item.words
            for each in words:
                if not tokens(each):
                    yield place.problem(f"'{each}' holds no word", "write what people type", kind, index)
    seen: dict[str, int] = {}
    for index, synonym in enumerate(settings.synonyms):
        for each in synonym.say:
            key = " ".join(tokens(each))
            if key in seen:
                yield place.problem(f"'{each}' stands twice", "merge the two entries", "synonyms", index)
            seen[key] = index
    for index, crisis in enumerate(settings.crisis):
        if crisis.card not in library.care_cards:
            known = ", ".join(library.care_cards)
            yield place.problem(f"no care card is called '{crisis.card}'", f"use one of: {known}", "crisis", index)
    for key in settings.places:
        if key not in library.jurisdictions:
            yield place.problem(f"no place has the id '{key}'", "use the id of its page", "places", key)


def questions_of(library: Library) -> Mapping[str, list[str]]:
    """Label to the questions that it answers, from the list of questions that people ask."""
    found: dict[str, list[str]] = {}
    for question in getattr(library, "questions", ()):
        found.setdefault(question.at, []).extend((question.ask, *question.also))
    return found
