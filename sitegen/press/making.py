"""Making what must be made: which tasks are stale and why, running them in this process or several, staging what they give.

Beside the pipeline.  A worker is handed tasks and gives back traces; bytes go from it straight to the staging folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from sitegen.core.diagnostics import Diagnostic
from sitegen.core.task import Digest, Task, bytes_digest
from sitegen.engine import workers
from sitegen.engine.incremental import Answerer, Answers, Failed, Made, Question, Trace, change, made, tree_digest
from sitegen.engine.traces import Traces
from sitegen.engine.writer import Staged, stage
from sitegen.output.plan import FINDINGS
from sitegen.press import answers
from sitegen.press.tree import Copy, leaf_of

__all__ = ["MISSING", "Making", "Stale", "answerer", "make", "stale"]

MISSING = "it was not on disk as it was written"
_NEW, _CHANGED, _OWED = "it is new", "its template, or what it is made of, changed", "it was left as it was while something changed"
_MANY = 60
"""Fewer tasks than this are run faster here than by processes that must start first."""
_BATCH = 24
_KEPT = 20_000
"""A worker's memory of answers is emptied when it holds more."""

Progress = Callable[[str, int, int], None]
Stale = Mapping[str, tuple[Task, str]]
"""Tasks that must run, by path, each with the reason."""


@dataclass(slots=True)
class Making:
    """What was made: staged files, the files of trees, failures, why each ran, and the digest of each output."""

    staged: dict[str, Staged] = field(default_factory=dict)
    leaves: dict[str, Copy] = field(default_factory=dict)
    failures: list[Diagnostic] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, Digest] = field(default_factory=dict)


def answerer(desk: answers.Answers) -> Answerer:
    """The desk as the engine sees it."""
    questions = desk.questions()
    return Answerer(
        lambda name, *arguments: questions[name](*arguments), answers.basis_of, answers.is_facet, answers.labels, partial(answers.shows, desk.site), desk.theme
    )


def stale(
    desk: answers.Answers, traces: Traces, plan: Mapping[str, Task] | None, lost: AbstractSet[str], changed_bases: AbstractSet[str], shows: AbstractSet[str] = frozenset()
) -> tuple[Stale, set[str]]:
    """The tasks that must run, and the paths of those that are no more.

    ``lost``: outputs that do not stand as they were written.  ``plan`` None: the tasks are those of the last build, and only
    ``changed_bases``, all of them facets, and what the site holds of the items ``shows`` are not as they were.
    """
    found: dict[str, tuple[Task, str]] = {}
    verifier = _Verifier(desk, traces)
    if plan is None:
        for trace in (*_readers(traces, changed_bases), *traces.showing(shows)):
            if trace.task.path in found:
                continue
            if reason := verifier.reason(trace):
                found[trace.task.path] = (trace.task, reason)
        for path in {leaf_of(traces.outputs.get(path)) or path for path in lost} - found.keys():
            if trace_of_lost := traces.get(path):
                found[path] = (trace_of_lost.task, MISSING)
        return found, set()
    traces.load_questions()
    gone: set[str] = set()
    seen: set[str] = set()
    asked: set[bytes] = set()
    for trace in traces.all():
        path = trace.task.path
        asked.update(trace.asked)
        task = plan.get(path)
        if task is None:
            gone.add(path)
            continue
        seen.add(path)
        is_lost = not path.startswith(FINDINGS) and (_standing_tree(traces, path, lost) != trace.output if task.is_tree else path in lost or path not in traces.outputs)
        reason = _OWED if not trace.task.key else _CHANGED if task.key != trace.task.key else verifier.reason(trace) or (MISSING if is_lost else "")
        if reason:
            found[path] = (task, reason)
    traces.forget_questions(asked)
    found |= {path: (task, _NEW) for path, task in plan.items() if path not in seen}
    return {path: found[path] for path in plan if path in found}, gone


def _standing_tree(traces: Traces, folder: str, lost: AbstractSet[str]) -> Digest:
    """The digest of what stands of a tree."""
    return tree_digest({path.removeprefix(f"{folder}/"): one.digest for path, one in traces.outputs.items() if leaf_of(one) == folder and path not in lost})


def _readers(traces: Traces, changed: AbstractSet[str]) -> Iterator[Trace]:
    """The traces that rest on a changed facet; all traces are looked through where its readers are too many to name."""
    facets = [facet for basis in sorted(changed) if (facet := traces.facet(basis))]
    if any(facet.readers is None for facet in facets):
        yield from (trace for trace in traces.all() if changed & set(trace.facets))
        return
    yield from traces.of(path for facet in facets for path in facet.readers or ())


class _Verifier:
    """Asks remembered questions again, each once, and only those whose basis changed."""

    def __init__(self, desk: answers.Answers, traces: Traces) -> None:
        self._traces = traces
        self._now = Answers(answerer(desk))
        self._bases: dict[str, bool] = {}
        self._before = traces.about("bases") or {}
        self._digest_of = desk.digest_of
        self._same: set[bytes] = set()

    def reason(self, trace: Trace) -> str:
        """Why a task must run again, '' where it need not."""
        fresh = [id_ for id_ in trace.asked if id_ not in self._same]
        for id_ in fresh:
            if reason := change(self._traces.question(id_), self._now, self._has_changed):
                return reason
            self._same.add(id_)
        return ""

    def _has_changed(self, basis: str) -> bool:
        if basis not in self._bases:
            facet = self._traces.facet(basis) if answers.is_facet(basis) else None
            before = facet.digest if facet else self._before.get(basis)
            self._bases[basis] = before != self._digest_of(basis)
        return self._bases[basis]


# ------------------------------------------------------------------ running


@dataclass(frozen=True, slots=True)
class _Given:
    """What a worker gives back of one batch: each task's trace with the files that it staged, by output path."""

    traces: tuple[tuple[Trace, Mapping[str, Staged]], ...]
    failed: tuple[Failed, ...]
    questions: Mapping[bytes, Question]


def make(
    desk: answers.Answers, tasks: Stale, standing: Callable[[str], Digest], traces: Traces | None, staging: Path | None, *,
    jobs: int, progress: Progress = lambda *_: None,
) -> Making:
    """Run tasks; what differs from ``standing`` is staged (where there is a ``staging`` folder) and traces are put."""
    making = Making(reasons={path: reason for path, (_, reason) in tasks.items()})
    numbered = [(number, task, reason, standing(task.path)) for number, (task, reason) in enumerate(tasks.values())]
    start = partial(workers.executor, jobs if len(tasks) >= _MANY else 1, _begin, desk, staging)
    done = 0
    cut = [numbered[at : at + _BATCH] for at in range(0, len(numbered), _BATCH)]
    for given in workers.mapped(start, _batch, cut, _lost):
        if traces is not None:
            traces.put((trace for trace, _ in given.traces), given.questions)
        for trace, files in given.traces:
            if trace.output:
                making.outputs[trace.task.path] = trace.output
            making.staged |= {path: one for path, one in files.items() if one.digest != standing(path)}
            if trace.task.is_tree:
                making.leaves |= {path: Copy.leaf(trace.task.path, one.digest) for path, one in files.items()}
        making.failures += (finding for one in given.failed for finding in one.findings)
        done += len(given.traces) + len(given.failed)
        progress("rendering", done, len(numbered))
    desk.bodies.close()
    return making


def _begin(desk: answers.Answers, staging: Path | None) -> tuple[Answers, Path | None]:
    """What a worker holds: the answers it works with, and the staging folder."""
    return Answers(answerer(desk)), staging


def _batch(batch: Sequence[tuple[int, Task, str, Digest]]) -> _Given:
    now, staging = workers.held()
    done: list[tuple[Trace, Mapping[str, Staged]]] = []
    failed: list[Failed] = []
    for number, task, reason, on_disk in batch:
        one = made(task, now, reason)
        if isinstance(one, Failed):
            failed.append(one)
            continue
        done.append((one.trace, _staged(one, staging, str(number)) if staging and one.trace.output != on_disk else {}))
    new = dict(now.fresh)
    now.fresh.clear()
    now.shorten(_KEPT)
    return _Given(tuple(done), tuple(failed), new)


def _staged(one: Made, staging: Path, name: str) -> dict[str, Staged]:
    """What a task gave, put into the staging folder under names that begin with ``name``; by output path."""
    task, data = one.trace.task, one.data
    if data is None:
        return {}
    if isinstance(data, bytes):
        stage(staging, name, data)
        return {task.path: Staged(name, one.trace.output, int(task.rank))}
    found = {}
    for number, file in enumerate(data):
        stage(staging, f"{name}-{number}", file.data)
        found[f"{task.path}/{file.name}"] = Staged(f"{name}-{number}", bytes_digest(file.data), int(file.rank))
    return found


def _lost(item: tuple[int, Task, str, Digest]) -> _Given:
    raise MemoryError(f"a process ended while making {item[1].path}")
