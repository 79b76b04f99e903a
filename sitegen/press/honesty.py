"""Honest updates: whether the text of a published article changed, and nothing tells its readers so.

Beside the pipeline.  The manifest of an output says of each published article which words it had, with the update and the
corrections that readers were told of; the next build compares.  What it says of an article whose words changed in silence stays
as it was, so that the warning is repeated until an update or a correction comes.  Of drafts, embargoed and hidden articles the
manifest, which is published, says nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from typing import Protocol

from sitegen.config import Config
from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.core.model import Article, Moment, Status
from sitegen.core.reading import Block, Prose
from sitegen.core.site import Site
from sitegen.core.task import Digest
from sitegen.site.visibility import Edge, is_public, published_at

__all__ = ["Told", "judged", "judged_again", "told", "told_again", "words"]

Told = tuple[str, str, str, float, int, int, int]
"""Of one article: source, id, what readers were told of, until when (POSIX) changes are free, and a place: line, column, length."""

class Read(Protocol):
    """A file as it was last read: the digest of its body's words."""

    @property
    def words(self) -> Digest: ...


_SIGNS = {sign: plain for signs, plain in (("«»„“”‟‘’‚‹›ʼ`'", '"'), ("–—−‑‒", "-"), ("…", "..."), ("\u00ad\u200b\u2060\ufeff", "")) for sign in signs}


def words(prose: Prose | None) -> Digest:
    """The digest of the words of a body: without white space and markup, whatever typography made of quotation marks and dashes."""
    if prose is None:
        return ""
    parts = [part.text for part in prose.parts if part.kind in {Block.BOX_OPEN, Block.WIKILINK}]
    captions = [picture.caption for part in prose.parts for picture in part.pictures]
    text = " ".join((prose.plain, *parts, *captions, *(entry.headline for entry in prose.live)))
    bare = "".join(unicodedata.normalize("NFC", text).replace(" ", "").split())  # few other spaces: it makes one word, not all
    for sign, plain in _SIGNS.items():  # one after another is five times as fast as one table of them all
        bare = bare.replace(sign, plain)
    return hashlib.blake2b(bare.encode(), digest_size=16).hexdigest()


def told(site: Site, config: Config, press_time: dt.datetime) -> tuple[Told, ...]:
    """What readers of each published article were told of, in the order of the sources."""
    quiet = config.desk.quiet_minutes * 60
    return tuple(_told(article, published, quiet) for article in site.articles.values() if (published := _published(article, press_time)))


def told_again(before: Iterable[Told], site: Site, sources: Collection[str], config: Config, press_time: dt.datetime) -> tuple[Told, ...]:
    """The same, where only these of the articles say something else."""
    quiet = config.desk.quiet_minutes * 60
    return tuple(
        _told(site.articles[one[0]], published, quiet) if one[0] in sources and (published := _published(site.articles[one[0]], press_time)) else one
        for one in before
    )


def _published(article: Article, press_time: dt.datetime) -> Moment | None:
    """When an article was published that readers are told the truth about; None of a page, and of what they don't see."""
    is_seen = article.status is Status.PUBLISHED and not article.page_kind and is_public(article, press_time, Edge())
    return published_at(article) if is_seen else None


def _told(article: Article, published: Moment, quiet: int) -> Told:
    free = published.at.timestamp() + quiet
    if article.live:
        free = max(free, article.live.ends.at.timestamp() if article.live.ends else math.inf)
    keys = dict(article.places)
    place = next((keys[key] for key in ("updated", "date", "publish_date", "published") if key in keys), Span(article.source, 1, 1))
    said = (_time(article.updated) if article.updated else "-", *(_time(one.date) for one in article.corrections))
    return (article.source, article.id, " ".join(said), free, place.line, place.column, place.length)


def judged(
    now: Iterable[Told], files: Mapping[str, Read], before: Mapping[str, str], press_time: dt.datetime
) -> tuple[dict[str, str], list[Diagnostic]]:
    """What the manifest is to say of each article by its id, and a warning for each whose words changed in silence."""
    says: dict[str, str] = {}
    silent: list[Diagnostic] = []
    for source, id_, said, free, *place in now:
        today, was = f"{files[source].words} {said}", before.get(id_, "")
        if was and was != today and press_time.timestamp() >= free and _is_silent(was, today):
            silent.append(Diagnostic.at(Span(source, *place), "article/silent-change"))
            today = was
        says[id_] = today
    return says, silent


def judged_again(
    now: Iterable[Told], files: Mapping[str, Read], before: Callable[[str], str], press_time: dt.datetime, changed: AbstractSet[str], silent: Iterable[Diagnostic]
) -> tuple[dict[str, str], list[Diagnostic]] | None:
    """The same, where since the manifest was written, with the warnings ``silent``, only the files ``changed``: what it is to say of those, and all warnings.

    None where all must be looked at: it says nothing of one of them, or another has the same id.
    """
    told = tuple(now)
    some = [one for one in told if one[0] in changed]
    ids = {one[1] for one in some}
    was = {id_: said for id_ in ids if (said := before(id_))}
    if len(was) < len(ids) or sum(1 for one in told if one[1] in ids) > len(some):
        return None
    says, found = judged(some, files, was, press_time)
    return says, [*(one for one in silent if one.span.path not in changed), *found]


def _is_silent(was: str, today: str) -> bool:
    """Whether the words are others, but no update is later and no correction new."""
    old, updated, *corrections = was.split(" ")
    new, updated_now, *corrections_now = today.split(" ")
    return old != new and updated_now <= updated and not Counter(corrections_now) - Counter(corrections)


def _time(moment: Moment) -> str:
    """In UTC, so that two of them compare as texts; '-' for none comes before all."""
    return moment.at.astimezone(dt.UTC).isoformat(timespec="seconds")
