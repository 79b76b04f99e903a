"""What a newsroom calls things, as frozen values: what the reading room hands out.

Words as in docs/glossary: an **article** is one story in one language; a **byline**
says who; **published_at** is max(date, embargo).  Nothing here knows the site an
article ends up in: no permalink, no neighbours, no configuration, no machine path.
Fields with ``compare=False`` (places in sources) count in no digest.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from sitegen.core.diagnostics import Span

NOWHERE = Span("", 0, 0)


@dataclass(frozen=True, slots=True)
class LocalText:
    """A text per language, e.g. ``{uk: Політика, en: Politics}``; ``''`` is "every language"."""

    texts: tuple[tuple[str, str], ...] = ()

    def get(self, language: str, *fallbacks: str) -> str:
        """The text in ``language``, else in the first fallback that has one, else any, else ``''``."""
        by_language = dict(self.texts)
        for wanted in (language, "", *fallbacks):
            if by_language.get(wanted):
                return by_language[wanted]
        return next((text for _, text in self.texts if text), "")

    def language_of(self, language: str, *fallbacks: str) -> str:
        """The language of the text that :meth:`get` gives (``language`` where it is for every language)."""
        by_language = dict(self.texts)
        for wanted in (language, "", *fallbacks):
            if by_language.get(wanted):
                return wanted or language
        return next((key for key, text in self.texts if text), language)

    def __bool__(self) -> bool:
        return any(text for _, text in self.texts)


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A time as an editor gave it: an aware datetime, and whether a clock time was given at all.

    A date without a time is midnight in the publication's zone and prints no time.
    """

    at: dt.datetime
    has_time: bool = True


class Status(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    RETRACTED = "retracted"


class Genre(StrEnum):
    NEWS = "news"
    REPORT = "report"
    ANALYSIS = "analysis"
    OPINION = "opinion"
    INTERVIEW = "interview"
    REVIEW = "review"
    BACKGROUND = "background"
    SATIRE = "satire"


class Role(StrEnum):
    TEXT = "text"
    PHOTO = "photo"
    VIDEO = "video"
    TRANSLATION = "translation"
    EDITING = "editing"


@dataclass(frozen=True, slots=True)
class Byline:
    """Who, as written: a display name in any spelling, or an author's id; and what they did."""

    name: str
    role: Role = Role.TEXT
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Reference:
    """What an editor wrote to mean another page: a path, a slug, ``[[slug]]``, an id, a URL or a headline.

    ``title`` is the headline the editor knew it by (the only thing a pending one has).
    """

    target: str
    title: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as written in front matter; ``src`` is '' where alt and credit came without a file."""

    src: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    credit_url: str = ""
    license: str = ""
    focus: str = ""
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Correction:
    """A dated public note of a changed fact; never removed once published."""

    date: Moment
    text: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Retraction:
    """When and why the newsroom took an article back."""

    date: Moment
    reason: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Live:
    """The coverage window of a live blog (aware datetimes), and the times of the body's updates, earliest first."""

    starts: Moment
    ends: Moment | None = None
    updates: tuple[Moment, ...] = ()


@dataclass(frozen=True, slots=True)
class Sponsored:
    """Paid for: by whom, and the label readers see («Реклама»; '' = the theme's word)."""

    by: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Alias:
    """A former path of an article; it becomes a redirect."""

    path: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Named:
    """A term as written in an article (tag, series, story, section), with its place; ``part``: its number in a series, 0 = not said."""

    name: str
    span: Span = field(default=NOWHERE, compare=False)
    part: int = 0


@dataclass(frozen=True, slots=True)
class Article:
    """One story in one language, typed; also a standing page (``page_kind`` is set, ``published`` may be None).

    ``source`` is the path from the publication's root (``content/politics/x.md``);
    ``name`` the file's name without suffix and language; ``folder`` its section folder
    below the language folder (``politics``, ``society/schools``, '' at the top);
    ``is_bundle`` says that pictures may stand beside it.
    ``places`` maps a front matter key to where it stands.  ``links``, ``boxes`` and ``embeds`` are all that other
    pages may know of the body: what it refers to (without places, so that a moved line is no news),
    the ids of its boxes, and whose videos and posts it shows.
    """

    source: str
    id: str
    language: str
    name: str
    folder: str
    is_bundle: bool
    headline: str
    published: Moment | None
    translation_key: str
    kicker: str = ""
    standfirst: str = ""
    updated: Moment | None = None
    embargo: Moment | None = None
    expires: Moment | None = None
    bylines: tuple[Byline, ...] = ()
    section: Named = Named("")
    tags: tuple[Named, ...] = ()
    series: tuple[Named, ...] = ()
    stories: tuple[Named, ...] = ()
    image: Picture | None = None
    slug: str = ""
    url: str = ""
    aliases: tuple[Alias, ...] = ()
    status: Status = Status.PUBLISHED
    read_also: tuple[Reference, ...] = ()
    corrections: tuple[Correction, ...] = ()
    retraction: Retraction | None = None
    live: Live | None = None
    sponsored: Sponsored | None = None
    genre: Genre = Genre.NEWS
    sources: tuple[Citation, ...] = ()
    dateline: str = ""
    location: str = ""
    source_url: str = ""
    noindex: bool = False
    canonical: str = ""
    template: str = ""
    extra: tuple[tuple[str, object], ...] = ()
    page_kind: str = ""
    links: tuple[Reference, ...] = ()
    boxes: tuple[str, ...] = ()
    embeds: tuple[str, ...] = ()
    places: tuple[tuple[str, Span], ...] = field(default=(), compare=False)

    def place(self, key: str) -> Span:
        """Where ``key`` stands in the front matter; the top of the file where it does not."""
        return dict(self.places).get(key, Span(self.source, 1, 1))


@dataclass(frozen=True, slots=True)
class SectionText:
    """What ``_index.md`` of a section folder says in one language."""

    source: str
    language: str
    folder: str
    title: str = ""
    description: str = ""
    slug: str = ""
    places: tuple[tuple[str, Span], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Breaking:
    text: str
    reference: Reference | None = None
    until: Moment | None = None


@dataclass(frozen=True, slots=True)
class FrontArrangement:
    """``content/[lang/]_index.md``: how the front page is arranged."""

    source: str
    language: str
    title: str = ""
    description: str = ""
    lead: Reference | None = None
    top: tuple[Reference, ...] = ()
    bands: tuple[Named, ...] = ()
    breaking: Breaking | None = None


@dataclass(frozen=True, slots=True)
class AuthorProfile:
    """A person or an organisation that signs articles, from ``content/authors/<slug>.md``."""

    source: str
    id: str
    names: LocalText
    also: tuple[str, ...] = ()
    is_organization: bool = False
    role: LocalText = LocalText()
    bio: LocalText = LocalText()
    picture: Picture | None = None
    links: tuple[Citation, ...] = ()
    slug: str = ""
    places: tuple[tuple[str, Span], ...] = field(default=(), compare=False)

    @property
    def place(self) -> Span:
        """Where the author's address comes from: its slug, else the name; a byline's, where there is no profile."""
        places = dict(self.places)
        return places.get("slug") or places.get("id") or places.get("name") or Span(self.source, 1, 1)


@dataclass(frozen=True, slots=True)
class TermEntry:
    """One entry of the term registry (``content/terms.toml``): ``kind`` is section, tag, series or story."""

    kind: str
    id: str
    names: LocalText
    slugs: LocalText = LocalText()
    descriptions: LocalText = LocalText()
    also: tuple[str, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)
