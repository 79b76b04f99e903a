"""The hallway: the only module that knows every room of a build.

    walk -> read -> assemble -> plan -> run -> write

What enters: a folder, settings of this run and press time.  What leaves: a :class:`Report`.
Nothing here prints, exits or reads the clock.
"""

from __future__ import annotations

import datetime as dt
import os
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from sitegen import config as configuration
from sitegen.answers import PUBLISHED, Answers
from sitegen.config import Config
from sitegen.core import diagnostics, model, record, toml
from sitegen.core.diagnostics import Diagnostic, Finding, Severity, Span, by_place
from sitegen.core.model import Prose, Read
from sitegen.core.rules import find
from sitegen.core.site import NextChange, Site
from sitegen.core.task import Digest, bytes_digest, digest
from sitegen.core.zones import zone
from sitegen.engine import incremental, workers, writer
from sitegen.engine import store as stores
from sitegen.engine.incremental import Trace
from sitegen.engine.store import Store
from sitegen.files import Gate, built_in_themes, toolchain
from sitegen.output import theme as themes
from sitegen.output.plan import plan
from sitegen.reading.settings import Settings
from sitegen.reading.source import read_source
from sitegen.site.assemble import Edge, assemble
from sitegen.site.checks import check
from sitegen.site.permalinks import outputs
from sitegen.site.queries import Queries

__all__ = ["STATE", "Edition", "Options", "Progress", "Report", "Unusable", "build", "edit", "load", "opened", "output_folder", "press_time_of", "read"]

STATE = ".sitegen"
"""The folder beside sitegen.toml for the lock and for what builds remember."""

Progress = Callable[[str, int, int], None]
"""Told of a stage (reading, rendering), how much of it is done, and of how much."""

_TEXTS = (".md", ".markdown")
_HOSTS = ("_headers", "_redirects")
"""Files for a host to which static/ may add: its lines stand before ours."""
_STORE = "store.sqlite"
_KINDS = record.kinds((model, diagnostics))
_MANY = 400
"""Fewer files than this are read faster here than by processes that must start first."""


class Unusable(Exception):
    """The configuration can't be used (exit 2); ``diagnostics`` say why."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__(diagnostics)
        self.diagnostics = diagnostics


@dataclass(frozen=True, slots=True)
class Options:
    """What one run was asked for. ``source`` is the publication's folder; ``output`` None takes the configured one.

    ``jobs``: processes that read.  ``wait``: for another build of the same publication to end.
    ``clean``: as if nothing had been built before.
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


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: counts, changed output paths, findings (errors first met stop it before writing).

    ``doubt`` says why what earlier builds remembered was thrown away, '' where it was not.
    """

    articles: int = 0
    total: int = 0
    rendered: int = 0
    reused: int = 0
    written: int = 0
    deleted: int = 0
    changed: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    next_change: NextChange = field(default_factory=NextChange)
    doubt: str = ""

    @property
    def has_errors(self) -> bool:
        return any(finding.severity is Severity.ERROR for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Edition:
    """A publication read and put together at one press time: the site, its bodies, and what was found on the way."""

    config: Config
    gate: Gate
    reads: tuple[Read, ...]
    site: Site
    queries: Queries
    prose: Mapping[str, Prose]
    static: tuple[str, ...]
    problems: tuple[Diagnostic, ...]


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


def edit(
    options: Options, press_time: dt.datetime, progress: Progress = lambda *_: None, kept: Store | None = None
) -> Edition:
    """Read everything and put it together; no page is rendered, nothing written.  Raises :class:`Unusable`, OSError."""
    config, gate = opened(options)
    content, found = gate.walk("content")
    static, more = gate.walk("static")
    reads = read(gate, content, config, options.jobs, progress, kept)
    problems = [*found, *more, *(diagnostic for one in reads for diagnostic in one.diagnostics)]
    media = frozenset((*(path for path in content if path.lower().endswith(PUBLISHED)), *static))
    site, found = assemble(reads, config, press_time, media, options.edge)
    queries = Queries(site, config)
    prose = {one.path: one.prose for one in reads if one.prose}
    problems += [*found, *check(site, queries, prose)]
    return Edition(config, gate, reads, site, queries, prose, static, tuple(problems))


def build(options: Options, press_time: dt.datetime, progress: Progress = lambda *_: None) -> Report:
    """Read, assemble, render and, unless checking or in error, write.

    Only one build of a publication writes at a time.  Raises :class:`Unusable`, ``writer.Busy``, ``writer.OutputRefused``, OSError.
    """
    if options.checking:
        return _built(options, press_time, progress)
    load(options)  # a folder that is no publication gets no state folder
    state = options.source / STATE
    with writer.lock(state, wait=options.wait):
        if options.clean:
            stores.remove(state / _STORE)
        doubt = ""
        for _ in range(2):
            try:
                with stores.opened(state / _STORE, toolchain()) as kept:
                    return replace(_built(options, press_time, progress, kept), doubt=doubt or kept.doubt)
            except stores.Doubtful as error:  # never the only copy of anything: begin anew
                doubt = str(error)
                stores.remove(state / _STORE)
        return replace(_built(options, press_time, progress), doubt=doubt)


def _built(options: Options, press_time: dt.datetime, progress: Progress, kept: Store | None = None) -> Report:
    edition = edit(options, press_time, progress, kept)
    config, site, problems = edition.config, edition.site, list(edition.problems)
    try:
        theme = themes.read(config.theme, partial(_theme_files, edition.gate))
    except themes.ThemeError as error:
        raise Unusable(*(_with_line(one, options) for one in error.diagnostics)) from None
    desk = Answers(edition.gate, config, site, edition.queries, edition.prose, theme)
    output = output_folder(options, config)
    files: dict[str, bytes] = {}
    ranks: dict[str, int] = {}
    traces: dict[str, Trace] = {}
    reused: list[str] = []
    rendered = 0
    if not _has_errors(problems, options, config):
        static = {unicodedata.normalize("NFC", path.removeprefix("static/")): path for path in edition.static}
        try:
            tasks = tuple(plan(site, config, theme, desk.ask))
            problems += outputs(site, ((t.path, bool(t.sources)) for t in tasks if t.path not in _HOSTS), static)
        except themes.ThemeError as error:
            problems += error.diagnostics
        if _has_errors(problems, options, config):
            tasks = ()
        for done, outcome in enumerate(incremental.run(tasks, desk.ask, _standing(kept, output)), 1):
            progress("rendering", done, len(tasks))
            if isinstance(outcome, incremental.Failed):
                problems += outcome.diagnostics
                continue
            traces[outcome.path] = outcome.trace
            if isinstance(outcome, incremental.Built):
                files[outcome.path], ranks[outcome.path] = outcome.data, int(outcome.rank)
                rendered += 1
            else:
                reused.append(outcome.path)
        for path, data in (*desk.published.items(), *_static(edition.gate, static, problems)):
            files[path] = data if path not in _HOSTS else data.rstrip() + b"\n" + files.get(path, b"")
            ranks[path] = 0
        problems += [*desk.problems, *desk.narrow()]
    findings = _findings(problems, options, config)
    articles = sum(1 for card in site.cards.values() if not card.page_kind)
    report = Report(
        articles, len(files) + len(reused), rendered, len(reused), findings=findings, next_change=site.next_change
    )
    if report.has_errors or options.checking:
        return report
    wrote = writer.write(output, files, ranks, kept=reused)
    if kept:
        kept.keep(_name(output), traces)
    changed = tuple(sorted((*wrote.written, *wrote.deleted)))
    return replace(report, written=len(wrote.written), deleted=len(wrote.deleted), changed=changed)


def _standing(kept: Store | None, output: Path) -> Mapping[str, Trace]:
    """The traces of the outputs that are on disk with the very bytes that were recorded."""
    if kept is None:
        return {}
    standing = writer.standing(output)
    return {path: trace for path, trace in kept.traces(_name(output)).items() if standing.get(path) == trace.output_digest}


def _name(output: Path) -> str:
    """An output folder's name in the store, which holds no path of the machine."""
    return bytes_digest(os.fsencode(output.resolve()))


def output_folder(options: Options, config: Config) -> Path:
    """Where the site goes: the folder this run was given, else the configured one below the publication's."""
    return options.output or options.source / config.output


def read(
    gate: Gate, paths: tuple[str, ...], config: Config, jobs: int = 1, progress: Progress = lambda *_: None, kept: Store | None = None
) -> tuple[Read, ...]:
    """What every text of content/ means, in the order of the paths; large archives by several processes.

    What ``kept`` remembers of the same bytes at the same path under the same settings is not read anew.
    """
    texts = [path for path in paths if path.endswith(_TEXTS) or path == "content/terms.toml"]
    known = _remembered(gate, texts, config, kept)
    missing = [path for path in texts if path not in known]
    with workers.executor(jobs if len(missing) >= _MANY else 1) as executor:
        for one in executor.map(partial(_read, gate, config), missing, chunksize=32):
            known[one.path] = one
            progress("reading", len(known), len(texts))
            if kept and one.digest:
                kept.remember(_key(one.path, one.digest, config), record.dump(one))
    return tuple(known[path] for path in texts)


def _remembered(gate: Gate, texts: list[str], config: Config, kept: Store | None) -> dict[str, Read]:
    found: dict[str, Read] = {}
    for path in texts if kept and not config.markdown_extensions else ():  # of others' extensions no digest is known
        data = gate.read_bytes(path)
        text = kept.memo(_key(path, bytes_digest(data), config)) if kept and isinstance(data, bytes) else None
        if text is not None:
            try:
                found[path] = record.load(text, _KINDS)
            except ValueError as error:
                raise stores.Doubtful(str(error)) from error
    return found


def _key(path: str, source: Digest, config: Config) -> Digest:
    return digest((path, source, Settings.from_config(config)))


def _read(gate: Gate, config: Config, path: str) -> Read:
    source, problems = gate.read_text(path)
    if source is None:
        return Read(path, "", None, None, problems)
    made = read_source(path, source.digest, source.text, Settings.from_config(config))
    return replace(made, diagnostics=(*problems, *made.diagnostics))


def _has_errors(problems: list[Diagnostic], options: Options, config: Config) -> bool:
    return any(finding.severity is Severity.ERROR for finding in _findings(problems, options, config))


def _findings(problems: list[Diagnostic], options: Options, config: Config) -> tuple[Finding, ...]:
    found = (
        find(problem, checking=options.checking, strict=options.strict, severities=config.desk.severity)
        for problem in by_place(problems)
    )
    return tuple(finding for finding in found if finding.severity is not Severity.OFF)


def _theme_files(gate: Gate, name: str) -> Mapping[str, bytes] | None:
    """A theme's files by path: the publication's own folder, else the one that comes with sitegen."""
    folder = f"themes/{name}"
    for theme in (gate, replace(gate, root=built_in_themes().parent)):
        if (theme.root / folder).is_dir():
            paths, problems = theme.walk(folder)
            read = {path.removeprefix(f"{folder}/"): theme.read_bytes(path) for path in paths}
            problems += tuple(data for data in read.values() if isinstance(data, Diagnostic))
            if problems:
                raise Unusable(*problems)
            return {path: data for path, data in read.items() if isinstance(data, bytes)}
    return None


def _with_line(diagnostic: Diagnostic, options: Options) -> Diagnostic:
    """A finding about the setting ``theme`` with the line where it stands."""
    if diagnostic.span.path != "sitegen.toml":
        return diagnostic
    source, _ = Gate(options.source).read_text(options.config)
    place = toml.loads(source.text).place(("theme",)) if source else (0, 0)
    return replace(diagnostic, span=Span(options.config, *place))


def _static(gate: Gate, static: Mapping[str, str], problems: list[Diagnostic]) -> list[tuple[str, bytes]]:
    """The files of static/ by output path; those that can't be read go to ``problems``."""
    found: list[tuple[str, bytes]] = []
    for path, source in static.items():
        data = gate.read_bytes(source)
        if isinstance(data, Diagnostic):
            problems.append(data)
        else:
            found.append((path, data))
    return found


def press_time_of(text: str, config: Config) -> dt.datetime:
    """``--now`` as an aware datetime; one without a zone is in the publication's.  Raises ValueError."""
    at = dt.datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=zone(config.time_zone))
