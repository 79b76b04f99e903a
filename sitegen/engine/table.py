"""Small rows of one kind of which a build wants all at once, or a few: kept in shards, so that fetching is cheap and changing one is too.

A shard is one row of the store and holds the rows whose keys have one checksum; what leaves are values in a mapping.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Generic, TypeVar

from sitegen.core import record
from sitegen.engine.store import Doubtful, Store

__all__ = ["Table"]

Row = TypeVar("Row", bound=tuple[Any, ...])
_SHARDS = 64


class Table(Generic[Row]):
    """``row`` is the named tuple of a row, and ``width`` the number of its fields; ``known`` are the classes that fields may hold."""

    def __init__(self, store: Store, kind: str, row: type[Row], width: int, known: record.Kinds) -> None:
        self._store, self._kind, self._known, self._width = store, kind, known, width
        self._make: Callable[[tuple[Any, ...]], Row] = partial(tuple.__new__, row)
        self._shards: dict[int, dict[str, Row]] = {}
        self._rows: dict[str, Row] | None = None
        self._changed: set[int] = set()

    @property
    def rows(self) -> Mapping[str, Row]:
        """Every row by its key, in no order; raises :class:`Doubtful` where one is missing or damaged."""
        if self._rows is None:
            self._shards |= {int(name): self._loaded(data) for name, data in self._store.all(self._kind).items() if int(name) not in self._shards}
            self._rows = {}
            for shard in self._shards.values():
                self._rows |= shard
        return self._rows

    def get(self, key: str) -> Row | None:
        """One row; no more than its shard is fetched."""
        return self._shard(_place(key)).get(key)

    def put(self, key: str, row: Row) -> None:
        """A row, new or in the place of another; kept by :meth:`save`."""
        at = _place(key)
        self._shard(at)[key] = row
        self._changed.add(at)
        if self._rows is not None:
            self._rows[key] = row

    def drop(self, key: str) -> None:
        """Forget a row, which must be there."""
        at = _place(key)
        del self._shard(at)[key]
        self._changed.add(at)
        if self._rows is not None:
            del self._rows[key]

    def save(self) -> None:
        """Give what was put to the store; it takes effect with the store's commit."""
        if self._changed:
            rows = {str(at): record.dump({key: tuple(row) for key, row in self._shards[at].items()}) for at in sorted(self._changed)}
            has_more = any(self._store.get(self._kind, name) is None for name in rows)
            self._store.put(self._kind, rows)
            if has_more:
                self._store.counted(self._kind)
            self._changed.clear()

    def clear(self) -> None:
        """Forget all rows."""
        self._store.clear(self._kind)
        self._store.drop("count", [self._kind])
        self.forget()

    def forget(self) -> None:
        """Fetch the rows anew when they are next asked for: what was put was rolled back, or another process wrote."""
        self._shards, self._rows, self._changed = {}, None, set()

    def _shard(self, at: int) -> dict[str, Row]:
        """The rows of one shard; one that holds none need not be in the store."""
        if at not in self._shards:
            data = None if self._rows is not None else self._store.get(self._kind, str(at))
            if data is None and self._rows is None:
                self._store.check(self._kind)
            self._shards[at] = {} if data is None else self._loaded(data)
        return self._shards[at]

    def _loaded(self, data: bytes) -> dict[str, Row]:
        try:
            fields: dict[str, tuple[Any, ...]] = record.load(data, self._known)
            if {*map(len, fields.values())} - {self._width}:
                raise ValueError(self._kind)
            return dict(zip(fields, map(self._make, fields.values()), strict=True))
        except (ValueError, AttributeError, TypeError) as error:
            raise Doubtful("a row is damaged") from error


def _place(key: str) -> int:
    """The shard of a key."""
    return zlib.crc32(key.encode("utf-8", "surrogatepass")) % _SHARDS
