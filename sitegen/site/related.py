"""Articles that are near another one: of its story, its series, its tags (the rarer the more), its section, and in time.

Each of an article's terms proposes those that stand next to it there, a fixed number each way in the order of dates.  So the work for
one article does not grow with the site, and a new article changes only the lists of those near it in time that share a term.
Rejected: inverse document frequency, by which each new article changes every weight; a tag's weight here falls by one when its
articles have doubled.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Mapping
from operator import itemgetter

from sitegen.core.site import Card, Site

__all__ = ["MOST", "WINDOWS", "Related"]

MOST = 4
WINDOWS: Mapping[str, int] = {"story": 12, "series": 6, "tag": 8, "section": 3}
"""How many articles each way a term proposes."""
_WEIGHTS = {"story": 8, "series": 6, "section": 1}
_RAREST = 9
_WEEK = 7 * 24 * 60 * 60
_NEAREST = 4


_weight = itemgetter(1)


class Related:
    """The proposals of one site; positions of lists are remembered as they are asked for."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._ranks: dict[str, Mapping[str, int]] = {}
        self._lists: dict[tuple[str, str, str], array[int]] = {}
        self._at: dict[str, int] = {}

    def to(self, card: Card, without: Collection[str]) -> tuple[Card, ...]:
        """The nearest articles, nearest first; none of ``without``, and nothing paid for."""
        at = self._seconds(card)
        best: list[tuple[int, int, str, str]] = []
        enough = 0
        for source, weight in sorted(self.proposed(card).items(), key=_weight, reverse=True):
            if weight + _NEAREST < enough:
                break  # nor can any after it come near enough to be among the first
            other = self._site.cards[source]
            if source in without or other.is_sponsored:
                continue
            apart = abs(self._seconds(other) - at)
            best.append((-weight - max(0, _NEAREST - (apart // _WEEK).bit_length()), apart, other.path, source))
            if len(best) == MOST:
                enough = weight
        return tuple(self._site.cards[source] for _, _, _, source in sorted(best)[:MOST])

    def proposed(self, card: Card) -> Mapping[str, int]:
        """The weight of what each proposed article shares with this one."""
        if not card.is_listed or card.published is None:
            return {}
        order, rank = self._site.lists["home", "", card.language], self._rank(card.language)[card.source]
        terms = [*card.stories, *card.series, *card.tags, *((card.section,) if card.section else ())]
        found: dict[int, int] = {}
        for term in terms:
            ranks = self._list(term.kind, term.id, card.language)
            weight = _WEIGHTS.get(term.kind) or max(1, _RAREST - len(ranks).bit_length())
            place, most = bisect_left(ranks, rank), WINDOWS[term.kind]
            for other in ranks[max(place - most, 0) : place + most + 1]:
                found[other] = found.get(other, 0) + weight
        found.pop(rank, None)
        return {order[other]: weight for other, weight in found.items()}

    def _rank(self, language: str) -> Mapping[str, int]:
        if language not in self._ranks:
            self._ranks[language] = {source: at for at, source in enumerate(self._site.lists.get(("home", "", language), ()))}
        return self._ranks[language]

    def _list(self, kind: str, term: str, language: str) -> array[int]:
        """The places of a list's articles among all of the language: newest first, as they are there."""
        key = (kind, term, language)
        if key not in self._lists:
            ranks = self._rank(language)
            self._lists[key] = array("I", [ranks[source] for source in self._site.lists.get(key, ())])
        return self._lists[key]

    def _seconds(self, card: Card) -> int:
        if card.source not in self._at:
            self._at[card.source] = int(card.published.at.timestamp()) if card.published else 0
        return self._at[card.source]
