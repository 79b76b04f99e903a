"""What front matter says beside the article: references, corrections, a retraction, live window, sponsor, sources."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.core.model import Citation, Correction, Live, Reference, Retraction, Sponsored, Status
from sitegen.reading import plain_text, status
from sitegen.reading.fields import Kind
from sitegen.reading.nodes import Entry, Items, Node, Scalar, Table
from sitegen.reading.sheet import Sheet
from sitegen.reading.typography import typeset

__all__ = ["corrections", "live", "reference", "references", "retraction", "sources", "sponsored"]

_MARKDOWN_LINK = re.compile(r"\[(?P<title>[^\[\]]+)\]\((?P<target>[^()\s]+)\)")


def references(sheet: Sheet, key: str) -> tuple[Reference, ...]:
    """The references at ``key`` in their order; one that stands twice is folded with a warning."""
    entry = sheet.entry(key)
    if entry is None:
        return ()
    kept: dict[str, Reference] = {}
    nodes = entry.node.items if isinstance(entry.node, Items) and not _is_wikilink(entry.node) else (entry.node,)
    for node in nodes:
        found = _reference(sheet, key, entry, node)
        if found is None:
            continue
        same = found.target or found.title
        if same in kept:
            sheet.say("front-matter/repeated", found.span, kept[same].span, key=sheet.label(entry), text=same)
        kept.setdefault(same, found)
    return tuple(kept.values())


def reference(sheet: Sheet, key: str) -> Reference | None:
    """The one reference at ``key``."""
    entry = sheet.entry(key)
    return _reference(sheet, key, entry, entry.node) if entry else None


def _is_wikilink(node: Node) -> bool:
    """``[[slug]]`` without quotation marks, which YAML takes for a list in a list."""
    inner = node.items[0] if isinstance(node, Items) and len(node.items) == 1 else None
    return isinstance(inner, Items) and len(inner.items) == 1


def _reference(sheet: Sheet, key: str, entry: Entry, node: Node) -> Reference | None:
    label = sheet.label(entry)
    if isinstance(node, Table):
        part = sheet.part(node, key, label)
        target, title = part.line("ref"), part.line("title")
        if not target and not title:
            part.missing("ref")
            return None
        return Reference(target, title, part.place("ref" if target else "title"))
    inner: Node = node
    while isinstance(inner, Items) and len(inner.items) == 1:
        inner = inner.items[0]
    if not isinstance(inner, Scalar):
        sheet.wrong(label, node, sheet.expected(key))
        return None
    if inner.is_null:
        return None
    text = plain_text.one_line(inner.text)
    if inner is not node:
        return Reference(f"[[{text}]]", span=node.span)
    link = _MARKDOWN_LINK.fullmatch(text)
    return Reference(link["target"], link["title"], node.span) if link else Reference(text, span=node.span)


def corrections(sheet: Sheet) -> tuple[Correction, ...]:
    """The public notes of changed facts; each needs its date and its text."""
    found = []
    for part in _mappings(sheet, "corrections"):
        date, text = part.time("date"), part.text("text")
        if date and text:
            found.append(Correction(date, text, part.place("date")))
        else:
            _require(part, "date", "text")
    return tuple(found)


def _mappings(sheet: Sheet, key: str) -> Iterator[Sheet]:
    entry = sheet.entry(key)
    if entry is None:
        return
    for node in entry.node.items if isinstance(entry.node, Items) else (entry.node,):
        if isinstance(node, Table):
            yield sheet.part(node, key, sheet.label(entry))
        else:
            sheet.wrong(sheet.label(entry), node, sheet.expected(key))


def _require(part: Sheet, *keys: str) -> None:
    for key in keys:
        if part.entry(key) is None:
            part.missing(key)


def retraction(sheet: Sheet) -> Retraction | None:
    """When and why an article was retracted; both must be said, also where only ``status`` tells of it."""
    entry = sheet.entry("retracted")
    if entry is None:
        says_so = "retracted" if sheet.is_empty("retracted") else "status" if sheet.word("status", also=status.WORDS) == Status.RETRACTED else ""
        if says_so:
            sheet.say("front-matter/missing-key", sheet.place(says_so), key="retracted", name="retracted")
        return None
    if isinstance(entry.node, Table):
        part = sheet.part(entry.node, "retracted", sheet.label(entry))
        date, reason = part.time("date"), part.text("reason")
        _require(part, "date", "reason")
        return Retraction(date, reason, part.place("date")) if date else None
    sheet.wrong(sheet.label(entry), entry.node, sheet.expected("retracted"))
    return None


def live(sheet: Sheet) -> Live | None:
    """The window of a live report; it may be open, but does not end before it starts."""
    for part in _mappings(sheet, "live"):
        starts, ends = part.time("starts"), part.time("ends")
        _require(part, "starts")
        if starts and ends and ends.at < starts.at:
            places = part.place("ends"), part.place("starts")
            part.say("front-matter/ends-first", *places, key="live.ends", start="live.starts")
        return Live(starts, ends) if starts else None
    return None


def sponsored(sheet: Sheet) -> Sponsored | None:
    """Who paid, and the label; ``true`` is a sponsor without a name, which is warned of."""
    entry = sheet.entry("sponsored")
    if entry is None:
        return None
    found: Sponsored | None = None
    if isinstance(entry.node, Table):
        part = sheet.part(entry.node, "sponsored", sheet.label(entry))
        found = Sponsored(part.text("by"), part.text("label"))
    elif not isinstance(entry.node, Scalar):
        sheet.wrong(sheet.label(entry), entry.node, sheet.expected("sponsored"))
    elif entry.node.flag is None:
        found = Sponsored(sheet.text("sponsored"))
    elif entry.node.flag:
        found = Sponsored("")
    if found and not found.by:
        sheet.say("article/unnamed-sponsor", entry.span)
    return found


def sources(sheet: Sheet, key: str = "sources") -> tuple[Citation, ...]:
    """Titles with addresses; an address or a title may stand alone."""
    entry = sheet.entry(key)
    if entry is None:
        return ()
    label = sheet.label(entry)
    found = []
    for node in entry.node.items if isinstance(entry.node, Items) else (entry.node,):
        if isinstance(node, Table):
            part = sheet.part(node, key, label)
            title, url = part.text("title"), part.address("url")
            if not title and part.entry("url") is None:
                part.missing("title")
            found.append(Citation(title or url, url))
        elif isinstance(node, Items):
            sheet.wrong(label, node, sheet.expected(key))
        elif not node.is_null:
            found.append(_source(sheet, node, label))
    return tuple(citation for citation in found if citation.title)


def _source(sheet: Sheet, node: Scalar, label: str) -> Citation:
    if "://" in node.text:
        url = sheet.checked_address(node, Kind.WEB, label)
        return Citation(url, url)
    return Citation(typeset(sheet.clean(node, label), sheet.language), "")
