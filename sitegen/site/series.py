"""The parts of a series in their order.

An article may say which part it is (``series: {name: River walks, part: 2}``); one that does not is the part after the one published
before it.  So a series that says nothing is in the order of its dates.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sitegen.core.diagnostics import Diagnostic
from sitegen.core.model import NOWHERE, Named
from sitegen.core.site import Card

__all__ = ["numbered"]


def numbered(cards: Iterable[Card], said: Mapping[str, Named]) -> tuple[tuple[tuple[int, str], ...], tuple[Diagnostic, ...]]:
    """The number and source of each part (``cards`` oldest first; ``said``: source to what it says of the series), and what is wrong."""
    parts: list[tuple[int, str]] = []
    problems = []
    told: dict[int, Named] = {}
    number = 0
    for card in cards:
        named = said.get(card.source, Named(""))
        number = named.part or number + 1
        if named.part and (other := told.setdefault(number, named)) is not named:
            related = (other.span,) if other.span != NOWHERE else ()
            problems.append(Diagnostic.at(named.span, "series/same-part", *related, number=number, other=other.span.path))
        parts.append((number, card.source))
    return tuple(sorted(parts, key=lambda part: part[0])), tuple(problems)
