"""The PDF builder serves another book as it is: it imports nothing of this guide and knows none of its classes."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kratom_guide.editions import pdf
from kratom_guide.editions.guide import FORMS
from kratom_guide.editions.pdf.forms import Forms
from tests.editions.pdf_facts import facts, failed_rules
from tests.editions.test_pdf_builder import Built, build

if TYPE_CHECKING:
    from collections.abc import Iterator

BUILDER = Path(pdf.__file__).parent
BOOK_CLASSES = {
    *FORMS.boxes,
    *FORMS.paragraphs,
    *FORMS.lists,
    *FORMS.definitions,
    *FORMS.inline,
    *FORMS.drawn,
    *FORMS.titles,
    *FORMS.hidden,
}


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A book in reStructuredText that loads the builder and no other extension."""
    return build("plain", tmp_path_factory.mktemp("plain") / "pdf")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("path", sorted(BUILDER.glob("*.py")), ids=lambda path: path.name)
def test_a_module_of_the_builder_knows_nothing_of_the_guide(path: Path) -> None:
    own = {name for name in imports(path) if name.startswith("kratom_guide")}
    assert {name for name in own if not name.startswith("kratom_guide.editions.pdf")} == set()
    asked = [line for line in path.read_text(encoding="utf-8").splitlines() if "classes" in line]
    known = {name for line in asked for name in re.findall(r'"([\w-]+)"', line)}
    assert known & BOOK_CLASSES == set()


def test_another_book_needs_no_change(plain: Built) -> None:
    assert plain.warnings == ""
    assert failed_rules(plain.pdf) == []
    found = facts(plain.pdf)
    assert found.title == "Another book"
    assert (found.tags["Table"], found.tags["Note"], found.tags["H1"]) == (1, 1, 4)
    assert found.addresses == ["https://a.example/"]


def test_an_unknown_class_loses_no_word(plain: Built) -> None:
    assert '"The builder does not know this class, and keeps the words."' in plain.typ


def test_a_book_adds_forms_and_functions_of_its_own(tmp_path: Path) -> None:
    template = tmp_path / "own.typ"
    template.write_text("#let own-box(title: none, body: none, short: false) = block(inset: 1em, body)\n", "utf-8")
    built = build("plain", tmp_path / "pdf", kg_pdf_forms=Forms(boxes={"unknown-class": "own-box"}, template=template))
    assert "own-box(body: " in built.typ
    assert built.typ.index("#let own-box") > built.typ.index("#let kg-book")


def test_what_a_screen_alone_can_use_is_left_out_when_the_book_says_so(tmp_path: Path) -> None:
    built = build("plain", tmp_path / "pdf", kg_pdf_forms=Forms(hidden=frozenset({"unknown-class"})))
    assert "does not know this class" not in built.typ
    assert '"It has nothing to do with any plant.' in built.typ
