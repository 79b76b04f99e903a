"""What builds of one publication remember: from run to run in two stores, from build to build of one process also here.

One store holds what the files mean, for every output; the other the site and the traces of one output folder.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from sitegen.config import Config
from sitegen.core.task import Digest
from sitegen.engine import store as stores
from sitegen.engine.store import Store
from sitegen.engine.table import Table
from sitegen.engine.traces import Traces
from sitegen.press.answers import Answers
from sitegen.press.intake import KINDS, Intake, Known
from sitegen.press.settled import READINGS

__all__ = ["Memory"]


class Memory:
    """Open for as long as its process builds.  ``intake``, ``desk`` and ``config`` are those of the last build.

    ``is_settled``: the last build was published, and the traces say where every output stands.  ``manifest``: the mark of a manifest,
    and the digests that it has.  ``doubt`` says why what earlier builds remembered is not used.
    """

    def __init__(self, runs: Mapping[str, Callable[..., Any]]) -> None:
        self._runs = runs
        self._open = ExitStack()
        self._places: tuple[tuple[Path, int], ...] = ()
        self._versions: tuple[int, ...] = ()
        self.doubt = ""
        self.readings: Store
        self.known: Table[Known]
        self.traces: Traces
        self._forget()

    def _forget(self) -> None:
        self.intake: Intake | None = None
        self.config: Config | None = None
        self.desk: Answers | None = None
        self.is_settled = False
        self.manifest: tuple[Digest, Mapping[str, Digest]] = ("", {})

    def ready(self, state: Path | None, name: str, toolchain: Digest) -> None:
        """Open the stores in the ``state`` folder (None: in a temporary one), or make sure that nobody else changed them.

        Only for whoever holds the lock.
        """
        if self._places and not self.is_gone:
            if self._versions == self._seen():
                return
            self._forget()
            self._hold(self.readings, self.traces.store)
            return
        self.close()
        if state is None:
            state = Path(self._open.enter_context(tempfile.TemporaryDirectory(prefix="sitegen-")))
        state.mkdir(parents=True, exist_ok=True)
        readings, traces = self._opened(state / READINGS, toolchain), self._opened(state / f"{name}.sqlite", toolchain)
        self.doubt = self.doubt or readings.doubt or traces.doubt
        self._places = tuple((store.path, _inode(store.path)) for store in (readings, traces))
        self._hold(readings, traces)

    @property
    def is_gone(self) -> bool:
        """Whether a store was deleted, or another put in its place, since it was opened."""
        return any(_inode(path) != inode for path, inode in self._places)

    def discard(self, doubt: str) -> None:
        """Throw away what the stores hold."""
        paths = [path for path, _ in self._places]
        self.close()
        for path in paths:
            stores.remove(path)
        self.doubt = doubt

    def undo(self) -> None:
        """The build was not published: what it found out of the files is kept, the rest is as before."""
        self.traces.undo()
        self.desk, self.is_settled = None, False

    def close(self) -> None:
        """Let go of the stores."""
        if self.desk:
            self.desk.bodies.close()
        self._open.close()
        self._open = ExitStack()
        self._places = ()
        self._forget()

    def _hold(self, readings: Store, traces: Store) -> None:
        self.readings, self.known, self.traces = readings, Table(readings, "file", Known, len(Known._fields), KINDS), Traces(traces, self._runs, KINDS)
        self._versions = self._seen()

    def _opened(self, path: Path, toolchain: Digest) -> Store:
        store = stores.opened(path, toolchain)
        self._open.callback(store.close)
        return store

    def _seen(self) -> tuple[int, ...]:
        return (self.readings.version(), self.traces.store.version())


def _inode(path: Path) -> int:
    try:
        return os.stat(path).st_ino
    except FileNotFoundError:
        return 0
