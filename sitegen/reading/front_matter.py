"""Splits a source into front matter and body, and gives every value of the front matter its place.

The one door to python-frontmatter and YAML.  The package finds the fences and hands the text between them to a
handler; both handlers here are strict.  ``frontmatter.parse`` itself is not used: it takes the indentation off
the first line of a body, and gives back a fence that never closes, or a list, as if there were no front matter.

YAML is read as a stream of events: the parser keeps its state on the heap, and the first event below
``DEEPEST`` ends the reading.  Rejected: ``yaml.load`` and ``yaml.compose``, which recurse in C and end the
process at a depth of some ten thousand (FAULTS 19), follow aliases, and keep the last of two equal keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import BaseHandler, SafeLoader, YAMLHandler

from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.reading import quoting, toml_nodes
from sitegen.reading.nodes import (
    DEEPEST,
    FORBIDDEN,
    Entry,
    Items,
    Node,
    Scalar,
    Table,
    Unreadable,
    place_of,
    span_of,
)

__all__ = ["FrontMatter", "split", "write"]

LARGEST = 256 * 1024  # characters: a hundred times what an article needs
MOST_FAULTS = 20

# YAML 1.1 ends a line at NEL, LS and PS; in a source they are characters like any other, so noncharacters
# stand in for them while YAML reads.
_TO_YAML = str.maketrans("\x85\u2028\u2029", "\ufdd0\ufdd1\ufdd2")
_FROM_YAML = str.maketrans("\ufdd0\ufdd1\ufdd2", "\x85\u2028\u2029")
_BREAKS = re.compile("[\x85\u2028\u2029]")
_CUT = re.compile(r"[ \t]+#\w")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The keys with their values and places; the body as it stands, and its first line's number in the file."""

    table: Table
    body: str
    body_line: int
    warnings: tuple[Diagnostic, ...] = ()


class _YamlFences(YAMLHandler):
    """YAML between two lines ``---`` (the second may be ``...``, the end of a document in YAML's own words)."""

    FM_BOUNDARY = re.compile(r"(?:\A---|(?<=\n)(?:---|\.\.\.))[ \t\r]*$", re.MULTILINE)
    START_DELIMITER = END_DELIMITER = "---"

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.warnings: list[Diagnostic] = []

    def load(self, fm: str, **kwargs: object) -> dict[str, Any]:
        """Entries by key.  ``fm`` begins with the rest of line 1, so YAML's line 0 is the file's line 1."""
        reading = _Yaml(self.path, fm)
        table = reading.table()
        self.warnings += reading.warnings
        return {entry.key: entry for entry in table}

    def export(self, metadata: dict[str, object], **kwargs: object) -> str:
        """YAML in the order of ``metadata``, dates without quotation marks, text as text."""
        return super().export(metadata, Dumper=_Dumper, sort_keys=False, width=110)


class _TomlFences(BaseHandler):
    """TOML between two lines ``+++``."""

    FM_BOUNDARY = re.compile(r"(?:\A|(?<=\n))\+\+\+[ \t\r]*$", re.MULTILINE)
    START_DELIMITER = END_DELIMITER = "+++"

    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.warnings: list[Diagnostic] = []

    def load(self, fm: str) -> dict[str, Any]:
        """Entries by key, placed by :mod:`sitegen.core.toml`."""
        return {entry.key: entry for entry in toml_nodes.table(self.path, fm)}


class _Dumper(yaml.SafeDumper):
    """Writes a text that looks like a date without quotation marks: our reading takes every scalar as text."""


_Dumper.yaml_implicit_resolvers = {
    sign: [(tag, shape) for tag, shape in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for sign, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
}


def split(path: str, text: str) -> FrontMatter | tuple[Diagnostic, ...]:
    """The front matter and body of a source; diagnostics where it has no readable front matter.

    ``text`` has newlines ``\\n`` only.  A ``---`` in the body stays what it is in Markdown.
    """
    text = text.removeprefix("\ufeff")
    fences: tuple[_YamlFences | _TomlFences, ...] = (_YamlFences(path), _TomlFences(path))
    handler = frontmatter.detect_format(text, fences)
    if not isinstance(handler, _YamlFences | _TomlFences):
        return (_without(path, text),)
    try:
        fenced, body = handler.split(text)
    except ValueError:
        fence = handler.START_DELIMITER or ""
        return (Diagnostic.at(Span(path, 1, 1, len(fence)), "front-matter/never-closed", fence=fence),)
    faults = tuple(_unfit(path, fenced))
    if faults:
        return faults
    try:
        entries = handler.load(fenced)
    except Unreadable as fault:
        return tuple(fault.args)
    body_line = fenced.count("\n") + 2
    table = Table(tuple(entries.values()), Span(path, 1, 1, 3))
    return FrontMatter(table, body[1:], body_line, tuple(handler.warnings))


def write(values: Mapping[str, object], body: str) -> str:
    """The text of a new source: front matter in the order of ``values``, a blank line, the body."""
    post = frontmatter.Post(body.strip("\n"))
    post.metadata = dict(values)  # not as arguments: a key may be called `content` or `handler`
    return _YamlFences("").format(post) + "\n"


def _without(path: str, text: str) -> Diagnostic:
    """Why there is no front matter: nothing in the file, something above the fence, or no fence at all."""
    if not text.strip():
        return Diagnostic.at(Span(path, 1, 1), "front-matter/empty-file")
    start = len(text) - len(text.lstrip())
    line = text.count("\n", 0, start) + 1
    fence = text[start:].partition("\n")[0].rstrip()
    if fence in {"---", "+++"}:
        return Diagnostic.at(Span(path, line, 1, 3), "front-matter/not-first", line=line, fence=fence)
    return Diagnostic.at(Span(path, 1, 1), "front-matter/missing")


def _unfit(path: str, fenced: str) -> Iterator[Diagnostic]:
    """What no parser should meet."""
    if len(fenced) > LARGEST:
        yield Diagnostic.at(Span(path, 1, 1, 3), "front-matter/too-large", size=len(fenced), limit=LARGEST)
    elif found := FORBIDDEN.search(fenced):
        span = span_of(path, *place_of(fenced, found.start()))
        yield Diagnostic.at(span, "file/control-character", character=f"U+{ord(found[0]):04X}")


# ------------------------------------------------------------------ YAML


class _Yaml:
    """One reading of YAML: events in, nodes out."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.lines = text.split("\n")
        self.has_breaks = bool(_BREAKS.search(text))
        self.events = self._events(text.translate(_TO_YAML) if self.has_breaks else text)
        self.faults: list[Diagnostic] = []
        self.warnings: list[Diagnostic] = []

    def table(self) -> Table:
        """The mapping that the front matter is.  Raises :class:`Unreadable`."""
        next(self.events)
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return Table((), Span(self.path, 1, 1))
        node = self._node(next(self.events), 1)
        next(self.events)
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            self._refuse(after, "front-matter/not-yaml", reason="a second document begins here")
        if isinstance(node, Scalar) and node.is_null:
            node = Table((), node.span)
        if not isinstance(node, Table):
            got = "a list" if isinstance(node, Items) else "one text"
            raise Unreadable(Diagnostic.at(node.span, "front-matter/not-a-mapping", got=got))
        if self.faults:
            raise Unreadable(*self.faults)
        return node

    def _events(self, text: str) -> Iterator[Any]:
        try:
            yield from yaml.parse(text, Loader=SafeLoader)
        except yaml.MarkedYAMLError as error:
            raise Unreadable(self._mistake(error)) from None

    def _mistake(self, error: yaml.MarkedYAMLError) -> Diagnostic:
        mark, context_mark = error.problem_mark or error.context_mark, error.context_mark
        if mark and "nesting depth" in (error.problem or ""):  # libyaml's own bound, as of PyYAML 6.0.4; it looks ahead of its events
            return Diagnostic.at(span_of(self.path, mark.line, mark.column), "front-matter/too-deep", limit=DEEPEST)
        found = quoting.mistake(
            self.lines,
            error.problem or "",
            (mark.line, mark.column) if mark else (0, 0),
            error.context or "",
            (context_mark.line, context_mark.column) if context_mark else None,
        )
        return Diagnostic.at(span_of(self.path, *found.place), found.code, reason=found.reason, fixed=found.fixed)

    def _refuse(self, event: Any, code: str, **words: object) -> None:
        raise Unreadable(Diagnostic.at(self._span(event), code, **words))

    def _span(self, event: Any) -> Span:
        start, end = event.start_mark, event.end_mark
        length = end.column - start.column if end.line == start.line else len(self.lines[start.line]) - start.column
        return span_of(self.path, start.line, start.column, length)

    def _node(self, event: Any, depth: int) -> Node:
        """The node that ``event`` begins; ``depth`` counts the lists and mappings around and with it."""
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            self._refuse(event, "front-matter/alias")
        if event.tag is not None:
            self._refuse(event, "front-matter/tag", tag=event.tag.replace("tag:yaml.org,2002:", "!!"))
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if depth > DEEPEST:
            self._refuse(event, "front-matter/too-deep", limit=DEEPEST)
        span = self._span(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return Items(tuple(self._node(item, depth + 1) for item in self._until(yaml.SequenceEndEvent)), span)
        return Table(tuple(self._entries(depth)), span)

    def _until(self, end: type) -> Iterator[Any]:
        while not isinstance(event := next(self.events), end):
            yield event

    def _entries(self, depth: int) -> Iterator[Entry]:
        seen: dict[str, Span] = {}
        for event in self._until(yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            if not isinstance(key, Scalar):
                self._refuse_key(event)
                continue
            if key.text == "<<" and key.is_plain:
                self._refuse(event, "front-matter/merge-key")
            if key.text in seen:
                first = seen[key.text]
                self.faults.append(Diagnostic.at(
                    key.span, "front-matter/duplicate-key", first, key=key.text, line=key.span.line, first=first.line
                ))
                if len(self.faults) >= MOST_FAULTS:
                    raise Unreadable(*self.faults)
            seen.setdefault(key.text, key.span)
            node = self._node(next(self.events), depth + 1)
            if isinstance(node, Scalar) and node.is_null:
                after_key = event.end_mark.column + 1
                self._tell_comment(event.end_mark.line, after_key, "")
            yield Entry(key.text, key.span, node)

    def _refuse_key(self, event: Any) -> None:
        fixed = quoting.with_quotes(self.lines[event.start_mark.line])
        reason = "a key must be one word, and a value in { } or [ ] needs quotation marks"
        self._refuse(event, "front-matter/not-yaml", reason=reason, fixed=fixed)

    def _scalar(self, event: Any) -> Scalar:
        span, has_escapes = self._span(event), event.style == '"'  # which alone bring signs that the text has not
        text = event.value.translate(_FROM_YAML) if has_escapes or self.has_breaks else event.value
        if has_escapes and (found := FORBIDDEN.search(text)):
            self._refuse(event, "file/control-character", character=f"U+{ord(found[0]):04X}")
        is_plain = not event.style
        if is_plain and text:
            self._tell_comment(event.end_mark.line, event.end_mark.column, text)
        return Scalar(text, span, is_plain)

    def _tell_comment(self, line: int, column: int, value: str) -> None:
        """Warn of ``Candidate #1``, whose end is a comment to YAML; ``# words`` are meant as one."""
        if cut := _CUT.match(self.lines[line], column):
            at = span_of(self.path, line, cut.end() - 2)
            self.warnings.append(Diagnostic.at(at, "front-matter/cut-by-comment", text=value))
