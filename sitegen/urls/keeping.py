"""The ledger kept: what was published is entered after a merge, and a proposed change is held against what readers were promised."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from sitegen.core.diagnostics import Diagnostic, Finding, Severity, by_place
from sitegen.core.model import Article
from sitegen.core.rules import find
from sitegen.engine.lock import lock
from sitegen.files import Gate
from sitegen.pipeline import STATE, Edition, Options, edit
from sitegen.site import ledger, published
from sitegen.site.ledger import Entry, Ledger
from sitegen.site.permalinks import LEDGER
from sitegen.site.visibility import Edge

__all__ = ["Kept", "update", "verify", "write_whole"]

_OURS = ("ledger/", "permalink/")


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of it: findings (an error: nothing was written), files written, and lines that are new or changed."""

    findings: tuple[Finding, ...] = ()
    written: tuple[str, ...] = ()
    lines: int = 0

    @property
    def has_errors(self) -> bool:
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def update(options: Options, now: dt.datetime) -> Kept:
    """Enter what is public ``now``, and what became of what was.  Raises ``Unusable``, OSError, ``Busy``.

    Drafts and embargoed articles have no part in it, whatever the options say: there is no preview of a ledger.
    """
    edition = edit(replace(options, edge=Edge()), now)
    found = _findings(edition.problems, edition, options)
    if any(finding.severity is Severity.ERROR for finding in found):
        return Kept(found)
    files, lines = _due(edition, now)
    state = options.source / STATE
    with lock(state, wait=True) if state.is_dir() else nullcontext():
        for path, text in files.items():
            write_whole(options.source / path, text.encode())
    return Kept(found, tuple(files), lines)


def verify(options: Options, now: dt.datetime, before: Path | None = None) -> Kept:
    """Whether every address readers were given still answers; ``lines`` counts what :func:`update` would write.

    ``before``: a folder with the ``ledger/`` of the branch that is merged into, of which nothing may be lost.
    """
    edition = edit(replace(options, edge=Edge()), now)
    problems = [*edition.problems, *(published.lost(_ledger(before), edition.ledger) if before else ())]
    found = _findings(problems, edition, options)
    return Kept(found, lines=0 if any(one.severity is Severity.ERROR for one in found) else _due(edition, now)[1])


def _due(edition: Edition, now: dt.datetime) -> tuple[dict[str, str], int]:
    """The files that must be written, and how many of their lines are new or changed."""
    site = edition.site
    articles = [read.value for read in edition.reads if isinstance(read.value, Article)]
    settled = published.settle(edition.ledger, articles, site.cards, site.fronts.values(), edition.config, now)
    due = published.recorded(edition.ledger, settled, site.articles, site.cards, edition.config, now, LEDGER)
    standing: dict[str, list[Entry]] = {}
    for entry in edition.ledger.entries:
        standing.setdefault(entry.span.path, []).append(entry)
    changed = {path: entries for path, entries in due.items() if set(entries) != set(standing.get(path, ()))}
    lines = sum(len(set(entries) - set(standing.get(path, ()))) for path, entries in changed.items())
    return {path: ledger.text(entries) for path, entries in sorted(changed.items())}, lines


def _findings(problems: Iterable[Diagnostic], edition: Edition, options: Options) -> tuple[Finding, ...]:
    """Every error, and the warnings that are about addresses."""
    severities = edition.config.desk.severity
    found = (find(one, checking=False, strict=options.strict, severities=severities) for one in by_place(problems))
    return tuple(
        one for one in found if one.severity is Severity.ERROR or (one.severity is Severity.WARNING and one.code.startswith(_OURS))
    )


def _ledger(folder: Path) -> Ledger:
    """The ledger of another branch; its faults are that branch's."""
    gate = Gate(folder)
    sources = [gate.read_text(path)[0] for path in gate.walk(LEDGER)[0]]
    return ledger.read({source.path: source.text for source in sources if source})[0]


def write_whole(target: Path, data: bytes) -> None:
    """Put a file in its place at once: nobody ever meets half of it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.tmp")
    with beside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if target.exists():
        beside.chmod(target.stat().st_mode)
    beside.replace(target)
