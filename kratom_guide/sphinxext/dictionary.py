"""``{data-dictionary} jurisdictions``: every field of a file of open data, made from its JSON Schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from kratom_guide import __version__
from kratom_guide.records.export import KINDS, schema
from kratom_guide.sphinxext.tables import build_table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata, OptionSpec

NAMES = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}


class DataDictionary(SphinxDirective):
    """A table of fields with their type and meaning."""

    required_arguments = 1
    option_spec: ClassVar[OptionSpec] = {"caption": directives.unchanged_required}

    def run(self) -> list[nodes.Node]:
        name = self.arguments[0]
        if name not in KINDS:
            raise self.error(f"no open data is called '{name}': use one of {', '.join(KINDS)}")
        document = schema(name)
        record = document["$defs"][KINDS[name].model.__name__]
        rows = list(fields_of(record, document["$defs"]))
        caption = self.options.get("caption", f"Fields of {name}.json")
        table = build_table(("Field", "Type", "What it holds"), rows, (28, 30, 42), "kg-dictionary", caption)
        self.set_source_info(table)
        return [table]


def fields_of(record: dict[str, Any], known: dict[str, Any], before: str = "") -> Iterator[tuple[str, str, str]]:
    """The fields of a record as (name, type, meaning); those of a record within it follow, with a dot."""
    for name, field in record["properties"].items():
        inner = _inner(field, known)
        yield f"{before}{name}", type_of(field), field.get("description", "")
        if inner is not None and name != "local_rules":  # they have the fields of a place, as its description says
            yield from fields_of(inner, known, f"{before}{name}.")


def _options(field: dict[str, Any]) -> list[dict[str, Any]]:
    return list(field.get("anyOf", [field]))


def _inner(field: dict[str, Any], known: dict[str, Any]) -> dict[str, Any] | None:
    """The record that a field holds, alone or in a list."""
    for option in _options(field):
        reference = option.get("$ref") or option.get("items", {}).get("$ref")
        if reference:
            found: dict[str, Any] = known[reference.rsplit("/", 1)[1]]
            return found if "properties" in found else None
    return None


def type_of(field: dict[str, Any]) -> str:
    """The type of a field in words, such as ``list of text`` or ``one of: high, medium, low``."""
    words = []
    for option in _options(field):
        if option.get("type") == "null":
            words.append("null")
        elif "enum" in option:
            words.append(f"one of: {', '.join(map(str, option['enum']))}")
        elif "const" in option:
            words.append(str(option["const"]))
        elif "$ref" in option:
            words.append("record")
        elif option.get("type") == "array":
            items = option.get("items") or {}
            words.append(f"list of {type_of(items) if items else 'values'}")
        elif option.get("type") == "object":
            words.append("names and values")
        elif option.get("title", "").startswith("Date, whole or partial"):
            words.append("date, whole or partial")
        elif option.get("format") == "date":
            words.append("date")
        else:
            words.append(NAMES.get(option.get("type", ""), "text"))
    return ", or ".join(words)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive."""
    app.add_directive("data-dictionary", DataDictionary)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
