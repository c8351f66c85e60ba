"""The file itself: a ZIP whose bytes depend on what it holds and on nothing else."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

MIMETYPE = "application/epub+zip"
_FIRST = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP can tell."""


def archive(files: Mapping[str, bytes], moment: dt.datetime) -> bytes:
    """The EPUB that holds `files`, all of them stamped with `moment`.

    ``mimetype`` comes first and is not compressed, as readers expect; the others follow by name.
    """
    stamp = max(_FIRST, moment.timetuple()[:6])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as book:
        _add(book, "mimetype", MIMETYPE.encode(), stamp, zipfile.ZIP_STORED)
        for name in sorted(files, key=lambda name: (not name.startswith("META-INF/"), name)):
            _add(book, name, files[name], stamp, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _add(book: zipfile.ZipFile, name: str, content: bytes, stamp: tuple[int, ...], method: int) -> None:
    entry = zipfile.ZipInfo(name, stamp)  # type: ignore[arg-type]  # six numbers
    entry.compress_type = method
    entry.create_system = 3  # the same on every machine
    entry.external_attr = 0o644 << 16
    book.writestr(entry, content)
