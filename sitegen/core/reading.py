"""What reading one file gives: its meaning, its rendered body, and what was wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.core.model import (
    NOWHERE,
    Article,
    AuthorProfile,
    FrontArrangement,
    Moment,
    Picture,
    Reference,
    SectionText,
    TermEntry,
)
from sitegen.core.task import Digest

__all__ = ["TOKEN_CLOSE", "TOKEN_OPEN", "Block", "Heading", "LiveEntry", "Part", "Prose", "Read"]


class Block(StrEnum):
    """The news blocks that stand in a body as opaque tokens and are filled in while rendering."""

    LINK = "link"  # value of an href attribute
    READ_ALSO = "read-also"
    FIGURE = "figure"
    GALLERY = "gallery"
    EMBED = "embed"
    BOX_OPEN = "box-open"
    BOX_CLOSE = "box-close"
    SHARED_BOX = "shared-box"
    INLINE_PICTURE = "inline-picture"
    WIKILINK = "wikilink"


@dataclass(frozen=True, slots=True)
class Part:
    """One token's meaning. Which fields count depends on ``kind``:

    LINK: ``reference`` (target as written). READ_ALSO: ``reference``.  FIGURE, INLINE_PICTURE:
    ``pictures[0]``.  GALLERY: ``pictures``.  EMBED: ``provider`` (youtube, telegram, x),
    ``reference.target`` its URL, ``frame`` the URL of what shows it here, ``text`` the link's words.  BOX_OPEN: ``box`` (background, facts,
    timeline, quote, correction, note), ``text`` the title ('' = the theme's word), ``anchor`` its id.
    BOX_CLOSE: nothing.  SHARED_BOX: ``anchor`` the id of a box that another article of the story holds, ``box`` the kind that the
    editor named ('' = none).  Boxes with an id have the ``span`` of it.  WIKILINK: ``reference``, ``text`` the words to print ('' = current headline).
    """

    kind: Block
    reference: Reference | None = None
    pictures: tuple[Picture, ...] = ()
    provider: str = ""
    frame: str = ""
    text: str = ""
    box: str = ""
    anchor: str = ""
    span: Span = field(default=NOWHERE, compare=False)


TOKEN_OPEN, TOKEN_CLOSE = "\ue000", "\ue001"
"""A token is TOKEN_OPEN + index into ``Prose.parts`` + TOKEN_CLOSE; neither sign survives in content.

LINK and BOX tokens stand inline (in an href; around box content); the others replace a whole block,
except INLINE_PICTURE and WIKILINK, which stand inside a paragraph."""


@dataclass(frozen=True, slots=True)
class Heading:
    """One entry of the outline: ``level`` 2–6, plain ``text``, ``anchor`` (the id in the body)."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class LiveEntry:
    """One update of a live blog; ``html`` holds tokens like a body; ``plain``, ``outline`` and ``fragments`` as in a Prose."""

    at: Moment
    headline: str
    anchor: str
    html: str
    pinned: bool = False
    key: bool = False
    plain: str = ""
    outline: tuple[Heading, ...] = ()
    fragments: tuple[str, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Prose:
    """A rendered body: sanitised HTML with tokens, and what else is known of it.

    ``links`` are the references of every LINK and WIKILINK part, ``fragments`` the ids that can be linked to,
    ``words`` the count for reading time, ``plain`` the text without markup (search, descriptions).
    As it is stored, all but ``parts`` and ``links`` are of the text above the updates in ``live``; as it is asked for, of all of it.
    """

    html: str = ""
    parts: tuple[Part, ...] = ()
    outline: tuple[Heading, ...] = ()
    fragments: tuple[str, ...] = ()
    words: int = 0
    plain: str = ""
    live: tuple[LiveEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """What one source file gave: its meaning, its rendered body, and what was wrong with it.

    ``value`` is None where an error left nothing that can be published.
    """

    path: str
    digest: Digest
    value: Article | SectionText | FrontArrangement | AuthorProfile | tuple[TermEntry, ...] | None
    prose: Prose | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
