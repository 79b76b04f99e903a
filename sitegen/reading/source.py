"""One source file to what it means: an article, page, author, section text, front arrangement or registry."""

from __future__ import annotations

from dataclasses import replace

from sitegen import plugins
from sitegen.core.model import Moment
from sitegen.core.reading import Read
from sitegen.core.task import Digest
from sitegen.reading import article, authors, dates, front, prose, registry, secrets, section, updates
from sitegen.reading.outgoing import outgoing
from sitegen.reading.settings import Settings

__all__ = ["is_article", "read_source"]


def is_article(path: str) -> bool:
    """Whether a text of content/ is an article or standing page, by where it stands."""
    top, *below = path.split("/")
    return top == "content" and path.endswith((".md", ".markdown")) and below[0] != "authors" and below[-1].split(".")[0] != "_index"


def read_source(path: str, digest: Digest, text: str, settings: Settings) -> Read:
    """The meaning of the text of a file in content/, by where it stands.  Pure: the same text, the same Read."""
    read = _read(path, digest, text, settings)
    found = secrets.keys(path, text)
    return replace(read, diagnostics=(*read.diagnostics, *found)) if found else read


def _read(path: str, digest: Digest, text: str, settings: Settings) -> Read:
    if path == "content/terms.toml":
        entries, problems = registry.read(path, text, settings)
        return Read(path, digest, entries, None, problems)
    parts = path.split("/")
    if parts[1] == "authors":
        profile, problems = authors.read(path, text, settings)
        return Read(path, digest, profile, None, problems)
    if parts[-1].split(".")[0] == "_index":
        inside = parts[1:-1]
        if not inside or (len(inside) == 1 and inside[0] in settings.languages):
            arrangement, problems = front.read(path, text, settings)
            return Read(path, digest, arrangement, None, problems)
        described, problems = section.read(path, text, settings)
        return Read(path, digest, described, None, problems)
    return _article(path, digest, text, settings)


def _article(path: str, digest: Digest, text: str, settings: Settings) -> Read:
    value, body, first_line, problems = article.read(path, text, settings)
    if value is None:
        return Read(path, digest, None, None, problems)

    def parse_time(words: str) -> Moment | None:
        found = dates.parse(words, settings.time_zone)
        return found if isinstance(found, Moment) else None

    written, more = prose.read(
        body, path=path, first_line=first_line, language=value.language, settings=settings,
        live=value.live is not None, parse_time=parse_time,
    )
    if live := value.live:
        value = replace(value, live=replace(live, updates=tuple(sorted(entry.at for entry in written.live))))
        more = (*more, *updates.outside(live, written.live))
    said = plugins.checks(settings.plugins, value, written, text)
    return Read(path, digest, outgoing(value, written), written, (*problems, *more, *said))
