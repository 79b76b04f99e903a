"""TOML as nodes with places: front matter between ``+++`` and the registry of terms.

:mod:`sitegen.core.toml` finds the places; what would be slow or deep is refused before the parser sees it.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from sitegen.core import toml
from sitegen.core.diagnostics import Diagnostic, Span
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

__all__ = ["table"]

_NAME = r"""(?:[\w-]++|"[^"\n]*"|'[^'\n]*')[ \t]*"""
_TOKEN = re.compile(
    rf"(?P<dotted>(?<![\w-])(?:{_NAME}\.[ \t]*){{{DEEPEST}}})|(?P<open>[\[{{])|(?P<close>[\]}}])"
    r'|"""(?:[^\\]|\\.)*?"""|"(?:[^"\\\n]|\\.)*"|#[^\n]*'
    r"|'''.*?'''|'[^'\n]*'",
    re.DOTALL,
)


def _too_deep(text: str) -> tuple[int, int] | None:
    """Where lists, tables or dotted keys nest too deeply: found before the parser, which is slow there."""
    depth = 0
    for token in _TOKEN.finditer(text):
        depth += (token["open"] is not None) - (token["close"] is not None)
        if depth > DEEPEST or token["dotted"]:
            return place_of(text, token.start())
    return None


def table(path: str, text: str) -> Table:
    """The nodes of a text of TOML.  Raises :class:`Unreadable`."""
    if place := _too_deep(text):
        raise Unreadable(Diagnostic.at(span_of(path, *place), "front-matter/too-deep", limit=DEEPEST))
    try:
        read = toml.loads(text, parse_float=Decimal)
    except toml.TomlError as error:
        raise Unreadable(_fault(path, text.split("\n"), error)) from None
    node = _node(path, read, read.data, ())
    return node if isinstance(node, Table) else Table((), Span(path, 1, 1))


def _fault(path: str, lines: list[str], error: toml.TomlError) -> Diagnostic:
    """The parser's finding; two equal keys or tables are named with both lines."""
    name, sign, _ = lines[error.line - 1].partition("=")
    if error.message.startswith("Cannot"):
        for number, line in reversed(tuple(enumerate(lines[: error.line - 1], 1))):
            if line.partition("=")[0].strip() == name.strip() and ("=" in line) == bool(sign):
                key = name.strip().strip("[]")
                span, first = (Span(path, at, 1, len(key)) for at in (error.line, number))
                return Diagnostic.at(span, "front-matter/duplicate-key", first, key=key, line=error.line, first=number)
    return Diagnostic.at(Span(path, error.line, error.column), "front-matter/not-toml", reason=error.message)


def _node(path: str, read: toml.Toml, value: Any, steps: tuple[str | int, ...]) -> Node:
    line, column = read.place(steps)
    span = Span(path, line, column, len(str(steps[-1])) if steps else 1)
    if len(steps) > DEEPEST:
        raise Unreadable(Diagnostic.at(span, "front-matter/too-deep", limit=DEEPEST))
    if isinstance(value, dict):
        return Table(tuple(
            Entry(key, inner.span, inner)
            for key, item in value.items()
            for inner in (_node(path, read, item, (*steps, key)),)
        ), span)
    if isinstance(value, list):
        return Items(tuple(_node(path, read, item, (*steps, index)) for index, item in enumerate(value)), span)
    return _scalar(value, span)


def _scalar(value: Any, span: Span) -> Scalar:
    if isinstance(value, str):
        if found := FORBIDDEN.search(value):
            raise Unreadable(Diagnostic.at(span, "file/control-character", character=f"U+{ord(found[0]):04X}"))
        return Scalar(value, span, is_plain=False)
    if isinstance(value, bool):
        return Scalar("true" if value else "false", span)
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return Scalar(value.isoformat(), span)
    if isinstance(value, Decimal) and not value.is_finite():
        return Scalar(".nan" if value.is_nan() else ".inf", span)
    return Scalar(str(value), span)
