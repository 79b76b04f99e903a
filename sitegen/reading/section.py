"""``_index.md`` of a section folder: the section's name, description and slug in one language."""

from __future__ import annotations

from sitegen.core.diagnostics import Diagnostic
from sitegen.core.model import SectionText
from sitegen.reading import fields, index, plain_text
from sitegen.reading.settings import Settings
from sitegen.reading.typography import typeset

__all__ = ["read"]


def read(path: str, text: str, settings: Settings) -> tuple[SectionText | None, tuple[Diagnostic, ...]]:
    """What the file says of its section; a stub without a title, even an empty file, is lawful.

    The text below the front matter is the description where no key says one.
    """
    laid = index.lay(path, text, fields.SECTION, settings)
    if isinstance(laid, tuple):
        return None, laid
    sheet, description = laid.sheet, laid.sheet.text("description")
    if laid.below and description:
        sheet.say("front-matter/body-unused", laid.below_place, reason="'description' says what the section holds")
    said = SectionText(
        source=path,
        language=sheet.language,
        folder=laid.location.folder,
        title=sheet.text("title"),
        description=description or typeset(plain_text.unmarked(laid.below), sheet.language),
        slug=sheet.address("slug"),
        places=sheet.places(),
    )
    return None if sheet.has_error else said, sheet.findings()
