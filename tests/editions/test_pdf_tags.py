"""What a screen reader meets in the compiled PDF: one small book with one of each kind of block, compiled once."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pikepdf
import pytest

from kratom_guide.editions.guide import FORMS
from kratom_guide.editions.pdf import words
from tests.editions.pdf_facts import Facts, facts, failed_rules, texts
from tests.editions.test_pdf_builder import Built, build

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")

CONF = """\
project = "Tags"
extensions = ["myst_parser", "sphinx_design", "kratom_guide.editions.pdf"]
myst_enable_extensions = ["colon_fence", "deflist", "fieldlist", "attrs_inline"]
"""
TEXT = """\
# Chapter

Plain, *slanted*, **heavy**, `typed`, [outside](https://a.example/page), [inside](#goal), noted[^n].

[^n]: Said below.

- bullet
  - inner bullet

3. third

Term
: Meaning

:Name: value

> Quoted words.

```text
code line
```

(goal)=

## Section

```{list-table} Caption of the table
:header-rows: 1
:stub-columns: 1

* - Corner
  - Column
* - Row
  - Cell
```

```{figure} leaf.svg
:alt: A leaf.

Caption of the figure
```

![An icon.](leaf.svg)

:::{warning}
Take care.
:::

:::{dropdown} Opened
Was folded.
:::

:::{container} kg-answer
The answer.
:::

```{rubric} Rubric
```
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle cx="20" cy="20" r="9"/></svg>'


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("tags")
    source: Path = folder / "source"
    source.mkdir()
    for name, content in (("conf.py", CONF), ("index.md", TEXT), ("leaf.svg", SVG)):
        (source / name).write_text(content, "utf-8")
    return build(source, folder / "pdf", kg_pdf_forms=FORMS)


@pytest.fixture(scope="module")
def said(book: Built) -> dict[str, Counter[str]]:
    with pikepdf.open(book.pdf) as pdf:
        return texts(book.pdf, list(words.runs(pdf)))


@pytest.fixture(scope="module")
def found(book: Built) -> Facts:
    return facts(book.pdf)


def test_it_keeps_the_rules(book: Built) -> None:
    assert book.warnings == ""
    assert failed_rules(book.pdf) == []


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("H1", "Chapter"),
        ("H2", "Section"),
        ("Em", "slanted"),
        ("Strong", "heavy"),
        ("Code", "typed"),
        ("Code", "codeline"),
        ("Link", "outside"),
        ("Link", "inside"),
        ("Note", "1Saidbelow."),
        ("LBody", "innerbullet"),
        ("Lbl", "3."),
        ("LBody", "third"),
        ("Lbl", "Term"),
        ("LBody", "Meaning"),
        ("Lbl", "Name:"),
        ("LBody", "value"),
        ("BlockQuote", "Quotedwords."),
        ("Caption", "Captionofthetable"),
        ("Caption", "Captionofthefigure"),
        ("TH", "Corner"),
        ("TH", "Column"),
        ("TH", "Row"),
        ("TD", "Cell"),
        ("P", "Takecare."),
        ("P", "Wasfolded."),
        ("P", "Theanswer."),
    ],
)
def test_a_tag_says_what_the_node_said(said: dict[str, Counter[str]], tag: str, text: str) -> None:
    assert said.get(tag, Counter())[text] >= 1


@pytest.mark.parametrize("title", ["Warning", "Opened", "Rubric"])
def test_a_title_of_a_box_is_a_paragraph_of_its_own(said: dict[str, Counter[str]], title: str) -> None:
    assert said["P"][title] == 1


def test_figures_headers_links_and_notes_are_what_they_say(found: Facts) -> None:
    assert found.alternatives == ["A leaf.", "An icon."]
    assert found.header_scopes == {"Column": 2, "Row": 1}
    assert found.addresses == ["https://a.example/page"]
    assert found.tags["Note"] == 1
    assert (found.tags["Table"], found.tags["TR"], found.tags["TD"]) == (1, 2, 1)
