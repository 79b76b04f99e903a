"""Mending sources: the changes of a check written into the files they were found in, and nothing else of them touched.

The one place that writes to what an editor wrote.  A file is changed only while its bytes are those that were read, and every change
only where its words still stand; line ends, byte order mark, permissions and owner stay, and the file is replaced whole, so that
no power cut leaves half of it.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sitegen.core.proofs import Mend
from sitegen.core.task import Digest, bytes_digest

__all__ = ["Mended", "mend"]

_BOM = b"\xef\xbb\xbf"
_LINE_END = re.compile("\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Mended:
    """What was written: the changes of each file, and the files that were not touched because they had changed."""

    done: tuple[Mend, ...] = ()
    refused: tuple[str, ...] = ()


def mend(root: Path, mends: Iterable[Mend], digests: Mapping[str, Digest]) -> Mended:
    """Write ``mends`` into the files below ``root`` whose bytes have these digests.  Raises OSError."""
    by_path: dict[str, list[Mend]] = {}
    for one in sorted(set(mends)):
        by_path.setdefault(one.span.path, []).append(one)
    done: list[Mend] = []
    refused: list[str] = []
    for path, several in by_path.items():
        chosen = _mend_file(root / path, several, digests.get(path, ""))
        done += chosen or ()
        refused += [] if chosen is not None else [path]
    return Mended(tuple(done), tuple(refused))


def _mend_file(path: Path, mends: Sequence[Mend], digest: Digest) -> list[Mend] | None:
    """The changes that were made to one file; None where it is not the file that was read."""
    path = path.resolve()
    data = path.read_bytes()
    if bytes_digest(data) != digest:
        return None
    mark = _BOM if data.startswith(_BOM) else b""
    text, chosen = _changed(data[len(mark) :].decode("utf-8"), mends)
    if chosen:
        _replace(path, mark + text.encode("utf-8"), digest)
    return chosen


def _changed(text: str, mends: Sequence[Mend]) -> tuple[str, list[Mend]]:
    """The text with its changes, and those that were made: of two that overlap the first."""
    starts = [0, *(found.end() for found in _LINE_END.finditer(text))]
    pieces: list[str] = []
    chosen: list[Mend] = []
    position = 0
    for one in mends:
        at = starts[one.span.line - 1] + one.span.column - 1
        if at < position or text[at : at + len(one.before)] != one.before:
            continue
        pieces += [text[position:at], one.after]
        position = at + len(one.before)
        chosen.append(one)
    return "".join([*pieces, text[position:]]), chosen


def _replace(path: Path, data: bytes, digest: Digest) -> None:
    """Put ``data`` in the place of a file, all or nothing; its mode and, where that may be, its owner stay."""
    state = path.stat()
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".tmp", dir=path.parent)
    try:
        with open(handle, "wb") as file:
            file.write(data)
            os.fchmod(file.fileno(), state.st_mode & 0o7777)
            with suppress(OSError):
                os.fchown(file.fileno(), state.st_uid, state.st_gid)
            file.flush()
            os.fsync(file.fileno())
        if bytes_digest(path.read_bytes()) != digest:  # saved by its editor meanwhile
            raise InterruptedError(0, "it was saved while it was mended; run the check again", str(path))
        os.replace(name, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)
        raise
