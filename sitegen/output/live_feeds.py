"""The feeds of a live blog, beside its page: its updates as entries, in the three formats.

An entry's id is made of the article's and the update's own, so that it survives an edit, a new headline and a new slug.
"""

from __future__ import annotations

from sitegen.core.reading import LiveEntry, Prose
from sitegen.core.site import Card
from sitegen.core.task import Ask
from sitegen.output.dates import format_moment
from sitegen.output.feed_body import feed_body
from sitegen.output.feeds import FORMATS, FeedPage, authors, tag_uri, written
from sitegen.output.plain import excerpt, plain
from sitegen.output.syndication import Entry
from sitegen.site.live import newest_first

__all__ = ["live_feeds", "render_live_feed"]


def live_feeds(card: Card) -> tuple[FeedPage, ...]:
    """The feeds of a live blog; none of one that stands in no list, and of no other article."""
    if card.page_kind or not (card.live_state and card.is_listed):
        return ()
    path, href, canonical = (_folder(address) for address in (card.path, card.href, card.canonical))
    return tuple(
        FeedPage(format_, "live", card.id, card.language, path + file, href + file, canonical + file, card.canonical, card.headline, full=True)
        for format_, (file, _, _) in FORMATS.items()
    )


def render_live_feed(ask: Ask, source: str, page: FeedPage) -> bytes:
    """The feed's bytes, UTF-8: the newest updates that are told."""
    card: Card = ask("card", source)
    prose: Prose = ask("prose", source) or Prose()
    newest = newest_first(prose.live)[: ask("config", "feeds.items", card.language)]
    entries = tuple(_entry(ask, card, prose, entry) for entry in newest)
    return written(ask, page, f"feed:live:{card.id}:{card.language}", plain(card.headline), card.standfirst, entries)


def _entry(ask: Ask, card: Card, prose: Prose, entry: LiveEntry) -> Entry:
    when = format_moment(entry.at, ask("config", "dates", card.language), card.language, ask("config", "time_zone", card.language))
    return Entry(
        id=tag_uri(ask, f"article:{card.id}:update:{entry.anchor}"),
        url=f"{card.canonical}#{entry.anchor}",
        title=plain(entry.headline) or excerpt(entry.plain, 80) or plain(when),
        summary=excerpt(entry.plain),
        content=feed_body(ask, card.source, Prose(entry.html, prose.parts)),
        published=entry.at,
        updated=entry.at,
        authors=authors(ask, card),
    )


def _folder(address: str) -> str:
    """The folder beside a page that is a file of its own."""
    return address if address.endswith("/") else address.rpartition(".")[0] + "/"
