"""Quotation marks that do not pair: opened and never closed, closed and never opened, opened with one and closed with another.

A quotation may run through several paragraphs, as direct speech does: in English each begins with a mark again, in Ukrainian only
the first has one and only the last its end.  Of two quotations that end at one place, «ТОВ «Ранок», the second mark is left out.
Sources: Український правопис 2019, § 164; Chicago Manual of Style, 13.30.

Straight marks are no fault: the typography sets them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.core.diagnostics import Diagnostic
from sitegen.core.proofs import Fault, Mend
from sitegen.reading.galley import COVER, TRANSPARENT, Galley, Passage

__all__ = ["Quotation", "check", "quotations"]

_MARKS = re.compile('["“”„‟«»]')
_OPENING = "([{—–-/«„“‘"
_PAIRS = {"«": "»", "„": "“”", "“": "”", "‟": "”", '"': '"', "”": "”"}
_HOUSE = {"uk": "«»", "ru": "«»", "en": "“”"}
_SINGLE = re.compile(r"(?:^|(?<=[\s(«]))'(?=[^\W\d_])")
_FAR = 3
"""Paragraphs that a quotation may run through without a mark."""
_DEEP = 20
"""Quotations within each other, or marks without their half in one passage; what has more is no text."""
_SCRIPTS = {"uk": re.compile("[А-Яа-яІіЇїЄєҐґЁё]"), "ru": re.compile("[А-Яа-яЁё]"), "en": re.compile("[A-Za-z]")}


@dataclass(slots=True)
class _Open:
    sign: str
    at: int
    depth: int
    has_inner: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation by the places of its two marks; ``depth`` 0 stands in no other."""

    start: int
    end: int
    depth: int
    signs: str


@dataclass(frozen=True, slots=True)
class _Lone:
    """A mark without its other half; ``number`` counts passages."""

    sign: str
    at: int
    number: int


def quotations(galley: Galley) -> tuple[Quotation, ...]:
    """The quotations of a galley that are whole."""
    return tuple(one for passage in galley.passages for one in _Reading(galley, passage, 0).read().whole)


def check(galley: Galley) -> Iterator[Fault]:
    """The faults of the quotation marks of a galley."""
    opened: list[_Lone] = []
    closed: list[_Lone] = []
    whole: list[Quotation] = []
    begins: dict[int, str] = {}
    for number, passage in enumerate(galley.passages):
        reading = _Reading(galley, passage, number).read()
        opened += reading.opened
        closed += reading.closed
        whole += reading.whole
        begins[number] = galley.words(passage).lstrip(TRANSPARENT + " ")[:1] if passage.kind == "paragraph" else ""
        yield from reading.faults
    for one in opened:
        through = begins.get(one.number, "") and begins.get(one.number + 1, "")
        if through and (through == one.sign or through in "«“„\""):
            continue
        end = next((lone for lone in closed if 0 < lone.number - one.number <= _FAR and lone.sign in _PAIRS.get(one.sign, "")), None)
        if end and all(begins.get(number) for number in range(one.number, end.number + 1)):
            closed.remove(end)
            continue
        yield Fault(Diagnostic.at(galley.span(one.at), "quote/unclosed", sign=one.sign))
    for one in closed:
        yield Fault(Diagnostic.at(galley.span(one.at), "quote/unopened", sign=one.sign))
    yield from _foreign(galley, whole)
    yield from _mixed(galley, whole)


class _Reading:
    """One passage read for its marks."""

    def __init__(self, galley: Galley, passage: Passage, number: int) -> None:
        self.galley, self.number, self.start = galley, number, passage.start
        self.text = galley.words(passage)
        self.stack: list[_Open] = []
        self.whole: list[Quotation] = []
        self.opened: list[_Lone] = []
        self.closed: list[_Lone] = []
        self.faults: list[Fault] = []
        self.last = -1

    def read(self) -> _Reading:
        for found in _MARKS.finditer(self.text) if _MARKS.search(self.text) else ():
            if len(self.stack) > _DEEP or len(self.closed) > _DEEP:
                break
            sign, at = found[0], found.start()
            opens = self._opens(sign, self._beside(at, -1), self._beside(at, 1))
            if opens:
                if self.stack:
                    self.stack[-1].has_inner = True
                self.stack.append(_Open(sign, at, len(self.stack)))
            elif opens is False:
                self._close(sign, at)
        self.opened += [_Lone(one.sign, self.start + one.at, self.number) for one in self.stack if not one.has_inner]
        return self

    def _beside(self, at: int, step: int) -> str:
        """The nearest sign that a reader sees, a space at the edge."""
        at += step
        while 0 <= at < len(self.text) and self.text[at] in TRANSPARENT and not (self.text[at] == "!" and step > 0):
            at += step
        return self.text[at] if 0 <= at < len(self.text) else " "

    def _opens(self, sign: str, before: str, after: str) -> bool | None:
        """Whether a mark opens; None where it is none: inches, an arrow, a lone sign."""
        leads, ends = before.isspace() or before in _OPENING, after.isspace()
        known = any(sign in _PAIRS[one.sign] for one in self.stack)
        if sign == "«" or sign == "„":
            return None if ends else True
        if sign == "»":
            return None if before.isspace() and not known else False
        if sign in "“‟" and leads and not ends:
            return True
        if sign == '"' and not leads and (after.isalnum() or after == COVER) and before.isalpha():
            return None if not known else False  # об"єкт is a matter of apostrophes
        if sign in '"”' and leads and not ends:
            return True
        if sign in '"”' and before.isdigit() and not known:
            return None
        return None if leads and ends and not known else False

    def _close(self, sign: str, at: int) -> None:
        place = self.start + at
        for depth in range(len(self.stack) - 1, -1, -1):
            if sign in _PAIRS[self.stack[depth].sign]:
                inner = self.stack[depth + 1 :]
                self.opened += [_Lone(one.sign, self.start + one.at, self.number) for one in inner if not one.has_inner]
                one = self.stack[depth]
                del self.stack[depth:]
                self.whole.append(Quotation(self.start + one.at, place, depth, one.sign + sign))
                self.last = at
                return
        if self.stack:
            one = self.stack.pop()
            self._mismatch(one.sign, self.start + one.at, sign, place)
            return
        single = next((found for found in _SINGLE.finditer(self.text) if self.last < found.start() < at and not _has_end(self.text, found.start(), at)), None)
        if single:
            self._mismatch("'", self.start + single.start(), sign, place)
        else:
            self.closed.append(_Lone(sign, place, self.number))
        self.last = at

    def _mismatch(self, first: str, opened: int, sign: str, closed: int) -> None:
        span, other = self.galley.span(closed), self.galley.span(opened)
        self.faults.append(Fault(Diagnostic.at(span, "quote/mismatched", other, first=first, sign=sign)))


def _has_end(text: str, start: int, end: int) -> bool:
    """Whether a straight single mark at ``start`` is closed by another, or is an apostrophe ('90s)."""
    return bool(re.search(r"(?<=[\w.,!?])'(?!\w)", text[start + 1 : end]))


def _foreign(galley: Galley, whole: list[Quotation]) -> Iterator[Fault]:
    """Quotations in the marks of another language: “…” in Ukrainian, «…» in English.  Words of another script keep theirs."""
    house, script = _HOUSE.get(galley.language), _SCRIPTS.get(galley.language)
    if not house or not script:
        return
    for one in whole:
        if '"' in one.signs or one.signs == house or (one.depth and (house == "«»" or one.signs == "“”")):
            continue
        if not script.search(galley.masked, one.start, one.end) or "lang=" in galley.text[max(0, one.start - 80) : one.end + 80]:
            continue
        places = galley.span(one.start), galley.span(one.end)
        mends = tuple(Mend(place, was, now) for place, was, now in zip(places, one.signs, house, strict=True)) if not one.depth else ()
        yield Fault(Diagnostic.at(places[0], "quote/language", places[1], signs=" ".join(one.signs), house="…".join(house)), mends)


def _mixed(galley: Galley, whole: list[Quotation]) -> Iterator[Fault]:
    """Straight and printed marks in one text: the first of those that are fewer."""
    outer = [one for one in whole if not one.depth]
    straight = [one for one in outer if one.signs == '""']
    curly = [one for one in outer if '"' not in one.signs]
    if straight and curly:
        few, many = (straight, curly) if len(straight) <= len(curly) else (curly, straight)
        yield Fault(Diagnostic.at(galley.span(few[0].start), "quote/mixed", galley.span(many[0].start), few="…".join(few[0].signs), many="…".join(many[0].signs)))
