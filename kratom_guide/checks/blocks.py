"""Cut a MyST page into the blocks that a rule can judge: paragraphs, items, table rows, headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

PROSE_DIRECTIVES = frozenset(
    (
        "answer key-points tick-list sheet-foot note tip warning important danger caution attention hint admonition "
        "seealso grid grid-item grid-item-card card dropdown tab-set tab-item glossary list-table div"
    ).split()
)
"""Directives whose content is read as prose."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text: its kind (paragraph, heading or table-row), Markdown source and first line."""

    kind: str
    text: str
    line: int


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table")
    for plugin in (colon_fence_plugin, deflist_plugin, footnote_plugin, myst_block_plugin, myst_role_plugin):
        parser.use(plugin)
    # Rules judge the source text of a block; taking its words apart would cost most of the time of a check.
    return parser.disable("inline")


def read_blocks(text: str, first_line: int = 1) -> list[Block]:
    """The blocks of `text`, which starts on line `first_line` of its file."""
    return list(_walk(_parser().parse(text), text.split("\n"), first_line))


def _walk(tokens: list[Token], lines: list[str], first_line: int) -> Iterator[Block]:
    row: list[str] = []
    row_line = 0
    inside: list[str] = []
    for token in tokens:
        if token.nesting == 1:
            inside.append(token.type)
            if token.type == "tr_open":
                row, row_line = [], (token.map or [0])[0]
            continue
        if token.nesting == -1:
            inside.pop()
            if token.type == "tr_close" and row:
                yield Block("table-row", " | ".join(row), first_line + row_line)
            continue
        if token.type == "inline":
            if "tr_open" in inside:
                row.append(token.content)
            else:
                kind = "heading" if "heading_open" in inside else "paragraph"
                yield Block(kind, token.content, first_line + (token.map or [0])[0])
        elif token.type in ("colon_fence", "fence") and (name := re.match(r"\{([\w:-]+)\}", token.info.strip())):
            if name.group(1) not in PROSE_DIRECTIVES:
                continue
            start = (token.map or [0])[0] + 1
            content, skipped = _without_options(token.content)
            yield from _walk(_parser().parse(content), lines, first_line + start + skipped)


def _without_options(content: str) -> tuple[str, int]:
    """The content of a directive without its leading options, and how many lines those took."""
    lines = content.split("\n")
    if lines and lines[0].strip() == "---":
        for index, line in enumerate(lines[1:], 1):
            if line.strip() == "---":
                return "\n".join(lines[index + 1 :]), index + 1
    count = 0
    while count < len(lines) and re.match(r"\s*:[\w-]+:", lines[count]):
        count += 1
    return "\n".join(lines[count:]), count
