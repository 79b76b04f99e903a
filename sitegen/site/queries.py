"""The total questions a page may ask of a Site: absence is an answer, nothing raises."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from sitegen.config import Config
from sitegen.core.model import LocalText, Moment, Status
from sitegen.core.site import (
    Arrangement,
    AuthorCard,
    Card,
    Front,
    Link,
    Redirect,
    Site,
    SitemapEntry,
    SitemapFile,
    Target,
    Version,
)
from sitegen.site.connections import Connections
from sitegen.site.naming import resolve_media
from sitegen.site.references import is_outside, meant
from sitegen.site.terms import section_parents
from sitegen.site.visibility import published_at

__all__ = ["Queries"]

_PER_SITEMAP = 10_000
_NEWS_WINDOW = dt.timedelta(days=2)
_FEEDS = frozenset(("feed.xml", "atom.xml", "feed.json"))
_INDEXES = {"archive": "month", "tags": "tag", "authors": "author", "series": "series"}


class Queries(Connections):
    """Answers about one Site.  Every public method is a question of the same name."""

    def __init__(self, site: Site, config: Config) -> None:
        self._site, self._config = site, config
        self._places: dict[tuple[str, str, str], Mapping[str, int]] = {}

    def questions(self) -> Mapping[str, Callable[..., Any]]:
        """Question name to the method that answers it."""
        return {
            name: getattr(self, name) for name in dir(self) if not name.startswith("_") and name != "questions"
        }

    # -------------------------------------------------------------- settings

    def config(self, key: str, language: str = "") -> Any:
        """A setting by its dotted name; texts in the page's language; 'dates' are the language's patterns."""
        config = self._config
        if key == "dates":
            return config.dates_of(language)
        if key in {"base_path", "language"}:
            return getattr(config, key)
        value: Any = config
        for step in key.split("."):
            value = getattr(value, step, None)
        if key == "publisher.name" and not value:
            value = config.title
        if key in {"publisher.logo", "icon", "picture"} and value:
            value = next((path for path in (f"static/{value.lstrip('/')}", f"content/{value.lstrip('/')}") if path in self._site.media), "")
        if isinstance(value, LocalText):
            return value.get(language, config.language)
        return "" if value is None else value

    def address(self, path: str) -> tuple[str, str]:
        """The href and the canonical URL of a site path."""
        return (self._config.href(path), self._config.canonical(path))

    def preview(self) -> bool:
        """Whether this build shows what readers must not see yet."""
        return self._site.is_preview

    # -------------------------------------------------------------- lists

    def _cards(self, sources: tuple[str, ...]) -> tuple[Card, ...]:
        return tuple(self._site.cards[source] for source in sources)

    def _sources(self, kind: str, term: str, language: str) -> tuple[str, ...]:
        return self._site.lists.get((kind, term, language), ())

    def latest(self, language: str, section: str, limit: int) -> tuple[Card, ...]:
        """The newest cards of a section ('' = all)."""
        kind = "section" if section else "home"
        return self._cards(self._sources(kind, section, language)[: max(limit, 0)])

    def listing(self, kind: str, term: str, language: str, number: int) -> tuple[Card, ...]:
        """The cards of a front (number 0) or of its archive page; pages count from the oldest, newest first within."""
        sources, size = self._sources(kind, term, language), self._config.page_size
        if number <= 0:
            return self._cards(sources[:size])
        oldest = sources[::-1][(number - 1) * size : number * size]
        return self._cards(oldest[::-1])

    def pages(self, kind: str, term: str, language: str) -> int:
        """How many archive pages a front has; 0 where everything stands on the front."""
        count, size = len(self._sources(kind, term, language)), self._config.page_size
        return 0 if count <= size else -(-count // size)

    def parts(self, series: str, language: str) -> tuple[Card, ...]:
        """The parts of a series in their order."""
        return self._cards(tuple(source for _, source in self._site.parts.get((series, language), ())))

    # -------------------------------------------------------------- fronts

    def front(self, kind: str, term: str, language: str) -> Front | None:
        """A front, also an empty section's."""
        return self._site.fronts.get((kind, term, language))

    def face(self, kind: str, term: str, language: str) -> Front | None:
        """A front as its own pages show it: its count only says whether it holds anything, or each new article would change them all."""
        front = self._site.fronts.get((kind, term, language))
        return dataclasses.replace(front, count=min(front.count, 1)) if front else None

    def fronts(self, kind: str, language: str) -> tuple[Front, ...]:
        """The fronts of a kind that hold something."""
        return self._filled.get((kind, language), ())

    @cached_property
    def _filled(self) -> Mapping[tuple[str, str], tuple[Front, ...]]:
        found: dict[tuple[str, str], tuple[Front, ...]] = {}
        for front in self._site.fronts.values():
            if front.count:
                found[front.kind, front.language] = (*found.get((front.kind, front.language), ()), front)
        return found

    @cached_property
    def _by_path(self) -> Mapping[str, Front]:
        return {front.path: front for front in self._site.fronts.values()}

    def indexes(self, language: str) -> tuple[str, ...]:
        """The index pages of a language that list something.  No counts: every page's footer asks this."""
        return tuple(name for name, kind in _INDEXES.items() if self.fronts(kind, language))

    def front_versions(self, kind: str, term: str) -> tuple[Version, ...]:
        """A front in every language it exists in; index pages (archive, tags …) in all."""
        config = self._config
        if kind in _INDEXES and not term:
            return tuple(
                Version(language, config.href(path), config.canonical(path), "")
                for language in config.languages for path in (f"{config.prefix(language)}{kind}/",)
                if self.fronts(_INDEXES[kind], language)
            )
        found = (self._site.fronts.get((kind, term, language)) for language in config.languages)
        return tuple(Version(f.language, f.href, f.canonical, f.name) for f in found if f)

    def menu(self, language: str) -> tuple[Link, ...]:
        """The sections in the menu."""
        wanted = self._config.menu.sections
        fronts = [f for f in self._site.fronts.values() if f.kind == "section" and f.language == language]
        if wanted:
            by_id = {front.id: front for front in fronts}
            fronts = [by_id[section] for section in wanted if section in by_id]
        else:
            fronts = [front for front in fronts if not front.parent]
        return tuple(Link(front.name, front.href, front.name_language) for front in fronts)

    def arrangement(self, language: str) -> Arrangement | None:
        """How the front page is arranged."""
        return self._site.arrangements.get(language)

    def author(self, author: str, language: str) -> AuthorCard | None:
        """An author who signed something public in this language."""
        return self._site.authors.get((author, language))

    def standing(self, language: str) -> tuple[Card, ...]:
        """The standing pages of a language."""
        return self._cards(self._site.standing.get(language, ()))

    # -------------------------------------------------------------- one article

    def card(self, source: str) -> Card | None:
        """What other pages may show of an article."""
        return self._site.cards.get(source)

    def article(self, source: str) -> Any:
        """The typed front matter of a public article."""
        return self._site.articles.get(source)

    def versions(self, source: str) -> tuple[Version, ...]:
        """An article's language versions, itself included."""
        cards = [self._site.cards[one] for one in self._site.translations.get(source, ()) if one in self._site.cards]
        return tuple(Version(c.language, c.href, self._config.canonical(c.path), c.headline) for c in cards)

    def breadcrumbs(self, source: str) -> tuple[Link, ...]:
        """Home and the sections above an article."""
        card = self._site.cards.get(source)
        if card is None:
            return ()
        section = card.section.id if card.section else ""
        return self._trail(section, card.language)

    def front_breadcrumbs(self, kind: str, term: str, language: str) -> tuple[Link, ...]:
        """Home and the sections above a front."""
        return self._trail("/".join(term.split("/")[:-1]) if kind == "section" else "", language) if kind != "home" else ()

    def _trail(self, section: str, language: str) -> tuple[Link, ...]:
        keys = [("home", "")] + [("section", parent) for parent in section_parents(section) if parent]
        found = (self._site.fronts.get((kind, term, language)) for kind, term in keys)
        return tuple(Link(front.name, front.href, front.name_language) for front in found if front)

    def target(self, source: str, target: str, title: str, language: str) -> Target:
        """What a reference written in the file ``source`` means today."""
        if is_outside(target):
            return Target("outside", target)
        plain, _, fragment = target.partition("#") if not target.startswith("#") else ("", "", target[1:])
        if not plain and not title:
            return Target("self", "#" + fragment)
        anchor = f"#{fragment}" if fragment else ""
        found = meant(self._site.names, self._site.cards, self._site.languages, source, plain, title, language)
        if found.cards:
            card = found.cards[0]
            return Target("self" if card.source == source else "public", card.href + anchor, card, tuple(one.source for one in found.cards[1:]))
        if found.is_withheld:
            return Target("withheld")
        return self._other(source, plain, anchor) if plain else Target("pending")

    def located(self, source: str, src: str) -> str:
        """The path of the picture that ``src`` means in the file ``source``; '' where there is none."""
        return resolve_media(source, src, self._site.media)

    def redirects(self) -> tuple[Redirect, ...]:
        """Every former path, and where it leads."""
        return self._site.redirects

    def preview_of(self, source: str) -> str:
        """Why readers don't see an article that this build shows: draft, embargo or expired; '' where they do."""
        article = self._site.articles.get(source)
        if not self._site.is_preview or article is None:
            return ""
        if article.status is Status.DRAFT:
            return "draft"
        published = published_at(article)
        if published and published.at > self._site.press_time:
            return "embargo"
        return "expired" if article.expires and article.expires.at <= self._site.press_time else ""

    def _other(self, source: str, plain: str, anchor: str) -> Target:
        """What is no article: a front, an index, a feed, a file of static/ or beside the article."""
        file = resolve_media(source, plain, self._site.media)
        if file.startswith("static/"):
            return Target("public", self._config.href(file.removeprefix("static")))
        if file:
            return Target("file", file)
        path = "/" + plain.strip("/") + "/" if plain.strip("/") else "/"
        folder, _, name = path.rstrip("/").rpartition("/")
        if front := self._by_path.get(path):
            return Target("public", front.href + anchor)
        if name in _FEEDS and (front := self._by_path.get(folder + "/")):
            return Target("public", front.href + name)
        for language in self._config.languages:
            for index in self.indexes(language):
                if path == f"{self._config.prefix(language)}{index}/":
                    return Target("public", self._config.href(path) + anchor)
        return Target("pending")

    # -------------------------------------------------------------- sitemaps

    @cached_property
    def _entries(self) -> tuple[SitemapEntry, ...]:
        site, entries = self._site, []
        for key, front in site.fronts.items():
            cards = [site.cards[one] for one in site.lists.get(key, ())[:1]]
            if front.kind == "home" or front.count:
                changed = _changed(cards[0]) if cards else None
                entries.append(SitemapEntry(front.canonical, changed, self.front_versions(front.kind, front.id)))
        listed = [c for c in site.cards.values() if c.is_indexed and c.canonical == self._config.canonical(c.path)]
        listed.sort(key=lambda c: (not c.page_kind, c.published.at.timestamp() if c.published else 0.0, c.path))
        entries += [SitemapEntry(c.canonical, _changed(c), self.versions(c.source)) for c in listed]
        return tuple(entries)

    def sitemap_files(self) -> tuple[SitemapFile, ...]:
        """The files of the sitemap, never none."""
        entries = self._entries
        chunks = [entries[at : at + _PER_SITEMAP] for at in range(0, max(len(entries), 1), _PER_SITEMAP)]
        return tuple(
            SitemapFile(n, max((e.changed for e in chunk if e.changed), key=lambda m: m.at, default=None))
            for n, chunk in enumerate(chunks, 1)
        )

    def sitemap_entries(self, number: int) -> tuple[SitemapEntry, ...]:
        """The pages of one sitemap file."""
        return self._entries[(number - 1) * _PER_SITEMAP : number * _PER_SITEMAP]

    @cached_property
    def _news(self) -> list[Card]:
        since = self._site.press_time - _NEWS_WINDOW
        cards = [
            c for c in self._site.cards.values()
            if c.is_listed and c.is_indexed and not c.sponsored_by and c.published and since < c.published.at <= self._site.press_time
            and self._site.articles[c.source].status is not Status.RETRACTED
        ]
        return sorted(cards, key=lambda c: (-c.published.at.timestamp() if c.published else 0.0, c.path))

    def news_files(self) -> int:
        """How many files the news sitemap has, at least one."""
        return max(1, -(-len(self._news) // 1000))

    def news_entries(self, number: int) -> tuple[Card, ...]:
        """The articles of one news sitemap file: those of the last two days."""
        return tuple(self._news[(number - 1) * 1000 : number * 1000])


def _changed(card: Card) -> Moment | None:
    if card.published and card.updated and card.updated.at > card.published.at:
        return card.updated
    return card.published
