"""``sitegen serve``: the publication on this machine, built again and shown at every save."""

from __future__ import annotations

import dataclasses
import threading
from pathlib import Path
from typing import Any

import click

from sitegen.cli import printing
from sitegen.cli.building import FOLDER, at_rest, options_of, reported, seconds_until, unusable

__all__ = ["serve"]


@click.command()
@FOLDER[0]
@FOLDER[1]
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help="The port, or the next free one; 0: any.")
@click.option("--host", default="127.0.0.1", help="The address to listen on; another than this machine's own shows drafts to a network.")
@click.option("--open", "is_opened", is_flag=True, help="Open a browser.")
@click.option("--search", is_flag=True, help="Make the search index at every build; without it the search page finds nothing.")
@click.option("--poll", is_flag=True, help="Look for changes, where the disk does not tell of them.")
@click.option("-D", "--drafts", is_flag=True, help="Show drafts.")
@click.option("-F", "--future", is_flag=True, help="Show what is embargoed or dated in the future.")
@click.option("-E", "--expired", is_flag=True, help="Show what has expired.")
@click.option("--now", default="", help="Press time, ISO 8601, instead of the clock.")
@click.option("-j", "--jobs", type=click.IntRange(0), default=0, help="Processes to read and render with; 0: as many as processors.")
@click.option("-q", "--quiet", is_flag=True, help="Print findings only.")
@click.option("-v", "--verbose", is_flag=True, help="Name every file that was written or deleted.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", help="Colours.")
def serve(**given: Any) -> int:
    """Show the publication at an address of this machine, anew at every save."""
    from sitegen import pipeline
    from sitegen.dev.serve import Server, bound
    from sitegen.dev.watch import watch

    given |= {"strict": False, "form": "text", "base_url": ""}
    source: Path = given["source"].resolve()
    options = options_of(given, wait=True, indexing=given["search"])
    try:
        base = pipeline.load(options).base_path
    except pipeline.Unusable as wrong:
        return unusable(wrong, options.source, printing.Style(color=given["color"]))
    folder = source / pipeline.STATE / "serve"
    server = Server(folder, base, bound(given["host"], given["port"]))
    options = dataclasses.replace(options, output=folder, base_url=server.url)

    def again(hints: frozenset[str] | None) -> float | None:
        try:
            report, _ = reported(options, given, printing.summary_of_changes, own=own, hints=hints)
        except OSError as error:  # a full disk passes; the next save tries anew
            click.echo(f"sitegen: {error.filename or ''}: {error.strerror or error}", err=True)
            return None
        if report is not None:
            server.tell(report.findings)
        return None if report is None or given["now"] else seconds_until(report.next_change)

    with pipeline.memory() as own:
        again(None)
        at_rest()
        with server:
            address = f"{server.url}?token={server.token}" if server.token else server.url
            if server.token:
                click.echo("warning: everyone who can reach this address and has the token sees what is not published yet", err=True)
            click.echo(f"serving {address} (Ctrl-C stops)")
            if given["is_opened"]:
                import webbrowser

                webbrowser.open(address)
            watch(source, again, ignore=(source / pipeline.STATE,), stop=threading.Event(), say=lambda words: click.echo(f"sitegen: {words}", err=True), poll=given["poll"])
    return 0
