"""Rules for the prose: front matter, citations for every number, roles that point at real records.

A rule is a small generator that takes a page and yields located problems; its docstring states the rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from pydantic import ValidationError

from kratom_guide.checks.blocks import Block, read_blocks
from kratom_guide.records import GuideError, Library, Problem
from kratom_guide.records.library import LEGAL_FOLDERS, _explain
from kratom_guide.records.models import Chapter
from kratom_guide.records.yamlfile import read_front_matter

CITING_ROLES = (
    "finding",
    "claim",
    "certainty",
    "footcite",
    "footcite:p",
    "footcite:t",
    "cite",
    "cite:p",
    "cite:t",
    "interaction",
    "legal",
)
"""Roles that lead a reader to a source."""

ROLE = re.compile(r"\{([a-z][a-z:-]*)\}`([^`]+)`")

# Names that hold a digit but state no quantity, and numbers that only point inside the book.
NAMES_WITH_DIGITS = re.compile(
    r"""\b(?:7-?OH|7-hydroxy\w*|CYP\d\w*|MGM-\d+|5-HT\w*|COVID-19|KUR-\d+|[A-Z]{2,}\d*-\d+\b(?=\s+assay)|COX-\d|B12|24/7|hERG\d*
    |(?:chapter|chapters|part|step|page|figure|table|level|grade|schedule|phase|class)\s+\d+(?:\s*(?:,|to|and)\s*\d+)*)""",
    re.IGNORECASE | re.VERBOSE,
)

SHINGLE = 8
"""Words in a row that count as copied from the source article."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of prose: its place, front matter and text."""

    path: Path
    docname: str
    chapter: Chapter
    body: str
    first_line: int

    def problem(self, line: int, what: str, remedy: str) -> Problem:
        """A problem on a line of the file."""
        return Problem(self.path, line, what, remedy)


def is_record_page(docname: str) -> bool:
    """Whether a page is a legal record, whose front matter has a model of its own."""
    return docname.startswith(tuple(f"legal/{folder}/" for folder in LEGAL_FOLDERS)) and not docname.endswith("/index")


def read_page(root: Path, path: Path) -> Page | None:
    """Read one page; ``None`` for a legal record.  Raises :class:`GuideError` for bad front matter."""
    docname = path.relative_to(root / "source").with_suffix("").as_posix()
    if is_record_page(docname):
        return None
    shown = path.relative_to(root)
    front, body, first_line = read_front_matter(path, shown)
    try:
        chapter = Chapter.model_validate(front.data)
    except ValidationError as error:
        raise GuideError(
            Problem(
                shown,
                front.line(tuple(detail["loc"])),
                *_explain(Chapter, ".".join(map(str, detail["loc"])) or "front matter", detail),
            )
            for detail in error.errors()
        ) from None
    return Page(shown, docname, chapter, body, first_line)


def load_pages(root: Path) -> tuple[list[Page], list[Problem]]:
    """All pages of prose in reading order of their paths, and what is wrong with the others."""
    root = root.resolve()
    pages: list[Page] = []
    problems: list[Problem] = []
    for path in sorted((root / "source").rglob("*.md")):
        try:
            page = read_page(root, path)
        except GuideError as error:
            problems.extend(error.problems)
            continue
        if page is not None:
            pages.append(page)
    return pages, problems


def uncited(page: Page, blocks: list[Block]) -> Iterator[Block]:
    """The paragraphs, list items and table rows of a chapter that lead to no source."""
    if page.chapter.chapter is None and page.chapter.part not in ("start", "safety"):
        return
    for block in blocks:
        roles = {match.group(1) for match in ROLE.finditer(block.text)}
        if block.kind != "heading" and not roles & set(CITING_ROLES):
            yield block


def _shortened(text: str) -> str:
    return text if len(text) < 90 else text[:87] + "..."


def number_without_source(page: Page, blocks: list[Block]) -> Iterator[Problem]:
    """A paragraph, list item or table row of a chapter that holds a number cites where it comes from."""
    for block in uncited(page, blocks):
        plain = ROLE.sub(" ", block.text)
        plain = re.sub(r"\]\([^)]*\)|`[^`]*`|<https?:[^>]*>", " ", plain)
        plain = NAMES_WITH_DIGITS.sub(" ", plain)
        if re.search(r"\d", plain):
            yield page.problem(
                block.line,
                f'a number without a source: "{_shortened(" ".join(plain.split()))}"',
                "add {claim}`id`, {finding}`id` or {footcite}`key` to this paragraph, item or row",
            )


HEALTH_VERB = re.compile(
    r"""\b(?:relieve[sd]|ease[sd]|relaxe[sd]|loosen(?:s|ed)|cure[sd]|treats|heal(?:s|ed)|soothe[sd]|lessen(?:s|ed)
    |cause[sd]|harmed|kill(?:s|ed)|damage[sd]|injure[sd]|poisoned|worsen(?:s|ed)|trigger(?:s|ed)
    |raise[sd]|lower(?:s|ed)|reduce[sd]|increase[sd]|weaken(?:s|ed)|slow(?:s|ed)|block(?:s|ed)
    |prevent(?:s|ed)|protect(?:s|ed)|sedate[sd]|numb(?:s|ed)|dehydrate[sd])\b""",
    re.IGNORECASE | re.VERBOSE,
)
"""Verbs that say what something does to a body, in the forms that state a fact."""


def states_no_fact(plain: str) -> bool:
    """Whether a text only asks: a question, or an item of a list of things that are not known."""
    return plain.endswith("?") or plain.startswith(("Whether ", "How ", "Which ", "What "))


def health_verb_without_source(page: Page, blocks: list[Block]) -> Iterator[Problem]:
    """A paragraph, item or row of a chapter that says what something does to a body has a claim or a citation."""
    for block in uncited(page, blocks):
        plain = " ".join(re.sub(r"\{[a-z:-]+\}`([^`<]*)(?:<[^`]*>)?`", r"\1", block.text).split())
        verb = HEALTH_VERB.search(plain)
        if verb and not states_no_fact(plain):
            yield page.problem(
                block.line,
                f'"{verb.group()}" without a source: "{_shortened(plain)}"',
                "add {claim}`id`, {finding}`id` or {footcite}`key` to this paragraph, item or row",
            )


ROLE_TARGETS = {
    "finding": ("finding", "finding", "data/findings/"),
    "claim": ("claim", "claim", "data/claims/"),
    "certainty": ("claim", "claim", "data/claims/"),
    "interaction": ("interaction", "interaction", "data/interactions/"),
    "legal": ("jurisdiction", "place", "the front matter under source/legal/"),
    **{
        role: ("reference", "bibliography key", "data/references.bib")
        for role in CITING_ROLES
        if role.startswith(("cite", "footcite"))
    },
}
"""Roles that point at records: the kind of record, what a person calls it, and where it lives."""


def dangling_role(page: Page, names: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    """A role names a finding, reference, interaction or place that exists."""
    for number, line in enumerate(page.body.split("\n"), page.first_line):
        for match in ROLE.finditer(line):
            if match.group(1) not in ROLE_TARGETS:
                continue
            kind, word, where = ROLE_TARGETS[match.group(1)]
            target = re.search(r"<([^<>]+)>\s*$", match.group(2))
            for key in (target.group(1) if target else match.group(2)).split(","):
                if key.strip() not in names.get(kind, ()):
                    yield page.problem(
                        number, f"the {word} '{key.strip()}' does not exist", f"correct it, or add it to {where}"
                    )


def classes_without_a_table(pages: list[Page], library: Library) -> Iterator[Problem]:
    """Every class of interactions is shown by a directive on some page, or its records would be seen by nobody."""
    shown = {match for page in pages for match in re.findall(r"\{interaction-table\} ([\w-]+)", page.body)}
    for group in sorted(set(library.group.values()) - shown):
        yield Problem(
            Path("data", "interactions", f"{group}.yaml"),
            1,
            "no page shows this class of medicines",
            f"add an interaction-table directive for '{group}' to source/safety/interactions.md",
        )


def copied_from_article(page: Page, blocks: list[Block]) -> Iterator[Problem]:
    """No eight words in a row are those of the source article."""
    for block in blocks:
        words = re.findall(r"[a-z0-9']+", ROLE.sub(" ", block.text).lower().replace("’", "'"))
        for start in range(len(words) - SHINGLE + 1):
            run = " ".join(words[start : start + SHINGLE])
            if shingle_digest(run) in article_shingles():
                yield page.problem(
                    block.line, f'eight words in a row as in the source article: "{run}"', "say it in other words"
                )
                break


def shingle_digest(run: str) -> str:
    """The short SHA-256 of a run of words, as it stands in ``article-shingles.txt``."""
    return sha256(run.encode()).hexdigest()[:12]


@lru_cache(maxsize=1)
def article_shingles() -> frozenset[str]:
    """Digests of all eight-word runs of the source article; the article itself is not shipped."""
    text = (Path(__file__).parent / "article-shingles.txt").read_text(encoding="ascii")
    return frozenset(line for line in text.split("\n") if line and not line.startswith("#"))


def several_sentences_on_a_line(page: Page, blocks: list[Block]) -> Iterator[Problem]:
    """One sentence a line, so that a review shows what changed."""
    for block in blocks:
        if block.kind in ("table-row", "heading"):
            continue
        for offset, line in enumerate(block.text.split("\n")):
            line = re.sub(r"^\*\*[^*]+\*\*", "", line)  # a bold lead-in such as "**Canada.**" is no sentence
            if re.search(r"[a-z)`*][.?!][)\"*]* +(?:\*\*|\[|\{[a-z]+\}`)?[A-Z]", ROLE.sub("{x}`x`", line)):
                yield page.problem(
                    block.line + offset,
                    f'more than one sentence on a line: "{line.strip()[:70]}"',
                    "break the line after each full stop",
                )


def title_case_heading(page: Page, blocks: list[Block]) -> Iterator[Problem]:
    """Headings are in sentence case: at most a third of their later words start with a capital."""
    for block in blocks:
        words = re.findall(r"[A-Za-z][\w'-]*", ROLE.sub(" ", block.text))[1:]
        capitals = [word for word in words if word[0].isupper() and not word.isupper()]
        if block.kind == "heading" and len(words) > 2 and len(capitals) * 3 > len(words):
            yield page.problem(
                block.line,
                f'the heading is not in sentence case: "{block.text}"',
                "only the first word and names take a capital",
            )


Rule = Callable[[Page, list[Block]], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    number_without_source,
    health_verb_without_source,
    copied_from_article,
    several_sentences_on_a_line,
    title_case_heading,
)


def check_pages(
    pages: list[Page], names: Mapping[str, frozenset[str]], clean: frozenset[str] = frozenset()
) -> Iterator[Problem]:
    """All problems of all pages but those in `clean`; `names` holds the ids of records, by kind."""
    numbers: dict[int, Path] = {}
    for page in pages:
        if page.docname not in clean:
            blocks = read_blocks(page.body, page.first_line)
            for rule in RULES:
                yield from rule(page, blocks)
            yield from dangling_role(page, names)
        number = page.chapter.chapter
        if number is not None and number in numbers:
            yield page.problem(1, f"chapter {number} is also {numbers[number]}", "give one of the two another number")
        if number is not None:
            numbers[number] = page.path
