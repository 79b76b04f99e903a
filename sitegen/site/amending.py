"""A site in which a few articles say something else, made from the site that was, at the cost of those articles alone.

Only for edits that leave everything in its place: a headline, a standfirst, a picture, an update, links.  What may be another then
is the article, its card, its name by headline, what it links to and who is told of that; all else is as it was.  Any other edit,
and one of which something may have to be said, is left to :func:`~sitegen.site.assemble.assemble`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from sitegen.config import Config
from sitegen.core.diagnostics import Diagnostic
from sitegen.core.model import Article
from sitegen.core.site import Arrangement, Card, Site
from sitegen.core.task import Digester
from sitegen.site.assemble import Edge, lead_picture
from sitegen.site.live import late
from sitegen.site.live import state as live_state
from sitegen.site.naming import headline_key
from sitegen.site.references import linked, mentions
from sitegen.site.trust import changed_at, coming, doubts, shown
from sitegen.site.visibility import boundaries, published_at

__all__ = ["CHANGED", "NAMES", "Amended", "amended"]

CHANGED, NAMES = "when pages changed", "all names"
"""What the sitemap shows of every article, and what the search for a misspelt name does."""

_FREE = frozenset((
    "headline", "kicker", "standfirst", "updated", "image", "read_also", "live", "genre", "sources", "dateline", "location", "source_url",
    "extra", "links", "places",
))  # fmt: skip
"""Fields that place nothing: no address, list, front, redirect, version or name but the headline rests on them."""
_OF_PLACED = frozenset(("translation/no-original", "translation/same-language", "translation/other-kind"))
_PLACES = ("title", "translation_key")
"""Findings that rest on no free field, and the keys at which they stand."""
_PLACING = tuple(field.name for field in fields(Article) if field.name not in _FREE)


@dataclass(frozen=True, slots=True)
class Amended:
    """The site; ``rows``: the values of its mappings that are new, by mapping and key (None: gone); ``shows``: the items that are others now."""

    site: Site
    rows: Mapping[str, Mapping[Any, Any]]
    shows: frozenset[str]


class Overlaid(Mapping[Any, Any]):
    """A mapping with other values for some keys, in the order of the first; those that are new stand last."""

    def __init__(self, first: Mapping[Any, Any], other: Mapping[Any, Any]) -> None:
        below, over = (first._first, first._other) if isinstance(first, Overlaid) else (first, {})
        self._first: Mapping[Any, Any] = below
        self._other: dict[Any, Any] = {**over, **other}

    def __getitem__(self, key: Any) -> Any:
        found = self._other[key] if key in self._other else self._first[key]
        if found is None:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        return self._other[key] is not None if key in self._other else key in self._first

    def __iter__(self) -> Iterator[Any]:
        yield from (key for key in self._first if key not in self._other or self._other[key] is not None)
        yield from (key for key, value in self._other.items() if value is not None and key not in self._first)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def amended(
    site: Site, edits: Iterable[tuple[Article, Article]], config: Config, press_time: dt.datetime, edge: Edge, said: Iterable[Diagnostic]
) -> Amended | None:
    """The site of ``press_time`` after ``edits``: each an article as it was and as it is.  None where it must be assembled.

    ``said`` is what was wrong with the whole; what names an edited file there may have moved.
    """
    edits = tuple(edits)
    spoken = {(place.path, one.code in _OF_PLACED) for one in said for place in (one.span, *one.related)}
    for was, now in edits:
        has_moved = any(was.place(key) != now.place(key) for key in _PLACES)
        if (was.source, False) in spoken or (has_moved and (was.source, True) in spoken) or not _stays(was, now, site, config, press_time, edge):
            return None
    amending = _Amending(replace(site, press_time=press_time), config)
    for was, now in edits:
        if not amending.edit(was, now):
            return None
    return Amended(amending.site, amending.rows, frozenset(amending.shows))


def _stays(was: Article, now: Article, site: Site, config: Config, press_time: dt.datetime, edge: Edge) -> bool:
    """Whether an edit leaves everything in its place and at its time, and nothing need be said of it."""
    if was.source not in site.cards or any(getattr(was, name) != getattr(now, name) for name in _PLACING) or now.retraction:
        return False
    if (was.live and (was.live.starts, was.live.ends)) != (now.live and (now.live.starts, now.live.ends)):
        return False
    if boundaries(was, press_time, edge, coming(was)) != boundaries(now, press_time, edge, coming(now)) or late(was.live, press_time) != late(now.live, press_time):
        return False
    if any(doubts((now,), press_time, config.time_zone)) or (now.image and now.image.src and not lead_picture(now, site.media)):
        return False
    digester = Digester(whole=True)
    if all(digester(getattr(was, name)) == digester(getattr(now, name)) for name in _PLACING):
        return True
    placed = (*(front.span for front in site.fronts.values()), *(redirect.span for redirect in site.redirects))
    return all(span.path != now.source for span in placed)  # else their places have moved


class _Amending:
    """One amending: takes edit after edit."""

    def __init__(self, site: Site, config: Config) -> None:
        self.site, self.config = site, config
        self.rows: dict[str, dict[Any, Any]] = {}
        self.shows: set[str] = set()

    def edit(self, was: Article, now: Article) -> bool:
        """Take one edit in; False where more than this article may be another by it."""
        source, article = now.source, shown(now, self.site.press_time, is_preview=self.site.is_preview)
        self._put("articles", source, article)
        before = self.site.cards[source]
        card = self._card(before, article)
        self._put("cards", source, card)
        self.shows.add(source)
        if card.updated != before.updated or was.live != now.live:
            self.shows.add(CHANGED)
        if was.headline != now.headline and not self._renamed(source, headline_key(was.headline), headline_key(now.headline)):
            return False
        if (was.read_also, was.links) != (now.read_also, now.links):
            self._link(article)
        for language, arrangement in self.site.arrangements.items():
            if (other := _rearranged(arrangement, card)) != arrangement:
                self._put("arrangements", language, other)
        return True

    def _put(self, mapping: str, key: Any, value: Any) -> None:
        self.rows.setdefault(mapping, {})[key] = value
        other: dict[str, Any] = {mapping: Overlaid(getattr(self.site, mapping), {key: value})}
        self.site = replace(self.site, **other)

    def _card(self, before: Card, article: Article) -> Card:
        return replace(
            before, headline=article.headline, kicker=article.kicker, standfirst=article.standfirst, genre=str(article.genre),
            updated=changed_at(article, published_at(article)), image=lead_picture(article, self.site.media),
            live_state=live_state(article.live, self.site.press_time),
        )

    def _renamed(self, source: str, old: str, new: str) -> bool:
        """Another headline; False where a link or the front page rests on one of the two."""
        self.shows |= {old, new, NAMES}
        if old == new:
            return True
        if not self.site.called.isdisjoint((old, new)):
            return False
        self._put("names", old, tuple(one for one in self.site.names.get(old, ()) if one != source) or None)
        self._put("names", new, tuple(sorted((*self.site.names.get(new, ()), source))))
        return True

    def _link(self, article: Article) -> None:
        """Other links: who is linked to is told of it anew, and whoever the article was not to be told of."""
        before = self.site.linked.get(article.source, ())
        links, tried = linked((article,), self.site.names, self.site.cards, tuple(self.config.languages))
        self.site = replace(self.site, called=self.site.called | tried)
        if (now := links.get(article.source, ())) == before:
            return
        self._put("linked", article.source, now or None)
        concerned = {article.source, *before, *now}
        several = {source: targets for source, targets in self.site.linked.items() if source in concerned or not concerned.isdisjoint(targets)}
        listed = (one for language in self.config.languages for one in self.site.lists.get(("home", "", language), ()))
        found = mentions(several, self.site.cards, listed)
        for target in sorted(concerned):
            if (told := found.get(target, ())) != self.site.mentions.get(target, ()):
                self._put("mentions", target, told or None)
                self.shows.add(target)
        self.shows.add(article.source)


def _rearranged(arrangement: Arrangement, card: Card) -> Arrangement:
    """The front page with another card of an article."""
    def new(one: Card | None) -> Card | None:
        return card if one and one.source == card.source else one

    top = tuple(found for one in arrangement.top if (found := new(one)))
    return replace(arrangement, lead=new(arrangement.lead), top=top, breaking_card=new(arrangement.breaking_card))
