"""Boxes that articles of a story share: written once with an id, shown by it elsewhere.

``cut`` takes a box out of the body where it was written, so that another page may show it without knowing that body: what leaves is
the box alone, and it changes only with the box.
"""

from __future__ import annotations

import re

from sitegen.core.reading import TOKEN_CLOSE, TOKEN_OPEN, Block, Prose

__all__ = ["cut"]

_TOKEN = re.compile(f"(?:<p>)?{TOKEN_OPEN}([0-9]{{1,9}}){TOKEN_CLOSE}(?:</p>)?")
_INNER = re.compile(f"{TOKEN_OPEN}([0-9]{{1,9}}){TOKEN_CLOSE}")
_ID = re.compile(r'(<[a-z][a-z0-9]*\b(?:[^<>"]|"[^"]*")*?)\sid="[^"]*"')


def cut(prose: Prose, anchor: str) -> Prose | None:
    """The box with this id as a body of its own: its parts alone, its inner ids gone (they stay where it was written)."""
    for html in (prose.html, *(entry.html for entry in prose.live)):
        if (found := _segment(html, prose, anchor)) is not None:
            return _alone(found, prose)
    return None


def _alone(segment: str, prose: Prose) -> Prose:
    """A piece of a body with its own parts only, numbered anew, and without the ids of its place."""
    kept = list(dict.fromkeys(int(number) for number in _INNER.findall(segment)))
    renumbered = _INNER.sub(lambda token: f"{TOKEN_OPEN}{kept.index(int(token[1]))}{TOKEN_CLOSE}", segment)
    return Prose(_ID.sub(r"\1", renumbered), tuple(prose.parts[number] for number in kept))


def _segment(html: str, prose: Prose, anchor: str) -> str | None:
    """From the token that opens the box to the one that closes it."""
    start, depth = -1, 0
    for token in _TOKEN.finditer(html):
        part = prose.parts[int(token[1])]
        if part.kind is Block.BOX_OPEN:
            if start < 0 and part.anchor == anchor:
                start = token.start()
            depth += start >= 0
        elif part.kind is Block.BOX_CLOSE and start >= 0:
            depth -= 1
            if not depth:
                return html[start : token.end()]
    return None
