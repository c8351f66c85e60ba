"""Rules that records and prose must keep; none of them needs Sphinx.

``make check`` and every build call :func:`check_guide`.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from kratom_guide.checks.chapters import check_pages, classes_without_a_table, load_pages
from kratom_guide.checks.evidence import claim_is_shown, work_is_cited
from kratom_guide.records import GuideError, Library, LibraryError, Problem, load_library
from kratom_guide.records.bibliography import bibliography_of, check_bibliography
from kratom_guide.records.rules import check_library
from kratom_guide.search.settings import FILE, PHRASES, read_settings

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["check_guide"]


def check_guide(
    root: Path,
    today: dt.date | None = None,
    complete: bool = True,
    load: Callable[[Path], Library] | None = None,
    state: str = "",
    clean: set[str] | None = None,
) -> Library:
    """Check every record and every page of the checkout at `root`.

    `today` is the date against which future dates are judged; with `complete` false the records may be a
    sample; `load` reads the records (a build passes its own, which keeps them).  Returns the records.
    Raises :class:`GuideError` with all problems of all kinds at once.

    A build after one edit need not check everything again: `state` names the state of the records, and `clean`
    holds the marks of parts that were found clean.  Those are passed over; when all is well, `clean` holds the
    marks of everything.
    """
    root = root.resolve()
    known = frozenset(clean or ())
    problems: list[Problem] = []
    library: Library | None = None
    records = _mark(state, today, complete)
    works = words = ""
    try:
        library = (load or load_library)(root)
    except LibraryError as error:
        problems.extend(error.problems)
        names = error.names
    else:
        names = library.names()
        if records not in known:
            problems.extend(check_library(library, today, complete))
        words = _mark(
            *(_bytes(root / name) for name in (FILE, PHRASES)),
            sorted(library.care_cards),
            sorted(library.jurisdictions),
        )
        if words not in known:
            try:
                read_settings(root, library)
            except GuideError as error:
                problems.extend(error.problems)
        works = _mark(bibliography_of(library))
        if works not in known:
            problems.extend(check_bibliography(library))
    pages, faults = load_pages(root)
    problems.extend(faults)
    if library is not None and not faults:
        problems.extend(claim_is_shown(pages, library))
        if complete:
            problems.extend(classes_without_a_table(pages, library))
            problems.extend(work_is_cited(pages, library))
    known_names = _mark({kind: sorted(ids) for kind, ids in sorted(names.items())})
    marks = {page.docname: _mark(known_names, page.docname, page.chapter, page.body) for page in pages}
    problems.extend(check_pages(pages, names, frozenset(name for name, mark in marks.items() if mark in known)))
    if problems or library is None:
        raise GuideError(problems)
    if clean is not None:
        clean.clear()
        clean.update({records, words, works, *marks.values()})
    return library


def _bytes(path: Path) -> bytes:
    """What a file holds; nothing when it is missing, which its reader then tells."""
    return path.read_bytes() if path.is_file() else b""


def _mark(*parts: object) -> str:
    """A short name for a state of something."""
    return sha256("\0".join(map(repr, parts)).encode()).hexdigest()[:16]
