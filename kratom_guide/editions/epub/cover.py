"""The cover and the title page."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFont

from kratom_guide.editions.epub.xhtml import make
from kratom_guide.sphinxext.social import INK, LEAF, PAPER, SANS, SERIF, draw_leaf, wrap

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET
    from collections.abc import Iterable
    from pathlib import Path

SIZE = (1600, 2400)
"""Pixels, in the ratio of shelves of e-books."""

_COLOURS = 64
"""Three inks and what lies between them at the edges of letters: a palette makes the picture a fifth of its size."""


def draw(title: str, line: str, foot: str, fonts: Path) -> bytes:
    """The cover as PNG: the mark, `title`, `line` below it and `foot` at the end; `fonts` is a folder."""
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 44, SIZE[1]), fill=LEAF)
    draw_leaf(pen, (1270, 180), 300)
    y = 900
    for words, file, size, colour in (
        (title, SERIF, 150, INK),
        (line, SANS, 66, LEAF),
    ):
        font = ImageFont.truetype(fonts / file, size)
        for text in wrap(words, font, SIZE[0] - 340):
            pen.text((170, y), text, font=font, fill=colour)
            y += round(size * 1.2)
        y += 60
    pen.text((170, SIZE[1] - 190), foot, font=ImageFont.truetype(fonts / SANS, 46), fill=INK)
    packed = io.BytesIO()
    image.quantize(_COLOURS, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
    return packed.getvalue()


def cover_page(picture: str, words: str) -> ET.Element:
    """The body of the page that shows the cover `picture`, which reads as `words`."""
    image = make("img", src=picture, alt=words, role="doc-cover")
    return make("body", children=[make("div", children=[image], class_="kg-cover")], epub_type="cover")


def title_page(title: str, subtitle: str, lines: Iterable[str]) -> ET.Element:
    """The body of the title page: title, subtitle, and small print in `lines`."""
    children = [make("h1", title)]
    if subtitle:
        children.append(make("p", subtitle, class_="kg-subtitle"))
    children += [make("p", line, class_="kg-small") for line in lines if line]
    section = make("section", children=children, epub_type="titlepage", class_="kg-title-page")
    return make("body", children=[make("main", children=[section])], epub_type="frontmatter")
