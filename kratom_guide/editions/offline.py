"""The offline copy: the whole website as one ZIP that works from a disk.

``python -m kratom_guide.editions.offline SITE TARGET`` writes it.  Sheets lie in it; the whole guide as PDF or e-book
does not: it would be the same text a second time and make the copy several times as large.  Links to those lead to
the website and say so.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import sys
import zipfile
from fnmatch import fnmatch
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from kratom_guide import __version__
from kratom_guide.editions.catalogue import CHECKSUMS, OFFLINE, PAGE, SHEETS, SHELF
from kratom_guide.editions.shelf import facts_of_site, fill
from kratom_guide.records.dates import edition_day, long_date

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = OFFLINE.path.stem
"""The one folder of the copy, so that unpacking it never scatters files."""

SERVER_ONLY = ("404.html", "sitemap.xml")
"""What only a web server and search engines use; the links in them begin with the site's address."""

THIS_COPY = "the copy that you have open"
"""Stands for the size of the copy in itself: no file can hold its own."""

_README = Path(__file__).with_name("offline-readme.txt")
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]*)index\.html"')
_LINK = re.compile(rf'(<a\b[^>]*\bhref=")(?:\.\./)*({SHELF}/[^"]+)("[^>]*>)(.*?)(</a>)', re.DOTALL)
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # a ZIP knows no earlier time


class OfflineError(ValueError):
    """The copy cannot be made; the message says what is missing and what to do."""


def files_inside(site: Path) -> Iterator[Path]:
    """Yield the files of the website that belong into the copy, sorted by name."""
    for path in sorted(site.rglob("*"), key=lambda path: path.relative_to(site).as_posix()):
        name = path.relative_to(site).as_posix()
        if path.is_file() and name not in SERVER_ONLY and (not name.startswith(f"{SHELF}/") or is_sheet(path.name)):
            yield path


def is_sheet(name: str) -> bool:
    """Tell whether a file to take away is a sheet: sheets lie in the copy, other files do not."""
    return fnmatch(name, SHEETS)


def point_to_website(html: str, address: str) -> str:
    """`html` with links to files that are not in the copy leading to the website at `address`, and saying so."""

    def changed(match: re.Match[str]) -> str:
        start, file, middle, words, end = match.groups()
        if is_sheet(file.removeprefix(f"{SHELF}/")):
            return match.group()
        return f"{start}{address}{file}{middle}{words} (on the website){end}"

    return _LINK.sub(changed, html)


def address_of(site: Path) -> str:
    """The address of the website, which its start page states.

    Raises :class:`OfflineError` when there is no website or it states none.
    """
    start = site / "index.html"
    if not start.is_file():
        raise OfflineError(f"{start}: is missing: run 'make html' first")
    found = _CANONICAL.search(start.read_text(encoding="utf-8"))
    if found is None:
        raise OfflineError(f"{start}: states no address (link rel=canonical): set SITE in conf.py")
    return found.group(1)


def read_me(address: str, day: dt.date) -> str:
    """The words of ``README.txt``."""
    template = Template(_README.read_text(encoding="utf-8"))
    return template.substitute(version=__version__, day=long_date(day), address=address, page=PAGE)


def write(site: Path, target: Path) -> None:
    """Write the copy of the website at `site` to the file `target`, which appears whole or not at all.

    The same website and ``SOURCE_DATE_EPOCH`` give the same bytes.
    """
    address, day = address_of(site), edition_day()
    known = (CHECKSUMS, OFFLINE.path.name)
    facts = facts_of_site(
        site.parent.parent, site, [path for path in sorted((site / SHELF).glob("*")) if path.name not in known]
    )
    facts[OFFLINE.path.name] = {"size": THIS_COPY, "about": THIS_COPY}
    target.parent.mkdir(parents=True, exist_ok=True)
    new = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with zipfile.ZipFile(new, "w") as archive:
            archive.comment = f"Kratom and muscle relaxation, version {__version__}, {day.isoformat()}".encode()
            _add(archive, "README.txt", read_me(address, day).encode())
            for path in files_inside(site):
                name, content = path.relative_to(site).as_posix(), path.read_bytes()
                if path.suffix == ".html":
                    html = content.decode()
                    html = fill(html, facts) if name == PAGE else html
                    content = point_to_website(html, address).encode()
                _add(archive, name, content)
        new.replace(target)
    finally:
        new.unlink(missing_ok=True)


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add a file with the time of the edition and the permissions that files have by default."""
    moment = dt.datetime.combine(edition_day(), dt.time(), dt.UTC)
    info = zipfile.ZipInfo(f"{FOLDER}/{name}", max(_EARLIEST, moment.timetuple()[:6]))
    info.create_system = 3  # Unix, whatever machine this is: permissions mean the same everywhere
    info.external_attr = 0o100644 << 16
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, content, compresslevel=9)


if __name__ == "__main__":
    try:
        write(Path(sys.argv[1]), Path(sys.argv[2]))
    except OfflineError as problem:
        sys.exit(str(problem))
