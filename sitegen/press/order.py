"""An order to the press and what comes of it: options in, a report out; and the settings that both need."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from sitegen import config as configuration
from sitegen.config import Config
from sitegen.core.choice import Choice
from sitegen.core.diagnostics import Diagnostic, Finding, Severity, Span, by_place
from sitegen.core.proofs import Proof
from sitegen.core.rules import find
from sitegen.core.site import NextChange
from sitegen.core.task import bytes_digest
from sitegen.core.zones import zone
from sitegen.engine.writer import OutputRefused
from sitegen.files import Gate
from sitegen.press.census import FOLDERS
from sitegen.site.visibility import Edge

__all__ = [
    "STATE", "Options", "Report", "Stage", "Unusable", "findings", "has_errors", "load", "opened", "output_folder", "output_name", "press_time_of",
]  # fmt: skip

STATE = ".sitegen"
"""The folder beside sitegen.toml for the lock and for what builds remember."""


class Unusable(Exception):
    """The configuration can't be used (exit 2); ``diagnostics`` say why."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__(diagnostics)
        self.diagnostics = diagnostics


@dataclass(frozen=True, slots=True)
class Options:
    """What one run was asked for. ``source`` is the publication's folder; ``output`` None takes the configured one.

    ``jobs``: processes that read and render, 0 as many as processors.  ``wait``: for another build of the same publication to end.
    ``clean``: as if nothing had been built before.  ``explain``: outputs or sources whose reasons are wanted.
    ``audit``: how many fresh pages to render all the same, and compare.  ``choice``: the findings that are wanted of a check.
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
    choice: Choice = field(default_factory=Choice)


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
    those ``differing`` show a fault of sitegen.  ``proofs``: what a check read of every text.
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
    proofs: tuple[Proof, ...] = ()

    @property
    def has_errors(self) -> bool:
        return bool(self.differing) or any(finding.severity is Severity.ERROR for finding in self.findings)


def load(options: Options) -> Config:
    """The publication's settings.  Raises :class:`Unusable`."""
    gate = Gate(options.source)
    if not (options.source / options.config).is_file():
        raise Unusable(Diagnostic.at(Span(options.config), "config/missing", name=options.config))
    source, problems = gate.read_text(options.config)
    if source is None:
        raise Unusable(*problems)
    config, problems = configuration.load(source.text, options.config, base_url=options.base_url or None)
    if config is None:
        raise Unusable(*by_place(problems))
    return config


def opened(options: Options) -> tuple[Config, Gate]:
    """The settings, and the gate to the publication's files that they bound.  Raises :class:`Unusable`."""
    config = load(options)
    limits = config.limits
    return config, Gate(
        options.source, tuple(config.symlinks), text_bytes=limits.text_bytes, picture_bytes=limits.picture_bytes
    )


def output_folder(options: Options, config: Config) -> Path:
    """Where the site goes: the folder this run was given, else the configured one below the publication's.

    Raises ``writer.OutputRefused`` for a folder that holds the publication, or is one of its own (FAULTS 78).
    """
    folder = options.output or options.source / config.output
    root, real = options.source.resolve(), folder.resolve()
    if root.is_relative_to(real):
        raise OutputRefused(f"the output folder {folder} holds the publication itself; choose another folder")
    if real.is_relative_to(root) and (own := real.relative_to(root).parts[0]) in {*FOLDERS, ".git"}:
        raise OutputRefused(f"the output folder {folder} is in {own}/, which is not for outputs; choose another folder")
    return folder


def output_name(options: Options, config: Config) -> str:
    """An output folder's name among what builds remember, which holds no path of the machine."""
    return bytes_digest(os.fsencode(os.path.relpath(options.output or options.source / config.output, options.source)))[:16]


def has_errors(problems: Iterable[Diagnostic], options: Options, config: Config) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings(problems, options, config))


def findings(problems: Iterable[Diagnostic], options: Options, config: Config) -> tuple[Finding, ...]:
    severities = options.choice.severities(config.desk.severity)
    found = (
        find(problem, checking=options.checking, strict=options.strict, severities=severities)
        for problem in by_place(problems)
    )
    return tuple(finding for finding in found if finding.severity is not Severity.OFF)


def press_time_of(text: str, config: Config) -> dt.datetime:
    """``--now`` as an aware datetime; one without a zone is in the publication's.  Raises ValueError."""
    at = dt.datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=zone(config.time_zone))
