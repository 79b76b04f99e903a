"""What a publication owes its readers when a text was wrong: corrections, updates and retractions as they stand at press time.

An article as it was written enters, the article that readers may see leaves.  A correction or an update that is dated later than
press time is not shown before its time, anywhere; a retraction counts at once, whatever its date, for its text is known to be
wrong.  Of a retracted article nothing is left but its headline, who signed it, and when and why it was taken back.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sitegen.core.diagnostics import Diagnostic
from sitegen.core.model import Article, Correction, Moment, Status
from sitegen.core.zones import zone

__all__ = ["changed_at", "coming", "doubts", "noted", "shown"]


def shown(article: Article, press_time: dt.datetime, *, is_preview: bool = False) -> Article:
    """The article as readers may see it; its corrections oldest first.  A preview shows what is to come too."""
    if article.retraction:
        return _tombstone(article)
    if not article.corrections and not article.updated:
        return article
    kept = [one for one in article.corrections if is_preview or one.date.at <= press_time]
    updated = article.updated if article.updated and (is_preview or article.updated.at <= press_time) else None
    return replace(article, updated=updated, corrections=tuple(sorted(kept, key=_at)))


def _tombstone(article: Article) -> Article:
    """What is left of a retracted article.  That somebody paid for it, and what kind of piece it was, is not hidden."""
    return replace(
        article, kicker="", standfirst="", updated=None, tags=(), series=(), stories=(), image=None, read_also=(), corrections=(), live=None,
        sources=(), embeds=(), dateline="", location="", source_url="", canonical="", template="", extra=(),
    )


def changed_at(article: Article, published: Moment | None) -> Moment | None:
    """When the article last changed for its readers, by an update, a correction or its retraction; None where never since publication."""
    moments = [one.date for one in article.corrections]
    moments += [article.updated] if article.updated else []
    moments += [article.retraction.date] if article.retraction else []
    latest = max(moments, key=lambda moment: moment.at, default=None)
    return latest if latest and (published is None or latest.at > published.at) else None


def coming(article: Article) -> tuple[dt.datetime, ...]:
    """The times at which an update or a correction of the article appears by itself."""
    if article.status is Status.DRAFT or article.retraction:
        return ()
    times = [one.date.at for one in article.corrections] + ([article.updated.at] if article.updated else [])
    return tuple(at for at in times if article.expires is None or at < article.expires.at)


def noted(articles: Mapping[str, Article]) -> dict[str, tuple[tuple[str, int], ...]]:
    """By language, the corrections of all listed texts, newest first, as (source, number of the correction)."""
    found: dict[str, list[tuple[float, str, int]]] = {}
    for source, article in articles.items():
        if article.corrections and article.status is Status.PUBLISHED:
            rows = found.setdefault(article.language, [])
            rows += [(-one.date.at.timestamp(), source, -number) for number, one in enumerate(article.corrections, 1)]
    return {language: tuple((source, -number) for _, source, number in sorted(rows)) for language, rows in sorted(found.items())}


def doubts(articles: Iterable[Article], press_time: dt.datetime, time_zone: str) -> Iterator[Diagnostic]:
    """What is odd about the dates of public articles, as they were written."""
    for article in articles:
        if article.retraction and article.retraction.date.at > press_time:
            yield Diagnostic.at(article.retraction.span, "article/retracted-ahead")
        if article.retraction:
            continue
        if article.updated and article.updated.at > press_time:
            yield Diagnostic.at(article.place("updated"), "article/dated-ahead", key="updated")
        for one in article.corrections:
            if one.date.at > press_time:
                yield Diagnostic.at(one.span, "article/dated-ahead", key="corrections.date")
            elif _is_first(one, article, time_zone):
                yield Diagnostic.at(one.span, "article/correction-first", article.place("date"))


def _is_first(correction: Correction, article: Article, time_zone: str) -> bool:
    """Whether a correction comes before the publication; whole days are compared where one has no time."""
    one, other = correction.date, max((m for m in (article.published, article.embargo) if m), key=lambda m: m.at, default=None)
    if other is None or (one.has_time and other.has_time):
        return other is not None and one.at < other.at
    return one.at.astimezone(zone(time_zone)).date() < other.at.astimezone(zone(time_zone)).date()


def _at(correction: Correction) -> dt.datetime:
    return correction.date.at
