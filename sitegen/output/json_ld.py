"""JSON-LD of a page: what search engines read of an article, its authors and the publication.

Sources: schema.org (NewsArticle and its genres, LiveBlogPosting, NewsMediaOrganization,
CorrectionComment), Google Search Central ("Article", "Breadcrumb", "Site names", "Profile
page").  Every time is in the publication's zone, as the visible one is.  The result stands
in a ``<script>``: no sign in it can end that or begin a comment (FAULTS 47).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sitegen.core.model import Article, Correction, Picture, Retraction, Role
from sitegen.core.reading import Prose
from sitegen.core.site import Card, Link, Media, Signature
from sitegen.core.task import Ask
from sitegen.output.body import joined
from sitegen.output.dates import iso
from sitegen.output.feed_body import feed_body
from sitegen.output.plain import plain, strip_markup
from sitegen.output.publisher import publisher, publisher_id
from sitegen.output.views import (
    ArticleView,
    FrontView,
    PageView,
    home_href,
    is_article,
    is_front,
    lead_picture,
    modified,
    rendition,
)
from sitegen.site.live import newest_first

__all__ = ["json_ld", "safe_json"]

Thing = dict[str, Any]

_GENRES: Mapping[str, str] = {
    "report": "ReportageNewsArticle", "analysis": "AnalysisNewsArticle", "opinion": "OpinionNewsArticle",
    "review": "ReviewNewsArticle", "background": "BackgroundNewsArticle", "satire": "SatiricalArticle",
}
_ROLES: Mapping[str, str] = {
    Role.TRANSLATION: "translator", Role.EDITING: "editor", Role.PHOTO: "contributor", Role.VIDEO: "contributor",
}
_WIDEST = 1200
_PAGES: Mapping[str, str] = {"about": "AboutPage", "contact": "ContactPage"}


def json_ld(ask: Ask, page: PageView) -> str:
    """The page's graph as text for ``<script type="application/ld+json">``; '' for a page that is none (404)."""
    if page.kind == "not-found":
        return ""
    if is_article(page):
        main = _article(ask, page) if page.kind == "article" else _standing(ask, page)
    elif is_front(page):
        main = _front(ask, page)
    else:
        main = _page(ask, page, "SearchResultsPage" if page.kind == "search" else "CollectionPage")
    graph = [main, _breadcrumbs(ask, page)]
    return safe_json({"@context": "https://schema.org", "@graph": [thing for thing in graph if thing]})


def safe_json(value: object) -> str:
    """JSON in which no character means anything to HTML or to an old JavaScript (U+2028, U+2029)."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


# ------------------------------------------------------------------ articles


def _article(ask: Ask, page: ArticleView) -> Thing:
    card, article, language = page.card, page.article, page.language
    zone: str = ask("config", "time_zone", language)
    if article.retraction:
        return _tombstone(ask, page, article.retraction, zone)
    changed = modified(card)
    authors, others = _people(card.signatures)
    house = {"@id": publisher_id(ask)}
    return _filled({
        "@type": _types(card),
        "@id": f"{page.canonical}#article",
        "mainEntityOfPage": page.canonical,
        "url": page.canonical,
        "headline": plain(card.headline),
        "description": plain(card.standfirst or page.description),
        "inLanguage": language,
        "datePublished": iso(card.published, zone) if card.published else "",
        "dateModified": iso(changed, zone) if changed else "",
        "author": authors or [_house_author(ask, page)],
        **others,
        "publisher": publisher(ask, language),
        "copyrightHolder": house,
        "image": _images(ask, *lead) if (lead := lead_picture(ask, page)) else [],
        "articleSection": plain(card.section.name) if card.section else "",
        "keywords": [plain(tag.name) for tag in card.tags],
        "isAccessibleForFree": True,
        "sponsor": _sponsor(card),
        **_reporting(article),
        "correction": [_correction(correction, zone) for correction in article.corrections],
        **(_live(ask, page, zone) if article.live else {}),
    })


def _tombstone(ask: Ask, page: ArticleView, retraction: Retraction, zone: str) -> Thing:
    """What is left of a retracted article: no text, no picture, nothing to be had for free; who signed it, when and why it is gone."""
    card, changed = page.card, modified(page.card)
    return _filled({
        "@type": _types(card),
        "@id": f"{page.canonical}#article",
        "mainEntityOfPage": page.canonical,
        "url": page.canonical,
        "headline": plain(card.headline),
        "inLanguage": page.language,
        "datePublished": iso(card.published, zone) if card.published else "",
        "dateModified": iso(changed, zone) if changed else "",
        "author": [_filled({**_person(one), "url": ""}) for one in card.signatures] or [_house_author(ask, page)],
        "publisher": publisher(ask, page.language),
        "sponsor": _sponsor(card),
        "creativeWorkStatus": "Retracted",
        "correction": [_correction(Correction(retraction.date, retraction.reason), zone)],
    })


def _types(card: Card) -> list[str]:
    """NewsArticle with the genre's own type beside it, a live blog's too; what was paid for is no news (schema.org has it beside NewsArticle)."""
    if card.is_sponsored:
        return ["AdvertiserContentArticle"]
    types = ["NewsArticle", _GENRES.get(card.genre, "")]
    types += ["LiveBlogPosting"] if card.is_live else []
    return [type_ for type_ in types if type_]


def _sponsor(card: Card) -> Thing | None:
    return {"@type": "Organization", "name": plain(card.sponsored_by)} if card.sponsored_by else None


def _people(signatures: tuple[Signature, ...]) -> tuple[list[Thing], dict[str, list[Thing]]]:
    """Authors, and by property those who translated, edited, photographed; all are authors where nobody wrote."""
    wrote = [person for person in signatures if person.role not in _ROLES] or list(signatures)
    others: dict[str, list[Thing]] = {}
    for person in signatures:
        if person not in wrote:
            others.setdefault(_ROLES[person.role], []).append(_person(person))
    return [_person(person) for person in wrote], others


def _person(signature: Signature) -> Thing:
    return _filled({
        "@type": "Organization" if signature.kind == "organization" else "Person",
        "name": plain(signature.name),
        "alternateName": [plain(name) for name in signature.alternate_names if name != signature.name],
        "url": signature.canonical,
    })


def _house_author(ask: Ask, page: PageView) -> Thing:
    """The newsroom itself, where nobody signed."""
    house = publisher(ask, page.language)
    return {"@type": "Organization", "name": house["name"], "url": house["url"]}


def _reporting(article: Article) -> Thing:
    return {
        "dateline": plain(article.dateline),
        "contentLocation": {"@type": "Place", "name": plain(article.location)} if article.location else None,
        "citation": [
            _filled({"@type": "CreativeWork", "name": plain(source.title), "url": source.url})
            for source in article.sources
        ],
        "isBasedOn": article.source_url,
    }


def _correction(correction: Correction, zone: str) -> Thing:
    return {"@type": "CorrectionComment", "text": plain(correction.text), "datePublished": iso(correction.date, zone)}


def _live(ask: Ask, page: ArticleView, zone: str) -> Thing:
    """Coverage times and updates of a live blog, newest first."""
    live = page.article.live
    prose: Prose = ask("prose", page.source) or Prose()
    updates = [
        _filled({
            "@type": "BlogPosting",
            "@id": f"{page.canonical}#{entry.anchor}" if entry.anchor else "",
            "headline": plain(entry.headline),
            "datePublished": iso(entry.at, zone),
            "url": f"{page.canonical}#{entry.anchor}" if entry.anchor else "",
            "articleBody": strip_markup(feed_body(ask, page.source, Prose(entry.html, prose.parts))),
        })
        for entry in newest_first(prose.live)
    ]
    return {
        "coverageStartTime": iso(live.starts, zone) if live else "",
        "coverageEndTime": iso(live.ends, zone) if live and live.ends else "",
        "liveBlogUpdate": updates,
    }


def _images(ask: Ask, media: Media, picture: Picture | None) -> list[Thing]:
    """The picture in the three ratios that search engines ask for (Google, "Article"), cut around its focus; as it is where nothing is made of it."""
    focus = picture.focus if picture else ""
    made = [rendition(ask, media, (_WIDEST,), ratio, focus, is_plain=True).media for ratio in ("1:1", "4:3", "16:9")]
    return [_image(one, picture) for one in dict.fromkeys(made)]


def _image(media: Media, picture: Picture | None) -> Thing:
    license_ = picture.license if picture and picture.license.startswith(("https://", "http://")) else ""
    return _filled({
        "@type": "ImageObject",
        "url": media.canonical,
        "width": media.width,
        "height": media.height,
        "caption": plain(picture.caption or picture.alt) if picture else "",
        "creditText": plain(picture.credit) if picture else "",
        "license": license_,
    })


# ------------------------------------------------------------------ other pages


def _page(ask: Ask, page: PageView, type_: str) -> Thing:
    return _filled({
        "@type": type_,
        "@id": f"{page.canonical}#page",
        "url": page.canonical,
        "name": plain(page.title),
        "description": plain(page.description),
        "inLanguage": page.language,
        "publisher": publisher(ask, page.language),
    })


def _standing(ask: Ask, page: ArticleView) -> Thing:
    zone: str = ask("config", "time_zone", page.language)
    changed = modified(page.card)
    dates = {
        "datePublished": iso(page.card.published, zone) if page.card.published else "",
        "dateModified": iso(changed, zone) if changed else "",
    }
    return _page(ask, page, _PAGES.get(page.card.page_kind, "WebPage")) | _filled(dates)


def _front(ask: Ask, page: FrontView) -> Thing:
    """Home is the WebSite (its name is what search engines print above a result), an author's page a profile."""
    if page.kind == "home" and page.number == 0:
        site = {"name": plain(ask("config", "title", page.language)), "@id": f"{page.canonical}#website"}
        alternate: str = plain(ask("config", "tagline", page.language))
        return _page(ask, page, "WebSite") | site | _filled({"alternateName": alternate})
    if page.kind == "author" and page.author:
        author = page.author
        portrait: Media | None = ask("media", author.picture.src) if author.picture else None
        person = _filled({
            "@type": "Organization" if author.kind == "organization" else "Person",
            "@id": f"{author.canonical}#author",
            "name": plain(author.name),
            "alternateName": [plain(name) for name in author.alternate_names if name != author.name],
            "description": plain(author.bio),
            "jobTitle": plain(author.role) if author.kind != "organization" else "",
            "url": author.canonical,
            "image": _image(portrait, author.picture) if portrait else None,
            "sameAs": [link.url for link in author.links],
        })
        return _page(ask, page, "ProfilePage") | {"mainEntity": person}
    return _page(ask, page, "CollectionPage")


def _breadcrumbs(ask: Ask, page: PageView) -> Thing | None:
    """The way from home to the page, the page last; none for home, which has no way to it."""
    links: tuple[Link, ...] = ()
    if is_article(page):
        links = ask("breadcrumbs", page.source)
    elif is_front(page):
        links = ask("front_breadcrumbs", page.front.kind, page.front.id, page.language)
    else:
        links = (Link(ask("config", "title", page.language), home_href(ask, page.language)),)
    base: str = ask("config", "base_url", page.language)
    steps = [(plain(link.name), joined(base, link.href)) for link in links if link.href and link.href != page.href]
    steps.append((plain(page.title), page.canonical))
    if len(steps) < 2:
        return None
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": address}
            for number, (name, address) in enumerate(steps, 1)
        ],
    }


def _filled(thing: Thing) -> Thing:
    return {key: value for key, value in thing.items() if value}
