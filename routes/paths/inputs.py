"""What the waters are made of: whether a file of them is that of today's builder and inputs.

Only the standard library is used here: the build hook asks before any tool is installed.
"""

from __future__ import annotations

import os
from pathlib import Path

from gazetteer import pins

__all__ = ["fingerprint", "is_current"]

FORMAT = 1
_ROOM = Path(__file__).parent
_BUILDERS = (
    "build.py", "corners.py", "harbours.py", "keepoff.py", "packing.py", "passages.py", "raster.py",
    "search.py", "sight.py", "surveying.py", "vectors.py", "weaving.py",
)  # fmt: skip


def fingerprint() -> str:
    """Sum up everything that decides the file: builders, passages, data packages, places."""
    files = [*(_ROOM / name for name in _BUILDERS), *sorted(_ROOM.glob("*.csv"))]
    return pins.summed_up(f"format {FORMAT}, places {pins.fingerprint()}", files)


def is_current(target: Path) -> bool:
    """Whether a file, which ends with its fingerprint, was made of these inputs."""
    mark = fingerprint().encode()
    try:
        with target.open("rb") as stream:
            stream.seek(-len(mark), os.SEEK_END)
            return stream.read() == mark
    except OSError:
        return False
