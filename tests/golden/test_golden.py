"""Whole sites beside what they become: ``<case>/site`` and ``<case>/expected``, compared file by file, and
``broken/<case>/site`` beside ``expected.txt``, its findings as ``path:line:col: severity: message [code]``.

The themes of the sites stand in them, so that work on the real ones changes nothing here.  After a change that is
meant, write the expected files anew and read the difference before committing it:

    SITEGEN_REFRESH=1 python -m pytest tests/golden
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.newsroom import Newsroom, tree

HERE = Path(__file__).parent
IS_REFRESHING = bool(os.environ.get("SITEGEN_REFRESH"))
SITES = sorted(path.parent.name for path in HERE.glob("*/site"))
BROKEN = sorted(path.parent.name for path in HERE.glob("broken/*/site"))


def copied(case: Path, place: Path) -> Newsroom:
    shutil.copytree(case / "site", place / "site")
    return Newsroom(place / "site")


@pytest.mark.parametrize("case", SITES)
def test_a_site_is_built_byte_for_byte(case: str, tmp_path: Path) -> None:
    expected = HERE / case / "expected"
    built = copied(HERE / case, tmp_path).build()
    assert (built.code, built.diagnostics) == (0, ())
    if IS_REFRESHING:
        shutil.rmtree(expected, ignore_errors=True)
        Newsroom(expected).edit(built.tree)
    wanted = tree(expected)
    assert sorted(built.tree) == sorted(wanted)
    for path, data in wanted.items():
        assert built.tree[path].decode("utf-8", "replace") == data.decode("utf-8", "replace"), path


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_site_is_refused_or_warned_of_in_these_words(case: str, tmp_path: Path) -> None:
    expected = HERE / "broken" / case / "expected.txt"
    built = copied(HERE / "broken" / case, tmp_path).build()
    lines = "".join(
        f"{found.span}: {found.severity}: {found.message} [{found.code}]\n"
        + "".join(f"    see also {other}\n" for other in found.related) + (f"    fix: {found.hint}\n" if found.hint else "")
        for found in built.findings
    )
    assert lines
    assert not built.code or not built.tree
    if IS_REFRESHING:
        expected.write_text(lines, "utf-8")
    assert lines == expected.read_text("utf-8")


def test_there_are_enough_cases() -> None:
    assert len(SITES) >= 2
    assert len(BROKEN) >= 12
    assert not [path for path in HERE.glob("broken/*") if not (path / "expected.txt").is_file()]
