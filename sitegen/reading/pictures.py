"""A picture in front matter: a path, or a mapping with what readers must be told of it."""

from __future__ import annotations

import re

from sitegen.core.model import Picture
from sitegen.reading import addresses
from sitegen.reading.nodes import Entry, Items, Node, Scalar, Table
from sitegen.reading.sheet import Sheet

__all__ = ["read"]

_PERCENT = re.compile(r"(\d{1,3})(?:\.\d+)?%[ ,]+(\d{1,3})(?:\.\d+)?%")
_ACROSS = {"left": "0%", "center": "50%", "right": "100%"}
_DOWN = {"top": "0%", "center": "50%", "bottom": "100%"}


def read(sheet: Sheet, key: str, source: str) -> Picture | None:
    """The picture at ``key``; of a list the first.

    A text and a credit without a file are kept as a picture whose ``src`` is '' (warning ``image/missing-source``).
    """
    entry = sheet.entry(key)
    if entry is None:
        return None
    node: Node = entry.node
    if isinstance(node, Items):
        if len(node.items) > 1:
            count = len(node.items)
            sheet.say("front-matter/only-first", entry.span, key=sheet.label(entry), count=count, used="the first")
        node = node.items[0]
    if isinstance(node, Table):
        return _described(sheet.part(node, key, sheet.label(entry)), entry, source)
    if isinstance(node, Scalar) and not node.is_null:
        src = _file(sheet, node, source, sheet.label(entry))
        return Picture(src, span=node.span) if src else None
    sheet.wrong(sheet.label(entry), node, sheet.expected(key))
    return None


def _described(part: Sheet, entry: Entry, source: str) -> Picture | None:
    file = part.scalar("src")
    src = _file(part, file, source, f"{entry.key}.src") if file else ""
    alt, caption, credit = part.text("alt"), part.text("caption"), part.text("credit")
    if file and not src:
        return None
    if not file:
        part.say("image/missing-source", entry.span, key=entry.key)
    if not credit:
        part.say("image/missing-credit", part.place("credit") if part.is_empty("credit") else entry.span, key=entry.key)
    return Picture(
        src=src,
        alt=alt,
        caption=caption,
        credit=credit,
        credit_url=part.address("credit_url"),
        license=part.line("license"),
        focus=_focus(part),
        span=file.span if file else entry.span,
    )


def _file(sheet: Sheet, node: Scalar, source: str, label: str) -> str:
    if addresses.is_remote(node.text):
        sheet.say("image/remote", node.span, key=label, text=node.text[:60])
        return ""
    read_path = addresses.picture(node.text, source)
    if read_path.reason:
        sheet.say("front-matter/bad-path", node.span, key=label, text=node.text[:60], reason=read_path.reason)
    return read_path.text


def _focus(part: Sheet) -> str:
    """The point that crops keep as ``40% 60%``; '' where none is said or it can't be understood."""
    said = part.line("focus").casefold()
    if found := _PERCENT.fullmatch(said):
        across, down = min(int(found[1]), 100), min(int(found[2]), 100)
        return f"{across}% {down}%"
    words = said.split()
    if len(words) == 1:
        words = [words[0], "center"] if words[0] in _ACROSS else ["center", words[0]]
    if len(words) == 2 and words[0] in _DOWN and words[1] in _ACROSS and words[0] != "center":
        words.reverse()
    if len(words) == 2 and words[0] in _ACROSS and words[1] in _DOWN:
        return f"{_ACROSS[words[0]]} {_DOWN[words[1]]}"
    if said:
        part.say("image/bad-focus", part.value_place("focus"), text=said)
    return ""
