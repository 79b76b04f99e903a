"""A Markdown body as the desk typed it: its lines, where its code is, and the place of whatever is found in it later.

The Markdown parser keeps no positions.  What comes out of it (an address, a read-also line) is looked up here in the
order of the text, so that each finding has the line and column where it was written.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from urllib.parse import quote

from sitegen.core.diagnostics import Diagnostic, Span

__all__ = ["CODE_SPAN", "Manuscript", "fences"]

_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})(.*)$")
_CONTAINER = re.compile(r"^ {0,3}(?:[-*+][ \t]|\d{1,9}[.)][ \t]|!!! |\[\^|:[ \t])")
CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)((?:[^\n`]|\n(?!\s*\n)|(?!(?<!`)\1(?!`))`)+?)(?<!`)\1(?!`)")
_TOO_DEEP = re.compile(r"([\[\]!`(<>^])\1{29,}|^(?: *>){30}|^[ \t]{200,}\S|[*_]{200,}", re.MULTILINE)
_WIDE = (" " * 200, "\t", "*" * 200, "_" * 200, "*_", "_*")
"""What any of the wide runs holds."""
_OPEN_BRACKETS = 100


def fences(lines: list[str]) -> list[bool]:
    """For each line, whether it belongs to a fenced code block (its fences too)."""
    text = "".join(lines)
    if "`" not in text and "~" not in text:
        return [False] * len(lines)
    inside, marks = "", []
    for line in lines:
        found = _FENCE.match(line)
        if inside:
            marks.append(True)
            if found and found[1].startswith(inside) and not found[2].strip():
                inside = ""
        elif found and not ("`" in found[1] and "`" in found[2]):
            inside = found[1]
            marks.append(True)
        else:
            marks.append(False)
    return marks


def _quoted(written: str) -> str:
    return quote(written, safe="/#?=&%:;,+@!$'()*[]~")


class Manuscript:
    """The body of the file ``path``, whose first line is ``first_line`` of the file."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.text, self.path, self.first_line = text, path, first_line
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self.visible = self._without_code()
        self._cursors: dict[str, int] = {}

    def span(self, offset: int, length: int = 1) -> Span:
        line = bisect_right(self._starts, offset)
        return Span(self.path, self.first_line + line - 1, offset - self._starts[line - 1] + 1, max(length, 1))

    def place(self, written: str) -> Span:
        """Where ``written`` (an address, a line) stands: its next occurrence outside code; the body's top where nowhere."""
        for write in (str, _quoted, html.escape):
            form = write(written)
            at = self._next(form)
            if at >= 0:
                self._cursors[form] = at + len(form)
                return self.span(at, len(form))
        return self.span(0)

    def picture(self, source: str) -> Span:
        """Where the picture of this address begins: at its ``![`` or ``<img``."""
        span = self.place(source)
        line = self.text[self._starts[span.line - self.first_line] :][: span.column - 1]
        begins = max(line.rfind("!["), line.rfind("<img"))
        return Span(self.path, span.line, begins + 1, span.column - begins - 1 + span.length) if begins >= 0 else span

    def too_deep(self) -> Diagnostic | None:
        """A run or nesting on which a parser would spend minutes (FAULTS 23), refused before it."""
        text = self.visible
        if any(sign * 30 in text for sign in "[]!`(<>^") or text.count(">") >= 30 or any(run in text for run in _WIDE):
            found = _TOO_DEEP.search(text)
            if found:
                return Diagnostic.at(self.span(found.start()), "prose/too-deep")
        if text.count("[") <= _OPEN_BRACKETS and text.count("(") <= _OPEN_BRACKETS:
            return None
        for block in re.finditer(r"(?:[^\n]+\n?)+", text):
            for opened, closed in ("[]", "()"):
                if block[0].count(opened) - block[0].count(closed) > _OPEN_BRACKETS:
                    return Diagnostic.at(self.span(block.start() + block[0].find(opened)), "prose/too-deep")
        return None

    def _next(self, form: str) -> int:
        """The next occurrence of ``form`` that stands as a whole, not inside a longer word or address."""
        at = self._cursors.get(form, 0)
        while form and (at := self.visible.find(form, at)) >= 0:
            before, after = self.visible[at - 1 : at], self.visible[at + len(form) : at + len(form) + 1]
            if before in set("\n(<[:\"'= \t|") | {""} and after in set("\n)>]\"' \t|\\") | {""}:
                return at
            at += 1
        return -1

    def _without_code(self) -> str:
        """The text with the same offsets, its code blanked."""
        lines = self.text.split("\n")
        fenced = fences(lines)
        kept, container, blank, code = [], False, True, False
        for line, is_fenced in zip(lines, fenced, strict=True):
            indented = line.startswith(("    ", "\t")) and bool(line.strip())
            if indented and not container and (blank or code) and not is_fenced:
                code = True
            elif line.strip():
                code = False
                if not indented:
                    container = bool(_CONTAINER.match(line)) or (container and not blank)
            kept.append(" " * len(line) if is_fenced or code else line)
            blank = not line.strip()
        text = "\n".join(kept)
        return CODE_SPAN.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text) if "`" in text else text
