"""``data/search.yaml`` and ``data/search-phrases.yaml``: what people type, where records do not know it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from kratom_guide.records.library import Library, Place
from kratom_guide.records.models import Record, Slug, Text
from kratom_guide.records.problem import GuideError, Problem
from kratom_guide.records.yamlfile import read_yaml
from kratom_guide.search.words import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kratom_guide.records.yamlfile import Document

FILE = "data/search.yaml"
PHRASES = "data/search-phrases.yaml"
"""What people type when a section would help them, by the label of the section."""

T = TypeVar("T")


class Synonym(Record):
    """Words that people type, and words that stand in the guide.  It works one way only."""

    say: tuple[Text, ...] = Field(min_length=1, description="What is typed; several words are taken together.")
    mean: tuple[Text, ...] = Field(min_length=1, description="What the guide says; any of them will do.")


class Intent(Record):
    """Words that show what somebody wants, and the places that answer it."""

    name: Slug = Field(description="Stable name.")
    words: tuple[Text, ...] = Field(min_length=1, description="Words or runs of words that show it.")
    at: tuple[Slug, ...] = Field(min_length=1, description="Labels of the places to favour, the best first.")
    weight: float = Field(1, gt=0, le=1.5, description="How sure a sign it is; below 1 for a hint.")


class Crisis(Record):
    """Words of an emergency, and the care card that comes first."""

    words: tuple[Text, ...] = Field(
        min_length=1,
        description="Words or runs of words; all words of a run must occur near each other, of words with | one.",
    )
    card: Slug = Field(description="Id of the care card.")
    also: tuple[Slug, ...] = Field((), description="Labels of what else belongs there, the nearest first.")


class SearchWords(Record):
    """Everything in the file."""

    synonyms: tuple[Synonym, ...] = Field(description="From the reader's words to ours.")
    intents: tuple[Intent, ...] = Field(description="What a reader wants.")
    crisis: tuple[Crisis, ...] = Field(description="What must come first.")
    calm: tuple[Text, ...] = Field(description="Words of talk about laws or studies, which raises no alarm.")
    related: dict[Literal["place", "medicine", "crisis", "kratom"], tuple[Slug, ...]] = Field(
        description="Labels of what belongs beside a hit of each kind, the nearest first."
    )
    mixing: tuple[Text, ...] = Field(description="Words that only ask whether two things go together.")
    plant: tuple[Text, ...] = Field(description="Other names of kratom itself.")
    own_products: tuple[Text, ...] = Field(
        alias="own-products", description="Names in the tables of medicines that are kratom itself."
    )
    names: dict[Slug, tuple[Text, ...]] = Field(
        description="Lay names and slang of medicines and classes, by the label of a row or section."
    )
    places: dict[str, tuple[Text, ...]] = Field(
        description="Other names of places, by id: cities, people, short forms."
    )


class Settings:
    """What both files say, and where: `words` and `phrases` by label."""

    def __init__(self, words: SearchWords, phrases: Mapping[str, tuple[str, ...]], places: tuple[Place, Place]) -> None:
        self.words, self.phrases = words, phrases
        self._places = places

    def problem(self, label: str) -> Problem:
        """The message about a label that nothing bears, on the line where it stands."""
        remedy = "use a label of a section or the id of a record"
        for place in self._places:
            for where in place.document.lines:
                if where and (where[-1] == label or _value(place.document.data, where) == label):
                    return place.problem(f"nothing bears the label '{label}'", remedy, *where)
        return self._places[0].problem(f"nothing bears the label '{label}'", remedy)


def _value(data: Any, where: tuple[str | int, ...]) -> Any:
    for step in where:
        data = data[step]
    return data


def read_settings(root: Path, library: Library) -> Settings:
    """Read both files of the checkout at `root`.

    Raises :class:`GuideError` with every fault: a field that is wrong, words without a letter or that stand twice, a
    card or a place that does not exist.
    """
    missing = [name for name in (FILE, PHRASES) if not (root / name).is_file()]
    if missing:
        raise GuideError(
            Problem(Path(name), 1, "the file is missing", "restore it from version control") for name in missing
        )
    words, phrases = (read_yaml(root / name, Path(name)) for name in (FILE, PHRASES))
    problems: list[Problem] = []
    settings = _validated(TypeAdapter(SearchWords), words, problems)
    labels = _validated(TypeAdapter(dict[Slug, tuple[Text, ...]]), phrases, problems)
    if settings is not None:
        problems.extend(_problems(settings, Place(words), library))
    for label, some in (labels or {}).items():
        kept = [" ".join(tokens(each)) for each in some]
        for index, each in enumerate(kept):
            if not each or each in kept[:index]:
                what = f"'{some[index]}' {'stands twice' if each else 'holds no word'}"
                problems.append(Place(phrases).problem(what, "remove it", label, index))
    if problems or settings is None or labels is None:
        raise GuideError(problems)
    return Settings(settings, labels, (Place(words), Place(phrases)))


def _validated(adapter: TypeAdapter[T], document: Document, problems: list[Problem]) -> T | None:
    try:
        return adapter.validate_python(document.data)
    except ValidationError as error:
        for detail in error.errors():
            where = tuple(part for part in detail["loc"])
            name = ".".join(map(str, where)) or "file"
            message = str(detail["msg"])
            problems.append(Place(document).problem(f"'{name}' is wrong", message[:1].lower() + message[1:], *where))
        return None


def _problems(settings: SearchWords, place: Place, library: Library) -> Iterator[Problem]:
    typed = {
        "synonyms": [item.say for item in settings.synonyms],
        "intents": [item.words for item in settings.intents],
        "crisis": [item.words for item in settings.crisis],
    }
    for kind, found in typed.items():
        for index, words in enumerate(found):
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
    for question in library.questions:
        found.setdefault(question.at, []).extend((question.ask, *question.also))
    return found
