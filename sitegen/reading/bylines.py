"""Who signs an article: names, ids and mappings as archives write them, each with what the person did."""

from __future__ import annotations

from sitegen.core.model import Byline, Role
from sitegen.reading.nodes import Entry, Items, Node, Table
from sitegen.reading.sheet import Sheet

__all__ = ["read"]

_ROLES = {
    "author": "text", "writer": "text", "reporter": "text", "words": "text", "photos": "photo", "photographer": "photo",
    "photography": "photo", "pictures": "photo", "camera": "video", "translator": "translation", "editor": "editing",
}


def read(sheet: Sheet, key: str = "author") -> tuple[Byline, ...]:
    """The bylines in their order; null and empty lists are none.

    A name stays whole: "X and Y" and "Name, Title" are one, unless the site knows both parts as authors.
    The same name in the same role twice is folded with a warning.
    """
    entry = sheet.entry(key)
    if entry is None:
        return ()
    kept: dict[tuple[str, Role], Byline] = {}
    for node in entry.node.items if isinstance(entry.node, Items) else (entry.node,):
        if (byline := _byline(sheet, key, entry, node)) is None:
            continue
        same = (byline.name.casefold(), byline.role)
        if same in kept:
            sheet.say("front-matter/repeated", byline.span, kept[same].span, key=sheet.label(entry), text=byline.name)
        kept.setdefault(same, byline)
    limit = sheet.settings.bylines
    if len(kept) > limit:
        sheet.say("front-matter/too-many", entry.span, key=sheet.label(entry), count=len(kept), limit=limit)
        return ()
    return tuple(kept.values())


def _byline(sheet: Sheet, key: str, entry: Entry, node: Node) -> Byline | None:
    if isinstance(node, Table):
        part = sheet.part(node, key, sheet.label(entry))
        said = part.scalar("name") or part.scalar("id")
        name = sheet.name(said, f"{sheet.label(entry)}.name") if said else ""
        if not said or not name:
            part.missing("name")
            return None
        role = Role(part.word("role", "front-matter/unknown-role", _ROLES) or Role.TEXT)
        return Byline(name, role, said.span)
    if isinstance(node, Items):
        sheet.wrong(sheet.label(entry), node, sheet.expected(key))
        return None
    name = "" if node.is_null else sheet.name(node, sheet.label(entry))
    return Byline(name, span=node.span) if name else None
