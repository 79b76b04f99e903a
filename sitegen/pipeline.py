"""The hallway: the only module that knows every room of a build.

    walk -> read -> assemble -> plan -> run -> write

What enters: a folder, settings of this run and press time.  What leaves: a :class:`Report`.
Nothing here prints, exits or reads the clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from sitegen import config as configuration
from sitegen import importing
from sitegen.config import Config
from sitegen.core.diagnostics import Diagnostic, Finding, Severity, Span, by_place
from sitegen.core.model import Article, Prose, Read
from sitegen.core.rules import find
from sitegen.core.site import Media, NextChange, Site
from sitegen.core.task import bytes_digest
from sitegen.core.zones import zone
from sitegen.engine import incremental, writer
from sitegen.files import Gate, built_in_themes
from sitegen.importing import Imported
from sitegen.output import theme as themes
from sitegen.output.images import measure
from sitegen.output.plan import plan
from sitegen.reading.settings import Settings
from sitegen.reading.source import read_source
from sitegen.site.assemble import Edge, assemble
from sitegen.site.checks import check, resolved
from sitegen.site.naming import headline_key
from sitegen.site.queries import Queries
from sitegen.site.slugs import slug

__all__ = ["Options", "Report", "Unusable", "build", "load"]

_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".svg")
_TEXTS = (".md", ".markdown")


class Unusable(Exception):
    """The configuration can't be used (exit 2); ``diagnostics`` say why."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__(diagnostics)
        self.diagnostics = diagnostics


@dataclass(frozen=True, slots=True)
class Options:
    """What one run was asked for. ``source`` is the publication's folder; ``output`` '' takes the configured one."""

    source: Path
    config: str = "sitegen.toml"
    output: str = ""
    base_url: str = ""
    edge: Edge = Edge()
    strict: bool = False
    checking: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: counts, changed output paths, findings (errors first met stop it before writing)."""

    articles: int = 0
    total: int = 0
    rendered: int = 0
    reused: int = 0
    written: int = 0
    deleted: int = 0
    changed: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    next_change: NextChange = field(default_factory=NextChange)

    @property
    def has_errors(self) -> bool:
        return any(finding.severity is Severity.ERROR for finding in self.findings)


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
        raise Unusable(*problems)
    return config


def build(options: Options, press_time: dt.datetime) -> Report:
    """Read, assemble, render and, unless checking or in error, write.  Raises :class:`Unusable`, OSError."""
    config = load(options)
    gate = Gate(
        options.source, tuple(config.symlinks), text_bytes=config.limits.text_bytes,
        picture_bytes=config.limits.picture_bytes,
    )
    problems: list[Diagnostic] = []
    content, found = gate.walk("content")
    static, more = gate.walk("static")
    problems += [*found, *more]
    reads = [_read(gate, path, config) for path in content if path.endswith(_TEXTS) or path == "content/terms.toml"]
    problems += [diagnostic for read in reads for diagnostic in read.diagnostics]
    media = frozenset(path for path in (*content, *static) if path.lower().endswith(_PICTURES))
    site, found = assemble(reads, config, press_time, media, options.edge)
    prose = {read.path: read.prose for read in reads if read.prose}
    queries = Queries(site, config)
    problems += [*found, *check(site, queries, prose)]
    try:
        theme = themes.read(config.theme, lambda name: _theme_files(options.source, config, name))
    except themes.ThemeError as error:
        raise Unusable(*error.diagnostics) from None
    desk = _Answers(gate, config, site, theme, queries, prose)
    files: dict[str, bytes] = {}
    ranks: dict[str, int] = {}
    if not _has_errors(problems, options, config):
        try:
            tasks = tuple(plan(site, config, theme, desk.ask))
        except themes.ThemeError as error:
            problems += error.diagnostics
            tasks = ()
        for outcome in incremental.run(tasks, desk.ask):
            if isinstance(outcome, incremental.Failed):
                problems += outcome.diagnostics
            elif isinstance(outcome, incremental.Built):
                files[outcome.path], ranks[outcome.path] = outcome.data, int(outcome.rank)
        for path, data in (*desk.published.items(), *_static(gate, static, problems)):
            if path in files and files[path] != data:
                problems.append(Diagnostic.at(Span(f"static/{path}"), "permalink/collision", path=f"/{path}"))
            files[path], ranks[path] = data, 0
        problems += desk.problems
    findings = _findings(problems, options, config)
    articles = sum(1 for card in site.cards.values() if not card.page_kind)
    report = Report(articles, len(files), len(files), findings=findings, next_change=site.next_change)
    if report.has_errors or options.checking:
        return report
    output = options.source / (options.output or config.output)
    done = writer.write(output, files, ranks)
    return Report(
        articles, len(files), len(files), 0, len(done.written), len(done.deleted),
        tuple(sorted((*done.written, *done.deleted))), findings, site.next_change,
    )


def _read(gate: Gate, path: str, config: Config) -> Read:
    source, problems = gate.read_text(path)
    if source is None:
        return Read(path, "", None, None, problems)
    read = read_source(path, source.digest, source.text, Settings.from_config(config))
    return Read(read.path, read.digest, read.value, read.prose, (*problems, *read.diagnostics))


def _has_errors(problems: list[Diagnostic], options: Options, config: Config) -> bool:
    return any(finding.severity is Severity.ERROR for finding in _findings(problems, options, config))


def _findings(problems: list[Diagnostic], options: Options, config: Config) -> tuple[Finding, ...]:
    found = (
        find(problem, checking=options.checking, strict=options.strict, severities=config.desk.severity)
        for problem in by_place(problems)
    )
    return tuple(finding for finding in found if finding.severity is not Severity.OFF)


def _theme_files(source: Path, config: Config, name: str) -> Mapping[str, bytes] | None:
    """A theme's files by path: the publication's own folder, else the one that comes with sitegen."""
    for folder in (source / "themes", built_in_themes()):
        if (folder / name).is_dir():
            gate = Gate(folder, text_bytes=config.limits.text_bytes)
            paths, problems = gate.walk(name)
            if problems:
                raise Unusable(*problems)
            files = {path: gate.read_bytes(path) for path in paths}
            return {str(PurePosixPath(path).relative_to(name)): data for path, data in files.items() if isinstance(data, bytes)}
    return None


def _static(gate: Gate, paths: tuple[str, ...], problems: list[Diagnostic]) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for path in paths:
        data = gate.read_bytes(path)
        if isinstance(data, Diagnostic):
            problems.append(data)
        else:
            found.append((path.removeprefix("static/"), data))
    return found


class _Answers:
    """All questions of a build: those of the site, the theme, the bodies and the pictures."""

    def __init__(
        self, gate: Gate, config: Config, site: Site, theme: themes.Theme, queries: Queries, prose: Mapping[str, Prose]
    ) -> None:
        self._gate, self._config, self._site, self._theme, self._prose = gate, config, site, theme, prose
        self._media: dict[str, Media | None] = {}
        self.published: dict[str, bytes] = {}
        self.problems: list[Diagnostic] = []
        self._known: dict[str, Callable[..., Any]] = {
            **queries.questions(), "prose": self.prose, "text": self.text, "asset": self.asset, "media": self.media,
        }

    def ask(self, question: str, *arguments: Any) -> Any:
        """The answer to a question."""
        return self._known[question](*arguments)

    def prose(self, source: str) -> Prose | None:
        """The body of a public article, its pictures resolved."""
        if source not in self._site.cards or source not in self._prose:
            return None
        return resolved(self._prose[source], source, self._site.media)

    def text(self, key: str, language: str) -> str:
        """A string of the theme."""
        return self._theme.text(key, language, self._config.language)

    def asset(self, name: str) -> str:
        """The href of a theme asset."""
        path = self._theme.asset_path(name)
        return self._config.href(path) if path else ""

    def media(self, src: str) -> Media | None:
        """A picture; asking for it publishes it, so that only pictures of visible articles leave."""
        if src not in self._media:
            self._media[src] = self._publish(src) if src in self._site.media else None
        return self._media[src]

    def _publish(self, src: str) -> Media | None:
        data = self._gate.read_bytes(src)
        if isinstance(data, Diagnostic):
            self.problems.append(data)
            return None
        size = measure(data, self._config.limits.picture_pixels)
        if isinstance(size, str):
            self.problems.append(Diagnostic.at(Span(src), "picture/unreadable", reason=size))
            return None
        name = PurePosixPath(src)
        path = f"/media/{name.stem}.{bytes_digest(data)[:10]}{name.suffix.lower()}"
        self.published[path.lstrip("/")] = data
        kind, width, height = size
        return Media(src, path, self._config.href(path), self._config.canonical(path), width, height, len(data), kind)


def press_time_of(text: str, config: Config) -> dt.datetime:
    """``--now`` as an aware datetime; one without a zone is in the publication's.  Raises ValueError."""
    at = dt.datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=zone(config.time_zone))


def import_text(source: Path, file: Path, given: Mapping[str, Any]) -> Imported:
    """The article that a pasted text becomes, not yet written.  Raises :class:`Unusable`."""
    options = Options(source)
    config = load(options)
    read, problems = Gate(file.parent).read_text(file.name)
    if read is None:
        raise Unusable(*problems)
    if given["timezone"] and given["timezone"] not in configuration.zones():
        raise Unusable(Diagnostic.at(Span(file.name), "config/bad-value", key="--timezone", reason="is no IANA time zone"))
    gate = Gate(source, tuple(config.symlinks), text_bytes=config.limits.text_bytes)
    paths, _ = gate.walk("content")
    known = [_read(gate, path, config).value for path in paths if path.endswith(_TEXTS)]
    articles = [value for value in known if isinstance(value, Article)]
    by_headline = {(headline_key(one.headline), one.language): one.source for one in articles}
    by_id = {one.id: one.source for one in articles}

    def existing(path: str) -> str | None:
        found, _ = gate.read_text(path)
        return found.text if found else None

    return importing.import_text(
        file.name, read.text,
        importing.Options(
            languages=tuple(config.languages), zone=zone(given["timezone"] or config.time_zone), language=given["lang"],
            section=given["section"], year=given["year"], day=given["day"].date() if given["day"] else None,
            slug=given["slug"], into=given["into"],
        ),
        slugify=slug, find_headline=lambda title, language: by_headline.get((headline_key(title), language)),
        existing=existing, find_id=by_id.get,
    )


def place(source: Path, imported: Imported) -> bool:
    """Write a new article; False where it stands already.  Never overwrites (mode ``x``)."""
    if imported.outcome is not importing.Outcome.NEW:
        return False
    target = source / imported.path
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("x", encoding="utf-8", newline="\n") as file:
        file.write(imported.text)
    return True
