"""The head of a page: title, canonical, language versions, robots, Open Graph, feeds, JSON-LD.

A page value and questions enter, one frozen :class:`Metadata` leaves; a template prints it
without thinking.  All addresses are absolute but those of feeds.  Nothing is escaped here, save
``json_ld``, which is fit for a ``<script>``.  Sources: ogp.me; Google Search Central on
canonical, hreflang, robots meta; X's card tags.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sitegen.core.site import Version
from sitegen.core.task import Ask
from sitegen.output.dates import iso, open_graph_locale
from sitegen.output.feeds import FORMATS, formats_of
from sitegen.output.json_ld import json_ld
from sitegen.output.live_feeds import live_feeds
from sitegen.output.plain import excerpt, plain
from sitegen.output.sitemaps import alternates
from sitegen.output.views import ArticleView, PageView, home_href, is_article, is_front, lead_picture, modified

__all__ = ["Metadata", "metadata"]

Pair = tuple[str, str]

_FORMAT_NAMES: Mapping[str, str] = {"rss": "RSS", "atom": "Atom", "json": "JSON Feed"}


@dataclass(frozen=True, slots=True)
class Metadata:
    """``alternates``: (hreflang, URL), ``x-default`` last.  ``open_graph``: (property, content).

    ``twitter``: (name, content).  ``feeds``: (type, title, href).  ``canonical`` is '' on the 404 page.
    """

    title: str
    description: str
    canonical: str
    robots: str
    alternates: tuple[Pair, ...] = ()
    open_graph: tuple[Pair, ...] = ()
    twitter: tuple[Pair, ...] = ()
    feeds: tuple[tuple[str, str, str], ...] = ()
    json_ld: str = ""


def metadata(ask: Ask, page: PageView, *, is_lite: bool = False) -> Metadata:
    """Everything a page's ``<head>`` says about it; a page of the light edition names the page that says the rest."""
    description = excerpt(page.description or ask("config", "description", page.language))
    canonical = page.article.canonical if is_article(page) and page.article.canonical else page.canonical
    said = Metadata(
        title=_title(ask, page),
        description=description,
        canonical="" if page.kind == "not-found" else canonical,
        robots="max-image-preview:large" if page.is_indexed and page.kind != "not-found" else "noindex",
    )
    if is_lite:
        return said
    versions = _versions(ask, page)
    languages: tuple[str, ...] = ask("config", "languages", page.language)
    open_graph, twitter = _sharing(ask, page, description, canonical, versions)
    return replace(
        said,
        alternates=alternates(versions, languages),
        open_graph=open_graph,
        twitter=twitter,
        feeds=_feeds(ask, page),
        json_ld=json_ld(ask, page),
    )


def _title(ask: Ask, page: PageView) -> str:
    """``Headline — Publication``; home says its tagline, an archive page its number."""
    publication = plain(ask("config", "title", page.language))
    title = plain(page.title)
    if page.kind == "home":
        tagline = plain(ask("config", "tagline", page.language))
        words = [publication, tagline]
    else:
        words = [title, publication]
    if is_front(page) and page.number:
        words.insert(1, f"{plain(ask('text', 'page', page.language))} {page.number}".strip())
    return " — ".join(dict.fromkeys(word for word in words if word))


def _versions(ask: Ask, page: PageView) -> tuple[Version, ...]:
    """The page in each language; an archive page has no counterpart, for archives differ in length."""
    versions: tuple[Version, ...] = ()
    if is_article(page):
        versions = ask("versions", page.source)
    elif is_front(page):
        versions = () if page.number else ask("front_versions", page.front.kind, page.front.id)
    elif page.kind != "not-found":
        versions = ask("front_versions", page.kind, "")
    return versions


def _sharing(
    ask: Ask, page: PageView, description: str, canonical: str, versions: tuple[Version, ...]
) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
    """Open Graph and the card tags."""
    publication = plain(ask("config", "title", page.language))
    title = plain(page.title) or publication
    kind = "article" if page.kind == "article" else "profile" if page.kind == "author" else "website"
    others = [version.language for version in versions if version.language != page.language]
    graph = [
        ("og:type", kind), ("og:title", title), ("og:description", description), ("og:url", canonical),
        ("og:site_name", publication), ("og:locale", open_graph_locale(page.language)),
        *(("og:locale:alternate", open_graph_locale(language)) for language in others),
    ]
    card = [("twitter:card", "summary"), ("twitter:title", title), ("twitter:description", description)]
    if lead := lead_picture(ask, page):
        media, picture = lead
        alt = plain(picture.alt) if picture else publication
        graph += [("og:image", media.canonical), ("og:image:type", media.type)]
        if media.width and media.height:
            graph += [("og:image:width", str(media.width)), ("og:image:height", str(media.height))]
        graph.append(("og:image:alt", alt))
        card[0] = ("twitter:card", "summary_large_image" if media.width >= 600 else "summary")
        card += [("twitter:image", media.canonical), ("twitter:image:alt", alt)]
    if is_article(page) and page.kind == "article":
        graph += _article_tags(ask, page)
    return _said(graph), _said(card)


def _article_tags(ask: Ask, page: ArticleView) -> list[Pair]:
    """``article:*`` of ogp.me; an author is named by the address of the author's page."""
    card, zone = page.card, ask("config", "time_zone", page.language)
    changed = modified(card)
    return [
        ("article:published_time", iso(card.published, zone) if card.published else ""),
        ("article:modified_time", iso(changed, zone) if changed else ""),
        ("article:section", plain(card.section.name) if card.section else ""),
        *(("article:author", author.canonical or plain(author.name)) for author in card.signatures),
        *(("article:tag", plain(tag.name)) for tag in card.tags),
    ]


def _said(pairs: list[Pair]) -> tuple[Pair, ...]:
    return tuple(pair for pair in pairs if pair[1])


def _feeds(ask: Ask, page: PageView) -> tuple[tuple[str, str, str], ...]:
    """The front's own feeds or those of the article's section first, then the publication's."""
    publication = plain(ask("config", "title", page.language))
    fronts = []
    if is_front(page):
        fronts.append((page.front.kind, page.front.name or page.title, page.front.href))
    elif is_article(page) and page.card.section and page.card.is_listed:
        fronts.append(("section", page.card.section.name, page.card.section.href))
    fronts.append(("home", "", home_href(ask, page.language)))
    found = {}
    if is_article(page):
        for feed in live_feeds(page.card):
            type_ = FORMATS[feed.format][1]
            found[feed.href] = (type_, f"{plain(page.card.headline)} ({_FORMAT_NAMES[feed.format]})", feed.href)
    for kind, name, href in fronts:
        words = publication if kind == "home" else f"{plain(name)} — {publication}"
        for format_ in formats_of(kind):
            file, type_, _ = FORMATS[format_]
            found[href + file] = (type_, f"{words} ({_FORMAT_NAMES[format_]})", href + file)
    return tuple(found.values())
