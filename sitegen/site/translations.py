"""Language versions: which articles are one story, which lack a version, which are behind their original.

Versions share a ``translation_key``.  There is one of each language: the set is closed and the same seen from each of its members, so that
hreflang is reciprocal by construction.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sitegen.core.diagnostics import Diagnostic
from sitegen.core.model import Article, Moment, Status
from sitegen.core.site import Card, Site
from sitegen.site.live import seen
from sitegen.site.visibility import published_at

__all__ = ["Behind", "outdated", "paired", "problems", "untranslated"]

_PLAIN_PAGE = "page"


@dataclass(frozen=True, slots=True)
class Behind:
    """A version whose original changed after it: their cards, and when each last changed."""

    card: Card
    at: Moment
    original: Card
    changed: Moment


def paired(public: Mapping[str, Article], languages: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """For each article the sources of its versions, itself too, in the order of the languages.

    A hidden article and a second one of a language (which is told of) see the others, but are not seen by them.
    """
    rank = {language: at for at, language in enumerate(languages)}
    found: dict[str, tuple[str, ...]] = {}
    for group in _groups(public.values()).values():
        one_each: dict[str, Article] = {}
        for article in sorted(group, key=lambda article: article.source):
            if article.status is not Status.HIDDEN:
                one_each.setdefault(article.language, article)
        for article in group:
            own = ({**one_each, article.language: article}).values()
            found[article.source] = tuple(one.source for one in sorted(own, key=lambda one: rank.get(one.language, len(rank))))
    return found


def problems(articles: Iterable[Article], public: Mapping[str, Article], languages: tuple[str, ...], may_lack: tuple[str, ...]) -> Iterator[Diagnostic]:
    """What is wrong with the versions: two of one language, an article and a page with one key, no original.

    ``articles``: all that are or will be public.  ``may_lack``: languages whose articles need no version in the first.
    """
    by_key: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        if article.status not in {Status.DRAFT, Status.HIDDEN}:
            by_key[article.translation_key].append(article)
    for key, group in by_key.items():
        if len(group) > 1:
            yield from _clashes(key, sorted(group, key=lambda article: article.source))
    versions = paired(public, languages)
    for article in public.values():
        if article.page_kind or article.language in {languages[0], *may_lack} or article.status is not Status.PUBLISHED:
            continue
        if not any(public[source].language == languages[0] for source in versions[article.source]):
            yield Diagnostic.at(article.place("title"), "translation/no-original", language=article.language, first=languages[0])


def _clashes(key: str, group: list[Article]) -> Iterator[Diagnostic]:
    first: dict[tuple[bool, str], Article] = {}
    for article in group:
        other = first.setdefault((bool(article.page_kind), article.language), article)
        if other is not article:
            yield _told(article, other, "translation/same-language", key=key, language=article.language)
    for article in group[1:]:
        other = next((one for one in group if one is not article and _kind(one) != _kind(article) and "" not in (_kind(one), _kind(article))), article)
        if other is not article and other.source < article.source:
            yield _told(article, other, "translation/other-kind", key=key, kind=_kind(article), other_kind=_kind(other))


def _told(article: Article, other: Article, code: str, **words: str) -> Diagnostic:
    place = "translation_key" if dict(article.places).get("translation_key") else "title"
    there = "translation_key" if dict(other.places).get("translation_key") else "title"
    return Diagnostic.at(article.place(place), code, other.place(there), other=other.source, **words)


def _kind(article: Article) -> str:
    """``article``, or the kind a page says it is; '' where it says none."""
    return "" if article.page_kind == _PLAIN_PAGE else article.page_kind or "article"


def _groups(articles: Iterable[Article]) -> Mapping[tuple[bool, str], list[Article]]:
    groups: dict[tuple[bool, str], list[Article]] = defaultdict(list)
    for article in articles:
        groups[bool(article.page_kind), article.translation_key].append(article)
    return groups


def untranslated(site: Site, language: str) -> Iterator[Card]:
    """Listed articles of the publication's first language without a public version in ``language``, newest first."""
    for source in site.lists.get(("home", "", site.languages[0]), ()):
        if not any(site.cards[one].language == language for one in site.translations[source]):
            yield site.cards[source]


def outdated(site: Site, language: str) -> Iterator[Behind]:
    """Listed versions in ``language`` whose original was updated or corrected after their own last change, newest change first."""
    found = []
    for source in site.lists.get(("home", "", language), ()):
        original = next((one for one in site.translations[source] if site.cards[one].language == site.languages[0]), source)
        at, changed = (_changed(site, one) for one in (source, original))
        if original != source and at and changed and changed.at > at.at:
            found.append(Behind(site.cards[source], at, site.cards[original], changed))
    yield from sorted(found, key=lambda behind: (-behind.changed.at.timestamp(), behind.card.source))


def _changed(site: Site, source: str) -> Moment | None:
    """When the article was published, or since updated, corrected, retracted or added to live."""
    article = seen(site.articles[source], site.told_until)
    moments = [published_at(article), article.updated, *(correction.date for correction in article.corrections)]
    moments += [article.retraction.date if article.retraction else None, *(article.live.updates[-1:] if article.live else ())]
    return max((moment for moment in moments if moment), key=lambda moment: moment.at, default=None)
