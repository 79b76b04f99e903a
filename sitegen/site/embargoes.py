"""Embargoes of a story's language versions: each concerns its own version alone, and a difference is told.

A reader of one language may know today what the other is to know tomorrow; the desk may mean that, or have forgotten one file.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator

from sitegen.core.diagnostics import Diagnostic
from sitegen.core.model import Article, Status
from sitegen.site.visibility import Edge, is_public

__all__ = ["differing"]


def differing(articles: Iterable[Article], press_time: dt.datetime) -> Iterator[Diagnostic]:
    """A warning for each version whose embargo holds it back while another version of it is public."""
    versions: dict[tuple[bool, str], list[Article]] = defaultdict(list)
    for article in articles:
        if article.status is not Status.DRAFT:
            versions[bool(article.page_kind), article.translation_key].append(article)
    for group in versions.values():
        public = next((one for one in group if is_public(one, press_time, Edge())), None)
        for one in group:
            if public and one.language != public.language and one.embargo and one.embargo.at > press_time:
                place = one.place("embargo" if dict(one.places).get("embargo") else "publish_date")
                until = f"{one.embargo.at:%Y-%m-%d %H:%M}"
                yield Diagnostic.at(place, "embargo/differs", public.place("date"), until=until, language=public.language)
