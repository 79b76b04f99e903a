"""What is wrong, where, and what to do about it.

A diagnostic is a value: a code, a place, and the words that fill the code's
sentence.  It is stored with the result it belongs to, so that a warm build says
exactly what a clean one says, and it is turned into text only at the edge
(``draw``).  The sentences themselves stand in :mod:`sitegen.core.rules`.

This module knows no files: whoever draws passes a callable that gives a line.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Diagnostic", "Finding", "Severity", "Span", "caret", "draw", "github", "visible"]


class Severity(StrEnum):
    """How much a finding weighs: an error stops the build, a warning does not."""

    ERROR = "error"
    WARNING = "warning"
    OFF = "off"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a source file.

    ``path`` is relative to the publication, with ``/``.  ``line`` and ``column``
    count from 1 in characters (code points); line 0 means the whole file.
    """

    path: str
    line: int = 0
    column: int = 0
    length: int = 1

    def __str__(self) -> str:
        if not self.line:
            return self.path
        return f"{self.path}:{self.line}:{max(self.column, 1)}"


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One finding as it is stored: a code of :mod:`sitegen.core.rules` and its words.

    ``parameters`` are (name, text) pairs for the sentence; ``related`` are other
    places that belong to the same finding (the first definition of a duplicate …).
    """

    span: Span
    code: str
    parameters: tuple[tuple[str, str], ...] = ()
    related: tuple[Span, ...] = ()

    @classmethod
    def at(cls, span: Span, code: str, *related: Span, **parameters: object) -> Diagnostic:
        """The finding ``code`` at ``span``, its words given by name."""
        words = tuple(sorted((name, str(value)) for name, value in parameters.items()))
        return cls(span, code, words, tuple(related))


@dataclass(frozen=True, slots=True)
class Finding:
    """A diagnostic with its sentence made and its severity settled for this run."""

    span: Span
    severity: Severity
    code: str
    message: str
    hint: str
    related: tuple[Span, ...] = ()


def width(text: str) -> int:
    """Columns that ``text`` takes in a terminal (combining marks take none, wide signs two)."""
    total = 0
    for char in text:
        if unicodedata.combining(char) or unicodedata.category(char) in {"Cf", "Me", "Mn"}:
            continue
        total += 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1
    return total


def visible(text: str) -> str:
    """``text`` with control characters made visible, so that no file can drive a terminal."""
    return "".join(
        f"\\x{ord(char):02x}" if ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0
        else f"\\u{ord(char):04x}" if char in "\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
        or 0xD800 <= ord(char) < 0xE000
        else char
        for char in text
    )


def caret(line: str, column: int, length: int, room: int = 100) -> tuple[str, str]:
    """The excerpt of ``line`` and the row of carets under the span, at most ``room`` characters wide.

    Columns are right with combining and non-BMP characters because the row is
    measured in terminal columns, not in code points.
    """
    line = line.rstrip("\r\n").replace("\t", " ")
    start = max(column - 1, 0)
    if len(line) > room:
        cut = max(0, min(start - room // 3, len(line) - room))
        line = ("…" if cut else "") + line[cut : cut + room]
        start = start - cut + (1 if cut else 0)
    before, under = line[:start], line[start : start + max(length, 1)]
    return visible(line), " " * width(visible(before)) + "^" * max(1, width(visible(under)))


def draw(finding: Finding, line_of: Callable[[str, int], str | None]) -> str:
    """``path:line:col: severity: message [code]`` with an excerpt, a caret and the fix.

    ``line_of(path, line)`` gives the source line, or None where it can't be had.
    """
    rows = [f"{visible(str(finding.span))}: {finding.severity}: {visible(finding.message)} [{finding.code}]"]
    shows = finding.span.line and not finding.code.startswith("secret/")  # a log keeps what is printed
    text = line_of(finding.span.path, finding.span.line) if shows else None
    if text is not None and text.strip():
        excerpt, marks = caret(text, finding.span.column, finding.span.length)
        gutter = f"{finding.span.line:>5} | "
        rows += [gutter + excerpt, " " * (len(gutter) - 2) + "| " + marks]
    rows += [f"      see also: {visible(str(other))}" for other in finding.related]
    if finding.hint:
        rows.append(f"      fix: {visible(finding.hint)}")
    return "\n".join(rows)


def github(finding: Finding) -> str:
    """The finding as a GitHub workflow command, with every sign escaped as its runner asks.

    Source: docs.github.com, "Workflow commands", and actions/toolkit ``command.ts``.
    """

    def data(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def attribute(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    level = "error" if finding.severity is Severity.ERROR else "warning"
    place = f"file={attribute(finding.span.path)}"
    if finding.span.line:
        place += f",line={finding.span.line},col={max(finding.span.column, 1)}"
    words = finding.message + (f"\nFix: {finding.hint}" if finding.hint else "")
    words += "".join(f"\nSee also: {other}" for other in finding.related)
    return f"::{level} {place},title={attribute(finding.code)}::{data(words)}"


def by_place(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sorted by file, line and column, each once: the same order whatever the workers did."""
    return tuple(sorted(set(diagnostics)))
