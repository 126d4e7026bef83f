"""Work spread over processes, in order, a little at a time, and ended cleanly by Ctrl-C."""

from __future__ import annotations

import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, TypeVar

from marsad.errors import MarsadError

_In = TypeVar("_In")
_Out = TypeVar("_Out")
_AHEAD = 3  # items per process that are under way before results are waited for


def spread(
    work: Callable[[_In], _Out],
    items: Iterable[_In],
    *,
    processes: int,
    start: Callable[..., None],
    arguments: tuple[Any, ...] = (),
) -> Iterator[_Out]:
    """The results of `work` for all items, in order, from worker processes that each begin with `start`.

    Items are taken as results are, so that a stream of any length needs little memory. An interrupt reaches
    only the caller; the workers finish what they hold and end. Raises `MarsadError` where a worker dies.
    """
    # "spawn": a forked child would share the parent's open database
    pool = ProcessPoolExecutor(processes, get_context("spawn"), start, arguments)
    pending: deque[Future[_Out]] = deque()
    try:
        for item in items:
            with _interrupts_left_out():
                pending.append(pool.submit(work, item))
            if len(pending) > _AHEAD * processes:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    except BrokenProcessPool as error:
        raise MarsadError("a worker process died, probably for lack of memory: use fewer processes") from error
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _interrupts_left_out() -> Iterator[None]:
    # processes that start in here ignore Ctrl-C, which a terminal sends to all of a group
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
