"""Sitemaps: an index, files of pages with their language versions, and the news sitemap.

Sources: sitemaps.org protocol 0.9 (50,000 URLs and 50 MB a file); Google, "Localized versions"
(``xhtml:link``) and "Create a news sitemap" (two days, 1,000 articles a file; an empty one is
allowed).  Which pages stand where is the site's answer: ``sitemap_files()``, ``sitemap_entries(number)``,
``news_files()``, ``news_entries(number)``.  ``lastmod`` is true or absent; press time is never printed.
"""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.core.model import Moment
from sitegen.core.site import Card, SitemapEntry, SitemapFile, Version
from sitegen.core.task import Ask
from sitegen.output.dates import iso
from sitegen.output.markup import DECLARATION, element, leaf
from sitegen.output.plain import plain

__all__ = [
    "alternates", "news_sitemap_name", "render_news_sitemap", "render_sitemap", "render_sitemap_index", "sitemap_name",
]

_SPACE = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9")
_XHTML = ("xmlns:xhtml", "http://www.w3.org/1999/xhtml")
_NEWS = ("xmlns:news", "http://www.google.com/schemas/sitemap-news/0.9")
_CHINESE: Mapping[str, str] = {
    "zh": "zh-cn", "zh-cn": "zh-cn", "zh-hans": "zh-cn", "zh-tw": "zh-tw", "zh-hant": "zh-tw",
}
"""The news sitemap wants plain language codes, with these two exceptions."""


def sitemap_name(number: int) -> str:
    """The file name of sitemap ``number`` (from 1)."""
    return f"sitemap-{number}.xml"


def news_sitemap_name(number: int) -> str:
    """The file name of news sitemap ``number``; the first one's never changes."""
    return "news-sitemap.xml" if number <= 1 else f"news-sitemap-{number}.xml"


def render_sitemap_index(ask: Ask) -> bytes:
    """``/sitemap.xml``."""
    base: str = ask("config", "base_url", "")
    files: tuple[SitemapFile, ...] = ask("sitemap_files")
    rows = [
        element("sitemap", (), leaf("loc", base + sitemap_name(file.number)), _lastmod(ask, file.changed))
        for file in files
    ]
    return (DECLARATION + element("sitemapindex", (_SPACE,), *rows)).encode()


def render_sitemap(ask: Ask, number: int) -> bytes:
    """``/sitemap-N.xml``."""
    languages: tuple[str, ...] = ask("config", "languages", "")
    entries: tuple[SitemapEntry, ...] = ask("sitemap_entries", number)
    rows = [
        element(
            "url", (),
            leaf("loc", entry.canonical),
            _lastmod(ask, entry.changed),
            *(
                leaf("xhtml:link", "", ("rel", "alternate"), ("hreflang", language), ("href", address))
                for language, address in alternates(entry.versions, languages)
            ),
        )
        for entry in entries
    ]
    return (DECLARATION + element("urlset", (_SPACE, _XHTML), *rows)).encode()


def render_news_sitemap(ask: Ask, number: int = 1) -> bytes:
    """``/news-sitemap.xml``: what was published in the two days before press time, and nobody paid for."""
    cards: tuple[Card, ...] = ask("news_entries", number)
    rows = [_news(ask, card, card.published) for card in cards if card.published and not card.is_sponsored]
    return (DECLARATION + element("urlset", (_SPACE, _NEWS), *rows)).encode()


def alternates(versions: tuple[Version, ...], languages: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """(hreflang, absolute URL) of every version, itself too, and ``x-default``; nothing for a page in one language.

    ``x-default`` is the version in the publication's first language, else in the first of its languages there is.
    """
    if len(versions) < 2:
        return ()
    by_language = {version.language: version.canonical for version in versions}
    default = next((by_language[code] for code in languages if code in by_language), versions[0].canonical)
    return (*by_language.items(), ("x-default", default))


def _news(ask: Ask, card: Card, published: Moment) -> str:
    publication = element(
        "news:publication", (),
        leaf("news:name", plain(ask("config", "title", card.language))),
        leaf("news:language", _CHINESE.get(card.language.lower(), card.language.split("-")[0].lower())),
    )
    when = iso(published, ask("config", "time_zone", ""))
    news = element(
        "news:news", (), publication,
        leaf("news:publication_date", when),
        leaf("news:title", plain(card.headline)),
    )
    return element("url", (), leaf("loc", card.canonical), news)


def _lastmod(ask: Ask, changed: Moment | None) -> str:
    return leaf("lastmod", iso(changed, ask("config", "time_zone", ""))) if changed else ""
