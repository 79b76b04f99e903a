"""What the desk does beside building: begin a publication, an article, bring in a text, list and clean."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from sitegen import __version__
from sitegen.cli import printing
from sitegen.cli.building import FOLDER, now_of, unusable
from sitegen.cli.printing import Style
from sitegen.core.diagnostics import Severity

__all__ = ["clean", "import_", "init", "list_", "new", "schema"]

KINDS = (
    "articles", "scheduled", "drafts", "future", "expiring", "expired", "hidden", "pages", "sections", "tags", "series", "stories", "authors",
    "untranslated", "outdated",
)  # fmt: skip


def _folder(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(FOLDER):
        function = option(function)
    return function


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", default="", help="The publication's name.")
@click.option("--now", default="", help="The moment to date its first article by, ISO 8601 with a zone, instead of the clock's.")
def init(folder: Path, name: str, now: str) -> int:
    """Make a new publication in FOLDER: settings, sections, an article showing each block, pages, CI workflows."""
    from sitegen import scaffold

    try:
        written = scaffold.new_publication(folder, name=name or folder.absolute().name, requirement=_requirement(), now=now_of(now, None))
    except scaffold.ScaffoldError as refused:
        click.echo(f"sitegen: {refused}", err=True)
        return 2
    for path in written:
        click.echo(path)
    click.echo(f"Next: cd {folder} && sitegen build --watch", err=True)
    return 0


@click.group()
def new() -> None:
    """Begin something new."""


@new.command()
@click.argument("headline")
@_folder
@click.option("--lang", default="", help="The language, instead of the publication's first.")
@click.option("--section", default="", help="The section it goes to.")
@click.option("--author", "authors", multiple=True, help="Who signs it; may be given several times.")
@click.option("--now", default="", help="Its date, ISO 8601, instead of the clock's.")
def article(headline: str, source: Path, config: str, now: str, **given: Any) -> int:
    """Begin an article as a draft; prints its path."""
    from sitegen import pipeline, scaffold
    from sitegen.site.slugs import slug

    options = pipeline.Options(source, config)
    try:
        settings = pipeline.load(options)
        path = scaffold.new_article(
            source, settings, headline, language=given["lang"], section=given["section"], authors=given["authors"],
            now=now_of(now, options), slugify=slug,
        )
    except pipeline.Unusable as wrong:
        return unusable(wrong, source, Style())
    except scaffold.ScaffoldError as refused:
        click.echo(f"sitegen: {refused}", err=True)
        return 2
    click.echo(path)
    return 0


@click.command()
@click.argument("what", type=click.Choice(["front-matter", "author", "section", "front", "terms", "config"]))
def schema(what: str) -> int:
    """Print a JSON Schema (2020-12): of the front matter of articles, authors, sections or fronts, of terms.toml, or of sitegen.toml."""
    if what == "config":
        from sitegen import config

        made = config.schema()
    else:
        from sitegen.reading import schema as reading

        made = reading.of_kind(what)
    click.echo(json.dumps(made, ensure_ascii=False, indent=2))
    return 0


@click.command(name="list")
@click.argument("what", type=click.Choice(KINDS), default="articles")
@_folder
@click.option("--lang", default="", help="Only this language; for `untranslated` and `outdated`, that of the missing or older versions.")
@click.option("--now", default="", help="The moment to judge by, ISO 8601, instead of the clock's.")
@click.option("--within", default="", metavar="SPAN", help="Of scheduled and expiring, only what comes within 12h, 7d or 2w.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="Columns, or a JSON array.")
def list_(what: str, source: Path, config: str, lang: str, now: str, within: str, form: str) -> int:
    """List what the publication holds.

    WHAT is articles (the public ones), scheduled (what goes live, the next first), expiring (what goes away by itself, the next
    first), drafts, future, expired, tags …  `untranslated`: articles of the first language without a version in that of `--lang`;
    `outdated`: versions whose original changed after them.  Times are in the publication's zone.
    """
    from sitegen import desk, pipeline

    options = pipeline.Options(source, config)
    try:
        rows = desk.rows(options, what, now_of(now, options), lang, within=_span(within, what))
    except pipeline.Unusable as wrong:
        return unusable(wrong, source, Style(form))
    if form == "json":
        click.echo(json.dumps([dataclasses.asdict(row) for row in rows], ensure_ascii=False))
        return 0
    for row in rows:
        first = row.at[:16].replace("T", " ") if row.at else str(row.count or "")
        name = row.name.replace("\u00a0", " ")
        more = (row.section, row.original, row.changed[:16].replace("T", " ")) if what in desk.TRANSLATIONS else ()
        click.echo("\t".join((first, row.language, row.source, row.path, name, *filter(None, more))).replace("\n", " "))
    return 0


def _span(words: str, what: str) -> dt.timedelta | None:
    """A span such as ``7d``; None where none is given."""
    if not words:
        return None
    found = re.fullmatch(r"([0-9]{1,5})([hdw])", words.strip())
    if not found or what not in {"scheduled", "expiring"}:
        reason = "use a span such as 12h, 7d or 2w" if not found else "goes with scheduled and expiring"
        raise click.BadParameter(reason, param_hint="--within")
    return int(found[1]) * {"h": dt.timedelta(hours=1), "d": dt.timedelta(days=1), "w": dt.timedelta(weeks=1)}[found[2]]


@click.command()
@_folder
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), help="The output folder, instead of the configured one.")
@click.option("-n", "--dry-run", is_flag=True, help="Say what would go.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing.")
def clean(source: Path, config: str, output: Path | None, *, dry_run: bool, quiet: bool) -> int:
    """Remove what builds made: our files in the output folder, and .sitegen/.  Nothing else is touched."""
    from sitegen import desk, pipeline
    from sitegen.engine.lock import Busy
    from sitegen.engine.writer import OutputRefused

    options = pipeline.Options(source, config, output.absolute() if output else None)
    try:
        gone = desk.clean(options, dry_run=dry_run)
    except pipeline.Unusable as wrong:
        return unusable(wrong, source, Style())
    except OutputRefused as refused:
        click.echo(f"sitegen: {refused}", err=True)
        return 2
    except Busy as busy:
        click.echo(f"sitegen: {busy}", err=True)
        return 4
    if not quiet:
        for path in gone:
            click.echo(path)
    return 0


@click.group(name="import")
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
@click.option("--translation-of", default="", metavar="REF", help="The article it translates: its file, id, slug or headline.")
@click.option("--slug", default="", help="The last part of the path, instead of one from the headline.")
@click.option("--into", default="content", help="The folder for the article.")
@click.option("--dry-run", is_flag=True, help="Show what would be written.")
def text(files: tuple[Path, ...], source: Path, *, dry_run: bool, **given: Any) -> int:
    """Turn pasted plain-text articles into Markdown files; never overwrites one."""
    from sitegen import desk, pipeline
    from sitegen.core.rules import find

    code = 0
    for file in files:
        try:
            imported = desk.import_text(source, file, given)
        except pipeline.Unusable as wrong:
            unusable(wrong, file.parent, Style())
            code = 1
            continue
        findings = [find(one, checking=False, strict=False, severities={}) for one in imported.diagnostics]
        printing.findings(findings, file.parent, Style())
        if any(finding.severity is Severity.ERROR for finding in findings):
            code = 1
            continue
        click.echo("\n".join(imported.report), err=True)
        if dry_run:
            click.echo(imported.text)
        elif desk.place(source, imported):
            click.echo(imported.path)
    return code


def _requirement() -> str:
    """What pip installs to have this very sitegen again: where it came from is recorded beside it (PEP 610)."""
    from importlib import metadata

    try:
        origin = json.loads(metadata.distribution("sitegen").read_text("direct_url.json") or "{}")
    except (metadata.PackageNotFoundError, ValueError):
        origin = {}
    url, version_control = origin.get("url", ""), origin.get("vcs_info", {})
    if version_control:
        return f"sitegen @ {version_control['vcs']}+{url}@{version_control['commit_id']}"
    if url.startswith("https://"):
        return f"sitegen @ {url}"
    return f"sitegen=={__version__}  # or where your newsroom keeps it: sitegen @ https://…/sitegen-{__version__}-py3-none-any.whl"
