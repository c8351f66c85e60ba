"""How builds behave: faults stop them, edits are seen, workers agree, the same input gives the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.conftest import copy_sample
from tests.sphinxext.book import build

if TYPE_CHECKING:
    from pathlib import Path

Edit = Callable[[str, str, str], None]


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != ".buildinfo"
    }


def test_faults_stop_the_build_before_it_writes(sample: Path, edit: Edit) -> None:
    good = contents(build(sample).out)
    edit("data/findings/muscle.yaml", "design: rct", "design: rubbish")
    edit("source/safety/risks.md", "{finding}`tea-and-muscle`", "{finding}`gone`")
    edit("source/reference/methods.md", "part: reference\n", "")
    with pytest.raises(SystemExit) as caught:
        build(sample)
    message = str(caught.value)
    assert "data/findings/muscle.yaml:3: 'design' is 'rubbish'" in message
    assert "source/reference/methods.md:2: the field 'part' is missing: add 'part:'" in message
    assert "source/safety/risks.md:20: the finding 'gone' does not exist" in message
    assert contents(sample / "build" / "html") == good


def test_a_changed_record_changes_the_pages_that_show_it(sample: Path, edit: Edit) -> None:
    build(sample)
    edit("data/interactions/muscle-relaxants.yaml", "Deep sleep.", "Very deep sleep.")
    edit("data/charts.yaml", "value: 1200", "value: 1300")
    edit("source/legal/united-states/alabama.md", "leaf:\n  status: banned", "leaf:\n  status: regulated")
    page = build(sample).page("safety/risks")
    assert "Very deep sleep." in page
    assert "1,300 hours" in page
    assert "● Regulated" in page


def test_a_new_record_is_noticed(sample: Path) -> None:
    build(sample)
    extra = (sample / "data" / "findings" / "muscle.yaml").read_text(encoding="utf-8").split("  - id: nothing-found")[0]
    (sample / "data" / "findings" / "more.yaml").write_text(
        extra.replace("tea-and-muscle", "another"), encoding="utf-8"
    )
    assert "another" in (build(sample).out / "api" / "v1" / "findings.json").read_text(encoding="utf-8")


def test_a_build_after_changes_is_the_same_as_a_fresh_one(sample: Path, edit: Edit, tmp_path: Path) -> None:
    extra = sample / "source" / "extra.md"
    extra.write_text((sample / "source" / "index.md").read_text(encoding="utf-8").split("```")[0], encoding="utf-8")
    edit("source/index.md", "safety/risks\n", "safety/risks\nextra\n")
    build(sample)
    assert (sample / "build" / "html" / "extra.html").exists()
    extra.unlink()
    edit("source/index.md", "safety/risks\nextra\n", "safety/risks\n")
    edit("data/charts.yaml", "value: 1200", "value: 1300")
    later = contents(build(sample).out)
    fresh = copy_sample(tmp_path / "fresh")
    charts = fresh / "data" / "charts.yaml"
    charts.write_text(charts.read_text(encoding="utf-8").replace("value: 1200", "value: 1300"), encoding="utf-8")
    assert sorted(later) == sorted(contents(build(fresh).out))


def test_one_setting_changes_every_address(sample: Path, edit: Edit) -> None:
    edit(
        "source/reference/methods.md",
        "Nowhere.",
        "See <https://kratom-guide.example/>.\n\n```text\nhttps://kratom-guide.example/api\n```",
    )
    built = build(sample, html_baseurl="https://guide.example.org/kratom/")
    page = built.page("reference/methods")
    assert "kratom-guide.example" not in page
    assert "https://guide.example.org/kratom/api" in page
    assert '<link rel="canonical" href="https://guide.example.org/kratom/reference/methods.html"' in page
    assert "https://guide.example.org/kratom/safety/risks.html" in (built.out / "sitemap.xml").read_text(
        encoding="utf-8"
    )


def test_two_workers_make_the_same_pages_as_one(tmp_path: Path) -> None:
    one = build(copy_sample(tmp_path / "one"), parallel=1)
    two = build(copy_sample(tmp_path / "two"), parallel=2)
    assert one.warnings == two.warnings == ""
    assert contents(one.out) == contents(two.out)


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    first = contents(build(copy_sample(tmp_path / "a")).out)
    second = contents(build(copy_sample(tmp_path / "b" / "elsewhere")).out)
    assert first == second
