"""What keeps addresses for ever: ``sitegen mv``, ``sitegen ledger update`` and ``sitegen ledger verify``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sitegen.cli import printing
from sitegen.cli.building import FOLDER, now_of, unusable
from sitegen.cli.printing import Style

if TYPE_CHECKING:
    from sitegen.urls.carrying import Move
    from sitegen.urls.keeping import Kept

__all__ = ["ledger", "mv"]

_NOW = click.option("--now", default="", help="Press time, ISO 8601, instead of the clock.")


def _folder(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(FOLDER):
        function = option(function)
    return function


@click.group()
def ledger() -> None:
    """The record of every URL that readers were given."""


@ledger.command()
@_folder
@click.option("-q", "--quiet", is_flag=True, help="Print findings only.")
def update(source: Path, config: str, *, quiet: bool) -> int:
    """Enter what is public now into ledger/; CI runs it after a merge.  Prints the files it wrote."""
    from sitegen import pipeline
    from sitegen.urls import keeping

    options = pipeline.Options(source, config)
    try:
        kept = keeping.update(options, now_of("", options))
    except pipeline.Unusable as wrong:
        return unusable(wrong, source, Style())
    printing.findings(kept.findings, source, Style())
    if kept.has_errors:
        return 1
    for path in kept.written:
        click.echo(path)
    if not quiet:
        click.echo(f"{_lines(kept)} entered" if kept.lines else "nothing to enter", err=True)
    return 0


@ledger.command()
@_folder
@_NOW
@click.option("--before", type=click.Path(exists=True, file_okay=False, path_type=Path), help="A folder with the ledger/ of the branch that is merged into: nothing of it may be lost.")
@click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="How findings are printed.")
@click.option("-q", "--quiet", is_flag=True, help="Print findings only.")
def verify(source: Path, config: str, now: str, before: Path | None, form: str, *, quiet: bool) -> int:
    """Say whether every URL that readers were given still answers, and writes nothing; for a pull request."""
    from sitegen import pipeline
    from sitegen.urls import keeping

    options = pipeline.Options(source, config)
    try:
        kept = keeping.verify(options, now_of(now, options), before)
    except pipeline.Unusable as wrong:
        return unusable(wrong, source, Style(form))
    printing.findings(kept.findings, source, Style(form))
    if not quiet and not kept.has_errors:
        click.echo(f"every address answers; {_lines(kept)} to enter after the merge" if kept.lines else "every address answers", err=True)
    return 1 if kept.has_errors else 0


def _lines(kept: Kept) -> str:
    return f"{kept.lines} line{'' if kept.lines == 1 else 's'}"


@click.command()
@click.argument("old")
@click.argument("new")
@_folder
@_NOW
@click.option("-n", "--dry-run", is_flag=True, help="Say what would be done.")
def mv(old: str, new: str, source: Path, config: str, now: str, *, dry_run: bool) -> int:
    """Move or rename an article, OLD to NEW: its address redirects, whatever refers to it is rewritten."""
    from sitegen import pipeline
    from sitegen.core.rules import find
    from sitegen.urls import carrying, moving

    options = pipeline.Options(source, config)
    try:
        move = moving.plan(options, old, new, now_of(now, options))
        if not dry_run:
            carrying.carry_out(options, move)
    except pipeline.Unusable as wrong:
        return unusable(wrong, source, Style())
    except carrying.Refused as refused:
        printing.findings([find(one, checking=False, strict=False, severities={}) for one in refused.diagnostics], source, Style())
        click.echo(f"sitegen: {refused}", err=True)
        return 2
    _show(move)
    return 0


def _show(move: Move) -> None:
    for old, new in move.files:
        click.echo(f"{old} → {new}")
    for old, new in move.redirects:
        click.echo(f"redirect {old} → {new}")
    for path, change in move.changes:
        click.echo(f"{path}:{change.span.line}: {change.old} → {change.new}")
    for path, change in move.left:
        click.echo(f"{path}:{change.span.line}: mend by hand: this should lead to {change.new}", err=True)
