"""The shelf of the website: the files to take away, their checksums, and the page that describes them.

Sphinx makes that page before the files are there, and no file can hold its own checksum.  So Sphinx leaves a marked
place for each fact, and it is filled here, when all files are made.  Filling a page twice gives the same page.
"""

from __future__ import annotations

import os
import re
import shutil
from html import escape
from typing import TYPE_CHECKING

from kratom_guide.editions.catalogue import CHECKSUMS, PAGE, SHELF, offered
from kratom_guide.editions.facts import Facts, Remembered, size_in_words, size_of
from kratom_guide.editions.links import link_unchanged

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

NOT_BUILT = "not built here"
"""Stands for the size of a file that is not there."""

DATA, WHOLE = "api/", "./"
"""How a marked place calls the open data and the website as a whole."""

_PLACE = re.compile(r'(<span\b[^>]*\bdata-file="([^"]+)" data-fact="(\w+)"[^>]*>)[^<]*(</span>)')


def marked(file: str, fact: str) -> str:
    """The HTML of a place for a fact (``size``, ``about`` or ``sha256``) of a file, not yet filled."""
    name = escape(file, quote=True)
    return f'<span class="kg-file kg-file-{fact}" data-file="{name}" data-fact="{fact}">{_words({}, fact)}</span>'


def fill(html: str, facts: Mapping[str, Facts]) -> str:
    """`html` with the facts of each file in their places; a file without facts is not built."""

    def filled(match: re.Match[str]) -> str:
        start, file, fact, end = match.groups()
        return f"{start}{escape(_words(facts.get(file, {}), fact))}{end}"

    return _PLACE.sub(filled, html)


def _words(facts: Mapping[str, str], fact: str) -> str:
    return facts.get(fact, "" if fact == "sha256" else NOT_BUILT)


MEMORY = "build/stage/facts.json"
"""Where the facts of files are kept between builds, seen from the checkout."""


def facts_of_site(root: Path, site: Path, files: Iterable[Path]) -> dict[str, Facts]:
    """The facts of `files`, of the open data, and of the whole website at `site` without its shelf.

    The page of downloads does not count as part of the website: its length would depend on what it says.
    """
    facts = Remembered(root / MEMORY).of(files)
    inside = sum(size_of(path) for path in site.iterdir() if not path.name.startswith(SHELF))
    page = site / PAGE
    whole = inside - (size_of(page) if page.is_file() else 0)
    return facts | {DATA: {"size": size_in_words(size_of(site / DATA))}, WHOLE: {"size": size_in_words(whole)}}


def stock(root: Path, site: Path) -> None:
    """Put every file that was built below `root` on the shelf of the website at `site`.

    The shelf changes in one step and its checksums are written last.  Whatever fails before leaves the last one.
    """
    files = offered(root)
    if not files:
        return
    facts = facts_of_site(root, site, files)
    shelf = site / SHELF
    fresh, old = shelf.with_name(f"{SHELF}.new"), shelf.with_name(f"{SHELF}.old")
    for folder in (fresh, old):
        shutil.rmtree(folder, ignore_errors=True)
    fresh.mkdir()
    for file in files:
        link_unchanged(file, fresh / file.name, file)
    page = site / PAGE
    text = fill(page.read_text(encoding="utf-8"), facts) if page.is_file() else None
    sums = "".join(f"{facts[file.name]['sha256'].split()[-1]}  {file.name}\n" for file in sorted(files, key=_name))
    replace(fresh / CHECKSUMS, sums)
    if shelf.exists():
        shelf.rename(old)
    fresh.rename(shelf)
    if text is not None:
        replace(page, text)
    shutil.rmtree(old, ignore_errors=True)


def _name(path: Path) -> str:
    return path.name


def replace(path: Path, text: str) -> None:
    """Write `text` to `path` in one step, so that nobody meets half a file."""
    new = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        new.write_text(text, encoding="utf-8", newline="\n")
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
