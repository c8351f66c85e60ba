from __future__ import annotations

import pytest

from kratom_guide.checks.blocks import Block, read_blocks


def test_paragraphs_headings_items_and_rows_with_their_lines() -> None:
    text = "# Title\n\nOne.\nTwo.\n\n- item a\n- item b\n\n| h | i |\n|---|---|\n| 1 | 2 |\n"
    assert read_blocks(text, first_line=10) == [
        Block("heading", "Title", 10),
        Block("paragraph", "One.\nTwo.", 12),
        Block("paragraph", "item a", 15),
        Block("paragraph", "item b", 16),
        Block("table-row", "h | i", 18),
        Block("table-row", "1 | 2", 20),
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (":::{answer}\nInside.\n:::\n", 2),
        (":::{admonition} Words\n:class: c\n:name: n\n\nInside.\n:::\n", 5),
        (":::{sheet-foot}\nInside.\n:::\n", 2),
        ("```{note}\nInside.\n```\n", 2),
        ("::::{grid} 2\n:::{grid-item-card} T\n:link: x\n\nInside.\n:::\n::::\n", 5),
    ],
)
def test_prose_in_directives_is_read_at_its_own_line(text: str, line: int) -> None:
    assert read_blocks(text) == [Block("paragraph", "Inside.", line)]


@pytest.mark.parametrize(
    "text", ["```python\nx = 12\n```\n", "```{toctree}\nchapter-12\n```\n", "```{chart} spans\n```\n"]
)
def test_code_and_other_directives_hold_no_prose(text: str) -> None:
    assert read_blocks(text) == []
