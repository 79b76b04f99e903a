"""A pasted article (plain text in Ukrainian, Russian or English) -> a Draft and an account of every line.

The shape is that of a page copied from a news site: headline, author, time, picture text and credit, then
paragraphs, read-also lines, headings over bullets, and a line that asks readers to follow.  This module
reads text only: it knows no files, no publication, no clock.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import replace

from sitegen.core.diagnostics import Diagnostic, Severity, Span
from sitegen.core.model import Moment
from sitegen.core.rules import RULES
from sitegen.importing import body, header, times
from sitegen.importing.draft import Block, Box, Draft, Headed, Ledger, Line, Use
from sitegen.importing.header import Header
from sitegen.importing.languages import language_of
from sitegen.importing.lines import all_lines, plain, text_rows, width_of

__all__ = ["read"]

_UNKNOWN = "?"


def read(
    path: str, text: str, *, zone: dt.tzinfo, language: str = "", year: int | None = None, day: dt.date | None = None
) -> tuple[Draft | None, tuple[Diagnostic, ...]]:
    """The draft of the text at ``path``, and what is wrong with it.  No draft where there is an error.

    ``language`` '' means by its letters.  ``year`` completes a date without one, ``day`` is what
    "today" means and the whole date where the text has none.
    """
    lines = all_lines(text)
    rows = text_rows(lines)
    if not rows:
        return None, (Diagnostic.at(Span(path, 1, 1), "import/empty"),)
    top, left = header.read(path, rows)
    known = language or language_of(text)
    problems: list[Diagnostic] = []
    if not known:
        problems.append(Diagnostic.at(top.headline.span(path), "import/unclear-language"))
    published, updated, found = _moments(path, top, year, day, zone)
    problems += found
    blocks, used = body.read(body.Page(left, width_of(rows), known or _UNKNOWN))
    if not blocks:
        problems.append(Diagnostic.at(top.headline.span(path), "import/no-body"))
    if known is None or published is None or has_errors(problems):
        return None, tuple(problems)
    draft = Draft(
        language=known,
        headline=plain(top.headline.text),
        published=published,
        updated=updated,
        bylines=top.bylines,
        picture=top.picture,
        blocks=blocks,
        headings=tuple(heading for block in blocks if (heading := _heading(block))),
        ledger=Ledger(_account(lines, (*top.lines, *used))),
    )
    return replace(draft, id=_identity(draft, lines)), tuple(problems)


def has_errors(problems: list[Diagnostic]) -> bool:
    """Whether one of them forbids to import the text."""
    return any(RULES[problem.code].severity is Severity.ERROR for problem in problems)


def _moments(
    path: str, top: Header, year: int | None, day: dt.date | None, zone: dt.tzinfo
) -> tuple[Moment | None, Moment | None, tuple[Diagnostic, ...]]:
    """When the article was published and updated."""
    updated: Moment | None = None
    later: tuple[Diagnostic, ...] = ()
    if top.updated is not None:
        stamp, row = top.updated
        updated, later = times.settle(stamp, row.span(path), year=year, day=day, zone=zone)
    if top.published is not None:
        stamp, row = top.published
        published, found = times.settle(stamp, row.span(path), year=year, day=day, zone=zone)
        return published, updated, found + later
    if day is not None:
        return Moment(dt.datetime.combine(day, dt.time(), zone), has_time=False), updated, later
    return None, updated, (*later, Diagnostic.at(top.headline.span(path), "import/no-time"))


def _heading(block: Block) -> str:
    if isinstance(block, Headed):
        return block.text
    return block.title if isinstance(block, Box) else ""


def _account(lines: list[str], used: tuple[Line, ...]) -> tuple[Line, ...]:
    """Every line of the input in order: those used, and the blank ones between them."""
    by_number = {line.number: line for line in used}
    return tuple(
        by_number.get(number) or Line(number, text, Use.BLANK) for number, text in enumerate(lines, 1)
    )


def _identity(draft: Draft, lines: list[str]) -> str:
    """An id that is the same for the same text and differs for every other: its day and a digest.

    The digest is that of the language and the lines without the white space at their ends, so that another
    line ending or a byte order mark makes no second article.  It holds nothing of the slug or the
    section, which may change while the id stays for ever.
    """
    text = "\n".join(line.strip() for line in lines).strip()
    digest = hashlib.sha256(f"{draft.language}\n{text}".encode()).hexdigest()
    return f"{draft.published.at:%Y-%m-%d}-{digest[:12]}"
