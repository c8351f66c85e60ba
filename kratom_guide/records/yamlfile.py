"""Read YAML and remember on which line each value stands.

PyYAML's C parser reads the whole evidence in a tenth of a second, which keeps the incremental build
quick.  It follows YAML 1.1, where ``NO`` (Norway) means false and ``2026-07-01`` is a date object, so
the loader here keeps only the scalar types of the YAML 1.2 core schema.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import yaml

from kratom_guide.records.problem import GuideError, Problem

if TYPE_CHECKING:
    from pathlib import Path

Where = tuple[str | int, ...]
"""The keys and positions that lead to a value, such as ``("sources", 2, "url")``."""

_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _CoreLoader(_BASE):  # type: ignore[misc]  # the base is chosen when the module is read
    """A safe loader with the scalar types of the YAML 1.2 core schema and no duplicate keys."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}


for _tag, _pattern, _first in (
    ("bool", r"^(?:true|True|TRUE|false|False|FALSE)$", "tTfF"),
    ("null", r"^(?:~|null|Null|NULL|)$", ["~", "n", "N", ""]),
    ("int", r"^[-+]?[0-9]+$", "-+0123456789"),
    ("float", r"^[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$", "-+.0123456789"),
):
    _CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML document: its plain data and the line of each part of it."""

    path: Path
    data: Any
    lines: dict[Where, int]

    def line(self, where: Where = ()) -> int:
        """The 1-based line of the value at `where`, or of the nearest part around it."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)


def parse_yaml(path: Path, text: str, first_line: int = 1) -> Document:
    """Parse `text`, which starts on line `first_line` of the file `path`.

    Raises :class:`GuideError` for text that is no YAML, and for a key that stands twice.
    """
    problems: list[Problem] = []
    lines: dict[Where, int] = {(): first_line}
    try:
        loader = _CoreLoader(text)
        try:
            root = loader.get_single_node()
            data = None if root is None else _build(loader, root, (), lines, problems, path, first_line)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        raise GuideError(
            [Problem(path, line, f"not valid YAML ({error.problem})", "correct the indentation or quotes")]
        ) from None
    if problems:
        raise GuideError(problems)
    return Document(path, data, lines)


def _build(
    loader: Any,
    node: yaml.Node,
    where: Where,
    lines: dict[Where, int],
    problems: list[Problem],
    path: Path,
    first_line: int,
) -> Any:
    """Turn a YAML node into plain data, noting the line of every value."""
    line = node.start_mark.line + first_line
    lines.setdefault(where, line)
    if isinstance(node, yaml.SequenceNode):
        return [
            _build(loader, child, (*where, index), lines, problems, path, first_line)
            for index, child in enumerate(node.value)
        ]
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            key_line = key_node.start_mark.line + first_line
            if key in mapping:
                problems.append(Problem(path, key_line, f"the key '{key}' stands twice", "keep one of the two"))
            lines[(*where, key)] = key_line
            mapping[key] = _build(loader, value_node, (*where, key), lines, problems, path, first_line)
        return mapping
    return loader.construct_object(node, deep=True)


FRONT_MATTER = re.compile(r"\A---\n(.*?\n)---[ \t]*\n", re.DOTALL)


def read_text(path: Path, shown: Path) -> str:
    """The text of a file, with or without a byte order mark.  Raises :class:`GuideError` when it is no UTF-8."""
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise GuideError([Problem(shown, line, "the file is not UTF-8", "save it as UTF-8 in your editor")]) from None


def read_yaml(path: Path, shown: Path | None = None) -> Document:
    """Read a YAML file; messages name it as `shown` (the path itself by default)."""
    return parse_yaml(shown or path, read_text(path, shown or path))


def read_front_matter(path: Path, shown: Path | None = None) -> tuple[Document, str, int]:
    """Read the front matter of a Markdown file.

    Returns the front matter, the text after it, and the 1-based line on which that text starts.
    Raises :class:`GuideError` when there is no front matter.
    """
    name = shown or path
    text = read_text(path, name)
    match = FRONT_MATTER.match(text)
    if match is None:
        what = "the front matter has no end" if text.startswith("---\n") else "the page has no front matter"
        remedy = "write '---', its fields, and '---' at the very start (docs/write-a-chapter.md)"
        raise GuideError([Problem(name, 1, what, remedy)])
    body = text[match.end() :]
    return parse_yaml(name, match.group(1), first_line=2), body, text[: match.end()].count("\n") + 1
