"""The traces of one output folder's tasks, kept in a store: what each was made from, and where it stands.

All that is put takes effect with the store's commit, at the end of a build that was published.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from sitegen.core import record
from sitegen.core.diagnostics import Diagnostic
from sitegen.core.task import Digest, Rank, Task
from sitegen.engine.incremental import Basis, Question, Trace, cut, item_name
from sitegen.engine.store import Doubtful, Store
from sitegen.engine.table import Table

__all__ = ["Facet", "Standing", "Traces"]

_FEW = 64
"""So many readers of a facet are remembered by name; of more, only how many there are."""
_SHOWING = 1000
"""So many tasks that show an item are remembered by name; of more, only that there are many."""
_MANY = b"*"
_COUNTED = ("output", "shown", "trace")
"""Kinds of rows that are looked up one by one: one that is lost would not be missed.  The tables of facets count their own."""


class Facet(NamedTuple):
    """A basis that few tasks rest on: its digest, how many files rest on it, and which tasks (None: too many to name)."""

    digest: Digest
    files: int
    readers: tuple[str, ...] | None


class Standing(NamedTuple):
    """An output on disk: the digest of its bytes, its state when that was known, and the source it is a copy of ('' for a task's)."""

    digest: Digest
    state: tuple[int, int, int, int] | None
    source: str = ""


class Traces:
    """``runs`` are the functions that tasks may name; ``known`` the classes that may stand in arguments and findings."""

    def __init__(self, store: Store, runs: Mapping[str, Callable[..., Any]], known: record.Kinds) -> None:
        self.store, self._runs, self._known = store, runs, known
        self._about: dict[str, Any] = {}
        self._questions: dict[bytes, Question | None] = {}
        self._facets: dict[str, Table[Facet]] = {}
        self._outputs = Table(store, "output", Standing, len(Standing._fields), known)
        self._touched: set[Basis] = set()
        self._showing: dict[bytes, dict[str, None] | None] = {}
        self.is_empty = store.get("about", "finished") is None
        self._is_counted = not self.is_empty
        for kind in () if self.is_empty else _COUNTED:
            store.check(kind, is_counted=True)

    # -------------------------------------------------------------- one value about the whole

    def about(self, name: str) -> Any:
        """A value kept by :meth:`say`, None where there is none."""
        if name not in self._about:
            data = self.store.get("about", name)
            self._about[name] = None if data is None else self._loaded(data)
        return self._about[name]

    def say(self, name: str, value: object) -> None:
        """Keep one value about the whole."""
        self.store.put("about", {name: record.dump(value)})
        self._about.pop(name, None)

    # -------------------------------------------------------------- tasks and questions

    def get(self, path: str) -> Trace | None:
        """The trace of the task for ``path``."""
        data = self.store.get("trace", path)
        return None if data is None else self._trace(path, data)

    def of(self, paths: Iterable[str]) -> Iterator[Trace]:
        """The traces of tasks, each once; raises :class:`Doubtful` where one is missing."""
        for path in dict.fromkeys(paths):
            if (trace := self.get(path)) is None:
                raise Doubtful("a trace is missing")
            yield trace

    def all(self) -> Iterator[Trace]:
        """Every trace, in the order of the paths."""
        for path, data in self.store.all("trace").items():
            yield self._trace(path, data)

    def load_questions(self) -> None:
        """Fetch every question at once."""
        rows = self.store.all("question")
        self._questions = {bytes.fromhex(id_): Question(*self._loaded(data)) for id_, data in rows.items()}

    def forget_questions(self, asked: set[bytes]) -> None:
        """Of the questions that were fetched, throw away those that no task asks."""
        gone = self._questions.keys() - asked
        self.store.drop("question", [id_.hex() for id_ in gone])
        for id_ in gone:
            del self._questions[id_]

    def question(self, id_: bytes) -> Question | None:
        """A question as it was last answered."""
        if id_ not in self._questions:
            data = self.store.get("question", id_.hex())
            self._questions[id_] = None if data is None else Question(*self._loaded(data))
        return self._questions[id_]

    def put(self, traces: Iterable[Trace], questions: Mapping[bytes, Question]) -> None:
        """Traces of tasks that ran, with the questions they asked for the first time or found another answer to."""
        rows = {}
        for trace in traces:
            old = None if self.is_empty else self.get(trace.task.path)
            self._is_counted = self._is_counted and old is not None
            self._rest(trace, old)
            self._show(trace.task.path, trace, old)
            task = trace.task
            rows[task.path] = record.dump((
                task.key, task.run.__name__, task.arguments, int(task.rank), task.sources,
                trace.reads, trace.facets, trace.output, trace.findings, trace.reason, trace.shows, task.is_tree,
            ))  # fmt: skip
            if trace.findings or (old and old.findings):
                self.store.put("findings", {task.path: record.dump(trace.findings)})
        self.store.put("trace", rows)
        self.store.put("question", {
            id_.hex(): record.dump((one.name, one.arguments, one.digest, one.basis, one.labels)) for id_, one in questions.items()
        })  # fmt: skip
        for id_ in questions:
            self._questions.pop(id_, None)

    def drop(self, paths: Iterable[str]) -> None:
        """Forget tasks that are no more."""
        paths = tuple(paths)
        self._is_counted = self._is_counted and not paths
        for path in paths:
            old = self.get(path)
            self._rest(None, old)
            self._show(path, None, old)
        self.store.drop("trace", paths)
        self.store.drop("findings", paths)

    def void(self, paths: Iterable[str]) -> None:
        """Let the files of tasks stand as they are, to be made anew whatever happens until then: their traces get a key that no task has."""
        self.put([replace(trace, task=replace(trace.task, key="")) for path in paths if (trace := self.get(path))], {})

    def findings(self) -> Iterator[Diagnostic]:
        """What all tasks found, also those that did not run again."""
        for data in self.store.all("findings").values():
            yield from self._loaded(data)

    # -------------------------------------------------------------- what few tasks rest on

    def facet(self, basis: Basis) -> Facet | None:
        """A facet that a task rests on, be it one that ran just now."""
        return self._of(basis).get(basis)

    def facets(self, kind: str) -> Mapping[Basis, Facet]:
        """All facets of a kind, which is what stands before the colon of their names."""
        return self._of(kind).rows

    def _of(self, basis: Basis) -> Table[Facet]:
        """The table of a facet's kind: a build that changed one file wants few of the many kinds whole."""
        kind = basis.partition(":")[0]
        if kind not in self._facets:
            self._facets[kind] = Table(self.store, f"facet {kind}", Facet, len(Facet._fields), self._known)
        return self._facets[kind]

    def _rest(self, new: Trace | None, old: Trace | None) -> None:
        """A task rests on other facets now."""
        now, before = (set(new.facets) if new else set()), (set(old.facets) if old else set())
        trace = new or old
        if now == before or trace is None:
            return
        path, weight = trace.task.path, int(bool(trace.output))
        for basis in before - now:
            held = self._held(basis)
            readers = None if held.readers is None else tuple(one for one in held.readers if one != path)
            self._of(basis).put(basis, Facet(held.digest, held.files - weight, readers))
        for basis in now - before:
            held = self.facet(basis) or Facet("", 0, ())
            readers = None if held.readers is None or len(held.readers) >= _FEW else (*held.readers, path)
            self._of(basis).put(basis, Facet(held.digest, held.files + weight, readers))
        self._touched |= now ^ before

    def _held(self, basis: Basis) -> Facet:
        """A facet that must be there."""
        if (held := self.facet(basis)) is None:
            raise Doubtful("a facet is missing")
        return held

    # -------------------------------------------------------------- what tasks show

    def showing(self, items: Iterable[str]) -> Iterator[Trace]:
        """The traces of all tasks whose answers hold something of one of these items."""
        names = frozenset(map(item_name, items))
        tasks = [self._tasks(name) for name in sorted(names)]
        if any(found is None for found in tasks):
            yield from (trace for trace in self.all() if not names.isdisjoint(cut(trace.shows)))
            return
        yield from self.of(path for found in tasks for path in found or ())

    def _tasks(self, name: bytes) -> dict[str, None] | None:
        """The tasks that show an item; None: too many to name."""
        if name not in self._showing:
            data = None if self.is_empty else self.store.get("shown", name.hex())
            self._showing[name] = None if data == _MANY else dict.fromkeys(data.decode("utf-8", "surrogatepass").split("\n")) if data else {}
        return self._showing[name]

    def _show(self, path: str, new: Trace | None, old: Trace | None) -> None:
        """A task shows other items now."""
        now, before = set(cut(new.shows) if new else ()), set(cut(old.shows) if old else ())
        for name in before - now:
            if (tasks := self._tasks(name)) is not None:
                tasks.pop(path, None)
        for name in now - before:
            if (tasks := self._tasks(name)) is not None:
                tasks[path] = None
                if len(tasks) > _SHOWING:
                    self._showing[name] = None

    def _keep_showing(self) -> None:
        rows = {name.hex(): _MANY if tasks is None else "\n".join(tasks).encode("utf-8", "surrogatepass") for name, tasks in self._showing.items()}
        self.store.put("shown", {name: data for name, data in rows.items() if data})
        self.store.drop("shown", [name for name, data in rows.items() if not data])
        self._showing = {}

    # -------------------------------------------------------------- outputs

    @property
    def outputs(self) -> Mapping[str, Standing]:
        """Where every output stood at the end of the last build."""
        return self._outputs.rows

    def copied(self) -> dict[str, Standing]:
        """Those that are copies of something, or lie in a tree."""
        return {path: one for path, one in self.outputs.items() if one.source}

    # -------------------------------------------------------------- the end of a build

    def finish(self, placed: Mapping[str, Standing], gone: Iterable[str], changed: Iterable[Basis], digest_of: Callable[[Basis], Digest]) -> None:
        """Every task is fresh: keep where outputs stand that were ``placed``, forget those ``gone``, and commit.

        ``changed``: the facets whose digest is not what it was.
        """
        for basis in self._touched.union(changed):
            facet, today = self._held(basis), digest_of(basis)
            if facet.readers == () or (facet.readers is None and not facet.files):
                self._of(basis).drop(basis)
            elif facet.digest != today:
                self._of(basis).put(basis, Facet(today, facet.files, facet.readers))
        for path, one in placed.items():
            self._outputs.put(path, one)
        for path in gone:
            self._outputs.drop(path)
        for table in self._facets.values():
            table.save()
        self._outputs.save()
        self._is_counted = self._is_counted and not self._showing
        self._keep_showing()
        for kind in () if self._is_counted else _COUNTED:
            self.store.counted(kind)
        self.say("finished", True)
        self.store.commit()
        self._touched, self.is_empty, self._is_counted = set(), False, True

    def undo(self) -> None:
        """Forget what was put since the last build that was published."""
        self.store.rollback()
        self._about.clear()
        self._facets.clear()
        self._outputs.forget()
        self._questions, self._touched, self._showing, self._is_counted = {}, set(), {}, not self.is_empty

    def _trace(self, path: str, data: bytes) -> Trace:
        key, run, arguments, rank, sources, reads, facets, output, findings, reason, shows, is_tree = self._loaded(data)
        if run not in self._runs:
            raise Doubtful("a task is unknown")
        task = Task(path, key, self._runs[run], arguments, Rank(rank), sources, is_tree)
        return Trace(task, reads, facets, output, findings, reason, shows)

    def _loaded(self, data: bytes) -> Any:
        try:
            return record.load(data, self._known)
        except ValueError as error:
            raise Doubtful(str(error)) from error
