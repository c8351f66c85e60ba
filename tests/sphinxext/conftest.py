"""The sample book, built once for all tests that only look at it."""

from __future__ import annotations

import pytest

from tests.conftest import copy_sample
from tests.sphinxext.book import Built, build


@pytest.fixture(scope="session")
def website(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The sample as a website; a test that changes it builds a copy of its own."""
    return build(copy_sample(tmp_path_factory.mktemp("website")))


@pytest.fixture(scope="session")
def text(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The sample as plain text, which stands for every edition in which nothing opens."""
    return build(copy_sample(tmp_path_factory.mktemp("text")), "text")
