"""Where every page stands: patterns, reserved names, collisions (FAULTS 25–30)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from sitegen.config import Config
from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.core.model import Article, Moment
from sitegen.core.zones import zone

__all__ = ["Claim", "article_path", "collisions", "reserved"]

Claim = tuple[str, Span]
"""A site path (``/a/b/``) or file (``/a/feed.xml``), and the place that wants it."""

_DEVICES = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
_OURS = {".git", ".well-known", "_headers", "_redirects", "cname", ".nojekyll", ".sitegen-manifest", ".sitegen"}


def article_path(article: Article, published: Moment | None, section: str, slug: str, config: Config) -> str:
    """The site path of an article or standing page, from ``url``, else the section's pattern."""
    if article.url:
        return "/" + article.url.strip("/") + "/" if article.url.strip("/") else "/"
    prefix = config.prefix(article.language)
    if article.page_kind or published is None:
        return f"{prefix}{slug}/"
    at = published.at.astimezone(zone(config.time_zone))
    pattern = config.permalinks.get(section, config.permalink)
    path = pattern.format(section=section, yyyy=f"{at:%Y}", mm=f"{at:%m}", dd=f"{at:%d}", slug=slug)
    return prefix + path.lstrip("/")


def key(path: str) -> str:
    """What two paths that a file system or host may take for one have in common: casefold(NFKC(path))."""
    return unicodedata.normalize("NFKC", path).casefold()


def reserved(path: str) -> str:
    """Why ``path`` can't be published; '' where it can."""
    if len(path.encode()) > 1500:
        return "it is too long"
    for part in path.strip("/").split("/"):
        if part in {".", ".."} or "\\" in part or "\0" in part:
            return "it climbs"
        if part.split(".")[0].casefold() in _DEVICES:
            return f"'{part}' is a device name on Windows"
        if part.casefold() in _OURS:
            return f"'{part}' belongs to the host or to sitegen"
        if part.endswith((".", " ")) or part.startswith(" "):
            return f"'{part}' ends in a dot or space"
        if any(char in part for char in '<>:"|?*') or any(ord(char) < 0x20 for char in part):
            return f"'{part}' holds a sign that file systems refuse"
        if len(part.encode()) > 255:
            return "a part of it is longer than 255 bytes"
    return ""


def collisions(claims: Iterable[Claim]) -> tuple[Diagnostic, ...]:
    """An error for every two claims to one address, and for a file that is needed as a folder."""
    problems: list[Diagnostic] = []
    taken: dict[str, Claim] = {}
    ordered = sorted(claims, key=lambda claim: (claim[1].path, claim[1].line, claim[0]))
    for path, span in ordered:
        if why := reserved(path):
            problems.append(Diagnostic.at(span, "permalink/reserved", path=path, reason=why))
            continue
        file = key(path + "index.html" if path.endswith("/") else path)
        if file in taken:
            problems.append(Diagnostic.at(span, "permalink/collision", taken[file][1], path=path))
        else:
            taken[file] = (path, span)
    for file, (path, span) in taken.items():
        parents = file.strip("/").split("/")[:-1]
        for depth in range(1, len(parents) + 1):
            folder = "/" + "/".join(parents[:depth])
            if folder in taken:
                problems.append(Diagnostic.at(span, "permalink/collision", taken[folder][1], path=path))
    return tuple(problems)
