"""The front page of one language as its editors arranged it, closed up where a reference is gone or not public yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sitegen.core.diagnostics import Diagnostic
from sitegen.core.model import FrontArrangement, Reference
from sitegen.core.site import Arrangement, Card
from sitegen.site.naming import reference_keys
from sitegen.site.references import first_published

__all__ = ["arranged", "headlines"]


def arranged(
    language: str, written: FrontArrangement | None, bands: tuple[str, ...], names: Mapping[str, tuple[str, ...]], cards: Mapping[str, Card],
    press_time: dt.datetime,
) -> tuple[Arrangement, tuple[Diagnostic, ...]]:
    """The arrangement and what is wrong with it.  ``bands``: ids of sections; ``names``: every way to name an article, to sources."""
    if written is None:
        return Arrangement(language, "", "", None, (), ()), ()
    source, problems = written.source, list[Diagnostic]()

    def card(reference: Reference, *, is_first: bool = False) -> Card | None:
        words = reference.target or reference.title
        for key in reference_keys(source, reference.target, reference.title):
            several = (cards[one] for one in names.get(key, ()) if one in cards and cards[one].language == language and cards[one].is_listed)
            found = sorted(several, key=first_published)
            if len(found) > 1:
                candidates = ", ".join(one.source for one in found)
                problems.append(Diagnostic.at(reference.span, "front/ambiguous", target=words, candidates=candidates))
            if found and is_first and found[0].is_sponsored:
                problems.append(Diagnostic.at(reference.span, "front/sponsored", target=words))
                return None
            if found:
                return found[0]
        problems.append(Diagnostic.at(reference.span, "front/withheld", target=words))
        return None

    lead = card(written.lead, is_first=True) if written.lead else None
    chosen = [found for found in map(card, written.top) if found]
    top = tuple(dict.fromkeys(found for found in chosen if found != lead))
    breaking = written.breaking
    is_on = breaking is not None and (breaking.until is None or breaking.until.at > press_time)
    leads_to = card(breaking.reference, is_first=True) if breaking and is_on and breaking.reference else None
    is_told = breaking and is_on and (leads_to or not breaking.reference)  # of an article that is not public the strip says nothing
    made = Arrangement(language, written.title, written.description, lead, top, bands, breaking.text if breaking and is_told else "", leads_to)
    return made, tuple(problems)


def headlines(written: FrontArrangement) -> frozenset[str]:
    """The names by headline that its references may rest on."""
    breaking = written.breaking.reference if written.breaking else None
    references = (one for one in (written.lead, *written.top, breaking) if one)
    return frozenset(key for one in references for key in reference_keys(written.source, one.target, one.title) if key.startswith("h:"))
