"""Whether an article is published, by every word that says so; where two disagree, the more careful one counts."""

from __future__ import annotations

from sitegen.core.diagnostics import Span
from sitegen.core.model import Status
from sitegen.reading.nodes import Scalar
from sitegen.reading.sheet import Sheet

__all__ = ["WORDS", "is_flag", "read"]

# Pelican: `hidden`, `skip`; Jekyll: folders and booleans; WordPress: the rest.
WORDS = {
    "publish": "published", "public": "published", "future": "published", "unlisted": "hidden",
    "skip": "draft", "drafts": "draft",
    "pending": "draft", "private": "draft", "unpublished": "draft", "auto-draft": "draft", "trash": "draft",
}
_MOST_CAREFUL_FIRST = (Status.DRAFT, Status.RETRACTED, Status.HIDDEN, Status.PUBLISHED)


def read(sheet: Sheet) -> Status:
    """The status; a draft that another key calls published is a draft, with a warning."""
    said = list(_said(sheet))
    if not said:
        return Status.PUBLISHED
    status, place = min(said, key=lambda claim: _MOST_CAREFUL_FIRST.index(claim[0]))
    if status in {Status.DRAFT, Status.RETRACTED}:
        for other, span in said:
            if other is not status and (other is Status.PUBLISHED or status is Status.DRAFT):
                sheet.say("front-matter/status-conflict", span, place, other=other, status=status, line=place.line)
    return status


def is_flag(sheet: Sheet, key: str) -> bool:
    """Whether ``key`` holds true or false (and so no time)."""
    entry = sheet.entry(key)
    return entry is not None and isinstance(entry.node, Scalar) and entry.node.flag is not None


def _said(sheet: Sheet) -> list[tuple[Status, Span]]:
    """Each claim with its place."""
    claims = []
    if word := sheet.word("status", also=WORDS):
        claims.append((Status(word), sheet.place("status")))
    if sheet.entry("draft"):
        claims.append((Status.DRAFT if sheet.flag("draft") else Status.PUBLISHED, sheet.place("draft")))
    if is_flag(sheet, "published"):
        claims.append((Status.PUBLISHED if sheet.flag("published") else Status.DRAFT, sheet.place("published")))
    if sheet.entry("retracted"):
        claims.append((Status.RETRACTED, sheet.place("retracted")))
    return claims
