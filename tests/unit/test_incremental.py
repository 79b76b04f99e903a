"""The engine runs what is stale, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.core.task import Ask, Rank, Task, bytes_digest, digest
from sitegen.engine.incremental import Built, Failed, Outcome, Reused, Trace, run


@dataclass
class World:
    """Answers by question and arguments, and a list of what was asked."""

    answers: dict[tuple[Any, ...], Any]
    asked: list[tuple[Any, ...]] = field(default_factory=list)

    def __call__(self, question: str, *arguments: Any) -> Any:
        self.asked.append((question, *arguments))
        return self.answers.get((question, *arguments))


class Wrong(Exception):
    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__("wrong")
        self.diagnostics = diagnostics


def page(ask: Ask, name: str) -> bytes:
    """Prints a headline, and the weather only if the card says so."""
    headline, with_weather = ask("card", name)
    tail = ask("weather") if with_weather else ""
    return f"{headline} {tail} {ask('card', name)[0]}".encode()


def refused(ask: Ask, name: str) -> bytes:
    raise Wrong((Diagnostic.at(Span(f"{name}.md", 3, 1), "links/unknown", target="bridge"),))


def broken(ask: Ask) -> bytes:
    raise KeyError("bridge")


def task(name: str, key: str = "k") -> Task:
    return Task(f"{name}/index.html", digest(key), page, (name,))


def traces(outcomes: tuple[Outcome, ...]) -> dict[str, Trace]:
    return {outcome.path: outcome.trace for outcome in outcomes if not isinstance(outcome, Failed)}


@pytest.fixture
def world() -> World:
    return World({("card", "a"): ("Bridge opens", True), ("card", "b"): ("Ferry stops", False), ("weather",): "rain"})


def test_a_task_without_a_trace_runs_and_its_trace_tells_each_question_once(world: World) -> None:
    (built,) = run([Task("a", digest("k"), page, ("a",), Rank.FRONT)], world)
    data = b"Bridge opens rain Bridge opens"
    assert isinstance(built, Built)
    assert (built.path, built.rank, built.data) == ("a", Rank.FRONT, data)
    assert [(read.question, read.arguments, read.digest) for read in built.trace.reads] == [
        ("card", ("a",), digest(("Bridge opens", True))),
        ("weather", (), digest("rain")),
    ]
    assert (built.trace.key, built.trace.output_digest) == (digest("k"), bytes_digest(data))


def test_with_equal_key_and_answers_nothing_runs(world: World) -> None:
    before = traces(run([task("a"), task("b")], world))
    again = run([task("a"), task("b")], world, before)
    assert again == tuple(Reused(path, Rank.PAGE, before[path]) for path in ("a/index.html", "b/index.html"))


def test_only_tasks_that_read_the_changed_answer_run(world: World) -> None:
    before = traces(run([task("a"), task("b")], world))
    world.answers["weather",] = "snow"
    first, second = run([task("a"), task("b")], world, before)
    assert isinstance(first, Built) and first.data == b"Bridge opens snow Bridge opens"
    assert isinstance(second, Reused)


def test_a_changed_key_makes_a_task_run(world: World) -> None:
    (outcome,) = run([task("a", "new")], world, traces(run([task("a")], world)))
    assert isinstance(outcome, Built) and outcome.trace.key == digest("new")


def test_a_question_no_longer_asked_leaves_the_trace(world: World) -> None:
    before = traces(run([task("a")], world))
    world.answers["card", "a"] = ("Bridge opens", False)
    (outcome,) = run([task("a")], world, before)
    assert isinstance(outcome, Built)
    assert [read.question for read in outcome.trace.reads] == ["card"]


def test_asking_again_ends_at_the_first_difference(world: World) -> None:
    before = traces(run([task("a")], world))
    world.answers["card", "a"] = ("Bridge shut", False)
    world.asked.clear()
    run([task("a")], world, before)
    assert world.asked == [("card", "a")]


def test_one_question_of_many_tasks_is_put_to_the_site_once(world: World) -> None:
    world.answers["card", "b"] = ("Ferry stops", True)
    run([task("a"), task("b")], world)
    assert world.asked.count(("weather",)) == 1


def test_arguments_that_are_equal_but_of_other_types_are_different_questions() -> None:
    def number(ask: Ask) -> bytes:
        return f"{ask('n', 1)} {ask('n', True)}".encode()

    def ask(question: str, *arguments: Any) -> Any:
        return repr(arguments)

    (outcome,) = run([Task("n", "k", number, ())], ask)
    assert isinstance(outcome, Built) and outcome.data == b"(1,) (True,)"
    assert len(outcome.trace.reads) == 2


def test_an_exception_with_diagnostics_fails_its_own_task_alone(world: World) -> None:
    first, second = run([Task("x", "k", refused, ("x",)), task("b")], world)
    assert first == Failed("x", (Diagnostic.at(Span("x.md", 3, 1), "links/unknown", target="bridge"),))
    assert isinstance(second, Built)


def test_any_other_exception_leaves_and_names_the_output(world: World) -> None:
    with pytest.raises(KeyError) as caught:
        run([Task("x/index.html", "k", broken, ())], world)
    assert caught.value.__notes__ == ["while making x/index.html"]


def test_two_tasks_for_one_path_are_a_fault(world: World) -> None:
    with pytest.raises(ValueError, match=r"a/index\.html"):
        run([task("a"), task("a")], world)
