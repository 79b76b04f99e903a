"""The questions about languages: what a list shows besides its own, a page's versions, and where the language switch leads.

Part of :class:`~sitegen.site.queries.Queries`, whose law holds here: absence is an answer, nothing raises.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from sitegen.config import Config
from sitegen.core.model import Role, Status
from sitegen.core.site import Card, Found, Front, Site, Switch, Version
from sitegen.site.terms import section_parents
from sitegen.site.visibility import published_at

__all__ = ["INDEXES", "LanguageQueries", "age"]

INDEXES = {"archive": "month", "tags": "tag", "authors": "author", "series": "series"}


class LanguageQueries:
    """Lists, fronts and versions across the languages of one Site."""

    def __init__(self, site: Site, config: Config) -> None:
        self._site, self._config = site, config

    # -------------------------------------------------------------- lists

    def _cards(self, sources: tuple[str, ...]) -> tuple[Card, ...]:
        return tuple(self._site.cards[source] for source in sources)

    def _sources(self, kind: str, term: str, language: str) -> tuple[str, ...]:
        return self._site.lists.get((kind, term, language), ())

    def latest(self, language: str, section: str, limit: int) -> tuple[Card, ...]:
        """The newest cards of a section ('' = all)."""
        kind = "section" if section else "home"
        return self._with_untranslated(kind, section, language, max(limit, 0))[: max(limit, 0)]

    def listing(self, kind: str, term: str, language: str, number: int) -> tuple[Card, ...]:
        """The cards of a front (number 0) or of its archive page; pages count from the oldest, newest first within."""
        sources, size = self._sources(kind, term, language), self._config.page_size
        if number <= 0:
            return self._cards(sources[:size])
        oldest = sources[::-1][(number - 1) * size : number * size]
        return self._cards(oldest[::-1])

    def shown(self, kind: str, term: str, language: str, number: int) -> tuple[Card, ...]:
        """The cards that a front or archive page shows: on the front itself also, where the settings say so, untranslated ones."""
        return self.listing(kind, term, language, number) if number > 0 else self._with_untranslated(kind, term, language, self._config.page_size)

    def _with_untranslated(self, kind: str, term: str, language: str, size: int) -> tuple[Card, ...]:
        """The newest ``size`` cards of a list, and between them those that exist in other languages only."""
        own = self._sources(kind, term, language)
        cards = self._cards(own[:size])
        if language not in self._config.translations.list_untranslated or kind == "month":
            return cards
        oldest = age(cards[-1]) if len(own) > size else None
        found: list[Card] = []
        for other in (one for one in self._config.languages if one != language):
            room = size
            for card in map(self._site.cards.__getitem__, self._sources(kind, term, other)):
                if not room or (oldest is not None and age(card) > oldest):
                    break
                versions = [self._site.cards[one] for one in self._site.translations[card.source]]
                if all(one.language != language for one in versions) and next(one for one in versions if one.is_listed) == card:
                    found.append(card)
                    room -= 1
        return tuple(sorted((*cards, *sorted(found, key=age)[:size]), key=age))

    def searchable(self, language: str) -> tuple[Found, ...]:
        """What readers may find by searching: what search engines may index too, and what no preview alone shows; newest first."""
        cards = [card for card in self._site.cards.values() if card.language == language and card.is_indexed and not card.is_retracted]
        return tuple([self._found(card) for card in sorted(cards, key=age) if not self.preview_of(card.source)])

    def _found(self, card: Card) -> Found:
        above = section_parents(card.section.id) if card.section else ()
        fronts = [self._site.fronts.get(("section", one, card.language)) for one in above]
        wrote = [one for one in card.signatures if one.role == Role.TEXT] or list(card.signatures)
        return Found(
            card.source, card.href, card.headline, card.standfirst, ", ".join(one.name for one in wrote), card.published, card.image,
            tuple((front.id, front.name) for front in fronts if front), tuple(dict.fromkeys((one.author, one.name) for one in wrote)),
            card.is_sponsored, card.sponsored_label,
        )  # fmt: skip

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

    # -------------------------------------------------------------- versions

    def fronts(self, kind: str, language: str) -> tuple[Front, ...]:
        """The fronts of a kind that hold something."""
        return self._filled.get((kind, language), ())

    @cached_property
    def _filled(self) -> Mapping[tuple[str, str], tuple[Front, ...]]:
        found: dict[tuple[str, str], list[Front]] = {}
        for front in self._site.fronts.values():
            if front.count:
                found.setdefault((front.kind, front.language), []).append(front)
        return {key: tuple(fronts) for key, fronts in found.items()}

    def front_versions(self, kind: str, term: str) -> tuple[Version, ...]:
        """A front in every language it exists in; index pages (archive, tags …) in all."""
        config = self._config
        if kind in INDEXES and not term:
            return tuple(
                Version(language, config.href(path), config.canonical(path), "")
                for language in config.languages for path in (f"{config.prefix(language)}{kind}/",)
                if self.fronts(INDEXES[kind], language)
            )
        found = (self._site.fronts.get((kind, term, language)) for language in config.languages)
        return tuple(Version(f.language, f.href, f.canonical, f.name) for f in found if f and _is_worth_a_visit(f))

    def versions(self, source: str) -> tuple[Version, ...]:
        """An article's language versions, itself included; none of one that search engines may not have, or that the others don't know."""
        sources = self._site.translations.get(source, ())
        own = self._site.cards.get(source)
        if own is None or not self._is_own(own) or any(self._site.translations.get(one) != sources for one in sources):
            return ()
        cards = [self._site.cards[one] for one in sources]
        return tuple(Version(c.language, c.href, c.canonical, c.headline) for c in cards if self._is_own(c))

    def _is_own(self, card: Card) -> bool:
        """Whether search engines may have the page at its own address."""
        return card.is_indexed and card.canonical == self._config.canonical(card.path)

    # -------------------------------------------------------------- the language switch

    def switch(self, source: str) -> tuple[Switch, ...]:
        """For each other language an article's version, else the nearest front that holds something.  A tombstone is no version of anything."""
        card = self._site.cards.get(source)
        if card is None:
            return ()
        cards = (self._site.cards[other] for other in self._site.translations.get(source, ()))
        versions = {one.language: one for one in cards if not (one.is_retracted or card.is_retracted)}
        section = card.section.id if card.section else ""
        return tuple(
            Switch(language, versions[language].href, "version") if language in versions else self._nearest(section, language)
            for language in self._config.languages if language != card.language
        )

    def front_switch(self, kind: str, term: str, language: str, is_archive: bool) -> tuple[Switch, ...]:
        """The same for a front; an archive page has no counterpart, for archives differ in length."""
        found = []
        own = self._site.fronts.get((kind, term, language))
        for other in self._config.languages:
            front = self._site.fronts.get((kind, term, other))
            is_pair = own and front and _is_worth_a_visit(own) and _is_worth_a_visit(front) and not is_archive
            if other != language and front and is_pair:
                found.append(Switch(other, front.href, "version"))
            elif other != language:
                found.append(self._nearest(term if kind == "section" else "", other))
        return tuple(found)

    def page_switch(self, kind: str, language: str) -> tuple[Switch, ...]:
        """The same for an index page, and for any other page that is no article and no front."""
        versions = {version.language: version.href for version in self.front_versions(kind, "")} if kind in INDEXES else {}
        if kind == "search":
            versions = {other: self._config.href(f"{self._config.prefix(other)}search/") for other in self._config.languages}
        return tuple(
            Switch(other, versions[other], "version") if other in versions else self._nearest("", other)
            for other in self._config.languages if other != language
        )

    def _nearest(self, section: str, language: str) -> Switch:
        for parent in reversed(section_parents(section)):
            front = self._site.fronts.get(("section", parent, language))
            if front and front.count:
                return Switch(language, front.href, "section", front.name if front.name_language == language else "")
        return Switch(language, self._config.href(self._config.prefix(language)), "home")


def _is_worth_a_visit(front: Front) -> bool:
    """Whether a front holds something, or is the front page."""
    return bool(front.count) or front.kind == "home"


def age(card: Card) -> tuple[float, str]:
    """Sorts the newest first."""
    return (-card.published.at.timestamp() if card.published else 0.0, card.path)
