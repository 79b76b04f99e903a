"""The engine runs what is stale, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from sitegen.core.diagnostics import Diagnostic, Span
from sitegen.core.task import Ask, Task, bytes_digest, digest
from sitegen.engine.incremental import (
    Answerer,
    Answers,
    Failed,
    Made,
    Question,
    Trace,
    change,
    cut,
    item_name,
    made,
    name_of,
)


@dataclass
class World:
    """Answers by question and arguments, and a list of what was asked."""

    answers: dict[tuple[Any, ...], Any]
    asked: list[tuple[Any, ...]] = field(default_factory=list)

    def __call__(self, question: str, *arguments: Any) -> Any:
        self.asked.append((question, *arguments))
        return self.answers.get((question, *arguments))

    def now(self) -> Answers:
        """Today's answers.  The weather is a facet."""
        def basis(name: str, arguments: tuple[Any, ...]) -> str:
            return "weather:" if name == "weather" else "site"

        def labels(answer: Any) -> tuple[str, ...]:
            return answer if isinstance(answer, tuple) and all(isinstance(one, str) for one in answer) else ()

        def shows(name: str, arguments: tuple[Any, ...], answer: Any) -> tuple[str, ...]:
            return tuple(map(str, arguments)) if name == "card" else ()

        return Answers(Answerer(self, basis, lambda basis: ":" in basis, labels, shows, context="plain"))


class Wrong(Exception):
    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__("wrong")
        self.diagnostics = diagnostics


def page(ask: Ask, theme: str, name: str) -> bytes:
    """Prints a headline, and the weather only if the card says so."""
    headline, with_weather = ask("card", name)
    tail = ask("weather") if with_weather else ""
    return f"{theme} {headline} {tail} {ask('card', name)[0]}".encode()


def finding(ask: Ask, theme: str, name: str) -> tuple[Diagnostic, ...]:
    return (Diagnostic.at(Span(f"{name}.md", 1, 1), "link/dead", target=ask("card", name)[0]),)


def refused(ask: Ask, theme: str, name: str) -> bytes:
    raise Wrong((Diagnostic.at(Span(f"{name}.md", 3, 1), "links/unknown", target="bridge"),))


def broken(ask: Ask, theme: str) -> bytes:
    raise KeyError("bridge")


def task(name: str, run: Callable[..., Any] = page) -> Task:
    return Task(f"{name}/index.html", digest("k"), run, (name,))


@pytest.fixture
def world() -> World:
    return World({("card", "a"): ("Bridge opens", True), ("card", "b"): ("Ferry stops", False), ("weather",): "rain"})


def trace_of(world: World, name: str = "a") -> tuple[Trace, dict[bytes, Question]]:
    now = world.now()
    one = made(task(name), now, "it is new")
    assert isinstance(one, Made)
    return one.trace, dict(now.questions)


def reason(trace: Trace, before: dict[bytes, Question], now: Answers, changed: Callable[[str], bool] = lambda basis: True) -> str:
    return next((words for id_ in trace.asked if (words := change(before.get(id_), now, changed))), "")


def test_a_task_is_given_the_context_and_its_trace_tells_each_question_once(world: World) -> None:
    one = made(task("a"), world.now(), "it is new")
    assert isinstance(one, Made)
    assert one.data == b"plain Bridge opens rain Bridge opens"
    assert one.trace.asked == (name_of("card", ("a",)), name_of("weather", ()))
    assert (one.trace.output, one.trace.facets, one.trace.reason) == (bytes_digest(one.data), ("weather:",), "it is new")
    assert cut(one.trace.shows) == (item_name("a"),)
    assert world.asked == [("card", "a"), ("weather",)]


def test_a_task_of_findings_has_no_bytes(world: World) -> None:
    one = made(task("a", finding), world.now())
    assert isinstance(one, Made)
    assert one.data is None and one.trace.output == "" and one.trace.findings[0].code == "link/dead"


def test_with_equal_answers_there_is_no_reason_to_run(world: World) -> None:
    assert reason(*trace_of(world), world.now()) == ""


def test_a_changed_answer_is_a_reason_in_words(world: World) -> None:
    world.answers["latest",] = ("One", "Two", "Three")
    latest = Task("x", digest("k"), lambda ask, theme: str(ask("latest")).encode(), ())
    now = world.now()
    one = made(latest, now)
    assert isinstance(one, Made)
    before = dict(now.questions)
    world.answers["latest",] = ("New", "One", "Two")
    assert reason(one.trace, before, world.now()) == 'latest(): "New" entered, "Three" left'
    world.answers["latest",] = ("Two", "One", "Three")
    assert reason(one.trace, before, world.now()) == "latest(): another order"
    world.answers["latest",] = None
    assert "left" in reason(one.trace, before, world.now())


def test_a_question_whose_basis_is_as_it_was_is_not_asked_again(world: World) -> None:
    trace, before = trace_of(world)
    world.answers["weather",] = "snow"
    world.asked.clear()
    assert reason(trace, before, world.now(), lambda basis: basis == "site") == ""
    assert world.asked == [("card", "a")]
    assert reason(trace, before, world.now(), lambda basis: basis == "weather:") == "weather(): another answer"


def test_asking_again_ends_at_the_first_difference(world: World) -> None:
    trace, before = trace_of(world)
    world.answers["card", "a"] = ("Bridge closed", True)
    world.asked.clear()
    assert reason(trace, before, world.now())
    assert set(world.asked) == {("card", "a")}


def test_a_question_that_was_forgotten_is_a_reason(world: World) -> None:
    trace, _ = trace_of(world)
    assert reason(trace, {}, world.now())


def test_one_question_of_many_tasks_is_put_to_the_site_once(world: World) -> None:
    now = world.now()
    for name in ("a", "a", "b"):
        made(task(name), now)
    assert world.asked.count(("card", "a")) == 1
    now.shorten(1)
    made(task("a"), now)
    assert world.asked.count(("card", "a")) == 2


def test_arguments_that_are_equal_but_of_other_types_are_different_questions() -> None:
    world = World({("card", 1): "int", ("card", 2): "x"})
    asked: list[Any] = []

    def run(ask: Ask, theme: str) -> bytes:
        asked.extend((ask("card", 1), ask("card", True), ask("card", 1.0)))
        return b""

    one = made(Task("x", digest("k"), run, ()), world.now())
    assert isinstance(one, Made)
    assert len(one.trace.asked) == 3 and [type(arguments[1]) for arguments in world.asked] == [int, bool, float]


def test_an_exception_with_diagnostics_fails_its_own_task_alone(world: World) -> None:
    one = made(task("a", refused), world.now())
    assert isinstance(one, Failed)
    assert one.path == "a/index.html" and one.findings[0].code == "links/unknown"


def test_any_other_exception_leaves_and_names_the_output(world: World) -> None:
    with pytest.raises(KeyError) as caught:
        made(Task("x/index.html", digest("k"), broken, ()), world.now())
    assert caught.value.__notes__ == ["while making x/index.html"]
