"""All the engine knows of the world: digests, questions and tasks.

A task is a pure function of its arguments and of the answers to the questions it
asks.  The engine records the questions with the digest of each answer; equal key
and equal answers imply equal bytes (verifying traces, "Build Systems à la Carte",
Mokhov, Mitchell, Peyton Jones 2018).

``digest`` is type-tagged and order-preserving: the bytes of marshal's version 2, which shares
nothing, so that equal values have equal bytes.  Rejected: pickle (equal values can pickle to
different bytes) and hashes that sort lists (reordering must count).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import hashlib
import marshal
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Any, Protocol

__all__ = ["Ask", "Digest", "Digester", "File", "Rank", "Task", "bytes_digest", "digest"]

Digest = str
"""32 hexadecimal digits (BLAKE2b, 16 bytes)."""


class Ask(Protocol):
    """Put a question by name; the answer is a frozen value.  Questions are total: they never raise."""

    def __call__(self, question: str, *arguments: Any) -> Any: ...


class Rank(IntEnum):
    """The order of publishing, so that a reader never meets a page whose parts are not there yet."""

    ASSET = 0
    PAGE = 1
    FRONT = 2
    FEED = 3


@dataclass(frozen=True, slots=True)
class File:
    """A file of a small tree: its path from the folder that its task owns, its bytes, and when it is published."""

    name: str
    data: bytes
    rank: Rank = Rank.ASSET


@dataclass(frozen=True, slots=True)
class Task:
    """One output: its path, what is known before running, and the function that makes its bytes.

    ``path`` is relative to the output folder, with ``/``.  ``run(ask, context, *arguments)`` is
    an importable function that gives the file's bytes, or a tuple of findings where the
    task has no file.  Of a task with ``is_tree`` the path is a folder that it owns, and the function gives a tuple of
    :class:`File`.  ``key`` is the digest of all known
    before running.  ``sources`` names the files an error of this task belongs to.
    """

    path: str
    key: Digest
    run: Callable[..., Any]
    arguments: tuple[Any, ...]
    rank: Rank = Rank.PAGE
    sources: tuple[str, ...] = ()
    is_tree: bool = False


def bytes_digest(data: bytes) -> Digest:
    """The digest of a file's bytes."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def digest(value: object) -> Digest:
    """The digest of a value made of the model's types.

    Accepts None, bool, int, float, str, bytes, datetimes, dates, enums, tuples, lists, frozen sets (sorted by digest),
    mappings (sorted by key) and dataclasses.  Raises TypeError for anything else: an object
    has no digest.
    """
    return Digester()(value)


class Digester:
    """``digest`` for many values that share parts: a large part (a card, an article) is encoded once.

    ``whole``: fields with ``compare=False`` (places in sources) count too.  Parts are remembered by identity, which is safe
    because those of the model are frozen and the digester keeps them.
    """

    def __init__(self, *, whole: bool = False) -> None:
        self._whole = whole
        self._known: dict[int, tuple[object, tuple[Any, ...]]] = {}

    def __call__(self, value: object) -> Digest:
        return hashlib.blake2b(marshal.dumps(self._encoded(value), 2), digest_size=16).hexdigest()

    def _encoded(self, value: Any) -> Any:
        """``value`` as marshal's own types; what it has no type for as a tuple that begins with an Ellipsis, which no value holds."""
        kind: Any = type(value)
        if kind in _PLAIN:
            return value
        if kind is tuple:
            if _PLAIN.issuperset(map(type, value)):
                return value
            return tuple([item if type(item) in _PLAIN else self._encoded(item) for item in value])
        if shape := _shape(kind, self._whole):
            return self._dataclass(value, shape)
        if isinstance(value, Enum):
            return (..., kind.__name__, value.name)
        if isinstance(value, list):
            return [self._encoded(item) for item in value]
        if isinstance(value, str):
            return str(value)
        if isinstance(value, dt.datetime | dt.date):
            return (..., kind.__name__, value.isoformat())
        if isinstance(value, Mapping):
            return (..., "map", *((self._encoded(key), self._encoded(value[key])) for key in sorted(value)))
        if isinstance(value, frozenset):
            return (..., "set", *sorted(self(item) for item in value))
        raise TypeError(f"{kind.__name__} has no digest")

    def _dataclass(self, value: Any, shape: _Shape) -> tuple[Any, ...]:
        name, fields, is_large = shape
        if is_large and (known := self._known.get(id(value))):
            return known[1]
        encoded: tuple[Any, ...] = (..., name, *[item if type(item) in _PLAIN else self._encoded(item) for item in fields(value)])
        if is_large:
            encoded = (..., name, hashlib.blake2b(marshal.dumps(encoded, 2), digest_size=16).digest())
            self._known[id(value)] = (value, encoded)
        return encoded


_PLAIN = frozenset((type(None), str, bool, int, float, bytes))
_LARGE = 10
"""A dataclass of more fields counts in what holds it by its own digest alone."""


_Shape = tuple[str, Callable[[Any], tuple[Any, ...]], bool]


@functools.cache
def _shape(kind: Any, whole: bool) -> _Shape | None:
    """A dataclass's name, what gives the fields that count, and whether it is large; None for other classes."""
    if not dataclasses.is_dataclass(kind):
        return None
    name = str(getattr(kind, "__name__", ""))
    names = [field.name for field in dataclasses.fields(kind) if whole or field.compare]
    if len(names) < 2:  # attrgetter of one name gives no tuple
        return name, lambda value: tuple(getattr(value, field) for field in names), False
    return name, operator.attrgetter(*names), len(names) > _LARGE
