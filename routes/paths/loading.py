"""Lets the collector of garbage wait while thousands of objects are loaded that stay."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["uncollected"]


@contextmanager
def uncollected() -> Iterator[None]:
    """Let the collector of cyclic garbage wait.

    For making thousands of objects that stay: it would run after every few hundred of them, now
    and then over all objects of the process, and find nothing.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
