"""Where every page stands: patterns, reserved names, collisions (FAULTS 25–30)."""

from __future__ import annotations

import datetime as dt
import functools
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from sitegen.config import Config
from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.core.model import Article, Moment
from sitegen.core.site import Site
from sitegen.core.web import LITE
from sitegen.core.zones import zone

__all__ = ["LEDGER", "REDIRECTS", "Claim", "address_place", "article_path", "collisions", "former_path", "key", "outputs", "refused", "reserved"]

LEDGER = "ledger"
"""The folder of the ledger of published URLs (:mod:`sitegen.site.ledger`)."""
REDIRECTS = f"{LEDGER}/redirects.txt"

Claim = tuple[str, Span]
"""A site path (``/a/b/``) or file (``/a/feed.xml``), and the place that wants it."""

_DEVICES = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
_HOSTS = {".git", ".well-known", ".htaccess", ".nojekyll", "_headers", "_redirects", "_routes.json", "_worker.js", "cname"}
_PAGE_FILES = (".html", ".htm", ".php")


def article_path(
    article: Article, published: Moment | None, section: str, slug: str, config: Config, since: dt.datetime | None = None
) -> str:
    """The site path of an article or standing page, from ``url``, else the section's pattern.

    Its date is ``since``, the first publication that the ledger holds, else that of ``published``.
    """
    if article.url:
        return former_path(article.url)
    prefix = config.prefix(article.language)
    if article.page_kind or published is None:
        return f"{prefix}{slug}/"
    at = (since or published.at).astimezone(zone(config.time_zone))
    pattern = config.permalinks.get(section, config.permalink)
    path = pattern.format(section=section, yyyy=f"{at:%Y}", mm=f"{at:%m}", dd=f"{at:%d}", slug=slug)
    return prefix + path.lstrip("/")


def former_path(written: str) -> str:
    """The site path of a whole path that an editor wrote: a folder, unless it names a page's file."""
    inner = written.strip("/")
    if not inner:
        return "/"
    return "/" + inner + ("" if inner.endswith(_PAGE_FILES) and not written.endswith("/") else "/")


def key(path: str) -> str:
    """What two paths that a file system or host may take for one have in common: casefold(NFKC(path)), in NFKC."""
    if path.isascii():
        return path.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", path).casefold())


def reserved(path: str, *, is_static: bool = False) -> str:
    """Why ``path`` can't be published; '' where it can.  Files that steer a host come from static/ alone."""
    if len(path.encode()) > 1500:
        return "it is too long"
    return next(filter(None, (_refusal(part, is_static) for part in path.strip("/").split("/"))), "")


@functools.lru_cache(10_000)
def _refusal(part: str, is_static: bool) -> str:
    """Why no path may have this part."""
    if part in {".", ".."} or "\\" in part or "\0" in part:
        return "it climbs"
    if key(part.split(".")[0].rstrip()) in _DEVICES:
        return f"'{part}' is a device name on Windows"
    if key(part).startswith(".sitegen"):
        return f"'{part}' belongs to sitegen"
    if key(part) in _HOSTS and not is_static:
        return f"'{part}' belongs to the host; a file of that name stands in static/"
    if part.endswith((".", " ")) or part.startswith(" "):
        return f"'{part}' begins with a space, or ends in a dot or space"
    if any(char in part for char in '<>:"|?*') or any(ord(char) < 0x20 for char in part):
        return f"'{part}' holds a sign that file systems refuse"
    if len(part.encode()) > 255:
        return "a part of it is longer than 255 bytes"
    return ""


def refused(claims: Iterable[Claim], *, are_static: bool = False) -> tuple[Diagnostic, ...]:
    """An error for every claim to an address that can't be published."""
    return tuple(
        Diagnostic.at(span, "permalink/reserved", path=path, reason=why)
        for path, span in claims if (why := reserved(path, is_static=are_static))
    )


def collisions(claims: Iterable[Claim]) -> tuple[Diagnostic, ...]:
    """An error for every two claims to one address, and for a file that is needed as a folder."""
    problems: list[Diagnostic] = []
    taken: dict[str, Claim] = {}
    ordered = sorted(claims, key=lambda claim: (claim[1].path, claim[1].line, claim[0]))
    for path, span in ordered:
        file = key(path + "index.html" if path.endswith("/") else path)
        if file in taken:
            problems.append(_clash((path, span), taken[file]))
        else:
            taken[file] = (path, span)
    for file, (path, span) in taken.items():
        for folder in _above(file):
            if folder in taken:
                problems.append(_clash((path, span), taken[folder]))
    return tuple(problems)


def _clash(one: Claim, other: Claim) -> Diagnostic:
    """Two claims to one address; an address in the ledger belongs to its article for ever."""
    by_ledger = [claim for claim in (one, other) if claim[1].path.startswith(f"{LEDGER}/") and claim[1].path != REDIRECTS]
    if len(by_ledger) == 1:
        (mine,) = (claim for claim in (one, other) if claim not in by_ledger)
        return Diagnostic.at(mine[1], "permalink/retired", by_ledger[0][1], path=mine[0])
    return Diagnostic.at(one[1], "permalink/collision", other[1], path=one[0])


def address_place(article: Article) -> Span:
    """Where the article says what its address is made from."""
    return next((place for key, place in article.places if key in {"url", "slug"}), article.place("title"))


def outputs(site: Site, made: Iterable[tuple[str, bool]], static: Mapping[str, str], lite: Iterable[str] = ()) -> tuple[Diagnostic, ...]:
    """What is wrong with the whole tree of files: those ``made``, and of ``static`` by output path with its source.

    A made file comes with whether an article asks for it (its page, a redirect); feeds, archive pages and indexes,
    which are known only here, are named by the front they belong to.  ``lite`` are the files of the light edition.
    """
    fronts = {front.path: front.span for front in site.fronts.values()}
    asked = {redirect.path: redirect.span for redirect in site.redirects}
    asked |= {card.path: address_place(site.articles[source]) for source, card in site.cards.items()}
    claims = [(f"/{file}", _owner(f"/{file}", asked if is_asked else fronts)) for file, is_asked in made]
    given = [(f"/{file}", Span(source)) for file, source in static.items()]
    in_the_way = _in_the_way([*claims, *given], {key(f"/{file}") for file in lite})
    claims += [(gone.path, gone.span) for gone in site.gone]
    return (*refused(given, are_static=True), *collisions([*claims, *given]), *in_the_way)


def _in_the_way(claims: Iterable[Claim], lite: AbstractSet[str]) -> tuple[Diagnostic, ...]:
    """An error for every claim to a file or folder that the light edition needs."""
    folders = {f"/{LITE}", *(folder for file in lite for folder in _above(file))} if lite else set()
    return tuple(
        Diagnostic.at(span, "permalink/reserved", path=path.removesuffix("index.html"), reason=f"/{LITE}/ is the folder of the light edition (`lite` in sitegen.toml)")
        for path, span in claims if (file := key(path)) in lite or file in folders or (lite and not lite.isdisjoint(_above(file)))
    )


def _above(file: str) -> Iterator[str]:
    """The folders that a file stands in."""
    parents = file.strip("/").split("/")[:-1]
    return ("/" + "/".join(parents[:depth]) for depth in range(1, len(parents) + 1))


def _owner(file: str, owners: Mapping[str, Span]) -> Span:
    """The place that a file comes from: its own page's, else that of the nearest front above it."""
    path = file.removesuffix("index.html")
    while path not in owners and path.strip("/"):
        path = path.rstrip("/").rpartition("/")[0] + "/"
    return owners.get(path, Span("sitegen.toml"))
