"""The manifest of an output folder: a line for each output with its digest, then the notes of whoever had them written.

It marks the folder as ours, and it is published with the rest: no note may say what readers must not know.  The notes are kept
for the next write, which is the only memory that goes with an output wherever it is copied to.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from sitegen.core.task import Digest

__all__ = ["JOURNAL", "MANIFEST", "PLAN", "STAGE", "listed", "listed_anew", "noted", "notes", "outputs", "parted", "quoted"]

MANIFEST = ".sitegen-manifest"
JOURNAL = ".sitegen-journal"
PLAN = ".sitegen-plan"
STAGE = ".sitegen-stage"
"""Other names of ours in an output folder: those of a write in progress."""
_NOTE = b'{"note": '


def listed(digests: Mapping[str, Digest]) -> bytes:
    """The outputs as a manifest has them, sorted by path; its notes follow."""
    return _rows("path", "digest", {path: digests[path] for path in sorted(digests)})


def listed_anew(data: bytes, digests: Mapping[str, Digest]) -> bytes:
    """A manifest's outputs with other digests of paths that it has; for a few of many."""
    return _anew("path", "digest", data, digests)


def quoted(texts: Mapping[str, str]) -> bytes:
    """Notes as a manifest has them, sorted by name."""
    return _rows("note", "says", dict(sorted(texts.items())))


def parted(data: bytes) -> tuple[bytes, bytes]:
    """The bytes of a manifest: its outputs, its notes."""
    at = 0 if data.startswith(_NOTE) else data.find(b"\n" + _NOTE) + 1 or len(data)
    return data[:at], data[at:]


def outputs(data: bytes) -> dict[str, Digest]:
    """The outputs of a manifest with their digests.  Raises ValueError."""
    return _read("path", "digest", parted(data)[0])


def notes(data: bytes) -> dict[str, str]:
    """The notes of a manifest.  Raises ValueError."""
    return _read("note", "says", parted(data)[1])


def note(data: bytes, name: str) -> str:
    """One note of a manifest's notes, '' where it has none of this name, or a damaged one."""
    start, end = _line("note", "says", data, name)
    try:
        return _read("note", "says", data[start:end]).get(name, "")
    except ValueError:
        return ""


def noted_anew(data: bytes, texts: Mapping[str, str]) -> bytes:
    """A manifest's notes with other texts under names that it has."""
    return _anew("note", "says", data, texts)


def _anew(key: str, value: str, data: bytes, texts: Mapping[str, str]) -> bytes:
    for name, text in texts.items():
        start, end = _line(key, value, data, name)
        data = data[:start] + _rows(key, value, {name: text}) + data[end:]
    return data


def _line(key: str, value: str, data: bytes, name: str) -> tuple[int, int]:
    """Where a name's line begins and ends; both the same where there is none."""
    begin = _rows(key, value, {name: ""}).removesuffix(b'""}\n')
    start = 0 if data.startswith(begin) else data.find(b"\n" + begin) + 1
    return (start, data.find(b"\n", start) + 1) if data.startswith(begin, start) else (0, 0)


def noted(folder: Path) -> dict[str, str]:
    """The notes of an output folder that is only looked at; none where there is no sound manifest."""
    try:
        return notes((folder / MANIFEST).read_bytes()) if not os.path.islink(folder / MANIFEST) else {}
    except (OSError, ValueError):
        return {}


def _rows(key: str, value: str, texts: Mapping[str, str]) -> bytes:
    quote = json.encoder.encode_basestring
    return "".join([f'{{"{key}": {quote(name)}, "{value}": {quote(text)}}}\n' for name, text in texts.items()]).encode()


def _read(key: str, value: str, data: bytes) -> dict[str, str]:
    try:
        return {str(row[key]): str(row[value]) for row in json.loads(b"[" + b",".join(data.splitlines()) + b"]")}
    except (KeyError, TypeError) as error:
        raise ValueError(data) from error
