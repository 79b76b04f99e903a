"""The answers of one build: what the site, the theme, the bodies and the picture files say when a page asks.

Beside the pipeline, which puts it together.  A picture or file is published by being asked for, so that only those of visible pages leave;
the engine asks again what a page once asked, and so a page that is not made again keeps its pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from sitegen.config import Config
from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.core.model import Prose
from sitegen.core.site import Media, Site
from sitegen.core.task import bytes_digest
from sitegen.files import Gate
from sitegen.output.images import measure
from sitegen.output.theme import Theme
from sitegen.site.checks import resolved
from sitegen.site.permalinks import reserved
from sitegen.site.queries import Queries
from sitegen.site.slugs import slug

__all__ = ["PUBLISHED", "Answers"]

_PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".svg")
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
PUBLISHED = (*_PICTURES, *_DOCUMENTS)
"""Suffixes of the files of content/ that may be published."""
_LEAD_PIXELS = 1200


class Answers:
    """All questions of a build: those of the site, the theme, the bodies and the pictures."""

    def __init__(
        self, gate: Gate, config: Config, site: Site, queries: Queries, prose: Mapping[str, Prose], theme: Theme
    ) -> None:
        self._gate, self._config, self._site, self._prose, self._theme = gate, config, site, prose, theme
        self._media: dict[str, Media | None] = {}
        self.published: dict[str, bytes] = {}
        self.problems: list[Diagnostic] = []
        self._known: dict[str, Callable[..., Any]] = {
            **queries.questions(), "prose": self.prose, "text": self.text, "asset": self.asset, "media": self.media,
        }

    def ask(self, question: str, *arguments: Any) -> Any:
        """The answer to a question."""
        return self._known[question](*arguments)

    def prose(self, source: str) -> Prose | None:
        """The body of a public article, its pictures resolved."""
        if source not in self._site.cards or source not in self._prose:
            return None
        return resolved(self._prose[source], source, self._site.media)

    def text(self, key: str, language: str) -> str:
        """A string of the theme."""
        return self._theme.text(key, language, self._config.language)

    def asset(self, name: str) -> str:
        """The href of a theme asset."""
        path = self._theme.asset_path(name)
        return self._config.href(path) if path else ""

    def media(self, src: str) -> Media | None:
        """A picture; asking for it publishes it, so that only pictures of visible articles leave."""
        if src not in self._media:
            self._media[src] = self._publish(src) if src in self._site.media else None
        return self._media[src]

    def _publish(self, src: str) -> Media | None:
        data = self._gate.read_bytes(src)
        if isinstance(data, Diagnostic):
            self.problems.append(data)
            return None
        document = _DOCUMENTS.get(PurePosixPath(src).suffix.lower())
        size = (document, 0, 0) if document else measure(data, self._config.limits.picture_pixels)
        if isinstance(size, str):
            self.problems.append(Diagnostic.at(Span(src), "picture/unreadable", reason=size))
            return None
        name = PurePosixPath(src)
        file = f"{slug(name.stem, self._config.language)}.{bytes_digest(data)[:10]}{name.suffix.lower()}"
        path = f"/media/_{file}" if reserved(file) else f"/media/{file}"
        self.published[path.lstrip("/")] = data
        kind, width, height = size
        return Media(src, path, self._config.href(path), self._config.canonical(path), width, height, len(data), kind)

    def narrow(self) -> Iterator[Diagnostic]:
        """Lead pictures shown that Google's and Facebook's large previews would not take."""
        for source, article in self._site.articles.items():
            image = self._site.cards[source].image
            media = self._media.get(image.src) if image else None
            if media and article.image and 0 < media.width < _LEAD_PIXELS:
                yield Diagnostic.at(article.image.span, "image/narrow", width=media.width, limit=_LEAD_PIXELS)
