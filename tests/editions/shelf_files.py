"""Small files that are what their names say: pages, PDFs, e-books, offline copies."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pikepdf

if TYPE_CHECKING:
    from pathlib import Path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def write_pdf(path: Path, day: str = "20261125") -> Path:
    """A PDF of one empty page, made on `day`; without a date when it is empty."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        if day:
            pdf.docinfo["/CreationDate"] = f"D:{day}120000Z"
        pdf.save(path, static_id=True)
    return path


def write_zip(path: Path, comment: str, files: dict[str, str]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        archive.comment = comment.encode()
        for name, text in files.items():
            archive.writestr(name, text)
    return path
