"""Putting outputs on disk so that a reader, or a power cut, never meets half a site.

Changed bytes are staged in a hidden folder inside the output folder, by whichever process
made them, and synced; then the plan becomes the journal by one rename.  Before that rename
the site is as it was, and the next run throws the staged files away.  After it the next run
carries the plan to its end.  The plan: clear what stands in the way, put files in place in publishing
rank, prune, and last of all the manifest, which lists our files, keeps the notes of who had them
written, and marks the folder as ours.  Only paths of the previous manifest are ever deleted.
"""

from __future__ import annotations

import errno
import json
import os
import re
import stat
from collections.abc import Callable, Container, Iterable, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sitegen.core.task import Digest, bytes_digest
from sitegen.engine import manifest as manifests
from sitegen.engine.manifest import JOURNAL, MANIFEST, PLAN, STAGE

__all__ = ["JOURNAL", "MANIFEST", "STAGE", "Output", "OutputRefused", "Staged", "Written", "clear", "stage", "write"]

_FEW = 16
"""So many files are synced one by one; more, with all the disk has to write."""


class OutputRefused(Exception):
    """The output folder, or something in it, is not ours to write; the message says what to do."""


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


@dataclass(frozen=True, slots=True)
class Staged:
    """Bytes that wait in the staging folder: their name there, their digest, and the publishing rank of what they become."""

    name: str
    digest: Digest
    rank: int


class Output:
    """An output folder made sure to be ours, any interrupted write settled.

    ``before``: the digest of each output of the last write, by path; ``mark`` the digest of the manifest that says so.
    ``remembered``, a mark and what it stood for, spares reading the same manifest again.
    Raises OutputRefused before anything is touched.
    """

    def __init__(self, folder: Path, remembered: tuple[Digest, Callable[[], Mapping[str, Digest]]] | None = None) -> None:
        self.folder = folder
        self._is_new = not os.path.lexists(folder)
        self.before: Mapping[str, Digest] = {}
        self.mark: Digest = ""
        self._listed = self._noted = b""
        if not self._is_new:
            data = _opened(folder)
            self.mark, (self._listed, self._noted) = bytes_digest(data), manifests.parted(data)
            self.before = remembered[1]() if remembered and remembered[0] == self.mark else _recorded(folder, data)

    @property
    def notes(self) -> dict[str, str]:
        """What the manifest of the last write says besides.  Raises OutputRefused."""
        try:
            return manifests.notes(self._noted)
        except ValueError as error:
            raise _damaged(self.folder, MANIFEST) from error

    def note(self, name: str) -> str:
        """One note of the manifest of the last write, '' where it has none of this name, or a damaged one."""
        return manifests.note(self._noted, name)

    @property
    def staging(self) -> Path:
        """The folder for :func:`stage`, empty at first; with it the output folder is made, where there is none."""
        if not os.path.lexists(self.folder):
            _opened(self.folder)
        (self.folder / STAGE).mkdir(exist_ok=True)
        return self.folder / STAGE

    def publish(self, staged: Mapping[str, Staged], kept: Iterable[str], notes: Mapping[str, str] | None = None, *, some: bool = False) -> Written:
        """Make the folder hold exactly ``staged`` and the ``kept`` outputs of the last write, which must be there.

        ``notes``: names and texts that the manifest keeps for the next write; None leaves those that it has, ``some`` all but these,
        each of which it must have.
        """
        noted_now = self._noted if notes is None else manifests.noted_anew(self._noted, notes) if some else manifests.quoted(notes)
        kept = set(kept)
        if wrong := kept & staged.keys() or kept - self.before.keys():
            raise ValueError(f"{min(wrong)!r} can't be kept: it is made anew, or was never made")
        gone = self.before.keys() - kept - staged.keys()
        unchanged, new = tuple([path for path in self.before if path in kept]), staged.keys() - self.before.keys()
        after = dict(self.before) if not gone else {path: self.before[path] for path in unchanged}
        after |= (changed := {path: one.digest for path, one in staged.items()})
        _check_paths(new, kept)
        _check_links(self.folder, {*staged, *gone})
        _check_places(self.folder, staged, self.before, gone)
        _check_in_the_way(self.folder, staged, gone)
        deleted = tuple(sorted(path for path in gone if os.path.lexists(self.folder / path)))
        if staged or self.before != after or self._noted != noted_now:
            order = sorted(staged, key=lambda path: (staged[path].rank, path))
            self._listed = manifests.listed(after) if gone or new or len(changed) > _FEW else manifests.listed_anew(self._listed, changed)
            manifest = self._listed + noted_now
            _publish(self.folder, [(staged[path].name, path) for path in order], manifest, gone)
            self.mark = bytes_digest(manifest)
        self.before, self._noted, self._is_new = after, noted_now, False
        self.discard()
        return Written(tuple(sorted(staged)), deleted, unchanged)

    def discard(self) -> None:
        """Throw away what was staged, and the folder where it was made for that alone; not what is to be carried out."""
        if _is_file(self.folder / JOURNAL):
            return
        _discard(self.folder)
        if self._is_new and os.path.lexists(self.folder) and not self.before:
            with suppress(OSError):
                (self.folder / MANIFEST).unlink()
                self.folder.rmdir()


def stage(staging: Path, name: str, data: bytes) -> None:
    """Put bytes into the staging folder, from any process; each needs a name of its own."""
    with open(staging / name, "xb") as file:
        file.write(data)


def write(folder: Path, files: Mapping[str, bytes], ranks: Mapping[str, int], *, kept: Iterable[str] = ()) -> Written:
    """Make ``folder`` hold exactly ``files`` and the ``kept`` outputs of the last write; bytes that stand already are not written.

    ``ranks`` gives the publishing rank of every path of ``files``.
    """
    kept = set(kept)
    _check_paths({*files, *kept})
    output = Output(folder)
    staged: dict[str, Staged] = {}
    try:
        for number, (path, data) in enumerate(files.items()):
            found = bytes_digest(data)
            if output.before.get(path) == found and digest_on_disk(folder, path) == found:
                kept.add(path)
            else:
                stage(output.staging, str(number), data)
                staged[path] = Staged(str(number), found, ranks[path])
        return output.publish(staged, kept)
    except BaseException:
        output.discard()
        raise


def digest_on_disk(folder: Path, path: str) -> Digest:
    """The digest of an output's bytes as they are; '' where it is no regular file of the folder."""
    if any(os.path.islink(f"{folder}/{parent}") for parent in _parents(path)) or not _is_file(folder / path):
        return ""
    return bytes_digest((folder / path).read_bytes())


def clear(output: Path) -> tuple[str, ...]:
    """Remove our outputs, our mark, and the folder where nothing else is in it; gives what was removed."""
    if not os.path.lexists(output):
        return ()
    gone = write(output, {}, {}).deleted
    (output / MANIFEST).unlink()
    with suppress(OSError):
        output.rmdir()
    return gone


# The folder and its manifest


def _opened(output: Path) -> bytes:
    """The bytes of the manifest of a folder made sure to be ours, any interrupted write settled."""
    _check_folder(output)
    output.mkdir(parents=True, exist_ok=True)
    if not _is_file(output / MANIFEST):
        (output / MANIFEST).touch(exist_ok=False)
    if _is_file(output / JOURNAL):
        _carry_out(output, _journal(output))
    _discard(output)
    return (output / MANIFEST).read_bytes()


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


def _recorded(output: Path, data: bytes) -> dict[str, Digest]:
    try:
        digests = manifests.outputs(data)
        _check_paths(digests)
    except ValueError as error:
        raise _damaged(output, MANIFEST) from error
    return digests


def _damaged(output: Path, name: str) -> OutputRefused:
    return OutputRefused(f"{output / name} is damaged; remove the folder {output} and build again")


def _journal(output: Path) -> _Plan:
    try:
        plan = json.loads((output / JOURNAL).read_bytes())
        place = tuple((str(stage), str(target)) for stage, target in plan["place"])
        made = _Plan(tuple(map(str, plan["clear"])), place, tuple(map(str, plan["delete"])))
        # Apart, because what is cleared was a file where now a folder comes, or the reverse.
        for paths in ((*made.clear, *made.delete), (target for _, target in place if target != MANIFEST)):
            _check_paths(paths)
        if wrong := [name for name, _ in place if "/" in name or name in {"", ".", ".."}]:
            raise ValueError(wrong)
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(output, JOURNAL) from error
    return made


# What may be written


_NO_PATH = re.compile(r"(?:^|/)(?:\.{0,2}(?:/|\Z)|\.sitegen-)|\0")


def _check_paths(paths: Iterable[str], beside: AbstractSet[str] = frozenset()) -> None:
    """Raises ValueError for a path that could leave the folder, is one of our marks, or is file and folder at once.

    ``beside``: paths that were checked before and stay.
    """
    new = set(paths)
    if (wrong := next((path for path in new if _NO_PATH.search(path)), None)) is not None:
        raise ValueError(f"{wrong!r} is no path of an output")
    folders: dict[str, str] = {}
    for path in (*new, *beside) if new else ():
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders[folder] = path
            folder = folder.rpartition("/")[0]
    if wrong := next((folder for folder in folders if folder in new or folder in beside), ""):
        raise ValueError(f"{wrong!r} is to be a file and, for {folders[wrong]!r}, a folder")


def _check_links(output: Path, paths: Iterable[str]) -> None:
    """Refuses a path that a symbolic link would lead elsewhere."""
    for folder, path in _folders(paths).items():
        if os.path.islink(f"{output}/{folder}"):
            raise OutputRefused(f"{output / folder} is a symbolic link, and {path} lies behind it; remove it")


def _check_places(output: Path, paths: Iterable[str], before: Container[str], gone: Container[str]) -> None:
    """Refuses to write where a file stands, or is in the way, that is not ours."""
    paths = tuple(paths)
    for path in paths:
        try:
            found = os.lstat(f"{output}/{path}").st_mode
        except (FileNotFoundError, NotADirectoryError):
            continue
        if not stat.S_ISDIR(found) and (path not in before or not stat.S_ISREG(found)):
            raise OutputRefused(f"{output / path} was not made by sitegen, and an output has the same name; move it away")
    for folder, path in _folders(paths).items():
        if folder not in gone and _is_file(output / folder):
            raise OutputRefused(f"{output / folder} is in the way of {path} and was not made by sitegen; remove it")


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


def _publish(output: Path, staged: list[tuple[str, str]], manifest: bytes, gone: Iterable[str]) -> None:
    """Stage the manifest, sync, turn the plan into the journal, and carry it out; ``staged`` are (name, path) in their order."""
    (output / STAGE).mkdir(parents=True, exist_ok=True)
    gone = set(gone)
    parents = {parent for _, path in staged for parent in _parents(path)}
    targets = {path for _, path in staged}
    folded = {path.casefold() for path in targets}  # some disks take two cases of a name for one file
    in_the_way = {old for old in gone if old in parents or old.casefold() in folded or any(parent in targets for parent in _parents(old))}
    (output / STAGE / MANIFEST).write_bytes(manifest)
    place = (*staged, (MANIFEST, MANIFEST))
    plan = _Plan(tuple(sorted(in_the_way)), place, tuple(sorted(gone - in_the_way)))
    (output / PLAN).write_text(json.dumps({"clear": plan.clear, "place": plan.place, "delete": plan.delete}), encoding="utf-8")
    if len(place) > _FEW:
        os.sync()
    else:
        for path in (*(output / STAGE / name for name, _ in place), output / PLAN, output / STAGE):
            _sync(path)
    os.replace(output / PLAN, output / JOURNAL)
    _sync(output)
    _carry_out(output, plan)


def _carry_out(output: Path, plan: _Plan) -> None:
    """Do what is left of the plan; a staged file that is gone is in place already."""
    _check_links(output, (*plan.clear, *plan.delete, *(target for _, target in plan.place)))
    _prune(output, plan.clear)
    for name, target in plan.place:
        if target == MANIFEST:
            _prune(output, plan.delete)
        staged, place = f"{output}/{STAGE}/{name}", f"{output}/{target}"
        try:
            os.replace(staged, place)
        except FileNotFoundError:
            if os.path.lexists(staged):
                os.makedirs(os.path.dirname(place), exist_ok=True)
                os.replace(staged, place)
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
    """Throw away what was staged for a plan that never became a journal, and the empty folder of one that did."""
    with suppress(FileNotFoundError):
        for name in os.listdir(output / STAGE):
            os.unlink(output / STAGE / name)
        os.rmdir(output / STAGE)
    with suppress(FileNotFoundError):
        os.unlink(output / PLAN)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _parents(path: str) -> tuple[str, ...]:
    """``a/b/c`` → ``a``, ``a/b``."""
    pieces = path.split("/")
    return tuple("/".join(pieces[:count]) for count in range(1, len(pieces)))


def _folders(paths: Iterable[str]) -> dict[str, str]:
    """Every folder above these paths, each with a path below it."""
    return {parent: path for path in paths for parent in _parents(path)}


def _is_file(path: Path) -> bool:
    """A regular file by its own name, not through a link."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False
