"""The series an article is a part of, and which part: ``series: River walks``, or ``series: {name: River walks, part: 2}``."""

from __future__ import annotations

import re

from sitegen.core.model import Named
from sitegen.reading.nodes import Entry, Items, Node, Scalar, Table
from sitegen.reading.sheet import Sheet

__all__ = ["read"]

_NUMBER = re.compile(r"[1-9][0-9]{0,3}")


def read(sheet: Sheet) -> tuple[Named, ...]:
    """Each series once, in the order written."""
    entry = sheet.entry("series")
    nodes = entry.node.items if entry and isinstance(entry.node, Items) else (entry.node,) if entry else ()
    if entry is None or not any(isinstance(node, Table) for node in nodes):
        return sheet.names("series")
    kept: dict[str, Named] = {}
    for node in nodes:
        named = _named(sheet, entry, node)
        if named and named.name:
            same = named.name.casefold()
            if same in kept:
                sheet.say("front-matter/repeated", named.span, kept[same].span, key=sheet.label(entry), text=named.name)
            kept.setdefault(same, named)
    return tuple(kept.values())


def _named(sheet: Sheet, entry: Entry, node: Node) -> Named | None:
    label = sheet.label(entry)
    if isinstance(node, Scalar):
        return None if node.is_null else Named(sheet.name(node, label), node.span)
    if not isinstance(node, Table):
        sheet.wrong(label, node, sheet.expected("series"))
        return None
    part = sheet.part(node, "series", label)
    name, number = part.scalar("name"), part.scalar("part")
    if name is None:
        part.missing("name")
        return None
    if number and not _NUMBER.fullmatch(number.text.strip()):
        part.wrong(f"{label}.part", number, "a whole number from 1")
        number = None
    return Named(part.name(name, f"{label}.name"), name.span, int(number.text) if number else 0)
