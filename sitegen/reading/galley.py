"""A galley: the text of a source as a proofreader sees it, each run of words with its place in the file.

What enters is a file's text and the line where its body begins; what leaves is the same text, sign for sign as long, in
which all that no reader reads (code, addresses, tags, attributes, marks of lists) is covered, and the passages in it that
each read as one: a headline, a paragraph, a list item, a table's cell, a caption.  A sign's place never moves, so that whatever
is found at an offset has its exact line and column; a column counts code points, as every column of sitegen does.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.core.diagnostics import Span
from sitegen.reading import fields
from sitegen.reading.manuscript import CODE_SPAN, Manuscript

__all__ = ["COVER", "TRANSPARENT", "Galley", "Passage"]

COVER = "\ufffc"
"""Stands for what is printed but is no text of the desk's: an address, code, a number of a note."""
TRANSPARENT = "*_~[]!\u2060"
"""Marks that no reader sees: the words beside them stand side by side."""

_FRONT_TEXTS = frozenset(
    fields.folded(spelling) for field in fields.ARTICLE if field.key in {"title", "kicker", "summary"} for spelling in field.spellings
)
_NESTED_TEXTS = frozenset(map(fields.folded, ("alt", "alt_text", "caption", "text", "reason")))
_FRONT = re.compile(r"([ ]*(?:-[ ]+)?)([A-Za-z_-]+)[ ]*[:=][ \t]+(.*)")
_NEXT = re.compile(r"[ ]*(?:-[ ]|[A-Za-z_-]+[ ]*[:=][ \t])")
_BLOCK = re.compile(r"[|>][-+0-9]*[ \t]*")

_TOP = "com|org|net|ua|eu|uk|us|de|fr|pl|io|me|tv|info|gov|edu|int|media|news|example|укр|рф"
_FILES = "pdf|docx?|xlsx?|csv|zip|jpe?g|png|gif|webp|svg|md|txt|html?|mp[34]|toml|ya?ml|json|py|js"
_COVERED = re.compile(
    rf"""
      <!--.*?-->|\{{%.*?%\}}|\{{\{{.*?\}}\}}
    | <(?P<code>pre|code|kbd|samp)\b[^<>\n]{{0,300}}>(?:(?!<(?P=code)\b).)*?</(?P=code)>
    | (?<=\])\((?:[^()\n]|\([^()\n]*\))*\)(?:\{{[^{{}}\n]*\}})?
    | ^[ ]{{0,3}}\[[^\]^\n][^\]\n]*\]:[ \t][^\n]*
    | \[\^[^\]\n]+\]:?
    | (?<=\])\[[^\]\n]*\]
    | \[\[[^\[\]|\n]{{1,300}}(?:\||(?=\]\]))
    | </?[A-Za-z](?:[^<>"\n]|"[^"\n]*")*>
    | &(?:\#\w{{1,8}}|[A-Za-z]\w{{1,30}});
    | [ ]{{0,4}}\{{[:\#.][^{{}}\n]*\}}
    | (?:(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*://|(?<!\w)www\.)[^\s<>«»„“”"]+
    | (?<![\w.+%-])[\w.+%-]+@[\w-]+\.[\w.-]*\w
    | (?<![\w&])[@\#][\w.-]*\w
    | (?<![\w.-])[\w-]+(?:\.[\w-]+)*\.(?:{_TOP}|{_FILES})(?![\w-])(?:/[^\s<>«»„“”"]*)?
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_SIGNS = re.compile(r"[<{\]\[&@#.:]")
_PREFIX = re.compile(r"[ \t]*(?:>[ \t]?)*[ \t]*")
_MARK = re.compile(r"(?:(?P<item>[-*+]|\d{1,9}[.)])[ \t]+|(?P<definition>:)[ \t]+|(?P<heading>\#{1,6})[ \t]+)")
_RULE = re.compile(r"(?:[-=_]{3,}|(?:\*[ \t]*){3,}|(?:-[ \t]*){3,})[ \t]*")
_BOX = re.compile(r'!!! [ \t]*[\w-]+(?:[ \t]+["“«](?P<title>.*)["”»])?')
_DELIMITER = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*|[ \t]*\|[ \t]*:?-+:?[ \t]*\|[ \t]*")
_CAPTION = re.compile(r'\]\([^()\n]*?[ \t]"([^"\n]+)"[ \t]*\)|\bcaption="([^"\n]+)"')


@dataclass(frozen=True, slots=True)
class Passage:
    """What reads as one, from ``start`` to ``end`` of the file's text.

    ``kind``: title, front (another text of front matter), heading, paragraph, item, cell, caption.  ``in_box``: inside a ``!!!`` box.
    """

    kind: str
    start: int
    end: int
    in_box: bool = False


class Galley:
    """The text of the file ``path``, whose body begins at ``body_line``, in ``language``."""

    def __init__(self, path: str, text: str, body_line: int, language: str) -> None:
        self.path, self.text, self.language = path, text, language
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self.body = self._starts[body_line - 1] if body_line <= len(self._starts) else len(text)
        written = text[self.body :]
        self.visible = Manuscript(written, path, body_line).visible
        chars = list(text[: self.body] + (_without_code(written, self.visible) if self.visible != written else written))
        passages = [*self._front(chars)]
        chars[self.body :] = _covered("".join(chars[self.body :]))
        passages += self._body(chars)
        self.masked = "".join(chars)
        passages += self._captions()
        self.passages = tuple(passages)

    def span(self, offset: int, length: int = 1) -> Span:
        """The place of an offset; a span ends with its line."""
        line = bisect_right(self._starts, offset)
        end = self._starts[line] - 1 if line < len(self._starts) else len(self.text)
        return Span(self.path, line, offset - self._starts[line - 1] + 1, max(1, min(length, end - offset)))

    def words(self, passage: Passage) -> str:
        """A passage's text as covered."""
        return self.masked[passage.start : passage.end]

    def lines(self) -> Iterator[tuple[int, str]]:
        """Every line of the body with its offset in the file."""
        for number in range(bisect_right(self._starts, self.body) - 1, len(self._starts)):
            start = self._starts[number]
            end = self._starts[number + 1] - 1 if number + 1 < len(self._starts) else len(self.text)
            yield start, self.text[start:end]

    # -------------------------------------------------------------- front matter

    def _front(self, chars: list[str]) -> Iterator[Passage]:
        """The texts of front matter, found by their lines."""
        numbers = range(1, bisect_right(self._starts, self.body) - 1)
        for number in numbers:
            found = _FRONT.match(self._line(number))
            if not found or fields.folded(found[2]) not in (_NESTED_TEXTS if found[1] else _FRONT_TEXTS):
                continue
            last, indent = number, len(found[1])
            while last + 1 in numbers and (more := self._line(last + 1)).strip() and len(more) - len(more.lstrip(" ")) > indent and (
                _BLOCK.fullmatch(found[3]) or not _NEXT.match(more)
            ):
                last += 1
                for at in range(self._starts[last], self._starts[last] + len(more) - len(more.lstrip(" "))):
                    chars[at] = "\n"
            start = self._starts[number] + found.start(3)
            if _BLOCK.fullmatch(found[3]):
                start = min(self._starts[number] + found.end(3) + 1, self.body)
            end = self._starts[last] + len(self._line(last).rstrip())
            start, end = _unquoted(chars, start, end)
            if start < end:
                chars[start:end] = _covered("".join(chars[start:end]))
                yield Passage("title" if fields.folded(found[2]) in {"title", "headline"} else "front", start, end)

    def _line(self, number: int) -> str:
        """A line without its end; lines count from 0."""
        end = self._starts[number + 1] - 1 if number + 1 < len(self._starts) else len(self.text)
        return self.text[self._starts[number] : end]

    # -------------------------------------------------------------- body

    def _body(self, chars: list[str]) -> Iterator[Passage]:
        """The passages of the body; marks of lists, quotations and headings become line ends."""
        lines = [(start, "".join(chars[start : start + len(line)])) for start, line in self.lines()]
        tables = _tables([line for _, line in lines])
        opened: list[int] = []  # kind, start and end of the passage that goes on
        kind, in_box = "", False
        text_at, is_apart = 0, True  # the indent of the text of the innermost item or box; whether a line stands behind a blank one, or behind code

        def closed() -> Iterator[Passage]:
            if opened:
                yield Passage(kind, opened[0], opened[1], in_box)
                opened.clear()

        for number, (start, line) in enumerate(lines):
            indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip(" "))
            if not line.strip():
                yield from closed()
                is_apart = True
                continue
            if is_apart and indent >= text_at + 4:  # code inside an item or a box
                chars[start : start + len(line)] = re.sub(r"\S", COVER, line)
                continue
            is_apart, text_at = False, min(text_at, indent // 4 * 4)
            if not line.strip(COVER + " \t") or _RULE.fullmatch(line.strip()):
                yield from closed()
                continue
            if in_box and not line.startswith(("    ", "\t")):
                yield from closed()
                in_box = False
            if number in tables:
                yield from closed()
                yield from _cells(start, line, in_box) if not _DELIMITER.fullmatch(line) else ()
                continue
            if box := _BOX.match(line):
                yield from closed()
                if box["title"]:
                    yield Passage("heading", start + box.start("title"), start + box.end("title"))
                in_box, text_at = True, 4
                continue
            at = _prefix(line)
            mark = _MARK.match(line, at)
            if mark and not mark["heading"]:
                text_at = indent // 4 * 4 + 4
            if mark:
                yield from closed()
                at = mark.end()
            if not opened:
                kind = "heading" if mark and mark["heading"] else "item" if mark else "paragraph"
                opened[:] = [start + at, 0]
            else:
                chars[start : start + at] = "\n" * at
            opened[1] = start + len(line.rstrip())
            if kind == "heading":
                yield from closed()
        yield from closed()

    def _captions(self) -> Iterator[Passage]:
        """Words that stand as an attribute of a picture."""
        for found in _CAPTION.finditer(self.visible):
            start, end = found.span(1 if found[1] else 2)
            self.masked = self.masked[: self.body + start] + _covered(found[1] or found[2]) + self.masked[self.body + end :]
            yield Passage("caption", self.body + start, self.body + end)


def _without_code(text: str, visible: str) -> str:
    """The body with its code covered, spaces in it too; ``visible`` is the same with the code blanked."""
    lines = [
        re.sub(r"\S", COVER, line) if line.strip() and not shown.strip() else line
        for line, shown in zip(text.split("\n"), visible.split("\n"), strict=True)
    ]
    return CODE_SPAN.sub(lambda found: re.sub(r"[^\n]", COVER, found[0]), "\n".join(lines))


def _covered(text: str) -> str:
    return _COVERED.sub(lambda found: re.sub(r"[^\n]", COVER, found[0]), text) if _SIGNS.search(text) else text


def _unquoted(chars: list[str], start: int, end: int) -> tuple[int, int]:
    """A scalar without its quotation marks, the escapes in it made transparent."""
    while start < end and chars[start] in " \t\n":
        start += 1
    sign = chars[start] if start < end else ""
    if sign not in {'"', "'"} or end - start < 2 or chars[end - 1] != sign:
        return start, end
    at = start + 1
    while at < end - 1:
        if chars[at] == ("\\" if sign == '"' else "'"):
            chars[at] = "\u2060"
            at += 1
        at += 1
    return start + 1, end - 1


def _prefix(line: str) -> int:
    """Where the text of a line begins, behind spaces and marks of quotation."""
    found = _PREFIX.match(line)
    return found.end() if found else 0


def _tables(lines: list[str]) -> set[int]:
    """The numbers of lines that belong to tables."""
    found: set[int] = set()
    for number, line in enumerate(lines):
        if "|" in line and "-" in line and _DELIMITER.fullmatch(line):
            found |= {number - 1, number}
            while number + 1 < len(lines) and "|" in lines[number + 1]:
                number += 1
                found.add(number)
    return found


def _cells(start: int, line: str, in_box: bool) -> Iterator[Passage]:
    for cell in re.finditer(r"[^|]+", line):
        text = cell[0]
        if text.strip():
            begins = start + cell.start() + len(text) - len(text.lstrip())
            yield Passage("cell", begins, begins + len(text.strip()), in_box)
