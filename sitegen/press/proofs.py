"""Proofreading, for ``check`` alone: a proof of every text, remembered by its bytes and settings, and what all of them show together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from sitegen.config import Config
from sitegen.core import diagnostics, model, proofs, record
from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.core.proofs import Fault, Proof
from sitegen.core.task import Digest, bytes_digest, digest
from sitegen.engine import workers
from sitegen.engine.store import Doubtful, Store
from sitegen.files import Gate, decode
from sitegen.press.answers import Answers
from sitegen.press.intake import Intake, is_text
from sitegen.reading.checks import proof
from sitegen.reading.house import House
from sitegen.reading.settings import Settings
from sitegen.site.review import review

__all__ = ["proofread"]

_KINDS = record.kinds((model, diagnostics, proofs))
_MANY = 200
_SECONDS = 5


def proofread(gate: Gate, config: Config, intake: Intake, desk: Answers, store: Store, jobs: int) -> tuple[tuple[Proof, ...], tuple[Diagnostic, ...]]:
    """The proofs of all texts, and what is wrong with them together."""
    read = _read(gate, config, intake, store, jobs)
    named = (config.picture, config.icon, config.publisher.logo)
    found = review(desk.site, desk.queries, read, [name for name in named if name])
    return read, (*(fault.diagnostic for one in read for fault in one.faults), *found)


def _read(gate: Gate, config: Config, intake: Intake, store: Store, jobs: int) -> tuple[Proof, ...]:
    """The proofs by path: those that are remembered, and of the other texts new ones, which the store takes."""
    settings, house = Settings.from_config(config), House.from_config(config)
    said = digest((settings, house))
    texts = {path: known.digest for path, known in intake.files.items() if is_text(path) and known.digest}
    keys = {path: digest((path, source, said)) for path, source in texts.items()}
    known = store.keys("proof")
    made: dict[str, Proof] = {path: _loaded(store, key) for path, key in keys.items() if key in known}
    unknown = [path for path in keys if path not in made]
    work = partial(_batch, gate, settings, house)
    for batch in workers.mapped(partial(workers.executor, jobs if len(unknown) >= _MANY else 1), work, [unknown[at : at + 16] for at in range(0, len(unknown), 16)], _lost):
        made |= {one.path: one for one in batch}
    store.drop("proof", known - set(keys.values()))
    store.put("proof", {keys[path]: record.dump(made[path]) for path in unknown if made[path].digest == texts[path]})
    store.commit()
    return tuple(made[path] for path in sorted(made))


def _batch(gate: Gate, settings: Settings, house: House, paths: Sequence[str]) -> list[Proof]:
    return [_proof(gate, settings, house, path) for path in paths]


def _proof(gate: Gate, settings: Settings, house: House, path: str) -> Proof:
    """One file's proof, in whatever process; an empty one where the file can't be read, which reading has said."""
    data = gate.read_bytes(path, gate.text_bytes)
    text = decode(path, data)[0] if isinstance(data, bytes) else None
    if text is None or not isinstance(data, bytes):
        return Proof(path, "")
    try:
        with workers.limits(_SECONDS):
            return proof(path, bytes_digest(data), text.text, settings, house)
    except (workers.TooLong, MemoryError):
        return Proof(path, "", (Fault(Diagnostic.at(Span(path, 1, 1), "file/too-slow", seconds=_SECONDS)),))


def _lost(path: str) -> list[Proof]:
    return [Proof(path, "", (Fault(Diagnostic.at(Span(path, 1, 1), "file/too-hard")),))]


def _loaded(store: Store, key: Digest) -> Proof:
    data = store.get("proof", key)
    if data is None:
        raise Doubtful("a proof is missing")
    try:
        found: Proof = record.load(data, _KINDS)
    except ValueError as error:
        raise Doubtful(str(error)) from error
    return found
