"""The total questions a page may ask of a Site: absence is an answer, nothing raises."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any

from sitegen.config import Config
from sitegen.core.model import LocalText, Moment
from sitegen.core.site import (
    Arrangement,
    AuthorCard,
    Card,
    Front,
    Gone,
    Link,
    Note,
    Redirect,
    Site,
    SitemapEntry,
    SitemapFile,
    Target,
    Version,
)
from sitegen.core.web import LITE, in_lite
from sitegen.site import live
from sitegen.site.connections import Connections
from sitegen.site.language_queries import INDEXES, LanguageQueries, age
from sitegen.site.naming import resolve_media
from sitegen.site.references import is_outside, meant
from sitegen.site.terms import section_parents
from sitegen.site.visibility import NEWS_WINDOW, is_news

__all__ = ["Queries"]

_PER_SITEMAP = 10_000
_FEEDS = frozenset(("feed.xml", "atom.xml", "feed.json"))


class Queries(Connections, LanguageQueries):
    """Answers about one Site.  Every public method is a question of the same name."""

    def __init__(self, site: Site, config: Config) -> None:
        super().__init__(site, config)
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

    def pages(self, kind: str, term: str, language: str) -> int:
        """How many archive pages a front has; 0 where everything stands on the front."""
        rows = self._site.corrections.get(language, ()) if kind == "corrections" else self._sources(kind, term, language)
        count, size = len(rows), self._config.page_size
        return 0 if count <= size else -(-count // size)

    def corrections(self, language: str, number: int) -> tuple[Note, ...]:
        """The corrections of the page of them (number 0), or of its archive page; as :meth:`listing`."""
        rows, size = self._site.corrections.get(language, ()), self._config.page_size
        chosen = rows[:size] if number <= 0 else rows[::-1][(number - 1) * size : number * size][::-1]
        found = ((source, at, self._site.articles[source].corrections[at - 1]) for source, at in chosen)
        return tuple(Note(self._site.cards[source], at, one.date, one.text) for source, at, one in found)

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

    @cached_property
    def _by_path(self) -> Mapping[str, Front]:
        return {front.path: front for front in self._site.fronts.values()}

    def indexes(self, language: str) -> tuple[str, ...]:
        """The index pages of a language that list something.  No counts: every page's footer asks this."""
        return tuple(name for name, kind in INDEXES.items() if self.fronts(kind, language))

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

    def profile(self, author: str, language: str) -> AuthorCard | None:
        """An author as an article shows them: without the count, or each new article would change all the others."""
        found = self.author(author, language)
        return dataclasses.replace(found, count=0) if found else None

    def standing(self, language: str) -> tuple[Card, ...]:
        """The standing pages of a language."""
        return self._cards(self._site.standing.get(language, ()))

    def embeds(self) -> tuple[str, ...]:
        """Whose videos and posts the publication shows."""
        return self._site.embeds

    # -------------------------------------------------------------- one article

    def card(self, source: str) -> Card | None:
        """What other pages may show of an article."""
        return self._site.cards.get(source)

    def article(self, source: str) -> Any:
        """The typed front matter of a public article; of a live blog's updates, those that are told."""
        article = self._site.articles.get(source)
        return live.seen(article, self._site.told_until) if article else None

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
        if target.startswith(self._config.base_url):  # an address of our own is judged as a path is
            own = self.target(source, "/" + target.removeprefix(self._config.base_url), "", language)
            last = target.partition("#")[0].rstrip("/").rpartition("/")[2]
            is_secret = any(one in self._site.withheld for one in self._site.names.get(f"s:{last}", ()))  # the month may be another
            return own if own.state != "pending" else Target("withheld") if is_secret else Target("outside", target)
        if is_outside(target):
            return Target("outside", target)
        if self._config.lite and target.startswith(f"/{LITE}/"):
            main = self.target(source, target.removeprefix(f"/{LITE}"), "", language)
            has_twin = main.card or main.href.partition("#")[0].endswith("/")
            return dataclasses.replace(main, href=in_lite(main.href, self._config.base_path)) if has_twin else main
        plain, _, fragment = target.partition("#") if not target.startswith("#") else ("", "", target[1:])
        if not plain and not title:
            return Target("self", "#" + fragment)
        anchor = f"#{fragment}" if fragment else ""
        found = meant(self._site.names, self._site.cards, self._site.languages, source, plain, title, language)
        if found.cards:
            card = found.cards[0]
            state = "self" if card.source == source else "retracted" if card.is_retracted else "public"
            return Target(state, card.href + anchor, card, tuple(one.source for one in found.cards[1:]), found.tried)
        other = self._other(source, plain, anchor) if plain else Target("pending")
        if found.is_withheld and not (plain.startswith("/") and other.state == "public"):  # a front keeps its address
            other = Target("withheld")
        return dataclasses.replace(other, tried=found.tried)

    def located(self, source: str, src: str) -> str:
        """The path of the picture that ``src`` means in the file ``source``; '' where there is none."""
        return resolve_media(source, src, self._site.media)

    def redirects(self) -> tuple[Redirect, ...]:
        """Every former path, and where it leads."""
        return self._site.redirects

    def gone(self) -> tuple[Gone, ...]:
        """Every path that ended as it should."""
        return self._site.gone

    def is_to_come(self, moment: Moment) -> bool:
        """Whether a time is after press time, in a build that shows what is."""
        return self._site.is_early and moment.at > self._site.press_time

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
                notes = self.corrections(front.language, 0)[:1] if front.kind == "corrections" else ()
                changed = self._changed(cards[0]) if cards else notes[0].date if notes else None
                entries.append(SitemapEntry(front.canonical, changed, self.front_versions(front.kind, front.id)))
        listed = [c for c in site.cards.values() if self._is_own(c)]
        listed.sort(key=lambda c: (not c.page_kind, c.published.at.timestamp() if c.published else 0.0, c.path))
        entries += [SitemapEntry(c.canonical, self._changed(c), self._untitled(c.source)) for c in listed]
        return tuple(entries)

    def _untitled(self, source: str) -> tuple[Version, ...]:
        """An article's language versions; a sitemap that held headlines would be another with each of them."""
        return tuple([Version(one.language, one.href, one.canonical, "") for one in self.versions(source)])

    def _changed(self, card: Card) -> Moment | None:
        updated = live.changed(card, self.article(card.source)) if card.is_live else card.updated
        return updated if card.published and updated and updated.at > card.published.at else card.published

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
        since = self._site.press_time - NEWS_WINDOW
        cards = [c for c in self._site.cards.values() if is_news(c) and c.published and since < c.published.at <= self._site.press_time]
        return sorted(cards, key=age)

    def news_files(self) -> int:
        """How many files the news sitemap has, at least one."""
        return max(1, -(-len(self._news) // 1000))

    def news_entries(self, number: int) -> tuple[Card, ...]:
        """The articles of one news sitemap file: those of the last two days."""
        return tuple(self._news[(number - 1) * 1000 : number * 1000])
