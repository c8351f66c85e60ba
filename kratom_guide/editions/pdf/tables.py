"""Visitors for tables: header rows, spans, stub columns, widths that fit the page."""

from __future__ import annotations

from dataclasses import dataclass, field

from docutils import nodes

from kratom_guide.editions.pdf import columns, escape
from kratom_guide.editions.pdf.base import BaseTranslator
from kratom_guide.editions.pdf.press import TightWord

#: A row with more text than this, in characters, may break over two pages.
_TALL_ROW = 900


#: A column that holds fewer letters in a line cannot be read.
LEAST = 3


@dataclass
class _Grid:
    """A table while it is read: where cells of earlier rows still reach."""

    width: int
    #: How many letters a line of each column holds.
    room: list[int] = field(default_factory=list)
    reach: list[int] = field(default_factory=list)

    def place(self, column: int, entry: nodes.Element) -> int:
        """Return the column of *entry*, at *column* or after, and note what it covers."""
        self.reach += [0] * (self.width - len(self.reach))
        while column < self.width and self.reach[column] > 0:
            column += 1
        span = int(entry.get("morecols", 0)) + 1
        for covered in range(column, min(column + span, self.width)):
            self.reach[covered] = int(entry.get("morerows", 0)) + 1
        return column

    def end_row(self) -> None:
        """Go down one row."""
        self.reach = [max(rows - 1, 0) for rows in self.reach]


def _texts(group: nodes.Element, width: int) -> list[columns.CellText]:
    """Return what the cells of a table say, and where they stand."""
    texts = []
    for part in group.children:
        grid = _Grid(width)
        for row in part.children if isinstance(part, (nodes.thead, nodes.tbody)) else []:
            column = 0
            for entry in row.children:
                if isinstance(entry, nodes.entry):
                    column = grid.place(column, entry)
                    span = int(entry.get("morecols", 0)) + 1
                    head = isinstance(part, nodes.thead)
                    texts.append(columns.CellText(column, span, entry.astext(), head))
                    column += span
            grid.end_row()
    return texts


def _in_note(node: nodes.Element) -> bool:
    """Tell whether *node* stands in a footnote or citation, where PDF has no table."""
    parent = node.parent
    while parent is not None and not isinstance(parent, (nodes.footnote, nodes.citation)):
        parent = parent.parent
    return parent is not None


class TableVisitors(BaseTranslator):
    """Visitors for tables."""

    def visit_table(self, node: nodes.Element) -> None:
        group = next(node.findall(nodes.tgroup))
        if self.in_table:
            self.problem(node, "table inside a table: make two tables of them, one after the other")
            raise nodes.SkipNode
        if _in_note(node):
            self.problem(node, "table in a footnote: move it into the text")
            raise nodes.SkipNode
        specs = [child for child in group.children if isinstance(child, nodes.colspec)]
        head = next((child for child in group.children if isinstance(child, nodes.thead)), None)
        if head is None or not head.children:
            self.problem(
                node,
                "table has no header row: add one that names its columns (:header-rows: 1 in a list-table)",
            )
        stubs = {index for index, spec in enumerate(specs) if spec.get("stub")}
        self.tables.append(frozenset(stubs))
        given = [int(spec.get("colwidth", 0)) for spec in specs] if "colwidths-given" in node["classes"] else []
        texts = _texts(group, len(specs))
        widths = columns.fractions(len(specs), texts, given)
        room = [columns.room(width, len(specs)) for width in widths]
        if min(room, default=LEAST) < LEAST:
            self.problem(
                node,
                f"table has {len(specs)} columns, and the narrowest would hold less than {LEAST} letters: "
                "split the table, or make rows of its columns",
            )
        grid = _Grid(len(specs), room)
        self.in_table += 1
        # A header row is repeated on the next page, where PDF/UA allows no links.
        self.in_heading += 1
        head_cells = self._rows(head, grid, stubs, in_head=True) if head is not None else []
        self.in_heading -= 1
        body_cells: list[str] = []
        for body in group.findall(nodes.tbody):
            body_cells += self._rows(body, grid, stubs, in_head=False)
        self.in_table -= 1
        self._note_tight_words(node, texts, widths, room)
        title = next((child for child in node.children if isinstance(child, nodes.title)), None)
        code = escape.call(
            "kg-table",
            escape.array(f"{width:g}fr" for width in widths),
            escape.array(head_cells),
            escape.array(body_cells),
            caption=self.caption(node, title) if title is not None else None,
            wide="true" if len(specs) >= columns.WIDE else None,
        )
        self.whole(self.listed("table", node, title, code))

    def _note_tight_words(
        self, node: nodes.Element, texts: list[columns.CellText], widths: list[float], room: list[int]
    ) -> None:
        """Note the words that might be too wide for their column; the press measures them."""
        place = "register" if self.in_register else "wide" if len(widths) >= columns.WIDE else "text"
        for column, head, piece in columns.tight_words(texts, room):
            self.tight.append(TightWord(self.where(node), piece, widths[column] / sum(widths), place, head))

    def _rows(self, part: nodes.Element, grid: _Grid, stubs: set[int], *, in_head: bool) -> list[str]:
        """Return the Typst code of all cells of a table head or body."""
        cells: list[str] = []
        for row in part.children:
            if not isinstance(row, nodes.row):
                continue
            tall = len(row.astext()) > _TALL_ROW
            column = 0
            for entry in row.children:
                if not isinstance(entry, nodes.entry):
                    continue
                column = grid.place(column, entry)
                span = int(entry.get("morecols", 0)) + 1
                around, self.limit = self.limit, sum(grid.room[column : column + span]) or self.limit
                cells.append(self._cell(entry, stub=column in stubs and not in_head, tall=tall, head=in_head))
                self.limit = around
                column += span
            grid.end_row()
        return cells

    def _cell(self, entry: nodes.Element, *, stub: bool, tall: bool, head: bool) -> str:
        body = self.body(entry)
        if head and columns.longest_word(entry.astext()) > self.limit:
            # Words of a header row are kept whole as long as they fit.
            body = escape.call("text", body, hyphenate="true")
        columns_wide = int(entry.get("morecols", 0)) + 1
        rows_high = int(entry.get("morerows", 0)) + 1
        align = next(
            (
                word
                for word in ("center", "right")
                if {f"text-{word}", f"align-{word}", f"text-align:{word}"} & set(entry["classes"])
            ),
            None,
        )
        return escape.call(
            "kg-cell",
            escape.call("kg-stub", body) if stub else body,
            colspan=str(columns_wide) if columns_wide > 1 else None,
            rowspan=str(rows_high) if rows_high > 1 else None,
            breakable="true" if tall else None,
            align=align,
        )

    def caption(self, node: nodes.Element, caption: nodes.Element) -> str:
        """Return the Typst code of a caption, with Sphinx's number when figures are numbered."""
        text = self.body(caption)
        number = self._number(node)
        return escape.call("kg-caption", text, number=escape.string(number) if number else None)

    def listed(self, kind: str, node: nodes.Element, caption: nodes.Element | None, code: str) -> str:
        """Return *code* with the label of *node*, which the list of its *kind* names when it has a caption.

        One without a caption stands under a heading that says what it is, so the contents lead to it.  Of a long
        caption, the list has the first sentence.
        """
        if caption is None:
            return self.labelled(node, code)
        place = self.book.find(self.docname, str(node["ids"][0])) if node.get("ids") else None
        key = place.key if place else escape.key(self.docname, f"{kind} {len(self.matter.captions[kind])}")
        number = self._number(node)
        text = _first_sentence(caption)
        self.matter.captions[kind].append((f"{number}. {text}" if number else text, key))
        return escape.call("kg-at", escape.string(key), code)

    def _number(self, node: nodes.Element) -> str:
        """Return "Table 3.1" or the like, as Sphinx counts; empty when nothing is numbered."""
        if not self.config.numfig or not node.get("ids"):
            return ""
        domain = self.builder.env.domains.standard_domain
        kind = domain.get_enumerable_node_type(node)
        numbers = self.builder.env.toc_fignumbers.get(self.docname, {}).get(kind or "", {})
        number = numbers.get(str(node["ids"][0]))
        pattern = self.config.numfig_format.get(kind or "", "")
        return pattern % ".".join(map(str, number)) if number and pattern else ""


def _first_sentence(caption: nodes.Element) -> str:
    """Return the first sentence of *caption* as plain text, without the marks of notes."""
    words = "".join(
        text.astext() for text in caption.findall(nodes.Text) if not isinstance(text.parent, nodes.footnote_reference)
    )
    return escape.collapse(words).strip().partition(". ")[0].removesuffix(".")
