"""The editions of the whole guide: what each is, for whom, and where it lies.

A new edition is one entry here.  The website offers it, its page of downloads names it, the checksums cover it, and
``make book`` says where it is.  The sheets are named in ``kg_pdf_sheets`` of ``conf.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Edition:
    """One edition of the whole guide."""

    name: str
    """What a reader calls it."""
    path: Path
    """The file, seen from the checkout."""
    audience: str
    """For whom it is, in a reader's words."""
    form: str
    """Its format, in a reader's words."""


WEBSITE = Edition(
    "Website",
    Path("build/html/index.html"),
    "Everybody: with search, look-ups and filters, on a phone or a screen",
    "Web pages",
)
PDF = Edition("PDF", Path("build/pdf/kratom-guide.pdf"), "Reading on paper, one file to hand on", "PDF for A4 paper")
LETTER = Edition(
    "PDF on US Letter", Path("build/pdf/kratom-guide-letter.pdf"), "The same on American paper", "PDF for Letter paper"
)
EBOOK = Edition(
    "E-book", Path("build/epub/kratom-guide.epub"), "Reading on an e-reader or a phone, also aloud", "EPUB 3.3"
)
OFFLINE = Edition(
    "Offline copy",
    Path("build/offline/kratom-guide.zip"),
    "Reading without a network: the whole website, with search, look-ups, sheets and open data",
    "ZIP, to unpack and open in a browser",
)

EDITIONS = (WEBSITE, PDF, LETTER, EBOOK, OFFLINE)
"""Every edition, in the order in which readers see them."""

SHEETS = "sheet-*.pdf"
"""The names of the sheets, which lie beside the PDF."""

SHELF = "downloads"
"""The folder of the website that holds the files to take away."""

CHECKSUMS = "SHA256SUMS"
"""The file in it that lists the checksum of every other one."""

PAGE = "reference/downloads.html"
"""The page that says what is there."""


def offered(root: Path) -> list[Path]:
    """The files that were built below `root` and are to be taken away: editions first, then sheets."""
    editions = [root / edition.path for edition in EDITIONS if edition is not WEBSITE]
    sheets = sorted((root / PDF.path).parent.glob(SHEETS))
    return [path for path in (*editions, *sheets) if path.is_file()]
