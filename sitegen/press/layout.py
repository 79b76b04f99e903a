"""Laying out: the site put together, or taken from the shelf, and what is to be made of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import partial

from sitegen.config import Config
from sitegen.core.diagnostics import Diagnostic, Span, by_place
from sitegen.core.model import Article
from sitegen.core.site import Site
from sitegen.core.task import Digest, Task, digest
from sitegen.engine.store import Store
from sitegen.engine.traces import Traces
from sitegen.files import Gate, built_in_themes
from sitegen.output import theme as themes
from sitegen.output.plan import FINDINGS, lite, plan
from sitegen.output.theme import Theme
from sitegen.press import shelf, tree
from sitegen.press.answers import PUBLISHED, Answers
from sitegen.press.books import ledger_of
from sitegen.press.darkroom import Darkroom
from sitegen.press.honesty import Told, told, told_again
from sitegen.press.intake import Bodies, Intake, reading_of, value_of, values
from sitegen.press.memory import Memory
from sitegen.press.order import Unusable, at_setting, has_errors
from sitegen.press.plugging import Plugged
from sitegen.press.report import Options
from sitegen.site.amending import Amended, amended
from sitegen.site.assemble import assemble
from sitegen.site.permalinks import LEDGER, outputs
from sitegen.site.queries import Queries

__all__ = ["Layout", "bodies", "intake_problems", "lay_out", "media", "published"]

_FEW = 20
"""When more articles than this say something else, the site is put together anew."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The site and what is to be made of it.  ``plan`` None: the tasks are those of the last build; ``told`` None: that is what it was.

    ``assembled`` counts the articles that were put together anew; ``amended`` says what of the site on the shelf is another.
    """

    desk: Answers
    plan: Mapping[str, Task] | None
    assembled: int
    articles: int
    problems: tuple[Diagnostic, ...]
    key: Digest
    rest: Digest
    since: dt.datetime
    told: tuple[Told, ...] | None
    amended: Amended | None = None

    @property
    def shows(self) -> frozenset[str]:
        """The items that are others than on the shelf."""
        return self.amended.shows if self.amended else frozenset()

    @property
    def until(self) -> dt.datetime | None:
        """When the site changes by itself."""
        change = self.desk.site.next_change
        return min((at for at in (change.public, change.housekeeping) if at), default=None)

    def keep(self, traces: Traces) -> None:
        """Remember the site and the plan."""
        if self.plan is None and self.amended is None:
            return
        if self.amended:
            shelf.amend(traces.store, self.desk.site, self.amended.rows)
        elif self.assembled:
            shelf.save(traces.store, self.desk.site)
        if self.told is not None:
            traces.say("told", self.told)
        traces.say("edition", (self.key, self.rest, self.desk.theme.id, self.since, self.until, self.articles, self.problems))
        traces.say("bases", {basis: self.desk.digest_of(basis) for basis in ("site", "theme")})


def lay_out(options: Options, config: Config, gate: Gate, press_time: dt.datetime, own: Memory, intake: Intake) -> Layout:
    """The site as it was last put together, where the texts still say what they said; else put together anew."""
    read = bodies(own, intake)
    known_media, books = media(intake), tuple([word for path, known in intake.of(LEDGER) for word in (path, known.digest)])
    settings = digest((config, options.edge, tuple(sorted(known_media)), books))
    key = _said(intake, settings, frozenset())
    theme = _theme(config, gate, options, intake.plugged)
    about = own.traces.about("edition")
    old_key, old_rest, old_theme, since, until, articles, problems = about or ("", "", "", press_time, None, 0, ())
    is_of_today = since <= press_time and (until is None or press_time < until)
    is_same = key == old_key and is_of_today
    change, assembled = None, 0
    if not is_same:
        before = published(own.traces)
        if is_of_today and theme.id == old_theme and old_rest == _said(intake, settings, before.keys()) and not own.traces.is_empty:
            is_here = own.desk and own.desk.site_digest == digest((old_key, since))
            shelved = own.desk.site if own.desk and is_here else shelf.load(own.traces.store, read)
            change = _amended(shelved, before, intake, own.readings, partial(amended, config=config, press_time=press_time, edge=options.edge, said=problems))
        since = press_time
    site_digest = digest((key, since))
    if own.desk and own.desk.site_digest == site_digest:
        site, queries = own.desk.site, own.desk.queries
    else:
        if is_same:
            site = shelf.load(own.traces.store, read)
        elif change:
            site, assembled = change.site, len(change.rows["cards"])
        else:
            ledger, problems = ledger_of(gate, intake)
            site, found_wrong = assemble(values(intake, own.readings), config, press_time, known_media, options.edge, ledger)
            problems = (*problems, *found_wrong)
            if articles and not intake.texts:
                problems = (*problems, Diagnostic.at(Span("content"), "file/all-gone", count=articles))
            articles = sum(1 for card in site.cards.values() if not card.page_kind)
            assembled = len(site.cards)
        queries = Queries(site, config)
    theme = own.desk.theme if own.desk and own.desk.theme.id == theme.id else theme
    texts = {path: data for path in ("static/_headers", "static/_redirects") if isinstance(data := gate.read_bytes(path), bytes)}
    desk = Answers(config, site, site_digest, queries, theme, read, intake.files, texts, Darkroom(own.readings.path.with_name("pictures"), gate))
    is_owed = options.indexing and not options.checking and own.traces.about("owed")
    if change and not is_owed:
        again = told_again(own.traces.about("told") or (), site, change.rows["cards"], config, press_time)
        return Layout(desk, None, assembled, articles, problems, key, old_rest, since, again, change)
    if is_same and theme.id == old_theme and not own.traces.is_empty and not is_owed:
        return Layout(desk, None, 0, articles, problems, key, old_rest, since, None)
    tasks: tuple[Task, ...] = ()
    found: tuple[Diagnostic, ...] = ()
    site = replace(site, articles=dict(site.articles))  # fetched once, for each is looked at several times
    try:
        tasks = tuple(plan(site, config, theme, queries))
        if not has_errors((*intake_problems(intake), *problems), options, config):  # else each would be told twice
            files = [task for task in tasks if task.path not in tree.HOSTS and not task.path.startswith(FINDINGS)]
            made = ((task.path, bool(task.sources)) for task in files if task.run is not lite)
            found = outputs(site, made, tree.static_files(intake), (task.path for task in files if task.run is lite))
    except themes.ThemeError as error:
        found = error.diagnostics
    rest, says = _said(intake, settings, site.cards.keys()), told(site, config, press_time)
    light = shelf.light(site, read)
    desk = replace(desk, site=light, queries=Queries(light, config))
    return Layout(desk, {task.path: task for task in tasks}, assembled, articles, by_place((*problems, *found)), key, rest, since, says, change)


def published(traces: Traces) -> dict[str, Digest]:
    """What each public article said when it was last published, and where."""
    return {basis.removeprefix("places:"): facet.digest for basis, facet in traces.facets("places").items()}


def _said(intake: Intake, settings: Digest, without: AbstractSet[str]) -> Digest:
    """The digest of all that a site is put together of; of the texts, without what these say."""
    return digest((settings, tuple([word for path in intake.texts if path not in without for word in (path, intake.files[path].value)])))


def _amended(
    site: Site, before: Mapping[str, Digest], intake: Intake, readings: Store, amend: Callable[[Site, list[tuple[Article, Article]]], Amended | None]
) -> Amended | None:
    """The site after the edits of a few articles, where they leave everything in its place.  ``before``: what the public ones said."""
    others = [path for path, said in before.items() if path not in intake.files or intake.files[path].value != said.partition(" ")[0]]
    edits = []
    for path in others[: _FEW + 1]:
        was, now = reading_of(path, before[path], readings), intake.files.get(path)
        values = [value_of(one, readings).value for one in (was, now) if one and one.key]
        if len(values) < 2 or not isinstance(values[0], Article) or not isinstance(values[1], Article):
            return None
        edits.append((values[0], values[1]))
    return amend(site, edits) if 0 < len(edits) <= _FEW else None


def media(intake: Intake) -> frozenset[str]:
    """The files that an article may show or lead to."""
    return frozenset([
        path for path in intake.others
        if (path.startswith(("content/", "media/")) and path.lower().endswith(PUBLISHED)) or path.startswith("static/")
    ])  # fmt: skip


def intake_problems(intake: Intake) -> tuple[Diagnostic, ...]:
    """What is wrong with the folders and the texts; a picture's faults count where a page shows it."""
    refused = (one for one in intake.census.refused if not one.span.path.startswith("themes"))
    return (*refused, *(one for path in intake.texts for one in intake.files[path].diagnostics))


def bodies(own: Memory, intake: Intake) -> Bodies:
    """Those of this intake; for the site that is held, too."""
    found = own.desk.bodies if own.desk else Bodies(own.readings.path, intake.files)
    found.files = intake.files
    return found


def _theme(config: Config, gate: Gate, options: Options, plugged: Plugged) -> Theme:
    def read(setting: str) -> Theme:
        try:
            return themes.read(getattr(config, setting), partial(_theme_files, gate), plugged.plugins)
        except themes.ThemeError as error:
            raise Unusable(*(at_setting(one, options, setting) for one in error.diagnostics)) from None

    return read("theme").with_lite(read("lite")) if config.lite else read("theme")


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
