"""What a reference means: exactly one article where it can, else all that it may mean.

A path, an id and an address mean one article; a slug or a headline may mean several.  The reader's language comes first.  Of several
the one published first is taken, so that a new namesake changes no old article, and whoever checks is told of the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from sitegen.core.model import Article
from sitegen.core.site import Card, Site
from sitegen.site.naming import headline_key, near, reference_keys

__all__ = ["Meant", "Nearest", "first_published", "is_outside", "linked", "meant", "mentions"]

_MOST_MENTIONS = 5
_ENDS = 4
"""A near name begins or ends with so many signs of the name that it was meant for."""


@dataclass(frozen=True, slots=True)
class Meant:
    """Public articles that a reference may mean, the one that is taken first; whether others that it names are not public.

    ``tried``: the names by headline under which it was looked for.
    """

    cards: tuple[Card, ...] = ()
    is_withheld: bool = False
    tried: tuple[str, ...] = ()


def is_outside(target: str) -> bool:
    """Whether a target is no page of ours by its form alone."""
    return "://" in target or target.startswith(("mailto:", "tel:", "//"))


def meant(
    names: Mapping[str, tuple[str, ...]], cards: Mapping[str, Card], languages: tuple[str, ...], source: str, target: str, title: str, language: str
) -> Meant:
    """What ``target`` (or a headline, ``title``), written in the file ``source``, means to readers of ``language``."""
    is_withheld, tried = False, tuple[str, ...]()
    for key in reference_keys(source, target, title):
        tried = (*tried, key) if key.startswith("h:") else tried
        sources = names.get(key)
        if not sources:
            continue
        public = [cards[one] for one in sources if one in cards]
        if len(public) == 1:
            return Meant((public[0],), is_withheld, tried)
        for tongue in (language, *(other for other in languages if other != language)):
            spoken = [card for card in public if card.language == tongue]
            if spoken:
                others = [card for card in spoken if card.source != source]
                return Meant(tuple(sorted(others or spoken, key=first_published)), is_withheld, tried)
        is_withheld = True
    return Meant((), is_withheld, tried)


def first_published(card: Card) -> tuple[float, str]:
    """The order in which articles of one name are taken."""
    return (card.published.at.timestamp() if card.published else 0.0, card.path)


def linked(
    articles: Iterable[Article], names: Mapping[str, tuple[str, ...]], cards: Mapping[str, Card], languages: tuple[str, ...]
) -> tuple[dict[str, tuple[str, ...]], set[str]]:
    """For each article the public articles that it links to, in its front matter or its text; and the names by headline that were tried for that."""
    found: dict[str, tuple[str, ...]] = {}
    tried: set[str] = set()
    for article in articles:
        targets: dict[str, None] = {}
        for reference in (*article.read_also, *article.links):
            target = reference.target.partition("#")[0]
            if is_outside(target) or not (target or reference.title):
                continue
            one = meant(names, cards, languages, article.source, target, reference.title, article.language)
            tried.update(one.tried)
            if one.cards and one.cards[0].source != article.source:
                targets[one.cards[0].source] = None
        if targets:
            found[article.source] = tuple(targets)
    return found, tried


def mentions(links: Mapping[str, tuple[str, ...]], cards: Mapping[str, Card], listed: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each article the newest that link to it, in its language: listed (``listed``: newest first), not paid for, not linked there."""
    found: dict[str, list[str]] = {}
    for source in listed:
        if source not in links or cards[source].is_sponsored:
            continue
        language = cards[source].language
        for target in links[source]:
            other, several = cards[target], found.setdefault(target, [])
            if len(several) < _MOST_MENTIONS and other.language == language and not other.page_kind and source not in links.get(target, ()):
                several.append(source)
    return {target: tuple(several) for target, several in sorted(found.items()) if several}


class Nearest:
    """The name that a reference to nothing may have been meant for; only public articles are proposed."""

    def __init__(self, site: Site) -> None:
        self._site = site

    @cached_property
    def _by_ends(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = {}
        for key in self._site.names:
            if key[:2] in {"s:", "h:"}:
                for end in _ends(key):
                    found.setdefault(end, []).append(key)
        return found

    def name(self, target: str, title: str) -> str:
        """A slug or a headline; '' where none is near."""
        path = target.partition("#")[0].strip("[] /").removesuffix("/index.md")
        slug = path.rpartition("/")[2].removesuffix(".md")
        for key in ("s:" + slug if slug else "", headline_key(target) if target else "", headline_key(title) if title else ""):
            if not key:
                continue
            if key.startswith("s:") and slug != path and self._public(key):  # the article stands in another folder
                return slug
            known = {name for end in _ends(key) for name in self._by_ends.get(end, ())}
            while found := near(key, known):
                if card := self._public(found):
                    return card.headline if found.startswith("h:") else found[2:]
                known.discard(found)
        return ""

    def _public(self, key: str) -> Card | None:
        sources = self._site.names.get(key, ())
        return next((self._site.cards[one] for one in sources if one in self._site.cards), None)


def _ends(key: str) -> tuple[str, str]:
    """The beginning and the end of a name, each with its kind."""
    return (f"{key[:2]}{key[2 : 2 + _ENDS]}<", f"{key[:2]}>{key[2:][-_ENDS:]}")
