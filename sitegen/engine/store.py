"""What builds remember between runs: one SQLite file of parsed values and of traces.

It is never the only copy of anything: a store of another toolchain, or in any doubt (a flipped bit, a file cut short), is thrown away
and the build is clean.  Every row carries a checksum.  Only the process that holds the lock opens it; memo rows are found by what
they were made of, so that an interrupted build leaves nothing wrong; traces go in with one transaction at the end.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sitegen.core.task import Digest, bytes_digest
from sitegen.engine.incremental import Read, Trace

__all__ = ["Doubtful", "Store", "opened", "remove"]

_FORMAT = "1"
_KEPT_RUNS = 20
"""A memo that this many builds with news have not used is forgotten."""
_TABLES = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS memo (key TEXT PRIMARY KEY, text TEXT NOT NULL, sum TEXT NOT NULL, run INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS trace (output TEXT, path TEXT, text TEXT NOT NULL, sum TEXT NOT NULL, PRIMARY KEY (output, path)) WITHOUT ROWID;
"""


class Store:
    """An open store.  ``doubt`` says why an earlier one was thrown away, '' where it was not."""

    def __init__(self, connection: sqlite3.Connection, doubt: str) -> None:
        self._connection, self.doubt = connection, doubt
        self._run = int(self._about("run") or "0") + 1
        self._used: list[str] = []
        self._has_news = False

    def memo(self, key: Digest) -> str | None:
        """What was remembered under ``key``; raises :class:`Doubtful` where it is not what was written."""
        row = self._connection.execute("SELECT text, sum, run FROM memo WHERE key = ?", (key,)).fetchone()
        if row is None:
            return None
        text, checksum, run = row
        _check(key, text, checksum)
        if run < self._run - _KEPT_RUNS // 2:
            self._used.append(key)
        return str(text)

    def remember(self, key: Digest, text: str) -> None:
        """Keep ``text`` under ``key``."""
        self._connection.execute("INSERT OR REPLACE INTO memo VALUES (?, ?, ?, ?)", (key, text, _sum(key, text), self._run))
        self._has_news = True

    def traces(self, output: str) -> Mapping[str, Trace]:
        """The traces of an output folder's files, by path."""
        found = {}
        for path, text, checksum in self._connection.execute("SELECT path, text, sum FROM trace WHERE output = ?", (output,)):
            _check(path, text, checksum)
            key, digest, *reads = json.loads(text)
            found[path] = Trace(key, tuple(Read(question, _tuples(arguments), answer) for question, arguments, answer in reads), digest)
        return found

    def keep(self, output: str, traces: Mapping[str, Trace]) -> None:
        """Put the traces of a finished build in the place of the last one's, and forget memos that no build of late has used.

        Where nothing is new, nothing is written.
        """
        old = dict(self._connection.execute("SELECT path, sum FROM trace WHERE output = ?", (output,)))
        rows = []
        for path, trace in traces.items():
            text = json.dumps([trace.key, trace.output_digest, *([r.question, r.arguments, r.digest] for r in trace.reads)], ensure_ascii=False)
            checksum = _sum(path, text)
            if old.pop(path, None) != checksum:
                rows.append((output, path, text, checksum))
        if rows or old or self._used or self._has_news:
            self._connection.executemany("INSERT OR REPLACE INTO trace VALUES (?, ?, ?, ?)", rows)
            self._connection.executemany("DELETE FROM trace WHERE output = ? AND path = ?", [(output, path) for path in old])
            self._connection.executemany("UPDATE memo SET run = ? WHERE key = ?", [(self._run, key) for key in self._used])
            self._connection.execute("DELETE FROM memo WHERE run < ?", (self._run - _KEPT_RUNS,))
            self._connection.execute("INSERT OR REPLACE INTO about VALUES ('run', ?)", (str(self._run),))
            self._connection.commit()

    def commit(self) -> None:
        """Let what was remembered so far outlive this process."""
        self._connection.commit()

    def _about(self, name: str) -> str:
        row = self._connection.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""


class Doubtful(Exception):
    """Something in the store is not what was written."""


@contextmanager
def opened(path: Path, toolchain: Digest) -> Iterator[Store]:
    """The store at ``path`` for this toolchain; another toolchain's, or a doubtful one, gives way to an empty one."""
    doubt = ""
    try:
        connection = _connected(path, toolchain)
    except (sqlite3.DatabaseError, Doubtful) as error:
        doubt = str(error)
        remove(path)
        connection = _connected(path, toolchain)
    try:
        yield Store(connection, doubt)
    except (sqlite3.DatabaseError, json.JSONDecodeError) as error:
        raise Doubtful(str(error)) from error
    finally:
        connection.close()


def _connected(path: Path, toolchain: Digest) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level="DEFERRED")
    try:
        connection.executescript(_TABLES)
        said = dict(connection.execute("SELECT name, value FROM about WHERE name = 'toolchain'"))
        wanted = f"{_FORMAT}:{toolchain}"
        if said.get("toolchain") != wanted:
            for table in ("about", "memo", "trace"):
                connection.execute(f"DELETE FROM {table}")
            connection.execute("INSERT INTO about VALUES ('toolchain', ?)", (wanted,))
        elif connection.execute("PRAGMA quick_check").fetchone() != ("ok",):
            raise Doubtful("the file is damaged")
        connection.commit()
    except BaseException:
        connection.close()
        raise
    return connection


def remove(path: Path) -> None:
    """Throw a store away."""
    for suffix in ("", "-journal", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            path.with_name(path.name + suffix).unlink()


def _sum(key: str, text: str) -> Digest:
    return bytes_digest(f"{key}\n{text}".encode("utf-8", "surrogatepass"))


def _check(key: str, text: str, checksum: str) -> None:
    if _sum(key, text) != checksum:
        raise Doubtful("a row is damaged")


def _tuples(value: Any) -> Any:
    """JSON's lists as the tuples that questions take."""
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value
