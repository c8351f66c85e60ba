"""The search of the website: gathers what can be found while pages are written, and writes the files that answer.

It takes the place of Sphinx's own search, page and index.  What a page holds is kept beside the doctrees, so that a
build after one edit looks at one page.
"""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx import package_dir
from sphinx.util import logging

from kratom_guide import __version__
from kratom_guide.search.index import Analysis, analyse
from kratom_guide.search.lexicon import lexicon
from kratom_guide.search.settings import FILE, PHRASES, Settings, questions_of, read_settings
from kratom_guide.search.units import Unit
from kratom_guide.search.words import english_words
from kratom_guide.search.write import files
from kratom_guide.sphinxext.data import library_of, root_of
from kratom_guide.sphinxext.search_units import units_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

    from kratom_guide.records import Library

logger = logging.getLogger(__name__)

FOLDER = "_static/search"
CACHE = "kg-search.pickle"
SCRIPTS = ("box.js", "engine.js", "view.js")

PARTS = {
    "understanding": "kratom",
    "muscle-relaxation": "kratom",
    "using": "kratom",
    "conclusion": "kratom",
    "safety": "safety",
    "emergency": "safety",
    "sheets": "safety",
    "legal": "law",
    "reference": "reference",
}
"""The first part of a page's address, and the part of the book by which a reader may filter."""

OWN = {"safety/interactions": "medicines", "reference/medicines": "medicines", "sheets/interaction-chart": "medicines"}
"""Pages that belong to another part than their folder."""


Analysed = tuple[Unit, Analysis]


@dataclass
class Known:
    """What is kept from build to build.

    The units of each page; the settings with the state of their files; everyday words, which take long to load; and
    of what the last files were made.
    """

    pages: dict[str, list[Analysed]] = field(default_factory=dict)
    state: str = ""
    settings: Settings | None = None
    english: frozenset[str] = frozenset()
    made_of: str = ""


def group_of(docname: str) -> str:
    """The part of the book by which a reader may filter for a page."""
    return OWN.get(docname) or PARTS.get(docname.partition("/")[0], "reference")


def _is_website(app: Sphinx) -> bool:
    return app.builder.name == "html" and bool(app.config.kg_search) and not app.config.html_context.get("kg_handbook")


def _start(app: Sphinx) -> None:
    """Switch Sphinx's own search off, and take up what the last build knew of the pages."""
    if not _is_website(app):
        return
    app.builder.search = False  # type: ignore[attr-defined]  # an attribute of the HTML builder
    cache = Path(app.doctreedir) / CACHE
    fresh = Known()
    app.kg_search = pickle.loads(cache.read_bytes()) if cache.is_file() and app.env.all_docs else fresh  # type: ignore[attr-defined]


def _gather(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    known: Known | None = getattr(app, "kg_search", None)
    if known is not None:
        known.made_of = ""
        known.pages[docname] = (
            []
            if "nosearch" in app.env.metadata[docname]
            else [(unit, analyse(unit)) for unit in units_of(doctree, docname)]
        )


def _page(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The page of results, which leads to contents and index without scripts."""
    if _is_website(app):
        yield "search", {"title": "Search"}, "search.html"


def _write(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or not _is_website(app):
        return
    known: Known = app.kg_search  # type: ignore[attr-defined]
    folder = Path(app.outdir) / FOLDER
    # The records have names of their own in the search, and a page may be gone.
    made_of = f"{app.config.kg_program} {app.config.kg_fingerprint} {sorted(app.env.found_docs)}"
    if known.made_of == made_of and (folder / "core.js").is_file():
        _strip(folder)
        return
    pages = known.pages
    order = [name for name in _reading_order(app) if name in app.env.found_docs]
    for name in order:
        if name not in pages:  # its page was written before this module was there
            _gather(app, app.env.get_and_resolve_doctree(name, app.builder), name)
    for name in pages.keys() - set(order):
        del pages[name]
    units = [unit for name in order for unit in pages[name]]
    library = library_of(app.config)
    settings = _settings(app, known, library)
    titles = {name: app.env.titles[name].astext() for name in order}
    groups = {name: group_of(name) for name in order}
    words = settings.words
    names = lexicon(library, words.places, words.names, words.own_products)
    added = {"questions": questions_of(library), "phrases": settings.phrases}
    known.english = known.english or english_words()
    made, missing = files(units, titles, groups, words, names, added, known.english)
    for label in missing:
        logger.warning("%s", settings.problem(label), type="kg", subtype="search")
    _publish(folder, {**made, "stemmer.js": stemmer_script()})
    _strip(folder)
    known.made_of = "" if missing else made_of
    (Path(app.doctreedir) / CACHE).write_bytes(pickle.dumps(known))


def _settings(app: Sphinx, known: Known, library: Library) -> Settings:
    """The hand-kept words; they are read again only when one of the two files has changed."""
    root = root_of(app.config)
    state = "".join(hashlib.sha256((root / name).read_bytes()).hexdigest() for name in (FILE, PHRASES))
    if known.settings is None or known.state != state:
        known.settings, known.state = read_settings(root, library), state
    return known.settings


def _reading_order(app: Sphinx) -> list[str]:
    """Every page, in the order of the book; pages outside its contents come last."""
    toctree = app.env.toctree_includes
    seen: dict[str, None] = {}

    def visit(name: str) -> None:
        if name not in seen:
            seen[name] = None
            for below in toctree.get(name, ()):
                visit(below)

    visit(str(app.config.root_doc))
    return [*seen, *sorted(app.env.found_docs - seen.keys())]


def stemmer_script() -> str:
    """The stemmer that Sphinx ships for its own search: Snowball's English, in one file."""
    folder = package_dir / "search" / "minified-js"
    return "".join((folder / f"{name}-stemmer.js").read_text(encoding="utf-8") for name in ("base", "english"))


def _strip(folder: Path) -> None:
    """Take the comments out of our scripts, which Sphinx has copied: they are for those who read the source."""
    for script in SCRIPTS:
        path = folder / script
        if path.is_file():
            path.write_text(without_comments(path.read_text(encoding="utf-8")), encoding="utf-8")


def without_comments(script: str) -> str:
    """A script without indentation and without lines that only comment: those are for readers of the source."""
    lines = (line.strip() for line in script.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


def _publish(folder: Path, made: dict[str, str]) -> None:
    """Write what changed, and take away what an earlier build needed."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in made.items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
    for path in folder.glob("[wx][0-9]*.js"):
        if path.name not in made:
            path.unlink()


def setup(app: Sphinx) -> ExtensionMetadata:
    """Gather pages as they are written, and write the search once a website has been built."""
    app.add_config_value("kg_search", True, "html", types=(bool,), description="our search in place of Sphinx's own")
    app.add_js_file(f"{FOLDER.removeprefix('_static/')}/box.js", loading_method="defer")
    app.connect("builder-inited", _start, priority=900)
    app.connect("doctree-resolved", _gather, priority=900)
    app.connect("html-collect-pages", _page)
    app.connect("build-finished", _write)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
