"""One neutral feed in three formats: RSS 2.0, Atom 1.0 (RFC 4287) and JSON Feed 1.1.

A :class:`Feed` enters, bytes leave; nothing here asks the site anything.  Rules: the RSS
specification and the RSS Advisory Board's profile (``dc:creator`` for names, because
``author`` must be an e-mail address; one enclosure an item; ``atom:link rel=self``), RFC 4287,
jsonfeed.org/version/1.1, Media RSS 1.5.1, WebSub section 4 (``rel=hub`` with ``rel=self``).
HTML is carried escaped, never as CDATA.
"""

from __future__ import annotations

import html
import json
from dataclasses import dataclass
from typing import Any

from sitegen.core.model import Moment
from sitegen.output.dates import iso, rfc822
from sitegen.output.markup import DECLARATION, element, leaf
from sitegen.output.plain import xml_safe

__all__ = ["Category", "Enclosure", "Entry", "Feed", "Person", "atom", "json_feed", "rss"]

NEVER = "1970-01-01T00:00:00+00:00"
"""``updated`` of an empty Atom feed, which must have one; press time is never printed."""


@dataclass(frozen=True, slots=True)
class Person:
    """An author as a feed names one; ``url`` is the author's page, '' where there is none."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """A section, tag, series or story; ``id`` stays when the name changes."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Enclosure:
    """The lead picture: ``size`` in bytes, ``width`` and ``height`` in pixels (0 = unknown)."""

    url: str
    type: str
    size: int
    width: int
    height: int
    alt: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in a feed. ``id`` survives an edit and a new slug; ``content`` is HTML, '' for summaries alone."""

    id: str
    url: str
    title: str
    summary: str
    content: str
    published: Moment
    updated: Moment
    authors: tuple[Person, ...] = ()
    contributors: tuple[Person, ...] = ()
    categories: tuple[Category, ...] = ()
    picture: Enclosure | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """``entries`` newest first; ``home`` is the front it belongs to, ``url`` its own address."""

    id: str
    title: str
    description: str
    home: str
    url: str
    language: str
    time_zone: str
    publisher: str
    entries: tuple[Entry, ...]
    hub: str = ""
    logo: str = ""

    @property
    def updated(self) -> Moment | None:
        """When the newest change of an entry was; None in an empty feed."""
        return max((entry.updated for entry in self.entries), key=lambda moment: moment.at, default=None)


# ------------------------------------------------------------------ RSS 2.0

_RSS_SPACES = (
    ("version", "2.0"),
    ("xmlns:atom", "http://www.w3.org/2005/Atom"),
    ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ("xmlns:media", "http://search.yahoo.com/mrss/"),
)


def rss(feed: Feed) -> bytes:
    """The feed as RSS 2.0."""
    image = element("image", (), leaf("url", feed.logo), leaf("title", feed.title), leaf("link", feed.home))
    channel = element(
        "channel", (),
        leaf("title", feed.title),
        leaf("link", feed.home),
        leaf("description", feed.description or feed.title),
        leaf("language", feed.language),
        leaf("lastBuildDate", rfc822(feed.updated, feed.time_zone)) if feed.updated else "",
        leaf("generator", "sitegen"),
        leaf("atom:link", "", ("href", feed.url), ("rel", "self"), ("type", "application/rss+xml")),
        leaf("atom:link", "", ("href", feed.hub), ("rel", "hub")) if feed.hub else "",
        image if feed.logo else "",
        *(_item(entry, feed.time_zone) for entry in feed.entries),
    )
    return (DECLARATION + element("rss", _RSS_SPACES, channel)).encode()


def _item(entry: Entry, time_zone: str) -> str:
    picture = entry.picture
    return element(
        "item", (),
        leaf("title", entry.title),
        leaf("link", entry.url),
        leaf("guid", entry.id, ("isPermaLink", "false")),
        leaf("pubDate", rfc822(entry.published, time_zone)),
        *(leaf("dc:creator", author.name) for author in entry.authors),
        *(leaf("dc:contributor", person.name) for person in entry.contributors),
        *(leaf("category", category.name) for category in entry.categories),
        leaf("description", html.escape(entry.summary, quote=False)) if entry.summary else "",
        leaf("content:encoded", entry.content) if entry.content else "",
        leaf("enclosure", "", ("url", picture.url), ("length", str(picture.size)), ("type", picture.type))
        if picture else "",
        _media_content(picture) if picture else "",
    )


def _media_content(picture: Enclosure) -> str:
    size = (("width", str(picture.width)), ("height", str(picture.height))) if picture.width and picture.height else ()
    return element(
        "media:content",
        (("url", picture.url), ("fileSize", str(picture.size)), ("type", picture.type), ("medium", "image"), *size),
        leaf("media:description", picture.alt, ("type", "plain")) if picture.alt else "",
        leaf("media:credit", picture.credit) if picture.credit else "",
    )


# ------------------------------------------------------------------ Atom 1.0


def atom(feed: Feed) -> bytes:
    """The feed as Atom (RFC 4287, section 4.1.1)."""
    root = element(
        "feed", (("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", feed.language)),
        leaf("id", feed.id),
        leaf("title", feed.title),
        leaf("subtitle", feed.description) if feed.description else "",
        leaf("updated", iso(feed.updated, feed.time_zone) if feed.updated else NEVER),
        leaf("link", "", ("rel", "self"), ("type", "application/atom+xml"), ("href", feed.url)),
        leaf("link", "", ("rel", "alternate"), ("type", "text/html"), ("href", feed.home)),
        leaf("link", "", ("rel", "hub"), ("href", feed.hub)) if feed.hub else "",
        leaf("logo", feed.logo) if feed.logo else "",
        element("author", (), leaf("name", feed.publisher)),
        leaf("generator", "sitegen"),
        *(_atom_entry(entry, feed.time_zone) for entry in feed.entries),
    )
    return (DECLARATION + root).encode()


def _atom_entry(entry: Entry, time_zone: str) -> str:
    picture = entry.picture
    return element(
        "entry", (),
        leaf("id", entry.id),
        leaf("title", entry.title),
        leaf("link", "", ("rel", "alternate"), ("type", "text/html"), ("href", entry.url)),
        leaf("published", iso(entry.published, time_zone)),
        leaf("updated", iso(entry.updated, time_zone)),
        *(_atom_person("author", person) for person in entry.authors),
        *(_atom_person("contributor", person) for person in entry.contributors),
        *(leaf("category", "", ("term", category.id), ("label", category.name)) for category in entry.categories),
        leaf("link", "", ("rel", "enclosure"), ("type", picture.type), ("length", str(picture.size)),
             ("href", picture.url)) if picture else "",
        leaf("summary", entry.summary) if entry.summary else "",
        leaf("content", entry.content, ("type", "html")) if entry.content else "",
    )


def _atom_person(role: str, person: Person) -> str:
    return element(role, (), leaf("name", person.name), leaf("uri", person.url) if person.url else "")


# ------------------------------------------------------------------ JSON Feed 1.1


def json_feed(feed: Feed) -> bytes:
    """The feed as JSON Feed 1.1; an entry without its text has its summary as ``content_text``."""
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.url,
        "description": feed.description,
        "language": feed.language,
        "icon": feed.logo,
        "authors": [{"name": feed.publisher}] if feed.publisher else [],
        "hubs": [{"type": "WebSub", "url": feed.hub}] if feed.hub else [],
    }
    items = [_json_item(entry, feed.time_zone) for entry in feed.entries]
    return (json.dumps(_filled(data) | {"items": items}, ensure_ascii=False, indent=1) + "\n").encode()


def _json_item(entry: Entry, time_zone: str) -> dict[str, Any]:
    item = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.content,
        "content_text": "" if entry.content else entry.summary or entry.title,
        "image": entry.picture.url if entry.picture else "",
        "date_published": iso(entry.published, time_zone),
        "date_modified": iso(entry.updated, time_zone) if entry.updated.at > entry.published.at else "",
        "authors": [_filled({"name": author.name, "url": author.url}) for author in entry.authors],
        "tags": [xml_safe(category.name) for category in entry.categories],
    }
    return _filled(item)


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    """Only what holds something (JSON Feed's members are absent, never empty), as safe to read as XML is."""
    return {key: xml_safe(value) if isinstance(value, str) else value for key, value in data.items() if value}
