"""``_index.md``: what a folder's own file has in common, whether it describes a section or arranges the front page."""

from __future__ import annotations

from dataclasses import dataclass

from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.reading import front_matter, plain_text
from sitegen.reading.fields import Field
from sitegen.reading.location import Location, locate
from sitegen.reading.nodes import Table
from sitegen.reading.settings import Settings
from sitegen.reading.sheet import Sheet

__all__ = ["Laid", "lay"]


@dataclass(frozen=True, slots=True)
class Laid:
    """A file laid out for reading: its sheet, its place, and the text below the front matter as one line."""

    sheet: Sheet
    location: Location
    below: str
    below_place: Span


def lay(path: str, text: str, fields: tuple[Field, ...], settings: Settings) -> Laid | tuple[Diagnostic, ...]:
    """Split ``text`` and lay it beside ``fields``.  An empty file says nothing, which is lawful here."""
    nothing = front_matter.FrontMatter(Table((), Span(path, 1, 1)), "", 1)
    split = front_matter.split(path, text) if text.strip() else nothing
    if isinstance(split, tuple):
        return split
    location = locate(path, settings.languages)
    sheet = Sheet(split.table, fields, settings, location.language or settings.language)
    sheet.found += split.warnings
    before = split.body[: len(split.body) - len(split.body.lstrip())].count("\n")
    return Laid(sheet, location, plain_text.one_line(split.body), Span(path, split.body_line + before, 1))
