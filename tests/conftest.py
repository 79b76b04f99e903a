"""What all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.newsroom import Newsrooms


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsrooms:
    """Makes publications from inline file trees (tests/newsroom.py)."""
    return Newsrooms(tmp_path)
