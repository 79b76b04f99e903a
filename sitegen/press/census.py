"""Which files the publication has, and which of them changed: the census that every build takes.

A file whose state on disk (size, times, inode) is the one it was last read in is not read again; nothing else is ever decided by
a state.  As git does with files that are "racily clean", a state is trusted only when it is older than the clock's grain
at the time it was read: a later edit must then show (git, Documentation/technical/racy-git.txt).  The clock is the disk's own.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sitegen.core.diagnostics import Diagnostic
from sitegen.files import MEDIA, Gate, is_passed_over

__all__ = ["FOLDERS", "Census", "State", "disk_time", "links", "state_of", "take", "trusted"]

FOLDERS = ("content", "static", "themes", "ledger")

State = tuple[int, int, int, int]
"""Size, mtime and ctime in nanoseconds, inode."""
_GRAIN = 20_000_000
"""Nanoseconds: twice the tick of Linux kernels that count 100 a second."""
_COARSE = 2_000_000_000
"""The grain of file systems that keep whole seconds, or every second one (FAT)."""


@dataclass(frozen=True, slots=True)
class Census:
    """The state of every file of FOLDERS by path, sorted, what was refused, and the disk's time when it was taken."""

    files: Mapping[str, State]
    refused: tuple[Diagnostic, ...]
    at: int


def take(gate: Gate, clock: Path, before: Census | None = None, hints: Iterable[str] | None = None) -> Census:
    """The census of today.  With ``before`` and ``hints``, only what the hinted paths (files or folders) name is looked at."""
    at = disk_time(clock)
    if before is None or hints is None:
        return _whole(gate, at)
    files, refused = dict(before.files), list(before.refused)
    for hint in sorted({hint for hint in hints if hint.split("/")[0] in FOLDERS}):
        *above, name = hint.split("/")
        if any(is_passed_over(step) for step in above) or (is_passed_over(name) and above[:1] != ["static"]):
            continue
        inside = hint + "/"
        if hint in files or not os.path.lexists(gate.root / hint) or (gate.root / hint).is_file():
            files.pop(hint, None)
        for path in [path for path in files if path.startswith(inside)]:
            del files[path]
        refused = [one for one in refused if one.span.path != hint and not one.span.path.startswith(inside)]
        found, problems = gate.look(hint)
        files |= {path: state_of(seen) for path, seen in found.items()}
        refused += problems
    return Census(dict(sorted(files.items())), tuple(refused), at)


def _whole(gate: Gate, at: int) -> Census:
    files: dict[str, State] = {}
    refused: list[Diagnostic] = []
    for folder in (*FOLDERS, MEDIA) if gate.media else FOLDERS:
        found, problems = gate.survey(folder)
        files |= {path: state_of(seen) for path, seen in found.items()}
        refused += problems
    return Census(files, tuple(refused), at)


def state_of(seen: os.stat_result) -> State:
    """What of a file's state is compared."""
    return (seen.st_size, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_ino)


def links(top: str, paths: Iterable[str]) -> frozenset[str]:
    """Of the folders of a tree that these paths lie in, those that are symbolic links.

    To list a folder once is cheaper than to look at each that is in it.
    """
    folders = {path.rpartition("/")[0] for path in paths} - {""}
    aboves: set[str] = set()
    level = folders
    while level := {folder.rpartition("/")[0] for folder in level if folder} - aboves:
        aboves |= level
    folders |= aboves - {""}
    found: set[str] = set()
    for above in aboves:
        try:
            with os.scandir(f"{top}/{above}") as entries:
                linked = [entry.name for entry in entries if entry.is_symlink()]
            found.update(f"{above}/{name}" if above else name for name in linked)
        except OSError:  # a folder may be entered and not listed
            found.update(folder for folder in folders if folder.rpartition("/")[0] == above and os.path.islink(f"{top}/{folder}"))
    return frozenset(found & folders)


def trusted(state: State, at: int) -> bool:
    """Whether a file whose bytes were read at the disk's time ``at``, or later, can't change without its state changing."""
    grain = _COARSE if state[1] % 1_000_000_000 == state[2] % 1_000_000_000 == 0 else _GRAIN
    return state[2] + grain < at


def disk_time(clock: Path) -> int:
    """The time of the disk that holds the file ``clock``, in nanoseconds; the file is made where it is not there."""
    clock.touch()
    os.utime(clock)
    return clock.stat().st_mtime_ns
