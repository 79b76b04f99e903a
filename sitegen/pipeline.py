"""The hallway: the only module that knows every room of a build.

    take in -> assemble -> plan -> make -> write

What enters: a folder, settings of this run and press time.  What leaves: a :class:`Report`.
Nothing here prints, exits or reads the clock.  A build is one function, whatever earlier ones left in its memory: what is
remembered only saves asking, and a doubt about it costs time, never truth.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.config import Config
from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.core.reading import Prose, Read
from sitegen.core.site import Site
from sitegen.engine import store as stores
from sitegen.engine.lock import Busy, lock
from sitegen.files import Gate, toolchain
from sitegen.output.plan import RUNS
from sitegen.press import tree
from sitegen.press.books import ledger_of
from sitegen.press.census import Census
from sitegen.press.intake import Progress, take_in, values
from sitegen.press.layout import bodies as bodies_of
from sitegen.press.layout import intake_problems, media
from sitegen.press.memory import Memory
from sitegen.press.order import Unusable, findings, load, opened, output_folder, output_name, press_time_of
from sitegen.press.plugging import plugged
from sitegen.press.report import STATE, Options, Report, Stage
from sitegen.press.run import run
from sitegen.site.assemble import assemble
from sitegen.site.ledger import Ledger
from sitegen.site.queries import Queries

if TYPE_CHECKING:
    from sitegen.press.mending import Mended

__all__ = [
    "STATE", "Edition", "Memory", "Mended", "Options", "Progress", "Report", "Stage", "Unusable", "build", "edit", "load", "memory", "mend", "opened", "output_folder",
    "press_time_of",
]  # fmt: skip

_TRIES = 3


@dataclass(frozen=True, slots=True)
class Edition:
    """A publication read and put together at one press time: the site, its bodies, and what was found on the way."""

    config: Config
    gate: Gate
    reads: tuple[Read, ...]
    site: Site
    queries: Queries
    prose: Mapping[str, Prose]
    ledger: Ledger
    problems: tuple[Diagnostic, ...]


def edit(options: Options, press_time: dt.datetime, *, bodies: bool = False) -> Edition:
    """Read everything and put it together; no page is rendered, nothing written.  Raises :class:`Unusable`, OSError.

    ``bodies``: whether the rendered bodies are wanted too.
    """
    config, gate, _ = opened(options)
    with memory() as own, _held(replace(options, checking=True)) as state:
        for place in (state, None):
            try:
                _ready(own, place, output_name(options, config))
                with stores.guarded():
                    intake = take_in(gate, config, own.readings, own.known, plugged(options, config, gate), jobs=options.jobs)
                    reads = tuple(values(intake, own.readings))
                    found = bodies_of(own, intake)
                    prose = {path: body for path in intake.files if (body := found.get(path))} if bodies else {}
                    found.close()
                break
            except stores.Doubtful as error:
                own.discard(str(error))
    try:
        ledger, faults = ledger_of(gate, intake)
    except tree.Changed as error:
        raise Unusable(Diagnostic.at(Span(str(error)), "file/changed")) from None
    site, problems = assemble(reads, config, press_time, media(intake), options.edge, ledger)
    return Edition(config, gate, reads, site, Queries(site, config), prose, ledger, (*intake_problems(intake), *faults, *problems))


@contextmanager
def memory() -> Iterator[Memory]:
    """For a process that builds more than once, such as a watch: what it needs not look up again."""
    made = Memory(RUNS)
    try:
        yield made
    finally:
        made.close()


def build(
    options: Options, press_time: dt.datetime, progress: Progress = lambda *_: None, *, own: Memory | None = None,
    hints: Iterable[str] | None = None, census: Census | None = None,
) -> Report:
    """Read, assemble, render and, unless checking or in error, write.

    ``own`` is the memory of this process's builds; with it ``hints`` may name the only paths (files or folders, from the
    publication's) that changed since the last.  A ``census`` just taken need not be taken again.  Only one build of a publication writes at a time.
    Raises :class:`Unusable`, ``Busy``, ``OutputRefused``, OSError.
    """
    config = load(options)  # a folder that is no publication gets no state folder
    output_folder(options, config)  # and one whose output is refused neither
    if own is None:
        with memory() as made:
            return build(options, press_time, progress, own=made, census=census)
    with _held(options) as state:
        if options.clean:
            own.close()
            for path in state.glob("*.sqlite") if state else ():
                stores.remove(path)
        own.doubt = ""
        for turn in range(_TRIES):
            try:
                _ready(own, state if turn < _TRIES - 1 else None, output_name(options, config))
                with stores.guarded():
                    return replace(run(options, press_time, progress, own, hints, census if turn == 0 else None), doubt=own.doubt)
            except stores.Doubtful as error:  # never the only copy of anything: begin anew
                own.discard(str(error))
            except tree.Changed as error:
                own.undo()
                hints = None
                if turn == _TRIES - 1:
                    found = findings([Diagnostic.at(Span(str(error)), "file/changed")], options, config)
                    return Report(findings=found, doubt=own.doubt)
            except BaseException as error:
                if isinstance(error, OSError) and own.is_gone and turn < _TRIES - 1:
                    own.discard("it was deleted meanwhile")
                    continue
                own.close()
                raise
    raise AssertionError("what was just begun anew can't be in doubt")


def mend(options: Options, report: Report) -> Mended:
    """Write into the sources what a check found and needs no judgement.  Raises :class:`Unusable`, OSError."""
    from sitegen.press import mending

    found = {(finding.span, finding.code) for finding in report.findings}
    faults = (fault for proof in report.proofs for fault in proof.faults if (fault.diagnostic.span, fault.diagnostic.code) in found)
    return mending.mend(options.source, [one for fault in faults for one in fault.mends], {proof.path: proof.digest for proof in report.proofs})


@contextmanager
def _held(options: Options) -> Iterator[Path | None]:
    """The state folder, locked; None where a check has none to use, or another build has it."""
    state = options.source / STATE
    if not options.checking:
        with lock(state, wait=options.wait):
            yield state
    elif state.is_dir():
        try:
            with lock(state):
                yield state
        except Busy:
            yield None
    else:
        yield None


def _ready(own: Memory, state: Path | None, name: str) -> None:
    try:
        with stores.guarded():
            own.ready(state, name, toolchain())
    except OSError as error:  # a memory that can't be kept is done without (FAULTS 79)
        own.close()
        own.doubt = error.strerror or str(error)
        own.ready(None, name, toolchain())
