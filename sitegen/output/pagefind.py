"""Pagefind, which makes the index behind the search page: the only door to it.

Records enter, files leave; nothing of the disk is read or written.  The binary of the package ``pagefind_bin`` is asked as a service: one JSON
message in base64 and a comma, one answer, over its standard streams (pagefind.app/docs/node-api tells of the same messages; the
package ``pagefind`` puts them too, but waits a tenth of a second for each answer).  It is fed nothing but the records it is given.
"""

from __future__ import annotations

import base64
import importlib.util
import json
import os
import resource
import select
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any

from sitegen.core.diagnostics import Diagnostic, Span

__all__ = ["Failed", "Record", "indexed", "is_installed"]

_SECONDS = 600
"""What one answer may take."""
_PIECE = 1 << 20
_NEEDED = (".pf_meta", ".pf_index", ".pf_fragment", ".pagefind", "pagefind.js", "pagefind-entry.json")
"""What a search needs; the rest is Pagefind's own user interface."""


class Failed(Exception):
    """There is no index; ``diagnostics`` say why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.diagnostics = (Diagnostic.at(Span("sitegen.toml"), "config/search-failed", reason=reason),)


@dataclass(frozen=True, slots=True)
class Record:
    """One page as it is indexed: ``content`` is what is searched and shown as an excerpt, ``meta`` what else a result shows."""

    url: str
    language: str
    content: str
    meta: tuple[tuple[str, str], ...]


def is_installed() -> bool:
    """Whether there is a Pagefind to ask."""
    return importlib.util.find_spec("pagefind_bin") is not None


def indexed(records: Iterable[Record]) -> Mapping[str, bytes]:
    """The files of an index by name.  The same records in the same order give the same bytes.  Raises :class:`Failed`."""
    import subprocess

    from pagefind_bin import get_executable  # type: ignore[import-untyped]

    process = subprocess.Popen([get_executable(), "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={})
    assert process.stdin
    assert process.stdout
    try:
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.prlimit(process.pid, resource.RLIMIT_AS, (most, most))  # a worker's own bound is too narrow for a large archive
        index = _asked(process.stdin, process.stdout, {"type": "NewIndex", "config": {}})["index_id"]
        for one in records:
            page = {"url": one.url, "language": one.language.lower(), "content": one.content, "meta": dict(one.meta)}
            _asked(process.stdin, process.stdout, {"type": "AddRecord", "index_id": index, **page})
        made = _asked(process.stdin, process.stdout, {"type": "GetFiles", "index_id": index})["files"]
    finally:
        process.kill()
        for stream in (process.stdin, process.stdout):
            with suppress(BrokenPipeError):
                stream.close()
        process.wait()
    files = {str(file["path"]): base64.b64decode(file["content"]) for file in made if str(file["path"]).endswith(_NEEDED)}
    entry = json.loads(files["pagefind-entry.json"])
    files["pagefind-entry.json"] = json.dumps(entry, ensure_ascii=False, sort_keys=True).encode()  # it orders languages by chance
    return dict(sorted(files.items()))


def _asked(to: IO[bytes], answers: IO[bytes], payload: Mapping[str, Any]) -> Any:
    """The answer to one message."""
    with suppress(BrokenPipeError):  # then there is no answer either
        to.write(base64.b64encode(json.dumps({"message_id": 1, "payload": payload}).encode()) + b",")
        to.flush()
    said = bytearray()
    ready = select.poll()  # which takes any number of open files
    ready.register(answers, select.POLLIN)
    while not said.endswith(b","):
        if not ready.poll(_SECONDS * 1000):
            raise Failed(f"it gave no answer to {payload['type']} in {_SECONDS} seconds")
        piece = os.read(answers.fileno(), _PIECE)  # what `poll` has seen; a buffer might hold more than it can see
        if not piece:
            raise Failed(f"it ended while it was asked for {payload['type']}")
        said += piece
    answer = json.loads(base64.b64decode(bytes(said[:-1])))["payload"]
    if answer["type"] == "Error":
        raise Failed(str(answer["message"]))
    return answer
