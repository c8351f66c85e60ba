"""What a finished file says of itself: its size, its day and its checksum."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import zipfile
from typing import TYPE_CHECKING

from kratom_guide.records.dates import long_date

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Facts = dict[str, str]
"""``size``, ``about`` (size and day) and ``sha256`` of one file, in words."""

_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)")
_MODIFIED = re.compile(r'<(?:\w+:)?meta property="dcterms:modified">([^<]+)<')


class UnreadableEditionError(ValueError):
    """A file is not what its name says; the message names it and the remedy."""


def size_in_words(size: int) -> str:
    """A number of bytes as a reader sees it.

    >>> size_in_words(7_452_259), size_in_words(22_638), size_in_words(12)
    ('7.5 MB', '23 kB', '1 kB')
    """
    return f"{size / 1e6:.1f} MB" if size >= 999_500 else f"{max(1, round(size / 1e3))} kB"


def size_of(path: Path) -> int:
    """The bytes of a file, or of all files below a folder."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files)


def sha256(path: Path) -> str:
    """The SHA-256 checksum of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def day_of(path: Path) -> dt.date | None:
    """The day that a PDF, an e-book or an offline copy gives as its own; ``None`` when it gives none.

    Raises :class:`UnreadableEditionError` for a file that cannot be opened as what its name says.
    """
    try:
        words = _pdf_day(path) if path.suffix == ".pdf" else _zip_day(path)
    except (zipfile.BadZipFile, ValueError) as error:
        raise UnreadableEditionError(f"{path}: cannot be read ({error}): build it again") from None
    found = _DAY.search(words)
    return dt.date(*(int(part) for part in found.groups())) if found else None


def _pdf_day(path: Path) -> str:
    import pikepdf  # slow to import, and a website without PDFs does without

    try:
        with pikepdf.open(path) as pdf:
            return str(pdf.docinfo.get("/CreationDate", ""))
    except pikepdf.PdfError as error:
        raise ValueError(error) from None


def _zip_day(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        package = next((name for name in archive.namelist() if name.endswith(".opf")), None)
        if package is None:
            return archive.comment.decode("utf-8", "replace")
        modified = _MODIFIED.search(archive.read(package).decode("utf-8"))
        return modified.group(1) if modified else ""


def facts_of(path: Path) -> Facts:
    """What the page of downloads says about the file at `path`."""
    size, day = size_in_words(size_of(path)), day_of(path)
    return {
        "size": size,
        "about": f"{size}, {long_date(day)}" if day else size,
        "sha256": f"SHA-256 {sha256(path)}",
    }


class Remembered:
    """Facts of files, kept in the JSON file `memory` so that a file that stayed the same is not read again.

    A file stays the same when its name, size and time do; the builders write each file anew when it changes.
    """

    def __init__(self, memory: Path) -> None:
        self._memory = memory
        try:
            self._kept: dict[str, Facts] = json.loads(memory.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self._kept = {}

    def of(self, files: Iterable[Path]) -> dict[str, Facts]:
        """The facts of `files` by their names; only these are kept for the next time."""
        keys = {path: f"{path.name} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files}
        found = {key: self._kept.get(key) or facts_of(path) for path, key in keys.items()}
        if found != self._kept and self._memory.parent.is_dir():
            self._memory.write_text(json.dumps(found), encoding="utf-8")
        return {path.name: found[key] for path, key in keys.items()}
