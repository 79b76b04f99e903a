"""What all tests share."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.newsroom import Newsrooms

# The same examples in every run, and no clock: a slow machine fails nothing.  With SITEGEN_EXAMPLES Hypothesis looks elsewhere each time.
settings.register_profile(
    "steady", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="SITEGEN_EXAMPLES" not in os.environ
)
settings.load_profile("steady")

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it, and so would the programs tested here


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsrooms:
    """Makes publications from inline file trees (tests/newsroom.py)."""
    return Newsrooms(tmp_path)
