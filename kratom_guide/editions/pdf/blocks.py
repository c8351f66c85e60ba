"""Visitors for paragraphs, lists, figures and other blocks."""

from __future__ import annotations

import re

from docutils import nodes

from kratom_guide.editions.pdf import escape, forms
from kratom_guide.editions.pdf.base import CODE_LIMIT, elements
from kratom_guide.editions.pdf.components import ComponentVisitors
from kratom_guide.editions.pdf.inline import InlineVisitors
from kratom_guide.editions.pdf.tables import TableVisitors

_HTML_COMMENT = re.compile(r"\s*<!--.*-->\s*", re.DOTALL)
#: A field of at most this many characters fits half a line.
_SHORT_FIELD = 46
#: About how many characters one line of text holds.
_LINE = 72
_NUMERALS = {
    "arabic": "1",
    "loweralpha": "a",
    "upperalpha": "A",
    "lowerroman": "i",
    "upperroman": "I",
}


class BlockVisitors(TableVisitors, ComponentVisitors, InlineVisitors):
    """Visitors for blocks."""

    def visit_paragraph(self, node: nodes.Element) -> None:
        if not node.get("in_print", True):
            raise nodes.SkipNode
        box = forms.chosen(self.forms.boxes, node)
        if box:
            self.whole(self.labelled(node, escape.call(box, body=escape.call("par", self.render(node.children)))))
        function = forms.chosen(self.forms.paragraphs, node)
        if function:
            self.whole(self.labelled(node, escape.call(function, self.render(node.children))))
        self.separate()
        self.anchor(node)
        for child in node.children:
            child.walkabout(self)
        raise nodes.SkipNode

    visit_compact_paragraph = visit_paragraph

    def visit_rubric(self, node: nodes.Element) -> None:
        self.whole(self.labelled(node, escape.call("kg-rubric", escape.call("par", self.render(node.children)))))

    def visit_transition(self, node: nodes.Element) -> None:
        if "footnotes" in node["classes"]:
            # MyST rules off the notes that it moved to the end; here they are at the page foot.
            raise nodes.SkipNode
        self.whole("kg-transition()")

    def visit_centered(self, node: nodes.Element) -> None:
        self.whole(escape.call("kg-centered", self.render(node.children)))

    def visit_acks(self, node: nodes.Element) -> None:
        self.whole(self.render(node.children))

    visit_glossary = visit_acks
    visit_only = visit_acks

    # Lists

    def _tight(self, node: nodes.Element) -> str:
        """Return Typst's ``true`` when no item has more than a paragraph and lists below it."""
        lists = (nodes.bullet_list, nodes.enumerated_list)
        loose = any(not isinstance(block, lists) for item in elements(node) for block in elements(item)[1:])
        return "false" if loose else "true"

    def _detach(self, node: nodes.Element) -> None:
        """Keep a list from being drawn up to the paragraph before it, except inside lists."""
        if not isinstance(node.parent, nodes.list_item):
            self.separate()

    def visit_bullet_list(self, node: nodes.Element) -> None:
        self._detach(node)
        with self.indented(node):
            items = [escape.call("list.item", self.body(item)) for item in elements(node)]
        code = self.labelled(node, escape.call("list", *items, tight=self._tight(node)))
        function = forms.chosen(self.forms.lists, node)
        self.whole(escape.call(function, code) if function else code)

    def visit_enumerated_list(self, node: nodes.Element) -> None:
        self._detach(node)
        with self.indented(node):
            items = [escape.call("enum.item", self.body(item)) for item in elements(node)]
        numeral = _NUMERALS.get(str(node.get("enumtype", "arabic")), "1")
        pattern = f"{node.get('prefix', '')}{numeral}{node.get('suffix', '.') or '.'}"
        code = escape.call(
            "enum",
            *items,
            tight=self._tight(node),
            numbering=escape.string(pattern),
            start=str(node["start"]) if "start" in node else None,
        )
        code = self.labelled(node, code)
        function = forms.chosen(self.forms.lists, node)
        self.whole(escape.call(function, code) if function else code)

    def visit_list_item(self, node: nodes.Element) -> None:
        """Write an item that stands outside a list, as some broken input has it."""
        self.whole(self.body(node))

    def visit_definition_list(self, node: nodes.Element) -> None:
        items = []
        for item in elements(node):
            terms: list[str] = []
            rest: list[nodes.Node] = []
            for child in item.children:
                if isinstance(child, nodes.term):
                    terms.append(self.body(child))
                elif isinstance(child, nodes.classifier):
                    terms[-1:] = [escape.call("kg-classified", terms[-1], self.body(child))]
                else:
                    rest += child.children if isinstance(child, nodes.definition) else [child]
            term = escape.block([code for t in terms for code in ('", "', t)][1:])
            with self.indented(node):
                items.append(escape.array((term, self.render(rest))))
        function = forms.chosen(self.forms.definitions, node) or "kg-definitions"
        self.whole(self.labelled(node, escape.call(function, escape.array(items))))

    def visit_field_list(self, node: nodes.Element) -> None:
        """Write names and values; neighbours that are short share lines."""
        runs: list[tuple[bool, list[str]]] = []
        for entry in elements(node):
            short = len(entry.astext()) <= _SHORT_FIELD
            if not runs or runs[-1][0] != short:
                runs.append((short, []))
            name, value = elements(entry)[:2]
            runs[-1][1].append(escape.array((self.body(name), self.body(value))))
        code = escape.array(escape.array(("true" if short else "false", escape.array(items))) for short, items in runs)
        self.whole(self.labelled(node, escape.call("kg-fields", code)))

    def visit_option_list(self, node: nodes.Element) -> None:
        items = []
        for item in elements(node):
            group, description = elements(item)[:2]
            names = ", ".join(option.astext() for option in group.children)
            term = escape.call("raw", escape.string(names))
            items.append(escape.array((term, self.body(description))))
        self.whole(self.labelled(node, escape.call("kg-definitions", escape.array(items))))

    def visit_line_block(self, node: nodes.Element) -> None:
        lines: list[str] = []
        self._lines(node, 0, lines)
        code = escape.call("kg-lines", escape.array(lines))
        self.whole(self.labelled(node, code))

    def _lines(self, node: nodes.Element, depth: int, lines: list[str]) -> None:
        for child in elements(node):
            if isinstance(child, nodes.line_block):
                self._lines(child, depth + 1, lines)
            else:
                indent = [f"h({1.5 * depth:g}em)"] if depth else []
                lines.append(escape.block([*indent, self.body(child)]))

    def visit_hlist(self, node: nodes.Element) -> None:
        # Its columns share the line, so each holds shorter words.
        around, self.limit = self.limit, min(self.limit, _LINE // max(len(node.children), 1))
        columns = [self.render(column.children) for column in elements(node)]
        self.limit = around
        self.whole(self.labelled(node, escape.call("kg-hlist", escape.array(columns))))

    # Quotations and code

    def visit_block_quote(self, node: nodes.Element) -> None:
        said_by = next((c for c in node.children if isinstance(c, nodes.attribution)), None)
        rest = [child for child in node.children if child is not said_by]
        with self.indented(node):
            body = self.render(rest)
        code = escape.call(
            "kg-quote",
            body,
            attribution=self.body(said_by) if said_by is not None else None,
        )
        self.whole(self.labelled(node, code))

    def visit_literal_block(self, node: nodes.Element) -> None:
        text = node.astext().expandtabs(4).rstrip("\n")
        text = escape.fold(text, self.limit if self.in_table else CODE_LIMIT - 2 * self.depth)
        self.whole(self.labelled(node, escape.call("kg-code", escape.string(text))))

    visit_doctest_block = visit_literal_block

    def visit_math(self, node: nodes.Element) -> None:
        self.problem(node, "mathematics has no PDF form: write it in words or as a figure")
        raise nodes.SkipNode

    visit_math_block = visit_math

    def visit_raw(self, node: nodes.Element) -> None:
        formats = str(node.get("format", "")).split()
        if _HTML_COMMENT.fullmatch(node.astext()):
            raise nodes.SkipNode
        if "typst" not in formats:
            self.problem(
                node,
                f"raw {' '.join(formats)} has no PDF form: say it in Markdown, or put it inside an 'only' block",
            )
            raise nodes.SkipNode
        self.whole(f"[{node.astext()}]")

    # Figures

    def visit_figure(self, node: nodes.Element) -> None:
        caption = next((c for c in node.children if isinstance(c, nodes.caption)), None)
        legend = next((c for c in node.children if isinstance(c, nodes.legend)), None)
        rest = [child for child in node.children if child is not caption and child is not legend]
        code = escape.call(
            "kg-figure-with-caption",
            self.render(rest),
            caption=self.caption(node, caption) if caption is not None else None,
            legend=self.body(legend) if legend is not None else None,
        )
        self.whole(self.listed("figure", node, caption, code))

    def visit_caption(self, node: nodes.Element) -> None:
        """Write the caption of a code block or toctree: a small line of its own."""
        self.whole(self.labelled(node, escape.call("kg-rubric", self.render(node.children))))

    def visit_legend(self, node: nodes.Element) -> None:
        self.whole(escape.call("kg-small-print", self.render(node.children)))

    # What is not shown

    def visit_comment(self, node: nodes.Element) -> None:
        raise nodes.SkipNode

    visit_substitution_definition = visit_comment
    visit_meta = visit_comment
    visit_tabular_col_spec = visit_comment
    visit_highlightlang = visit_comment

    def visit_index(self, node: nodes.Element) -> None:
        """Note the words of the index that lead here; they are printed at the end of the book."""
        for key in {place.key: None for entry in node["entries"] if (place := self.book.find(self.docname, entry[2]))}:
            for word in self.book.words.get(key, ()):
                self.matter.note_word(word, key)
        raise nodes.SkipNode

    def visit_problematic(self, node: nodes.Element) -> None:
        self.problem(node, f"not understood: {node.astext()}")
        raise nodes.SkipNode

    visit_system_message = visit_problematic
