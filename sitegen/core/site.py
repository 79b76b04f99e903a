"""The site as a value: what other pages may show of an article, and how everything hangs together.

The **Card is the firewall**: one page sees another's Card, never its body, so a
correction in a body makes no other page stale.  All paths are site paths: they begin
and end with ``/`` and are not percent-encoded.  ``href`` is what a template prints:
percent-encoded, with the base URL's own path in front.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from sitegen.core.diagnostics import Span
from sitegen.core.model import NOWHERE, Article, AuthorProfile, Breaking, Citation, FrontArrangement, Moment, Picture
from sitegen.core.release import NextChange


@dataclass(frozen=True, slots=True)
class Link:
    """Something to point at: printed name, href, and the language of the name."""

    name: str
    href: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """A byline resolved: the name in the page's language where there is one, else with its own ``name_language``.

    ``kind`` is person or organization; ``role`` as in :class:`~sitegen.core.model.Role`.
    """

    author: str
    name: str
    name_language: str
    role: str
    kind: str
    href: str
    canonical: str
    alternate_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TermRef:
    """A term as a page shows it. ``kind``: section, tag, series, story."""

    kind: str
    id: str
    name: str
    name_language: str
    href: str


@dataclass(frozen=True, slots=True)
class Card:
    """What other pages may show of an article."""

    source: str
    id: str
    language: str
    path: str
    href: str
    canonical: str
    headline: str
    kicker: str
    standfirst: str
    genre: str
    published: Moment | None
    updated: Moment | None
    signatures: tuple[Signature, ...]
    section: TermRef | None
    tags: tuple[TermRef, ...]
    series: tuple[TermRef, ...]
    stories: tuple[TermRef, ...]
    image: Picture | None  # src is a resolved media path ('content/politics/x/a.jpg'); None where there is none
    sponsored_by: str
    sponsored_label: str
    is_live: bool
    is_listed: bool  # in fronts, feeds, sitemaps
    is_indexed: bool  # robots may index it
    page_kind: str = ""
    live_state: str = ""  # of a live blog: soon, now, over
    is_sponsored: bool = False  # paid for, also where nobody says by whom
    is_retracted: bool = False  # a tombstone stands at its address


@dataclass(frozen=True, slots=True)
class Note:
    """A correction as a list of them shows it; ``number`` counts those of one article from 1, oldest first."""

    card: Card
    number: int
    date: Moment
    text: str

    @property
    def anchor(self) -> str:
        """The correction's id on the article's page."""
        return f"correction-{self.number}"


@dataclass(frozen=True, slots=True)
class Front:
    """A list of articles that has a page of its own, in one language.

    ``kind``: home, section, tag, series, story, author, month, corrections.  ``id`` is the term's, author's or '2026/11';
    '' for home and corrections.  ``parent`` is the id of the enclosing section.
    """

    kind: str
    id: str
    language: str
    name: str
    name_language: str
    description: str
    path: str
    href: str
    canonical: str
    parent: str = ""
    count: int = 0
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class AuthorCard:
    """A person or organisation as pages of one language show them."""

    id: str
    language: str
    name: str
    name_language: str
    kind: str
    role: str
    bio: str
    picture: Picture | None
    links: tuple[Citation, ...]
    href: str
    canonical: str
    path: str
    alternate_names: tuple[str, ...]
    count: int
    role_language: str = ""
    bio_language: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One language version of a page: for hreflang and the language switch."""

    language: str
    href: str
    canonical: str
    title: str


@dataclass(frozen=True, slots=True)
class Switch:
    """Where a page's reader goes for another language.

    ``kind``: version (of this very page), or, where there is none, the nearest front: section (with its name) or home.
    """

    language: str
    href: str
    kind: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Media:
    """A picture file as it is published. ``width`` and ``height`` in pixels (0 = unknown), ``size`` in bytes."""

    src: str
    path: str
    href: str
    canonical: str
    width: int
    height: int
    size: int
    type: str


@dataclass(frozen=True, slots=True)
class Rendition:
    """A picture in the widths that a page asked for.

    ``media`` is the largest in the format that every browser shows; ``formats`` are pairs of a media type and a ``srcset``,
    smallest files first, none where the picture has no other sizes.
    """

    media: Media
    formats: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference means today. ``state``: public, retracted, pending, withheld (not public), self, outside, file, gone.

    ``href`` is set for public, retracted, self and outside, and is the path of a file of content/ for file (which ``media`` publishes);
    ``card`` is set for articles and pages; ``others`` are the files of further articles that a slug or headline may mean.
    ``tried`` are the names by headline under which it was looked for.
    """

    state: str
    href: str = ""
    card: Card | None = None
    others: tuple[str, ...] = ()
    tried: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class SeriesPart:
    """An article's place in a series: its number, how many there are (0 = too many to say), and its neighbours there."""

    number: int
    total: int
    previous: Card | None
    next: Card | None


@dataclass(frozen=True, slots=True)
class SharedBox:
    """Where a box stands that another article of its story shows.

    ``state``: public, withheld (its article is not public), here (in the article that asks), gone.  ``source`` and ``href``
    are those of a public one's article; ``others`` the articles that have a box of this id too.
    """

    state: str
    source: str = ""
    href: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Redirect:
    """From a former site path to a site path that exists; ``source`` is the article there, or who says so."""

    path: str
    target: str
    source: str
    language: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Gone:
    """A site path that ended as it should (expired, withdrawn): no page stands there ever again."""

    path: str
    language: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The front page of one language, resolved: only public cards, none twice."""

    language: str
    title: str
    description: str
    lead: Card | None
    top: tuple[Card, ...]
    bands: tuple[str, ...]
    breaking_text: str = ""
    breaking_card: Card | None = None


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """One page in a sitemap: its absolute URL, when it truly last changed, its language versions (itself included)."""

    canonical: str
    changed: Moment | None
    versions: tuple[Version, ...] = ()


@dataclass(frozen=True, slots=True)
class SitemapFile:
    """One file of the sitemap: ``number`` from 1, and when the newest of its pages changed."""

    number: int
    changed: Moment | None


@dataclass(frozen=True, slots=True)
class Found:
    """What a search result shows of an article or standing page, and what results may be narrowed by.

    ``byline``: who wrote it.  ``sections``: id and name of its section and of those above, the outermost first; ``authors``: id and name of each who wrote it.
    ``label`` is that of a paid text.
    """

    source: str
    href: str
    headline: str
    standfirst: str
    byline: str
    published: Moment | None
    image: Picture | None
    sections: tuple[tuple[str, str], ...]
    authors: tuple[tuple[str, str], ...]
    is_sponsored: bool
    label: str


@dataclass(frozen=True, slots=True)
class Site:
    """Everything that can be asked, as frozen tuples and mappings that nobody changes.

    No bodies, nothing mutable, no machine path.  ``lists`` holds for each (kind, id, language) the sources of
    its listed articles, newest first; ``parts`` for each (series, language) the numbers and sources of its parts in their order.
    ``linked`` holds for each article the articles that it links to, ``mentions`` the newest listed ones that link to it and are not
    linked there; ``boxes`` for each (story, language, id) the sources of the articles that hold such a box, first published first; ``embeds`` names whose videos and posts public
    pages show.  ``articles`` and ``cards`` hold what is public; ``withheld`` the sources
    that are not, so that a reference to one can be told from a pending one.
    """

    press_time: dt.datetime
    languages: tuple[str, ...]
    articles: Mapping[str, Article]
    cards: Mapping[str, Card]
    withheld: Mapping[str, Article]
    lists: Mapping[tuple[str, str, str], tuple[str, ...]]
    fronts: Mapping[tuple[str, str, str], Front]
    authors: Mapping[tuple[str, str], AuthorCard]
    profiles: Mapping[str, AuthorProfile]
    translations: Mapping[str, tuple[str, ...]]
    arrangements: Mapping[str, Arrangement]
    redirects: tuple[Redirect, ...]
    names: Mapping[str, tuple[str, ...]]  # every way to name an article -> sources
    parts: Mapping[tuple[str, str], tuple[tuple[int, str], ...]]
    linked: Mapping[str, tuple[str, ...]]
    mentions: Mapping[str, tuple[str, ...]]
    boxes: Mapping[tuple[str, str, str], tuple[str, ...]]
    media: frozenset[str]
    standing: Mapping[str, tuple[str, ...]]  # language -> sources of its standing pages
    next_change: NextChange
    gone: tuple[Gone, ...] = ()
    embeds: tuple[str, ...] = ()
    is_preview: bool = False  # shows what readers must not see yet
    corrections: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)  # language -> (source, number), newest first
    is_early: bool = False  # shows what is dated after press time
    waiting: tuple[tuple[str, int], ...] = ()  # live blogs with updates that are withheld, and how many
    called: frozenset[str] = frozenset()  # names by headline on which links of articles and the fronts' arrangement rest

    @property
    def told_until(self) -> dt.datetime | None:
        """The time up to which updates of live blogs are told; None: all of them."""
        return None if self.is_early else self.press_time


__all__ = [
    "Arrangement", "AuthorCard", "Breaking", "Card", "Found", "Front", "FrontArrangement", "Gone", "Link", "Media", "NextChange",
    "Note", "Redirect", "Rendition", "SeriesPart", "SharedBox", "Signature", "Site", "SitemapEntry", "SitemapFile", "Switch", "Target", "TermRef", "Version",
]
