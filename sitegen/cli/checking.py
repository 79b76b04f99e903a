"""``sitegen check``: everything read as ``build`` does and proofread, nothing written; with ``--fix`` the sources mended."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sitegen.cli import printing
from sitegen.cli.building import now_of, options_of, reported, shared
from sitegen.core.choice import Choice, UnknownCode, codes

if TYPE_CHECKING:
    from sitegen.cli.printing import Style
    from sitegen.core.proofs import Mend
    from sitegen.pipeline import Options, Report

__all__ = ["check"]

_ROUNDS = 5
"""A change may bring another to light: a letter mended makes a word of house style."""


def _codes(context: click.Context, option: click.Parameter, words: tuple[str, ...]) -> frozenset[str]:
    try:
        return frozenset().union(*map(codes, words))
    except UnknownCode as unknown:
        word, near = unknown.args
        meant = f", did you mean '{near}'?" if near else ""
        raise click.BadParameter(f"'{word}' is no diagnostic code and begins none{meant} (docs/diagnostics.md lists them)", context, option) from None


@click.command()
@shared
@click.option("--select", multiple=True, metavar="CODES", callback=_codes, help="Only these codes, or all that begin so (`text/`); commas between them.")
@click.option("--ignore", multiple=True, metavar="CODES", callback=_codes, help="Not these codes, or none that begin so.")
@click.option("--fix", is_flag=True, help="Mend in the sources what needs no judgement, and say what was changed.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
def check(paths: tuple[Path, ...], *, select: frozenset[str], ignore: frozenset[str], fix: bool, **given: Any) -> int:
    """Read everything as `build` does, proofread it, and say what is wrong in PATHS (everywhere, where none are given)."""
    options = options_of(given, checking=True)
    choice = Choice(select, ignore, tuple(_inside(options.source, path) for path in paths))
    options = dataclasses.replace(options, choice=choice)
    mended = _fixed(options, given) if fix else None

    def show(report: Report, source: Path, style: Style, seconds: float) -> None:
        printing.mended(mended or (), style)
        printing.findings(report.findings, source, style, mended)
        if style.form != "json" and not style.is_quiet:
            click.echo(f"{report.articles} articles, {len(report.findings)} findings in {seconds:.1f} s", err=True)

    return reported(options, given, show)[1]


def _inside(source: Path, path: Path) -> str:
    """A path as the shell gave it, from the publication's folder.  Raises a usage error."""
    if not os.path.lexists(path):
        raise click.BadParameter(f"there is no {path}", param_hint="PATHS")
    for root, place in ((source.absolute(), path.absolute()), (source.resolve(), path.resolve())):
        found = os.path.relpath(place, root)
        if found != ".." and not found.startswith("../"):
            return found
    raise click.BadParameter(f"{path} is not in the publication", param_hint="PATHS")


def _fixed(options: Options, given: dict[str, Any]) -> list[Mend]:
    """Mend until nothing is left to mend; what was changed."""
    from sitegen import pipeline
    from sitegen.engine.lock import Busy
    from sitegen.engine.writer import OutputRefused

    done: list[Mend] = []
    for _ in range(_ROUNDS):
        try:
            report = pipeline.build(options, now_of(given["now"], options))
            mended = pipeline.mend(options, report)
        except (pipeline.Unusable, OutputRefused, Busy):  # which the check itself will say
            break
        done += mended.done
        for path in mended.refused:
            click.echo(f"sitegen: {path} changed since it was read; it was left as it is", err=True)
        if not mended.done:
            break
    return done
