"""The rows of a pasted text: its lines with numbers, cleaned of what can't be seen.

A row keeps every visible character of its line.  Byte order marks go, line separators inside a line
(U+2028, U+0085 …) and tabs become spaces, letters are composed (NFC), and the ends are trimmed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from sitegen.core.diagnostics import Span

__all__ = ["Row", "all_lines", "ends_sentence", "fold", "plain", "runs_on", "text_rows", "width_of"]

_SEPARATORS = re.compile("[\t\x0b\x0c\x85\u2028\u2029]")
_UNSEEN_ENDS = "\u200b\u200e\u200f\u2060"
_SPACES = re.compile(r"\s+")
_SENTENCE_END = re.compile(r"""[.!?…:;][)\]"'»”’“]*$""")
_WRAPPED_WIDTH = range(40, 101)
"""Texts wrapped by mail programs and typewriters; a wider text has one line a paragraph."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line that has text: ``indent`` and ``length`` are those of the line in the file, in characters."""

    number: int
    text: str
    indent: int
    length: int

    def follows(self, other: Row) -> bool:
        """Whether no blank line stands between ``other`` and this one."""
        return self.number == other.number + 1

    def span(self, path: str) -> Span:
        """Where the row's text stands."""
        return Span(path, self.number, self.indent + 1, self.length)


def all_lines(text: str) -> list[str]:
    """The lines of the input as they are; the last line end begins no line of its own."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def text_rows(lines: list[str]) -> tuple[Row, ...]:
    """The lines that hold something visible."""
    return tuple(row for number, line in enumerate(lines, 1) if (row := _row(number, line)).text)


def _row(number: int, line: str) -> Row:
    shown = unicodedata.normalize("NFC", _SEPARATORS.sub(" ", line.replace("\ufeff", "")))
    while shown != (bare := shown.strip().strip(_UNSEEN_ENDS)):
        shown = bare
    stripped = line.strip()
    return Row(number, shown, len(line) - len(line.lstrip()), max(len(stripped), 1))


def plain(text: str) -> str:
    """``text`` with every run of white space, non-breaking too, as one space: for headlines and names."""
    return _SPACES.sub(" ", text).strip()


def fold(text: str) -> str:
    """``text`` as headlines are compared: one form of quotation marks, dashes, apostrophes, case and space."""
    text = plain(unicodedata.normalize("NFKC", text).casefold())
    text = re.sub("[\"'`«»„“”‘’‚‹›ʼ′″]", "", text)
    return re.sub(" ?[‐‑‒–—―−-] ?", "-", plain(text)).rstrip(" .…:;,")


def ends_sentence(text: str) -> bool:
    """Whether the text ends as a sentence does."""
    return _SENTENCE_END.search(text) is not None


def width_of(rows: tuple[Row, ...]) -> int:
    """The width at which the text was wrapped; 0 where its lines are whole paragraphs."""
    longest = max((len(row.text) + row.indent for row in rows), default=0)
    return longest if longest in _WRAPPED_WIDTH else 0


def runs_on(row: Row, following: Row, width: int) -> bool:
    """Whether ``following`` may be the rest of ``row``, cut off at ``width``.

    True where it follows directly and its first word had no room on ``row``'s line.
    """
    room = width - row.indent - len(row.text) - 1
    return bool(width) and following.follows(row) and len(following.text.split()[0]) > room
