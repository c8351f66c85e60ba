"""The repository explains itself, holds nothing that is made, and names no machine."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import ROOT

LISTED = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
FILES = [ROOT / name for name in LISTED.split("\0") if name and (ROOT / name).is_file()]
TEXTS = [
    path
    for path in FILES
    if path.suffix in {"", ".md", ".py", ".yaml", ".toml", ".txt", ".css", ".html", ".typ", ".bib", ".js"}
]

INDEX_OPTIONS = re.compile(r"^\s*(?:-i|--index-url|--extra-index-url|-f|--find-links|--trusted-host)\b", re.MULTILINE)
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:root|work|home/\w+)/")
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|lorem ipsum)\b|pytest\.mark\.(?:skip|xfail)")


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def test_the_lock_has_a_hash_for_every_package_and_no_index() -> None:
    lock = read(ROOT / "requirements.txt")
    packages = re.findall(r"^([a-z0-9._-]+(?:\[[^\]]*\])?)==", lock, re.MULTILINE | re.IGNORECASE)
    assert len(packages) > 50
    blocks = re.split(r"^(?=[a-z0-9._-]+(?:\[[^\]]*\])?==)", lock, flags=re.MULTILINE | re.IGNORECASE)[1:]
    assert all("--hash=sha256:" in block for block in blocks)
    assert not INDEX_OPTIONS.search(lock)
    assert "://" not in lock


def test_the_lock_has_everything_that_the_project_asks_for() -> None:
    wanted = re.findall(r'^\s+"([a-z0-9-]+)[^"]*",', read(ROOT / "pyproject.toml").split("[tool.")[0], re.MULTILINE)
    locked = {name.lower() for name in re.findall(r"^([A-Za-z0-9._-]+)", read(ROOT / "requirements.txt"), re.MULTILINE)}
    assert {name for name in wanted if name != "setuptools"} <= locked


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_machine_and_no_unfinished_mark(path: Path) -> None:
    text = read(path)
    if path != Path(__file__):
        assert not MACHINE_PATHS.search(text)
        assert not UNFINISHED.search(text)


def test_nothing_that_is_made_is_kept() -> None:
    made = [path for path in FILES if path.suffix in {".pdf", ".epub", ".zip", ".pyc", ".doctree", ".pickle"}]
    assert made == []
    assert not [path for path in FILES if "build" in path.relative_to(ROOT).parts[:1]]


def test_every_font_family_has_its_licence() -> None:
    for family in {path.parent for path in FILES if path.suffix in {".ttf", ".otf"}}:
        assert [path for path in family.iterdir() if "LICENSE" in path.name.upper() or "OFL" in path.name.upper()], (
            family
        )


def test_every_make_task_of_the_readme_exists() -> None:
    makefile = read(ROOT / "Makefile")
    named = set(re.findall(r"`?make ([a-z]+)", read(ROOT / "README.md") + read(ROOT / "CONTRIBUTING.md")))
    assert {"book", "test", "check"} <= named
    for task in named:
        assert re.search(rf"^{task}:", makefile, re.MULTILINE), f"make {task}"


def test_folders_of_the_readme_exist() -> None:
    for name in re.findall(r"`([\w./-]+/)`", read(ROOT / "README.md")):
        assert (ROOT / name).is_dir() or name == "build/", name


def test_make_alone_lists_the_tasks() -> None:
    done = subprocess.run(["make"], cwd=ROOT, check=True, capture_output=True, text=True)
    for task in ("book", "html", "pdf", "serve", "check", "test", "bench", "links"):
        assert re.search(rf"^  make {task} ", done.stdout, re.MULTILINE), task
