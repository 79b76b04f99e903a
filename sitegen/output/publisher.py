"""The publication as schema.org's NewsMediaOrganization: name, logo, where to follow it, and its policies.

A policy is claimed only where a standing page of that kind exists (The Trust Project;
schema.org, "NewsMediaOrganization").
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sitegen.config import Channel
from sitegen.core.site import Card, Media
from sitegen.core.task import Ask
from sitegen.output.body import joined
from sitegen.output.plain import plain

__all__ = ["POLICIES", "publisher", "publisher_id"]

POLICIES: Mapping[str, tuple[str, ...]] = {
    "ethics": ("ethicsPolicy", "publishingPrinciples"),
    "principles": ("publishingPrinciples",),
    "corrections-policy": ("correctionsPolicy",),
    "masthead": ("masthead",),
    "ownership": ("ownershipFundingInfo",),
    "mission": ("missionCoveragePrioritiesPolicy",),
    "diversity": ("diversityPolicy",),
    "staffing": ("diversityStaffingReport",),
    "fact-checking": ("verificationFactCheckingPolicy",),
    "unnamed-sources": ("unnamedSourcesPolicy",),
    "feedback": ("actionableFeedbackPolicy",),
    "no-bylines": ("noBylinesPolicy",),
}
"""The ``kind`` of a standing page, and the properties that point to it."""


def publisher_id(ask: Ask) -> str:
    """The publication's node, the same on every page."""
    return f"{ask('config', 'base_url', '')}#publisher"


def publisher(ask: Ask, language: str) -> dict[str, Any]:
    """The whole node in one language."""
    base: str = ask("config", "base_url", language)
    channels: tuple[Channel, ...] = ask("config", "channels", language)
    thing = {
        "@type": "NewsMediaOrganization",
        "@id": publisher_id(ask),
        "name": plain(ask("config", "publisher.name", language) or ask("config", "title", language)),
        "url": base,
        "logo": _logo(ask, base),
        "email": ask("config", "publisher.email", language),
        "address": plain(ask("config", "publisher.address", language)),
        "foundingDate": ask("config", "publisher.founded", language),
        "identifier": ask("config", "publisher.registration_id", language),
        "sameAs": [channel.url for channel in channels if channel.url.startswith(("https://", "http://"))],
    }
    standing: tuple[Card, ...] = ask("standing", language)
    by_kind = {card.page_kind: card.canonical for card in standing}
    policies = {name: by_kind[kind] for kind, names in POLICIES.items() if kind in by_kind for name in names}
    return {key: value for key, value in (thing | policies).items() if value}


def _logo(ask: Ask, base: str) -> dict[str, Any] | None:
    """The configured logo, else the icon, else the theme's own picture."""
    for key in ("publisher.logo", "icon"):
        media: Media | None = ask("media", ask("config", key, ""))
        if media:
            size = {"width": media.width, "height": media.height} if media.width and media.height else {}
            return {"@type": "ImageObject", "url": media.canonical, **size}
    href: str = ask("asset", "icon-512.png")
    return {"@type": "ImageObject", "url": joined(base, href), "width": 512, "height": 512} if href else None
