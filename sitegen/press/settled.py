"""A build that need not begin: files, settings, output and hour are as they were at the end of the last one.

What enters is what a build is asked for; what leaves is its report, from memory, or None: then a build must look closer.  It is one
key over the whole build, and no other way to build: anything that is not exactly as it was, or not known for certain, says None.
Only light modules are needed for it.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from sitegen.core import diagnostics, record, release
from sitegen.core.task import Digest, bytes_digest, digest
from sitegen.engine.lock import lock
from sitegen.engine.manifest import JOURNAL, MANIFEST, PLAN, STAGE
from sitegen.engine.store import Doubtful, Reader, Store, mark
from sitegen.files import Gate, built_in_themes, toolchain
from sitegen.press.census import Census, State, links, state_of, take, trusted
from sitegen.press.report import STATE, Options, Report, Stage

__all__ = ["READINGS", "keep", "look"]

READINGS = "readings.sqlite"
_KINDS = record.kinds((diagnostics, release))
_IN_PROGRESS = (JOURNAL, PLAN, STAGE)


def look(options: Options, press_time: dt.datetime) -> tuple[Report | None, Census | None]:
    """The report of a build at ``press_time`` that would find nothing changed; else None, and the census where one was taken.

    Raises ``Busy``, OSError.
    """
    state = options.source / STATE
    if options.checking or options.clean or options.explain or options.audit or not (state / READINGS).is_file():
        return None, None
    with lock(state, wait=options.wait):
        reader = Reader(state / READINGS)
        try:
            if reader.get("about", "toolchain") != mark(toolchain()) or (data := reader.get("settled", _key(options))) is None:
                return None, None
            said: Mapping[str, Any] = record.load(data, _KINDS)
            return _looked(options, press_time, state, said)
        except (Doubtful, ValueError, KeyError):
            return None, None  # the build itself will say why
        finally:
            reader.close()


def keep(
    store: Store, options: Options, folder: Path, settings: Digest, symlinks: tuple[str, ...], media: str, census: Census, manifest: Digest,
    outputs: Mapping[str, State | None], window: tuple[dt.datetime, dt.datetime | None], report: Report,
) -> None:
    """Remember that a build was published, where all that it rests on can be told to be as it is now.

    ``settings`` is the digest of the bytes of the settings file, ``manifest`` that of the output's; ``outputs`` has the state of each file of the output; ``window`` is from when until when the site stays as it is.
    """
    themes = _themes(census.at)
    if census.refused or themes is None or not all(trusted(state, census.at) for state in census.files.values()):
        return
    states = {path: state for path in sorted(outputs) if (state := outputs[path])}
    if len(states) < len(outputs):
        return
    said = {
        "settings": settings, "symlinks": symlinks, "media": media, "themes": themes, "census": _of_states(census.files),
        "output": "" if options.output else os.path.relpath(folder, options.source), "manifest": manifest, "paths": "\0".join(states),
        "states": _of_states(states), "since": window[0], "until": window[1],
        "report": (report.articles, report.total, report.reused + report.rendered, report.findings, report.next_change),
    }  # fmt: skip
    store.put("settled", {_key(options): record.dump(said)})
    store.commit()


def _looked(options: Options, press_time: dt.datetime, state: Path, said: Mapping[str, Any]) -> tuple[Report | None, Census | None]:
    source = Gate(options.source).read_bytes(options.config)
    if not isinstance(source, bytes) or bytes_digest(source) != said["settings"] or _themes(None) != said["themes"]:
        return None, None
    census = take(Gate(options.source, tuple(said["symlinks"]), media=said["media"]), state / "clock")
    folder = options.output or options.source / said["output"]
    is_same = (
        not census.refused and said["since"] <= press_time and (said["until"] is None or press_time < said["until"])
        and _of_states(census.files) == said["census"] and _stands(folder, said)
    )  # fmt: skip
    if not is_same:
        return None, census
    articles, total, reused, findings, next_change = said["report"]
    stages = (("looked at", len(census.files)), ("opened", 0), ("parsed", 0), ("rendered", 0), ("written", 0))
    told = tuple(Stage(name, count, 0.0) for name, count in stages)
    return Report(articles, total=total, reused=reused, findings=findings, next_change=next_change, stages=told, is_published=True), census


def _stands(folder: Path, said: Mapping[str, Any]) -> bool:
    """Whether every output stands as it was written, and nothing of a write is left over."""
    top = str(folder)
    if os.path.islink(top) or any(os.path.lexists(f"{top}/{name}") for name in _IN_PROGRESS):
        return False
    paths = said["paths"].split("\0") if said["paths"] else []
    if links(top, paths):
        return False
    try:
        states = {path: state_of(os.lstat(f"{top}/{path}")) for path in paths}
        manifest = Path(top, MANIFEST).read_bytes()
    except OSError:
        return False
    return (_of_states(states), bytes_digest(manifest)) == (said["states"], said["manifest"])


def _key(options: Options) -> str:
    """What a row is kept under: all that was asked for and that changes what is built."""
    output = os.path.relpath(options.output, options.source) if options.output else None
    return digest((options.config, output, options.base_url, options.edge, options.strict, options.indexing))


def _themes(at: int | None) -> Digest | None:
    """The digest of the states of the built-in themes' files; None where one is too new, at the disk's time ``at``, to be told by its state."""
    files, refused = Gate(built_in_themes().parent).survey(built_in_themes().name)
    states = {path: state_of(seen) for path, seen in files.items()}
    if refused or (at is not None and not all(trusted(state, at) for state in states.values())):
        return None
    return _of_states(states)


def _of_states(states: Mapping[str, State]) -> Digest:
    return digest((tuple(states), tuple(chain.from_iterable(states.values()))))
