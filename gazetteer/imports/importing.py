"""A file of places becomes a layer: the whole of an import, and an import done again."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from gazetteer.collector import collector_at_rest
from gazetteer.errors import SupplyroutesError, UnusableInput
from gazetteer.imports import geonames
from gazetteer.imports.formats import Asked, Format, detected, format_named
from gazetteer.imports.incoming import Refused
from gazetteer.imports.layer import Alternates, Batch, Origin, Summary, prepared, write_layer

__all__ = ["SILENT", "Told", "again", "import_layer"]


class Told(NamedTuple):
    """Whom to tell while an import runs: of refused rows, and of the number of rows read."""

    refuse: Callable[[Refused], None] = lambda _: None
    progress: Callable[[int], None] = lambda _: None


SILENT = Told()


def import_layer(
    path: Path,
    target: Path,
    *,
    format_: str = "",
    asked: Asked | None = None,
    alternates: Path | None = None,
    preferred: bool | None = None,
    processes: int = 1,
    told: Told = SILENT,
) -> Summary:
    """Import a file of places into a layer, whole or not at all.

    Parameters
    ----------
    path
        The file.
    target
        The layer to make or replace.
    format_
        The name of a format; found out when empty.
    asked
        The name of the layer and how to read the file; by default as the target is named.
    alternates
        `alternateNamesV2.txt` of GeoNames, or its zip.
    preferred
        Whether the places are more prominent than others of their names; by default as the
        format says.
    processes
        How many processes read a large dump of GeoNames. With more than one the caller's main
        module must be safe to import, as for any use of `multiprocessing`.
    told
        Whom to tell meanwhile.

    Raises
    ------
    UnusableInput
        When the file cannot be read, its format is not known, or no row can be used.
    SupplyroutesError
        When the layer cannot be written, or an option does not fit the format.
    """
    asked = asked or Asked(target.stem)
    form = format_named(format_) if format_ else detected(path, asked)
    _check(form, asked, alternates)
    chosen = form.preferred if preferred is None else preferred
    citation = asked.citation or form.citation or path.name
    asked = asked._replace(citation=citation)
    sources = tuple(dict.fromkeys((*form.sources, *((asked.layer,) if form.own_ids else ()))))
    origin = Origin(
        str(path.resolve()),
        form.name,
        _sha256(path),
        citation,
        _now(),
        chosen,
        "" if alternates is None else str(alternates.resolve()),
        json.dumps(dict(asked.columns), sort_keys=True),
        asked.encoding,
    )
    further = None if alternates is None else geonames.alternates(alternates)
    batches = _batches(path, form, asked, sources, chosen, processes)
    with closing(batches), collector_at_rest():
        return _written(target, batches, origin, sources, further, told)


def again(
    target: Path, meta: dict[str, str], *, processes: int = 1, told: Told = SILENT
) -> Summary:
    """Import a layer again from the file that its `meta` records.

    Raises
    ------
    SupplyroutesError
        When the file is not there any more, and whatever `import_layer` raises.
    """
    path = Path(meta.get("path", ""))
    if not path.is_file():
        remedy = "put it back, or import another file under this name"
        raise SupplyroutesError(f"its source {str(path)!r} is gone", file=target, remedy=remedy)
    alternates = meta.get("alternates", "")
    columns = json.loads(meta.get("columns", "{}"))
    return import_layer(
        path,
        target,
        format_=meta.get("form", ""),
        asked=Asked(target.stem, meta.get("citation", ""), columns, meta.get("encoding", "")),
        alternates=Path(alternates) if alternates else None,
        preferred=meta.get("preferred") == "yes",
        processes=processes,
        told=told,
    )


# Below this size the start of further processes costs more than they save.
_LARGE_BYTES = 50_000_000


def _check(form: Format, asked: Asked, alternates: Path | None) -> None:
    if alternates is not None and form.name != "geonames":
        what = f"alternate names belong to a dump of GeoNames, the file is {form.name}"
        raise SupplyroutesError(what, remedy="leave --alternates out")
    if asked.columns and form.name != "csv":
        what = f"columns are named for CSV, the file is {form.name}"
        raise SupplyroutesError(what, remedy="leave --column out, or give --format csv")
    try:
        usable = "\n".encode(asked.encoding or "utf-8") == b"\n"
    except LookupError:
        usable = False
    if not usable:
        what = f"encoding {asked.encoding!r} is not known, or has no lines that could be told"
        raise SupplyroutesError(what, remedy="give one as latin-1 or cp1251")


def _batches(
    path: Path,
    form: Format,
    asked: Asked,
    sources: tuple[str, ...],
    preferred: bool,  # noqa: FBT001
    processes: int,
) -> Generator[Batch]:
    if form.name == "geonames" and path.stat().st_size >= _LARGE_BYTES:
        from gazetteer.imports.parallel import geonames_batches

        yield from geonames_batches(path, processes, preferred=preferred)
    else:
        yield from prepared(form.read(path, asked), sources, preferred=preferred)


def _written(
    target: Path,
    batches: Iterator[Batch],
    origin: Origin,
    sources: tuple[str, ...],
    alternates: Alternates | None,
    told: Told,
) -> Summary:
    try:
        return write_layer(
            target,
            batches,
            origin,
            sources,
            alternates=alternates,
            refuse=told.refuse,
            progress=told.progress,
        )
    except (OSError, sqlite3.OperationalError) as error:
        what = f"the layer cannot be written ({getattr(error, 'strerror', None) or error})"
        remedy = "make room there, and in the folder for temporary files"
        raise SupplyroutesError(what, file=target, remedy=remedy) from error


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        what = f"cannot be read ({error.strerror or error})"
        raise UnusableInput(what, file=path, remedy="give a readable file") from error


def _now() -> str:
    """Give the day as SOURCE_DATE_EPOCH has it, else as the clock does, in UTC."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        moment = datetime.fromtimestamp(int(given) if given else time.time(), UTC)
    except (ValueError, OverflowError, OSError):
        what = f"SOURCE_DATE_EPOCH {given!r} is no number of seconds"
        raise SupplyroutesError(what, remedy="unset it") from None
    return moment.date().isoformat()
