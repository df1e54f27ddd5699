"""The command `supplyroutes`: one verb a job. The only place that prints and exits.

Heavy rooms are imported inside the verbs, so that help and look-ups answer at once.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

import click

from gazetteer.errors import SupplyroutesError
from maps.console import opened_gazetteer, say
from maps.gazetteer_verbs import gazetteer as gazetteer_verbs
from maps.listing import (
    counted,
    mention_entry,
    mention_line,
    printable,
    summary,
)
from maps.parameters import Position, Within, country_code, place_kinds
from maps.path_verb import path as path_command

if TYPE_CHECKING:
    from gazetteer import Gazetteer
    from maps.inputs import Loaded, Reader
    from routes.dossier import Dossier
    from routes.report import Report

__all__ = ["main"]

FOUND_PROBLEMS, UNUSABLE, INTERRUPTED = 1, 2, 130

Item = TypeVar("Item")
Result = TypeVar("Result")

INPUT = click.Path(path_type=Path)
OUTPUT = click.Path(path_type=Path, allow_dash=True)
STANDARD_OUTPUT = Path("-")


class _Group(click.Group):
    """Ends every error that a user can mend as one line, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except SupplyroutesError as error:
            say(error)
            ctx.exit(UNUSABLE)
        except KeyboardInterrupt:
            say("interrupted")
            ctx.exit(INTERRUPTED)


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:  # noqa: FBT001
    from importlib.metadata import PackageNotFoundError, version

    if wanted and not ctx.resilient_parsing:
        try:
            click.echo(f"supplyroutes {version('supplyroutes')}")
        except PackageNotFoundError:
            click.echo("supplyroutes, not installed")
        ctx.exit()


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and exit.",
)
@click.option(
    "--no-layers",
    is_flag=True,
    envvar="SUPPLYROUTES_NO_LAYERS",
    help="Use the place store without the layers that `gazetteer import` has made.",
)
def main(*, no_layers: bool) -> None:
    """Turn public reports into cited maps of the supply routes and sites they describe.

    Every verb exits with 0 when all went well, 1 when it found problems or had to leave out
    an input, and 2 when nothing could be done.
    """
    del no_layers


main.add_command(gazetteer_verbs)


@main.command("map")
@click.argument("inputs", metavar="INPUT...", nargs=-1, required=True, type=INPUT)
@click.option(
    "-o",
    "--output",
    type=OUTPUT,
    default="map.html",
    show_default=True,
    help="The page to write; - for standard output.",
)
def map_(inputs: Sequence[Path], output: Path) -> None:
    """Write one self-contained page of reports and dossiers.

    INPUT is a report (.txt, .md, .html), a dossier (.yaml, .json), or a folder: of a folder
    that holds dossiers these are mapped, of any other its reports.
    """
    from maps.inputs import find_inputs, load, refuse_overwriting, with_own_ids

    paths = find_inputs(inputs)
    refuse_overwriting(output, paths)
    with opened_gazetteer() as gazetteer, _Tally(len(paths)) as tally:
        loaded = list(tally.each(paths, lambda path: load(path, gazetteer), "reading"))
        if loaded:
            loaded = with_own_ids(loaded)
            page = _page(loaded, gazetteer)
            _write(output, page)
            say(f"wrote {_shown(output)}: {summary([one.dossier for one in loaded])}")


@main.command()
@click.argument("reports", metavar="REPORT...", nargs=-1, required=True, type=INPUT)
@click.option("-o", "--output", type=OUTPUT, help="The dossier, or a folder for several.")
@click.option("--jsonl", is_flag=True, help="Write one JSON dossier a line.")
@click.option("--explain", is_flag=True, help="Print scores and rules instead of dossiers.")
@click.option("--model-url", metavar="URL", help="Read by a language model at this endpoint.")
@click.option("--model", metavar="NAME", help="The model's name there.")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["yaml", "json"]),
    help="The form of a dossier; by default as the output's name ends, else YAML.",
)
def extract(
    reports: Sequence[Path],
    output: Path | None,
    *,
    jsonl: bool,
    explain: bool,
    model_url: str | None,
    model: str | None,
    format_: str | None,
) -> None:
    """Write draft dossiers of reports.

    One report, or - for standard input, goes to standard output or to -o FILE; several, or a
    folder of them, to -o FOLDER, one dossier a report, or with --jsonl one a line.

    Reports are read by rules, offline. --model-url and --model ask a language model instead,
    at any OpenAI-compatible endpoint; its key is taken from SUPPLYROUTES_MODEL_KEY. Only what
    the report says verbatim is kept of its answer.
    """
    from maps.inputs import find_many_reports

    paths = find_many_reports(reports)
    reader = _model_reader(model_url, model)
    if explain:
        _explain(paths, output, reader)
    elif jsonl:
        _extract_lines(paths, output, reader)
    elif output is not None and _is_folder(output, paths, reports):
        _extract_folder(paths, output, format_ or "yaml", reader)
    elif len(paths) == 1:
        _extract_one(paths[0], output, format_, reader)
    else:
        what = f"{len(paths)} reports make {len(paths)} dossiers"
        raise SupplyroutesError(what, remedy="give -o FOLDER or --jsonl")


@main.command()
@click.argument("dossiers", metavar="DOSSIER...", nargs=-1, required=True, type=INPUT)
def check(dossiers: Sequence[Path]) -> None:
    """List what is wrong or doubtful in dossiers, with file, line and remedy.

    A folder stands for the dossiers in it. Notes alone leave the exit status at 0.
    """
    from maps.inputs import find_dossiers
    from routes.check import Severity
    from routes.check import check as problems_of

    paths = find_dossiers(dossiers)
    with opened_gazetteer() as gazetteer, _Tally(len(paths)) as tally:
        problems = [
            problem
            for found in tally.each(paths, lambda path: problems_of(path, gazetteer))
            for problem in found
        ]
        for problem in problems:
            click.echo(printable(problem))
        counts = [(s, sum(p.severity is s for p in problems)) for s in Severity]
        say(", ".join(counted(number, name) for name, number in counts))
    if any(p.severity is not Severity.NOTE for p in problems):
        sys.exit(FOUND_PROBLEMS)


@main.command()
@click.argument("names", metavar="NAME...", nargs=-1)
@click.option("--country", metavar="CODE", help="The country's ISO 3166-1 code, as in IR.")
@click.option("--kind", "kinds", multiple=True, help="A kind of place, as in port; repeatable.")
@click.option("--near", type=Position(), help="A position near which it lies.")
@click.option(
    "--within",
    type=Within(),
    help="An area in which it lies: west,south,east,north, or the name or ref of a country, "
    "region or water.",
)
@click.option("--at", type=Position(), help="A position: what holds it, and what is nearest.")
@click.option(
    "--limit",
    type=click.IntRange(1, 100),
    default=10,
    show_default=True,
    help="The most candidates of a name.",
)
@click.option("--json", "form", flag_value="json", help="Write a list, one entry a name.")
@click.option("--lpf", "form", flag_value="lpf", help="Write Linked Places Format 1.2.")
def find(
    *,
    names: Sequence[str],
    country: str | None,
    kinds: Sequence[str],
    near: tuple[float, float] | None,
    within: Any,
    at: tuple[float, float] | None,
    limit: int,
    form: str | None,
) -> None:
    """Rank the places that names may mean, with reasons; or tell what lies at a position.

    A NAME written lon,lat is a position, too.
    """
    from maps.lookup import Hints, as_json, as_linked_places, look_up

    hints = Hints(country_code(country), place_kinds(kinds), near, within, limit)
    with opened_gazetteer() as gazetteer:
        looks = look_up(gazetteer, names, hints, at=at)
    if form == "json":
        click.echo(as_json(looks))
    elif form == "lpf":
        click.echo(as_linked_places(looks))
    else:
        from maps.tables import drawn, plain, tables

        shown = tables(looks)
        click.echo(drawn(shown) if sys.stdout.isatty() else plain(shown))


@main.command()
@click.argument("reports", metavar="REPORT...", nargs=-1, required=True, type=INPUT)
@click.option("--jsonl", is_flag=True, help="Write one line of JSON a report.")
def places(reports: Sequence[Path], jsonl: bool) -> None:  # noqa: FBT001
    """Print every place that reports mention, where, and what it resolves to."""
    from maps.inputs import find_many_reports
    from routes.extraction import find_places

    paths = find_many_reports(reports)
    clashes = _clashes(paths)
    with opened_gazetteer() as gazetteer, _Tally(len(paths)) as tally:

        def mentions(path: Path) -> tuple[str, list[dict[str, Any]]]:
            report = _read(path, clashes)
            return report.id, [
                mention_entry(m)
                for m in find_places(report.text, gazetteer, language=report.language)
            ]

        for name, found in tally.each(paths, mentions, "reading"):
            if jsonl:
                click.echo(json.dumps({"id": name, "mentions": found}, ensure_ascii=True))
            else:
                click.echo("\n".join(mention_line(name, mention) for mention in found))


@main.command()
@click.argument("dossier", metavar="DOSSIER", type=INPUT)
@click.option("--to", "form", type=click.Choice(["geojson"]), required=True, help="The form.")
@click.option("-o", "--output", type=OUTPUT, help="The file; by default standard output.")
def export(dossier: Path, form: str, output: Path | None) -> None:
    """Write a dossier as data for other programs."""
    del form
    from maps.export import geojson
    from maps.inputs import refuse_overwriting
    from routes.dossier import load_dossier

    target = output or STANDARD_OUTPUT
    refuse_overwriting(target, [dossier])
    loaded = load_dossier(dossier)
    with opened_gazetteer() as gazetteer:
        collection = geojson(loaded, gazetteer)
    _write(target, json.dumps(collection, ensure_ascii=False, indent=1) + "\n")
    if output is not None:
        say(f"wrote {_shown(output)}: {counted(len(collection['features']), 'feature')}")


main.add_command(path_command)


class _Tally:
    """Works through inputs, reports those that fail, and sets the exit status at its end.

    One bad input does not lose the others: the status is then 1; it is 2 when all fail.
    """

    def __init__(self, total: int) -> None:
        self._total = total
        self._failed = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None and self._failed:
            sys.exit(UNUSABLE if self._failed == self._total else FOUND_PROBLEMS)

    def each(
        self, items: Sequence[Item], work: Callable[[Item], Result], doing: str = "checking"
    ) -> Iterator[Result]:
        """Give the result of each item that works out, with a progress bar on a terminal."""
        for item in _tracked(items, doing):
            try:
                yield work(item)
            except SupplyroutesError as error:
                self._failed += 1
                say(error)


def _tracked(items: Sequence[Item], doing: str) -> Iterable[Item]:
    if len(items) < 2 or not sys.stderr.isatty():
        return items
    from rich.console import Console
    from rich.progress import track

    return track(items, description=doing, console=Console(stderr=True), transient=True)


def _page(loaded: Sequence[Loaded], gazetteer: Gazetteer) -> str:
    from maps.web import web_map

    texts = {
        f"{one.dossier.id}/{source}": text for one in loaded for source, text in one.texts.items()
    }
    page: str = web_map(*(one.dossier for one in loaded), texts=texts, gazetteer=gazetteer).html
    return page


def _extract_lines(paths: Sequence[Path], output: Path | None, reader: Reader | None) -> None:
    from maps.inputs import draft, refuse_overwriting
    from routes.dossier import dump_dossier

    target = output or STANDARD_OUTPUT
    refuse_overwriting(target, paths)
    clashes, store_text = _clashes(paths), output is not None
    lines: list[str] = []
    with opened_gazetteer() as gazetteer, _Tally(len(paths)) as tally:

        def line(path: Path) -> str:
            report = _read(path, clashes)
            made = draft(
                report, gazetteer, folder=target.parent, store_text=store_text, reader=reader
            )
            return dump_dossier(made, "jsonl")

        for written in tally.each(paths, line, "extracting"):
            if output is None:
                click.echo(written, nl=False)
            else:
                lines.append(written)
        if lines:
            _write(target, "".join(lines))


def _explain(paths: Sequence[Path], output: Path | None, reader: Reader | None) -> None:
    from maps.explain import explained
    from maps.inputs import draft, refuse_overwriting

    target = output or STANDARD_OUTPUT
    refuse_overwriting(target, paths)
    clashes = _clashes(paths)
    with opened_gazetteer() as gazetteer, _Tally(len(paths)) as tally:

        def lines(path: Path) -> str:
            report = _read(path, clashes)
            made = draft(report, gazetteer, folder=target.parent, store_text=False, reader=reader)
            return "".join(f"{line}\n" for line in explained(made))

        _write(target, "".join(tally.each(paths, lines, "extracting")))


def _extract_folder(paths: Sequence[Path], folder: Path, form: str, reader: Reader | None) -> None:
    from maps.inputs import draft, refuse_overwriting
    from routes.dossier import save_dossier

    clashes = _clashes(paths)
    _make_folder(folder)
    with opened_gazetteer() as gazetteer, _Tally(len(paths)) as tally:

        def write(path: Path) -> Dossier:
            report = _read(path, clashes)
            target = folder / f"{report.id}.{form}"
            refuse_overwriting(target, paths)
            made = draft(report, gazetteer, folder=folder, store_text=True, reader=reader)
            save_dossier(made, target)
            return made

        made = list(tally.each(paths, write, "extracting"))
        say(f"wrote {counted(len(made), 'dossier')} to {_shown(folder)}: {summary(made)}")


def _extract_one(path: Path, output: Path | None, form: str | None, reader: Reader | None) -> None:
    from maps.inputs import draft, refuse_overwriting
    from routes.dossier import dump_dossier
    from routes.report import read_report

    target = output or STANDARD_OUTPUT
    refuse_overwriting(target, [path])
    report = _noted(read_report(path))
    with opened_gazetteer() as gazetteer:
        stored = output is not None
        made = draft(report, gazetteer, folder=target.parent, store_text=stored, reader=reader)
    is_json = (form or target.suffix.lower().lstrip(".")) == "json"
    _write(target, dump_dossier(made, "json" if is_json else "yaml"))
    if output is not None:
        say(f"wrote {_shown(output)}: {summary([made])}")
    elif not (made.routes or made.sites):
        say(f"{path}: no route and no site was found")


def _model_reader(url: str | None, model: str | None) -> Reader | None:
    """Make the function that asks the model, or None when none was named."""
    if url is None and model is None:
        return None
    if not url or not model:
        raise SupplyroutesError("one of --model-url and --model is missing", remedy="give both")
    from routes.extraction.model import ModelReader, read_with_model

    where = ModelReader(url=url, model=model, key=os.environ.get("SUPPLYROUTES_MODEL_KEY"))

    def read(report: Report, gazetteer: Gazetteer) -> Dossier:
        reading = read_with_model(report, gazetteer, where)
        for reason in reading.left_out:
            say(f"{report.path}: left out {reason}")
        return reading.dossier

    return read


def _is_folder(output: Path, paths: Sequence[Path], given: Sequence[Path]) -> bool:
    if output == STANDARD_OUTPUT or output.is_file():
        return False
    return output.is_dir() or len(paths) > 1 or any(path.is_dir() for path in given)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = f"the folder cannot be made ({error.strerror})"
        raise SupplyroutesError(what, file=folder, remedy="choose another with -o") from error


def _clashes(paths: Sequence[Path]) -> dict[Path, Path]:
    """Map each report whose id is taken to the earlier one that has it."""
    from routes.report import safe_id

    first: dict[str, Path] = {}
    return {p: earlier for p in paths if (earlier := first.setdefault(safe_id(p.stem), p)) != p}


def _read(path: Path, clashes: dict[Path, Path]) -> Report:
    from routes.report import read_report

    if path in clashes:
        what = f"its id would be that of {clashes[path]}"
        raise SupplyroutesError(what, file=path, remedy="rename one of the two")
    return _noted(read_report(path))


def _noted(report: Report) -> Report:
    """Say of a report in a language that is not read what that means for its draft."""
    from routes.language import unread

    if note := unread(report.language):
        say(f"{report.path}: {note}")
    return report


def _write(output: Path, text: str) -> None:
    if output == STANDARD_OUTPUT:
        click.echo(text, nl=False)
        return
    from routes.textfile import write_whole

    write_whole(output, text)


def _shown(path: Path) -> str:
    return "standard output" if path == STANDARD_OUTPUT else str(path)


if __name__ == "__main__":
    main()
