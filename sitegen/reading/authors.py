"""``content/authors/*.md``: a person or an organisation that signs articles, in all languages at once."""

from __future__ import annotations

from sitegen.core.diagnostics import Diagnostic
from sitegen.core.model import AuthorProfile, LocalText
from sitegen.reading import fields, index, notes, pictures, plain_text
from sitegen.reading.index import Laid
from sitegen.reading.settings import Settings
from sitegen.reading.sheet import Sheet
from sitegen.reading.typography import typeset

__all__ = ["read"]

_TYPES = {"organisation": "organization", "org": "organization", "agency": "organization", "human": "person"}


def read(path: str, text: str, settings: Settings) -> tuple[AuthorProfile | None, tuple[Diagnostic, ...]]:
    """The profile.  The text below the front matter is the biography in the publication's first language
    where no ``bio`` stands.  Names are kept as written, since bylines are matched with them.
    """
    laid = index.lay(path, text, fields.AUTHOR, settings)
    if isinstance(laid, tuple):
        return None, laid
    sheet = laid.sheet
    names = sheet.local_text("name")
    if not names and not sheet.has_error:
        sheet.missing("name")
    profile = AuthorProfile(
        source=path,
        id=sheet.line("id") or laid.location.name,
        names=names,
        also=tuple(name.name for name in sheet.names("also")),
        is_organization=sheet.word("type", also=_TYPES) == "organization",
        role=sheet.local_text("role", is_set=True),
        bio=_bio(sheet, laid, settings),
        picture=pictures.read(sheet, "picture", path),
        links=notes.sources(sheet, "links"),
        slug=sheet.address("slug"),
        places=sheet.places(),
    )
    return None if sheet.has_error else profile, sheet.findings()


def _bio(sheet: Sheet, laid: Laid, settings: Settings) -> LocalText:
    said = sheet.local_text("bio", is_set=True)
    if said and laid.below:
        sheet.say("front-matter/body-unused", laid.below_place, reason="'bio' says who this is")
    if said or not laid.below:
        return said
    return LocalText(((settings.language, typeset(plain_text.unmarked(laid.below), settings.language)),))
