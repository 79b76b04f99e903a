"""A planned move carried out, so that a stop at any moment loses nothing: new files whole, then references, old files last."""

from __future__ import annotations

import os
import shutil
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from sitegen.core.diagnostics import Diagnostic
from sitegen.engine.lock import lock
from sitegen.pipeline import STATE, Options
from sitegen.urls.keeping import write_whole
from sitegen.urls.wording import Change

__all__ = ["Move", "Refused", "carry_out"]


class Refused(Exception):
    """The article can't be moved so; the message says why, ``diagnostics`` what would be wrong with it there."""

    def __init__(self, reason: str, *diagnostics: Diagnostic) -> None:
        super().__init__(reason)
        self.diagnostics = diagnostics


@dataclass(frozen=True, slots=True)
class Move:
    """What will be done: ``files`` from old path to new, the new bytes of those that change, the texts of other files.

    ``redirects``: from which address to which.  ``changes``: in which file what is exchanged; ``left``: what could not be.
    """

    is_bundle: bool
    old: str
    new: str
    files: tuple[tuple[str, str], ...]
    texts: tuple[tuple[str, bytes], ...]
    redirects: tuple[tuple[str, str], ...]
    changes: tuple[tuple[str, Change], ...]
    left: tuple[tuple[str, Change], ...]


def carry_out(options: Options, move: Move) -> None:
    """Do what was planned.  Raises :class:`Refused` where something else stands there already, OSError."""
    root, texts = options.source, dict(move.texts)
    state = root / STATE
    with lock(state, wait=True) if state.is_dir() else nullcontext():
        new = {target: texts.pop(target) if target in texts else (root / old).read_bytes() for old, target in move.files}
        _put(root, move, new)
        for path, data in texts.items():
            write_whole(root / path, data)
        for old, _ in sorted(move.files, key=lambda one: one[0].endswith((".md", ".markdown"))):  # the article last: it is what the command looks for
            (root / old).unlink()
        if move.is_bundle:
            for folder in sorted((path for path in (root / move.old).rglob("*") if path.is_dir()), reverse=True):
                folder.rmdir()
            (root / move.old).rmdir()


def _put(root: Path, move: Move, new: dict[str, bytes]) -> None:
    """The new files, all at once; those that an earlier run left there are its own where they are just these."""
    target = root / move.new
    beside = target.with_name(f".{target.name}.moving")
    if target.exists() or target.is_symlink():
        standing = {path: (root / path).read_bytes() if (root / path).is_file() else None for path in new}
        if standing != new:
            raise Refused(f"{move.new} is there already; nothing was moved")
        beside.unlink(missing_ok=True)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    if beside.is_dir():
        shutil.rmtree(beside)
    for path, data in new.items():
        write_whole(beside / path.removeprefix(f"{move.new}/") if move.is_bundle else beside, data)
    if move.is_bundle:
        beside.rename(target)
    else:
        os.link(beside, target)  # never onto a file that came meanwhile
        beside.unlink()
