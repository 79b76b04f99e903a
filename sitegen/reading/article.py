"""An article or standing page: a source in; a typed :class:`Article`, its body, and what is wrong with it out.

Reads everything but the body, which is handed on with the number of its first line.  Knows no other file, no
permalink and no configuration beyond :class:`Settings`.
"""

from __future__ import annotations

import re
from typing import Any

from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.core.model import Alias, Article, Genre, Named
from sitegen.reading import bylines, fields, front_matter, notes, pictures, plain_text, series, status, times
from sitegen.reading import schema as json_schema
from sitegen.reading.fields import Kind
from sitegen.reading.location import Location, locate
from sitegen.reading.nodes import Entry, Items, Scalar, Table, endless_numbers, free_value
from sitegen.reading.settings import Settings
from sitegen.reading.sheet import Sheet
from sitegen.reading.times import Times
from sitegen.reading.typography import typeset

__all__ = ["read", "schema"]

_OF_ARTICLES = tuple(field for field in fields.ARTICLE if field.key != "kind")
_JEKYLL_STYLES = frozenset({"date", "pretty", "ordinal", "weekdate", "none"})
_TEMPLATE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(?:\.html)?")
_PAGE_KIND = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

Result = tuple[Article | None, str, int, tuple[Diagnostic, ...]]


def schema() -> dict[str, Any]:
    """JSON Schema (2020-12) of the front matter of articles and standing pages."""
    return json_schema.of_kind("front-matter")


def read(path: str, text: str, settings: Settings) -> Result:
    """The article of a source, the text of its body, the body's first line in the file, and diagnostics.

    ``path`` is relative to the publication.  No article where a diagnostic is an error.
    """
    split = front_matter.split(path, text)
    if isinstance(split, tuple):
        return None, "", 1, split
    location = locate(path, settings.languages)
    rows = fields.ARTICLE if location.is_page else _OF_ARTICLES
    sheet = Sheet(_with_taxonomies(split.table), rows, settings, location.language or settings.language)
    sheet.found += split.warnings
    sheet.language = _language(sheet, location)
    article = _article(sheet, location)
    return (None if sheet.has_error else article), split.body, split.body_line, sheet.findings()


def _with_taxonomies(table: Table) -> Table:
    """Zola's ``taxonomies: {tags: …}`` as keys ``taxonomies.tags`` beside the others."""
    entries: list[Entry] = []
    for entry in table:
        if fields.folded(entry.key) == "taxonomies" and isinstance(entry.node, Table):
            entries += [Entry(f"taxonomies.{inner.key}", inner.span, inner.node) for inner in entry.node]
        else:
            entries.append(entry)
    return Table(tuple(entries), table.span)


def _article(sheet: Sheet, location: Location) -> Article:
    when = times.read(sheet, location)
    _require(sheet, location, when)
    retraction, live = notes.retraction(sheet), notes.live(sheet)
    return Article(
        source=location.path,
        id=sheet.line("id") or location.path,
        language=sheet.language,
        name=location.name,
        folder=location.folder,
        is_bundle=location.is_bundle,
        headline=_headline(sheet),
        published=when.published,
        translation_key=sheet.line("translation_key") or location.key,
        kicker=sheet.text("kicker"),
        standfirst=sheet.text("summary"),
        updated=when.updated,
        embargo=when.embargo,
        expires=when.expires,
        bylines=bylines.read(sheet),
        section=_section(sheet, location),
        tags=sheet.names("tags", limit=sheet.settings.tags, has_commas=True),
        series=series.read(sheet),
        stories=sheet.names("story"),
        image=pictures.read(sheet, "image", location.path),
        slug=sheet.address("slug"),
        url=_url(sheet),
        aliases=_aliases(sheet),
        status=status.read(sheet),
        read_also=notes.references(sheet, "read_also"),
        corrections=notes.corrections(sheet),
        retraction=retraction,
        live=live,
        sponsored=notes.sponsored(sheet),
        genre=Genre(sheet.word("genre") or Genre.NEWS),
        sources=notes.sources(sheet),
        dateline=sheet.text("dateline"),
        location=sheet.text("location"),
        source_url=sheet.address("source_url"),
        noindex=sheet.flag("noindex"),
        canonical=sheet.address("canonical"),
        template=_template(sheet),
        extra=_extra(sheet),
        page_kind=_page_kind(sheet) if location.is_page else "",
        places=sheet.places(),
    )


def _require(sheet: Sheet, location: Location, when: Times) -> None:
    if not sheet.entry("title"):
        sheet.missing("title")
    has_date = any(sheet.entry(key) and not status.is_flag(sheet, key) for key in ("date", "publish_date", "published"))
    if not location.is_page and when.published is None and not has_date:
        sheet.missing("date")


def _language(sheet: Sheet, location: Location) -> str:
    """The article's language: ``lang``, else the path's, else the publication's; where two disagree, a warning."""
    said = sheet.line("lang")
    by_path = location.language or sheet.settings.language
    if location.other_language:
        one, other = location.language, location.other_language
        sheet.say("front-matter/languages-disagree", Span(location.path, 1, 1), one=one, other=other)
    if not said:
        return by_path
    wanted = said.replace("_", "-").casefold()
    known = {language.casefold(): language for language in sheet.settings.languages}
    found = known.get(wanted) or known.get(wanted.partition("-")[0])
    if not found:
        words = ", ".join(known.values())
        sheet.say("front-matter/unknown-language", sheet.value_place("lang"), key="lang", text=said, known=words)
        return by_path
    if location.language and found != location.language:
        sheet.say("front-matter/languages-disagree", sheet.place("lang"), one=found, other=location.language)
    return found


def _headline(sheet: Sheet) -> str:
    text, node = sheet.line("title"), sheet.scalar("title")
    if node and len(text) > sheet.settings.title_characters:
        limit = sheet.settings.title_characters
        sheet.say("front-matter/too-long", node.span, key="title", count=len(text), limit=limit)
        return ""
    if node and (sign := plain_text.invisible(text)):
        sheet.say("front-matter/invisible-in-title", node.span, character=sign)
    if node and not text:
        sheet.missing("title")
    return typeset(text, sheet.language)


def _section(sheet: Sheet, location: Location) -> Named:
    """The one section: what is written, of a list the first; else the folder."""
    entry = sheet.entry("section")
    if entry is None:
        return Named(location.folder if not location.is_page else "", Span(location.path, 1, 1))
    nodes = entry.node.items if isinstance(entry.node, Items) else (entry.node,)
    first = nodes[0]
    if not isinstance(first, Scalar):
        sheet.wrong(sheet.label(entry), first, sheet.expected("section"))
        return Named("")
    name = sheet.name(first, sheet.label(entry))
    if isinstance(entry.node, Scalar) and fields.folded(entry.key) == "categories":
        nodes = tuple(Scalar(part, first.span) for part in name.split(",") if part.strip())
        name = name.split(",")[0].strip()
    if len(nodes) > 1:
        sheet.say("front-matter/only-first", entry.span, key=sheet.label(entry), count=len(nodes), used=f"'{name}'")
    return Named(name, first.span)


def _url(sheet: Sheet) -> str:
    """The whole path; a pattern of another generator (``/:year/:title/``, ``pretty``) is left out with a warning."""
    text = sheet.line("url")
    node = sheet.scalar("url")
    if node and (re.search(r"(?:^|/):[a-z]", text) or text in _JEKYLL_STYLES):
        sheet.say("front-matter/permalink-pattern", node.span, text=text)
        return ""
    return sheet.address("url")


def _aliases(sheet: Sheet) -> tuple[Alias, ...]:
    entry = sheet.entry("aliases")
    if entry is None:
        return ()
    kept: dict[str, Alias] = {}
    for node in entry.node.items if isinstance(entry.node, Items) else (entry.node,):
        if not isinstance(node, Scalar):
            sheet.wrong(sheet.label(entry), node, sheet.expected("aliases"))
        elif not node.is_null and (path := sheet.checked_address(node, Kind.PATHS, sheet.label(entry))):
            kept.setdefault(path, Alias(path, node.span))
    return tuple(kept.values())


def _template(sheet: Sheet) -> str:
    text, node = sheet.line("template"), sheet.scalar("template")
    if node and text and not _TEMPLATE.fullmatch(text):
        sheet.say("front-matter/bad-template", node.span, text=text[:60])
        return ""
    return text


def _page_kind(sheet: Sheet) -> str:
    """What a standing page is; ``page`` where it is nothing in particular."""
    text, node = sheet.line("kind").casefold().replace("_", "-").replace(" ", "-"), sheet.scalar("kind")
    if node and text and not _PAGE_KIND.fullmatch(text):
        sheet.wrong("kind", node, "one word such as `about` or `corrections-policy`")
    return text or "page"


def _extra(sheet: Sheet) -> tuple[tuple[str, object], ...]:
    entry = sheet.entry("extra")
    if entry is None:
        return ()
    if not isinstance(entry.node, Table):
        sheet.wrong(sheet.label(entry), entry.node, sheet.expected("extra"))
        return ()
    for number in endless_numbers(entry.node):
        sheet.say("front-matter/bad-number", number.span, text=number.text[:40])
    return tuple((inner.key, free_value(inner.node)) for inner in entry.node)
