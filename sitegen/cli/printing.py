"""How findings, counts and progress are printed: data on stdout, all else on stderr, colours and progress for people only."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sitegen.core.diagnostics import Finding, Severity, draw, github, visible

if TYPE_CHECKING:
    from sitegen.core.proofs import Mend
    from sitegen.pipeline import Progress, Report

__all__ = ["Style", "data", "findings", "mended", "progress", "summary", "summary_of_changes"]

_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Style:
    """How a run prints. ``form``: text, json or github; ``color``: auto, always or never."""

    form: str = "text"
    color: str = "auto"
    is_quiet: bool = False
    is_verbose: bool = False
    has_profile: bool = False

    @property
    def has_colors(self) -> bool | None:
        """None lets click see whether a person looks."""
        if self.color == "auto":
            return False if os.environ.get("NO_COLOR") else None
        return self.color == "always"


def findings(found: Iterable[Finding], source: Path, style: Style, mends: Sequence[Mend] | None = None) -> None:
    """Findings with their excerpts, as annotations, or as JSON, which holds what was mended too."""
    found = tuple(found)
    if style.form == "json":
        told = {} if mends is None else {"mended": [_mend(one) for one in mends]}
        _dump({"diagnostics": [data(finding) for finding in found]} | told)
    elif style.form == "github":
        for finding in found:
            click.echo(github(finding))
    else:
        line_of = _excerpts(source)
        for finding in found[:_SHOWN]:
            tint = "red" if finding.severity is Severity.ERROR else "yellow"
            word = click.style(str(finding.severity), fg=tint, bold=True)
            click.echo(draw(finding, line_of).replace(f": {finding.severity}: ", f": {word}: ", 1), err=True, color=style.has_colors)
        if len(found) > _SHOWN:
            click.echo(f"… and {len(found) - _SHOWN} more", err=True)


def mended(mends: Iterable[Mend], style: Style) -> None:
    """What was changed in the sources, a line each."""
    if style.form != "json":
        for one in mends:
            click.echo(f"{visible(str(one.span))}: mended: '{visible(one.before)}' is now '{visible(one.after)}'", err=True)


def summary(report: Report, source: Path, style: Style, seconds: float) -> None:
    """What a build did."""
    if style.form == "json":
        _dump(_object(report, seconds))
        return
    findings(report.findings, source, style)
    if report.doubt and not style.is_quiet:
        click.echo(f"what earlier builds remembered can't be used ({report.doubt}): building clean", err=True)
    for name, reason in report.explained:
        click.echo(f"{name}: {reason}")
    for path in report.differing:
        click.echo(f"{path}: rendered again it has other bytes than were remembered; build with --clean, and please report it", err=True)
    for path in report.kept:
        click.echo(f"{path}: in error; the site keeps the version that was last published", err=True)
    for path in report.left_out:
        click.echo(f"{path}: in error, and never published before; it is left out", err=True)
    if style.is_verbose:
        for path in report.changed:
            click.echo(f"  {path}", err=True)
    if style.has_profile:
        for stage in report.stages:
            click.echo(f"{stage.seconds:9.3f} s {stage.count:9,} {stage.name}", err=True)
    if report.audited and not style.is_quiet:
        click.echo(f"{report.audited} fresh pages rendered again: {len(report.differing) or 'none'} differ", err=True)
    if not style.is_quiet:
        state = "nothing was written" if not report.is_published else f"{report.written} written, {report.deleted} deleted"
        click.echo(f"{report.articles} articles, {report.total} files: {state} in {seconds:.1f} s", err=True)


def summary_of_changes(report: Report, source: Path, style: Style, seconds: float) -> None:
    """As :func:`summary`, of a build that nobody asked for: silent where nothing changed."""
    if report.changed or report.has_errors:
        summary(report, source, style, seconds)


def data(finding: Finding) -> dict[str, object]:
    """A finding as JSON has it."""
    return {
        "path": finding.span.path,
        "line": finding.span.line,
        "column": finding.span.column,
        "length": finding.span.length,
        "severity": str(finding.severity),
        "code": finding.code,
        "message": finding.message,
        "hint": finding.hint,
        "related": [{"path": other.path, "line": other.line, "column": other.column} for other in finding.related],
    }


def _mend(one: Mend) -> dict[str, object]:
    return {"path": one.span.path, "line": one.span.line, "column": one.span.column, "before": one.before, "after": one.after}


@contextmanager
def progress(style: Style) -> Iterator[Progress]:
    """A line on a terminal that says how far a build is; nothing anywhere else."""
    if style.is_quiet or not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    console = Console(stderr=True, no_color=style.has_colors is False)
    with Progress(TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console, transient=True) as bar:
        tasks: dict[str, object] = {}

        def told(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done)  # type: ignore[arg-type]

        yield told


def _object(report: Report, seconds: float) -> dict[str, object]:
    times = report.next_change
    return {
        "articles": report.articles,
        "outputs": {
            "total": report.total,
            "rendered": report.rendered,
            "reused": report.reused,
            "written": report.written,
            "deleted": report.deleted,
        },
        "changed": list(report.changed),
        "kept": list(report.kept),
        "left_out": list(report.left_out),
        "diagnostics": [data(finding) for finding in report.findings],
        "next_change_at": {
            "public": times.public.isoformat() if times.public else None,
            "housekeeping": times.housekeeping.isoformat() if times.housekeeping else None,
        },
        "seconds": round(seconds, 3),
        "stages": [{"name": stage.name, "count": stage.count, "seconds": round(stage.seconds, 3)} for stage in report.stages],
        "explained": dict(report.explained),
        "audit": {"rendered": report.audited, "differing": list(report.differing)},
        "doubt": report.doubt,
    }


def _dump(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False))


def _excerpts(source: Path) -> Callable[[str, int], str | None]:
    """A function from path and line number to the line's text, None where it can't be read."""
    from sitegen.files import Gate, built_in_themes

    lines: dict[str, list[str]] = {}

    def line_of(path: str, number: int) -> str | None:
        if path not in lines:
            root = source if (source / path).exists() or not path.startswith("themes/") else built_in_themes().parent
            read, _ = Gate(root).read_text(path)
            lines[path] = read.text.split("\n") if read else []
        return lines[path][number - 1] if 0 < number <= len(lines[path]) else None

    return line_of
