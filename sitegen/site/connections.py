"""The questions about what hangs together: references, mentions, series, stories, shared boxes, related articles.

Part of :class:`~sitegen.site.queries.Queries`; like all of them they are total.  What an article page may ask here changes only
with articles near it: those of its series, those before it in its story, those that link to it, those near it in time.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from sitegen.core.model import Status
from sitegen.core.site import Card, SeriesPart, SharedBox, Site
from sitegen.site.naming import near
from sitegen.site.references import Nearest
from sitegen.site.related import Related

__all__ = ["Connections"]

_SO_FAR = 3
_COUNTED = 50
"""A longer series is a column: its pages don't say how many parts there are, or each new one would change them all."""


class Connections:
    """Answers about the threads between the articles of one Site."""

    _site: Site
    _places: dict[tuple[str, str, str], Mapping[str, int]]

    def neighbours(self, source: str) -> tuple[Card | None, Card | None]:
        """The next newer and the next older article of the same section that nobody paid for."""
        card = self._site.cards.get(source)
        if card is None or card.section is None or not card.is_listed or card.is_sponsored:
            return (None, None)
        key = ("section", card.section.id, card.language)
        sources = self._site.lists.get(key, ())
        if key not in self._places:
            self._places[key] = {one: at for at, one in enumerate(sources)}
        at = self._places[key][source]
        return (self._unpaid(sources, range(at - 1, -1, -1)), self._unpaid(sources, range(at + 1, len(sources))))

    def _unpaid(self, sources: tuple[str, ...], places: range) -> Card | None:
        """The first at these places that is no advertisement."""
        cards = (self._site.cards[sources[at]] for at in places)
        return next((card for card in cards if not card.is_sponsored), None)

    # -------------------------------------------------------------- references

    def nearest(self, target: str, title: str) -> str:
        """The slug or headline that a reference to nothing may have been meant for."""
        return self._near_names.name(target, title)

    @cached_property
    def _near_names(self) -> Nearest:
        return Nearest(self._site)

    def mentions(self, source: str) -> tuple[Card, ...]:
        """The newest articles that link to this one and that it does not link to."""
        return tuple(self._site.cards[one] for one in self._site.mentions.get(source, ()))

    # -------------------------------------------------------------- series and stories

    def series_part(self, source: str, series: str) -> SeriesPart | None:
        """Which part of a series an article is, and the parts beside it."""
        card = self._site.cards.get(source)
        parts = self._site.parts.get((series, card.language), ()) if card else ()
        at = next((at for at, (_, one) in enumerate(parts) if one == source), None)
        if at is None:
            return None
        total = max(len(parts), parts[-1][0])
        previous, after = parts[at - 1 : at] if at else (), parts[at + 1 : at + 2]
        return SeriesPart(
            parts[at][0], total if len(parts) <= _COUNTED else 0,
            self._site.cards[previous[0][1]] if previous else None, self._site.cards[after[0][1]] if after else None,
        )

    def story_so_far(self, source: str, story: str) -> tuple[Card, ...]:
        """The articles of a story just before this one, oldest first: what comes later changes nothing."""
        card = self._site.cards.get(source)
        sources = self._site.lists.get(("story", story, card.language), ()) if card else ()
        if source not in sources:
            return ()
        at = sources.index(source)
        return tuple(self._site.cards[one] for one in sources[at + 1 : at + 1 + _SO_FAR][::-1])

    # -------------------------------------------------------------- boxes

    def shared_box(self, source: str, box: str) -> SharedBox:
        """The box of this id that another article of the story holds."""
        article, card = self._site.articles.get(source), self._site.cards.get(source)
        if article is None or card is None:
            return SharedBox("gone")
        if box in article.boxes:
            return SharedBox("here", source, card.href)
        keys = [(story.id, card.language, box) for story in card.stories]
        holders = tuple(dict.fromkeys(one for key in keys for one in self._site.boxes.get(key, ())))
        public = tuple(one for one in holders if one in self._site.cards and self._site.articles[one].status is not Status.RETRACTED)
        if not public:
            return SharedBox("withheld" if holders else "gone", others=holders)
        return SharedBox("public", public[0], self._site.cards[public[0]].href, public[1:])

    def box_holders(self, source: str, box: str) -> tuple[str, ...]:
        """The articles of the stories of this one that hold a box of this id, first published first, itself included; public ones."""
        card = self._site.cards.get(source)
        keys = [(story.id, card.language, box) for story in card.stories] if card else []
        return tuple(dict.fromkeys(one for key in keys for one in self._site.boxes.get(key, ()) if one in self._site.cards))

    def nearest_box(self, source: str, box: str) -> str:
        """The id of a box of the story that may have been meant."""
        card = self._site.cards.get(source)
        sources = (one for story in card.stories for one in self._site.lists.get(("story", story.id, card.language), ())) if card else ()
        return near(box, sorted({known for one in sources for known in self._site.articles[one].boxes}))

    # -------------------------------------------------------------- related

    def related(self, source: str) -> tuple[Card, ...]:
        """The articles nearest to this one that its page does not name otherwise."""
        card = self._site.cards.get(source)
        return self._related.to(card, self._named_on_page(card)) if card and card.is_listed else ()

    @cached_property
    def _related(self) -> Related:
        return Related(self._site)

    def _named_on_page(self, card: Card) -> set[str]:
        """The sources of the articles that an article's page links to already."""
        beside = [one for one in self.neighbours(card.source) if one]
        for series in card.series:
            if part := self.series_part(card.source, series.id):
                beside += [one for one in (part.previous, part.next) if one]
        for story in card.stories:
            beside += self.story_so_far(card.source, story.id)
        links, mentioned = self._site.linked.get(card.source, ()), self._site.mentions.get(card.source, ())
        return {*links, *mentioned, *(one.source for one in beside)}
