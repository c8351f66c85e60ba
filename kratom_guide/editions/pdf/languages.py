"""Words of another language within a text, so that a screen reader can speak them and Typst can break them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: Scripts that one language alone uses, by the code of that language.
_SCRIPTS = {"th": "\u0e00-\u0e7f", "lo": "\u0e80-\u0eff", "km": "\u1780-\u17ff", "ko": "\uac00-\ud7af"}


class Languages:
    """Finds words of other languages: those of scripts that tell, and those that the settings name by language."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        """Take the *words* of each language, by its ISO 639 code; longer ones win over their parts."""
        groups = [(code, f"[{letters}]+(?:\\s+[{letters}]+)*") for code, letters in _SCRIPTS.items()]
        for code, names in words.items():
            if names:
                choices = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
                groups.append((code, f"\\b(?:{choices})\\b"))
        self._codes = [code for code, _ in groups]
        self._pattern = re.compile("|".join(f"({pattern})" for _, pattern in groups))

    def split(self, text: str) -> Iterator[tuple[str, str]]:
        """Yield *text* piece by piece, each with the code of its language; that of the book is an empty string.

        >>> list(Languages({"la": ["Mitragyna speciosa"]}).split("The tree Mitragyna speciosa grows."))
        [('', 'The tree '), ('la', 'Mitragyna speciosa'), ('', ' grows.')]
        """
        end = 0
        for found in self._pattern.finditer(text):
            if found.start() > end:
                yield "", text[end : found.start()]
            assert found.lastindex is not None  # every choice of the pattern is a group
            yield self._codes[found.lastindex - 1], found.group()
            end = found.end()
        if end < len(text):
            yield "", text[end:]
