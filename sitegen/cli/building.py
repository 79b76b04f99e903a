"""``sitegen build``, and what ``check`` and ``serve`` share with it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import gc
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sitegen.cli import printing
from sitegen.cli.printing import Style

if TYPE_CHECKING:
    from sitegen.core.release import NextChange
    from sitegen.pipeline import Options, Report

__all__ = ["FOLDER", "at_rest", "build", "now_of", "options_of", "reported", "seconds_until", "shared", "style_of", "unusable"]

_YOUNG = 10_000
"""So many new objects are looked through for cycles at a time, while a site is built."""
Show = Callable[["Report", Path, Style, float], None]

FOLDER = (
    click.option("-s", "--source", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="The publication's folder."),
    click.option("-c", "--config", default="sitegen.toml", help="The settings file, below that folder."),
)


def shared(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options that ``build`` and ``check`` share."""
    for option in reversed((
        *FOLDER,
        click.option("--base-url", default="", help="The address of the front page, instead of the configured one."),
        click.option("--now", default="", help="Press time, ISO 8601, instead of the clock."),
        click.option("-D", "--drafts", is_flag=True, help="Show drafts."),
        click.option("-F", "--future", is_flag=True, help="Show what is embargoed or dated in the future."),
        click.option("-E", "--expired", is_flag=True, help="Show what has expired."),
        click.option("--strict", is_flag=True, help="Take every warning for an error."),
        click.option("-j", "--jobs", type=click.IntRange(0), default=0, help="Processes to read a large archive with; 0: as many as processors."),
        click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="How findings are printed."),
        click.option("-q", "--quiet", is_flag=True, help="Print findings only."),
        click.option("-v", "--verbose", is_flag=True, help="Name every file that was written or deleted."),
        click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colours."),
    )):  # fmt: skip
        function = option(function)
    return function


@click.command()
@shared
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), help="The output folder, instead of the configured one.")
@click.option("--clean", is_flag=True, help="Ignore what earlier builds remember.")
@click.option("--explain", multiple=True, metavar="PATH", help="Say why a page was made again: its path in the output, its address, or its file in content/.")
@click.option("--audit", type=click.IntRange(0), default=0, is_flag=False, flag_value=50, metavar="[N]", help="Render N (50) fresh pages all the same and compare.")
@click.option("--profile", is_flag=True, help="Print what each stage did and how long it took.")
@click.option("--keep-going", is_flag=True, help="Publish in spite of errors in articles: each as it was last published, or left out. The exit code is 1.")
@click.option("--wait", is_flag=True, help="Wait for another build of this publication to end.")
@click.option("--watch", is_flag=True, help="Build again whenever a file changes.")
@click.option("--search", is_flag=True, help="With --watch: make the search index at every build too; without it the last one stays.")
@click.option("--serve", is_flag=True, help="As `sitegen serve` does.")
@click.option("--poll", is_flag=True, help="With --watch: look for changes, where the disk does not tell of them.")
def build(output: Path | None, *, explain: tuple[str, ...], audit: int, profile: bool, clean: bool, keep_going: bool, wait: bool, watch: bool, search: bool, serve: bool, poll: bool, **given: Any) -> int:
    """Build the publication into its output folder."""
    asked = {"output": output.absolute() if output else None, "wait": wait or watch, "clean": clean, "explain": explain, "audit": audit, "keep_going": keep_going, "indexing": search or not watch}
    options = options_of(given, **asked)
    given |= {"profile": profile, "poll": poll}
    if serve:
        context = click.get_current_context()
        shared = {name: given[name] for name in ("source", "config", "drafts", "future", "expired", "now", "jobs", "quiet", "verbose", "color")}
        command = context.find_root().command
        assert isinstance(command, click.Group)
        return int(context.invoke(command.commands["serve"], poll=poll, search=search, **shared))
    return _watch(options, given) if watch else _run(options, given, printing.summary)


def now_of(words: str, options: Options | None) -> dt.datetime:
    """Press time: what ``--now`` says, else the clock's; without a zone it is in the publication's.  Raises a usage error, ``Unusable``."""
    if not words:
        return dt.datetime.now(dt.UTC).replace(microsecond=0)
    with suppress(ValueError):
        at = dt.datetime.fromisoformat(words)
        if at.tzinfo:
            return at
        if options:
            from sitegen import pipeline

            return pipeline.press_time_of(words, pipeline.load(options))
    raise click.BadParameter("use a time such as 2026-11-24T09:30+02:00", param_hint="--now")


def unusable(wrong: Exception, source: Path, style: Style) -> int:
    """Print why a publication can't be used; gives the exit code."""
    from sitegen.core.rules import find

    diagnostics = getattr(wrong, "diagnostics", ())
    printing.findings([find(one, checking=False, strict=False, severities={}) for one in diagnostics], source, style)
    return 2


def style_of(given: dict[str, Any]) -> Style:
    """How this run prints."""
    return Style(given["form"], given["color"], given["quiet"], given["verbose"], given.get("profile", False))


def options_of(given: dict[str, Any], **more: Any) -> Options:
    """What this run was asked for."""
    from sitegen.core.release import Edge
    from sitegen.press.report import Options

    return Options(
        given["source"],
        given["config"],
        base_url=given["base_url"],
        edge=Edge(given["drafts"], given["future"], given["expired"]),
        strict=given["strict"],
        jobs=given["jobs"],
        **more,
    )


def _run(options: Options, given: dict[str, Any], show: Show, **more: Any) -> int:
    return reported(options, given, show, **more)[1]


def reported(options: Options, given: dict[str, Any], show: Show, **more: Any) -> tuple[Report | None, int]:
    """Build, and print what came of it: the report, None where there is none, and the exit code."""
    from sitegen.engine.lock import Busy

    started = time.monotonic()
    style = style_of(given)
    try:
        report, code = _built(options, given, style, **more)
    except Busy as busy:
        click.echo(f"sitegen: {busy}; wait for it with --wait", err=True)
        return None, 4
    if report is None:
        return None, code
    show(report, options.source, style, time.monotonic() - started)
    if options.edge.is_open and options.output is None and not options.checking and not style.is_quiet:
        from sitegen import pipeline

        click.echo(f"a preview, with what readers must not see: {pipeline.output_folder(options, pipeline.load(options))}", err=True)
    return report, 1 if report.has_errors else 0


def _built(options: Options, given: dict[str, Any], style: Style, **more: Any) -> tuple[Report | None, int]:
    """The report; or None and the exit code.  Where nothing at all changed, most of sitegen is not even loaded."""
    census = None
    if "own" not in more:
        from sitegen.press import settled

        report, census = settled.look(options, now_of(given["now"], options))
        if report:
            return report, 0
    from sitegen import pipeline
    from sitegen.engine.writer import OutputRefused

    if gc.get_threshold()[0] > _YOUNG:  # the first build of this process: what is loaded stays, what reading and rendering leave is looked for
        gc.freeze()
        gc.set_threshold(_YOUNG, 20, 20)
    try:
        with printing.progress(style) as progress:
            return pipeline.build(options, now_of(given["now"], options), progress, census=census, **more), 0
    except pipeline.Unusable as wrong:
        return None, unusable(wrong, options.source, style)
    except OutputRefused as refused:
        click.echo(f"sitegen: {refused}", err=True)
        return None, 2


def _watch(options: Options, given: dict[str, Any]) -> int:
    from sitegen import pipeline
    from sitegen.dev.watch import watch

    source = options.source.resolve()
    def again(hints: frozenset[str] | None) -> float | None:
        try:
            report, _ = reported(options, given, printing.summary_of_changes, own=own, hints=hints)
        except OSError as error:  # a full disk passes; the next save tries anew
            click.echo(f"sitegen: {error.filename or ''}: {error.strerror or error}", err=True)
            report = None
        return None if report is None or given["now"] else seconds_until(report.next_change)

    def say(words: str) -> None:
        click.echo(f"sitegen: {words}", err=True)

    with pipeline.memory() as own:
        report, code = reported(options, given, printing.summary, own=own)
        if report is None:
            return code
        at_rest()
        options = dataclasses.replace(options, clean=False)
        output = pipeline.output_folder(options, pipeline.load(options)).resolve()
        click.echo(f"watching {source} (Ctrl-C stops)", err=True)
        watch(source, again, ignore=(output, source / pipeline.STATE), stop=threading.Event(), say=say, poll=given["poll"])
    return 0


def at_rest() -> None:
    """The first build of many is done: what it holds stays, and is no more looked through for cycles; what later ones leave is, soon."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(700, 10, 10)


def seconds_until(change: NextChange) -> float | None:
    """From now until the site changes by itself."""
    times = [at for at in (change.public, change.housekeeping) if at]
    return (min(times) - dt.datetime.now(dt.UTC)).total_seconds() + 1 if times else None
