"""The top of a news page: headline, author, time, and the picture's text and credit.

These lines stand in any order below the headline.  A line that is none of them (a standfirst, the
name of a section) ends the top, unless the time line still follows within a few lines; it is then kept
as the beginning of the body.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sitegen.core.model import Byline, Picture
from sitegen.importing import times, wording
from sitegen.importing.bylines import bylines
from sitegen.importing.draft import Line, Use
from sitegen.importing.lines import Row, fold, plain
from sitegen.importing.times import Stamp

__all__ = ["Header", "read"]

_LOOK_AHEAD = 8
"""Lines below the headline in which a time line is looked for."""
_LONGEST = 40
"""More lines than any top has."""
_ALT_LENGTH = 300
_MIXED_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Header:
    """The top, with the account of its lines and the rows that are left for the body."""

    headline: Row
    bylines: tuple[Byline, ...] = ()
    byline_row: Row | None = None
    published: tuple[Stamp, Row] | None = None
    updated: tuple[Stamp, Row] | None = None
    alt: str | None = None
    credit: str | None = None
    lines: tuple[Line, ...] = ()

    @property
    def picture(self) -> Picture | None:
        """The picture's text and credit, without a file; None where the text mentions no picture."""
        if self.alt is None and self.credit is None:
            return None
        return Picture("", self.alt or "", credit=self.credit or "")

    def using(self, row: Row, use: Use, reason: str = "", **found: Any) -> Header:
        """This header with one more line accounted for and what it said."""
        return replace(self, lines=(*self.lines, Line(row.number, row.text, use, reason)), **found)


def read(path: str, rows: tuple[Row, ...]) -> tuple[Header, tuple[Row, ...]]:
    """The top of the page and the rows of its body.  ``rows`` is not empty."""
    first = next((row for row in rows if not _is_clock(row)), rows[0])
    top = Header(first).using(first, Use.HEADLINE)
    left = tuple(row for row in rows if row is not first)
    body: list[Row] = []
    at = 0
    while at < min(len(left), _LONGEST):
        found = _line(path, top, left[at], left[at + 1] if at + 1 < len(left) else None)
        if found is None and not _time_follows(top, left[at:]):
            break
        if found is None:
            body.append(left[at])
        top = found or top
        at += 1
    return top, (*body, *left[at:])


def _is_clock(row: Row) -> bool:
    """Whether the row is a time line with a clock time, which may stand above the headline."""
    stamp = times.stamp(row.text)
    return stamp is not None and (stamp.clock is not None or stamp.instant is not None)


def _time_follows(top: Header, rows: tuple[Row, ...]) -> bool:
    return top.published is None and any(
        (found := times.stamp(row.text)) and not found.is_update for row in rows[:_LOOK_AHEAD]
    )


def _line(path: str, top: Header, row: Row, following: Row | None) -> Header | None:
    """The header with this row; None where the row is no part of it."""
    is_headline = fold(row.text) == fold(top.headline.text)
    stamp = times.stamp(row.text)
    if stamp is not None:
        return _time(top, row, stamp)
    if (credit := wording.credit(row.text)) is not None:
        return top.using(row, Use.CREDIT, credit=plain(credit)) if top.credit is None else None
    if is_headline and top.alt is not None:
        return top.using(row, Use.DROPPED, "the headline once more")
    if is_headline or _is_alt(top, row, following):
        return top.using(row, Use.ALT, alt=plain(row.text))
    if wording.is_follow_us(row.text):
        return top.using(row, Use.DROPPED, wording.FOLLOW_US)
    if wording.is_heading(row.text) or wording.read_also(row.text) is not None:
        return None
    return _byline(path, top, row) or _mixed(path, top, row)


def _time(top: Header, row: Row, stamp: Stamp) -> Header | None:
    """Day and clock time may stand on two lines."""
    if stamp.is_update:
        return top.using(row, Use.TIME, updated=(stamp, row)) if top.updated is None else None
    if top.published is None:
        return top.using(row, Use.TIME, published=(stamp, row))
    whole = times.join(top.published[0], stamp)
    return top.using(row, Use.TIME, published=(whole, top.published[1])) if whole else None


def _is_alt(top: Header, row: Row, following: Row | None) -> bool:
    """Whether the row stands directly above the credit line: then it is the picture's text."""
    if top.alt is not None or following is None or not following.follows(row) or len(row.text) > _ALT_LENGTH:
        return False
    is_first_name = not top.bylines and bool(bylines(row.text, row.span("")))
    return wording.credit(following.text) is not None and not is_first_name


def _byline(path: str, top: Header, row: Row) -> Header | None:
    """Names stand on one line or on several below each other."""
    found = bylines(plain(row.text), row.span(path))
    if not found or (top.byline_row and not row.follows(top.byline_row) and wording.byline_label(row.text) is None):
        return None
    return top.using(row, Use.BYLINE, bylines=(*top.bylines, *found), byline_row=row)


def _mixed(path: str, top: Header, row: Row) -> Header | None:
    """Author and time on one line: ``Ann Lee, 23 February 2022`` or ``09:31 | Ann Lee``."""
    text = plain(row.text)
    if len(text) > _MIXED_LENGTH or top.bylines or top.published is not None:
        return None
    for at, char in enumerate(text):
        if char not in ",|•·—–":
            continue
        left, right = text[:at].strip(), text[at + 1 :].strip()
        for names, when in ((left, right), (right, left)):
            found, stamp = bylines(names, row.span(path)), times.stamp(when)
            if found and stamp and not stamp.is_update:
                return top.using(row, Use.BYLINE, bylines=found, byline_row=row, published=(stamp, row))
    return None
