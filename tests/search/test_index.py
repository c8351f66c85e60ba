"""The index: words that say more count more."""

from __future__ import annotations

from kratom_guide.search.index import LEVELS, Entry, analyse, build, spellings
from kratom_guide.search.units import Unit


def unit(title: str, text: str = "", lead: str = "", kind: str = "section") -> Unit:
    return Unit("page", title.casefold(), kind, title, lead, text)  # type: ignore[arg-type]


def level(index: dict[str, Entry], word: str, number: int) -> int:
    """The level of a unit in the postings of a word, the highest first; LEVELS when it is missing."""
    levels = index[word].levels
    return next((place for place, some in enumerate(levels) if number in some), LEVELS)


def test_a_title_says_more_than_a_text_and_a_short_text_more_than_a_long_one() -> None:
    units = [
        unit("Liver"),
        unit("Heart", "the liver and " + "other words " * 20),
        unit("Lungs", "liver " + "words that go on " * 200),
    ]
    index = build([analyse(each) for each in units], {})
    assert level(index, "liver", 0) < level(index, "liver", 1) < level(index, "liver", 2)
    assert index["liver"].frequency == 3


def test_questions_are_found_where_they_are_answered() -> None:
    units = [unit("Dependence"), unit("Storage")]
    index = build([analyse(each) for each in units], {"questions": {0: ["Am I hooked?"]}, "phrases": {1: ["keep dry"]}})
    assert level(index, "hook", 0) < LEVELS
    assert level(index, "dri", 1) < LEVELS
    assert level(index, "hook", 1) == LEVELS


def test_of_a_word_that_is_nearly_everywhere_the_best_places_are_kept() -> None:
    units = [unit(f"Page {number}", "liver" + " filler" * (number % 50)) for number in range(900)]
    units.append(unit("Liver"))
    entry = build([analyse(each) for each in units], {})["liver"]
    kept = {number for some in entry.levels for number in some}
    assert entry.frequency == 901
    assert len(kept) == 400
    assert 900 in kept


def test_only_words_of_the_text_are_offered_as_spellings() -> None:
    units = [unit("Tolerance"), *(unit(f"P{i}", "headache Smithson") for i in range(3))]
    units += [unit(f"W{i}", "Kowalczyk", kind="work") for i in range(9)]
    found = spellings((each, analyse(each)) for each in units)
    assert "tolerance" in found, "a word of a title is taught"
    assert found["headache"] == 3
    assert "kowalczyk" not in found, "authors of works are never offered"
