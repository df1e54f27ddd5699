"""The verbs of `supplyroutes gazetteer`: the place store and a user's layers above it."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Self

import click

from gazetteer.errors import SupplyroutesError
from maps.console import say
from maps.listing import counted, printable

if TYPE_CHECKING:
    from gazetteer.imports.formats import Format
    from gazetteer.imports.importing import Told
    from gazetteer.imports.incoming import Refused
    from gazetteer.imports.layer import Summary
    from gazetteer.user_stores import LayerFacts

__all__ = ["gazetteer"]

FILE = click.Path(path_type=Path)
FORMATS = ("geonames", "unlocode", "wpi", "ourairports", "lpf", "csv")
SOME_ROWS = 20


@click.group()
def gazetteer() -> None:
    """Look after the place store, and bring your own places.

    Layers are kept in the user's data folder, or in SUPPLYROUTES_DATA, and lie above the
    store that comes with the package: a row of theirs replaces the one of the same ref.
    """


@gazetteer.command("import")
@click.argument("file", metavar="FILE", type=FILE)
@click.option("--format", "form", type=click.Choice(FORMATS), help="By default found out.")
@click.option("--name", help="The layer's name; by default as the file's.")
@click.option("--citation", default="", help="Where the places come from, in words.")
@click.option("--alternates", type=FILE, help="alternateNamesV2 of GeoNames, .txt or .zip.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="OURS=THEIRS",
    help="A column of a CSV, as in lon_deg=Longitude; repeatable.",
)
@click.option("--encoding", default="", help="The file's encoding, where it is not UTF-8.")
@click.option(
    "--preferred/--not-preferred",
    default=None,
    help="Whether its places come before others of their names; by default those of a CSV do.",
)
@click.option("--refused", type=FILE, help="A file for the rows that cannot be used.")
def import_(
    *,
    file: Path,
    form: str | None,
    name: str | None,
    citation: str,
    alternates: Path | None,
    columns: Sequence[str],
    encoding: str,
    preferred: bool | None,
    refused: Path | None,
) -> None:
    """Import a file of places as a layer of your own.

    Rows that cannot be used are told by line and left out; the exit status is then 1.
    """
    from gazetteer.imports.formats import Asked, detected, format_named
    from gazetteer.imports.importing import import_layer
    from gazetteer.user_stores import layer_path, sole_writer

    target = layer_path(_layer_name(file) if name is None else name)
    asked = Asked(target.stem, citation, _mapped(columns), encoding)
    chosen = format_named(form) if form else detected(file, asked)
    _refuse_foreign_name(chosen, target.stem)
    with _Refusals(file, refused) as refusals, _told(refusals) as told, sole_writer():
        summary = import_layer(
            file,
            target,
            format_=chosen.name,
            asked=asked,
            alternates=alternates,
            preferred=preferred,
            processes=os.cpu_count() or 1,
            told=told,
        )
    say(f"layer {target.stem}: {_summed_up(summary)} out of {chosen.title}")
    if summary.refused:
        sys.exit(1)


@gazetteer.command()
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object.")
def info(*, as_json: bool) -> None:
    """Tell what the place store and each layer hold, and where it comes from."""
    from gazetteer.user_stores import all_facts, facts_of, layers_folder, remedy_of

    embedded = facts_of(_embedded())._replace(name="embedded")
    layers = all_facts()
    if as_json:
        told = {
            "embedded": _entry(embedded),
            "folder": str(layers_folder()),
            "layers": [_entry(one) for one in layers],
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for one in (embedded, *layers):
            click.echo("\n".join(_lines(one)))
        if not layers:
            click.echo(f"no layers in {layers_folder()}")
    troubled = [one for one in layers if one.trouble]
    for one in troubled:
        say(SupplyroutesError(one.trouble, file=one.path, remedy=remedy_of(one)))
    if troubled:
        sys.exit(1)


@gazetteer.command()
@click.argument("names", metavar="[NAME...]", nargs=-1)
@click.option("--all", "all_", is_flag=True, help="Also those that are up to date.")
def build(*, names: Sequence[str], all_: bool) -> None:
    """Make layers anew from the files that they came from.

    Without a NAME those that this version cannot read, and in a working copy the embedded
    store where its data have changed; `embedded` is its name.
    """
    from gazetteer.user_stores import all_facts, layer_path, sole_writer

    facts = {one.name: one for one in all_facts()}
    unknown = [name for name in names if name != "embedded" and name not in facts]
    for name in unknown:
        layer_path(name)
        what = f"there is no layer {name!r}"
        raise SupplyroutesError(what, remedy=f"the layers are: {', '.join(facts) or 'none'}")
    wanted = [facts[name] for name in names if name in facts]
    if not names:
        wanted = [one for one in facts.values() if all_ or one.trouble]
    done = (
        _built_embedded(asked="embedded" in names, all_=all_ and not names)
        if (not names or "embedded" in names)
        else 0
    )
    failed = 0
    with sole_writer():
        for one in wanted:
            failed += not _built(one)
    if not wanted and not done:
        say("all is up to date")
    if failed:
        sys.exit(2 if failed == len(wanted) and not done else 1)


@gazetteer.command()
@click.argument("name", metavar="NAME")
def remove(*, name: str) -> None:
    """Remove a layer; the file that it came from stays."""
    from gazetteer.user_stores import remove_layer

    say(f"removed {remove_layer(name)}")


class _Refusals:
    """Tells of refused rows: some on standard error, all in a file where one is named."""

    def __init__(self, file: Path, target: Path | None) -> None:
        self._file = file
        self._target = target
        self._told = 0
        self._lines: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        further = self._told - SOME_ROWS
        if further > 0:
            where = f"see {self._target}" if self._target else "give --refused FILE for all"
            say(f"{counted(further, 'further row')} cannot be used; {where}")
        if self._target is not None and kind is None:
            from routes.textfile import write_whole

            write_whole(self._target, "".join(self._lines))

    def add(self, row: Refused) -> None:
        """Take note of a row."""
        self._told += 1
        if self._told > SOME_ROWS and self._target is None:
            return
        error = SupplyroutesError(row.what, file=self._file, line=row.line, remedy=row.remedy)
        if self._told <= SOME_ROWS:
            say(error)
        if self._target is not None:
            self._lines.append(f"{printable(error)}\n")


@contextmanager
def _told(refusals: _Refusals) -> Iterator[Told]:
    """Show progress on a terminal; end in good order when the system asks for it."""
    from gazetteer.imports.importing import Told

    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        if not sys.stderr.isatty():
            yield Told(refusals.add)
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        rows = TextColumn("{task.completed:,} rows")
        console = Console(stderr=True)
        shown = ("importing", BarColumn(), rows, TimeElapsedColumn())
        with Progress(*shown, console=console, transient=True) as bar:
            task = bar.add_task("importing", total=None)
            yield Told(refusals.add, lambda count: bar.update(task, completed=count))
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _layer_name(file: Path) -> str:
    stem = file.name.partition(".")[0]
    return re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:40]


def _mapped(columns: Sequence[str]) -> dict[str, str]:
    from gazetteer.imports.plain import checked_columns

    pairs = [column.partition("=") for column in columns]
    for ours, equals, theirs in pairs:
        if not (equals and theirs):
            what = f"{ours!r} names no column of the file; write it as lon_deg=Longitude"
            raise click.BadParameter(what, param_hint="--column")
    return checked_columns({ours: theirs for ours, _, theirs in pairs})


def _refuse_foreign_name(form: Format, name: str) -> None:
    from gazetteer.imports.plain import SOURCES

    if form.own_ids and name in SOURCES:
        what = f"{name!r} begins refs of other data"
        raise SupplyroutesError(what, remedy="give --name with another")


def _summed_up(summary: Summary) -> str:
    parts = [f"{counted(summary.places, 'place')}, {counted(summary.names, 'name')}"]
    if summary.refused:
        parts.append(f"{counted(summary.refused, 'row')} refused")
    if summary.left_out:
        reasons = summary.left_out.most_common(3)
        most = ", ".join(f"{count:,} × {reason}" for reason, count in reasons)
        more = ", …" if len(summary.left_out) > len(reasons) else ""
        parts.append(f"{summary.left_out.total():,} left out ({most}{more})")
    return "; ".join(parts)


def _embedded() -> Path:
    from gazetteer.store import EMBEDDED

    if not EMBEDDED.is_file():
        remedy = "reinstall supplyroutes, or run `supplyroutes gazetteer build embedded`"
        raise SupplyroutesError("the place store is missing", file=EMBEDDED, remedy=remedy)
    return EMBEDDED


def _entry(facts: LayerFacts) -> dict[str, Any]:
    meta = facts.meta
    is_layer = facts.name != "embedded"
    of_a_layer = {
        "source": meta.get("path"),
        "source_format": meta.get("form"),
        "alternates": meta.get("alternates") or None,
        "sha256": meta.get("sha256"),
        "imported": meta.get("imported"),
        "citation": meta.get("citation"),
        "preferred": meta.get("preferred") == "yes",
        "refused": int(meta.get("refused", 0)),
        "left_out": sum(json.loads(meta.get("left_out", "{}")).values()),
    }
    return {
        "name": facts.name,
        "file": str(facts.path),
        "size_bytes": facts.size_bytes,
        "format": meta.get("format"),
        "places": facts.counts.get("place"),
        "names": facts.counts.get("name"),
        **(of_a_layer if is_layer else {"citation": _EMBEDDED_CITATION}),
        "trouble": facts.trouble or None,
    }


def _lines(facts: LayerFacts) -> Iterator[str]:
    """Give what people read of a store."""
    entry = _entry(facts)
    size = f"{facts.size_bytes / 1e6:,.1f} MB"
    if facts.trouble:
        yield printable(f"{facts.name}: {facts.trouble}, {size}")
        return
    counts = f"{counted(entry['places'], 'place')}, {counted(entry['names'], 'name')}"
    yield printable(f"{facts.name}: {counts}, {size}, store format {entry['format']}")
    if "source" in entry:
        rank = "preferred" if entry["preferred"] else "not preferred"
        yield printable(f"  source    {entry['source']} ({entry['source_format']}, {rank})")
        yield f"  sha256    {entry['sha256']}"
        left = f"{counted(entry['refused'], 'row')} refused, {entry['left_out']:,} left out"
        yield printable(f"  imported  {entry['imported']}; {left}")
    yield printable(f"  citation  {entry['citation']}")


_EMBEDDED_CITATION = (
    "GeoNames (CC BY 4.0), World Port Index, airportsdata, Natural Earth, curated rows; see NOTICE"
)


def _built(facts: LayerFacts) -> bool:
    """Import a layer again, and say how it went."""
    from gazetteer.imports.importing import again

    refusals = _Refusals(Path(facts.meta.get("path", "")), None)
    try:
        with refusals, _told(refusals) as told:
            summary = again(facts.path, facts.meta, processes=os.cpu_count() or 1, told=told)
    except SupplyroutesError as error:
        say(error)
        return False
    say(f"layer {facts.name}: {_summed_up(summary)}")
    return True


def _built_embedded(*, asked: bool, all_: bool) -> bool:
    """Make the embedded store anew where this is a working copy and there is need."""
    from gazetteer.pins import HOME, is_current
    from gazetteer.store import EMBEDDED

    if not (HOME.parent / "hatch_build.py").is_file():
        if asked:
            what = "the embedded store is made while the package is built"
            raise SupplyroutesError(what, remedy="reinstall supplyroutes")
        return False
    if not (asked or all_) and is_current(EMBEDDED):
        return False
    from gazetteer.build import build_store

    counts = build_store(EMBEDDED)
    say(f"embedded: {', '.join(f'{count:,} {what}' for what, count in counts.items())}")
    return True
