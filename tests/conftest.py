"""Fixtures that more than one folder of tests uses."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "tests" / "sample"


def copy_sample(target: Path) -> Path:
    """Copy the sample checkout to `target` and give it the real vocabulary."""
    shutil.copytree(SAMPLE, target, dirs_exist_ok=True)
    shutil.copyfile(ROOT / "data" / "vocabulary.yaml", target / "data" / "vocabulary.yaml")
    return target


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """A small checkout that may be changed."""
    return copy_sample(tmp_path / "checkout")


@pytest.fixture
def edit(sample: Path) -> Callable[[str, str, str], None]:
    """Replace text in a file of the sample; the text must be there."""

    def replace(name: str, old: str, new: str) -> None:
        path = sample / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name} has no {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace


def built(path: Path) -> Path:
    """`path` if it was built; else a failure that says how to build it."""
    if not path.exists():
        pytest.fail(f"{path.relative_to(ROOT)} is missing: run 'make book' first, or 'make test' for everything")
    return path


@pytest.fixture(scope="session")
def website() -> Path:
    """The folder of the built website."""
    return built(ROOT / "build" / "html" / "index.html").parent


@pytest.fixture(scope="session")
def book_pdf() -> Path:
    """The built PDF."""
    return built(ROOT / "build" / "pdf" / "kratom-guide.pdf")
