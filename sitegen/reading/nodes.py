"""What front matter holds before anybody asks for a type: texts, lists and mappings, each with its place.

YAML and TOML both arrive here.  A scalar keeps the letters that the editor typed, so ``no``, ``12:30``,
``010`` and ``1.10`` are texts until a key's type asks for something else.  Nothing here knows keys or rules.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.core.diagnostics import Span

__all__ = [
    "DEEPEST", "FORBIDDEN", "Entry", "Items", "Node", "Scalar", "Table", "Unreadable", "described", "endless_numbers",
    "free_value", "place_of", "span_of",
]

DEEPEST = 20
"""Lists and mappings in each other, the whole front matter counted as one."""

FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdd2\ufffe\uffff]")
"""Controls, lone surrogates and noncharacters: also what an escape (``"\\0"``) would smuggle in."""

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_YES = frozenset({"true", "yes", "on"})
_NO = frozenset({"false", "no", "off"})
_WHOLE = re.compile(r"[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?[0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?")
_NO_NUMBER = re.compile(r"[-+]?\.(?:inf|nan)", re.IGNORECASE)
_LARGEST = 2**63 - 1
_LONGEST = 400  # characters of a decimal number, which float() takes without complaint


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as typed.  ``is_plain``: without quotation marks, so that it may be empty, a flag or a number."""

    text: str
    span: Span
    is_plain: bool = True

    @property
    def is_null(self) -> bool:
        """Nothing was given: ``key:``, ``key: ~`` or ``key: null``."""
        return self.is_plain and self.text in _NULL

    @property
    def flag(self) -> bool | None:
        """``true`` or ``false`` in YAML's words, without quotation marks; None where it is neither."""
        word = self.text.lower() if self.is_plain else ""
        return True if word in _YES else False if word in _NO else None


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple[Node, ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Entry:
    """``key: value``; ``span`` is that of the key."""

    key: str
    span: Span
    node: Node


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping, in the order of the file."""

    entries: tuple[Entry, ...]
    span: Span

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)


Node = Scalar | Items | Table


class Unreadable(Exception):
    """Text that gives no nodes; ``args`` are its diagnostics."""


def place_of(text: str, offset: int) -> tuple[int, int]:
    """Line and column of ``offset``, both from 0."""
    return text.count("\n", 0, offset), offset - (text.rfind("\n", 0, offset) + 1)


def span_of(path: str, line: int, column: int, length: int = 1) -> Span:
    """The place of ``line`` and ``column``, both from 0 as parsers count."""
    return Span(path, line + 1, column + 1, max(length, 1))


def described(node: Node) -> str:
    """What stands there, for a message: ``a list``, ``the text "x"``, ``empty``."""
    if isinstance(node, Items):
        return "a list" if node.items else "an empty list"
    if isinstance(node, Table):
        return "a mapping"
    if node.is_null:
        return "empty"
    shown = node.text if len(node.text) <= 40 else node.text[:39] + "…"
    if not node.is_plain:
        return f'the text "{shown}"'
    return shown


def free_value(node: Node) -> object:
    """The value of a key without a type (``extra``): texts, tuples, and (key, value) pairs of a mapping.

    A flag or number is taken as one only where it prints back to the letter: ``1.5`` is a number, ``1.10``
    and ``010`` stay text.  Ask :func:`endless_numbers` first.
    """
    if isinstance(node, Items):
        return tuple(free_value(item) for item in node.items)
    if isinstance(node, Table):
        return tuple((entry.key, free_value(entry.node)) for entry in node)
    if node.is_null:
        return None
    if not node.is_plain:
        return node.text
    return {"true": True, "false": False}.get(node.text, _number(node.text))


def endless_numbers(node: Node) -> Iterator[Scalar]:
    """The numbers in ``node`` that no 64 bits hold, infinities and NaNs among them."""
    if isinstance(node, Items):
        for item in node.items:
            yield from endless_numbers(item)
    elif isinstance(node, Table):
        for entry in node:
            yield from endless_numbers(entry.node)
    elif node.is_plain and (_NO_NUMBER.fullmatch(node.text) or _is_endless(node.text)):
        yield node


def _is_endless(text: str) -> bool:
    if _WHOLE.fullmatch(text):
        return len(text) > len(str(_LARGEST)) + 1 or abs(int(text)) > _LARGEST
    return bool(_DECIMAL.fullmatch(text)) and (len(text) > _LONGEST or math.isinf(float(text)))


def _number(text: str) -> object:
    kind = int if _WHOLE.fullmatch(text) else float if _DECIMAL.fullmatch(text) else None
    if kind is None or _is_endless(text):
        return text
    number = kind(text)
    return number if str(number) == text else text
