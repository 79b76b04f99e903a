"""What the desk asks of a publication without building it: a list of what is there, a text brought in, an output removed.

Beside the pipeline, whose reading it uses.  Nothing here prints, exits or reads the clock.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sitegen import importing
from sitegen.config import Config
from sitegen.core import zones
from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.core.model import Article, FrontArrangement, Status
from sitegen.core.zones import zone
from sitegen.engine import writer
from sitegen.engine.lock import lock
from sitegen.files import Gate
from sitegen.importing import Imported, Original
from sitegen.pipeline import STATE, Edition, Options, Unusable, edit, load, opened, output_folder
from sitegen.site.naming import headline_key, near, reference_keys
from sitegen.site.slugs import slug
from sitegen.site.translations import outdated, untranslated
from sitegen.site.visibility import Edge, published_at

__all__ = ["KINDS", "Row", "clean", "import_text", "place", "rows"]

STATES = ("articles", "drafts", "future", "expired", "hidden", "pages")
COMING = ("scheduled", "expiring")
TERMS = ("sections", "tags", "series", "stories", "authors")
TRANSLATIONS = ("untranslated", "outdated")
KINDS = (*STATES, *COMING, *TERMS, *TRANSLATIONS)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: an article by its file, or a term by its id with the count of its public articles.

    ``original`` and ``changed``: of an outdated version, the article it translates, and when that last changed.
    ``at`` is when it is published, in a list of what expires when it goes; ISO 8601, in the publication's zone.
    """

    language: str
    name: str
    path: str
    source: str = ""
    at: str = ""
    count: int = 0
    section: str = ""
    original: str = ""
    changed: str = ""


def rows(options: Options, kind: str, now: dt.datetime, language: str = "", *, within: dt.timedelta | None = None) -> tuple[Row, ...]:
    """The ``kind`` (one of KINDS) of things of a publication, articles newest first.  Raises :class:`Unusable`, OSError.

    ``language``: of the missing or outdated versions (TRANSLATIONS); of all else, the only one wanted, '' for every one.
    What comes by itself (COMING) stands the next first, and ends with what comes ``within`` a span.
    """
    edition = edit(replace(options, edge=Edge(future=True)) if kind in COMING else options, now)
    _require_language(edition.config, kind, language)
    if kind in TRANSLATIONS:
        return tuple(_versions(edition, kind, language))
    return tuple(row for row in _rows(edition, kind, now, within) if language in ("", row.language))


def _require_language(config: Config, kind: str, language: str) -> None:
    """Raises :class:`Unusable` for a language that is not the publication's, or that nothing is translated into."""
    known = config.languages[1:] if kind in TRANSLATIONS else config.languages
    if language not in known and (language or kind in TRANSLATIONS):
        reason = f"is to be one of {', '.join(known)}" if known else "has nothing to name: the publication has one language"
        raise Unusable(Diagnostic.at(Span("--lang"), "config/bad-value", key="--lang", reason=reason))


def _versions(edition: Edition, kind: str, language: str) -> Iterator[Row]:
    """What lacks a version in ``language``, or the versions that are behind their originals."""
    articles = edition.site.articles
    if kind == "untranslated":
        yield from (_row(edition, articles[card.source]) for card in untranslated(edition.site, language))
        return
    for behind in outdated(edition.site, language):
        row = _row(edition, articles[behind.card.source])
        yield replace(row, at=behind.at.at.isoformat(), original=behind.original.source, changed=behind.changed.at.isoformat())


def _rows(edition: Edition, kind: str, now: dt.datetime, within: dt.timedelta | None) -> tuple[Row, ...]:
    if kind in COMING:
        coming = sorted(_scheduled(edition, now) if kind == "scheduled" else _expiring(edition, now), key=lambda one: (one[0], one[1].source))
        return tuple(row for at, row in coming if within is None or at <= now + within)
    if kind in TERMS:
        return tuple(_terms(edition, {"stories": "story", "series": "series"}.get(kind, kind.removesuffix("s"))))
    found = [article for read in edition.reads if isinstance(article := read.value, Article) and _state(article, now) == kind]
    found.sort(key=lambda article: (_moment(article), article.source), reverse=True)
    return tuple(_row(edition, article) for article in found)


def _terms(edition: Edition, kind: str) -> list[Row]:
    fronts = [front for language in edition.config.languages for front in edition.queries.fronts(kind, language)]
    return [Row(front.language, front.name, front.path, front.id, count=front.count) for front in fronts]


def _row(edition: Edition, article: Article, at: dt.datetime | None = None) -> Row:
    card = edition.site.cards.get(article.source)
    published = published_at(article)
    at = at or (published.at if published else None)
    section = card.section.id if card and card.section else article.section.name or article.folder
    return Row(article.language, article.headline, card.path if card else "", article.source, _local(edition, at) if at else "", section=section)


def _local(edition: Edition, at: dt.datetime) -> str:
    return at.astimezone(zone(edition.config.time_zone)).isoformat()


def _scheduled(edition: Edition, now: dt.datetime) -> Iterator[tuple[dt.datetime, Row]]:
    """What will be public by itself, with the time; pages and hidden articles too.  (The edition shows the future.)"""
    for article in edition.site.articles.values():
        at = published_at(article)
        if at and at.at > now and not (article.expires and article.expires.at <= at.at):
            yield at.at, _row(edition, article)


def _expiring(edition: Edition, now: dt.datetime) -> Iterator[tuple[dt.datetime, Row]]:
    """What will go away by itself, with the time: articles, and the strip of breaking news."""
    for article in edition.site.articles.values():
        at = published_at(article)
        if article.expires and article.expires.at > now and not (at and article.expires.at <= at.at):
            yield article.expires.at, _row(edition, article, article.expires.at)
    for read in edition.reads:
        front = read.value
        until = front.breaking.until if isinstance(front, FrontArrangement) and front.breaking else None
        if until and until.at > now and isinstance(front, FrontArrangement) and front.breaking:
            path = edition.config.prefix(front.language)
            yield until.at, Row(front.language, front.breaking.text, path, front.source, _local(edition, until.at))


def _state(article: Article, now: dt.datetime) -> str:
    """The one list an article belongs to."""
    if article.page_kind:
        return "pages"
    if article.status in {Status.DRAFT, Status.HIDDEN}:
        return "drafts" if article.status is Status.DRAFT else "hidden"
    if article.expires and article.expires.at <= now:
        return "expired"
    at = published_at(article)
    return "future" if at and at.at > now else "articles"


def _moment(article: Article) -> dt.datetime:
    at = published_at(article)
    return at.at if at else dt.datetime.min.replace(tzinfo=dt.UTC)


def clean(options: Options, *, dry_run: bool = False) -> tuple[str, ...]:
    """Remove what builds made: our files in the output folder, and the state folder.  Gives what goes.

    Raises ``writer.OutputRefused`` where the output is not ours, ``Busy`` while a build runs.
    """
    output = output_folder(options, load(options))
    state = options.source / STATE
    if dry_run:
        gone = tuple(sorted(str(output / path) for path in (writer.Output(output).before if output.is_dir() else ())))
        return (*gone, str(state)) if state.is_dir() else gone
    with lock(state, wait=options.wait):
        gone = tuple(str(output / path) for path in writer.clear(output))
    shutil.rmtree(state)
    return (*gone, str(state))


def import_text(source: Path, file: Path, given: Mapping[str, Any]) -> Imported:
    """The article that a pasted text becomes, not yet written.  Raises :class:`Unusable`."""
    config, gate, _ = opened(Options(source))
    read, problems = Gate(file.parent).read_text(file.name)
    if read is None:
        raise Unusable(*problems)
    if given["timezone"] and given["timezone"] not in zones.names():
        raise Unusable(Diagnostic.at(Span(file.name), "config/bad-value", key="--timezone", reason="is no IANA time zone"))
    articles = [one.value for one in edit(Options(source), dt.datetime.fromtimestamp(0, dt.UTC)).reads if isinstance(one.value, Article)]
    by_headline = {(headline_key(one.headline), one.language): one.source for one in articles}
    by_id = {one.id: one.source for one in articles}

    def existing(path: str) -> str | None:
        found, _ = gate.read_text(path)
        return found.text if found else None

    return importing.import_text(
        file.name,
        read.text,
        importing.Options(
            languages=tuple(config.languages),
            zone=zone(given["timezone"] or config.time_zone),
            language=given["lang"],
            section=given["section"],
            year=given["year"],
            day=given["day"].date() if given["day"] else None,
            slug=given["slug"],
            original=_original(articles, given["translation_of"]) if given["translation_of"] else None,
            into=given["into"],
        ),
        slugify=slug,
        find_headline=lambda title, language: by_headline.get((headline_key(title), language)),
        existing=existing,
        find_id=by_id.get,
    )


def _original(articles: list[Article], reference: str) -> Original:
    """The article a translation is made of, by its file, id, slug or headline.  Raises :class:`Unusable`."""
    names: dict[str, Article] = {}
    for article in articles:
        for name in (article.id, article.slug or article.name, headline_key(article.headline), article.source):
            names.setdefault(name, article)
        names[f"p:{article.source}"] = article
    keys = (reference, f"p:{reference}", *reference_keys("content/x.md", reference, reference))
    for key in (*keys, *(key.removeprefix("s:") for key in keys)):
        if key in names:
            found = names[key]
            return Original(found.source, found.language, found.translation_key, found.folder or found.section.name)
    suggestion = near(reference, (name for name in names if ":" not in name))
    raise Unusable(Diagnostic.at(Span("--translation-of"), "import/no-original", reference=reference, near=suggestion))


def place(source: Path, imported: Imported) -> bool:
    """Write a new article; False where it stands already.  Never overwrites (mode ``x``)."""
    if imported.outcome is not importing.Outcome.NEW:
        return False
    target = source / imported.path
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("x", encoding="utf-8", newline="\n") as file:
        file.write(imported.text)
    return True
