"""Maps of legal status: ``{legal-map} united-states``, once for leaf and once for 7-OH, in two tabs.

On a web page every square is a link with a name.  Elsewhere the map is a picture with a text alternative, and the two
stand one below the other.  The tables of places hold the same.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from kratom_guide import __version__, tilemap
from kratom_guide.sphinxext.boxes import STATIC
from kratom_guide.sphinxext.charts import drawing_of
from kratom_guide.sphinxext.data import depend_on, library_of, place_files
from kratom_guide.sphinxext.legal import VIEWS, code_of, counted, status, unconfirmed

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata
    from sphinx.writers.html5 import HTML5Translator

    from kratom_guide.records import Library

PICTURE = "kg-map-picture"


class LegalMap(nodes.General, nodes.Element):
    """One map; its attributes are ``map`` and ``view``, ids of a record and of ``VIEWS``."""


def tiles_of(library: Library, name: str, view: str) -> list[tuple[str, tilemap.Tile]]:
    """The squares of a map without links, each with the id of its place."""
    record = library.tile_maps[name]
    vocabulary = VIEWS[view][1]
    found = []
    for key, (column, row) in record.tiles.items():
        place = library.jurisdictions[key]
        code = code_of(place, view)
        unsure = unconfirmed(place, code)
        found.append(
            (
                key,
                tilemap.Tile(
                    column=column,
                    row=row,
                    code=key.removeprefix(record.prefix or ""),
                    icon=library.vocabulary[vocabulary][code].icon or "",
                    status=code,
                    words=f"{place.name}: {'unconfirmed, ' if unsure else ''}{library.label(vocabulary, code)}",
                    unconfirmed=unsure,
                ),
            )
        )
    return found


def title_of(library: Library, name: str, view: str) -> str:
    """What a map shows."""
    return f"{library.tile_maps[name].title}: {VIEWS[view][0]} by place"


class LegalMapDirective(SphinxDirective):
    """Both maps of a region, each with its key."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        library = library_of(self.config)
        name = self.arguments[0]
        if name not in library.tile_maps:
            raise self.error(f"the map '{name}' does not exist: use one of {', '.join(library.tile_maps)}")
        depend_on(self.env, [library.root / "data" / "tile-maps.yaml", *place_files(library)])
        tabs = "\n".join(f":::{{tab-item}} {words}\n.\n:::" for words, _ in VIEWS.values())
        (box,) = self.parse_text_to_nodes(f"::::{{tab-set}}\n{tabs}\n::::")
        assert isinstance(box, nodes.Element)
        places = [node for node in box.findall(nodes.paragraph) if node.astext() == "."]
        for place, view in zip(places, VIEWS, strict=True):
            on_screen = LegalMap("", map=name, view=view)
            place.replace_self([on_screen, self.picture(library, name, view), *self.key(library, name, view)])
        return [box]

    def picture(self, library: Library, name: str, view: str) -> nodes.image:
        """The map as a picture, for editions in which no square can be followed."""
        tiles = [tile for _, tile in tiles_of(library, name, view)]
        title = title_of(library, name, view)
        drawing = tilemap.draw(f"map-{name}-{view}", title, tiles)
        folder = Path(self.env.doctreedir).parent / "charts"
        path = drawing_of(f"map-{name}-{view}", drawing, "light", folder, drawing.encode)
        uri = "/" + os.path.relpath(path, self.env.srcdir).replace(os.sep, "/")
        told = "; ".join(tile.words for tile in tiles)
        return nodes.image(uri=uri, alt=f"{title}. {told}.", classes=[PICTURE])

    def key(self, library: Library, name: str, view: str) -> list[nodes.Node]:
        """What the signs mean and how many squares have each."""
        vocabulary = VIEWS[view][1]
        codes = {key: code_of(library.jurisdictions[key], view) for key in library.tile_maps[name].tiles}
        counts = Counter(codes.values())
        unsure = Counter(code for key, code in codes.items() if unconfirmed(library.jurisdictions[key], code))
        items = nodes.bullet_list(bullet="-", classes=["kg-map-key"])
        for code in library.vocabulary[vocabulary]:
            if counts[code]:
                words = f"{status(library, vocabulary, code)}: {counted(counts[code], unsure[code])}"
                items += nodes.list_item("", nodes.paragraph(words, words), classes=[f"kg-tile-{code}"])
        note = "A broken line round a square means unconfirmed: only weak or old sources. Unclear is not legal."
        return [items, nodes.paragraph(note, note, classes=["kg-small"])]


def _open_map(translator: HTML5Translator, node: LegalMap) -> None:
    library, here = library_of(translator.config), translator.builder.current_docname
    name, view = node["map"], node["view"]
    tiles = [
        tilemap.Tile(**vars(tile) | {"href": translator.builder.get_relative_uri(here, library.docname[key])})
        for key, tile in tiles_of(library, name, view)
    ]
    drawing = tilemap.draw(f"map-{name}-{view}", title_of(library, name, view), tiles)
    translator.body.append(f'<div class="kg-map-frame">{drawing}</div>\n')
    raise nodes.SkipNode


def _close_map(translator: HTML5Translator, node: LegalMap) -> None:
    """Nothing is open."""


class MapOnScreen(SphinxPostTransform):
    """On web pages, keep the map with its links."""

    builders = ("html", "dirhtml", "singlehtml")
    default_priority = 590

    def run(self, **kwargs: object) -> None:
        for picture in list(self.document.findall(nodes.image)):
            if PICTURE in picture["classes"]:
                picture.parent.remove(picture)


class MapInPrint(SphinxPostTransform):
    """Where no square can be followed, keep the picture with its words."""

    builders = STATIC
    default_priority = 590

    def run(self, **kwargs: object) -> None:
        for node in list(self.document.findall(LegalMap)):
            node.parent.remove(node)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the directive, the node and the transform."""
    app.add_directive("legal-map", LegalMapDirective)
    app.add_node(LegalMap, html=(_open_map, _close_map))
    app.add_post_transform(MapOnScreen)
    app.add_post_transform(MapInPrint)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
