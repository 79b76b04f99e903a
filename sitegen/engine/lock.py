"""One build of a publication at a time: the lock of its state folder."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["Busy", "lock"]


class Busy(Exception):
    """Another build holds the lock; ``pid`` is its process, 0 when it has not said."""

    def __init__(self, pid: int) -> None:
        super().__init__(f"another build is running (process {pid})" if pid else "another build is running")
        self.pid = pid


@contextmanager
def lock(folder: Path, *, wait: bool = False) -> Iterator[None]:
    """Hold the only build of the state ``folder``; raises Busy at once unless told to wait.

    The kernel lets go of a ``flock`` when its process dies, so no lock is ever stale.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            holder = os.pread(handle, 20, 0).strip()
            raise Busy(int(holder) if holder.isdigit() else 0) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, b"%d\n" % os.getpid(), 0)
        try:
            yield
        finally:
            os.ftruncate(handle, 0)
            fcntl.flock(handle, fcntl.LOCK_UN)
    finally:
        os.close(handle)
