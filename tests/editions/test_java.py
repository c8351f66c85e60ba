"""Java is found, installed, or named: the test of the e-book is never passed by leaving it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.editions import java

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def empty_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A search path without any program; what is put there can be found."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def put_java(folder: Path, status: int) -> None:
    program = folder / "java"
    program.write_text(f"#!/bin/sh\nexit {status}\n", encoding="utf-8")
    program.chmod(0o755)


def test_a_java_that_starts_is_enough(empty_path: Path) -> None:
    put_java(empty_path, 0)
    assert java.provide()


def test_a_java_that_does_not_start_is_none(empty_path: Path) -> None:
    put_java(empty_path, 1)
    assert not java.runs()


def test_without_apt_the_message_names_the_package(empty_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert not java.provide()
    assert "default-jre-headless is missing: install it" in capsys.readouterr().err


def test_an_installed_java_counts(empty_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def install(*names: str) -> bool:
        asked.extend(names)
        put_java(empty_path, 0)
        return True

    monkeypatch.setattr(java, "install_debian_packages", install)
    assert java.provide()
    assert asked == [java.PACKAGE]
