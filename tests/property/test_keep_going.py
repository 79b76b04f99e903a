"""With ``--keep-going`` the site is that of a clean build whose broken articles say what they last said in public, or are not there."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from sitegen.core.rules import RULES
from sitegen.pipeline import Options, build, edit, memory
from sitegen.reading.settings import Settings
from sitegen.reading.source import read_source
from tests.newsroom import tree
from tests.property.test_warm_equals_clean import EDITS, START, WAYS, begin, line, path_of

KINDS = ("body", "headline", "embargo", "expires", "status", "delete", "new", "read also", "translate", "rename", "slug", "clock", "nothing", "picture")
BREAKS = {
    "date": lambda path: line(path.parents[2], number_of(path), "date", "2026-02-30"),
    "embargo": lambda path: line(path.parents[2], number_of(path), "embargo", "soon"),
    "fence": lambda path: path.write_text(path.read_text("utf-8").replace("\n---\n", "\n", 1), "utf-8"),
}


def number_of(path: Path) -> int:
    from tests.property.test_warm_equals_clean import NAMES

    return NAMES.index(path.stem)


def is_broken(path: str, text: str) -> bool:
    found = read_source(path, "", text, Settings(languages=("en", "uk"))).diagnostics
    return any(RULES[one.code].severity == "error" for one in found)


class Desk(RuleBasedStateMachine):
    """A publication, careless editors, and builds that go on; ``public`` is what each article last said in public."""

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.folder = Path(self.open.enter_context(tempfile.TemporaryDirectory()))
        for module in ("intake", "making"):
            self.open.enter_context(patch(f"sitegen.press.{module}._MANY", 1))
        self.own = self.open.enter_context(memory())
        self.now = START
        self.public: dict[str, str] = {}
        begin(self.folder)

    @rule(kind=st.sampled_from((*KINDS, *BREAKS, *BREAKS)), number=st.integers(0, 4), variant=st.integers(0, 11), way=st.sampled_from(WAYS))
    def edit_and_build(self, kind: str, number: int, variant: int, way: str) -> None:
        path = path_of(self.folder, number)
        if kind not in BREAKS:
            EDITS[kind](self.folder, number, variant)
        elif path.exists():
            BREAKS[kind](path)
        self.now += dt.timedelta(hours=11) if kind == "clock" else dt.timedelta(minutes=1)
        before = tree(self.folder / "public") if (self.folder / "public").exists() else {}
        with tempfile.TemporaryDirectory() as elsewhere:
            copy = Path(elsewhere) / "copy"
            shutil.copytree(self.folder, copy, ignore=shutil.ignore_patterns("public", ".sitegen"))
            kept, left_out = self.mend(copy)
            clean = build(Options(copy), self.now)
            expected = tree(copy / "public") if clean.is_published else before
            now_public = set(edit(Options(copy), self.now).site.cards)
            said = {one: (copy / one).read_text("utf-8") for one in now_public}
        options = Options(self.folder, keep_going=True, jobs=2 if way == "two workers" else 1)
        warm = build(options, self.now, own=self.own if way in {"same process", "with hints"} else None)
        assert (warm.kept, warm.left_out) == (kept, left_out)
        assert warm.is_published == clean.is_published
        assert warm.has_errors == bool(kept or left_out or clean.has_errors)
        assert tree(self.folder / "public") == expected
        if warm.is_published:
            self.public = said

    def mend(self, copy: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Put what was last public in the place of each broken article, or nothing; gives the paths of both."""
        kept, left_out = [], []
        for file in sorted((copy / "content").rglob("*.md")):
            path = file.relative_to(copy).as_posix()
            if not is_broken(path, file.read_text("utf-8")):
                continue
            if path in self.public:
                kept.append(path)
                file.write_text(self.public[path], "utf-8")
            else:
                left_out.append(path)
                file.unlink()
        return tuple(kept), tuple(left_out)

    def teardown(self) -> None:
        self.open.close()


TestAnyErrors = Desk.TestCase
TestAnyErrors.settings = settings(max_examples=int(os.environ.get("SITEGEN_EXAMPLES", "10")), stateful_step_count=8, deadline=None)
