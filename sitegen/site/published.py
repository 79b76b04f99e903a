"""What the ledger means for today's site: redirects from former addresses, addresses that are gone, promises that are broken.

The ledger, the articles and their cards in; a :class:`Settled` out, from which the site's redirects come and the ledger's next
state too.  Every address a reader ever had must be a page, lead to one, or have ended lawfully: by ``expires``, or by hand.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sitegen.config import Config
from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.core.model import Article, Status
from sitegen.core.site import Card, Front, Gone, Redirect
from sitegen.core.zones import zone
from sitegen.site.ledger import Entry, Ledger, Rule, State
from sitegen.site.permalinks import REDIRECTS, Claim, former_path, key
from sitegen.site.visibility import published_at

__all__ = ["Settled", "lost", "recorded", "settle"]


@dataclass(frozen=True, slots=True)
class Settled:
    """Every redirect, newest article first; every address that has ended; ``claims`` to addresses; what is wrong.

    ``states`` are those of entries without a public article, by id.
    """

    redirects: tuple[Redirect, ...] = ()
    gone: tuple[Gone, ...] = ()
    claims: tuple[Claim, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    states: Mapping[str, State] = field(default_factory=dict)


def settle(
    ledger: Ledger, articles: Iterable[Article], cards: Mapping[str, Card], fronts: Iterable[Front], config: Config, press_time: dt.datetime, *,
    is_whole: bool = True,
) -> Settled:
    """Hold today's articles against the ledger.  ``is_whole`` False: some text could not be read, so none is missed."""
    return _Settling(ledger, tuple(articles), cards, fronts, config, press_time, is_whole=is_whole).settled()


class _Settling:
    """One settling: grows in one pass and gives a frozen value at the end.  All mappings are by :func:`key` of a path."""

    def __init__(
        self, ledger: Ledger, articles: tuple[Article, ...], cards: Mapping[str, Card], fronts: Iterable[Front], config: Config, press_time: dt.datetime,
        *, is_whole: bool,
    ) -> None:
        self.ledger, self.articles, self.cards, self.config, self.press_time, self.is_whole = ledger, articles, cards, config, press_time, is_whole
        self.by_id = {article.id: article for article in articles}
        self.live: dict[str, Card | Front] = {key(front.path): front for front in fronts} | {key(card.path): card for card in cards.values()}
        self.rules = {key(rule.path): rule for rule in ledger.rules}
        self.leads: dict[str, Card | Front] = dict(self.live)
        self.ended: set[str] = set()
        self.redirects: dict[tuple[str, Span], Redirect] = {}
        self.gone: list[Gone] = []
        self.claims: list[Claim] = []
        self.problems: list[Diagnostic] = []
        self.states: dict[str, State] = {}

    def settled(self) -> Settled:
        self._aliases()
        missing = [entry for entry in self.ledger.entries if not self._stands(entry)]
        self._rules()
        for entry in missing:
            self._missing(entry)
        ranked = sorted(self.redirects.values(), key=lambda one: (self._rank(one), one.path))
        return Settled(tuple(ranked), tuple(sorted(self.gone, key=lambda one: one.path)), tuple(self.claims), tuple(self.problems), self.states)

    def _rank(self, redirect: Redirect) -> float:
        """The desk's own first, then the newest article's: what comes late may not fit in a host's list."""
        card = self.cards.get(redirect.source)
        if card is None or redirect.span.path == REDIRECTS:
            return float("-inf")
        return -card.published.at.timestamp() if card.published else 0.0

    # -------------------------------------------------------------- what stands

    def _aliases(self) -> None:
        """The former paths that articles themselves name; `/a` and `/a/` of one article are one."""
        for article in self.articles:
            former = {former_path(alias.path): alias.span for alias in reversed(article.aliases)}
            card = self.cards.get(article.source)
            for path, span in former.items():
                if card:
                    self._lead(path, card, span)
                    self.claims.append((path, span))
                elif self._has_expired(article):
                    self.ended.add(key(path))

    def _stands(self, entry: Entry) -> bool:
        """Whether the entry's article answers for all its addresses; False where it is missing."""
        article = self.by_id.get(entry.id)
        if article is None:
            return False
        self._promises(entry, article)
        card, has_expired = self.cards.get(article.source), self._has_expired(article)
        for path in dict.fromkeys(entry.paths):
            if card and key(path) == key(card.path):
                if path != card.path:  # only the case differs: one file on some disks, so that there can be no page
                    self._lead(path, card, entry.span)
            elif (card and self.leads.get(key(path)) == card) or (has_expired and not card and self._is_led(path)):
                continue  # its own alias; or another article's, after its end
            else:
                self.claims.append((path, entry.span))
                if card:
                    self._lead(path, card, entry.span)
                elif has_expired:
                    self._end(path, entry)
        if has_expired and not card:
            self.states[entry.id] = State.EXPIRED
        return True

    def _is_led(self, path: str) -> bool:
        """Whether somebody says where a path without a page of its own leads: by hand, or in an alias."""
        return key(path) in self.rules or (key(path) in self.leads and key(path) not in self.live)

    def _promises(self, entry: Entry, article: Article) -> None:
        """What was published stays published, and so do its corrections."""
        at = published_at(article)
        if article.status is Status.DRAFT:
            place = next((place for name, place in article.places if name in {"status", "draft", "published"}), article.place("status"))
            self._say(place, "ledger/unpublished", entry, what="a draft")
        elif at and at.at > self.press_time and at.at != entry.since:  # the same time: a build of the past, which knows it not yet
            place = article.place("embargo" if article.embargo == at else "date")
            self._say(place, "ledger/unpublished", entry, what="embargoed")
        lost = Counter(entry.corrected) - Counter(days(article, self.config))
        for day in sorted(lost.elements()):
            self._say(article.place("corrections"), "ledger/correction-removed", entry, date=day, headline=article.headline)

    def _say(self, place: Span, code: str, entry: Entry, **words: object) -> None:
        self.problems.append(Diagnostic.at(place, code, entry.span, url=self.config.canonical(entry.path), **words))

    def _has_expired(self, article: Article) -> bool:
        return article.status is not Status.DRAFT and bool(article.expires and article.expires.at <= self.press_time)

    # -------------------------------------------------------------- what does not

    def _rules(self) -> None:
        """The redirects by hand, each to the page at the end of its chain."""
        for rule in self.ledger.rules:
            self.claims.append((rule.path, rule.span))
            seen = {key(rule.path)}
            at: Rule = rule
            while (key(at.target) in self.rules) and key(at.target) not in {*seen, *self.live}:
                at = self.rules[key(at.target)]
                seen.add(key(at.path))
            page = self.leads.get(key(at.target)) if at.target else None
            if page:
                self._lead(rule.path, page, rule.span)
            elif not at.target or key(at.target) in self.ended:
                self.gone.append(Gone(rule.path, self.config.language, rule.span))
            else:
                self.problems.append(Diagnostic.at(rule.span, "ledger/dead-redirect", path=rule.target))

    def _missing(self, entry: Entry) -> None:
        """An article that is there no more: redirected, withdrawn, expired before; else an error, until it is one of them."""
        first = key(entry.path)
        rule, page = self.rules.get(first), self.leads.get(first)
        is_led = page is not None and first not in self.live
        is_over = first in self.ended or entry.state is State.EXPIRED
        for path in dict.fromkeys(entry.paths):
            if self._is_led(path):
                continue  # answered for by hand, or by an alias
            self.claims.append((path, entry.span))
            if is_led and page:
                self._lead(path, page, entry.span)
            elif rule or is_over:
                self._end(path, entry)
        if is_led:
            self.states[entry.id] = State.REDIRECTED
        elif rule:
            self.states[entry.id] = State.WITHDRAWN
        elif is_over:
            self.states[entry.id] = State.EXPIRED
        elif self.is_whole and first not in self.live:  # another page there is told of as such
            self.problems.append(
                Diagnostic.at(entry.span, "ledger/vanished", url=self.config.canonical(entry.path), path=entry.path, id=entry.id)
            )

    def _lead(self, path: str, page: Card | Front, span: Span) -> None:
        source = page.source if isinstance(page, Card) else span.path
        self.redirects[path, span] = Redirect(path, page.path, source, page.language, span)
        self.leads.setdefault(key(path), page)

    def _end(self, path: str, entry: Entry) -> None:
        language = next((one for one in self.config.languages[1:] if path.startswith(self.config.prefix(one))), self.config.language)
        self.ended.add(key(path))
        self.gone.append(Gone(path, language, entry.span))


def days(article: Article, config: Config) -> list[str]:
    """The days of an article's corrections, in the publication's zone."""
    return sorted(f"{one.date.at.astimezone(zone(config.time_zone)):%Y-%m-%d}" for one in article.corrections)


def recorded(
    ledger: Ledger, settled: Settled, articles: Mapping[str, Article], cards: Mapping[str, Card], config: Config, press_time: dt.datetime, folder: str
) -> dict[str, tuple[Entry, ...]]:
    """The entries of every year's file below ``folder`` as they should stand now.  Nothing that was there is lost.

    ``articles`` and ``cards`` are the public ones by source.  A hidden article is never entered, and one that was
    published before keeps its line.
    """
    here = {card.id: card for source, card in cards.items() if articles[source].status in {Status.PUBLISHED, Status.RETRACTED}}
    files: dict[str, list[Entry]] = {}
    for entry in ledger.entries:
        card = here.pop(entry.id, None)
        kept = _next(entry, articles[card.source], card, config) if card else dataclasses.replace(entry, state=settled.states.get(entry.id, entry.state))
        files.setdefault(entry.span.path, []).append(kept)
    for card in here.values():
        local = (card.published.at if card.published else press_time).astimezone(zone(config.time_zone))
        new = Entry(card.id, State.PUBLISHED, local if card.published else None, card.path)
        files.setdefault(f"{folder}/{local:%Y}.txt", []).append(_next(new, articles[card.source], card, config))
    return {path: tuple(entries) for path, entries in files.items()}


def _next(entry: Entry, article: Article, card: Card, config: Config) -> Entry:
    """An entry whose article is public: its address of today first, its corrections all."""
    was = tuple(path for path in dict.fromkeys(entry.paths) if path != card.path)
    corrected = Counter(entry.corrected) | Counter(days(article, config))
    state = State.RETRACTED if article.status is Status.RETRACTED else State.PUBLISHED
    return dataclasses.replace(entry, state=state, path=card.path, was=was, corrected=tuple(sorted(corrected.elements())))


def lost(before: Ledger, now: Ledger) -> Iterator[Diagnostic]:
    """What stood in an earlier ledger and stands no more in this one: an article, an address of it, a correction."""
    by_id = {entry.id: entry for entry in now.entries}
    for entry in before.entries:
        found = by_id.get(entry.id)
        if found is None:
            yield Diagnostic.at(Span(entry.span.path), "ledger/line-lost", id=entry.id, path=entry.path)
            continue
        for path in entry.paths:
            if path not in found.paths:
                yield Diagnostic.at(found.span, "ledger/line-lost", id=entry.id, path=path)
        for day in (Counter(entry.corrected) - Counter(found.corrected)).elements():
            yield Diagnostic.at(found.span, "ledger/line-lost", id=entry.id, path=f"corrected:{day}")
