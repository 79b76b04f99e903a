"""The ledger of published URLs: what ``ledger/`` says of every article that readers ever had.

Texts of files in, a :class:`Ledger` and located errors out; and a ledger's lines back.  ``ledger/2026.txt`` has a line for
each article and standing page first published that year, written by ``sitegen ledger update``, sorted, fields parted by spaces::

    content/politics/budget.md published 2026-11-20T09:31:00+02:00 /politics/2026/11/budget/ was:/politics/2026/11/money/ corrected:2026-11-21

``ledger/redirects.txt`` is the desk's own: ``/former/ /where-to/``, or ``/former/ gone``.  What the lines mean for
today's site is settled in :mod:`sitegen.site.published`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import quote, unquote

from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.core.model import NOWHERE
from sitegen.site.permalinks import LEDGER, REDIRECTS, former_path, key, reserved

__all__ = ["Entry", "Ledger", "Rule", "State", "line", "read", "text"]

HEADING = "# Published URLs, written by `sitegen ledger update`: id, state, first publication, address, former addresses, corrections.\n"
_YEAR = re.compile(rf"{LEDGER}/[0-9]{{4}}\.txt")
_MARKS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
_UNSAFE = re.compile(r"[\s%#\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")
_ORDINARY = re.compile(r"(?:/[a-z0-9-]{1,100}){1,10}/")
_GONE = "gone"


class State(StrEnum):
    """What became of an article: it stands, it ended as it should, or its address leads elsewhere or nowhere by hand."""

    PUBLISHED = "published"
    RETRACTED = "retracted"
    EXPIRED = "expired"
    REDIRECTED = "redirected"
    WITHDRAWN = "withdrawn"


_STATES = {str(state): state for state in State}


@dataclass(frozen=True, slots=True)
class Entry:
    """One article in the ledger.  ``since`` is its first publication (None: a page without a date), ``was`` its former
    addresses, newest first, ``corrected`` the days of its corrections (``2026-11-21``; a day may stand twice)."""

    id: str
    state: State
    since: dt.datetime | None
    path: str
    was: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()
    span: Span = field(default=NOWHERE, compare=False)

    @property
    def paths(self) -> tuple[str, ...]:
        """Every address it ever had, today's first."""
        return (self.path, *self.was)


@dataclass(frozen=True, slots=True)
class Rule:
    """A redirect by hand: from a former path to a site path; '' is "gone"."""

    path: str
    target: str
    span: Span = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every entry, and the desk's own redirects."""

    entries: tuple[Entry, ...] = ()
    rules: tuple[Rule, ...] = ()


def read(texts: Mapping[str, str]) -> tuple[Ledger, tuple[Diagnostic, ...]]:
    """The ledger that the files of ``ledger/`` make, and what is wrong with them.

    One with a fault says nothing: what half a ledger promises would only be told besides.
    """
    entries: list[Entry] = []
    rules: list[Rule] = []
    problems: list[Diagnostic] = []
    for path, written in sorted(texts.items()):
        if path != REDIRECTS and not _YEAR.fullmatch(path):
            problems.append(Diagnostic.at(Span(path), "ledger/unknown-file"))
            continue
        for words, span in _lines(path, written):
            if words[0].startswith(_MARKS):
                problems.append(Diagnostic.at(span, "ledger/conflict"))
                continue
            try:
                if path == REDIRECTS:
                    rules.append(_rule(words, span))
                else:
                    entries.append(_entry(words, span))
            except ValueError as error:
                problems.append(Diagnostic.at(span, "ledger/bad-line", reason=error))
    problems += _doubles(entries)
    is_sound = all(problem.code == "ledger/unknown-file" for problem in problems)
    return Ledger(tuple(entries), tuple(rules)) if is_sound else Ledger(), tuple(problems)


def _lines(path: str, written: str) -> Iterator[tuple[list[str], Span]]:
    """The words of each line that says something; its place is that of the first word."""
    for number, row in enumerate(written.split("\n"), 1):
        if (words := row.split()) and not words[0].startswith("#"):
            yield words, Span(path, number, row.index(words[0]) + 1, len(row.strip()))


def _entry(words: list[str], span: Span) -> Entry:
    if len(words) < 4:
        raise ValueError("it needs an id, a state, a time and an address")
    state = _STATES.get(words[1])
    if state is None:
        raise ValueError(f"'{words[1]}' is no state; the states are {', '.join(_STATES)}")
    path, *more = words[3:]
    was = [word.removeprefix("was:") for word in more if word.startswith("was:")]
    corrected = [word.removeprefix("corrected:") for word in more if word.startswith("corrected:")]
    for word in more:
        if not word.startswith(("was:", "corrected:")):
            raise ValueError(f"'{word}' begins with neither was: nor corrected:")
    for day in corrected:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", day):
            raise ValueError(f"'{day}' is no day such as 2026-11-21")
    return Entry(unquote(words[0]), state, _time(words[2]), _path(path), tuple(map(_path, was)), tuple(sorted(corrected)), span)


def _time(word: str) -> dt.datetime | None:
    if word == "-":
        return None
    with suppress(ValueError):
        at = dt.datetime.fromisoformat(word)
        if at.tzinfo:
            return at
    raise ValueError(f"'{word}' is no time such as 2026-11-20T09:31:00+02:00")


def _path(word: str) -> str:
    if _ORDINARY.fullmatch(word):
        return word
    path = unquote(word)
    if not path.startswith("/"):
        raise ValueError(f"'{word}' is no address; it must begin with /")
    if why := reserved(path):
        raise ValueError(f"'{word}' can't be an address: {why}")
    return path


def _rule(words: list[str], span: Span) -> Rule:
    if len(words) != 2:
        raise ValueError("it needs two words: a former address, and where it leads (or: gone)")
    target = "" if words[1] == _GONE else former_path(_path(words[1]))
    return Rule(former_path(_path(words[0])), target, span)


def _doubles(entries: Iterable[Entry]) -> Iterator[Diagnostic]:
    """An article with two lines, and an address in two lines."""
    by_id: dict[str, Entry] = {}
    by_path: dict[str, Entry] = {}
    for entry in entries:
        if (other := by_id.setdefault(entry.id, entry)) is not entry:
            yield Diagnostic.at(entry.span, "ledger/same-id", other.span, id=entry.id)
            continue
        for path in entry.paths:
            if (other := by_path.setdefault(key(path), entry)) is not entry:
                yield Diagnostic.at(entry.span, "ledger/same-address", other.span, path=path)


def text(entries: Iterable[Entry]) -> str:
    """The whole text of one year's file."""
    return HEADING + "".join(sorted(f"{line(entry)}\n" for entry in entries))


def line(entry: Entry) -> str:
    """An entry as it is written; what would part or end a line is percent-encoded."""
    words = (
        _word(entry.id), str(entry.state), entry.since.isoformat() if entry.since else "-", _word(entry.path),
        *(f"was:{_word(path)}" for path in entry.was), *(f"corrected:{day}" for day in entry.corrected),
    )
    return " ".join(words)


def _word(given: str) -> str:
    return _UNSAFE.sub(lambda found: quote(found[0], safe=""), given)
