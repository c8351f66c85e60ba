"""Node by node: what the PDF writer makes of each, as Typst code.

Every ``visit_`` method of the translator has a row in CASES under its name, and the last tests fail when one has
none, or when the book uses a node that nobody visits.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, TypeVar, cast

import pytest
from docutils import nodes, utils
from docutils.frontend import get_default_settings
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils
from sphinx_design.badges_buttons import sd_badge, sd_line_break
from sphinx_design.icons import fontawesome, sd_icon
from sphinx_design.shared import PassthroughTextElement

from kratom_guide.editions.guide import FORMS
from kratom_guide.editions.pdf import book as pdf_book
from kratom_guide.editions.pdf.writer import TypstTranslator
from kratom_guide.sphinxext.legal_map import LegalMap
from tests.conftest import ROOT, built
from tests.editions.doctree_facts import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")

DOCTREES = ROOT / "build" / "stage" / "doctrees" / "environment.pickle"

Element = nodes.Element
T = TypeVar("T", bound=nodes.Element)


def text(words: str) -> nodes.Text:
    return nodes.Text(words)


def p(*children: nodes.Node | str, **attributes: Any) -> nodes.paragraph:
    return put(nodes.paragraph(**attributes), *children)


def put(parent: T, *children: nodes.Node | str) -> T:
    parent.extend([text(child) if isinstance(child, str) else child for child in children])
    return parent


def inline(kind: Callable[..., Any], words: str = "x", **attributes: Any) -> Element:
    """An inline node with text; these take their source first."""
    return cast("Element", kind("", words, **attributes))


def items(kind: type[Element], *texts: str, **attributes: Any) -> Element:
    return put(kind(**attributes), *(put(nodes.list_item(), p(words)) for words in texts))


def row(*texts: str, **attributes: Any) -> nodes.row:
    return put(nodes.row(), *(put(nodes.entry(**attributes), p(words)) for words in texts))


def table(*, head: bool = True, title: str = "", stub: bool = False) -> nodes.table:
    group = nodes.tgroup(cols=2)
    put(group, nodes.colspec(colwidth=1, stub=int(stub)), nodes.colspec(colwidth=1))
    if head:
        put(group, put(nodes.thead(), row("A", "B")))
    put(group, put(nodes.tbody(), row("c", "d")))
    result = nodes.table()
    if title:
        put(result, inline(nodes.title, title))
    return put(result, group)


def footnote(kind: type[Element] = nodes.footnote) -> Element:
    return put(kind(ids=["n1"], names=["n1"]), inline(nodes.label, "1"), p("Said."))


def definition(*classifiers: str) -> nodes.definition_list:
    item = put(nodes.definition_list_item(), inline(nodes.term, "t"))
    put(item, *(inline(nodes.classifier, words) for words in classifiers), put(nodes.definition(), p("d")))
    return put(nodes.definition_list(), item)


def field(name: str, *body: nodes.Node) -> nodes.field:
    return put(nodes.field(), inline(nodes.field_name, name), put(nodes.field_body(), *body))


def option_list() -> nodes.option_list:
    group = put(nodes.option_group(), put(nodes.option(), inline(nodes.option_string, "-v")))
    item = put(nodes.option_list_item(), group, put(nodes.description(), p("Say more.")))
    return put(nodes.option_list(), item)


def titled(kind: type[Element], **attributes: Any) -> Element:
    return put(kind(**attributes), inline(nodes.title, "T"), p("b"))


def design(component: str, *children: nodes.Node, classes: list[str] | None = None) -> nodes.container:
    return put(nodes.container(design_component=component, classes=classes or []), *children)


def box(words: str, *classes: str) -> nodes.container:
    return put(nodes.container(classes=list(classes)), p(words))


def reference(**attributes: Any) -> Element:
    return inline(nodes.reference, "there", **attributes)


ADMONITIONS = ("attention", "caution", "danger", "error", "hint", "important", "note", "seealso", "tip", "warning")
TABLE = 'kg-table((50fr, 50fr,), (kg-cell("A"), kg-cell("B"),), ({cells},)'
PICTURE = 'image("images/leaf.svg", alt: "A leaf.")'

CASES: list[tuple[str, Element | nodes.Text, str]] = [
    # Inside a line
    ("Text", text('a  "b"\n#c'), r'"a \"b\" #c"'),
    ("Text", text("x" * 20 + "1" * 20), '"' + "x" * 20 + "1" * 10 + "\u200b" + "1" * 10 + '"'),
    ("emphasis", inline(nodes.emphasis), 'emph("x")'),
    ("title_reference", inline(nodes.title_reference), 'emph("x")'),
    ("manpage", inline(addnodes.manpage), 'emph("x")'),
    ("strong", inline(nodes.strong), 'strong("x")'),
    ("literal_strong", inline(addnodes.literal_strong), 'strong(raw("x"))'),
    ("literal_emphasis", inline(addnodes.literal_emphasis), 'emph(raw("x"))'),
    ("subscript", inline(nodes.subscript), 'sub("x")'),
    ("superscript", inline(nodes.superscript), 'super("x")'),
    ("literal", inline(nodes.literal, "a  b"), 'raw("a  b")'),
    ("inline", inline(nodes.inline), '"x"'),
    ("inline", inline(nodes.inline, classes=["kbd"]), 'raw("x")'),
    ("inline", inline(nodes.inline, classes=["guilabel"]), 'strong("x")'),
    ("inline", inline(nodes.inline, classes=["kg-certainty"]), 'kg-certainty("x")'),
    ("inline", inline(nodes.inline, classes=["kg-small"]), 'kg-small("x")'),
    ("inline", inline(nodes.inline, classes=["kg-severity"]), 'strong("x")'),
    ("inline", inline(nodes.inline, classes=["kg-blank"]), "kg-blank()"),
    ("inline", inline(nodes.inline, classes=["kg-screen-only"]), "[]"),
    ("inline", inline(sd_badge), 'kg-badge("x")'),
    ("abbreviation", inline(nodes.abbreviation, explanation="long"), '"x"'),
    ("acronym", inline(nodes.acronym), '"x"'),
    ("generated", inline(nodes.generated), '"x"'),
    ("pending_xref", put(addnodes.pending_xref(), "x"), '"x"'),
    ("download_reference", inline(addnodes.download_reference), '"x"'),
    ("target", inline(nodes.target, ids=["goal"]), '{\nkg-anchor("index#goal")\n"x"\n}'),
    ("sd_icon", sd_icon(), "[]"),
    ("fontawesome", fontawesome(), "[]"),
    ("sd_line_break", sd_line_break(), "linebreak()"),
    ("reference", reference(refuri="https://a.example/"), 'kg-web("https://a.example/", "there")'),
    ("reference", reference(refid="goal"), 'kg-xref("index#goal", "there")'),
    (
        "reference",
        reference(refuri=f"{pdf_book.URI}other#there"),
        'kg-xref("other#there", "there", page: "parentheses")',
    ),
    (
        "reference",
        inline(nodes.reference, "https://a.example/b", refuri="https://a.example/b"),
        'kg-web("https://a.example/b", "https://a.example/b")',
    ),
    (
        "number_reference",
        put(addnodes.number_reference(refuri=f"{pdf_book.URI}other#there"), "Table 1"),
        'kg-xref("other#there", "Table 1", page: "parentheses")',
    ),
    ("image", nodes.image(uri="leaf.svg", alt="A leaf."), f"kg-image({PICTURE})"),
    ("image", p("x", nodes.image(uri="leaf.svg", alt="A leaf.")), f'{{\n"x"\nkg-inline-image({PICTURE})\n}}'),
    ("image", nodes.image(uri="leaf.svg", alt="A leaf.", width="40px"), f"kg-image({PICTURE[:-1]}, width: 30pt))"),
    # Notes
    (
        "footnote_reference",
        put(Element(), p("x ", inline(nodes.footnote_reference, "1", refid="n1", ids=["m1"])), footnote()),
        '{\n"x"\nkg-note("1", "index#n1", "Said.")\n}',
    ),
    ("footnote", footnote(), "[]"),
    ("label", inline(nodes.label, "1"), "[]"),
    ("citation", footnote(nodes.citation), 'kg-references((("1", none, "Said.",),))'),
    ("citation_reference", inline(nodes.citation_reference, "One"), '"[One]"'),
    # Blocks
    ("paragraph", put(Element(), p("a"), p("b")), '{\n"a"\nparbreak()\n"b"\n}'),
    ("paragraph", p("a", classes=["kg-small"]), 'kg-small-print("a")'),
    ("paragraph", p("a", classes=["kg-answer"]), 'kg-answer(body: par("a"))'),
    ("compact_paragraph", put(addnodes.compact_paragraph(), "a"), '"a"'),
    ("rubric", inline(nodes.rubric), 'kg-rubric(par("x"))'),
    ("title", inline(nodes.title), 'kg-rubric("x")'),
    ("transition", nodes.transition(), "kg-transition()"),
    ("transition", nodes.transition(classes=["footnotes"]), "[]"),
    ("centered", inline(addnodes.centered), 'kg-centered("x")'),
    ("acks", put(addnodes.acks(), p("a")), '"a"'),
    ("glossary", put(addnodes.glossary(), definition()), 'kg-definitions((("t", "d",),))'),
    ("only", put(addnodes.only(expr="typst"), p("a")), '"a"'),
    (
        "bullet_list",
        items(nodes.bullet_list, "a", "b"),
        'list(list.item("a"), list.item("b"), tight: true)',
    ),
    ("bullet_list", nodes.bullet_list(), "list(tight: true)"),
    (
        "bullet_list",
        items(nodes.bullet_list, "a", classes=["kg-sources"]),
        'kg-small-list(list(list.item("a"), tight: true))',
    ),
    (
        "bullet_list",
        put(nodes.bullet_list(), put(nodes.list_item(), p("a"), p("b"))),
        'list(list.item({\n"a"\nparbreak()\n"b"\n}), tight: false)',
    ),
    (
        "enumerated_list",
        items(nodes.enumerated_list, "a", enumtype="loweralpha", prefix="(", suffix=")", start=3),
        'enum(enum.item("a"), tight: true, numbering: "(a)", start: 3)',
    ),
    ("list_item", put(nodes.list_item(), p("a")), '"a"'),
    ("definition_list", definition(), 'kg-definitions((("t", "d",),))'),
    ("definition_list", definition("c"), 'kg-definitions(((kg-classified("t", "c"), "d",),))'),
    (
        "field_list",
        put(nodes.field_list(), field("a", p("b")), field("c", p("d" * 50))),
        'kg-fields(((true, (("a", "b",),),), (false, (("c", "' + "d" * 29 + "\u00ad" + "d" * 21 + '",),),),))',
    ),
    (
        "field_list",
        put(nodes.field_list(), field("a", put(nodes.field_list(), field("b", p("c"))))),
        'kg-fields(((true, (("a", kg-fields(((true, (("b", "c",),),),)),),),),))',
    ),
    ("option_list", option_list(), 'kg-definitions(((raw("-v"), "Say more.",),))'),
    (
        "line_block",
        put(
            nodes.line_block(),
            inline(nodes.line, "a"),
            put(nodes.line_block(), inline(nodes.line, "b")),
        ),
        'kg-lines(("a", {\nh(1.5em)\n"b"\n},))',
    ),
    (
        "hlist",
        put(addnodes.hlist(), put(addnodes.hlistcol(), items(nodes.bullet_list, "a"))),
        'kg-hlist((list(list.item("a"), tight: true),))',
    ),
    (
        "block_quote",
        put(nodes.block_quote(), p("a"), inline(nodes.attribution, "b")),
        'kg-quote("a", attribution: "b")',
    ),
    ("literal_block", nodes.literal_block("", "a\n\tb  c\n"), r'kg-code("a\n    b  c")'),
    ("literal_block", nodes.literal_block("", "y" * 60), f'kg-code("{"y" * 52}\u200b{"y" * 8}")'),
    ("doctest_block", nodes.doctest_block("", ">>> a"), 'kg-code(">>> a")'),
    ("raw", nodes.raw("", "#v(1mm)", format="typst"), "[#v(1mm)]"),
    ("raw", nodes.raw("", "<!-- a note -->", format="html"), "[]"),
    (
        "figure",
        put(nodes.figure(), nodes.image(uri="leaf.svg", alt="A leaf."), inline(nodes.caption, "c")),
        f'kg-at("index#figure 0", kg-figure-with-caption(kg-image({PICTURE}), caption: kg-caption("c")))',
    ),
    (
        "figure",
        put(nodes.figure(), nodes.image(uri="leaf.svg", alt="A leaf."), put(nodes.legend(), p("l"))),
        f'kg-figure-with-caption(kg-image({PICTURE}), legend: "l")',
    ),
    ("caption", inline(nodes.caption), 'kg-rubric("x")'),
    ("legend", put(nodes.legend(), p("l")), 'kg-small-print("l")'),
    # Boxes
    ("container", box("a"), '"a"'),
    ("container", box("a", "kg-answer"), 'kg-answer(body: par("a"), short: true)'),
    ("container", box("a", "kg-screen-only"), "[]"),
    (
        "container",
        put(nodes.container(classes=["kg-care-card", "kg-care-urgent"]), p("T", classes=["kg-care-title"]), p("b")),
        'kg-care-card.with("urgent")(title: par("T"), body: par("b"), short: true)',
    ),
    ("container", design("card", design("card-title", p("T"))), 'kg-card(kg-card-title("T"))'),
    ("container", design("card-header", p("h")), 'kg-card-edge("h")'),
    (
        "container",
        design("grid-row", design("grid-item", design("card", p("a"))), classes=["sd-row-cols-lg-3"]),
        'kg-card-grid(2, (kg-card("a", framed: false),), framed: true)',
    ),
    (
        "container",
        design("dropdown", inline(nodes.rubric, "T"), p("b")),
        'kg-opened(title: par("T"), body: "b")',
    ),
    ("container", put(nodes.container(), footnote()), 'kg-sources((("1", "index#n1", none, "Said.",),))'),
    ("compound", put(nodes.compound(), p("a")), '"a"'),
    ("PassthroughTextElement", put(PassthroughTextElement(), inline(nodes.inline)), '"x"'),
    (
        "PassthroughTextElement",
        put(PassthroughTextElement(), reference(refuri="https://a.example/", classes=["sd-stretched-link"])),
        'kg-card-link(kg-web("https://a.example/", "there"))',
    ),
    *[
        (
            name,
            put((addnodes.seealso if name == "seealso" else getattr(nodes, name))(), p("b")),
            f'kg-admonition("{name}", title: par("{"See also" if name == "seealso" else name.capitalize()}"), '
            'body: "b", short: true)',
        )
        for name in ADMONITIONS
    ],
    (
        "admonition",
        titled(nodes.admonition, classes=["tip"]),
        'kg-admonition("tip", title: par("T"), body: "b", short: true)',
    ),
    (
        "versionmodified",
        put(addnodes.versionmodified(type="versionadded", version="2"), p("New.")),
        'kg-change("New.")',
    ),
    ("topic", titled(nodes.topic), 'kg-aside(title: par("T"), body: "b", short: true)'),
    ("topic", titled(nodes.topic, classes=["contents"]), "[]"),
    ("sidebar", titled(nodes.sidebar), 'kg-aside(title: par("T"), body: "b", short: true)'),
    # Tables
    ("table", table(), TABLE.format(cells='kg-cell("c"), kg-cell("d")') + ")"),
    (
        "table",
        table(title="Names", stub=True),
        'kg-at("index#table 0", '
        + TABLE.format(cells='kg-cell(kg-stub("c")), kg-cell("d")')
        + ', caption: kg-caption("Names")))',
    ),
    # Documents and sections
    (
        "document",
        put(nodes.section(ids=["s"]), inline(nodes.title, "T"), p("b")),
        '{\nkg-chapter(1, "T", "index#s")\nparbreak()\n"b"\n}',
    ),
    (
        "section",
        put(
            nodes.section(ids=["s"]), inline(nodes.title, "T"), put(nodes.section(ids=["u"]), inline(nodes.title, "U"))
        ),
        '{\nkg-chapter(1, "T", "index#s")\nkg-section(2, 1, "U", "index#u")\n}',
    ),
    ("toctree", addnodes.toctree(includefiles=[]), "[]"),
    # What is not shown
    ("comment", nodes.comment("", "hidden"), "[]"),
    ("substitution_definition", nodes.substitution_definition("", "hidden"), "[]"),
    ("meta", nodes.meta(name="description", content="c"), "[]"),
    ("index", addnodes.index(entries=[]), "[]"),
    ("tabular_col_spec", addnodes.tabular_col_spec(spec="LL"), "[]"),
    ("highlightlang", addnodes.highlightlang(lang="python", force=False, linenothreshold=0), "[]"),
]

#: Nodes that stop the PDF, and what they say.
REFUSED: list[tuple[str, Element, str]] = [
    ("math", nodes.math("", "x"), "mathematics has no PDF form"),
    ("math_block", nodes.math_block("", "x"), "mathematics has no PDF form"),
    ("problematic", inline(nodes.problematic), "not understood: x"),
    ("system_message", nodes.system_message("no", level=3, type="ERROR", source="s"), "not understood"),
    ("raw", nodes.raw("", "<b>", format="html"), "raw html has no PDF form"),
    ("table", table(head=False), "table has no header row"),
    ("image", nodes.image(uri="leaf.svg"), "image has no alternative text"),
    ("image", nodes.image(uri="gone.svg", alt="A leaf."), "image gone.svg was not found"),
    ("image", nodes.image(uri="script.svg", alt="A leaf."), "image script.svg holds <script>"),
    ("footnote_reference", inline(nodes.footnote_reference, "7", refid="n7", ids=[]), "footnote [7] was not found"),
    ("unknown", addnodes.productionlist(), "node <productionlist> has no PDF form"),
    ("unknown", nodes.docinfo(), "node <docinfo> has no PDF form"),
]

#: Nodes that the visitor of their parent reads; each stands in a case of that parent above.
READ_BY_PARENT: set[type[nodes.Node]] = {
    *(nodes.tgroup, nodes.colspec, nodes.thead, nodes.tbody, nodes.row, nodes.entry),
    *(nodes.definition_list_item, nodes.term, nodes.classifier, nodes.definition),
    *(nodes.field, nodes.field_name, nodes.field_body, nodes.line, nodes.attribution, addnodes.hlistcol),
    *(nodes.option_list_item, nodes.option_group, nodes.option, nodes.option_string, nodes.description),
}


class Writer:
    """Writes single nodes as the page ``index`` of a book that also has a page ``other``."""

    def __init__(self, app: Sphinx) -> None:
        self.app = app
        app.builder.init()
        app.builder.images = {"leaf.svg": "leaf.svg", "script.svg": "script.svg"}

    def document(self, name: str) -> nodes.document:
        settings = get_default_settings()
        settings.env = self.app.env
        return utils.new_document(f"{self.app.srcdir}/{name}.rst", settings)

    def write(self, node: nodes.Node) -> tuple[str, list[str]]:
        """The Typst code of `node`, and the problems."""
        index, other = self.document("index"), self.document("other")
        put(other, nodes.target("", "", ids=["there"]))
        book = pdf_book.Book("index", doctrees={"index": index, "other": other})
        put(index, *(node.children if type(node) is Element else [node]))
        put(index, reference(refid="goal"))
        pdf_book.index(book)
        # A target to which links of other cases lead, without a place in the text.
        book.places.setdefault(("index", "goal"), pdf_book.Place("index#goal", "target", "index"))
        translator = cast("TypstTranslator", self.app.builder.create_translator(index, self.app.builder, book))
        translator.notes = translator.collect_notes(index)
        return translator.render(index.children[:-1]), translator.problems


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    source: Path = tmp_path_factory.mktemp("nodes")
    (source / "conf.py").write_text('project = "Nodes"\nextensions = ["kratom_guide.editions.pdf"]\n', "utf-8")
    (source / "index.rst").write_text("Nodes\n=====\n", "utf-8")
    (source / "leaf.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>', "utf-8")
    (source / "script.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "utf-8")
    out = source / "out"
    with patch_docutils(str(source)), docutils_namespace():
        overrides = {"kg_pdf_forms": FORMS}
        yield Writer(Sphinx(source, source, out, out / "d", "typst", overrides, io.StringIO(), io.StringIO()))


@pytest.mark.parametrize(
    ("node", "expected"), [case[1:] for case in CASES], ids=[f"{n}-{case[0]}" for n, case in enumerate(CASES)]
)
def test_a_node_becomes_typst(writer: Writer, node: nodes.Node, expected: str) -> None:
    code, problems = writer.write(node.deepcopy())
    assert problems == []
    inner = expected[2:-2] if expected.startswith("{\n") else expected
    # A paragraph or list ends the paragraph before it, even where there is none.
    assert code in (expected, f"{{\nparbreak()\n{inner}\n}}")


@pytest.mark.parametrize(
    ("node", "message"), [case[1:] for case in REFUSED], ids=[f"{n}-{case[0]}" for n, case in enumerate(REFUSED)]
)
def test_a_node_without_a_form_is_a_located_problem(writer: Writer, node: Element, message: str) -> None:
    marked = node.deepcopy()
    marked.source, marked.line = f"{writer.app.srcdir}/page.rst", 7
    _, problems = writer.write(marked)
    assert [problem.partition(": ")[0] for problem in problems] == ["page.rst:7"]
    assert message in problems[0]


def test_every_visitor_has_a_case() -> None:
    visitors = {name.removeprefix("visit_") for name in dir(TypstTranslator) if name.startswith("visit_")}
    assert visitors - {case[0] for case in CASES} - {case[0] for case in REFUSED} == set()


def test_nodes_that_a_parent_reads_stand_in_a_case() -> None:
    used = {type(inner) for _, node, _ in CASES for inner in node.findall()}
    assert used >= READ_BY_PARENT


@pytest.mark.book
def test_every_node_of_the_book_has_a_case() -> None:
    """A class of nodes is covered by its own case or by that of the nearest class it derives from."""
    covered = {case[0] for case in CASES}
    used = {type(node) for doctree in load(built(DOCTREES).parent).values() for node in doctree.findall()}
    bare = {
        kind.__name__
        for kind in used - {LegalMap}  # its post-transform puts a picture in its place
        if not any(parent in READ_BY_PARENT or parent.__name__ in covered for parent in kind.__mro__)
    }
    assert bare == set()
