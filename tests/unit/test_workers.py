"""Work given out in batches: it comes back in order, and what waits for its turn is bounded."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial
from typing import Any

from sitegen.engine import workers


def test_results_come_in_the_order_of_the_batches() -> None:
    with_two = workers.mapped(partial(workers.executor, 2), _doubled, [[number] for number in range(200)], _lost)
    assert list(with_two) == [[2 * number] for number in range(200)]


def test_what_is_given_out_and_not_yet_taken_is_bounded() -> None:
    given = 0

    class Counting(ThreadPoolExecutor):
        def submit(self, *args: Any, **kwargs: Any) -> Any:
            nonlocal given
            given += 1
            return super().submit(*args, **kwargs)

    def start() -> Executor:
        return Counting(2)

    most = 0
    for taken, _ in enumerate(workers.mapped(start, _doubled, [[number] for number in range(1000)], _lost)):
        most = max(most, given - taken)
    assert given == 1000
    assert most <= workers.AHEAD


def _doubled(batch: Sequence[int]) -> list[int]:
    return [2 * one for one in batch]


def _lost(item: int) -> list[int]:
    raise AssertionError(item)
