"""Building again when a file changes; the only door to watchdog.

Opening and reading count for nothing, or a build would wake itself.  Neither do the
temporary names editors save through (Vim ``4913``, ``.x.swp``, ``x~``; Emacs ``.#x``,
``#x#``), nor a folder's own "modified", which only echoes what happened inside it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

__all__ = ["is_temporary", "watch"]

COUNTED: tuple[type[FileSystemEvent], ...] = (
    FileCreatedEvent, FileModifiedEvent, FileClosedEvent, FileMovedEvent, FileDeletedEvent,
    DirCreatedEvent, DirMovedEvent, DirDeletedEvent,
)  # fmt: skip

GLANCE = 0.1
"""Seconds between two looks at ``stop``."""


def watch(
    folders: Iterable[Path],
    build: Callable[[], None],
    *,
    ignore: tuple[Path, ...] = (),
    stop: threading.Event,
    debounce: float = 0.15,
) -> None:
    """Call ``build`` after changes under ``folders`` until ``stop`` is set.

    A build begins ``debounce`` seconds after the first change, with all that came in
    between; changes during a build are gathered for the next.  ``build`` runs in the
    caller's thread and reports its own errors; an exception it lets out ends the watch.
    """
    changed = threading.Event()
    notice = _Notice(changed, tuple(path.resolve() for path in ignore))
    observer = Observer()
    for folder in sorted({folder.resolve() for folder in folders}):
        observer.schedule(notice, str(folder), recursive=True, event_filter=list(COUNTED))
    observer.start()
    try:
        while not stop.is_set():
            if not changed.wait(GLANCE):
                continue
            if stop.wait(debounce):
                return
            changed.clear()
            build()
    finally:
        observer.stop()
        observer.join()


def is_temporary(name: str) -> bool:
    """Whether an editor, or our own writer, uses such a file name on the way to the real one."""
    return (
        name == "4913"
        or name.startswith((".#", ".sitegen-"))
        or name.endswith(("~", ".swp", ".swo", ".swx", ".tmp"))
        or (len(name) > 2 and name[0] == name[-1] == "#")
    )


class _Notice(FileSystemEventHandler):
    """Sets ``changed`` at each event that counts."""

    def __init__(self, changed: threading.Event, ignored: tuple[Path, ...]) -> None:
        self._changed = changed
        self._ignored = ignored

    def dispatch(self, event: FileSystemEvent) -> None:
        # A move counts for both its ends: an article may arrive by one, and leave by one.
        if isinstance(event, COUNTED) and any(map(self._counts, (event.src_path, event.dest_path))):
            self._changed.set()

    def _counts(self, place: str | bytes) -> bool:
        path = Path(os.fsdecode(place))
        return (
            bool(place) and not is_temporary(path.name) and not any(path.is_relative_to(root) for root in self._ignored)
        )
