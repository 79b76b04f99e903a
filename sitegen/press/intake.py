"""What every file of the publication is and means: a census, and of each file that changed, a new reading.

Beside the pipeline.  A reading is remembered under the digest of the file's path, its bytes and the settings that reading uses,
so that a branch switched to and back again is read once; the body is kept apart from the article, for only the page that
prints it wants it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from sitegen.config import Config
from sitegen.core import diagnostics, model, reading, record, release, site
from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.core.reading import Prose, Read
from sitegen.core.task import Digest, Digester, bytes_digest, digest
from sitegen.engine import workers
from sitegen.engine.store import Doubtful, Reader, Store
from sitegen.engine.table import Table
from sitegen.files import Gate, decode
from sitegen.output.images import Bounds, measure
from sitegen.press.census import Census, State, take, trusted
from sitegen.press.honesty import words
from sitegen.press.plugging import Plugged
from sitegen.reading.settings import Settings
from sitegen.reading.source import read_source

__all__ = ["KINDS", "PICTURES", "TEXTS", "Bodies", "Intake", "Known", "Measured", "is_text", "reading_of", "take_in", "value_of", "values"]

TEXTS = (".md", ".markdown")
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif", ".svg", ".heic", ".heif", ".tif", ".tiff", ".bmp")
"""Suffixes of files that are read as pictures; what they are, their bytes say."""
_MANY = 200
"""Fewer files than this are read faster here than by processes that must start first."""
_SPARE = 1000
"""So many readings more than the files need are kept, for branches switched to and back."""
_NO_PICTURE = "it is no picture"
_SECONDS = 5
"""What the reading of one file may take (FAULTS 23, K5)."""

Progress = Callable[[str, int, int], None]
Measured = tuple[str, int, int] | str
"""A picture's media type, width and height in pixels; or why it can't be published."""


class Known(NamedTuple):
    """A file as it was last read.  ``state`` None: not to be trusted.  ``digest`` '' where it could not be read.

    ``key`` names what reading gave (texts), ``value`` and ``prose`` are the digests of that, ``words`` that of the body's words alone;
    ``measured`` is a picture's.
    """

    state: State | None
    digest: Digest
    key: Digest = ""
    value: Digest = ""
    prose: Digest = ""
    size: int = 0
    measured: Measured = ""
    diagnostics: tuple[Diagnostic, ...] = ()
    words: Digest = ""


KINDS = record.kinds((model, reading, diagnostics, release, site))
"""What the stores may hold."""


@dataclass(frozen=True, slots=True)
class Intake:
    """All files by path; how many were opened, and how many texts were read anew.

    ``mark`` names all that the files say now, ``before`` all that they said when the store last heard of them ('' where it
    knew nothing): since a time with the mark ``before``, nothing but what is ``changed`` can differ.
    ``texts`` are the paths of those that are read for what they mean, in their order, ``others`` those of all others.  ``changed`` are the paths whose files were
    looked into, and those gone: with a ``before``, all that can differ from it.
    """

    census: Census
    files: Mapping[str, Known]
    texts: tuple[str, ...]
    others: tuple[str, ...]
    opened: int
    parsed: int
    changed: frozenset[str]
    plugged: Plugged
    before: Digest
    mark: Digest

    def of(self, folder: str) -> Iterator[tuple[str, Known]]:
        """The files below a top folder beside content/."""
        inside = folder + "/"
        return ((path, self.files[path]) for path in self.others if path.startswith(inside))


@dataclass(frozen=True, slots=True)
class _Reading:
    """What a worker gives of one file: a row, and the two records of what it means."""

    path: str
    known: Known
    value: bytes = b""
    prose: bytes = b""


class Bodies:
    """What was read of the texts in ``files``, from the store, for any process: the rendered bodies, and the articles without them."""

    def __init__(self, store: Path, files: Mapping[str, Known]) -> None:
        self._reader, self.files = Reader(store), files

    def get(self, source: str) -> Prose | None:
        """The body of an article as it was written."""
        known = self.files.get(source)
        if known is None or not known.prose:
            return None
        data = self._reader.get("prose", known.key)
        if data is None:
            raise Doubtful("a body is missing")
        found: Prose = _loaded(data)
        return found

    def article(self, source: str) -> model.Article:
        """An article without its body."""
        found = _value(self._reader.get("value", self.files[source].key)).value
        assert isinstance(found, model.Article)
        return found

    def close(self) -> None:
        self._reader.close()


def is_text(path: str) -> bool:
    """Whether a file of content/ is read for what it means."""
    return path.startswith("content/") and (path.endswith(TEXTS) or path == "content/terms.toml")


def take_in(
    gate: Gate, config: Config, store: Store, table: Table[Known], plugged: Plugged, *, jobs: int, before: Intake | None = None,
    hints: Iterable[str] | None = None, census: Census | None = None, progress: Progress = lambda *_: None,
    published: Callable[[], Mapping[str, str]] = dict,
) -> Intake:
    """The publication's files as they are now; new readings go to the store, whose ``table`` of files it is.

    Without a ``census`` one is taken.  ``before`` is the last intake of this process; with it, ``hints`` name all that may have changed since.
    ``published`` gives the digests of what is public by path (see :func:`reading_of`): readings of those are not forgotten.
    """
    settings = Settings.from_config(config, plugged.plugins, plugged.extensions)
    census = census or take(gate, store.path.with_name("clock"), before.census if before else None, hints)
    rows: Mapping[str, Known] = before.files if before else dict(table.rows)
    bounds = (config.limits.picture_pixels, config.limits.picture_frames)
    said = digest((settings, config.limits.text_bytes, config.limits.picture_bytes, bounds))
    if (store.get("about", "settings") or b"").decode() != said:
        rows = {}
    fresh = {path: known for path, state in census.files.items() if (known := rows.get(path)) and known.state == state}
    changed = [path for path in census.files if path not in fresh]
    again, unknown = _remembered(gate, changed, said, store, census)
    fresh |= again
    made: dict[str, Known] = {}
    start = partial(workers.executor, jobs if len(unknown) >= _MANY else 1)
    work = partial(_batch, gate, settings, bounds, said)
    for batch in workers.mapped(start, work, _cut(unknown, 16), _lost):
        store.put("value", {one.known.key: one.value for one in batch if one.value})
        store.put("prose", {one.known.key: one.prose for one in batch if one.prose})
        for one in batch:
            if not one.known.digest and not os.path.lexists(gate.at(one.path)):
                continue  # gone since it was counted (FAULTS 87)
            state = census.files[one.path]
            made[one.path] = one.known._replace(state=state if trusted(state, census.at) and one.known.digest else None)
        progress("reading", len(made), len(unknown))
    files = {path: found for path in census.files if (found := fresh.get(path) or made.get(path))}
    gone = [path for path in rows if path not in files]
    mark = _mark(store) if rows else ""
    _keep(store, table, rows, files, gone, said, published)
    if before and before.files.keys() == files.keys():
        texts, others = before.texts, before.others
    else:
        texts = tuple([path for path in files if is_text(path)])
        others = tuple(path for path in files if not is_text(path))
    return Intake(census, files, texts, others, len(changed), sum(1 for path in made if is_text(path)), frozenset((*changed, *gone)), plugged, mark, _mark(store))


def values(intake: Intake, store: Store) -> Iterator[Read]:
    """What every text means, without its body, in the order of the paths; of one that could not be read, nothing."""
    for path in intake.texts:
        known = intake.files[path]
        yield value_of(known, store) if known.key else Read(path, known.digest, None)


def value_of(known: Known, store: Store) -> Read:
    """What a text means, without its body."""
    return _value(store.get("value", known.key))


def _value(data: bytes | None) -> Read:
    if data is None:
        raise Doubtful("a reading is missing")
    found: Read = _loaded(data)
    return found


def _remembered(
    gate: Gate, changed: list[str], settings: Digest, store: Store, census: Census
) -> tuple[dict[str, Known], list[str]]:
    """Of files whose state changed, those whose bytes were read before, and those that were not."""
    has_memory = bool(changed) and store.has("memo")
    found: dict[str, Known] = {}
    unknown: list[str] = []
    for path in changed:
        data = gate.read_bytes(path, gate.text_bytes if is_text(path) else None) if has_memory else b""
        row = store.get("memo", digest((path, bytes_digest(data), settings))) if has_memory and isinstance(data, bytes) else None
        if row is None:
            unknown.append(path)
        else:
            state = census.files[path]
            found[path] = Known._make(_loaded(row))._replace(state=state if trusted(state, census.at) else None)
    return found, unknown


def reading_of(path: str, said: str, store: Store) -> Known | None:
    """An earlier reading of a text by what it said (the digests of its value and its prose); None where it is not known."""
    key = (store.get("said", digest((path, said))) or b"").decode()
    row = store.get("memo", key) if key else None
    if row is None or store.get("value", key) is None:
        return None
    known = Known._make(_loaded(row))._replace(diagnostics=())
    return known if not known.prose or store.get("prose", key) is not None else None


def _keep(
    store: Store, table: Table[Known], before: Mapping[str, Known], files: Mapping[str, Known], gone: Iterable[str], settings: Digest,
    published: Callable[[], Mapping[str, str]],
) -> None:
    """The rows of files that changed; a reading that no file has is forgotten after the builds have seen much else."""
    if not before:
        table.clear()
        store.put("about", {"settings": settings.encode()})
    new = {path: known for path, known in files.items() if (old := before.get(path)) is not known and old != known}
    for path, known in new.items():
        table.put(path, known)
    for path in gone:
        table.drop(path)
    table.save()
    said = tuple([(path, *_says(known)) for path, known in sorted(new.items()) if path not in before or _says(before[path]) != _says(known)])
    if said or gone or not before:
        store.put("about", {"files": digest((_mark(store), settings, said, tuple(sorted(gone)))).encode()})
    store.put("memo", {known.key: record.dump(tuple(known._replace(state=None))) for known in new.values() if known.key})
    store.put("said", {digest((path, f"{known.value} {known.prose}")): known.key.encode() for path, known in new.items() if known.prose})
    if new:
        _forget(store, files, published)
    store.commit()


def _says(known: Known) -> tuple[Digest, Digest, Digest]:
    return known.digest, known.value, known.prose


def _mark(store: Store) -> Digest:
    """The digest of how all readings came to be: each of what was said before and of what then changed."""
    return (store.get("about", "files") or b"").decode()


def _forget(store: Store, files: Mapping[str, Known], published: Callable[[], Mapping[str, str]]) -> None:
    """Throw away the older readings when they outnumber the files twice."""
    if store.count("memo") > 3 * len(files) + _SPARE:
        wanted = {known.key for known in files.values()}
        wanted |= {known.key for path, said in published().items() if (known := reading_of(path, said, store))}
        for kind in ("memo", "value", "prose"):
            store.drop(kind, store.keys(kind) - wanted)
        store.drop("said", [said for said, key in store.all("said").items() if key.decode() not in wanted])


def _cut(paths: list[str], size: int) -> list[list[str]]:
    return [paths[at : at + size] for at in range(0, len(paths), size)]


def _batch(gate: Gate, settings: Settings, bounds: Bounds, said: Digest, paths: Sequence[str]) -> list[_Reading]:
    return [_read(gate, settings, bounds, said, path) for path in paths]


def _lost(path: str) -> list[_Reading]:
    """What is said of a file whose reading ended its process, twice."""
    return [_Reading(path, Known(None, "", diagnostics=(Diagnostic.at(Span(path, 1, 1), "file/too-hard"),)))]


def _read(gate: Gate, settings: Settings, bounds: Bounds, said: Digest, path: str) -> _Reading:
    """One file, read in whatever process."""
    data = gate.read_bytes(path, gate.text_bytes if is_text(path) else None)
    if isinstance(data, Diagnostic):
        return _Reading(path, Known(None, "", diagnostics=(data,)))
    if not is_text(path):
        source = bytes_digest(data)
        key = digest((path, source, said))
        return _Reading(path, Known(None, source, key, size=len(data), measured=measure(data, bounds) if path.lower().endswith(PICTURES) else _NO_PICTURE))
    text, problems = decode(path, data)
    if text is None:
        return _Reading(path, Known(None, "", diagnostics=problems))
    source, key = text.digest, digest((path, text.digest, said))
    try:
        with workers.limits(_SECONDS):
            made = read_source(path, source, text.text, settings)
    except (workers.TooLong, MemoryError):
        slow = Diagnostic.at(Span(path, 1, 1), "file/too-slow", seconds=_SECONDS)
        return _Reading(path, Known(None, "", diagnostics=(*problems, slow)))
    whole = Digester(whole=True)
    prose = whole(made.prose) if made.prose else ""
    known = Known(None, source, key, whole(made.value), prose, diagnostics=(*problems, *made.diagnostics), words=words(made.prose))
    return _Reading(path, known, record.dump(replace(made, prose=None, diagnostics=())), record.dump(made.prose) if made.prose else b"")


def _loaded(data: bytes) -> Any:
    """A record of the store."""
    try:
        return record.load(data, KINDS)
    except ValueError as error:
        raise Doubtful(str(error)) from error
