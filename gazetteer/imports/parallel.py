"""Large dumps of GeoNames prepared by several processes, written by one.

Reading and folding take longer than writing. Batches pass between processes as marshalled
bytes: plain tuples of numbers and strings are several times quicker so than pickled.
"""

from __future__ import annotations

import marshal
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from gazetteer.imports import geonames
from gazetteer.imports.layer import Batch, prepared
from gazetteer.imports.lines import blocks_of

__all__ = ["geonames_batches"]


def geonames_batches(path: Path, processes: int) -> Iterator[Batch]:
    """Prepare a dump of GeoNames, in its order, with at most a few blocks in memory.

    Parameters
    ----------
    path
        The text file or the zip that holds it.
    processes
        How many processes read. With more than one the caller's main module must be safe to
        import, as for any use of `multiprocessing`.
    """
    known = geonames.divisions(path)
    if processes < 2:
        for first, lines in blocks_of(path):
            rows = geonames.read_block(first, lines, known)
            yield from prepared(rows, geonames.SOURCES, chosen_by_hand=False)
        return
    waiting: deque[Future[list[bytes]]] = deque()
    with ProcessPoolExecutor(
        processes, get_context("spawn"), initializer=_remember, initargs=(known,)
    ) as pool:
        for first, lines in blocks_of(path):
            waiting.append(pool.submit(_batches_of, first, "\n".join(lines)))
            if len(waiting) > 2 * processes:
                yield from _arrived(waiting.popleft())
        while waiting:
            yield from _arrived(waiting.popleft())


_known: dict[str, int] = {}


def _remember(known: dict[str, int]) -> None:
    """Keep the divisions in a reading process, which lives for one file."""
    _known.update(known)


def _batches_of(first: int, text: str) -> list[bytes]:
    rows = geonames.read_block(first, text.split("\n"), _known)
    batches = prepared(rows, geonames.SOURCES, chosen_by_hand=False)
    return [marshal.dumps(tuple(batch)) for batch in batches]


def _arrived(future: Future[list[bytes]]) -> Iterator[Batch]:
    for packed in future.result():
        yield Batch(*marshal.loads(packed))  # noqa: S302 - bytes of our own processes
