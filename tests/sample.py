"""The sample publication, for tests: a copy of their own, so that no two of them build in one place."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

__all__ = ["ROOT", "TODAY", "copied"]

ROOT = Path(__file__).parents[1]
TODAY = datetime(2026, 11, 24, 9, tzinfo=UTC)


def copied(to: Path, *, theme: str = "gazette", pictures: bool = False) -> Path:
    """The sample in the folder ``to``, with a theme that comes with sitegen; only where ``pictures`` are wanted, other sizes and cards are made of them."""
    shutil.copytree(ROOT / "content", to / "content")
    shutil.copytree(ROOT / "ledger", to / "ledger")
    making = "" if pictures else "pictures = { derivatives = false, cards = false }\n"
    settings = (ROOT / "sitegen.toml").read_text(encoding="utf-8")
    (to / "sitegen.toml").write_text(f'theme = "{theme}"\n{making}{settings}', encoding="utf-8")
    return to
