"""The pure helpers of the PDF writer: escaping, break places, column widths."""

from __future__ import annotations

import json
import re

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from kratom_guide.editions.pdf import columns, escape

SPECIAL = "#*_$@<>[]~`\\=-+/\"'(){}.,:;&%^|!?1. //* */ → ≤ µ ก é"


def typst_values(texts: list[str]) -> list[str]:
    """Pass texts through Typst as the writer writes them, and give back what Typst understood."""
    code = f"#metadata({escape.array(escape.string(text) for text in texts)}) <it>"
    compiler = typst.Compiler(code.encode(), ignore_system_fonts=True)
    values = json.loads(compiler.query("<it>", field="value", one=True))
    assert isinstance(values, list)
    return values


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.text(), st.text(alphabet=SPECIAL)), min_size=1, max_size=30))
def test_string_survives_typst(texts: list[str]) -> None:
    printable = [escape._UNPRINTABLE.sub("", text) for text in texts]
    assert typst_values(texts) == printable


def test_string_drops_only_what_cannot_be_drawn() -> None:
    assert escape.string("a\x00b\x1b\ud800c\n\t") == '"abc\\n\\t"'


@given(st.text(alphabet="abc/._-?=&0123456789 §é"), st.integers(min_value=4, max_value=20))
def test_soften_adds_only_break_places(text: str, limit: int) -> None:
    assert escape.soften(text, limit).replace(escape.BREAK, "") == text


@given(st.text(alphabet="ab1/._-?=&0123456789_", min_size=30))
def test_soften_leaves_no_long_run(text: str) -> None:
    runs = re.split(f"[{escape.BREAK}\\-/]", escape.soften(text, 12))
    words = [run for run in runs if not re.fullmatch(r"[a-z]+", run)]
    assert max(map(len, words), default=0) <= 24


@pytest.mark.parametrize("word", ["hydroxymitragynine", "acetylcholinesterase,", "“antihypertensives”"])
def test_soften_leaves_long_words_to_hyphenation(word: str) -> None:
    assert escape.soften(word, 12) == word


@pytest.mark.parametrize(
    ("fragments", "expected"),
    [([], "[]"), (['"a"'], '"a"'), (['"a"', "b()"], '{\n"a"\nb()\n}')],
)
def test_block_joins_fragments(fragments: list[str], expected: str) -> None:
    assert escape.block(fragments) == expected


def test_array_of_one_is_an_array() -> None:
    assert typst_values(["x"]) == ["x"]


def test_call_leaves_out_none() -> None:
    assert escape.call("f", "1", None, a_b="2", c=None) == "f(1, a-b: 2)"


def test_given_widths_win() -> None:
    assert columns.fractions(2, [columns.CellText(0, 1, "x" * 500)], [1, 3]) == [25.0, 75.0]


def test_given_widths_give_way_to_the_longest_word() -> None:
    cells = [columns.CellText(0, 1, "Unconfirmed"), columns.CellText(1, 1, "so it is")]
    narrow, wide = columns.fractions(2, cells, [5, 95])
    assert narrow * columns.LINE / 100 >= len("Unconfirmed")
    assert narrow + wide == pytest.approx(100, abs=0.2)


def test_wide_content_gets_more_room_but_starves_nobody() -> None:
    cells = [columns.CellText(0, 1, "Low"), columns.CellText(1, 1, "word " * 80), columns.CellText(2, 1, "mitragynine")]
    low, talk, word = columns.fractions(3, cells)
    assert talk > word > low
    assert word * columns.LINE / 100 >= len("mitragynine")


@given(
    st.integers(min_value=1, max_value=9).flatmap(
        lambda n: st.tuples(
            st.just(n), st.lists(st.tuples(st.integers(0, n - 1), st.integers(1, 2), st.text(max_size=200)))
        )
    )
)
def test_widths_always_fill_the_line(table: tuple[int, list[tuple[int, int, str]]]) -> None:
    count, cells = table
    widths = columns.fractions(count, [columns.CellText(*cell) for cell in cells])
    assert len(widths) == count
    assert min(widths) > 0
    assert sum(widths) == pytest.approx(100, abs=1)
