"""What an import tells the editor: what was recognised, what is pending, and every line that was dropped."""

from __future__ import annotations

from sitegen.core.model import Moment, Role
from sitegen.importing.draft import Box, Draft, Headed, Items, Paragraph

__all__ = ["rows"]

_OUTCOMES = {
    "new": "new",
    "unchanged": "already imported, unchanged",
    "edited": "already imported and edited since; left as it is",
}
_NO_AUTHOR = "none recognised; add `author:` if the text has one"
_PICTURE = "no file came with the text; add `src:`, or delete `image:`"
_CREDIT = "missing; add it under `image:`"


def rows(draft: Draft, path: str, outcome: str, *, is_detected: bool) -> tuple[str, ...]:
    """The lines of the report."""
    facts = [
        ("headline", draft.headline),
        ("language", draft.language + (" (by its letters)" if is_detected else "")),
        ("author", _authors(draft) or _NO_AUTHOR),
        ("published", _moment(draft.published)),
        *([("updated", _moment(draft.updated))] if draft.updated else []),
        *_picture(draft),
        ("body", _body(draft)),
        *_read_also(draft),
        *((f"line {line.number}", f"dropped: {line.text} ({line.reason})") for line in draft.ledger.dropped),
    ]
    return f"{path}: {_OUTCOMES[outcome]}", *(f"  {name:<12}{value}" for name, value in facts)


def _authors(draft: Draft) -> str:
    return ", ".join(
        byline.name + ("" if byline.role is Role.TEXT else f" ({byline.role})") for byline in draft.bylines
    )


def _moment(moment: Moment) -> str:
    return f"{moment.at:%Y-%m-%d %H:%M} {moment.at:%Z}" if moment.has_time else f"{moment.at:%Y-%m-%d}, without a time"


def _picture(draft: Draft) -> list[tuple[str, str]]:
    if draft.picture is None:
        return []
    text = f"text: {draft.picture.alt}" if draft.picture.alt else "no text"
    return [("picture", f"{text} ({_PICTURE})"), ("credit", draft.picture.credit or _CREDIT)]


def _body(draft: Draft) -> str:
    blocks = draft.blocks
    boxes = [block for block in blocks if isinstance(block, Box)]
    lists = [block for block in blocks if isinstance(block, Items)]
    parts = [_count(sum(isinstance(block, Paragraph) for block in blocks), "paragraph")]
    if headings := sum(isinstance(block, Headed) for block in blocks):
        parts.append(_count(headings, "heading"))
    parts += [f"a list of {len(block.texts)}" for block in lists]
    parts += [f"a box “{block.title}” with a list of {len(block.texts)}" for block in boxes]
    return ", ".join(parts)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _read_also(draft: Draft) -> list[tuple[str, str]]:
    return [
        ("read also", f"{reference.title} → {reference.target or 'pending: no article has this headline yet'}")
        for reference in draft.read_also
    ]
