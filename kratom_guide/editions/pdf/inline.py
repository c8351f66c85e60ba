"""Visitors for what stands inside a line: text, emphasis, links, pictures in text."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.util import logging

from kratom_guide.editions.pdf import escape, forms, pictures
from kratom_guide.editions.pdf.base import BaseTranslator

#: Kinds of target that get no page number: the reader does not leave the text for them.
_NO_PAGE = frozenset({"term", "citation", "footnote", "footnote_reference"})
#: An address up to this many characters is not worth breaking.
_SHORT_ADDRESS = 12
#: A picture that is so much higher than wide is made this high, so that it fits a page with its caption.
_TALL = 1.3
_TALLEST = "175mm"
logger = logging.getLogger(__name__)

_OUTSIDE = ("http://", "https://", "mailto:", "tel:", "sms:")


class InlineVisitors(BaseTranslator):
    """Visitors for inline nodes."""

    def visit_Text(self, node: nodes.Text) -> None:
        text = escape.collapse(node.astext())
        if self.after_space():
            text = text.lstrip(" ")
        if text:
            for language, words in self.languages.split(text):
                code = escape.string(escape.soften(words, self.limit))
                self.emit(escape.call("kg-language", escape.string(language), code) if language else code)
        raise nodes.SkipNode

    def _wrapped(self, name: str, node: nodes.Element) -> None:
        self.anchor(node)
        self.whole(escape.call(name, self.render(node.children)))

    def _plain(self, node: nodes.Element) -> None:
        self.anchor(node)
        for child in node.children:
            child.walkabout(self)
        raise nodes.SkipNode

    def visit_emphasis(self, node: nodes.Element) -> None:
        self._wrapped("emph", node)

    visit_title_reference = visit_emphasis
    visit_manpage = visit_emphasis

    def visit_strong(self, node: nodes.Element) -> None:
        self._wrapped("strong", node)

    def visit_literal_strong(self, node: nodes.Element) -> None:
        self.whole(escape.call("strong", self._literal(node)))

    def visit_literal_emphasis(self, node: nodes.Element) -> None:
        self.whole(escape.call("emph", self._literal(node)))

    def visit_subscript(self, node: nodes.Element) -> None:
        self._wrapped("sub", node)

    def visit_superscript(self, node: nodes.Element) -> None:
        self._wrapped("super", node)

    def _literal(self, node: nodes.Element) -> str:
        return escape.call("raw", escape.string(escape.soften(node.astext(), self.limit)))

    def visit_literal(self, node: nodes.Element) -> None:
        self.anchor(node)
        self.whole(self._literal(node))

    def visit_inline(self, node: nodes.Element) -> None:
        classes = set(node["classes"])
        drawn = forms.chosen(self.forms.drawn, node)
        if drawn:
            self.whole(drawn)
        if "sd-badge" in classes or node.__class__.__name__ == "sd_badge":
            self._wrapped("kg-badge", node)
        function = forms.chosen(self.forms.inline, node)
        if function:
            self._wrapped(function, node)
        if "kbd" in classes:
            self.whole(self._literal(node))
        if classes & {"strong", "guilabel"}:
            self._wrapped("strong", node)
        self._plain(node)

    def visit_abbreviation(self, node: nodes.Element) -> None:
        self._plain(node)

    visit_acronym = visit_abbreviation
    visit_generated = visit_abbreviation
    visit_pending_xref = visit_abbreviation
    visit_download_reference = visit_abbreviation

    def visit_target(self, node: nodes.Element) -> None:
        self._plain(node)

    def visit_sd_icon(self, node: nodes.Element) -> None:
        """Leave out icons: they only repeat the words beside them."""
        raise nodes.SkipNode

    visit_fontawesome = visit_sd_icon

    def visit_sd_line_break(self, node: nodes.Element) -> None:
        self.whole("linebreak()")

    # Links

    def visit_reference(self, node: nodes.Element) -> None:
        self.anchor(node)
        target = self.book.target(node, self.docname)
        if self.in_heading:
            # A link in a heading would also stand in the contents and the running head.
            self._plain(node)
        if target is None:
            self._outside_link(node, str(node.get("refuri", "")))
        assert target is not None
        docname, node_id = target
        place = self.book.find(docname, node_id)
        text = self.render(node.children)
        if place is None and docname in self.book.doctrees:
            logger.warning("link leads nowhere: %s#%s", docname, node_id, location=node, type="kg", subtype="pdf")
            self.whole(text)
        if place is None:
            address = self._published_at(docname, node_id)
            self.whole(escape.call("kg-web", address, text) if address else text)
        page = None
        if docname != self.docname and not self.in_table and place.tagname not in _NO_PAGE:
            page = '"comma"' if self._in_parentheses(node) else '"parentheses"'
        kind = '"term"' if place.tagname == "term" else None
        self._note_use(place.key)
        self.whole(escape.call("kg-xref", self.to(place.key), text, page=page, kind=kind))

    visit_number_reference = visit_reference

    def _note_use(self, key: str) -> None:
        """Note for the index where a document first speaks of what is explained at *key*."""
        if key not in self.book.words or self.in_heading:
            return
        use = escape.key(self.docname, f"{key} used")
        for word in self.book.words[key]:
            if use not in self.matter.index.get(word, ()):
                self.matter.note_word(word, use)
                self.emit(escape.call("kg-anchor", escape.string(use)))

    def _outside_link(self, node: nodes.Element, uri: str) -> None:
        text = node.astext()
        if not uri.startswith(_OUTSIDE):
            address = self._published_path(uri)
            if address is None:
                self._plain(node)
            self.whole(escape.call("kg-web", address, self.render(node.children)))
        if text and uri.endswith(text) and len(text) > _SHORT_ADDRESS:
            # An address shown as itself breaks after its punctuation.
            shown = escape.string(text if text.startswith("http") else escape.soften(text, 1))
        else:
            shown = self.render(node.children)
        self.whole(escape.call("kg-web", escape.string(uri), shown))

    def _published_at(self, docname: str, node_id: str) -> str | None:
        """Return the web address of a document that is not in the book, as Typst code."""
        if docname not in self.builder.env.found_docs:
            return None
        return self._published_path(f"{docname}.html" + (f"#{node_id}" if node_id else ""))

    def _published_path(self, path: str) -> str | None:
        base = str(getattr(self.config, "html_baseurl", "") or "")
        if not base or not path:
            return None
        return escape.string(f"{base.rstrip('/')}/{path.lstrip('./')}")

    def _in_parentheses(self, node: nodes.Element) -> bool:
        """Tell whether *node* stands after an opening parenthesis that is not yet closed."""
        depth = 0
        here: nodes.Node = node
        while isinstance(here.parent, nodes.Element) and not isinstance(here, (nodes.paragraph, nodes.entry)):
            for sibling in here.parent.children[: here.parent.index(here)]:
                text = sibling.astext()
                depth += text.count("(") - text.count(")")
            here = here.parent
            if isinstance(here, (nodes.paragraph, nodes.term, nodes.title)):
                break
        return depth > 0

    # Pictures

    def picture(self, node: nodes.Element) -> str:
        """Return the Typst call for the image *node*; a missing text or file is a problem."""
        alt = escape.collapse(str(node.get("alt") or "")).strip()
        if not alt:
            self.problem(
                node,
                "image has no alternative text: say in :alt: (or between the brackets of ![...]) what it shows",
            )
        uri = str(node["uri"])
        name = self.builder.images.get(uri)
        if name is None:
            self.problem(node, f"image {uri} was not found")
            return "[]"
        file = Path(self.builder.srcdir, uri)
        fault = pictures.fault(file)
        if fault:
            self.problem(node, f"image {uri} {fault}")
            return "[]"
        path = escape.string(f"{self.builder.imagedir}/{name}")
        if pictures.proportion(file) > _TALL:
            return escape.call("image", path, alt=escape.string(alt or "?"), height=_TALLEST)
        return escape.call("image", path, alt=escape.string(alt or "?"), width=_length(node.get("width")))

    def visit_image(self, node: nodes.Element) -> None:
        inline = isinstance(node.parent, nodes.TextElement) and not isinstance(node.parent, nodes.reference)
        name = "kg-inline-image" if inline and len(node.parent.children) > 1 else "kg-image"
        self.anchor(node)
        self.whole(escape.call(name, self.picture(node)))


def _length(width: object) -> str | None:
    """Return a docutils width as a Typst length, or None for the picture's own width."""
    text = str(width or "").strip()
    digits = text.rstrip("%abcdefghijklmnopqrstuvwxyz ")
    unit = text[len(digits) :].strip()
    try:
        number = float(digits)
    except ValueError:
        return None
    if unit in {"%", "em", "pt", "cm", "mm", "in"}:
        return f"{number:g}{unit}"
    # Pixels of the web: 96 to the inch.
    return f"{number * 0.75:g}pt" if unit in {"", "px"} else None
