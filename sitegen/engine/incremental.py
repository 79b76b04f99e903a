"""Which outputs must be made again, and why.

A task is a deterministic function of its key and of the answers it is given.  If the first question it once asked has the same
answer today, the second would be the same question, and so on; so equal key and equal answers imply equal bytes, and the task
need not run (verifying traces, "Build Systems à la Carte", Mokhov, Mitchell, Peyton Jones 2018).

Every question rests on a *basis*, named by whoever answers: all the site, the theme, one body.  Equal digest of the basis, equal
answer: so a question whose basis is as it was is not even asked again, and a change in one body looks at its readers alone.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sitegen.core.diagnostics import Diagnostic
from sitegen.core.task import Ask, Digest, Digester, File, Task, bytes_digest, digest

__all__ = ["Answerer", "Answers", "Failed", "Made", "Question", "Trace", "change", "cut", "item_name", "made", "name_of", "tree_digest"]

Basis = str
"""The name of what an answer rests on, such as ``site`` or ``prose:content/a.md``."""

_ID = 8
"""Bytes of a question's name in a trace."""
_RECENT = 128
"""So many answers that rest on facets are held."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was last answered.  ``labels`` name the items of the answer, for people."""

    name: str
    arguments: tuple[Any, ...]
    digest: Digest
    basis: Basis
    labels: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.name}({', '.join(map(repr, self.arguments))})"


@dataclass(frozen=True, slots=True)
class Trace:
    """All that an output came from: its task, the names of its questions in the order of asking, and what came out.

    ``output`` is the digest of the bytes (of a tree: :func:`tree_digest`), '' for a task that gives findings alone.  ``reason``: why it was last made.
    ``shows``: the names, joined, of what its answers hold of single items (see :class:`Answerer`).
    """

    task: Task
    reads: bytes
    facets: tuple[Basis, ...]
    output: Digest
    findings: tuple[Diagnostic, ...] = ()
    reason: str = ""
    shows: bytes = b""

    @property
    def asked(self) -> tuple[bytes, ...]:
        """The names of the questions."""
        return cut(self.reads)


@dataclass(frozen=True, slots=True)
class Made:
    """A task that ran: the bytes of its file, or its files (none: findings alone), and its trace."""

    data: bytes | tuple[File, ...] | None
    trace: Trace


@dataclass(frozen=True, slots=True)
class Failed:
    """A task that met errors in the publication; there is no output."""

    path: str
    findings: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Answerer:
    """Whoever knows today's answers.  ``context`` is given to every task; what a task takes of it is in its key.

    ``basis`` names what a question's answer rests on; ``facet`` says whether a basis has few readers, which are then
    remembered by it; ``labels`` names an answer's items; ``shows`` (question, arguments, answer) names all single items of which an
    answer holds something that may become another while all else stays: whoever says that only those did is believed.
    """

    ask: Ask
    basis: Callable[[str, tuple[Any, ...]], Basis]
    facet: Callable[[Basis], bool]
    labels: Callable[[Any], tuple[str, ...]]
    shows: Callable[[str, tuple[Any, ...], Any], Iterable[str]]
    context: Any = None


class Answers:
    """Today's answers, each asked for and digested once however many tasks want it.

    ``fresh`` are the questions since somebody last emptied it.
    """

    def __init__(self, desk: Answerer) -> None:
        self.desk = desk
        self._digester = Digester()
        self._known: dict[Hashable, tuple[Any, bytes]] = {}
        self._facets: deque[Hashable] = deque()
        self.questions: dict[bytes, Question] = {}
        self.fresh: dict[bytes, Question] = {}
        self.shown: dict[bytes, tuple[bytes, ...]] = {}
        self._named: dict[str, bytes] = {}

    def get(self, name: str, arguments: tuple[Any, ...]) -> tuple[Any, bytes]:
        """The answer, and the name of the question."""
        key = (name, arguments, *map(type, arguments))  # 1, 1.0 and True are three arguments
        found = self._known.get(key)
        if found is None:
            answer = self.desk.ask(name, *arguments)
            id_ = name_of(name, arguments)
            if id_ not in self.questions:
                basis = self.desk.basis(name, arguments)
                self.questions[id_] = self.fresh[id_] = Question(name, arguments, self._digester(answer), basis, self.desk.labels(answer))
                self.shown[id_] = tuple(map(self._name, self.desk.shows(name, arguments, answer)))
            self._known[key] = found = (answer, id_)
            if self.desk.facet(self.questions[id_].basis):  # a body is large, and few want it, mostly soon after each other
                self._facets.append(key)
                if len(self._facets) > _RECENT:
                    del self._known[self._facets.popleft()]
        return found

    def is_same(self, before: Question) -> bool:
        """Whether a question has the answer today that it had."""
        return self._digester(self.desk.ask(before.name, *before.arguments)) == before.digest

    def shorten(self, most: int) -> None:
        """Forget all answers, and what was made of them, when there are more than ``most``."""
        if len(self.questions) > most:
            self._known.clear()
            self._facets.clear()
            self.questions.clear()
            self.shown.clear()
            self._named.clear()
            self._digester = Digester()

    def _name(self, item: str) -> bytes:
        if item not in self._named:
            self._named[item] = item_name(item)
        return self._named[item]


class _Recorder:
    """An ``Ask`` for one task: passes answers on and notes each distinct question once."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._own: dict[Hashable, Any] = {}
        self.reads: dict[bytes, None] = {}

    def __call__(self, name: str, *arguments: Any) -> Any:
        key = (name, arguments, *map(type, arguments))
        if key in self._own:
            return self._own[key]
        answer, id_ = self._answers.get(name, arguments)
        self._own[key] = answer
        self.reads[id_] = None
        return answer


def name_of(name: str, arguments: tuple[Any, ...]) -> bytes:
    """A question's name in traces and in the store."""
    return item_name(digest((name, arguments)))


def item_name(item: str) -> bytes:
    """The name in traces of an item that answers show."""
    return hashlib.blake2b(item.encode("utf-8", "surrogatepass"), digest_size=_ID).digest()


def cut(names: bytes) -> tuple[bytes, ...]:
    """Joined names as single ones."""
    return tuple([names[at : at + _ID] for at in range(0, len(names), _ID)])


def made(task: Task, answers: Answers, reason: str = "") -> Made | Failed:
    """Run a task.  An exception that carries ``diagnostics`` fails it; any other is a fault of the program and leaves."""
    recorder = _Recorder(answers)
    try:
        given = task.run(recorder, answers.desk.context, *task.arguments)
    except Exception as error:
        diagnostics = getattr(error, "diagnostics", None)
        if isinstance(diagnostics, tuple) and diagnostics and all(isinstance(d, Diagnostic) for d in diagnostics):
            return Failed(task.path, diagnostics)
        error.add_note(f"while making {task.path}")
        raise
    data, findings = (given, ()) if isinstance(given, bytes) or task.is_tree else (None, tuple(given))
    bases = dict.fromkeys(answers.questions[id_].basis for id_ in recorder.reads)
    facets = tuple(basis for basis in bases if answers.desk.facet(basis))
    reads = b"".join(recorder.reads)
    shows = b"".join(dict.fromkeys(name for id_ in recorder.reads for name in answers.shown[id_]))
    output = bytes_digest(data) if isinstance(data, bytes) else tree_digest({one.name: bytes_digest(one.data) for one in data}) if data is not None else ""
    return Made(data, Trace(task, reads, facets, output, findings, reason, shows))


def tree_digest(files: Mapping[str, Digest]) -> Digest:
    """The digest of a tree: of the names and digests of its files."""
    return digest(dict(files))


def change(before: Question | None, now: Answers, has_changed: Callable[[Basis], bool]) -> str:
    """What is another answer today to a question once asked; '' where it is the same."""
    if before is None:
        return "what it asked is not known any more"
    if not has_changed(before.basis) or now.is_same(before):
        return ""
    _, id_ = now.get(before.name, before.arguments)
    return _difference(before, now.questions[id_])


def _difference(before: Question, now: Question) -> str:
    """One changed answer in words: ``latest('uk', '', 20): "…" entered``."""
    entered = [label for label in now.labels if label not in before.labels]
    left = [label for label in before.labels if label not in now.labels]
    said = [*(f'"{label}" entered' for label in entered[:3]), *(f'"{label}" left' for label in left[:3])]
    if not said and before.labels != now.labels:
        said = ["another order"]
    return f"{now}: {', '.join(said) or 'another answer'}"
