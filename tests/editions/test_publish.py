"""A finished build takes the place of the last one; an unfinished one leaves it alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kratom_guide.editions.publish import main, offer_downloads, present, publish

if TYPE_CHECKING:
    from pathlib import Path


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_new_build_replaces_the_old_one_whole(tmp_path: Path) -> None:
    stage, target = tmp_path / "stage", tmp_path / "build" / "html"
    write(target / "gone.html", "old")
    write(stage / "index.html", "new")
    write(stage / ".buildinfo", "for the builder only")
    publish(stage, target)
    assert sorted(path.name for path in target.iterdir()) == ["index.html"]
    assert (stage / ".buildinfo").exists(), "the stage stays for the next build"
    assert sorted(path.name for path in target.parent.iterdir()) == ["html"]


def test_a_missing_stage_leaves_the_old_build(tmp_path: Path) -> None:
    target = tmp_path / "build" / "html"
    write(target / "index.html", "old")
    with pytest.raises(FileNotFoundError):
        publish(tmp_path / "nothing", target)
    assert (target / "index.html").read_text(encoding="utf-8") == "old"


def test_the_website_offers_what_was_built(tmp_path: Path) -> None:
    offer_downloads(tmp_path)
    assert not (tmp_path / "build").exists()
    write(tmp_path / "build" / "html" / "index.html", "site")
    write(tmp_path / "build" / "pdf" / "kratom-guide.pdf", "%PDF-")
    offer_downloads(tmp_path)
    assert (tmp_path / "build" / "html" / "downloads" / "kratom-guide.pdf").read_text(encoding="utf-8") == "%PDF-"
    write(tmp_path / "build" / "epub" / "kratom-guide.epub", "PK")
    offer_downloads(tmp_path)
    assert (tmp_path / "build" / "html" / "downloads" / "kratom-guide.epub").read_text(encoding="utf-8") == "PK"


def test_editions_are_told_with_place_and_size(tmp_path: Path) -> None:
    assert present(tmp_path) == ["  website  not built", "  PDF      not built", "  e-book   not built"]
    write(tmp_path / "build" / "html" / "index.html", "x" * 1_500_000)
    assert present(tmp_path)[0] == "  website  build/html/index.html (1.5 MB)"


def test_without_arguments_the_editions_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    main([])
    assert capsys.readouterr().out.startswith("The editions:\n  website  ")
