"""All the engine knows of the world: digests, questions and tasks.

A task is a pure function of its arguments and of the answers to the questions it
asks.  The engine records the questions with the digest of each answer; equal key
and equal answers imply equal bytes (verifying traces, "Build Systems à la Carte",
Mokhov, Mitchell, Peyton Jones 2018).

``digest`` is type-tagged and order-preserving.  Rejected: pickle (equal values can
pickle to different bytes) and hashes that sort lists (reordering must count).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum
from typing import Any, Protocol

__all__ = ["Ask", "Digest", "Rank", "Task", "bytes_digest", "digest"]

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
class Task:
    """One output file: its path, what is known before running, and the function that makes its bytes.

    ``path`` is relative to the output folder, with ``/``.  ``run(ask, *arguments)`` is
    an importable function, so that a task pickles.  ``key`` is the digest of all known
    before running.  ``sources`` names the files an error of this task belongs to.
    """

    path: str
    key: Digest
    run: Callable[..., bytes]
    arguments: tuple[Any, ...]
    rank: Rank = Rank.PAGE
    sources: tuple[str, ...] = ()


def bytes_digest(data: bytes) -> Digest:
    """The digest of a file's bytes."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def digest(value: object) -> Digest:
    """The digest of a value made of the model's types.

    Accepts None, bool, int, float, str, bytes, aware datetimes, dates, enums, tuples,
    lists, frozen sets (sorted by digest), mappings (sorted by key) and dataclasses.
    Raises TypeError for anything else: an object has no digest.
    """
    parts: list[bytes] = []
    _encode(value, parts)
    return hashlib.blake2b(b"".join(parts), digest_size=16).hexdigest()


def _encode(value: object, parts: list[bytes]) -> None:
    if value is None:
        parts.append(b"N;")
    elif isinstance(value, str) and not isinstance(value, Enum):
        data = value.encode("utf-8", "surrogatepass")
        parts.append(b"s%d:" % len(data))
        parts.append(data)
    elif isinstance(value, bool):
        parts.append(b"b1;" if value else b"b0;")
    elif isinstance(value, Enum):
        parts.append(f"e{type(value).__name__}.{value.name};".encode())
    elif isinstance(value, int):
        parts.append(b"i%d;" % value)
    elif isinstance(value, tuple | list):
        parts.append(b"[" if isinstance(value, tuple) else b"l[")
        for item in value:
            _encode(item, parts)
        parts.append(b"]")
    elif isinstance(value, bytes):
        parts.append(b"y%d:" % len(value))
        parts.append(value)
    elif isinstance(value, dt.datetime | dt.date | float):
        text = value.hex() if isinstance(value, float) else value.isoformat()
        parts.append(f"{type(value).__name__}{text};".encode())
    elif isinstance(value, Mapping):
        parts.append(b"{")
        for key in sorted(value):
            _encode(key, parts)
            _encode(value[key], parts)
        parts.append(b"}")
    elif isinstance(value, frozenset):
        parts.append(b"f{" + b"".join(sorted(digest(item).encode() for item in value)) + b"}")
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts.append(f"({type(value).__name__};".encode())
        for field in _fields(type(value)):
            _encode(getattr(value, field), parts)
        parts.append(b")")
    elif hasattr(value, "model_dump"):  # a table of the configuration
        _encode(value.model_dump(), parts)
    else:
        raise TypeError(f"{type(value).__name__} has no digest")


def _fields(kind: type) -> tuple[str, ...]:
    """Names of the fields that count: those with ``compare=False`` (places in sources) do not."""
    return tuple(field.name for field in dataclasses.fields(kind) if field.compare)
