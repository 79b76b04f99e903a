"""Live blogs at one moment: which updates are told, whether the coverage runs, when it last changed.

An update dated after press time is withheld like an embargoed article: no word, note, part or time of it is in what is asked for.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace

from sitegen.core.model import Article, Live, Moment
from sitegen.core.reading import TOKEN_CLOSE, TOKEN_OPEN, Block, LiveEntry, Part, Prose
from sitegen.core.site import Card

__all__ = ["changed", "late", "newest_first", "seen", "state", "times", "told"]

_TOKEN = re.compile(f"{TOKEN_OPEN}([0-9]+){TOKEN_CLOSE}")
_NOTHING = Part(Block.LINK)


def told(prose: Prose, until: dt.datetime | None) -> Prose:
    """The body with the updates of ``until`` and before (None: all of them), as if no other had been written."""
    if not prose.live:
        return prose
    live = tuple(entry for entry in prose.live if until is None or entry.at.at <= until)
    used = {int(number) for html in (prose.html, *(entry.html for entry in live)) for number in _TOKEN.findall(html)}
    parts = prose.parts
    if len(live) < len(prose.live):
        parts = tuple(part if number in used else _NOTHING for number, part in enumerate(parts))
    plain = " ".join(filter(None, (prose.plain, *(text for entry in live for text in (entry.headline, entry.plain)))))
    return replace(
        prose, parts=parts, live=live, plain=plain, words=len(re.findall(r"\w+", plain)),
        outline=(*prose.outline, *(heading for entry in live for heading in entry.outline)),
        fragments=(*prose.fragments, *(name for entry in live for name in (entry.anchor, *entry.fragments))),
    )


def seen(article: Article, until: dt.datetime | None) -> Article:
    """The front matter with the times of told updates only."""
    live = article.live
    if live is None or until is None or not live.updates or live.updates[-1].at <= until:
        return article
    return replace(article, live=replace(live, updates=tuple(moment for moment in live.updates if moment.at <= until)))


def state(live: Live | None, now: dt.datetime) -> str:
    """``soon``, ``now`` or ``over``; '' where there is no live blog."""
    if live is None:
        return ""
    if now < live.starts.at:
        return "soon"
    return "over" if live.ends and live.ends.at <= now else "now"


def times(live: Live | None) -> tuple[dt.datetime, ...]:
    """When the page of a live blog changes by itself: the coverage begins, an update is told, the coverage ends."""
    if live is None:
        return ()
    return tuple(moment.at for moment in (live.starts, *live.updates, live.ends) if moment)


def late(live: Live | None, now: dt.datetime) -> int:
    """How many updates are withheld until after ``now``."""
    return sum(moment.at > now for moment in live.updates) if live else 0


def newest_first(entries: Iterable[LiveEntry]) -> tuple[LiveEntry, ...]:
    """The updates as readers see them; of one minute, the one written last comes first."""
    return tuple(sorted(entries, key=lambda entry: entry.at.at)[::-1])


def changed(card: Card, article: Article | None) -> Moment | None:
    """When the text of a card last changed: its ``updated``, or the newest told update of a live blog where that is later."""
    newest = article.live.updates[-1] if article and article.live and article.live.updates else None
    since = card.updated or card.published
    return newest if newest and since and newest.at > since.at else card.updated
