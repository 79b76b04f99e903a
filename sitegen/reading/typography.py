"""Typography of printed text by language: quotation marks, dashes, apostrophes, non-breaking spaces.

What enters is running text (or sanitised HTML, in which a sentence runs on through ``<em>`` and ``<a>``); what
leaves is the same text as a compositor sets it.  Words are never changed, code and addresses never touched.  Setting a text twice
gives what setting it once gave.
"""

from __future__ import annotations

import html as entities
import re
from collections.abc import Iterator
from itertools import accumulate

from sitegen.core.reading import TOKEN_CLOSE, TOKEN_OPEN
from sitegen.reading.typography_rules import LINE_BREAK, compositor

__all__ = ["typeset", "typeset_html"]

_OPAQUE = "\ufffc"
"""Stands in a run for what is printed but not set: an address, code, a token."""


def typeset(text: str, language: str) -> str:
    """``text`` as it is printed in ``language`` (uk, ru; any other as English)."""
    run = _Run(language)
    run.add(text, 0)
    return run.set().get(0, text)


def typeset_html(html: str, language: str) -> str:
    """Sanitised ``html`` with its text set: block by block, each a running text through its inline elements.

    Code is left alone, an element with a ``lang`` of its own is set in that language, ``title`` and ``alt`` are set too.
    """
    pieces = _TAG.split(html)
    for run in _runs(pieces, language):
        for at, words in run.set().items():
            pieces[at] = entities.escape(words, quote=False)
    return "".join(pieces)


_TAG = re.compile(r'(<(?:[^<>"]|"[^"]*")*>(?:\n(?=</?(?:p|h[2-6]|[uo]l|li|blockquote)[ >]))?)')
"""A tag, with a line's end between it and one that ends the running text: it is no text."""
_NAME = re.compile(r"</?([a-z][a-z0-9]*)")
_LANGUAGE = re.compile(r'\slang="([^"]*)"')
_SHOWN_ATTRIBUTE = re.compile(r'(\s(?:title|alt)=")([^"]*)"')
_INLINE = frozenset("a abbr b br cite code del dfn em i ins kbd mark q s samp small span strong sub sup time u var wbr".split())
_CODE = frozenset("code pre kbd samp".split())
_EMPTY = frozenset("br hr img wbr col".split())


def _runs(pieces: list[str], language: str) -> Iterator[_Run]:
    """The running texts of split HTML, whose tags stand at the odd places; attributes are set on the way."""
    open_tags: list[tuple[str, bool, _Run | None]] = []  # name, left alone, the run that goes on behind it
    run = _Run(language)
    for at, piece in enumerate(pieces):
        if at % 2 == 0:
            if piece and open_tags and open_tags[-1][1]:
                run.cover(piece)
            elif piece:
                run.add(entities.unescape(piece) if "&" in piece else piece, at)
            continue
        untouched = bool(open_tags) and open_tags[-1][1]
        found = _NAME.match(piece)
        tag = found[1] if found else ""
        if tag not in _INLINE and not untouched and run.pieces:
            yield run
            run = _Run(run.language)
        if piece.startswith("</"):
            tag_, outer = "", None
            while open_tags and tag_ != tag:
                tag_, _, behind = open_tags.pop()
                outer = behind or outer
            if outer:
                yield run
                run = outer
        elif tag == "br":
            run.break_line()
        elif tag not in _EMPTY:
            if 'title="' in piece or 'alt="' in piece:
                pieces[at] = _shown(piece, run.language)
            spoken = _LANGUAGE.search(piece) if "lang=" in piece else None
            outer = run if spoken and spoken[1] != run.language else None
            if outer and spoken:
                outer.cover(piece)
                run = _Run(spoken[1])
            open_tags.append((tag, untouched or tag in _CODE or (tag == "sup" and 'id="fnref' in piece), outer))
    while open_tags:
        behind = open_tags.pop()[2]
        if behind:
            yield run
            run = behind
    yield run


def _shown(tag: str, language: str) -> str:
    """A start tag with its attributes that are read aloud or shown."""

    def words(found: re.Match[str]) -> str:
        return found[1] + entities.escape(typeset(entities.unescape(found[2]), language)) + '"'

    return _SHOWN_ATTRIBUTE.sub(words, tag)


# ------------------------------------------------------------------ a running text

_ADDRESS = r"(?:https?://|www\.)[^\s<>«»„“”]+|[\w.+-]+@[\w-]+\.[\w.-]+"
_WORD = r"(?:(?!https?://|www\.)[\w.+-])+"  # no address begins within it: passed at one step (possessive, Python 3.11.2 would miss the "www.")
_STANDS = re.compile(f"({_ADDRESS}|{TOKEN_OPEN}\\d+{TOKEN_CLOSE}|{_OPAQUE})|{_WORD}")
_COVERED = -1


class _Run:
    """Text of several owners (the pieces between tags) that reads as one."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.pieces: list[str] = []
        self.owners: list[int] = []
        self.covered: list[str] = []

    def add(self, text: str, owner: int) -> None:
        if "://" in text or "@" in text or TOKEN_OPEN in text or "www." in text or _OPAQUE in text:
            text = _STANDS.sub(self._stood_for, text)
        self._put(text, owner)

    def _stood_for(self, found: re.Match[str]) -> str:
        if not found[1]:
            return found[0]
        self.covered.append(found[1])
        return _OPAQUE

    def cover(self, text: str) -> None:
        """Let something stand in the run that is printed elsewhere: code, a foreign word's tag."""
        if text:
            self._put(_OPAQUE, _COVERED)
            self.covered.append(text)

    def break_line(self) -> None:
        self._put(LINE_BREAK, _COVERED)

    def _put(self, text: str, owner: int) -> None:
        if text:
            self.pieces.append(text)
            self.owners.append(owner)

    def set(self) -> dict[int, str]:
        """What each owner prints."""
        text = "".join(self.pieces)
        if not text or text.isspace():
            return {}
        if len(self.pieces) == 1 and not self.covered:
            return {self.owners[0]: compositor(self.language).set(text, [len(text)])}
        cuts = list(accumulate(map(len, self.pieces)))
        text = compositor(self.language).set(text, cuts)
        covered = iter(self.covered)
        out: dict[int, str] = {}
        for owner, start, end in zip(self.owners, [0, *cuts], cuts, strict=False):
            words = text[start:end]
            if _OPAQUE in words:
                words = "".join(next(covered) if sign == _OPAQUE else sign for sign in words)
            if owner != _COVERED:
                out[owner] = words
        return out
