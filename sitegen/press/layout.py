"""Laying out: the site put together, or taken from the shelf, and what is to be made of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial

from sitegen.config import Config
from sitegen.core.diagnostics import Diagnostic, Span, by_place
from sitegen.core.task import Digest, Task, digest
from sitegen.engine.traces import Traces
from sitegen.files import Gate, built_in_themes
from sitegen.output import theme as themes
from sitegen.output.plan import FINDINGS, plan
from sitegen.output.theme import Theme
from sitegen.press import shelf, tree
from sitegen.press.answers import PUBLISHED, Answers
from sitegen.press.books import ledger_of
from sitegen.press.darkroom import Darkroom
from sitegen.press.honesty import Told, told
from sitegen.press.intake import Bodies, Intake, values
from sitegen.press.memory import Memory
from sitegen.press.order import Unusable, at_setting, has_errors
from sitegen.press.plugging import Plugged
from sitegen.press.report import Options
from sitegen.site.assemble import assemble
from sitegen.site.permalinks import LEDGER, outputs
from sitegen.site.queries import Queries

__all__ = ["Layout", "bodies", "intake_problems", "lay_out", "media"]


@dataclass(frozen=True, slots=True)
class Layout:
    """The site and what is to be made of it.  ``plan`` None: the tasks are those of the last build, and ``told`` is too."""

    desk: Answers
    plan: Mapping[str, Task] | None
    is_same: bool
    articles: int
    problems: tuple[Diagnostic, ...]
    key: Digest
    since: dt.datetime
    told: tuple[Told, ...]

    @property
    def until(self) -> dt.datetime | None:
        """When the site changes by itself."""
        change = self.desk.site.next_change
        return min((at for at in (change.public, change.housekeeping) if at), default=None)

    def keep(self, traces: Traces) -> None:
        """Remember the site and the plan."""
        if self.plan is None:
            return
        if not self.is_same:
            shelf.save(traces.store, self.desk.site)
            traces.say("told", self.told)
        traces.say("edition", (self.key, self.desk.theme.id, self.since, self.until, self.articles, self.problems))
        traces.say("bases", {basis: self.desk.digest_of(basis) for basis in ("site", "theme")})


def lay_out(options: Options, config: Config, gate: Gate, press_time: dt.datetime, own: Memory, intake: Intake) -> Layout:
    """The site as it was last put together, where the texts still say what they said; else put together anew."""
    known_media, books = media(intake), tuple([word for path, known in intake.of(LEDGER) for word in (path, known.digest)])
    said = tuple([word for path in intake.texts for word in (path, intake.files[path].value)])
    key = digest((config, options.edge, said, tuple(sorted(known_media)), books))
    theme = _theme(config, gate, options, intake.plugged)
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
            ledger, problems = ledger_of(gate, intake)
            site, found_wrong = assemble(values(intake, own.readings), config, press_time, known_media, options.edge, ledger)
            problems = (*problems, *found_wrong)
            if articles and not intake.texts:
                problems = (*problems, Diagnostic.at(Span("content"), "file/all-gone", count=articles))
            articles = sum(1 for card in site.cards.values() if not card.page_kind)
        queries = Queries(site, config)
    theme = own.desk.theme if own.desk and own.desk.theme.id == theme.id else theme
    texts = {path: data for path in ("static/_headers", "static/_redirects") if isinstance(data := gate.read_bytes(path), bytes)}
    desk = Answers(config, site, site_digest, queries, theme, bodies(own, intake), intake.files, texts, Darkroom(own.readings.path.with_name("pictures"), gate))
    is_owed = options.indexing and not options.checking and own.traces.about("owed")
    if is_same and theme.id == old_theme and not own.traces.is_empty and not is_owed:
        return Layout(desk, None, True, articles, problems, key, since, ())
    tasks: tuple[Task, ...] = ()
    found: tuple[Diagnostic, ...] = ()
    try:
        tasks = tuple(plan(site, config, theme, queries))
        if not has_errors((*intake_problems(intake), *problems), options, config):  # else each would be told twice
            made = ((task.path, bool(task.sources)) for task in tasks if task.path not in tree.HOSTS and not task.path.startswith(FINDINGS))
            found = outputs(site, made, tree.static_files(intake))
    except themes.ThemeError as error:
        found = error.diagnostics
    return Layout(desk, {task.path: task for task in tasks}, is_same, articles, by_place((*problems, *found)), key, since, told(site, config, press_time))


def media(intake: Intake) -> frozenset[str]:
    """The files that an article may show or lead to."""
    return frozenset([
        path for path in intake.files
        if (path.startswith(("content/", "media/")) and path.lower().endswith(PUBLISHED)) or path.startswith("static/")
    ])  # fmt: skip


def intake_problems(intake: Intake) -> tuple[Diagnostic, ...]:
    """What is wrong with the folders and the texts; a picture's faults count where a page shows it."""
    refused = (one for one in intake.census.refused if not one.span.path.startswith("themes"))
    return (*refused, *(one for path in intake.texts for one in intake.files[path].diagnostics))


def bodies(own: Memory, intake: Intake) -> Bodies:
    return Bodies(own.readings.path, intake.files)


def _theme(config: Config, gate: Gate, options: Options, plugged: Plugged) -> Theme:
    try:
        return themes.read(config.theme, partial(_theme_files, gate), plugged.plugins)
    except themes.ThemeError as error:
        raise Unusable(*(at_setting(one, options) for one in error.diagnostics)) from None


def _theme_files(gate: Gate, name: str) -> Mapping[str, bytes] | None:
    """A theme's files by path: the publication's own folder, else the one that comes with sitegen."""
    folder = f"themes/{name}"
    for theme in (gate, replace(gate, root=built_in_themes().parent)):
        if (theme.root / folder).is_dir():
            paths, problems = theme.walk(folder)
            if not paths and not problems:
                continue  # an empty folder is no theme; no census counts it either
            read = {path.removeprefix(f"{folder}/"): theme.read_bytes(path) for path in paths}
            problems += tuple(data for data in read.values() if isinstance(data, Diagnostic))
            if problems:
                raise Unusable(*problems)
            return {path: data for path, data in read.items() if isinstance(data, bytes)}
    return None
