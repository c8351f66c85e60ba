"""Pure helpers that turn Python values into Typst code.

The writer emits Typst *code*, never Typst markup: text becomes string literals, structure becomes
function calls.  Only the characters that end or escape a string literal need care, so no character
of the book can be mistaken for a command.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Invisible place where a line may break (zero width space).
BREAK = "\u200b"

#: Place where a word may break with a hyphen (soft hyphen).
HYPHEN = "\u00ad"
#: No word of a language is longer; Typst may find no place in it to hyphenate.
LONGEST_WORD = 40

_WHITESPACE = re.compile(r"[ \t\r\n\f\v]+")
_TOKEN = re.compile(r"[^\s\u00a0\u200b]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_WORD = re.compile(r"[^\W_]+")
_AFTER = re.compile(r"(?<=[/._\-=?&:,;+@])(?=[\w%])")
_RUN = re.compile(r"[\w%~]+")
#: Characters that no font draws and no PDF needs: C0 and C1 controls, lone surrogates, non-characters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def string(text: str) -> str:
    """Return *text* as a Typst string literal, quotes included."""
    text = _UNPRINTABLE.sub("", text)
    for plain, escaped in (
        ("\\", "\\\\"),
        ('"', '\\"'),
        ("\n", "\\n"),
        ("\r", "\\r"),
        ("\t", "\\t"),
    ):
        text = text.replace(plain, escaped)
    return f'"{text}"'


def collapse(text: str) -> str:
    """Return *text* with each run of blanks and newlines as one space; other spaces stay."""
    return _WHITESPACE.sub(" ", text)


def call(name: str, *args: str | None, **options: str | None) -> str:
    """Return a Typst function call.

    *args* and the values of *options* are Typst code; those that are None are left out.
    An underscore in an option's name stands for a hyphen.
    """
    parts = [arg for arg in args if arg is not None]
    parts += [f"{key.replace('_', '-')}: {value}" for key, value in options.items() if value]
    return f"{name}({', '.join(parts)})"


def array(items: Iterable[str]) -> str:
    """Return a Typst array of the code *items*, right for none, one and many."""
    return "(" + "".join(f"{item}, " for item in items).rstrip() + ")"


def block(fragments: list[str]) -> str:
    """Return one Typst expression that joins the code *fragments*."""
    if not fragments:
        return "[]"
    if len(fragments) == 1:
        return fragments[0]
    return "{\n" + "\n".join(fragments) + "\n}"


def soften(text: str, limit: int) -> str:
    """Return *text* with break places in words longer than *limit* characters.

    A long word of letters alone is left to Typst's hyphenation, unless it is too long for a word.
    A web address or other string breaks after its punctuation, and a run with no punctuation every
    *limit* characters, so that nothing can run over the next cell of a table.
    """

    def soften_token(match: re.Match[str]) -> str:
        token = match.group()
        if len(token) <= limit:
            return token
        if _LETTERS.fullmatch(token.strip(".,;:()“”‘’\"'!?")):
            return _WORD.sub(lambda word: _chop(word.group(), limit), token)
        # Ordinary hyphenated words already break at their hyphens.
        if all(_LETTERS.fullmatch(part) or len(part) < limit for part in re.split("[-–—/]", token)):
            return token.replace("/", "/" + BREAK).rstrip(BREAK)
        token = _AFTER.sub(BREAK, token)
        return _RUN.sub(lambda run: _chop(run.group(), limit), token)

    return _TOKEN.sub(soften_token, text)


def _chop(run: str, limit: int) -> str:
    """Return *run* with a break place after every *limit* characters, words of a language apart."""
    if _LETTERS.fullmatch(run):
        if len(run) <= min(2 * limit, LONGEST_WORD):
            return run
        step = max(limit - 1, 1)  # the hyphen takes room too
        return HYPHEN.join(run[start : start + step] for start in range(0, len(run), step))
    return BREAK.join(run[start : start + limit] for start in range(0, len(run), limit))


def fold(code: str, limit: int) -> str:
    """Return *code* with break places in every run of more than *limit* characters without a blank."""
    return _TOKEN.sub(lambda run: BREAK.join(re.findall(f".{{1,{limit}}}", run.group())), code)


def key(docname: str, node_id: str = "") -> str:
    """Return the label of a place in the book, unique over all documents."""
    return f"{docname}#{node_id}"
