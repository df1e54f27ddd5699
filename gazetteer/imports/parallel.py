"""Large dumps of GeoNames prepared by several processes, written by one.

Reading and folding take longer than writing. Batches pass between processes as marshalled
bytes: plain tuples of numbers and strings are several times quicker so than pickled.
"""

from __future__ import annotations

import gc
import marshal
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context, parent_process
from pathlib import Path
from typing import ClassVar

from gazetteer.imports import geonames
from gazetteer.imports.layer import Batch, prepared
from gazetteer.imports.lines import Block, blocks_of

__all__ = ["geonames_batches"]


def geonames_batches(path: Path, processes: int, *, preferred: bool) -> Iterator[Batch]:
    """Prepare a dump of GeoNames, in its order, with at most a few blocks in memory.

    Parameters
    ----------
    path
        The text file or the zip that holds it.
    processes
        How many processes read, besides the one that calls. With more than one the caller's
        main module must be safe to import, as for any use of `multiprocessing`.
    preferred
        See `prepared`.
    """
    known = geonames.divisions(path)
    if processes < 2:
        for block in blocks_of(path):
            rows = geonames.read_block(block, known)
            yield from prepared(rows, geonames.SOURCES, preferred=preferred)
        return
    waiting: deque[Future[list[bytes]]] = deque()
    pool = ProcessPoolExecutor(
        processes, get_context("spawn"), initializer=_begin, initargs=(known, preferred)
    )
    try:
        for block in blocks_of(path):
            waiting.append(pool.submit(_batches_of, block))
            if len(waiting) > 2 * processes:
                yield from _arrived(waiting.popleft())
        while waiting:
            yield from _arrived(waiting.popleft())
    finally:
        pool.shutdown(cancel_futures=True)


class _Task:
    """What a reading process, which lives for one file, is told of it at its start."""

    divisions: ClassVar[dict[str, int]] = {}
    preferred: ClassVar[bool] = False


def _begin(divisions: dict[str, int], preferred: bool) -> None:  # noqa: FBT001
    """Make ready a reading process, which lives no longer than its parent."""
    _Task.divisions, _Task.preferred = divisions, preferred
    # Millions of small tuples without circles; looking for circles takes a sixth of the time.
    gc.disable()
    # The parent is told of an interrupt, too, and ends its readers in good order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _batches_of(block: Block) -> list[bytes]:
    rows = geonames.read_block(block, _Task.divisions)
    batches = prepared(rows, geonames.SOURCES, preferred=_Task.preferred)
    return [marshal.dumps(tuple(batch)) for batch in batches]


def _arrived(future: Future[list[bytes]]) -> Iterator[Batch]:
    for packed in future.result():
        yield Batch(*marshal.loads(packed))  # noqa: S302 - bytes of our own processes
