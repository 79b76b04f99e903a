"""What may leave today: drafts, embargoes, future dates and expiry (NEWSROOM sections 2 and 3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from sitegen.core.model import Article, Moment, Status
from sitegen.core.release import Edge
from sitegen.core.site import Card
from sitegen.site.live import times

__all__ = ["NEWS_WINDOW", "Edge", "boundaries", "is_news", "is_public", "published_at"]

NEWS_WINDOW = dt.timedelta(days=2)
"""How long an article stands in the news sitemap."""


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


def boundaries(article: Article, press_time: dt.datetime, edge: Edge, more: Iterable[dt.datetime] = ()) -> tuple[dt.datetime, ...]:
    """The next time at which the article comes, goes or changes by itself, if there is one.

    ``more``: times at which it changes while it is public, besides those of a live blog.  No time at which nothing changes: a
    draft's, or that of an article that has expired before it is published.  A preview marks what it shows, so that for it every time
    to come counts.
    """
    published, expires = published_at(article), article.expires
    coming = [moment.at for moment in (published, expires) if moment]
    live = () if article.retraction else times(article.live)
    coming += [at for at in (*live, *more) if (edge.is_open or not published or at > published.at) and not (expires and at >= expires.at)]
    coming = [at for at in coming if at > press_time]
    if edge.is_open:
        return tuple(coming)
    is_ever_seen = article.status is not Status.DRAFT and not (published and expires and expires.at <= published.at)
    return (min(coming),) if coming and is_ever_seen and not (expires and expires.at <= press_time) else ()


def is_news(card: Card) -> bool:
    """Whether the news sitemap may name the article while it is new (retracted ones are in no list)."""
    return card.is_listed and card.is_indexed and not card.is_sponsored and card.published is not None
