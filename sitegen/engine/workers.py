"""Who does the work: this process, or several."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from typing import Any

__all__ = ["executor"]


def executor(jobs: int) -> Executor:
    """An executor of ``jobs`` processes; 0 takes as many as there are processors, 1 works in this process.

    Processes are spawned, not forked: a watcher's threads and locks must not be copied into them.
    """
    jobs = jobs or os.process_cpu_count() if hasattr(os, "process_cpu_count") else jobs or len(os.sched_getaffinity(0))
    if jobs <= 1:
        return _InProcess()
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"))


class _InProcess(Executor):
    """Does each call when it is asked for, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - handed on, as an executor does
            future.set_exception(error)
        return future

    def map(self, fn: Callable[..., Any], *iterables: Iterable[Any], timeout: float | None = None, chunksize: int = 1) -> Iterator[Any]:
        return map(fn, *iterables)
