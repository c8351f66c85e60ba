"""What a shared link shows: title, description and a picture (https://ogp.me).

The picture is drawn beside the pages, so that no image has to be kept in the repository.
"""

from __future__ import annotations

import html
import re
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageDraw, ImageFont
from PIL.PngImagePlugin import PngInfo

from kratom_guide import __version__
from kratom_guide.sphinxext.data import root_of

if TYPE_CHECKING:
    from docutils.nodes import Node
    from sphinx.application import Sphinx
    from sphinx.util.typing import ExtensionMetadata

SIZE = (1200, 630)
"""Pixels; the ratio that previews crop to."""

PAPER, INK, LEAF = "#fdfcf8", "#22291f", "#2f6b3a"
SERIF = "source-serif/SourceSerif4Display-Semibold.otf"
SANS = "source-sans/SourceSans3-Regular.otf"
FILE = "_static/social-card.png"


def draw_card(title: str, line: str, serif: Path, sans: Path) -> Image.Image:
    """A card with the mark, `title` in the font file `serif` and `line` in `sans`."""
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, 0, 26, SIZE[1]), fill=LEAF)
    draw_leaf(pen, (980, 120), 150)
    large, small = ImageFont.truetype(serif, 84), ImageFont.truetype(sans, 34)
    y = 150
    for words in wrap(title, large, 820):
        pen.text((96, y), words, font=large, fill=INK)
        y += 100
    y += 30
    for words in wrap(line, small, 960):
        pen.text((96, y), words, font=small, fill=LEAF)
        y += 48
    return image


def draw_leaf(pen: ImageDraw.ImageDraw, top: tuple[int, int], width: int) -> None:
    """The mark: one leaf with its veins, hanging from `top`, `width` pixels wide."""
    x, y = top
    half, height = width // 2, int(width * 1.6)
    right = [(x + half * (1 - (2 * step / 40 - 1) ** 2), y + height * step / 40) for step in range(41)]
    left = [(2 * x - px, py) for px, py in reversed(right)]
    pen.polygon(right + left, fill=LEAF)
    pen.line((x, y, x, y + height + 40), fill=PAPER, width=5)
    for step in range(1, 6):
        base = y + height * (step + 0.6) / 7
        pen.line((x, base, x + half * 0.6, base - 34), fill=PAPER, width=3)
        pen.line((x, base, x - half * 0.6, base - 34), fill=PAPER, width=3)


def wrap(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """Break `text` at spaces into lines of at most `width` pixels."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def preview_tags(title: str, description: str, url: str, site: str, address: str) -> str:
    """The ``<meta>`` elements of a page.

    `url` is the page's own address, `address` that of the site, both absolute; `site` is the name of the site.
    """
    picture = address.rstrip("/") + "/" + FILE
    named = {"description": description, "twitter:card": "summary_large_image"}
    properties = {
        "og:title": title,
        "og:type": "article",
        "og:url": url,
        "og:site_name": site,
        "og:description": description,
        "og:image": picture,
        "og:image:width": str(SIZE[0]),
        "og:image:height": str(SIZE[1]),
        "og:image:alt": site,
    }
    lines = [f'<meta name="{name}" content="{escape(value)}">' for name, value in named.items() if value]
    lines += [f'<meta property="{name}" content="{escape(value)}">' for name, value in properties.items() if value]
    return "\n".join(lines)


def _add_tags(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Node | None) -> None:
    """Add the tags to every page that has an address of its own."""
    del templatename
    if doctree is None or not app.config.html_baseurl:
        return
    description = (app.env.metadata.get(pagename) or {}).get("description", "")
    title = re.sub(r"<[^>]+>", "", context.get("title", ""))
    url = app.config.html_baseurl + app.builder.get_target_uri(pagename)
    tags = preview_tags(html.unescape(title), description, url, app.config.project, app.config.html_baseurl)
    context["metatags"] = f"{context.get('metatags', '')}\n{tags}"


def _write(app: Sphinx, exception: Exception | None) -> None:
    if exception is not None or app.builder.name not in ("html", "dirhtml") or not app.config.kg_tagline:
        return
    fonts = root_of(app.config) / app.config.kg_fonts
    serif, sans = fonts / SERIF, fonts / SANS
    path = Path(app.outdir) / FILE
    words = PngInfo()
    words.add_text("Title", f"{app.config.project}: {app.config.kg_tagline}")
    if path.is_file() and Image.open(path).info.get("Title") == f"{app.config.project}: {app.config.kg_tagline}":
        return  # drawn by an earlier build
    path.parent.mkdir(parents=True, exist_ok=True)
    draw_card(app.config.project, app.config.kg_tagline, serif, sans).save(path, optimize=True, pnginfo=words)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Draw the card once a website has been built."""
    app.add_config_value("kg_tagline", "", "html", types=(str,), description="one line under the title of previews")
    app.add_config_value(
        "kg_fonts", "assets/fonts", "html", types=(str,), description="folder of the fonts, seen from kg_root"
    )
    app.connect("html-page-context", _add_tags)
    app.connect("build-finished", _write)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
