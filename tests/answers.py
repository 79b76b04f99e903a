"""A newsroom small enough to read: real values of the site, and a plain callable that answers questions about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from sitegen.config import Config, load
from sitegen.core.model import Article, LocalText, Moment, Picture
from sitegen.core.reading import Prose
from sitegen.core.site import (
    AuthorCard,
    Card,
    Front,
    Link,
    Media,
    Rendition,
    Signature,
    SitemapEntry,
    SitemapFile,
    Target,
    TermRef,
    Version,
)

BASE = "https://herald.example/"
KYIV = dt.timezone(dt.timedelta(hours=2))

SETTINGS = """
base_url = "https://herald.example/"
languages = ["uk", "en"]
title = { uk = "Тиха газета", en = "Quiet Herald" }
tagline = { uk = "Новини річки", en = "News of the river" }
description = { uk = "Газета малого міста", en = "The paper of a small town" }
pictures = { cards = false }
channels = [{ name = "Telegram", url = "https://t.me/quiet_example" }]
[publisher]
name = { uk = "ТОВ «Тиха»", en = "Quiet Ltd" }
logo = "static/logo.png"
email = "desk@herald.example"
[dates.en]
zone = "Kyiv time"
"""

WORDS = {
    "read_also": {"uk": "Читайте також", "en": "Read also"},
    "sponsored": {"uk": "Реклама", "en": "Sponsored"},
    "correction": {"uk": "Виправлення", "en": "Correction"},
    "retracted": {"uk": "Відкликано", "en": "Retracted"},
    "sources": {"uk": "Джерела", "en": "Sources"},
    "box_background": {"uk": "Що відомо", "en": "What is known"},
    "page": {"uk": "сторінка", "en": "page"},
    "moved": {"uk": "Сторінку перенесено", "en": "This page has moved"},
}


def at(text: str, *, has_time: bool = True) -> Moment:
    """``2026-11-20 09:31`` in Kyiv's winter."""
    return Moment(dt.datetime.fromisoformat(text).replace(tzinfo=KYIV), has_time)


def settings(text: str = "", **overrides: Any) -> Config:
    """The newsroom's settings with more TOML behind them."""
    config, diagnostics = load(SETTINGS + text, "sitegen.toml", **overrides)
    assert config is not None, diagnostics
    return config


def signature(name: str = "Olha Tykha", **changes: Any) -> Signature:
    author = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in name.lower())
    href = f"/en/authors/{author}/"
    return replace(Signature(author, name, "en", "text", "person", href, BASE.rstrip("/") + href), **changes)


def term(kind: str, id_: str, name: str) -> TermRef:
    return TermRef(kind, id_, name, "en", f"/en/{id_}/")


def card(name: str = "bridge", **changes: Any) -> Card:
    """A card of an English article, ready to be changed."""
    path = f"/en/politics/2026/11/{name}/"
    changes.setdefault("is_sponsored", bool(changes.get("sponsored_by")))
    plain = Card(
        source=f"content/en/politics/{name}.md", id=f"qh-{name}", language="en", path=path, href=path,
        canonical=BASE.rstrip("/") + path, headline=f"The {name} opens", kicker="", standfirst=f"What the {name} cost.",
        genre="news", published=at("2026-11-20 09:31"), updated=None, signatures=(signature(),),
        section=term("section", "politics", "Politics"), tags=(term("tag", "river", "River"),), series=(), stories=(),
        image=None, sponsored_by="", sponsored_label="", is_live=False, is_listed=True, is_indexed=True,
    )
    return replace(plain, **changes)


def article(of: Card, **changes: Any) -> Article:
    """The article a card belongs to."""
    plain = Article(
        source=of.source, id=of.id, language=of.language, name=of.source, folder="politics", is_bundle=False,
        headline=of.headline, published=of.published, translation_key=of.id, updated=of.updated,
    )
    return replace(plain, **changes)


def front(kind: str = "home", id_: str = "", name: str = "Quiet Herald", language: str = "en") -> Front:
    path = "/en/" if kind == "home" else f"/en/{id_}/"
    return Front(kind, id_, language, name, language, "", path, path, BASE.rstrip("/") + path)


PHOTO = Media("content/river.jpg", "media/river.jpg", "/media/river.jpg", BASE + "media/river.jpg", 1600, 900, 81234,
              "image/jpeg")
LOGO = Media("static/logo.png", "logo.png", "/logo.png", BASE + "logo.png", 512, 512, 4096, "image/png")
PICTURE = Picture("content/river.jpg", alt="The river at dawn", caption="The river", credit="O. Tykha")


@dataclass
class Page:
    """A page value as templates get it."""

    kind: str
    canonical: str
    title: str = ""
    language: str = "en"
    description: str = ""
    is_indexed: bool = True
    href: str = ""
    source: str = ""
    card: Card | None = None
    article: Article | None = None
    front: Front | None = None
    number: int = 0
    author: AuthorCard | None = None


def article_page(of: Card, **changes: Any) -> Page:
    known = article(of, **changes)
    return Page("article", of.canonical, of.headline, of.language, of.standfirst, of.is_indexed, of.href,
                of.source, of, known)


def front_page(of: Front, **changes: Any) -> Page:
    return replace(Page(of.kind, of.canonical, of.name, of.language, href=of.href, front=of), **changes)


class Answers:
    """``ask``: every question is a method; what is not known gets the empty answer."""

    def __init__(
        self, *cards: Card, config: Config | None = None, articles: Iterable[Article] = (),
        prose: dict[str, Prose] | None = None, targets: dict[str, Target] | None = None,
        fronts: Iterable[Front] = (front(), front("section", "politics", "Politics")),
        media: Iterable[Media] = (PHOTO, LOGO),
        standing: tuple[Card, ...] = (), versions: dict[str, tuple[Version, ...]] | None = None,
        entries: tuple[SitemapEntry, ...] = (), page_size: int = 20, embeds: tuple[str, ...] = (),
    ) -> None:
        self.known = config or settings()
        self.cards = {one.source: one for one in (*cards, *standing)}
        self.listed = cards
        self.articles = {one.source: one for one in articles}
        self.bodies = prose or {}
        self.targets = targets or {}
        self.fronts = {(one.kind, one.id, one.language): one for one in fronts}
        self.files = {one.src: one for one in media}
        self.pages_of_kind = standing
        self.languages = versions or {}
        self.entries = entries
        self.page_size = page_size
        self.embeds = embeds
        self.asked: list[tuple[Any, ...]] = []

    def __call__(self, question: str, *arguments: Any) -> Any:
        self.asked.append((question, *arguments))
        return getattr(self, f"on_{question}")(*arguments)

    def on_embeds(self) -> tuple[str, ...]:
        return self.embeds

    def on_face(self, kind: str, term: str, language: str) -> Any:
        return self.on_front(kind, term, language)

    def on_address(self, path: str) -> tuple[str, str]:
        return self.known.href(path), self.known.canonical(path)

    def on_located(self, source: str, src: str) -> str:
        return src if src in self.files else ""

    def on_config(self, key: str, language: str) -> Any:
        if key == "dates":
            return self.known.dates_of(language)
        value: Any = self.known
        for step in key.split("."):
            value = getattr(value, step)
        return value.get(language, self.known.language) if isinstance(value, LocalText) else value

    def on_listing(self, kind: str, id_: str, language: str, number: int) -> tuple[Card, ...]:
        newest = [one for one in self.listed if one.language == language]
        if number == 0:
            return tuple(newest[: self.page_size])
        oldest = list(reversed(newest))
        return tuple(reversed(oldest[(number - 1) * self.page_size : number * self.page_size]))

    def on_pages(self, kind: str, id_: str, language: str) -> int:
        count = len([one for one in self.listed if one.language == language])
        return -(-count // self.page_size) if count > self.page_size else 0

    def on_front(self, kind: str, id_: str, language: str) -> Front | None:
        return self.fronts.get((kind, id_, language))

    def on_card(self, source: str) -> Card | None:
        return self.cards.get(source)

    def on_article(self, source: str) -> Article | None:
        known = self.cards.get(source)
        return self.articles.get(source) or (article(known) if known else None)

    def on_prose(self, source: str) -> Prose | None:
        return self.bodies.get(source)

    def on_target(self, source: str, target: str, title: str, language: str) -> Target:
        return self.targets.get(target or title, Target("pending"))

    def on_versions(self, source: str) -> tuple[Version, ...]:
        return self.languages.get(source, ())

    def on_front_versions(self, kind: str, id_: str) -> tuple[Version, ...]:
        return self.languages.get(f"{kind}/{id_}", ())

    def on_breadcrumbs(self, source: str) -> tuple[Link, ...]:
        return (Link("Quiet Herald", "/en/"), Link("Politics", "/en/politics/"))

    def on_front_breadcrumbs(self, kind: str, id_: str, language: str) -> tuple[Link, ...]:
        return () if kind == "home" else (Link("Quiet Herald", "/en/"),)

    def on_standing(self, language: str) -> tuple[Card, ...]:
        return self.pages_of_kind

    def on_media(self, src: str) -> Media | None:
        return self.files.get(src)

    def on_rendition(self, src: str, ratio: str, focus: str, widths: tuple[int, ...], is_plain: bool) -> Rendition | None:
        file = self.files.get(src)
        return Rendition(replace(file, href=f"{file.href}?{ratio}@{focus}", canonical=f"{file.canonical}?{ratio}@{focus}")) if file else None

    def on_asset(self, name: str) -> str:
        return {"icon.svg": "/assets/icon.0a.svg", "icon-512.png": "/assets/icon-512.0b.png"}.get(name, "")

    def on_text(self, key: str, language: str) -> str:
        return WORDS.get(key, {}).get(language, "")

    def on_sitemap_files(self) -> tuple[SitemapFile, ...]:
        return (SitemapFile(1, max((one.changed for one in self.entries if one.changed), default=None)),)

    def on_sitemap_entries(self, number: int) -> tuple[SitemapEntry, ...]:
        return self.entries

    def on_news_files(self) -> int:
        return 1

    def on_news_entries(self, number: int) -> tuple[Card, ...]:
        return self.listed
