"""The answers of one build: what the site, the theme, the bodies and the picture files say when a page asks.

Beside the pipeline, which puts it together.  Each question rests on a basis: the whole ``site``, the ``theme``, or one body, picture
or file by its path (a *facet*, which few pages read).  A picture or file is published by being asked for, so that only those
of visible pages leave; the traces of pages that are not made again keep theirs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from sitegen.config import Config
from sitegen.core.model import Article
from sitegen.core.reading import Prose
from sitegen.core.site import (
    Arrangement,
    AuthorCard,
    Card,
    Found,
    Front,
    Link,
    Media,
    Note,
    Rendition,
    SeriesPart,
    Site,
    SitemapEntry,
    Target,
    Version,
)
from sitegen.core.task import Digest, digest
from sitegen.output import social_card
from sitegen.output.cuts import Cut, cuts
from sitegen.output.theme import Theme
from sitegen.press.darkroom import Darkroom, Print, card_key, cut_key
from sitegen.press.intake import PICTURES, Bodies, Known
from sitegen.site.amending import CHANGED, NAMES
from sitegen.site.boxes import cut
from sitegen.site.live import told
from sitegen.site.permalinks import reserved
from sitegen.site.queries import Queries
from sitegen.site.slugs import slug

__all__ = ["FACETS", "PRINTS", "PUBLISHED", "Answers", "basis_of", "cut_source", "is_facet", "labels", "shows", "wanted_card", "wanted_cut"]

_DOCUMENTS = {
    ".csv": "text/csv",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".json": "application/json",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}
"""Files beside an article that a link in it may lead to, and their media types."""
PUBLISHED = (*PICTURES, *_DOCUMENTS)
"""Suffixes of the files of content/ that may be published."""
_DRAWING = "image/svg+xml"
_SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/gif": ".gif", "image/avif": ".avif", _DRAWING: ".svg"}
_FACETS = {"prose": "prose", "plain_text": "prose", "box": "prose", "fragments": "prose", "places": "places", "media": "media", "width": "width", "fault": "width", "file_text": "file"}
_CUT, _CARD = "cut:", "card:"
FACETS = tuple(dict.fromkeys(_FACETS.values()))
"""The kinds of bases that are one file's."""
PRINTS = ("cut", "card")
"""The kinds of bases of what is made of pictures and words."""


def basis_of(question: str, arguments: tuple[Any, ...]) -> str:
    """What the answer to a question rests on."""
    if question == "rendition":
        src, *spec = arguments
        return f"{_CUT}{json.dumps(spec)}|{src}"
    if question == "social_card":
        return _CARD + json.dumps(arguments, ensure_ascii=False)
    if question in _FACETS:
        return f"{_FACETS[question]}:{arguments[0]}"
    return "theme" if question in {"text", "wording", "asset"} else "site"


def cut_source(basis: str) -> str:
    """The picture that a basis is of which tells of derivatives; '' for any other basis."""
    return basis.partition("|")[2] if basis.startswith(_CUT) else ""


def wanted_cut(basis: str) -> tuple[str, str, str, tuple[int, ...], bool]:
    """The arguments of the question ``rendition`` whose answer rests on a basis."""
    spec, _, src = basis.removeprefix(_CUT).partition("|")
    ratio, focus, widths, is_plain = json.loads(spec)
    return src, ratio, focus, tuple(widths), is_plain


def wanted_card(basis: str) -> tuple[str, str, str] | None:
    """The arguments of the question ``social_card`` whose answer rests on a basis; None for any other basis."""
    return tuple(json.loads(basis.removeprefix(_CARD))) if basis.startswith(_CARD) else None


_OF_ALL = {"sitemap_files": CHANGED, "sitemap_entries": CHANGED, "nearest": NAMES}
"""Questions whose answers rest on every article, and on what of them."""
_PLAIN = frozenset((
    "address", "box_holders", "breadcrumbs", "config", "embeds", "face", "front", "front_breadcrumbs", "front_switch", "front_versions", "fronts",
    "gone", "indexes", "is_to_come", "located", "menu", "nearest_box", "news_files", "page_switch", "pages", "preview", "preview_of", "redirects",
    "shared_box", "switch",
))  # fmt: skip
"""Questions whose answers hold nothing of an article but where it stands."""


def shows(site: Site, question: str, arguments: tuple[Any, ...], answer: Any) -> Iterator[str]:
    """The items of which an answer holds something that :func:`~sitegen.site.amending.amended` may change: articles by
    their files, names by headline, all of them.  Of answers that rest on a facet, none: their basis tells."""
    if question in _OF_ALL:
        yield _OF_ALL[question]
    elif question == "versions":  # with their headlines
        yield from site.translations.get(arguments[0], ())
    elif basis_of(question, arguments) == "site" and question not in _PLAIN:
        if question in {"mentions", "related"}:  # of an article that others begin to link to, or it to them
            yield arguments[0]
        yield from _held(answer)


def _held(answer: Any) -> Iterator[str]:
    """The articles whose cards stand in an answer, and the headlines that it was found by."""
    match answer:
        case tuple():
            for item in answer:
                yield from _held(item)
        case Card() | Article() | Found():
            yield answer.source
        case Target():
            yield from (*_held(answer.card), *answer.tried)
        case Note():
            yield answer.card.source
        case SeriesPart():
            yield from _held((answer.previous, answer.next))
        case Arrangement():
            yield from _held((answer.lead, *answer.top, answer.breaking_card))
        case AuthorCard() | None:
            return
        case _:
            raise TypeError(f"what {type(answer).__name__} shows is not known")


def is_facet(basis: str) -> bool:
    """Whether a basis is one file's, which few pages read."""
    return ":" in basis


@dataclass(frozen=True, slots=True)
class Answers:
    """All questions of a build: those of the site, the theme, the bodies and the pictures.

    ``files`` are the publication's files as last read; ``site_digest`` is that of all the site was made from.
    """

    config: Config
    site: Site
    site_digest: Digest
    queries: Queries
    theme: Theme
    bodies: Bodies
    files: Mapping[str, Known]
    texts: Mapping[str, bytes]
    room: Darkroom

    def questions(self) -> Mapping[str, Callable[..., Any]]:
        """Question name to what answers it."""
        own = (self.prose, self.plain_text, self.box, self.fragments, self.places, self.text, self.wording, self.asset, self.media, self.rendition, self.social_card, self.width, self.fault, self.file_text)
        return {**self.queries.questions(), **{answer.__name__: answer for answer in own}}

    def digest_of(self, basis: str) -> Digest:
        """The digest of a basis today; '' where there is none."""
        kind, _, path = basis.partition(":")
        if not path:
            return self.site_digest if kind == "site" else digest((self.theme.id, self.config.base_path, self.config.language))
        if kind == "card":
            return digest((self.config.base_url, self.config.colour))
        known = self.files.get(cut_source(basis) or path)
        if known is None:
            return ""
        if kind == "prose":
            return f"{known.prose} {waiting}" if (waiting := dict(self.site.waiting).get(path)) else known.prose
        if kind == "places":
            return f"{known.value} {known.prose}"
        return f"{known.digest} {self.config.base_url} {self.config.pictures.derivatives}"

    def prose(self, source: str) -> Prose | None:
        """The body of a public article; of a live blog, with the updates that are told; of a retracted one, none."""
        card = self.site.cards.get(source)
        found = self.bodies.get(source) if card and not card.is_retracted else None
        return told(found, self.site.told_until) if found else None

    def plain_text(self, source: str) -> str:
        """The words of a public article's body, without markup; '' where there is none."""
        prose = self.prose(source)
        return prose.plain if prose else ""

    def box(self, source: str, anchor: str) -> Prose | None:
        """One box of a public article, to be shown by others: it changes only with the box."""
        prose = self.prose(source)
        return cut(prose, anchor) if prose else None

    def fragments(self, source: str) -> tuple[str, ...]:
        """The ids of a public article's text that a link may lead to."""
        prose = self.prose(source)
        if prose is None:
            return ()
        return (*prose.fragments, *(entry.anchor for entry in prose.live), *(part.anchor for part in prose.parts if part.anchor))

    def places(self, source: str) -> Digest:
        """The digest of all that an article says and of where it says it, for findings name places."""
        known = self.files.get(source)
        return f"{known.value} {known.prose}" if known else ""

    def _theme(self, is_lite: bool) -> Theme:
        return self.theme.lite if is_lite and self.theme.lite else self.theme

    def text(self, key: str, language: str, is_lite: bool = False) -> str:
        """A string of the theme, or of that of the light edition."""
        return self._theme(is_lite).text(key, language, self.config.language)

    def wording(self, key: str, language: str, is_lite: bool = False) -> str:
        """A string of the theme in this very language; '' where it has none."""
        return self._theme(is_lite).wording(key, language)

    def asset(self, name: str, is_lite: bool = False) -> str:
        """The href of a theme asset."""
        path = self._theme(is_lite).asset_path(name)
        return self.config.href(path) if path else ""

    def media(self, src: str) -> Media | None:
        """A picture or document as it is published; None where there is none that can be."""
        known = self.files.get(src)
        if known is None or not known.digest or src not in self.site.media:
            return None
        if one := self.original(src):
            return None if one.fault else self._print(src, one, one.digest[:10])
        name = PurePosixPath(src)
        document = _DOCUMENTS.get(name.suffix.lower())
        measured = (document, 0, 0) if document else known.measured
        if isinstance(measured, str):
            return None
        kind, width, height = measured
        return self._media(src, f"{known.digest[:10]}{_SUFFIXES.get(kind, name.suffix.lower())}", width, height, known.size, kind)

    def original(self, src: str) -> Print | None:
        """The print of a picture that is published whole; None of a file that leaves as it is."""
        known = self.files.get(src)
        if not self.config.pictures.derivatives or known is None or not known.digest or isinstance(known.measured, str):
            return None
        return None if known.measured[0] == _DRAWING else self.room.original(src, known.digest)

    def rendition(self, src: str, ratio: str, focus: str, widths: tuple[int, ...], is_plain: bool) -> Rendition | None:
        """A picture in these widths; ``is_plain``: only in the format that everyone shows."""
        media = self.media(src)
        found = self.derivatives(src, ratio, focus, widths, is_plain) if media else ()
        if not media or not found:
            return Rendition(media) if media else None
        made = [(one, self._derived(src, key, one)) for key, one in found]
        formats: dict[str, list[str]] = {}
        for one, file in made:
            formats.setdefault(one.type, []).append(f"{file.href} {one.width}w")
        return Rendition(made[-1][1], tuple((kind, ", ".join(files)) for kind, files in formats.items()))

    def derivatives(self, src: str, ratio: str, focus: str, widths: tuple[int, ...], is_plain: bool) -> tuple[tuple[Digest, Cut], ...]:
        """The derivatives of a picture, each with the name of its print; none of what has no other sizes."""
        one = self.original(src)
        if one is None or one.fault or one.is_moving:
            return ()
        plain = "png" if one.has_alpha else "jpg"
        source = self.files[src].digest
        return tuple([(cut_key(source, cut), cut) for cut in cuts(one.full, ratio, focus, widths, (plain,) if is_plain else ("avif", "webp", plain))])

    def cut_path(self, src: str, key: Digest, one: Cut) -> str:
        """Where in the output a derivative stands."""
        return self._derived(src, key, one).path.lstrip("/")

    def _derived(self, src: str, key: Digest, one: Cut) -> Media:
        return self._print(src, Print(key, type=one.type, width=one.width, height=one.height), f"{key[:10]}-{one.width}")

    def social_card(self, headline: str, section: str, masthead: str) -> Media | None:
        """The picture that is drawn for an article without one; None where our font has not all letters of its headline."""
        if not social_card.can_draw(headline):
            return None
        key = card_key(self.card_words(headline, section, masthead))
        path = f"/media/card.{key[:16]}.png"
        return Media("", path, self.config.href(path), self.config.canonical(path), social_card.WIDTH, social_card.HEIGHT, 0, "image/png")

    def card_words(self, headline: str, section: str, masthead: str) -> tuple[str, ...]:
        """All that a social card is drawn of."""
        return (headline, section, masthead, self.config.colour)

    def _print(self, src: str, one: Print, mark: str) -> Media:
        return self._media(src, f"{mark}{_SUFFIXES[one.type]}", one.width, one.height, one.size, one.type)

    def _media(self, src: str, mark: str, width: int, height: int, size: int, kind: str) -> Media:
        file = f"{slug(PurePosixPath(src).stem, self.config.language)}.{mark}"
        path = f"/media/_{file}" if reserved(file) else f"/media/{file}"
        return Media(src, path, self.config.href(path), self.config.canonical(path), width, height, size, kind)

    def width(self, src: str) -> int:
        """A picture's width in pixels; 0 where it is not known.  Asking this publishes nothing."""
        known = self.files.get(src)
        return 0 if known is None or isinstance(known.measured, str) else known.measured[1]

    def fault(self, src: str) -> str:
        """Why a picture can't be published; '' where it can, or where reading has said so.  Asking this publishes nothing."""
        known = self.files.get(src)
        if known is None or not known.digest or not src.lower().endswith(PICTURES):
            return ""
        if isinstance(known.measured, str):
            return known.measured
        one = self.original(src)
        return one.fault if one else ""

    def file_text(self, path: str) -> bytes:
        """The bytes of a file of static/ to which one of ours is added; empty where there is none."""
        return self.texts.get(path, b"")


def labels(answer: Any) -> tuple[str, ...]:
    """The items of an answer in an editor's words, so that a changed answer can be explained."""
    if isinstance(answer, tuple):
        return tuple(label for item in answer[:60] for label in labels(item))
    match answer:
        case Card():
            return (answer.headline,)
        case Target():
            return (answer.card.headline if answer.card else answer.state,)
        case Front() | AuthorCard() | Link():
            return (answer.name,)
        case Version():
            return (answer.title,)
        case SitemapEntry():
            return (answer.canonical,)
        case str() | int():
            return (str(answer)[:80],)
    return ()
