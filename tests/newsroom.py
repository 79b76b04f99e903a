"""A newsroom in a temporary folder: a publication written as an inline file tree, edited and built.

    room = newsroom('''
    -- content/politics/budget.md --
    ---
    title: The town votes
    date: 2026-11-20
    ---
    Text.
    ''')
    assert room.build().codes == ()

A line ``-- path --`` begins a file, whose text runs to the next such line.  sitegen.toml and
content/terms.toml are written unless the tree brings its own.  Press time is :data:`NOW`.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sitegen
from sitegen.core.diagnostics import Finding, draw
from sitegen.core.rules import find
from sitegen.engine.lock import Busy
from sitegen.engine.writer import MANIFEST, OutputRefused
from sitegen.pipeline import Options, Report, Unusable, build
from sitegen.press.settled import look
from sitegen.site.visibility import Edge

__all__ = ["NOW", "Built", "Newsroom", "Newsrooms", "article", "tree"]

NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
CONFIG = 'title = "Paper"\nbase_url = "https://paper.example/"\nlanguages = ["en", "uk"]\ntheme = "base"\ndesk.severity."policy/missing" = "off"\npictures.cards = false\n'
TERMS = '[sections.politics]\nname = { en = "Politics", uk = "Політика" }\n'
_FILE = re.compile(r"^-- (.+) --$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Built:
    """What a run gave: exit code, findings as ``path:line:col code``, the output tree, and the pages it rendered."""

    code: int
    findings: tuple[Finding, ...]
    tree: Mapping[str, bytes]
    rendered: frozenset[str]
    articles: int
    report: Report | None

    @property
    def diagnostics(self) -> tuple[str, ...]:
        return tuple(f"{finding.span} {finding.code}" for finding in self.findings)

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(finding.code for finding in self.findings)

    @property
    def text(self) -> str:
        """The findings as an editor reads them."""
        return "\n".join(draw(finding, lambda *_: None) for finding in self.findings)

    def page(self, path: str) -> str:
        """The text of the page at a site path such as ``/politics/``."""
        return self.tree[(path + "index.html" if path.endswith("/") else path).lstrip("/")].decode()


@dataclass(frozen=True, slots=True)
class Newsroom:
    """A publication on disk."""

    folder: Path

    def edit(self, files: str | Mapping[str, str | bytes]) -> Newsroom:
        """Write files: an inline tree, or texts and bytes by path."""
        for path, text in (_files(files) if isinstance(files, str) else files).items():
            target = self.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode() if isinstance(text, str) else text)
        return self

    def remove(self, *paths: str) -> Newsroom:
        for path in paths:
            (self.folder / path).unlink()
        return self

    def build(self, *, now: dt.datetime = NOW, output: str = "public", edge: Edge = Edge(), **options: Any) -> Built:
        """Build in this process; ``code`` is the exit code of the command."""
        asked = Options(self.folder, output=self.folder / output, edge=edge, **options)
        try:
            report, census = look(asked, now)
            report = report or build(asked, now, census=census)
        except Unusable as wrong:
            found = tuple(find(one, checking=False, strict=False, severities={}) for one in wrong.diagnostics)
            return Built(2, found, tree(self.folder / output), frozenset(), 0, None)
        except (OutputRefused, Busy) as refused:
            code = 2 if isinstance(refused, OutputRefused) else 4
            return Built(code, (), tree(self.folder / output), frozenset(), 0, None)
        made = tree(self.folder / output)
        return Built(int(report.has_errors), report.findings, made, frozenset(report.made), report.articles, report)

    def check(self, **options: Any) -> Built:
        """The same reading without writing."""
        return self.build(checking=True, **options)

    def run(self, *words: str, prefix: tuple[str, ...] = (), **environment: str) -> subprocess.CompletedProcess[bytes]:
        """The command line in a process of its own, in the publication's folder, at :data:`NOW`."""
        package = str(Path(sitegen.__file__).parent.parent)
        return subprocess.run(
            [*prefix, sys.executable, "-m", "sitegen", *words, "--now", NOW.isoformat()], cwd=self.folder, check=False,
            capture_output=True, timeout=120, env={**os.environ, "PYTHONPATH": package, "NO_COLOR": "1", **environment},
        )

    def run_json(self, *words: str, **environment: str) -> Any:
        """The object that a command prints with ``--format json``."""
        return json.loads(self.run(*words, "--format", "json", **environment).stdout)

    def sources(self) -> dict[str, bytes]:
        """Every file of the publication outside output and state."""
        kept = tree(self.folder)
        return {path: data for path, data in kept.items() if not path.startswith(("public/", ".sitegen/"))}


class Newsrooms:
    """Makes newsrooms, each in a folder of its own below ``place``."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._count = 0

    def __call__(self, files: str | Mapping[str, str | bytes] = "", *, name: str = "") -> Newsroom:
        self._count += 1
        folder = self._place / (name or f"newsroom-{self._count}")
        folder.mkdir()
        return Newsroom(folder).edit({"sitegen.toml": CONFIG, "content/terms.toml": TERMS}).edit(files)


def article(title: str = "The town votes", *lines: str, date: str = "2026-11-20", body: str = "Text.") -> str:
    """The text of an article's file; ``title`` is line 2, ``date`` line 3, ``lines`` from line 4, then the author."""
    signed = () if any(line.startswith("author:") for line in lines) else ("author: Iryna Melnyk",)
    return "\n".join(("---", f"title: {title}", f"date: {date}", *lines, *signed, "---", body, ""))


def tree(folder: Path) -> dict[str, bytes]:
    """All files of a folder by path, without the manifest of an output."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()}
    return {name: path.read_bytes() for name, path in found.items() if name != MANIFEST}


def _files(text: str) -> dict[str, str]:
    text = textwrap.dedent(text)
    heads = [*_FILE.finditer(text)]
    ends = [head.start() for head in heads[1:]] + [len(text)] * bool(heads)
    return {head[1]: text[head.end() + 1 : end] for head, end in zip(heads, ends, strict=True)}
