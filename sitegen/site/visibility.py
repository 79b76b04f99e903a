"""What may leave today: drafts, embargoes, future dates and expiry (NEWSROOM sections 2 and 3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sitegen.core.model import Article, Moment, Status
from sitegen.site.live import times

__all__ = ["Edge", "boundaries", "is_public", "published_at"]


@dataclass(frozen=True, slots=True)
class Edge:
    """What a preview shows besides: drafts, articles of the future, expired ones."""

    drafts: bool = False
    future: bool = False
    expired: bool = False


def published_at(article: Article) -> Moment | None:
    """max(date, embargo): the one time of order, display, feeds and permalink."""
    times = [moment for moment in (article.published, article.embargo) if moment]
    return max(times, key=lambda moment: moment.at) if times else None


def is_public(article: Article, press_time: dt.datetime, edge: Edge) -> bool:
    """Whether the article may be in the output at press time."""
    if article.status is Status.DRAFT and not edge.drafts:
        return False
    published = published_at(article)
    if published and published.at > press_time and not edge.future:
        return False
    return not (article.expires and article.expires.at <= press_time and not edge.expired)


def boundaries(article: Article) -> tuple[dt.datetime, ...]:
    """The times at which the article comes, goes or, being live, changes by itself."""
    if article.status is Status.DRAFT:
        return ()
    published, expires = published_at(article), article.expires
    live = (at for at in times(article.live) if not expires or at < expires.at)
    return (*(moment.at for moment in (published, expires) if moment), *live)
