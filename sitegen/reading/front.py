"""``content/[lang/]_index.md``: how the front page of one language is arranged."""

from __future__ import annotations

from sitegen.core.diagnostics import Diagnostic
from sitegen.core.model import Breaking, FrontArrangement
from sitegen.reading import fields, index, notes
from sitegen.reading.nodes import Scalar, Table
from sitegen.reading.settings import Settings
from sitegen.reading.sheet import Sheet

__all__ = ["read"]


def read(path: str, text: str, settings: Settings) -> tuple[FrontArrangement | None, tuple[Diagnostic, ...]]:
    """The lead, the articles after it, the bands and the breaking strip; what is not said is newest first."""
    laid = index.lay(path, text, fields.FRONT, settings)
    if isinstance(laid, tuple):
        return None, laid
    sheet = laid.sheet
    if laid.below:
        sheet.say("front-matter/body-unused", laid.below_place, reason="a front page has no text of its own")
    front = FrontArrangement(
        source=path,
        language=sheet.language,
        title=sheet.text("title"),
        description=sheet.text("description"),
        lead=notes.reference(sheet, "lead"),
        top=notes.references(sheet, "top"),
        bands=sheet.names("bands"),
        breaking=_breaking(sheet),
    )
    return None if sheet.has_error else front, sheet.findings()


def _breaking(sheet: Sheet) -> Breaking | None:
    """The strip: a text alone, or with the article it leads to and the time when it goes."""
    entry = sheet.entry("breaking")
    if entry is None:
        return None
    if isinstance(entry.node, Scalar):
        return Breaking(sheet.text("breaking"))
    if not isinstance(entry.node, Table):
        sheet.wrong(sheet.label(entry), entry.node, sheet.expected("breaking"))
        return None
    part = sheet.part(entry.node, "breaking", sheet.label(entry))
    text = part.text("text")
    if not text:
        part.missing("text")
        return None
    return Breaking(text, notes.reference(part, "ref"), part.time("until"))
