"""From text to the words that are compared.  ``engine.js`` does the same, rule for rule."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from snowballstemmer import stemmer  # type: ignore[import-untyped]

SEVEN_OH = re.compile(
    r"(?<![a-z0-9])(?:7|seven)[\s\-‐-―]*(?:[o0][\s\-]*h(?:[\s\-]*mg)?|hmg|hydroxy[\s\-]*(?:mitragynine)?)(?![a-z])"
    r"|(?<![a-z0-9])hydroxymitragynine(?![a-z])"
)
"""Every way in which people write 7-hydroxymitragynine; all become ``7oh``."""

STOP = frozenset(
    "a about actually after again all already also always am an and any anybody anyone anyway apparently are "
    "arent as at basically be been before being besides bit but by came can cant come comes could couldnt deal "
    "did do does doesnt doing done dont else even ever everybody everyone folk folks for from get gets getting "
    "give given gives giving go going gonna got guys had hadnt happen happens has hasnt have havent having he hed "
    "her here hers hes him his honestly how i id if ill im in into is isnt it its ive just keep keeps kind kratom "
    "kratoms lately let lets like literally lot lots made make many may maybe me might more most much must my "
    "myself need needs no nor not now obviously of off ok okay on once only or other ought our ours out over own "
    "please possible pretty put quite rather really reckon same say says seem seems she shes should shouldnt "
    "since so some somebody someone something sort start started starting starts still stuff such take taken "
    "takes taking than that thats the their them then there theres these they theyd theyre thing things think "
    "this those though through thru to too took tried tries try trying until up us use used using usually very "
    "wanna want wants was wasnt way we well were werent weve what whatever whats when where whether which while "
    "who whos why will with without wont would wouldnt yes yet you your youre yours youve".split()
)
"""Words that say nothing about the subject.  Every page is about kratom, so that word is one of them."""


def normalise(text: str) -> str:
    """Lower case, without accents and apostrophes, with one spelling of 7-OH.

    >>> normalise("7-Hydroxymitragynine isn’t Crème")
    '7oh isnt creme'
    """
    plain = unicodedata.normalize("NFKD", text).lower()
    plain = re.sub(r"[\u0300-\u036f'’ʼ]", "", plain)
    return SEVEN_OH.sub("7oh", plain)


def tokens(text: str) -> list[str]:
    """The words of `text`, stop words included, as :func:`normalise` writes them.

    Signs that combine with a letter stay with it, as Thai needs.
    """
    return re.findall(r"[\w\u0e31-\u0e4e]+", normalise(text).replace("_", " "))


_english = stemmer("english")


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of a word after Snowball's English (https://snowballstem.org), as Sphinx's own script computes it."""
    return str(_english.stemWord(word))


def content_words(text: str) -> list[str]:
    """The words of `text` that are worth an entry: no stop words, no single letters, no long digits."""
    return [
        word
        for word in tokens(text)
        if word not in STOP and (len(word) > 1 or not word.isascii()) and not _number(word)
    ]


def _number(word: str) -> bool:
    return word.isdigit() and len(word) > 4


COMMONEST = 3_500
"""How many of the commonest English words are never taken for a slip."""


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """Common English words of four to nine letters, from the word list of pyspellchecker.

    A reader who writes "boot" means no "book", even where the guide never speaks of boots.
    """
    from spellchecker import SpellChecker  # slow to import, and most builds change no word

    counts = SpellChecker(language="en").word_frequency.dictionary
    common = sorted(counts, key=lambda word: (-counts[word], word))[:COMMONEST]
    return frozenset(word for word in common if word.isascii() and word.isalpha() and 3 < len(word) < 10)
