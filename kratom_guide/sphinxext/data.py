"""Give every page the records, and stop the build before it writes anything when they are wrong.

The checks of :mod:`kratom_guide.checks` run when a build starts.  All problems are shown at once, and an
earlier good build stays as it was.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.util import logging

from kratom_guide import __version__
from kratom_guide.checks import check_guide
from kratom_guide.records import GuideError, Library, load_library
from kratom_guide.records.dates import edition_day

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx
    from sphinx.config import Config
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

logger = logging.getLogger(__name__)


def root_of(config: Config) -> Path:
    """The folder that holds ``data/`` and ``source/``."""
    return Path(config.kg_root)


def library_of(config: Config) -> Library:
    """The records as they were when the build started."""
    return _load(root_of(config), config.kg_fingerprint)


@lru_cache(maxsize=4)
def _load(root: Path, fingerprint: str) -> Library:
    del fingerprint  # part of the cache key only: a changed file must be read again
    return load_library(root)


def record_files(root: Path) -> list[Path]:
    """Every file that may hold records, in a fixed order."""
    folders = (root / "data", root / "source" / "legal")
    return sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())


def place_files(library: Library) -> list[Path]:
    """The pages that hold the records of places."""
    return [library.root / "source" / f"{docname}.md" for docname in library.docname.values()]


def _fingerprint(root: Path) -> str:
    """A digest of the names, sizes and times of all record files, and of the program that reads and judges them."""
    digest = hashlib.sha256()
    package = Path(__file__).parent.parent
    program = sorted(
        path for folder in ("records", "checks") for path in (package / folder).iterdir() if path.is_file()
    )
    for path in (*record_files(root), *program):
        stat = path.stat()
        digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _program(root: Path) -> str:
    """A digest of the package and of the words for codes, which stand on every page.

    Sphinx would go on showing pages that older code made.
    """
    digest = hashlib.sha256()
    words = root / "data" / "vocabulary.yaml"
    digest.update(words.read_bytes() if words.is_file() else b"")
    for path in sorted(Path(__file__).parent.parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def depend_on(env: BuildEnvironment, paths: Iterable[Path]) -> None:
    """Have Sphinx read the current page again when one of `paths` changes."""
    for path in paths:
        env.note_dependency(path)


def today_of(config: Config) -> dt.date:
    """The day of the edition: never the clock, always an input."""
    return dt.date.fromisoformat(config.kg_today)


def _set_root(app: Sphinx, config: Config) -> None:
    config.kg_root = str((Path(app.confdir) / config.kg_root).resolve())
    root = root_of(config)
    config.kg_fingerprint = _fingerprint(root)
    config.kg_program = f"{_program(root)} {config.html_baseurl}"  # the address stands in the text of pages
    config.kg_files = [path.relative_to(root).as_posix() for path in record_files(root)]


def _check(app: Sphinx) -> None:
    config = app.config
    clean: set[str] = set(getattr(app.env, "kg_clean", ()))
    try:
        check_guide(
            root_of(config),
            today_of(config),
            config.kg_complete,
            lambda _: library_of(config),
            state=config.kg_fingerprint,
            clean=clean,
        )
    except GuideError as error:
        # Sphinx would bury an exception under a traceback; the fault is in a record, not in the program.
        raise SystemExit(f"The records or chapters have faults.\n{error}") from None
    app.env.kg_clean = frozenset(clean)  # type: ignore[attr-defined]  # kept with the environment for the next build


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the configuration and the check."""
    app.add_config_value(
        "kg_root", ".", "env", types=(str,), description="folder of data/ and source/, seen from conf.py"
    )
    app.add_config_value("kg_fingerprint", "", "", types=(str,), description="the state of the files; set by the build")
    # A page depends on files that it knows; only a new or removed file makes Sphinx read every page again.
    app.add_config_value("kg_files", [], "env", types=(list,), description="names of record files; set by the build")
    app.add_config_value(
        "kg_program", "", "env", types=(str,), description="the state of the code and the address; set by the build"
    )
    app.add_config_value(
        "kg_today", edition_day().isoformat(), "env", types=(str,), description="ISO date of the edition"
    )
    app.add_config_value(
        "kg_complete", True, "", types=(bool,), description="whether the records must be the whole set"
    )
    app.connect("config-inited", _set_root)
    app.connect("builder-inited", _check)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
