"""A finished build takes the place of the last one; an unfinished one leaves it alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from kratom_guide.editions.catalogue import EDITIONS
from kratom_guide.editions.facts import UnreadableEditionError
from kratom_guide.editions.publish import main, present, publish
from tests.editions.shelf_files import write, write_pdf


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


def test_the_website_takes_its_place_with_its_downloads(tmp_path: Path) -> None:
    write(tmp_path / "stage" / "index.html", "new")
    pdf = write_pdf(tmp_path / "build" / "pdf" / "kratom-guide.pdf")
    main(["stage", "build/html"], tmp_path)
    shelf = tmp_path / "build" / "html" / "downloads"
    assert (shelf / "kratom-guide.pdf").read_bytes() == pdf.read_bytes()
    assert (shelf / "SHA256SUMS").is_file()


def test_an_edition_is_offered_as_soon_as_it_is_there(tmp_path: Path) -> None:
    write_pdf(tmp_path / "stage" / "kratom-guide.pdf")
    main(["stage", "build/pdf"], tmp_path)
    assert not (tmp_path / "build" / "html").exists(), "there is no website to offer it"
    write(tmp_path / "build" / "html" / "index.html", "site")
    main(["stage", "build/pdf"], tmp_path)
    assert (tmp_path / "build" / "html" / "downloads" / "kratom-guide.pdf").is_file()


def test_a_broken_edition_leaves_the_last_website(tmp_path: Path) -> None:
    write(tmp_path / "build" / "html" / "index.html", "old")
    write(tmp_path / "stage" / "index.html", "new")
    write(tmp_path / "build" / "pdf" / "kratom-guide.pdf", "half a file")
    with pytest.raises(UnreadableEditionError, match=r"kratom-guide\.pdf: cannot be read .* build it again"):
        main(["stage", "build/html"], tmp_path)
    assert (tmp_path / "build" / "html" / "index.html").read_text(encoding="utf-8") == "old"


def test_editions_are_told_with_place_and_size(tmp_path: Path) -> None:
    lines = present(tmp_path)
    assert len(lines) == len(EDITIONS)
    assert all(line.endswith("  not built") for line in lines)
    write(tmp_path / "build" / "html" / "index.html", "x" * 1_500_000)
    first = present(tmp_path)[0]
    assert first.split(maxsplit=1) == ["Website", "build/html/index.html (1.5 MB)"]


def test_without_arguments_the_editions_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    main([], Path())
    assert capsys.readouterr().out.startswith("The editions:\n  Website  ")
