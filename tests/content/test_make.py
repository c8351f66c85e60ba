"""What ``make`` promises when something is wrong: it stops, it stops again, and the last good website stays."""

from __future__ import annotations

import os
import subprocess
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT, copy_sample

if TYPE_CHECKING:
    from pathlib import Path


def make(checkout: Path, task: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", task],
        cwd=checkout,
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def digest(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The sample with the real Makefile, package, fonts and environment."""
    sample = copy_sample(tmp_path / "checkout")
    for name in ("Makefile", "requirements.txt", "kratom_guide", "assets", ".venv"):
        (sample / name).symlink_to(ROOT / name)
    return sample


def test_a_fault_that_only_a_build_sees_is_told_each_time(checkout: Path) -> None:
    assert make(checkout, "html").returncode == 0
    good = digest(checkout / "build" / "html")
    page = checkout / "source" / "reference" / "methods.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(text + "\nSee {ref}`no-such-label`.\n", encoding="utf-8")
    for attempt in ("first", "second"):
        done = make(checkout, "html")
        assert done.returncode != 0, attempt
        assert "undefined label: 'no-such-label'" in done.stderr, attempt
        assert digest(checkout / "build" / "html") == good, attempt
    page.write_text(text, encoding="utf-8")
    assert make(checkout, "html").returncode == 0
