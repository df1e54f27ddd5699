"""A user's own layers: where they are kept, in which order, and who may write there.

They stand in `layers/` in the user's data folder, one file a name. The folder is that of the
platform for an application's data, or `SUPPLYROUTES_DATA` where that is set.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from gazetteer.errors import SupplyroutesError, UnusableInput
from gazetteer.schema import APPLICATION, FORMAT

__all__ = [
    "DATA_VARIABLE",
    "LayerFacts",
    "facts_of",
    "layer_path",
    "layers_folder",
    "remove_layer",
    "sole_writer",
    "user_layers",
]

DATA_VARIABLE = "SUPPLYROUTES_DATA"
"""Environment variable that names the data folder."""


class LayerFacts(NamedTuple):
    """What a layer says of itself; `trouble` is empty for one that can be read."""

    name: str
    path: Path
    size_bytes: int
    meta: dict[str, str]
    trouble: str = ""

    @property
    def counts(self) -> dict[str, int]:
        """How many places and names it has."""
        found: dict[str, int] = json.loads(self.meta.get("counts", "{}"))
        return found


def layers_folder() -> Path:
    """Give the folder of the user's layers, which need not be there."""
    chosen = os.environ.get(DATA_VARIABLE)
    if chosen:
        return Path(chosen).expanduser() / "layers"
    from platformdirs import user_data_path

    return user_data_path("supplyroutes", appauthor=False) / "layers"


def user_layers(folder: Path | None = None) -> tuple[Path, ...]:
    """Give the user's layers, the lowest first, as `Gazetteer.open` wants them.

    Lists that a person chose (`preferred`) stand above data of others; among either the
    order is that of their names.

    Parameters
    ----------
    folder
        Where to look; by default `layers_folder`.

    Raises
    ------
    UnusableInput
        When a file there is no layer, or has another version.
    """
    ordered: list[tuple[bool, str, Path]] = []
    for path in _files(folder or layers_folder()):
        facts = facts_of(path)
        if facts.trouble:
            raise UnusableInput(facts.trouble, file=path, remedy=remedy_of(facts))
        ordered.append((facts.meta.get("preferred") == "yes", facts.name, path))
    return tuple(path for *_, path in sorted(ordered))


def all_facts(folder: Path | None = None) -> tuple[LayerFacts, ...]:
    """Give what each layer says of itself, by name, also of those that cannot be read."""
    return tuple(facts_of(path) for path in _files(folder or layers_folder()))


def facts_of(path: Path) -> LayerFacts:
    """Give what a layer says of itself."""
    meta: dict[str, str] = {}
    trouble = ""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as store:
            meta = dict(store.execute("SELECT key, value FROM meta"))
    except sqlite3.Error as error:
        trouble = f"is no place store ({error})"
    if not trouble and meta.get("application") != APPLICATION:
        trouble = "is no place store"
    elif not trouble and meta.get("format") != str(FORMAT):
        trouble = f"has store format {meta.get('format')!r}, this version reads {FORMAT}"
    return LayerFacts(path.stem, path, path.stat().st_size, meta, trouble)


def remedy_of(facts: LayerFacts) -> str:
    """Say what to do about a layer that cannot be read."""
    if facts.meta.get("path"):
        return f"run `supplyroutes gazetteer build {facts.name}`, which makes it anew"
    return f"run `supplyroutes gazetteer remove {facts.name}` and import it again"


def layer_path(name: str, folder: Path | None = None) -> Path:
    """Give the file of a layer of some name, which need not be there.

    Raises
    ------
    SupplyroutesError
        When the name cannot be one: names become parts of refs and of file names.
    """
    if not _NAME(name) or name in _RESERVED:
        what = f"{name!r} cannot be the name of a layer"
        remedy = "give --name with small letters, digits and hyphens, as in dry-ports"
        if name in _RESERVED:
            remedy = "it begins refs of the place store itself: give --name with another"
        raise SupplyroutesError(what, remedy=remedy)
    return (folder or layers_folder()) / f"{name}.sqlite"


def remove_layer(name: str, folder: Path | None = None) -> Path:
    """Remove a layer.

    Raises
    ------
    SupplyroutesError
        When there is none of that name.
    """
    path = layer_path(name, folder)
    if not path.is_file():
        known = ", ".join(one.stem for one in _files(path.parent)) or "none"
        what = f"there is no layer {name!r}"
        raise SupplyroutesError(what, remedy=f"the layers are: {known}")
    with sole_writer(path.parent):
        path.unlink(missing_ok=True)
    return path


@contextmanager
def sole_writer(folder: Path | None = None) -> Iterator[None]:
    """Keep all others from writing layers meanwhile; the system ends it with the process.

    What an interrupted writer left is swept away: nobody else can be at work on it.

    Raises
    ------
    SupplyroutesError
        When another process is writing, or the folder cannot be made.
    """
    folder = folder or layers_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stream = (folder / ".lock").open("ab")
    except OSError as error:
        what = f"the folder cannot be written to ({error.strerror or error})"
        remedy = f"set {DATA_VARIABLE} to another"
        raise SupplyroutesError(what, file=folder, remedy=remedy) from error
    with stream:
        if not _locked(stream):
            what = "another process is writing layers"
            raise SupplyroutesError(what, file=folder, remedy="wait until it is done")
        for left in folder.glob(".*.sqlite.*"):
            left.unlink(missing_ok=True)
        yield


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.glob("*.sqlite") if not path.name.startswith("."))


if sys.platform == "win32":

    def _locked(stream: IO[bytes]) -> bool:
        """Lock a file until it is closed; False when another process has."""
        import msvcrt

        try:
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:

    def _locked(stream: IO[bytes]) -> bool:
        """Lock a file until it is closed; False when another process has."""
        import fcntl

        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}").fullmatch
_RESERVED = frozenset({"embedded", "iso", "curated", "ne", "lid"})
