"""``content/terms.toml``: the registry of sections, tags, series and stories, one id for all languages."""

from __future__ import annotations

import unicodedata

from sitegen.core.diagnostics import Diagnostic
from sitegen.core.model import LocalText, TermEntry
from sitegen.reading import addresses, fields, toml_nodes
from sitegen.reading.fields import Kind
from sitegen.reading.nodes import Entry, Table, Unreadable
from sitegen.reading.settings import Settings
from sitegen.reading.sheet import Sheet
from sitegen.reading.typography import typeset

__all__ = ["read"]

_KINDS = {"sections": "section", "tags": "tag", "series": "series", "stories": "story"}


def read(path: str, text: str, settings: Settings) -> tuple[tuple[TermEntry, ...] | None, tuple[Diagnostic, ...]]:
    """The terms in the order of the file.  A name is typeset; the name as written is one of its other spellings."""
    try:
        table = toml_nodes.table(path, text)
    except Unreadable as fault:
        return None, tuple(fault.args)
    sheet = Sheet(table, fields.REGISTRY, settings, settings.language)
    entries: list[TermEntry] = []
    for key, kind in _KINDS.items():
        entries += [_term(sheet, kind, key, term) for term in _terms(sheet, key)]
    _tell_namesakes(sheet, entries)
    return None if sheet.has_error else tuple(entries), sheet.findings()


def _terms(sheet: Sheet, key: str) -> tuple[Entry, ...]:
    entry = sheet.entry(key)
    if entry is None:
        return ()
    if isinstance(entry.node, Table):
        return entry.node.entries
    sheet.wrong(key, entry.node, Kind.MAPPING)
    return ()


def _term(sheet: Sheet, kind: str, key: str, entry: Entry) -> TermEntry:
    label = f"{key}.{entry.key}"
    if not isinstance(entry.node, Table):
        sheet.wrong(label, entry.node, Kind.MAPPING)
        return TermEntry(kind, entry.key, LocalText(), span=entry.span)
    if reason := (addresses.path if kind == "section" else addresses.slug)(entry.key).reason:
        sheet.say("front-matter/bad-slug", entry.span, key=label, text=entry.key[:60], reason=reason)
    part = Sheet(entry.node, fields.TERM, sheet.settings, sheet.language, sheet.found, label)
    written = part.local_text("name")
    names = LocalText(tuple((language, typeset(text, language or sheet.language)) for language, text in written.texts))
    as_written = [text for text, (_, printed) in zip(_texts(written), names.texts, strict=True) if text != printed]
    return TermEntry(
        kind=kind,
        id=entry.key,
        names=names,
        slugs=_slugs(part),
        descriptions=part.local_text("description", is_set=True),
        also=tuple(dict.fromkeys([name.name for name in part.names("also")] + as_written)),
        span=entry.span,
    )


def _texts(texts: LocalText) -> tuple[str, ...]:
    return tuple(text for _, text in texts.texts)


def _slugs(part: Sheet) -> LocalText:
    """The slugs per language, each one part of a path."""
    slugs = []
    for language, text in part.local_text("slug").texts:
        slug = addresses.slug(text)
        if slug.reason:
            label = f"{part.within}.slug"
            part.say("front-matter/bad-slug", part.place_in("slug", language), key=label, text=text[:60], reason=slug.reason)
        slugs.append((language, slug.text))
    return LocalText(tuple(slugs))


def _tell_namesakes(sheet: Sheet, entries: list[TermEntry]) -> None:
    """Two terms of one kind that an article's word could mean are an error that names both."""
    first: dict[tuple[str, str], TermEntry] = {}
    told: set[tuple[str, str]] = set()
    for entry in entries:
        for word in (entry.id, *_texts(entry.names), *entry.also):
            same = (entry.kind, unicodedata.normalize("NFKC", word).casefold())
            other = first.setdefault(same, entry)
            if other.id != entry.id and (other.id, entry.id) not in told:
                told.add((other.id, entry.id))
                sheet.say("terms/namesakes", entry.span, other.span, name=word, one=other.id, other=entry.id)
