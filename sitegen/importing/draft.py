"""What an outside document is before it becomes a file of the publication: a draft and an account of its lines.

Every importer ends in a :class:`Draft`; the rest of the room (read-also lines, place, Markdown)
works on that value alone and does not know whether text, HTML or a feed stood at the beginning.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from sitegen.core.model import Byline, Moment, Picture, Reference

__all__ = [
    "Block", "Box", "Draft", "Headed", "Items", "Ledger", "Line", "Options", "Original", "Paragraph", "ReadAlso", "Use",
]


class Use(StrEnum):
    """What became of a line of the input.  Only DROPPED lines are not in the file that is written."""

    BLANK = "blank"
    HEADLINE = "headline"
    BYLINE = "byline"
    TIME = "time"
    ALT = "picture text"
    CREDIT = "picture credit"
    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "list item"
    READ_ALSO = "read also"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """One line of the input with its number (from 1), what it was used for, and why if it was dropped."""

    number: int
    text: str
    use: Use
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """The account of all lines of the input: each stands here exactly once, in order."""

    lines: tuple[Line, ...] = ()

    @property
    def dropped(self) -> tuple[Line, ...]:
        """The lines that are not in the written file."""
        return tuple(line for line in self.lines if line.use is Use.DROPPED)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, to the letter: quotation marks and dashes are set when the site is built."""

    text: str


@dataclass(frozen=True, slots=True)
class Headed:
    """A heading that stands over paragraphs."""

    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """A bullet list."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A background box: a heading directly above a bullet list (``What is known``)."""

    title: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadAlso:
    """A read-also line: the title as written, and what it was resolved to.

    A reference without a target is pending: its headline isn't published yet.
    """

    title: str
    references: tuple[Reference, ...] = ()


Block = Paragraph | Headed | Items | Box | ReadAlso


@dataclass(frozen=True, slots=True)
class Draft:
    """An article from outside.  ``picture`` has no file: only a text and a credit came with it.

    ``headings`` are the lines that stand as headings: none of them is ever a read-also title.
    """

    language: str
    headline: str
    published: Moment
    bylines: tuple[Byline, ...] = ()
    updated: Moment | None = None
    picture: Picture | None = None
    blocks: tuple[Block, ...] = ()
    headings: tuple[str, ...] = ()
    id: str = ""
    section: str = ""
    translation_key: str = ""
    ledger: Ledger = field(default=Ledger(), compare=False)

    @property
    def read_also(self) -> tuple[Reference, ...]:
        """The references of all read-also lines in their order, each once."""
        found = [reference for block in self.blocks if isinstance(block, ReadAlso) for reference in block.references]
        return tuple({reference.target or reference.title: reference for reference in reversed(found)}.values())[::-1]


@dataclass(frozen=True, slots=True)
class Original:
    """The article that the imported one is a translation of."""

    source: str
    language: str
    translation_key: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class Options:
    """What the editor said beside the text.

    ``languages`` are the publication's, its own first.  ``zone`` is that of the text's times.  ``year``
    is for dates without one; ``day`` is what "today" means in the text.  Neither is ever guessed.
    """

    languages: tuple[str, ...]
    zone: dt.tzinfo
    language: str = ""
    section: str = ""
    year: int | None = None
    day: dt.date | None = None
    slug: str = ""
    original: Original | None = None
    into: str = "content"
