"""Feeds: which there are, what stands in each, and the function that makes one.

A :class:`FeedPage` is the page value of a feed task; :func:`render_feed` asks the site
what it holds and hands a neutral :class:`~sitegen.output.syndication.Feed` to the format.
Only listed articles stand in a feed; paid-for ones carry their label in title and category.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from sitegen.core.model import Article, Moment, Role
from sitegen.core.reading import Prose
from sitegen.core.site import Card, Front, Media, Note
from sitegen.core.task import Ask
from sitegen.output.feed_body import full_text
from sitegen.output.plain import excerpt, plain
from sitegen.output.syndication import Category, Enclosure, Entry, Feed, Person, atom, json_feed, rss

__all__ = ["FORMATS", "FeedPage", "authors", "entry_updated", "feed_pages", "formats_of", "render_feed", "tag_uri", "written"]

FORMATS: Mapping[str, tuple[str, str, Callable[[Feed], bytes]]] = {
    "rss": ("feed.xml", "application/rss+xml", rss),
    "atom": ("atom.xml", "application/atom+xml", atom),
    "json": ("feed.json", "application/feed+json", json_feed),
}
"""Each format's file name, media type and writer."""

_WHOLE = ("home", "section")
_ALL_FORMATS = (*_WHOLE, "corrections")
_SUMMARIES = ("tag", "author", "series", "story")


@dataclass(frozen=True, slots=True)
class FeedPage:
    """One feed of one front.  ``format``: rss, atom, json.  ``full``: whole texts, else summaries.

    ``home_canonical`` is the front's own address; ``title`` '' takes the front's name.
    """

    format: str
    kind: str
    id: str
    language: str
    path: str
    href: str
    canonical: str
    home_canonical: str
    title: str = ""
    full: bool = False


def feed_pages(front: Front, full: str) -> tuple[FeedPage, ...]:
    """The feeds of a front; ``full`` is the setting ``feeds.full`` (sections, all, none).

    Home, sections and corrections have all three formats; tags, authors, series and stories RSS and Atom; others none.
    """
    is_full = full == "all" or (full == "sections" and front.kind in _WHOLE)
    return tuple(
        FeedPage(
            format_, front.kind, front.id, front.language,
            front.path + FORMATS[format_][0], front.href + FORMATS[format_][0], front.canonical + FORMATS[format_][0],
            front.canonical, full=is_full,
        )
        for format_ in formats_of(front.kind)
    )


def formats_of(kind: str) -> tuple[str, ...]:
    """The formats that a front of this kind has a feed in."""
    return ("rss", "atom", "json") if kind in _ALL_FORMATS else ("rss", "atom") if kind in _SUMMARIES else ()


def render_feed(ask: Ask, page: FeedPage) -> bytes:
    """The feed's bytes, UTF-8."""
    language = page.language
    front: Front | None = ask("face", page.kind, page.id, language)
    name = plain(page.title or (front.name if front and page.kind != "home" else ""))
    if page.kind == "corrections":
        name = plain(ask("text", "corrections", language))
    about = front.description if front and front.description else ask("config", "description", language)
    entries = tuple(_corrected(ask, page)) if page.kind == "corrections" else tuple(_entry(ask, card, page.full) for card in _newest(ask, page))
    return written(ask, page, f"feed:{page.kind}:{page.id}:{language}", name, about, entries)


def written(ask: Ask, page: FeedPage, specific: str, name: str, about: str, entries: tuple[Entry, ...]) -> bytes:
    """The bytes of a feed of ``entries``, newest first, in the frame of the publication."""
    language = page.language
    publication = plain(ask("config", "title", language))
    logo: Media | None = ask("media", ask("config", "publisher.logo", language))
    feed = Feed(
        id=tag_uri(ask, specific),
        title=f"{name} — {publication}" if name and name != publication else publication,
        description=plain(about or ask("config", "tagline", language)),
        home=page.home_canonical,
        url=page.canonical,
        language=language,
        time_zone=ask("config", "time_zone", language),
        publisher=plain(ask("config", "publisher.name", language)) or publication,
        entries=entries,
        hub=ask("config", "feeds.hub", language),
        logo=logo.canonical if logo else "",
    )
    return FORMATS[page.format][2](feed)


def tag_uri(ask: Ask, specific: str) -> str:
    """``tag:example.org,2000:article:ID`` (RFC 4151): says what, not where, so it outlives slugs and paths.

    The host is the base URL's; 2000 stands for "as long as this name has been ours".
    """
    host = urlsplit(ask("config", "base_url", "")).hostname or "localhost"
    return f"tag:{host},2000:{quote(specific, safe='/:@-._~')}"


def entry_updated(card: Card, article: Article | None) -> Moment:
    """When a feed entry last changed: published, updated or corrected, whichever is latest."""
    moments = [moment for moment in (card.published, card.updated) if moment]
    if article:
        moments += article.live.updates[-1:] if article.live else ()
        moments += [correction.date for correction in article.corrections]
    return max(moments, key=lambda moment: moment.at)


def _newest(ask: Ask, page: FeedPage) -> list[Card]:
    """The front's newest listed cards; archive pages are asked only where a front holds fewer than a feed."""
    wanted: int = ask("config", "feeds.items", page.language)
    found: dict[str, Card] = {}
    for card in _listed(ask, page):
        if card.is_listed and card.published:
            found.setdefault(card.source, card)
        if len(found) == wanted:
            break
    return list(found.values())


def _listed(ask: Ask, page: FeedPage) -> Iterator[Card]:
    place = (page.kind, page.id, page.language)
    yield from ask("listing", *place, 0)
    for number in range(ask("pages", *place), 0, -1):
        yield from ask("listing", *place, number)


def _entry(ask: Ask, card: Card, full: bool) -> Entry:
    article: Article | None = ask("article", card.source)
    prose: Prose | None = ask("prose", card.source) if full or not card.standfirst else None
    label = _paid(ask, card)
    headline = plain(card.headline)
    return Entry(
        id=tag_uri(ask, f"article:{card.id}"),
        url=card.canonical,
        title=f"{label}: {headline}" if label else headline,
        summary=plain(card.standfirst) or excerpt(prose.plain if prose else ""),
        content=full_text(ask, card, article, prose) if full else "",
        published=card.published or entry_updated(card, article),
        updated=entry_updated(card, article),
        authors=authors(ask, card),
        contributors=_people(card, are_authors=False),
        categories=_categories(card, label),
        picture=_enclosure(ask, card),
    )


def authors(ask: Ask, card: Card) -> tuple[Person, ...]:
    """Who wrote an article; the publisher where nobody signed."""
    return _people(card, are_authors=True) or (Person(plain(ask("config", "publisher.name", card.language))),)
def _corrected(ask: Ask, page: FeedPage) -> Iterator[Entry]:
    """The newest corrections, each an entry of its own that leads to its place on the article's page."""
    wanted: int = ask("config", "feeds.items", page.language)
    pages = (0, *range(ask("pages", "corrections", "", page.language), 0, -1))
    found: dict[tuple[str, int], Note] = {}
    for number in pages:
        found |= {(note.card.source, note.number): note for note in ask("corrections", page.language, number)}
        if len(found) >= wanted:
            break
    label = plain(ask("text", "correction", page.language))
    house = (Person(plain(ask("config", "publisher.name", page.language))),)
    for note in [*found.values()][:wanted]:
        yield Entry(
            id=tag_uri(ask, f"correction:{note.card.id}:{note.number}"), url=f"{note.card.canonical}#{note.anchor}",
            title=f"{label}: {plain(note.card.headline)}", summary=plain(note.text), content="", published=note.date, updated=note.date,
            authors=house, categories=_categories(note.card, _paid(ask, note.card)),
        )


def _paid(ask: Ask, card: Card) -> str:
    """The label of an advertisement, plain; '' for the newsroom's own work."""
    return plain(card.sponsored_label or ask("text", "sponsored", card.language)) if card.is_sponsored else ""


def _people(card: Card, *, are_authors: bool) -> tuple[Person, ...]:
    """Those who wrote it, or those who did something else; where nobody wrote, all are authors."""
    wrote = [signature for signature in card.signatures if signature.role in {"", Role.TEXT}] or card.signatures
    chosen = [signature for signature in card.signatures if (signature in wrote) == are_authors]
    return tuple(dict.fromkeys(Person(plain(signature.name), signature.canonical) for signature in chosen))


def _categories(card: Card, label: str) -> tuple[Category, ...]:
    terms = [card.section] if card.section else []
    terms += [*card.tags, *card.series, *card.stories]
    named = [Category(term.id, plain(term.name)) for term in terms] + ([Category("sponsored", label)] if label else [])
    return tuple({category.name: category for category in named}.values())


def _enclosure(ask: Ask, card: Card) -> Enclosure | None:
    media: Media | None = ask("media", card.image.src) if card.image and card.image.src else None
    if media is None or card.image is None:
        return None
    alt, credit = plain(card.image.alt), plain(card.image.credit)
    return Enclosure(media.canonical, media.type, media.size, media.width, media.height, alt, credit)
