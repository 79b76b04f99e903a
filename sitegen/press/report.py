"""What is asked of the press, and what comes of it: options in, a report out."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.core.choice import Choice
from sitegen.core.diagnostics import Finding, Severity
from sitegen.core.release import Edge, NextChange

if TYPE_CHECKING:
    from sitegen.core.proofs import Proof

__all__ = ["STATE", "Options", "Report", "Stage"]

STATE = ".sitegen"
"""The folder beside sitegen.toml for the lock and for what builds remember."""


@dataclass(frozen=True, slots=True)
class Options:
    """What one run was asked for. ``source`` is the publication's folder; ``output`` None takes the configured one.

    ``jobs``: processes that read and render, 0 as many as processors.  ``wait``: for another build of the same publication to end.
    ``clean``: as if nothing had been built before.  ``explain``: outputs or sources whose reasons are wanted.
    ``audit``: how many fresh pages to render all the same, and compare.  ``keep_going``: an article in error is built as it was
    last published, or left out.  ``choice``: the findings that are wanted of a check.  ``indexing``: whether the search index is made;
    where not, the last one stays.
    """

    source: Path
    config: str = "sitegen.toml"
    output: Path | None = None
    base_url: str = ""
    edge: Edge = Edge()
    strict: bool = False
    checking: bool = False
    jobs: int = 1
    wait: bool = False
    clean: bool = False
    explain: tuple[str, ...] = ()
    audit: int = 0
    keep_going: bool = False
    choice: Choice = field(default_factory=Choice)
    indexing: bool = True


@dataclass(frozen=True, slots=True)
class Stage:
    """What one stage of a build did: how many things, in how many seconds."""

    name: str
    count: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: counts, changed output paths, findings (errors first met stop it before writing).

    ``made``: outputs that were rendered.  ``doubt`` says why what earlier builds remembered was not used, '' where it was.
    ``explained``: (what was asked about, the reason).  ``audited`` pages were rendered for nothing but a comparison;
    those ``differing`` show a fault of sitegen.  ``kept`` and ``left_out`` are the articles in error that ``--keep-going`` built as
    they were last published, and without.  ``is_published``: the output is as this report says.  ``proofs``: what a check read of every text.
    """

    articles: int = 0
    total: int = 0
    rendered: int = 0
    reused: int = 0
    written: int = 0
    deleted: int = 0
    changed: tuple[str, ...] = ()
    made: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    next_change: NextChange = field(default_factory=NextChange)
    doubt: str = ""
    stages: tuple[Stage, ...] = ()
    explained: tuple[tuple[str, str], ...] = ()
    audited: int = 0
    differing: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    is_published: bool = False
    proofs: tuple[Proof, ...] = ()

    @property
    def has_errors(self) -> bool:
        return bool(self.differing) or any(finding.severity is Severity.ERROR for finding in self.findings)
