"""Building again when a file changes; the only door to watchdog.

Events are hints: they say where to look, and a look at everything settles the truth once the dust has.  Opening and reading count
for nothing, or a build would wake itself.  Neither do the temporary names editors save through (Vim ``4913``, ``.x.swp``, ``x~``;
Emacs ``.#x``, ``#x#``), nor a folder's own "modified", which only echoes what happened inside it.
"""

from __future__ import annotations

import ctypes
import errno
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
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

__all__ = ["FOLDERS", "is_temporary", "watch"]

FOLDERS = ("content", "static", "themes", "ledger", "plugins")
"""What is watched beside sitegen.toml; never the output, nor what builds remember."""
COUNTED: tuple[type[FileSystemEvent], ...] = (
    FileCreatedEvent, FileModifiedEvent, FileClosedEvent, FileMovedEvent, FileDeletedEvent,
    DirCreatedEvent, DirMovedEvent, DirDeletedEvent,
)  # fmt: skip
_WHOLE = (FileClosedEvent, FileMovedEvent, FileDeletedEvent, DirMovedEvent, DirDeletedEvent)
"""Events after which a file is whole; after others more will come at once."""
_REMOTE = ("nfs", "cifs", "smb", "9p", "fuse", "afs", "ceph", "lustre", "vboxsf")
"""Kinds of file system whose changes inotify may not tell of."""

GLANCE = 0.1
"""Seconds between two looks at ``stop``."""
QUIET, AT_MOST = 0.1, 1.0
"""A storm is over after so many seconds of quiet, and is not waited for longer than that."""
STORM = 0.5
"""A change so soon after a build belongs to a storm; any other is built at once."""
SETTLED = 2.0
"""So long after the last event everything is looked at once."""
TRUTH = 60.0
"""And so often anyway: silence is no proof (FAULTS 91)."""
POLL = 1.0

Build = Callable[[frozenset[str] | None], float | None]
Say = Callable[[str], None]


def watch(root: Path, build: Build, *, ignore: tuple[Path, ...], stop: threading.Event, say: Say, poll: bool = False) -> None:
    """Call ``build`` after changes in the publication at ``root`` until ``stop`` is set.

    ``build(hints)`` gets the paths, from ``root``, that changed (files or folders), or None to look at everything; it gives
    the seconds after which the site changes by itself, or None.  The first change after quiet is built at once, later ones
    are gathered.  ``build`` runs in the caller's thread and reports its own errors; an exception it lets out ends the watch.
    ``say`` is told in one line when the watch can't be relied upon; ``poll`` looks for itself instead of being told.
    """
    _Watch(root.resolve(), build, tuple(path.resolve() for path in ignore), stop, say, poll).run()


class _Watch:
    def __init__(self, root: Path, build: Build, ignore: tuple[Path, ...], stop: threading.Event, say: Say, poll: bool) -> None:
        self._root, self._build, self._stop, self._say = root, build, stop, say
        self._notice = _Notice(root, ignore)
        self._is_polling = poll or self._is_remote()
        self._due: float | None = None
        self._ended = 0.0
        self._truth = time.monotonic() + SETTLED  # what changed while the eyes were opened

    def run(self) -> None:
        while not self._stop.is_set():
            if not self._root.is_dir():
                self._await_root()
                continue
            with _Reports(self._notice):
                eyes = self._open_eyes()
                try:
                    self._look(eyes)
                finally:
                    eyes.close()

    def _look(self, eyes: _Eyes | _Polling) -> None:
        """Build until the eyes must be opened anew."""
        inode = _inode(self._root)
        while not self._stop.is_set():
            came = self._notice.came.wait(GLANCE)
            if _inode(self._root) != inode:
                return
            if came:
                self._gather()
                hints, doubt, is_new = self._notice.take()
                if doubt and not self._is_polling:
                    self._say(f"some changes may have been missed ({doubt}): looking at everything")
                    self._is_polling = self._is_polling or "limit" in doubt
                if not eyes.are_open() and not self._is_polling:
                    is_new = True
                self._run(None if doubt or is_new else hints)
                if is_new or "limit" in doubt:
                    return
                self._truth = time.monotonic() + SETTLED
            elif self._due is not None and time.monotonic() >= self._due:
                self._run(None)
            elif time.monotonic() >= self._truth:
                self._run(None)
                self._truth = time.monotonic() + TRUTH
                if not self._is_polling and _is_at_limit(self._root):
                    self._notice.doubt("the system's limit of watches is reached, fs.inotify.max_user_watches")

    def _gather(self) -> None:
        """Wait while files are half written, and while a storm lasts."""
        begun = time.monotonic()
        is_storm = begun - self._ended < STORM
        while (is_storm or not self._notice.is_whole()) and time.monotonic() - begun < AT_MOST and not self._stop.is_set():
            count = self._notice.count
            time.sleep(QUIET)
            if self._notice.count == count:
                break

    def _run(self, hints: frozenset[str] | None) -> None:
        seconds = self._build(hints)
        self._ended = time.monotonic()
        self._due = None if seconds is None else time.monotonic() + max(seconds, 0.0)

    def _await_root(self) -> None:
        self._say(f"{self._root} is not there any more: waiting for it, the last site stays")
        while not self._root.is_dir():
            if self._stop.wait(GLANCE):
                return
        self._say(f"{self._root} is back")
        self._run(None)

    def _open_eyes(self) -> _Eyes | _Polling:
        if not self._is_polling:
            try:
                return _Eyes(self._root, self._notice)
            except OSError as error:
                limit = error.errno in {errno.ENOSPC, errno.EMFILE}
                why = "the system's limit of watches is reached (fs.inotify.max_user_watches)" if limit else str(error.strerror)
                self._say(f"changes can't be watched for, {why}: looking every {POLL:.0f} s instead")
                self._is_polling = True
        return _Polling(self._root, self._notice)

    def _is_remote(self) -> bool:
        kind = _file_system(self._root)
        if kind.startswith(_REMOTE):
            self._say(f"the publication is on a network disk ({kind}), which may not tell of changes: looking every {POLL:.0f} s instead")
            return True
        return False


class _Notice(FileSystemEventHandler):
    """What events have said since the last look."""

    def __init__(self, root: Path, ignored: tuple[Path, ...]) -> None:
        self.came = threading.Event()
        self.count = 0
        self._root, self._ignored = str(root), tuple(str(path) for path in ignored)
        self._lock = threading.Lock()
        self._hints: set[str] = set()
        self._written: set[str] = set()
        self._doubt = ""
        self._is_new = False

    def dispatch(self, event: FileSystemEvent) -> None:
        if not isinstance(event, COUNTED):
            return
        # A move counts for both its ends: an article may arrive by one, and leave by one.
        named = [path for place in (event.src_path, event.dest_path) if place and (path := self._counted(os.fsdecode(place)))]
        if named:
            self.add(named, is_whole=isinstance(event, _WHOLE))

    def add(self, paths: list[str], *, is_whole: bool = True) -> None:
        """These paths changed; ``is_whole``: and nobody is writing them any more."""
        with self._lock:
            self._written = self._written.difference(paths) if is_whole else self._written.union(paths)
            self._hints.update(paths)
            self._is_new = self._is_new or any(path in FOLDERS for path in paths)
            self.count += 1
        self.came.set()

    def doubt(self, why: str) -> None:
        """Events were lost."""
        with self._lock:
            self._doubt = why
        self.came.set()

    def is_whole(self) -> bool:
        """Whether no file that changed is still being written, as far as events tell."""
        with self._lock:
            return not self._written

    def take(self) -> tuple[frozenset[str], str, bool]:
        """The paths, why some may be missing ('' where none is), and whether a watched folder itself came or went."""
        with self._lock:
            self.came.clear()
            taken = frozenset(self._hints), self._doubt, self._is_new
            self._hints, self._doubt, self._is_new, self._written = set(), "", False, set()
        return taken

    def _counted(self, place: str) -> str:
        """A path from the root; '' where it does not count."""
        if not place.startswith(self._root + os.sep) or is_temporary(os.path.basename(place)):
            return ""
        if any(place == path or place.startswith(path + os.sep) for path in self._ignored):
            return ""
        path = place[len(self._root) + 1 :].replace(os.sep, "/")
        is_ours = path.split("/")[0] in FOLDERS or ("/" not in path and path.endswith(".toml"))
        return path if is_ours else ""


class _Eyes:
    """The system's own notice of changes."""

    def __init__(self, root: Path, notice: _Notice) -> None:
        self._observer = Observer()
        self._observer.schedule(notice, str(root), recursive=False, event_filter=list(COUNTED))
        for folder in FOLDERS:
            if (root / folder).is_dir():
                self._observer.schedule(notice, str(root / folder), recursive=True, event_filter=list(COUNTED))
        try:
            self._observer.start()
        except BaseException:
            self._observer.unschedule_all()
            raise

    def are_open(self) -> bool:
        """Whether every part still looks; one ends with the folder it looks at."""
        return self._observer.is_alive() and all(emitter.is_alive() for emitter in self._observer.emitters)

    def close(self) -> None:
        self._observer.stop()
        self._observer.join()


class _Polling:
    """Looking for oneself, where the system tells nothing."""

    def __init__(self, root: Path, notice: _Notice) -> None:
        self._root, self._notice = root, notice
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._poll, name="sitegen-polling", daemon=True)
        self._seen = dict(_states(root))
        self._thread.start()

    def _poll(self) -> None:
        took = 0.0
        while not self._end.wait(max(POLL, 10 * took)):
            begun = time.monotonic()
            seen = dict(_states(self._root))
            took = time.monotonic() - begun
            if not self._root.is_dir():
                continue
            if changed := [path for path in seen.keys() | self._seen.keys() if seen.get(path) != self._seen.get(path)]:
                self._notice.add(changed)
            self._seen = seen

    def are_open(self) -> bool:
        return self._thread.is_alive()

    def close(self) -> None:
        self._end.set()
        self._thread.join()


class _Reports(logging.Handler):
    """Hears watchdog's own warnings: a queue that overflowed, a watch that could not be added."""

    def __init__(self, notice: _Notice) -> None:
        super().__init__(logging.WARNING)
        self._notice = notice
        self._logger = logging.getLogger("watchdog")

    def emit(self, record: logging.LogRecord) -> None:
        self._notice.doubt(record.getMessage()[:200])

    def __enter__(self) -> None:
        self._before = self._logger.propagate
        self._logger.propagate = False
        self._logger.addHandler(self)

    def __exit__(self, *_: object) -> None:
        self._logger.removeHandler(self)
        self._logger.propagate = self._before


def is_temporary(name: str) -> bool:
    """Whether an editor, or our own writer, uses such a file name on the way to the real one."""
    return (
        name == "4913"
        or name.startswith((".#", ".sitegen-"))
        or name.endswith(("~", ".swp", ".swo", ".swx", ".tmp"))
        or (len(name) > 2 and name[0] == name[-1] == "#")
    )


def _states(root: Path) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """Every file below the watched folders, and sitegen.toml, with size, mtime and inode."""
    waiting = [(folder, root / folder) for folder in FOLDERS]
    try:
        yield from [(entry.name, _state(entry)) for entry in os.scandir(root) if entry.name.endswith(".toml")]
    except OSError:
        return
    while waiting:
        name, folder = waiting.pop()
        try:
            entries = list(os.scandir(folder))
        except OSError:
            continue
        for entry in entries:
            path = f"{name}/{entry.name}"
            try:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((path, folder / entry.name))
                elif not is_temporary(entry.name):
                    yield path, _state(entry)
            except OSError:
                continue


def _state(entry: os.DirEntry[str]) -> tuple[int, int, int]:
    seen = entry.stat(follow_symlinks=False)
    return (seen.st_size, seen.st_mtime_ns, seen.st_ino)


def _inode(root: Path) -> int:
    try:
        seen = os.stat(root)
    except OSError:
        return 0
    return seen.st_ino ^ (seen.st_dev << 32)


def _is_at_limit(root: Path) -> bool:
    """Whether no folder more can be watched; then some below may not be, of which watchdog says nothing."""
    library = ctypes.CDLL(None, use_errno=True)
    handle = library.inotify_init1(os.O_CLOEXEC)
    if handle < 0:
        return ctypes.get_errno() == errno.EMFILE
    try:
        return library.inotify_add_watch(handle, os.fsencode(root), 0x4) < 0 and ctypes.get_errno() == errno.ENOSPC
    finally:
        os.close(handle)


def _file_system(root: Path) -> str:
    """The kind of file system that holds ``root``; '' where the system does not say."""
    found = (0, "")
    try:
        with open("/proc/mounts", encoding="utf-8", errors="replace") as mounts:
            for line in mounts:
                _, place, kind, *_ = line.split(" ")
                place = place.replace("\\040", " ").rstrip("/")
                if f"{root}/".startswith(f"{place}/") and len(place) >= found[0]:
                    found = (len(place), kind)
    except OSError:
        return ""
    return found[1]
