"""Putting outputs on disk so that a reader, or a power cut, never meets half a site.

Changed bytes are staged under hidden names in the output folder and synced; then the
plan becomes the journal by one rename.  Before that rename the site is as it was, and
the next run throws the staged files away.  After it the next run carries the plan to
its end.  The plan: clear what stands in the way, put files in place in publishing
rank, prune, and last of all the manifest, which lists our files and marks the folder
as ours.  Only paths of the previous manifest are ever deleted.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sitegen.core.task import Digest, bytes_digest

__all__ = ["JOURNAL", "MANIFEST", "Busy", "OutputRefused", "Written", "clear", "lock", "standing", "write"]

MANIFEST = ".sitegen-manifest"
JOURNAL = ".sitegen-journal"
PLAN = ".sitegen-plan"
STAGE = ".sitegen-stage-"


class OutputRefused(Exception):
    """The output folder, or something in it, is not ours to write; the message says what to do."""


class Busy(Exception):
    """Another build holds the lock; ``pid`` is its process, 0 when it has not said."""

    def __init__(self, pid: int) -> None:
        super().__init__(f"another build is running (process {pid})" if pid else "another build is running")
        self.pid = pid


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did, each tuple sorted by path."""

    written: tuple[str, ...]
    deleted: tuple[str, ...]
    unchanged: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    """All that follows the journal's rename; every step may be repeated."""

    clear: tuple[str, ...]
    place: tuple[tuple[str, str], ...]
    delete: tuple[str, ...]


def write(output: Path, files: Mapping[str, bytes], ranks: Mapping[str, int], *, kept: Iterable[str] = ()) -> Written:
    """Make ``output`` hold exactly ``files`` and the ``kept`` outputs of the last write.

    ``ranks`` gives the publishing rank of every path of ``files``.  A kept path must
    stand in the previous manifest.  Raises OutputRefused before anything is touched.
    """
    kept = tuple(kept)
    _check_paths({*files, *kept})
    before = _opened(output)
    held = {path: before[path] for path in _held(output, before, files, kept)}
    after = held | {path: bytes_digest(data) for path, data in files.items()}
    for path in before.keys() | after.keys():
        _check_parents(output, path, before.keys() - after.keys())
    changed = [path for path in files if not _stands(output, path, files[path], before)]
    gone = before.keys() - after.keys()
    _check_in_the_way(output, changed, gone)
    deleted = tuple(sorted(path for path in gone if os.path.lexists(output / path)))
    if changed or before != after:
        changed.sort(key=lambda path: (ranks[path], path))
        _publish(output, {path: files[path] for path in changed} | {MANIFEST: _manifest(after)}, gone)
    return Written(tuple(sorted(changed)), deleted, tuple(sorted(after.keys() - set(changed))))


def standing(output: Path) -> Mapping[str, Digest]:
    """Our outputs that are on disk with the very bytes of the manifest; finishes an interrupted write first."""
    if not os.path.lexists(output):
        return {}
    recorded = _opened(output)
    return {
        path: expected for path, expected in recorded.items()
        if not _linked_parent(output, path)
        and _is_file(output / path) and bytes_digest((output / path).read_bytes()) == expected
    }


def clear(output: Path) -> tuple[str, ...]:
    """Remove our outputs, our mark, and the folder where nothing else is in it; gives what was removed."""
    if not os.path.lexists(output):
        return ()
    gone = write(output, {}, {}).deleted
    (output / MANIFEST).unlink()
    with suppress(OSError):
        output.rmdir()
    return gone


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


# The folder and its manifest


def _opened(output: Path) -> dict[str, Digest]:
    """The previous manifest of a folder made sure to be ours, any interrupted write settled."""
    _check_folder(output)
    output.mkdir(parents=True, exist_ok=True)
    if not _is_file(output / MANIFEST):
        (output / MANIFEST).touch(exist_ok=False)
    if _is_file(output / JOURNAL):
        _carry_out(output, _journal(output))
    elif os.path.lexists(output / PLAN):
        _discard(output)
    return _recorded(output)


def _check_folder(output: Path) -> None:
    if output.is_symlink():
        raise OutputRefused(f"the output folder {output} is a symbolic link; name the folder itself")
    if output.exists() and not output.is_dir():
        raise OutputRefused(f"the output folder {output} is a file; choose another name or remove it")
    if output.resolve() == output.resolve().parent:
        raise OutputRefused(f"the output folder {output} is the root of the disk; choose another folder")
    if output.is_dir() and not _is_file(output / MANIFEST) and any(output.iterdir()):
        raise OutputRefused(
            f"the output folder {output} is not empty and was not made by sitegen (it has no {MANIFEST}); "
            "choose another folder, or empty this one"
        )


def _manifest(digests: Mapping[str, Digest]) -> bytes:
    rows = (json.dumps({"path": path, "digest": digests[path]}, ensure_ascii=False) for path in sorted(digests))
    return "".join(row + "\n" for row in rows).encode()


def _recorded(output: Path) -> dict[str, Digest]:
    try:
        rows = [json.loads(row) for row in (output / MANIFEST).read_bytes().splitlines()]
        digests = {str(row["path"]): str(row["digest"]) for row in rows}
        _check_paths(digests)
    except (ValueError, KeyError, TypeError) as error:
        raise OutputRefused(f"{output / MANIFEST} is damaged; remove the folder {output} and build again") from error
    return digests


def _journal(output: Path) -> _Plan:
    try:
        plan = json.loads((output / JOURNAL).read_bytes())
        place = tuple((str(stage), str(target)) for stage, target in plan["place"])
        made = _Plan(tuple(map(str, plan["clear"])), place, tuple(map(str, plan["delete"])))
        # Apart, because what is cleared was a file where now a folder comes, or the reverse.
        for paths in ((*made.clear, *made.delete), (target for _, target in place if target != MANIFEST)):
            _check_paths(paths)
        for stage, _ in place:
            folder, _, name = stage.rpartition("/")
            _check_paths({folder} - {""})
            if not name.startswith(STAGE):
                raise ValueError(stage)
    except (ValueError, KeyError, TypeError) as error:
        raise OutputRefused(f"{output / JOURNAL} is damaged; remove the folder {output} and build again") from error
    return made


# What may be written


def _check_paths(paths: Iterable[str]) -> None:
    """Raises ValueError for a path that could leave the folder, is one of our marks, or is file and folder at once."""
    known = set(paths)
    for path in known:
        pieces = path.split("/")
        if any(piece in {"", ".", ".."} or piece.startswith(".sitegen-") or "\0" in piece for piece in pieces):
            raise ValueError(f"{path!r} is no path of an output")
        for parent in _parents(path):
            if parent in known:
                raise ValueError(f"{parent!r} is to be a file and, for {path!r}, a folder")


def _check_parents(output: Path, path: str, gone: Iterable[str]) -> None:
    """Refuses a path that a symbolic link would lead elsewhere, or that a foreign file blocks."""
    if link := _linked_parent(output, path):
        raise OutputRefused(f"{output / link} is a symbolic link, and {path} would be written through it; remove it")
    for parent in _parents(path):
        if _is_file(output / parent) and parent not in gone and path not in gone:
            raise OutputRefused(f"{output / parent} is in the way of {path} and was not made by sitegen; remove it")


def _linked_parent(output: Path, path: str) -> str:
    return next((parent for parent in _parents(path) if (output / parent).is_symlink()), "")


def _held(output: Path, before: Mapping[str, Digest], files: Mapping[str, bytes], kept: Iterable[str]) -> set[str]:
    held = set(kept)
    for path in sorted(held):
        if path in files or path not in before or not _is_file(output / path):
            raise ValueError(f"{path!r} can't be kept: it is made anew, or is not there")
    return held


def _stands(output: Path, path: str, data: bytes, before: Mapping[str, Digest]) -> bool:
    """Whether the file has these bytes already; refuses a thing under its name that is not ours."""
    target = output / path
    if not os.path.lexists(target) or (target.is_dir() and not target.is_symlink()):
        return False
    if path not in before or not _is_file(target):
        raise OutputRefused(f"{target} was not made by sitegen, and an output has the same name; move it away")
    return target.stat().st_size == len(data) and target.read_bytes() == data


def _check_in_the_way(output: Path, changed: Iterable[str], gone: Iterable[str]) -> None:
    """A folder under the name of an output may go only if all in it was ours and goes."""
    ours = {str(output / path) for path in gone}
    for path in changed:
        for folder, folders, names in os.walk(output / path):
            links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
            empty = [] if folders or names else [""]
            for name in (*names, *links, *empty):
                if (found := os.path.join(folder, name)) not in ours:
                    raise OutputRefused(f"{found} is in the way of {path} and was not made by sitegen; move it away")


# Publishing


def _publish(output: Path, files: Mapping[str, bytes], gone: Iterable[str]) -> None:
    """Stage ``files`` in their order, turn the plan into the journal, and carry it out."""
    in_the_way = {old for old in gone if any(_nested(old, path) for path in files)}
    place = tuple((_stage(output, path, number), path) for number, path in enumerate(files))
    plan = _Plan(tuple(sorted(in_the_way)), place, tuple(sorted(set(gone) - in_the_way)))
    row = {"clear": plan.clear, "place": plan.place, "delete": plan.delete}
    try:
        (output / PLAN).write_text(json.dumps(row), encoding="utf-8")
        for stage, path in place:
            (output / stage).write_bytes(files[path])
        os.sync()
    except OSError:
        _discard(output)
        raise
    os.replace(output / PLAN, output / JOURNAL)
    _sync_folder(output)
    _carry_out(output, plan)


def _stage(output: Path, path: str, number: int) -> str:
    """A hidden name in the nearest folder that exists: the same disk, and no folder is made too early."""
    near = [parent for parent in _parents(path) if (output / parent).is_dir()]
    return f"{near[-1]}/{STAGE}{number}" if near else f"{STAGE}{number}"


def _carry_out(output: Path, plan: _Plan) -> None:
    """Do what is left of the plan; a staged file that is gone is in place already."""
    for path in (*plan.clear, *plan.delete, *(target for _, target in plan.place)):
        if link := _linked_parent(output, path):
            raise OutputRefused(f"{output / link} is a symbolic link, and {path} lies behind it; remove it")
    _prune(output, plan.clear)
    for stage, target in plan.place:
        if target == MANIFEST:
            _prune(output, plan.delete)
        if not _is_file(output / stage):
            continue
        (output / target).parent.mkdir(parents=True, exist_ok=True)
        os.replace(output / stage, output / target)
    (output / JOURNAL).unlink()


def _prune(output: Path, paths: Iterable[str]) -> None:
    """Delete files of ours, and the folders that become empty."""
    for path in paths:
        with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
            (output / path).unlink()
        for parent in reversed(_parents(path)):
            try:
                (output / parent).rmdir()
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError as error:
                if error.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
                    raise
                break


def _discard(output: Path) -> None:
    """Throw away what was staged for a plan that never became a journal."""
    for folder, _, names in os.walk(output):
        for name in names:
            if name.startswith(STAGE):
                os.unlink(os.path.join(folder, name))
    (output / PLAN).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _parents(path: str) -> tuple[str, ...]:
    """``a/b/c`` → ``a``, ``a/b``."""
    pieces = path.split("/")
    return tuple("/".join(pieces[:count]) for count in range(1, len(pieces)))


def _nested(one: str, other: str) -> bool:
    """Whether one path lies inside the other."""
    return one.startswith(other + "/") or other.startswith(one + "/")


def _is_file(path: Path) -> bool:
    """A regular file by its own name, not through a link."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False
