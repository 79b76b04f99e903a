"""What builds remember between runs: one SQLite file of checksummed rows.

It is never the only copy of anything: a store of another toolchain, or in any doubt (a flipped bit, a file cut short), is thrown
away and the build is clean.  A row has a kind and a key, and bytes that say what they are only to whoever put them there.  One
process writes, the one that holds the lock; others may read what it has committed (:class:`Reader`).
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import traceback
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from sitegen.core.task import Digest

__all__ = ["Doubtful", "Reader", "Store", "guarded", "mark", "opened", "remove"]

_FORMAT = "5"
_DAMAGE = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What reading a damaged file raises: SQLite quotes what it can't make sense of, which may be no text at all."""
_SETTINGS = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"
_TABLE = "CREATE TABLE IF NOT EXISTS row (kind TEXT, key TEXT, data BLOB NOT NULL, sum BLOB NOT NULL, PRIMARY KEY (kind, key))"
"""With row ids: bodies, whose keys are digests, are then appended, and only the small entries of the index go to random places."""


class Doubtful(Exception):
    """Something in the store is not what was written."""


class Store:
    """An open store.  ``doubt`` says why an earlier one was thrown away, '' where it was not."""

    def __init__(self, connection: sqlite3.Connection, path: Path, doubt: str) -> None:
        self._connection, self.path, self.doubt = connection, path, doubt

    def get(self, kind: str, key: str) -> bytes | None:
        """One row's bytes."""
        return _row(self._connection, kind, key)

    def all(self, kind: str) -> dict[str, bytes]:
        """Every row of a kind, in the order of the keys; raises :class:`Doubtful` where one is missing."""
        found = {}
        for key, data, checksum in self._connection.execute("SELECT key, data, sum FROM row WHERE kind = ? ORDER BY key", (kind,)):
            _check(kind, key, data, checksum)
            found[key] = data
        self._require(kind, len(found))
        return found

    def check(self, kind: str, *, is_counted: bool = False) -> None:
        """Raises :class:`Doubtful` where a row of a kind is missing; of one that ``is_counted``, where the count is."""
        self._require(kind, self.count(kind), is_counted=is_counted)

    def _require(self, kind: str, found: int, *, is_counted: bool = False) -> None:
        counted = self.get("count", kind)
        if is_counted if counted is None else int(counted) != found:
            raise Doubtful("rows are missing")

    def keys(self, kind: str) -> frozenset[str]:
        """The keys of a kind."""
        return _keys(self._connection, kind)

    def has(self, kind: str) -> bool:
        """Whether there is any row of a kind."""
        return self._connection.execute("SELECT 1 FROM row WHERE kind = ? LIMIT 1", (kind,)).fetchone() is not None

    def count(self, kind: str) -> int:
        """How many rows of a kind there are."""
        (count,) = self._connection.execute("SELECT count(*) FROM row WHERE kind = ?", (kind,)).fetchone()
        return int(count)

    def put(self, kind: str, rows: Mapping[str, bytes]) -> None:
        """Rows of a kind, new or in the place of old ones."""
        filled = [(kind, key, rows[key], _sum(kind, key, rows[key])) for key in sorted(rows)]
        if filled:  # even no rows begin a transaction
            self._connection.executemany("INSERT OR REPLACE INTO row VALUES (?, ?, ?, ?)", filled)

    def drop(self, kind: str, keys: Iterable[str]) -> None:
        """Forget rows of a kind."""
        if rows := [(kind, key) for key in keys]:
            self._connection.executemany("DELETE FROM row WHERE kind = ? AND key = ?", rows)

    def clear(self, kind: str) -> None:
        """Forget a whole kind."""
        self._connection.execute("DELETE FROM row WHERE kind = ?", (kind,))

    def counted(self, kind: str) -> None:
        """Write down how many rows of a kind there are, so that one lost is noticed."""
        self.put("count", {kind: str(self.count(kind)).encode()})

    def commit(self) -> None:
        """Let what was put so far outlive this process, and be seen by readers."""
        self._connection.commit()

    def rollback(self) -> None:
        """Forget what was put since the last commit."""
        self._connection.rollback()

    def version(self) -> int:
        """A number that changes when another process has written."""
        (number,) = self._connection.execute("PRAGMA data_version").fetchone()
        return int(number)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


class Reader:
    """Rows of a store for any process: each opens the file for itself, at its first question."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._process = 0

    def __getstate__(self) -> tuple[None, dict[str, object]]:
        return None, {"_path": self._path, "_connection": None, "_process": 0}

    def get(self, kind: str, key: str) -> bytes | None:
        """One row's bytes; raises :class:`Doubtful` where they are not what was written."""
        try:
            return _row(self._opened(), kind, key)
        except _DAMAGE as error:
            raise Doubtful(str(error)) from error

    def keys(self, kind: str) -> frozenset[str]:
        """The keys of a kind."""
        try:
            return _keys(self._opened(), kind)
        except _DAMAGE as error:
            raise Doubtful(str(error)) from error

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None or self._process != os.getpid():  # a connection must not cross a fork
            self._connection = sqlite3.connect(f"{self._path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)
            self._process = os.getpid()
        return self._connection

    def close(self) -> None:
        """Let go of the file; the next question opens it again."""
        if self._connection is not None and self._process == os.getpid():
            self._connection.close()
        self._connection = None


def opened(path: Path, toolchain: Digest) -> Store:
    """The store at ``path`` for this toolchain; another toolchain's, or a doubtful one, gives way to an empty one.

    Raises OSError where the file can't be written.
    """
    doubt = ""
    with guarded():
        try:
            connection = _connected(path, toolchain)
        except (*_DAMAGE, Doubtful) as error:
            if _is_environment(error):
                raise
            doubt = str(error)
            remove(path)
            connection = _connected(path, toolchain)
    return Store(connection, path, doubt)


@contextmanager
def guarded() -> Iterator[None]:
    """What SQLite meets in the block as :class:`Doubtful`, or as OSError where the disk is at fault."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if _is_environment(error):
            raise OSError(0, f"what builds remember can't be kept: {error}") from error
        raise Doubtful(str(error)) from error
    except UnicodeDecodeError as error:
        if traceback.extract_tb(error.__traceback__)[-1].filename != __file__:
            raise
        raise Doubtful(str(error)) from error


def _is_environment(error: Exception) -> bool:
    """Whether the disk is at fault (full, read-only, no permission), not what stands in the file."""
    name = getattr(error, "sqlite_errorname", "")
    return name.startswith(("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_BUSY", "SQLITE_PERM", "SQLITE_NOMEM"))


def _connected(path: Path, toolchain: Digest) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level="DEFERRED", check_same_thread=False)
    try:
        connection.executescript(_SETTINGS)
        connection.execute(_TABLE)
        wanted = mark(toolchain)
        said = _row(connection, "about", "toolchain")
        if said != wanted:
            connection.execute("DROP TABLE row")
            connection.execute(_TABLE)
            connection.execute("INSERT INTO row VALUES ('about', 'toolchain', ?, ?)", (wanted, _sum("about", "toolchain", wanted)))
        connection.commit()
    except BaseException:
        connection.close()
        raise
    return connection


def mark(toolchain: Digest) -> bytes:
    """What the store of a toolchain says of itself, in the row ``about``, ``toolchain``."""
    return f"{_FORMAT}:{toolchain}".encode()


def remove(path: Path) -> None:
    """Throw a store away."""
    for suffix in ("", "-journal", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).unlink()


def _row(connection: sqlite3.Connection, kind: str, key: str) -> bytes | None:
    row = connection.execute("SELECT data, sum FROM row WHERE kind = ? AND key = ?", (kind, key)).fetchone()
    if row is None:
        return None
    _check(kind, key, *row)
    return bytes(row[0])


def _keys(connection: sqlite3.Connection, kind: str) -> frozenset[str]:
    return frozenset(key for (key,) in connection.execute("SELECT key FROM row WHERE kind = ?", (kind,)))


def _sum(kind: str, key: str, data: bytes) -> bytes:
    return hashlib.blake2b(f"{kind}\n{key}\n".encode("utf-8", "surrogatepass") + data, digest_size=8).digest()


def _check(kind: str, key: object, data: object, checksum: object) -> None:
    if not isinstance(key, str) or not isinstance(data, bytes) or _sum(kind, key, data) != checksum:
        raise Doubtful("a row is damaged")
