"""Letters of another alphabet that look the same: a Latin a in a Cyrillic word, a zero for О.

A word is suspect where it holds letters of both alphabets and all those of the one that are fewer have a twin in the other: «cлово»
is, «PR-щик» and «SMMник» are not.  A change is proposed only where the word holds a letter that no twin has, so that it
can be of one alphabet alone.

The pairs are those of Unicode's confusables.txt (UTS #39) between the basic letters of both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from sitegen.core.diagnostics import Diagnostic
from sitegen.core.proofs import Fault, Mend
from sitegen.reading.galley import Galley

__all__ = ["check", "named"]

_LATIN = "AaBCcEeHIiJjKkMOoPpSsTXxYyïÏ"
_CYRILLIC = "АаВСсЕеНІіЈјКкМОоРрЅѕТХхУуїЇ"
_TO_CYRILLIC = dict(zip(_LATIN, _CYRILLIC, strict=True))
_TO_LATIN = dict(zip(_CYRILLIC, _LATIN, strict=True))
_NOT_UKRAINIAN = frozenset("ЈјЅѕ")
_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
_IS_LATIN, _IS_CYRILLIC = re.compile(r"[A-Za-zïÏ]"), re.compile(r"[\u0400-\u04ff]")
_LONE = re.compile(r"(?<=[а-яіїєґ’'»,\n][ \n])[iayo](?=[ \n][«„\"]?[а-яіїєґА-ЯІЇЄҐ]{2})")
_NAMED = re.compile(r"(?:вісь|вісі|осі|віссю|точк\w+|змінн\w+|літер\w+|букв\w+|буква|клас\w*|груп\w+|вітамін\w*|величин\w+|параметр\w*|пункт\w*|сторон\w+|ось|оси|точк\w+|переменн\w+) $")
_ZERO = re.compile(r"(?<![\w.])(?:(?P<before>[А-ЯІЇЄҐа-яіїєґ]+)0(?P<after>[А-ЯІЇЄҐа-яіїєґ]+)|0(?P<rest>[а-яіїєґ]{3,})|(?P<latin>[a-z]{2,})0[a-z]{2,})(?!\w|\.\w)")
_THREE = re.compile(r"(?<![\w.])[А-ЯІЇЄҐ]?[а-яіїєґ]+3[а-яіїєґ]{2,}(?!\w|\.\w)")


def named(sign: str) -> str:
    """A sign as Unicode names it: ``U+0061 LATIN SMALL LETTER A``."""
    return f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".strip()


def check(galley: Galley) -> Iterator[Fault]:
    """The suspect words of a galley."""
    for passage in galley.passages:
        text = galley.words(passage)
        if _IS_CYRILLIC.search(text):
            for word in _WORD.finditer(text):
                yield from _mixed(galley, word[0], passage.start + word.start())
            if _IS_LATIN.search(text):
                yield from _lone(galley, text, passage.start)
        if "0" in text or "3" in text:
            yield from _digits(galley, text, passage.start)


def _mixed(galley: Galley, word: str, at: int) -> Iterator[Fault]:
    latin = [place for place, sign in enumerate(word) if _IS_LATIN.match(sign)]
    cyrillic = [place for place, sign in enumerate(word) if _IS_CYRILLIC.match(sign)]
    if not latin or not cyrillic:
        return
    latin_twins = all(word[place] in _TO_CYRILLIC and _TO_CYRILLIC[word[place]] not in _NOT_UKRAINIAN for place in latin)
    cyrillic_twins = all(word[place] in _TO_LATIN for place in cyrillic)
    if not latin_twins and not cyrillic_twins:
        return
    is_sure = latin_twins is not cyrillic_twins
    strange, twins = (latin, _TO_CYRILLIC) if latin_twins and (not cyrillic_twins or len(latin) <= len(cyrillic)) else (cyrillic, _TO_LATIN)
    if not is_sure and any(sign.isdigit() for sign in word):
        return  # a number of a model or plate: МТ3, Т-72
    places = {place: galley.span(at + place) for place in strange}
    mends = tuple(Mend(places[place], word[place], twins[word[place]]) for place in strange) if is_sure else ()
    first = strange[0]
    yield Fault(Diagnostic.at(places[first], "text/lookalike", sign=named(word[first]), word=_quoted(word), right=named(twins[word[first]])), mends)


def _lone(galley: Galley, text: str, start: int) -> Iterator[Fault]:
    """A Latin i, a, y or o that stands for a Ukrainian word of one letter."""
    for found in _LONE.finditer(text):
        if _NAMED.search(text[max(0, found.start() - 20) : found.start()]):
            continue
        span, right = galley.span(start + found.start()), _TO_CYRILLIC[found[0]]
        yield Fault(Diagnostic.at(span, "text/lookalike", sign=named(found[0]), word=_quoted(found[0]), right=named(right)), (Mend(span, found[0], right),))


def _digits(galley: Galley, text: str, start: int) -> Iterator[Fault]:
    for found in _ZERO.finditer(text):
        word = found[0]
        if found["before"] and len(word) < 4:
            continue
        at = word.index("0")
        beside = (word[at - 1] if at else "") + word[at + 1]
        latin = bool(found["latin"])
        right = ("o" if latin else "о") if beside.islower() or (at == 0) else "О"
        span = galley.span(start + found.start() + at)
        mends = () if latin or at == 0 or (beside != beside.lower() and beside != beside.upper()) else (Mend(span, "0", right),)
        yield Fault(Diagnostic.at(span, "text/digit-in-word", digit="0", word=_quoted(word), right=named(right)), mends)
    for found in _THREE.finditer(text):
        span = galley.span(start + found.start() + found[0].index("3"))
        yield Fault(Diagnostic.at(span, "text/digit-in-word", digit="3", word=_quoted(found[0]), right=named("з")))


def _quoted(word: str) -> str:
    return f"«{word}»"
