"""Words in, exit code out: the only module that prints, exits and reads the clock.

Exit codes: 0 fine, 1 content errors, 2 wrong usage or configuration, 3 environment
(disk, permission), 4 another build runs, 130 interrupted.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sitegen import __version__
from sitegen.core.diagnostics import Finding, Severity, draw, github

if TYPE_CHECKING:
    from sitegen.pipeline import Options, Report

__all__ = ["main"]

_SHOWN = 100


def main(arguments: Sequence[str] | None = None) -> None:
    """The command ``sitegen``."""
    try:
        code = commands.main(args=None if arguments is None else list(arguments), prog_name="sitegen", standalone_mode=False)
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.ClickException as wrong:
        wrong.show()
        code = 2
    except (click.Abort, KeyboardInterrupt):
        code = 130
    sys.exit(code if isinstance(code, int) else 0)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "--version", prog_name="sitegen")
def commands() -> None:
    """A static site generator made for news publications."""


def _shared(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options that `build` and `check` share."""
    for option in reversed((
        click.option("-s", "--source", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="The publication's folder."),
        click.option("-c", "--config", default="sitegen.toml", help="The settings file, below the folder."),
        click.option("--base-url", default="", help="The address of the front page, instead of the configured one."),
        click.option("--now", default="", help="Press time, ISO 8601, instead of the clock."),
        click.option("-D", "--drafts", is_flag=True, help="Show drafts."),
        click.option("-F", "--future", is_flag=True, help="Show what is embargoed or dated in the future."),
        click.option("-E", "--expired", is_flag=True, help="Show what has expired."),
        click.option("--strict", is_flag=True, help="Take every warning for an error."),
        click.option("--format", "form", type=click.Choice(["text", "json", "github"]), default="text", help="How findings are printed."),
        click.option("-q", "--quiet", is_flag=True, help="Print findings only."),
        click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colours."),
    )):
        function = option(function)
    return function


@commands.command()
@_shared
@click.option("-o", "--output", default="", help="The output folder, instead of the configured one.")
@click.option("--watch", is_flag=True, help="Build again whenever a file changes.")
def build(output: str, *, watch: bool, **given: Any) -> int:
    """Build the publication into its output folder."""
    options = _options(given, output=output)
    code = _run(options, given, _print_build)
    if not watch:
        return code
    import threading

    from sitegen.dev.watch import watch as look
    from sitegen.pipeline import load

    out = (options.source / (output or load(options).output)).resolve()
    source = options.source.resolve()
    click.echo(f"watching {source} (Ctrl-C stops)", err=True)
    stop = threading.Event()
    try:
        look((source,), lambda: _ignore(_run(options, given, _print_build)), ignore=(out, source / ".sitegen", source / ".git"), stop=stop)
    except KeyboardInterrupt:
        stop.set()
        return 130
    return 0


@commands.command()
@_shared
def check(**given: Any) -> int:
    """Read everything as `build` does and say what is wrong, without writing."""
    return _run(_options(given, checking=True), given, _print_check)


@commands.command()
@click.argument("what", type=click.Choice(["front-matter", "config"]))
def schema(what: str) -> int:
    """Print the JSON Schema of front matter or of sitegen.toml."""
    if what == "config":
        from sitegen import config

        made = config.schema()
    else:
        from sitegen.reading import article

        made = article.schema()
    click.echo(json.dumps(made, ensure_ascii=False, indent=2))
    return 0


@commands.group(name="import")
def import_() -> None:
    """Turn outside documents into Markdown articles."""


@import_.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("-s", "--source", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="The publication's folder.")
@click.option("--lang", default="", help="The text's language; told by its letters where absent.")
@click.option("--section", default="", help="The section it goes to.")
@click.option("--year", type=int, help="The year, where the text's time has none.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="What “today” means.")
@click.option("--timezone", default="", help="The zone of its time, instead of the publication's.")
@click.option("--slug", default="", help="The last part of the path, instead of one from the headline.")
@click.option("--into", default="content", help="The folder for the article.")
@click.option("--dry-run", is_flag=True, help="Show what would be written.")
def text(files: tuple[Path, ...], source: Path, *, dry_run: bool, **given: Any) -> int:
    """Turn pasted plain-text articles into Markdown files; never overwrites one."""
    from sitegen import pipeline
    from sitegen.core.rules import find

    code = 0
    for file in files:
        try:
            imported = pipeline.import_text(source, file, given)
        except pipeline.Unusable as wrong:
            imported, problems = None, wrong.diagnostics
        else:
            problems = imported.diagnostics
        findings = [find(one, checking=False, strict=False, severities={}) for one in problems]
        _print_findings(findings, file.parent, {"form": "text", "color": "auto"})
        if imported is None or any(finding.severity is Severity.ERROR for finding in findings):
            code = 1
            continue
        click.echo("\n".join(imported.report), err=True)
        if dry_run:
            click.echo(imported.text)
        elif pipeline.place(source, imported):
            click.echo(imported.path)
    return code


def _ignore(_: int) -> None:
    """A watched build's exit code: the next save decides anew."""


def _options(given: dict[str, Any], *, output: str = "", checking: bool = False) -> Options:
    from sitegen.pipeline import Options
    from sitegen.site.visibility import Edge

    return Options(
        given["source"], given["config"], output, given["base_url"],
        Edge(given["drafts"], given["future"], given["expired"]), given["strict"], checking,
    )


def _run(options: Options, given: dict[str, Any], show: Callable[[Report, Options, dict[str, Any], float], None]) -> int:
    from sitegen import pipeline
    from sitegen.core.rules import find
    from sitegen.engine.writer import OutputRefused

    started = time.monotonic()
    try:
        config = pipeline.load(options)
        now = pipeline.press_time_of(given["now"], config) if given["now"] else dt.datetime.now(dt.UTC).replace(microsecond=0)
        report = pipeline.build(options, now)
    except pipeline.Unusable as wrong:
        findings = [find(one, checking=False, strict=False, severities={}) for one in wrong.diagnostics]
        _print_findings(findings, options.source, given)
        return 2
    except OutputRefused as refused:
        click.echo(f"sitegen: {refused}", err=True)
        return 2
    except ValueError as wrong:
        click.echo(f"sitegen: --now {given['now']}: {wrong}; use a time such as 2026-11-24T09:30+02:00", err=True)
        return 2
    except OSError as error:
        click.echo(f"sitegen: {error.filename or ''}: {error.strerror}", err=True)
        return 3
    show(report, options, given, time.monotonic() - started)
    return 1 if report.has_errors else 0


def _print_build(report: Report, options: Options, given: dict[str, Any], seconds: float) -> None:
    if given["form"] == "json":
        times = report.next_change
        data = {
            "articles": report.articles,
            "outputs": {
                "total": report.total, "rendered": report.rendered, "reused": report.reused,
                "written": report.written, "deleted": report.deleted,
            },
            "changed": list(report.changed),
            "diagnostics": [_json(finding) for finding in report.findings],
            "next_change_at": {
                "public": times.public.isoformat() if times.public else None,
                "housekeeping": times.housekeeping.isoformat() if times.housekeeping else None,
            },
            "seconds": round(seconds, 3),
        }
        click.echo(json.dumps(data, ensure_ascii=False))
        return
    _print_findings(report.findings, options.source, given)
    if not given["quiet"]:
        state = "nothing was written" if report.has_errors else f"{report.written} written, {report.deleted} deleted"
        click.echo(f"{report.articles} articles, {report.total} files: {state} in {seconds:.1f} s", err=True)


def _print_check(report: Report, options: Options, given: dict[str, Any], seconds: float) -> None:
    if given["form"] == "json":
        click.echo(json.dumps({"diagnostics": [_json(finding) for finding in report.findings]}, ensure_ascii=False))
        return
    _print_findings(report.findings, options.source, given)
    if not given["quiet"]:
        click.echo(f"{len(report.findings)} findings in {seconds:.1f} s", err=True)


def _json(finding: Finding) -> dict[str, object]:
    return {
        "path": finding.span.path, "line": finding.span.line, "column": finding.span.column,
        "severity": str(finding.severity), "code": finding.code, "message": finding.message, "hint": finding.hint,
    }


def _print_findings(findings: Iterable[Finding], source: Path, given: dict[str, Any]) -> None:
    findings = tuple(findings)
    if given["form"] == "json":
        click.echo(json.dumps({"diagnostics": [_json(finding) for finding in findings]}, ensure_ascii=False))
        return
    if given["form"] == "github":
        for finding in findings:
            click.echo(github(finding))
        return
    lines: dict[str, list[str]] = {}

    def line_of(path: str, number: int) -> str | None:
        if path not in lines:
            from sitegen.files import Gate, built_in_themes

            root = source if (source / path).exists() or not path.startswith("themes/") else built_in_themes().parent
            read, _ = Gate(root).read_text(path)
            lines[path] = read.text.split("\n") if read else []
        return lines[path][number - 1] if 0 < number <= len(lines[path]) else None

    color = {"always": True, "never": False}.get(given["color"])
    if color is None and os.environ.get("NO_COLOR"):
        color = False
    for finding in findings[:_SHOWN]:
        text = draw(finding, line_of)
        tint = "red" if finding.severity is Severity.ERROR else "yellow"
        text = text.replace(f": {finding.severity}: ", ": " + click.style(f"{finding.severity}", fg=tint, bold=True) + ": ", 1)
        click.echo(text, err=True, color=color)
    if len(findings) > _SHOWN:
        click.echo(f"… and {len(findings) - _SHOWN} more", err=True)
