"""Articles that appear by themselves: what would stop the build of that hour is said while there is time to mend it.

What has an address only when it is public claims it in advance here.  Nothing of it enters the site.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from sitegen.core.diagnostics import Diagnostic
from sitegen.core.model import Article, Status
from sitegen.site.permalinks import Claim, address_place, collisions, former_path, refused
from sitegen.site.visibility import published_at

__all__ = ["clashes", "is_coming", "unplaced"]


def is_coming(article: Article, press_time: dt.datetime) -> bool:
    """Whether an article will be public without an edit."""
    at, expires = published_at(article), article.expires
    return article.status is not Status.DRAFT and at is not None and at.at > press_time and not (expires and expires.at <= at.at)


def unplaced(articles: Iterable[Article]) -> tuple[Diagnostic, ...]:
    """An error for each article that belongs to no section."""
    return tuple(
        Diagnostic.at(article.place("title"), "section/none")
        for article in articles if not (article.page_kind or article.section.name or article.folder)
    )


def clashes(claims: list[Claim], coming: list[Article], path: Callable[[Article], str], ending: frozenset[str]) -> tuple[Diagnostic, ...]:
    """What is wrong with the ``claims`` of today, and with those of articles ``coming`` beside them.

    An article of ``ending`` (by source) may have left its address by then, so that one to come may have it.
    """
    later = [claim for article in coming for claim in ((path(article), address_place(article)), *((former_path(one.path), one.span) for one in article.aliases))]
    sources = {article.source for article in coming}
    found = (*refused((*claims, *later)), *collisions((*claims, *later)))
    return tuple(one for one in found if not _may_follow({one.span.path, *(span.path for span in one.related)}, sources, ending))


def _may_follow(paths: set[str], coming: set[str], ending: frozenset[str]) -> bool:
    """Whether two claims are those of an article to come and of another that ends."""
    return len(paths) > 1 and bool(paths & coming) and bool(paths & ending)
