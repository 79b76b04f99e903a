"""One line of plain text out of whatever stands in a front matter value: pure functions on strings."""

from __future__ import annotations

import html
import re
import unicodedata

__all__ = ["invisible", "one_line", "unmarked", "without_invisible"]

# Bidirectional marks, embeddings, overrides and isolates (Unicode UAX #9), zero-width signs, word joiner, BOM.
_INVISIBLE = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_JOINERS = "\u200c\u200d"  # letters of Persian and the sequences of emoji need them
_BREAKS = re.compile("[ \t\r\n\x0b\x0c\x85\u2028\u2029]+")
_TAG = re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]*>", re.DOTALL)
_BLOCK_TAG = re.compile(r"</?(?:br|p|div|li|ul|ol|h[1-6]|tr|td)\b", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


def one_line(text: str) -> str:
    """``text`` with every run of breaks, tabs and spaces made one space; non-breaking spaces stay.

    No break is printable, and few texts hold two spaces: most are one line as they are.
    """
    if "  " not in text and text.isprintable():
        return text.strip(" ")
    return _BREAKS.sub(" ", text).strip(" ")


def unmarked(text: str) -> str:
    """``text`` without HTML tags and with its character references decoded: ``&#8217;`` is ``’``.

    Tags go first, so that ``&lt;i&gt;`` becomes the letters ``<i>``.
    """
    if "<" not in text and "&" not in text and text.isprintable():
        return text
    bare = _TAG.sub(lambda tag: " " if _BLOCK_TAG.match(tag[0]) else "", text)
    return _CONTROL.sub("", _ENTITY.sub(lambda entity: html.unescape(entity[0]), bare))


def invisible(text: str) -> str:
    """The first sign that can't be seen and may turn the text's order around, as ``U+202E``; '' where there is none."""
    for found in _INVISIBLE.finditer(text) if not text.isprintable() else ():
        before = text[found.start() - 1 : found.start()]
        if found[0] in _JOINERS and before and not before.isascii() and unicodedata.category(before)[0] in "LMS":
            continue
        return f"U+{ord(found[0]):04X}"
    return ""


def without_invisible(text: str) -> str:
    """``text`` without such signs."""
    return _INVISIBLE.sub("", text)
