"""The hallway: the only module that knows every room of a build.

    take in -> assemble -> plan -> make -> write

What enters: a folder, settings of this run and press time.  What leaves: a :class:`Report`.
Nothing here prints, exits or reads the clock.  A build is one function, whatever earlier ones left in its memory: what is
remembered only saves asking, and a doubt about it costs time, never truth.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from sitegen import config as configuration
from sitegen import shelf, tree
from sitegen.answers import PUBLISHED, Answers
from sitegen.config import Config
from sitegen.core import toml
from sitegen.core.diagnostics import Diagnostic, Finding, Severity, Span, by_place
from sitegen.core.model import Prose, Read
from sitegen.core.rules import find
from sitegen.core.site import NextChange, Site
from sitegen.core.task import Digest, Task, bytes_digest, digest
from sitegen.core.zones import zone
from sitegen.engine import store as stores
from sitegen.engine import writer
from sitegen.engine.traces import Standing, Traces
from sitegen.engine.writer import Output
from sitegen.files import Gate, built_in_themes, toolchain
from sitegen.intake import Bodies, Intake, Progress, is_text, take_in, values
from sitegen.making import Stale, make, stale
from sitegen.memory import Memory
from sitegen.output import theme as themes
from sitegen.output.plan import FINDINGS, RUNS, plan
from sitegen.output.theme import Theme
from sitegen.site.assemble import Edge, assemble
from sitegen.site.permalinks import outputs
from sitegen.site.queries import Queries

__all__ = [
    "STATE", "Edition", "Memory", "Options", "Progress", "Report", "Unusable", "build", "edit", "load", "memory", "opened", "output_folder", "press_time_of",
]

STATE = ".sitegen"
"""The folder beside sitegen.toml for the lock and for what builds remember."""

_TRIES = 3


class Unusable(Exception):
    """The configuration can't be used (exit 2); ``diagnostics`` say why."""

    def __init__(self, *diagnostics: Diagnostic) -> None:
        super().__init__(diagnostics)
        self.diagnostics = diagnostics


@dataclass(frozen=True, slots=True)
class Options:
    """What one run was asked for. ``source`` is the publication's folder; ``output`` None takes the configured one.

    ``jobs``: processes that read and render, 0 as many as processors.  ``wait``: for another build of the same publication to end.
    ``clean``: as if nothing had been built before.  ``explain``: outputs or sources whose reasons are wanted.
    ``audit``: how many fresh pages to render all the same, and compare.
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
    explain: tuple[str, ...] = ()
    audit: int = 0


@dataclass(frozen=True, slots=True)
class Stage:
    """What one stage of a build did: how many things, in how many seconds."""

    name: str
    count: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: counts, changed output paths, findings (errors first met stop it before writing).

    ``made``: outputs that were rendered.  ``doubt`` says why what earlier builds remembered was not used, '' where it was.
    ``explained``: (what was asked about, the reason).  ``audited`` pages were rendered for nothing but a comparison;
    those ``differing`` show a fault of sitegen.
    """

    articles: int = 0
    total: int = 0
    rendered: int = 0
    reused: int = 0
    written: int = 0
    deleted: int = 0
    changed: tuple[str, ...] = ()
    made: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    next_change: NextChange = field(default_factory=NextChange)
    doubt: str = ""
    stages: tuple[Stage, ...] = ()
    explained: tuple[tuple[str, str], ...] = ()
    audited: int = 0
    differing: tuple[str, ...] = ()

    @property
    def has_errors(self) -> bool:
        return bool(self.differing) or any(finding.severity is Severity.ERROR for finding in self.findings)


@dataclass(frozen=True, slots=True)
class Edition:
    """A publication read and put together at one press time: the site, its bodies, and what was found on the way."""

    config: Config
    gate: Gate
    reads: tuple[Read, ...]
    site: Site
    queries: Queries
    prose: Mapping[str, Prose]
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


def edit(options: Options, press_time: dt.datetime, *, bodies: bool = False) -> Edition:
    """Read everything and put it together; no page is rendered, nothing written.  Raises :class:`Unusable`, OSError.

    ``bodies``: whether the rendered bodies are wanted too.
    """
    config, gate = opened(options)
    with memory() as own, _held(replace(options, checking=True)) as state:
        _ready(own, state, _name(options, config))
        with stores.guarded():
            intake = take_in(gate, config, own.readings, jobs=options.jobs)
            reads = tuple(values(intake, own.readings))
            found = _bodies(own, intake)
            prose = {path: body for path in intake.files if (body := found.get(path))} if bodies else {}
            found.close()
    site, problems = assemble(reads, config, press_time, _media(intake), options.edge)
    return Edition(config, gate, reads, site, Queries(site, config), prose, (*_intake_problems(intake), *problems))


def _bodies(own: Memory, intake: Intake) -> Bodies:
    return Bodies(own.readings.path, {path: known.key for path, known in intake.files.items() if known.prose})


@contextmanager
def memory() -> Iterator[Memory]:
    """For a process that builds more than once, such as a watch: what it needs not look up again."""
    made = Memory(RUNS)
    try:
        yield made
    finally:
        made.close()


def build(
    options: Options, press_time: dt.datetime, progress: Progress = lambda *_: None, *, own: Memory | None = None, hints: Iterable[str] | None = None
) -> Report:
    """Read, assemble, render and, unless checking or in error, write.

    ``own`` is the memory of this process's builds; with it ``hints`` may name the only paths (files or folders, from the
    publication's) that changed since the last.  Only one build of a publication writes at a time.
    Raises :class:`Unusable`, ``writer.Busy``, ``writer.OutputRefused``, OSError.
    """
    config = load(options)  # a folder that is no publication gets no state folder
    if own is None:
        with memory() as made:
            return build(options, press_time, progress, own=made)
    with _held(options) as state:
        if options.clean:
            own.close()
            for path in state.glob("*.sqlite") if state else ():
                stores.remove(path)
        own.doubt = ""
        for last in range(_TRIES):
            try:
                _ready(own, state, _name(options, config))
                with stores.guarded():
                    return replace(_built(options, press_time, progress, own, hints), doubt=own.doubt)
            except stores.Doubtful as error:  # never the only copy of anything: begin anew
                own.discard(str(error))
            except tree.Changed as error:
                own.undo()
                hints = None
                if last == _TRIES - 1:
                    found = _findings([Diagnostic.at(Span(str(error)), "file/changed")], options, config)
                    return Report(findings=found, doubt=own.doubt)
            except BaseException:
                own.close()
                raise
    raise AssertionError("what was just begun anew can't be in doubt")


@contextmanager
def _held(options: Options) -> Iterator[Path | None]:
    """The state folder, locked; None where a check has none to use, or another build has it."""
    state = options.source / STATE
    if not options.checking:
        with writer.lock(state, wait=options.wait):
            yield state
    elif state.is_dir():
        try:
            with writer.lock(state):
                yield state
        except writer.Busy:
            yield None
    else:
        yield None


def _ready(own: Memory, state: Path | None, name: str) -> None:
    try:
        own.ready(state, name, toolchain())
    except OSError as error:  # a memory that can't be kept is done without (FAULTS 79)
        own.close()
        own.doubt = error.strerror or str(error)
        own.ready(None, name, toolchain())


def _built(options: Options, press_time: dt.datetime, progress: Progress, own: Memory, hints: Iterable[str] | None) -> Report:
    clock = _Clock()
    config, gate = opened(options)
    is_hinted = hints is not None and own.is_settled and config == own.config
    before = own.intake if config == own.config else None
    intake = take_in(gate, config, own.readings, jobs=options.jobs, before=before, hints=hints if is_hinted else None, progress=progress)
    own.intake, own.config, own.is_settled = intake, config, False
    for name, count in (("looked at", len(intake.files)), ("opened", intake.opened), ("parsed", intake.parsed)):
        clock.tick(name, count)
    traces, folder = own.traces, output_folder(options, config)
    edition = _edition(options, config, gate, press_time, own, intake)
    desk = edition.desk
    clock.tick("assembled", 0 if edition.is_same else len(desk.site.cards))
    problems = [*_intake_problems(intake), *edition.problems]

    output = None if options.checking else Output(folder)
    on_disk = dict(traces.outputs) if output is None or is_hinted else tree.standing(folder, _written(output, traces))
    facets = {basis for basis, facet in traces.facets.items() if facet.digest != desk.digest_of(basis)}
    standing = {path for path, one in on_disk.items() if path in traces.outputs and traces.outputs[path].digest == one.digest}
    tasks, gone = stale(desk, traces, edition.plan, standing, facets)
    clock.tick("verified", len(edition.plan or ()))
    if _has_errors(problems, options, config):
        tasks = {path: task for path, task in tasks.items() if path.startswith(FINDINGS)}
    digests = {path: one.digest for path, one in on_disk.items()}
    try:
        made = make(desk, tasks, digests, traces, output.staging if output and tasks else None, jobs=options.jobs, progress=progress)
        traces.drop(gone)
        clock.tick("rendered", len(made.outputs))
        problems += [*made.failures, *traces.findings(), *tree.unreadable(desk, intake, traces)]
        report = Report(
            edition.articles, rendered=len(made.outputs), made=tuple(sorted(made.outputs)), findings=_findings(problems, options, config),
            next_change=desk.site.next_change, explained=tuple(_explained(options.explain, desk, traces, tasks)),
        )
        if options.audit:
            report = _audited(report, options.audit, desk, traces, tasks)
        if output is None or report.has_errors:
            _undone(own, output)
            return replace(report, stages=clock.stages())
        wanted = tree.copies(desk, intake, traces)
        staged = made.staged | tree.stage_copies(gate, desk, wanted, digests, output)
    except BaseException:
        _undone(own, output)
        raise
    pages = edition.plan if edition.plan is not None else (path for path, one in traces.outputs.items() if not one.source)
    whole = {*wanted, *(path for path in pages if not path.startswith(FINDINGS))}
    wrote = output.publish(staged, whole - staged.keys())
    clock.tick("written", len(wrote.written))
    outputs_now = {
        path: Standing(staged[path].digest, None, source) if path in staged else replace(on_disk[path], source=source)
        for path in whole for source in (wanted[path].source if path in wanted else "",)
    }
    unsure = {path: one for path, one in outputs_now.items() if one.state is None or one != traces.outputs.get(path)}
    if edition.plan is not None or tasks or gone or facets or unsure or len(outputs_now) != len(traces.outputs):
        edition.keep(traces)
        traces.finish(outputs_now | tree.placed(folder, own.readings.path.with_name("clock"), unsure), desk.digest_of)
    own.desk, own.is_settled = desk, True
    clock.tick("remembered", len(unsure))
    total, rendered = len(whole), report.rendered
    return replace(
        report, total=total, reused=total - len(wanted) - rendered, written=len(wrote.written), deleted=len(wrote.deleted),
        changed=tuple(sorted((*wrote.written, *wrote.deleted))), stages=clock.stages(),
    )


def _undone(own: Memory, output: Output | None) -> None:
    """The build was not published."""
    if output:
        output.discard()
    own.undo()


def _written(output: Output, traces: Traces) -> dict[str, Standing]:
    """All that should stand in the output: what the traces know of it, and what its manifest alone does."""
    return {path: Standing(found, None) for path, found in output.before.items()} | dict(traces.outputs)


@dataclass(frozen=True, slots=True)
class _Laid:
    """The site and what is to be made of it.  ``plan`` None: the tasks are those of the last build."""

    desk: Answers
    plan: Mapping[str, Task] | None
    is_same: bool
    articles: int
    problems: tuple[Diagnostic, ...]
    key: Digest
    since: dt.datetime

    def keep(self, traces: Traces) -> None:
        """Remember the site and the plan."""
        if self.plan is None:
            return
        if not self.is_same:
            shelf.save(traces.store, self.desk.site)
        change = self.desk.site.next_change
        until = min((at for at in (change.public, change.housekeeping) if at), default=None)
        traces.say("edition", (self.key, self.desk.theme.id, self.since, until, self.articles, self.problems))
        traces.say("bases", {basis: self.desk.digest_of(basis) for basis in ("site", "theme")})


def _edition(options: Options, config: Config, gate: Gate, press_time: dt.datetime, own: Memory, intake: Intake) -> _Laid:
    """The site as it was last put together, where the texts still say what they said; else put together anew."""
    media = _media(intake)
    said = tuple((path, known.value) for path, known in intake.files.items() if is_text(path))
    key = digest((config, options.edge, said, tuple(sorted(media))))
    theme = _theme(config, gate, options)
    about = own.traces.about("edition")
    old_key, old_theme, since, until, articles, problems = about or ("", "", press_time, None, 0, ())
    is_same = key == old_key and since <= press_time and (until is None or press_time < until)
    if not is_same:
        since = press_time
    site_digest = digest((key, since))
    if own.desk and own.desk.site_digest == site_digest:
        site, queries = own.desk.site, own.desk.queries
    else:
        if is_same:
            site = shelf.load(own.traces.store, intake, own.readings)
        else:
            site, problems = assemble(values(intake, own.readings), config, press_time, media, options.edge)
            articles = sum(1 for card in site.cards.values() if not card.page_kind)
        queries = Queries(site, config)
    theme = own.desk.theme if own.desk and own.desk.theme.id == theme.id else theme
    texts = {path: data for path in ("static/_headers", "static/_redirects") if isinstance(data := gate.read_bytes(path), bytes)}
    desk = Answers(config, site, site_digest, queries, theme, _bodies(own, intake), intake.files, texts)
    if is_same and theme.id == old_theme and not own.traces.is_empty:
        return _Laid(desk, None, True, articles, problems, key, since)
    tasks: tuple[Task, ...] = ()
    if not is_same:
        problems = tuple(problems)
    found: tuple[Diagnostic, ...] = ()
    try:
        tasks = tuple(plan(site, config, theme, queries))
        made = ((task.path, bool(task.sources)) for task in tasks if task.path not in tree.HOSTS and not task.path.startswith(FINDINGS))
        found = outputs(site, made, tree.static_files(intake))
    except themes.ThemeError as error:
        found = error.diagnostics
    return _Laid(desk, {task.path: task for task in tasks}, is_same, articles, by_place((*problems, *found)), key, since)


def _media(intake: Intake) -> frozenset[str]:
    """The files that an article may show or lead to."""
    return frozenset((*(path for path, _ in intake.of("content") if path.lower().endswith(PUBLISHED)), *(path for path, _ in intake.of("static"))))


def _intake_problems(intake: Intake) -> tuple[Diagnostic, ...]:
    """What is wrong with the folders and the texts; a picture's faults count where a page shows it."""
    refused = (one for one in intake.census.refused if not one.span.path.startswith("themes"))
    return (*refused, *(one for path, known in intake.files.items() if is_text(path) for one in known.diagnostics))


def _explained(wanted: Iterable[str], desk: Answers, traces: Traces, tasks: Stale) -> Iterator[tuple[str, str]]:
    """Why each of these outputs was made again, or that it was not."""
    for name in wanted:
        card = desk.site.cards.get(name)
        path = (card.path if card else name).lstrip("/")
        path = path + "index.html" if not path or path.endswith("/") else path
        trace = traces.get(path)
        if path in tasks:
            yield name, f"made again: {tasks[path][1]}"
        elif trace:
            yield name, f"not made again: nothing it asked has another answer (last made because: {trace.reason})"
        else:
            yield name, "there is no such page: give its path in the output, its address, or its file in content/"


def _audited(report: Report, count: int, desk: Answers, traces: Traces, tasks: Stale) -> Report:
    """Render ``count`` fresh pages, spread over all, and compare them with what was recorded."""
    fresh = [path for path, one in traces.outputs.items() if not one.source and path not in tasks]
    chosen = [trace for path in fresh[:: max(1, len(fresh) // count)][:count] if (trace := traces.get(path))]
    made = make(desk, {trace.task.path: (trace.task, "audit") for trace in chosen}, {}, None, None, jobs=1)
    differing = tuple(trace.task.path for trace in chosen if made.outputs.get(trace.task.path) != trace.output)
    return replace(report, audited=len(chosen), differing=differing)


class _Clock:
    """Counts and seconds of the stages of a build."""

    def __init__(self) -> None:
        self._stages: list[Stage] = []
        self._at = time.monotonic()

    def tick(self, name: str, count: int) -> None:
        """A stage ended."""
        now = time.monotonic()
        self._stages.append(Stage(name, count, now - self._at))
        self._at = now

    def stages(self) -> tuple[Stage, ...]:
        return tuple(self._stages)


def _name(options: Options, config: Config) -> str:
    """An output folder's name among what builds remember, which holds no path of the machine."""
    return bytes_digest(os.fsencode(os.path.relpath(output_folder(options, config), options.source)))[:16]


def output_folder(options: Options, config: Config) -> Path:
    """Where the site goes: the folder this run was given, else the configured one below the publication's."""
    return options.output or options.source / config.output


def _has_errors(problems: list[Diagnostic], options: Options, config: Config) -> bool:
    return any(finding.severity is Severity.ERROR for finding in _findings(problems, options, config))


def _findings(problems: list[Diagnostic], options: Options, config: Config) -> tuple[Finding, ...]:
    found = (
        find(problem, checking=options.checking, strict=options.strict, severities=config.desk.severity)
        for problem in by_place(problems)
    )
    return tuple(finding for finding in found if finding.severity is not Severity.OFF)


def _theme(config: Config, gate: Gate, options: Options) -> Theme:
    try:
        return themes.read(config.theme, partial(_theme_files, gate))
    except themes.ThemeError as error:
        raise Unusable(*(_with_line(one, options) for one in error.diagnostics)) from None


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


def press_time_of(text: str, config: Config) -> dt.datetime:
    """``--now`` as an aware datetime; one without a zone is in the publication's.  Raises ValueError."""
    at = dt.datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=zone(config.time_zone))
