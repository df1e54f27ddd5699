"""Computed lines kept in the user's cache, by input and by the version of the data.

A cache that cannot be read or written is as good as none: the line is computed anew.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from pydantic import ValidationError

from routes.paths.line import Line

__all__ = ["cache_folder", "remembered"]


def cache_folder() -> Path | None:
    """Return the folder of the user's cache; None when it is turned off.

    ``SUPPLYROUTES_CACHE`` names another folder; empty, it turns the cache off.
    """
    chosen = os.environ.get("SUPPLYROUTES_CACHE")
    if chosen is not None:
        return Path(chosen) if chosen else None
    from platformdirs import user_cache_path

    return user_cache_path("supplyroutes", appauthor=False)


def remembered(question: str, compute: Callable[[], Line]) -> Line:
    """Return the line that answers a question, computed only when it is not yet known.

    Parameters
    ----------
    question
        All that decides the line, the version of the data included.
    compute
        Makes the line; what it raises passes through, and nothing is kept then.
    """
    folder = cache_folder()
    if folder is None:
        return compute()
    digest = hashlib.sha256(question.encode()).hexdigest()
    file = folder / "lines" / digest[:2] / f"{digest}.json"
    known = _read(file)
    if known is None:
        known = compute()
        _write(file, known)
    return known


def _read(file: Path) -> Line | None:
    try:
        return Line.model_validate_json(file.read_bytes())
    except (OSError, ValidationError):
        return None


def _write(file: Path, line: Line) -> None:
    temporary = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(line.model_dump_json(), encoding="utf-8")
        temporary.replace(file)
    except OSError:
        # Nothing is lost but time.
        return
