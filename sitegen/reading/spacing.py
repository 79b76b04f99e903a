"""Spaces and apostrophes: two where one is meant, one before a comma, one at a line's end; a quotation mark for an apostrophe."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.core.diagnostics import Diagnostic
from sitegen.core.proofs import Fault, Mend
from sitegen.reading.galley import COVER, Galley

__all__ = ["check"]

_DOUBLE = re.compile(r"(?<=[^\s|])[ \u00a0]{2,}(?=[^\s|{])")
_BEFORE = re.compile(
    rf"(?<=[\w»“”)\]\"’%{COVER}])[ \u00a0]+(?:,(?=\s|$)|[.](?=\s|$)(?![ ]*[.])|[;!?]+(?=[\s»”\")]|$)|(?<!\d):(?<!\d[ ]:)(?=\s|$)(?!\s*\d))"
)
_APOSTROPHE = re.compile(r"(?<=[бпвмфкнзжшчдтсргхБПВМФКНЗЖШЧДТСРГХ])([\"”“*])(?=[яюєїЯЮЄЇ])")
_TICK = re.compile(r"(?<=[бпвмфкнзжшчдтсргхБПВМФКНЗЖШЧДТСРГХ])`(?=[яюєїЯЮЄЇ])")
_APOSTROPHES = re.compile(r"(?<=[^\W\d_])['’ʼ](?=[^\W\d_])")
_SPACED = frozenset(("uk", "ru", "en"))
"""Languages known to put no space before a mark; French does."""


def check(galley: Galley) -> Iterator[Fault]:
    """The faults of spaces and apostrophes in a galley."""
    straight: list[int] = []
    curly: list[int] = []
    for passage in galley.passages:
        text, start = galley.words(passage), passage.start
        if passage.kind != "cell":
            for found in _DOUBLE.finditer(text):
                span = galley.span(start + found.start(), len(found[0]))
                one = "\u00a0" if "\u00a0" in found[0] else " "
                yield Fault(Diagnostic.at(span, "text/double-space"), (Mend(span, found[0], one),))
        if galley.language in _SPACED:
            for found in _BEFORE.finditer(text):
                mark = found[0].strip(" \u00a0")
                space = found[0][: -len(mark)]
                span = galley.span(start + found.start(), len(space))
                yield Fault(Diagnostic.at(span, "text/space-before-mark", sign=mark), (Mend(span, space, ""),))
        if galley.language == "uk":
            yield from _apostrophes(galley, text, start)
        for found in _APOSTROPHES.finditer(text):
            (straight if found[0] == "'" else curly).append(start + found.start())
    if galley.language == "uk":
        for found in _TICK.finditer(galley.text, galley.body):
            yield Fault(Diagnostic.at(galley.span(found.start()), "text/apostrophe", sign="`"))
    if straight and curly:
        few, many = (straight, curly) if len(straight) <= len(curly) else (curly, straight)
        yield Fault(Diagnostic.at(galley.span(few[0]), "text/mixed-apostrophes", galley.span(many[0]), few=galley.text[few[0]], many=galley.text[many[0]]))
    yield from _trailing(galley)


def _apostrophes(galley: Galley, text: str, start: int) -> Iterator[Fault]:
    for found in _APOSTROPHE.finditer(text):
        span = galley.span(start + found.start())
        mends = (Mend(span, found[0], "’"),) if found[0] != "*" else ()
        yield Fault(Diagnostic.at(span, "text/apostrophe", sign=found[0]), mends)


def _trailing(galley: Galley) -> Iterator[Fault]:
    """Spaces at the end of a line; two or more before a line that goes on are Markdown's line break."""
    lines = [*galley.lines()]
    for number, (start, line) in enumerate(lines):
        words = line.rstrip(" \t")
        if len(words) == len(line) or not words:
            continue
        goes_on = number + 1 < len(lines) and bool(lines[number + 1][1].strip())
        is_code = galley.visible[start - galley.body : start - galley.body + len(line)] != line
        if is_code or (goes_on and line.endswith("  ")):
            continue
        span = galley.span(start + len(words), len(line) - len(words))
        yield Fault(Diagnostic.at(span, "text/trailing-space"), (Mend(span, line[len(words) :], ""),))
