"""The Typst text of a whole book or sheet: the look, the settings of ``conf.py``, and what the writer wrote."""

from __future__ import annotations

import datetime
import os
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util.i18n import format_date

from kratom_guide.editions.pdf import escape, forms, matter, sheets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sphinx.config import Config

    from kratom_guide.editions.pdf.writer import TypstTranslator

#: The look of the book, in the order in which its parts build on one another, and what a sheet changes in it.
_LOOK = ("template.typ", "register.typ", "front.typ")
_SHEET = "sheet.typ"
#: Parts of a book share a volume up to this many characters of Typst: the memory that Typst takes grows with them.
_VOLUME = 1_600_000


def volumes(config: Config, translator: TypstTranslator, parts: Sequence[str]) -> list[str]:
    """Return the text of each volume of the book that has *parts*, all that stands before and after them included."""
    facts = _facts(config)
    imprint = matter.imprint(translator, config.kg_pdf_imprint, facts)
    # The front matter and the index ask for page numbers, and so are written when all places are known.
    opening = [*_cover(config, facts), matter.front(translator, imprint)]
    groups: list[list[str]] = [[]]
    for part in parts:
        if groups[-1] and sum(map(len, groups[-1])) + len(part) > _VOLUME:
            groups.append([])
        groups[-1].append(part)
    bodies = ["\n".join(f"#{part}" for part in group) for group in groups]
    index = matter.index(translator, "Index")
    if index and len(bodies[-1]) + len(index) > _VOLUME:
        bodies.append(index)
    else:
        bodies[-1] += f"\n{index}"
    start = f"{_look(config, *_LOOK)}\n{_book(config, facts)}"
    return [
        "\n".join((start, *(opening if number == 0 else ()), "#show: kg-text", body))
        for number, body in enumerate(bodies)
    ]


def sheet(config: Config, docname: str, title: str, paper: str, body: str) -> str:
    """Return the text of the sheet *docname* with its *title* and *body* on *paper*."""
    day = build_date()
    parts = [str(config.kg_pdf_title or config.project), f"Version {config.release}" if config.release else ""]
    parts += [_words(config, day) if day else "", config.kg_pdf_notice, config.kg_pdf_sheet_notice]
    foot = " ".join(f"{part.rstrip('.')}." for part in parts if part)
    about = _described(config, str(config.kg_pdf_title or config.project))
    language, folded = (config.language or "en")[:2], docname in config.kg_pdf_folded
    opening = sheets.opening(title, about, paper, foot, language, _typst_date(day), folded)
    look = f"{_look(config, *_LOOK, _SHEET)}\n{forms.read(config.kg_pdf_forms.sheet_template)}"
    return f"{look}\n{opening}\n#{body}"


def build_date() -> datetime.datetime | None:
    """Return the moment that SOURCE_DATE_EPOCH names, in UTC; None when it is not set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch.isdigit():
        return None
    return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)


def _facts(config: Config) -> dict[str, str]:
    """Return what the imprint may say of the edition."""
    date = build_date()
    return {
        "title": config.kg_pdf_title or config.project,
        "release": str(config.release or config.version or ""),
        "date": _words(config, date) if date else "",
        "address": getattr(config, "html_baseurl", "") or "",
        "copyright": config.copyright if isinstance(config.copyright, str) else "",
    }


def _book(config: Config, facts: dict[str, str]) -> str:
    """Return the Typst line that sets up a volume."""
    author = "" if config.author in {"", "unknown", "Author name not set"} else config.author
    options = {
        "title": facts["title"],
        "description": _described(config, config.kg_pdf_description or config.kg_pdf_subtitle),
        "language": (config.language or "en")[:2],
        "paper": config.kg_pdf_paper,
    }
    return "#show: " + escape.call(
        "kg-book.with",
        **_strings(options),
        authors=escape.array([escape.string(author)] if author else []),
        keywords=escape.array(escape.string(str(word)) for word in config.kg_pdf_keywords),
        date=_typst_date(build_date()),
    )


def _cover(config: Config, facts: dict[str, str]) -> list[str]:
    """Return the Typst lines of the title page and the half title."""
    half = {"title": facts["title"], "subtitle": config.kg_pdf_subtitle}
    whole = {**half, **{name: facts[name] for name in ("release", "date", "address")}, "notice": config.kg_pdf_notice}
    return [
        "#" + escape.call("kg-title-page", **_strings(whole)),
        "#" + escape.call("kg-half-title", **_strings(half)),
    ]


def _look(config: Config, *files: str) -> str:
    """Return the Typst functions of the builder, and then those that the book adds."""
    own = (forms.read(Path(__file__).with_name(name)) for name in files)
    return "\n".join((*own, forms.read(config.kg_pdf_forms.template)))


def _words(config: Config, date: datetime.datetime) -> str:
    """Return a day in words, in the language of the book."""
    return format_date("%-d %B %Y", date=date, language=config.language or "en")


def _described(config: Config, words: str) -> str:
    """Return *words* with the version and the day of the edition, for the file's own description."""
    day = build_date()
    version = f"Version {config.release}" if config.release else ""
    edition = ", ".join(part for part in (version, _words(config, day) if day else "") if part)
    return " ".join(f"{part.rstrip('.')}." for part in (words, edition) if part)


def _strings(options: dict[str, str]) -> dict[str, str]:
    """Return *options* as Typst strings, without those that say nothing."""
    return {name: escape.string(str(value)) for name, value in options.items() if value}


def _typst_date(date: datetime.datetime | None) -> str | None:
    """Return a moment as Typst code."""
    if date is None:
        return None
    return (
        f"datetime(year: {date.year}, month: {date.month}, day: {date.day}, "
        f"hour: {date.hour}, minute: {date.minute}, second: {date.second})"
    )
