"""Who does the work: this process, or several; and what happens when one of them hangs or dies.

Work goes out in batches and comes back in order, through any :class:`concurrent.futures.Executor`.  A worker that dies (killed
for its memory, crashed in C) takes its batch with it: the batch is tried again item by item, and an item that kills its
worker once more is given up by name, while the others go on (FAULTS 88, 89).
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import os
import resource
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextvars import ContextVar
from itertools import islice
from types import FrameType
from typing import Any, TypeVar

__all__ = ["AHEAD", "TooLong", "executor", "held", "limits", "mapped", "processors"]

Item = TypeVar("Item")
Result = TypeVar("Result")
AHEAD = 64
"""So many batches are given out beyond the one that is waited for: what they give is held until its turn."""
_HARD = 2.0
"""A worker that does not even hear the alarm ends at so many times the limit."""


class TooLong(Exception):
    """The work took longer than it may."""


def processors(jobs: int) -> int:
    """How many processes ``jobs`` means; 0 takes as many as there are processors."""
    return jobs or len(os.sched_getaffinity(0))


def executor(jobs: int, setup: Callable[..., Any] | None = None, *given: Any) -> Executor:
    """An executor of ``jobs`` processes that call ``setup(*given)`` first and hold what it gives (:func:`held`); 1 works in this process.

    A process with one thread forks, so that what it holds is shared and not copied; one with more spawns, for the locks of
    other threads must not be copied into a worker.
    """
    jobs = processors(jobs)
    if jobs <= 1:
        _HELD.set(setup(*given) if setup else None)
        return _InProcess()
    import multiprocessing  # here, for most builds work in one process
    from concurrent.futures import ProcessPoolExecutor

    way = "fork" if threading.active_count() == 1 else "spawn"
    if way == "fork":
        gc.collect()
        gc.freeze()  # a collection in a worker would touch, and so copy, every page it shares
    return ProcessPoolExecutor(jobs, multiprocessing.get_context(way), _begin, (setup, given))


def mapped(
    start: Callable[[], Executor], work: Callable[[Sequence[Item]], Result], batches: Iterable[Sequence[Item]], lost: Callable[[Item], Result]
) -> Iterator[Result]:
    """``work`` of every batch, in order.  ``start`` gives an executor; ``lost`` the result of an item that killed its worker."""
    waiting = deque(batches)
    while waiting:
        with start() as pool:
            ahead: deque[Future[Result]] = deque()
            try:
                while waiting:
                    ahead.extend(pool.submit(work, batch) for batch in islice(waiting, len(ahead), AHEAD))
                    given = ahead.popleft().result()
                    waiting.popleft()
                    yield given
            except BrokenExecutor:
                pass
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        if waiting:
            yield from _alone(start, work, waiting.popleft(), lost)


def _alone(
    start: Callable[[], Executor], work: Callable[[Sequence[Item]], Result], batch: Sequence[Item], lost: Callable[[Item], Result]
) -> Iterator[Result]:
    """A batch whose worker may have died of it, item by item."""
    for item in batch:
        with start() as pool:
            try:
                yield pool.submit(work, [item]).result()
            except BrokenExecutor:
                yield lost(item)


@contextlib.contextmanager
def limits(seconds: float) -> Iterator[None]:
    """Raises TooLong in the block after ``seconds``.

    The alarm reaches Python code and regular expressions, in a process's first thread.  In a worker, code that never
    hears it is ended with its process at twice the time.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(number: int, frame: FrameType | None) -> None:
        raise TooLong

    before = signal.signal(signal.SIGALRM, ring)
    if _NOWHERE.get():
        faulthandler.dump_traceback_later(seconds * _HARD, exit=True, file=_NOWHERE.get())
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if _NOWHERE.get():
            faulthandler.cancel_dump_traceback_later()


_MEGABYTES = 1024
"""How much a worker may take beyond what it begins with."""
_HELD: ContextVar[Any] = ContextVar("held", default=None)
"""What ``setup`` gave."""
_NOWHERE: ContextVar[Any] = ContextVar("nowhere", default=None)
"""In a worker: the open null device, for a dying worker's traceback is no message to an editor."""


def held() -> Any:
    """What ``setup`` gave in this worker."""
    return _HELD.get()


def _begin(setup: Callable[..., Any] | None, given: tuple[Any, ...]) -> None:
    """In a new worker: interrupts are the parent's to hear, memory has a limit."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _NOWHERE.set(open(os.devnull, "w"))  # noqa: SIM115 - open as long as the process
    with open("/proc/self/statm") as sizes:
        begun = int(sizes.read().split()[0]) * resource.getpagesize()
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    wanted = begun + _MEGABYTES * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))
    gc.set_threshold(10_000, 20, 20)  # what parsers leave in cycles is let go before the next articles want room
    _HELD.set(setup(*given) if setup else None)


class _InProcess(Executor):
    """Does each call when it is asked for, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - handed on, as an executor does
            future.set_exception(error)
        return future
