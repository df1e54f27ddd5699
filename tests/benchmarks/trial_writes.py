"""Interrupted writes: a process killed at any moment, a disk that is full at any byte.

A child writes two states of a dossier over each other, plainly or by edits of its text, until it
is killed or its disk is full; whatever then lies in the file must be one of the two, to the byte.
Beside it, the same trials with a plain `Path.write_text`.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from gazetteer.errors import UnusableInput
from routes.dossier import Dossier, dump_dossier
from routes.evidence import Source
from routes.textfile import write_whole
from routes.yaml_edit import save_edited

# Until the child is killed: an edit reads and compares before it writes.
LONGEST_S, LONGEST_EDIT_S = 0.06, 0.8


class Count(NamedTuple):
    """How many trials there were, and after how many the file was neither of the two."""

    trials: int
    damaged: int


def states() -> tuple[Dossier, Dossier]:
    first = tuple(Source(id=f"s{n}", title=f"Report {n} " + "long " * 40) for n in range(60))
    more = tuple(Source(id=f"t{n}", title=f"Report {n} " + "more " * 40) for n in range(60))
    small = Dossier(id="trial", title="Trial", sources=first)
    return small, small.model_copy(update={"sources": (*first, *more)})


def whole(path: Path, texts: tuple[str, str], turn: int) -> None:
    write_whole(path, texts[turn % 2])


def by_edit(path: Path, texts: tuple[str, str], turn: int) -> None:
    """Let the file grow by an edit, and begin anew."""
    if turn % 2:
        save_edited(states()[1], path)
    else:
        write_whole(path, texts[0])


def plainly(path: Path, texts: tuple[str, str], turn: int) -> None:
    path.write_text(texts[turn % 2], encoding="utf-8")


Writer = Callable[[Path, tuple[str, str], int], None]


def trial(writer: Writer, folder: Path, chance: random.Random, *, full: bool) -> bool:
    """Run one trial; whether the file is sound after it."""
    texts = (dump_dossier(states()[0]), dump_dossier(states()[1]))
    path = folder / "trial.yaml"
    path.write_text(texts[0], encoding="utf-8")
    limit = chance.randrange(1, len(texts[1].encode())) if full else None
    child = os.fork()
    if child == 0:
        write_until_the_end(writer, path, texts, limit)
    if limit is None:
        time.sleep(chance.uniform(0, LONGEST_EDIT_S if writer is by_edit else LONGEST_S))
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return path.read_text(encoding="utf-8", errors="replace") in texts


def write_until_the_end(
    writer: Writer, path: Path, texts: tuple[str, str], limit: int | None
) -> None:
    """Write in turn, in a child that never comes back."""
    try:
        if limit is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        turn = 1
        while limit is None or turn < 4:
            try:
                writer(path, texts, turn)
            except (OSError, UnusableInput):
                break
            turn += 1
    finally:
        os._exit(0)


def trials(writer: Writer, number: int, *, full: bool, seed: int = 7) -> Count:
    chance, damaged = random.Random(seed), 0
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(number):
            damaged += not trial(writer, Path(folder), chance, full=full)
    return Count(number, damaged)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=200)
    wanted = parser.parse_args().trials
    rows: list[tuple[str, Writer, bool]] = [
        ("killed, whole", whole, False),
        ("killed, by edit", by_edit, False),
        ("disk full, whole", whole, True),
        ("disk full, by edit", by_edit, True),
        ("killed, plain write", plainly, False),
        ("disk full, plain write", plainly, True),
    ]
    for name, writer, full in rows:
        found = trials(writer, max(1, wanted // 4), full=full)
        print(f"{name}: {found.damaged} of {found.trials} files damaged")


if __name__ == "__main__":
    main()
