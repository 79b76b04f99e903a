"""Which outputs must be made again, and making them.

A task is a deterministic function of its key and of the answers it is given.  If
the first question it once asked has the same answer today, the second would be the
same question, and so on; so equal key and equal answers imply equal bytes, and the
task need not run (verifying traces, "Build Systems à la Carte", Mokhov, Mitchell,
Peyton Jones 2018).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sitegen.core.diagnostics import Diagnostic
from sitegen.core.task import Ask, Digest, Rank, Task, bytes_digest, digest

__all__ = ["Built", "Failed", "Outcome", "Read", "Recorder", "Reused", "Trace", "fresh", "run"]


@dataclass(frozen=True, slots=True)
class Read:
    """A question that was asked, and the digest of its answer."""

    question: str
    arguments: tuple[Any, ...]
    digest: Digest


@dataclass(frozen=True, slots=True)
class Trace:
    """All an output came from: the task's key, its questions in the order of asking, and what came out."""

    key: Digest
    reads: tuple[Read, ...]
    output_digest: Digest


@dataclass(frozen=True, slots=True)
class Built:
    """The task ran; ``data`` is the file."""

    path: str
    rank: Rank
    data: bytes
    trace: Trace


@dataclass(frozen=True, slots=True)
class Reused:
    """The task did not run: the output of its last run is still right."""

    path: str
    rank: Rank
    trace: Trace


@dataclass(frozen=True, slots=True)
class Failed:
    """The task found errors in the publication; there is no output."""

    path: str
    diagnostics: tuple[Diagnostic, ...]


Outcome = Built | Reused | Failed


class Answers:
    """Today's answers, each asked for and digested once however many tasks want it."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._known: dict[tuple[str, Digest], tuple[Any, Digest]] = {}

    def get(self, question: str, arguments: tuple[Any, ...]) -> tuple[Any, Digest]:
        """The answer and its digest."""
        # Told apart by digest, not by equality: 1, 1.0 and True are three arguments.
        name = (question, digest(arguments))
        if name not in self._known:
            answer = self._ask(question, *arguments)
            self._known[name] = (answer, digest(answer))
        return self._known[name]


class Recorder:
    """An ``Ask`` for one task: passes answers on and notes each distinct question once."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._reads: dict[tuple[str, Digest], Read] = {}

    def __call__(self, question: str, *arguments: Any) -> Any:
        answer, answer_digest = self._answers.get(question, arguments)
        name = (question, digest(arguments))
        if name not in self._reads:
            self._reads[name] = Read(question, arguments, answer_digest)
        return answer

    @property
    def reads(self) -> tuple[Read, ...]:
        """The questions so far, in the order of first asking."""
        return tuple(self._reads.values())


def run(
    tasks: Iterable[Task], ask: Ask, traces: Mapping[str, Trace] = MappingProxyType({})
) -> tuple[Outcome, ...]:
    """The outcome of every task, in the order given.

    ``traces`` holds, by path, the traces of those outputs alone that still stand on
    disk as recorded (``writer.standing``): a disk is no concern of this module.
    Raises ValueError when two tasks claim one path.  An exception that carries
    ``diagnostics`` fails its own task; any other is a fault of the program and leaves.
    """
    answers = Answers(ask)
    outcomes: dict[str, Outcome] = {}
    for task in tasks:
        if task.path in outcomes:
            raise ValueError(f"two tasks make {task.path}")
        trace = traces.get(task.path)
        if trace is not None and fresh(task, trace, answers):
            outcomes[task.path] = Reused(task.path, task.rank, trace)
        else:
            outcomes[task.path] = _made(task, answers)
    return tuple(outcomes.values())


def fresh(task: Task, trace: Trace, answers: Answers) -> bool:
    """Whether the key and every answer are what they were; asks no further than the first difference."""
    return trace.key == task.key and all(
        answers.get(read.question, read.arguments)[1] == read.digest for read in trace.reads
    )


def _made(task: Task, answers: Answers) -> Built | Failed:
    recorder = Recorder(answers)
    try:
        data = task.run(recorder, *task.arguments)
    except Exception as error:
        diagnostics = getattr(error, "diagnostics", None)
        if isinstance(diagnostics, tuple) and diagnostics and all(isinstance(d, Diagnostic) for d in diagnostics):
            return Failed(task.path, diagnostics)
        error.add_note(f"while making {task.path}")
        raise
    return Built(task.path, task.rank, data, Trace(task.key, recorder.reads, bytes_digest(data)))
