"""Small rows of one kind that a build wants all at once: kept in shards, so that fetching all is cheap and changing one is too.

A shard is one row of the store and holds the rows whose keys have one checksum; what leaves are values in a mapping.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, TypeVar

from sitegen.core import record
from sitegen.engine.store import Doubtful, Store

__all__ = ["Table"]

Row = TypeVar("Row", bound=tuple[Any, ...])
_SHARDS = 64


class Table(Generic[Row]):
    """``make`` turns the fields of a row into its value; ``known`` are the classes that fields may hold."""

    def __init__(self, store: Store, kind: str, make: Callable[[Iterable[Any]], Row], known: record.Kinds) -> None:
        self._store, self._kind, self._make, self._known = store, kind, make, known
        self._shards: list[dict[str, Row]] | None = None
        self._rows: dict[str, Row] = {}
        self._changed: set[int] = set()

    @property
    def rows(self) -> Mapping[str, Row]:
        """Every row by its key, in no order; raises :class:`Doubtful` where one is missing or damaged."""
        if self._shards is None:
            shards: list[dict[str, Row]] = [{} for _ in range(_SHARDS)]
            for name, data in self._store.all(self._kind).items():
                try:
                    fields: dict[str, tuple[Any, ...]] = record.load(data, self._known)
                    shards[int(name)] = {key: self._make(row) for key, row in fields.items()}
                except (ValueError, IndexError, AttributeError, TypeError) as error:
                    raise Doubtful("a row is damaged") from error
            self._rows = {}
            for shard in shards:
                self._rows |= shard
            self._shards = shards
        return self._rows

    def put(self, key: str, row: Row) -> None:
        """A row, new or in the place of another; kept by :meth:`save`."""
        self._of(key)[key] = self._rows[key] = row

    def drop(self, key: str) -> None:
        """Forget a row, which must be there."""
        del self._of(key)[key], self._rows[key]

    def save(self) -> None:
        """Give what was put to the store; it takes effect with the store's commit."""
        if self._changed:
            shards = self._shards or ()
            rows = {str(at): record.dump({key: tuple(row) for key, row in shards[at].items()}) for at in sorted(self._changed)}
            self._store.put(self._kind, rows)
            self._store.counted(self._kind)
            self._changed.clear()

    def clear(self) -> None:
        """Forget all rows."""
        self._store.clear(self._kind)
        self._store.drop("count", [self._kind])
        self.forget()

    def forget(self) -> None:
        """Fetch the rows anew when they are next asked for: what was put was rolled back, or another process wrote."""
        self._shards, self._rows, self._changed = None, {}, set()

    def _of(self, key: str) -> dict[str, Row]:
        """The shard of a key, which changes."""
        self.rows  # noqa: B018 - fetches them
        assert self._shards is not None
        at = zlib.crc32(key.encode("utf-8", "surrogatepass")) % _SHARDS
        self._changed.add(at)
        return self._shards[at]
