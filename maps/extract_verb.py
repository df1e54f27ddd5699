"""The verb `extract`: reports in, draft dossiers out, in whichever of its forms is asked for."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gazetteer.errors import SupplyroutesError
from maps.console import (
    INPUT,
    OUTPUT,
    STANDARD_OUTPUT,
    Tally,
    opened_gazetteer,
    say,
    shown,
    write_out,
)
from maps.listing import counted, summary
from maps.reports import clashing, noted, read_unclashing

if TYPE_CHECKING:
    from gazetteer import Gazetteer
    from maps.inputs import Reader
    from routes.dossier import Dossier
    from routes.report import Report

__all__ = ["extract"]


@click.command()
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
    folder of them, to -o FOLDER, one dossier a report, or with --jsonl one a line. Where -o
    names a .yaml or .json file they are merged into one.

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
    elif output is not None and len(paths) > 1 and _is_one_dossier(output):
        _extract_merged(paths, output, reader)
    elif output is not None and _is_folder(output, paths, reports):
        _extract_folder(paths, output, format_ or "yaml", reader)
    elif len(paths) == 1:
        _extract_one(paths[0], output, format_, reader)
    else:
        what = f"{len(paths)} reports make {len(paths)} dossiers"
        remedy = "give -o FOLDER, -o FILE.yaml to merge them, or --jsonl"
        raise SupplyroutesError(what, remedy=remedy)


def _extract_lines(paths: Sequence[Path], output: Path | None, reader: Reader | None) -> None:
    from maps.inputs import draft, refuse_overwriting
    from routes.dossier import dump_dossier

    target = output or STANDARD_OUTPUT
    refuse_overwriting(target, paths)
    clashes, store_text = clashing(paths), output is not None
    lines: list[str] = []
    with opened_gazetteer() as gazetteer, Tally(len(paths)) as tally:

        def line(path: Path) -> str:
            report = read_unclashing(path, clashes)
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
            write_out(target, "".join(lines))


def _explain(paths: Sequence[Path], output: Path | None, reader: Reader | None) -> None:
    from maps.explain import explained
    from maps.inputs import draft, refuse_overwriting

    target = output or STANDARD_OUTPUT
    refuse_overwriting(target, paths)
    clashes = clashing(paths)
    with opened_gazetteer() as gazetteer, Tally(len(paths)) as tally:

        def lines(path: Path) -> str:
            report = read_unclashing(path, clashes)
            made = draft(report, gazetteer, folder=target.parent, store_text=False, reader=reader)
            return "".join(f"{line}\n" for line in explained(made))

        write_out(target, "".join(tally.each(paths, lines, "extracting")))


def _extract_folder(paths: Sequence[Path], folder: Path, form: str, reader: Reader | None) -> None:
    from maps.inputs import draft, refuse_overwriting
    from routes.dossier import save_dossier

    clashes = clashing(paths)
    _make_folder(folder)
    with opened_gazetteer() as gazetteer, Tally(len(paths)) as tally:

        def write(path: Path) -> Dossier:
            report = read_unclashing(path, clashes)
            target = folder / f"{report.id}.{form}"
            refuse_overwriting(target, paths)
            made = draft(report, gazetteer, folder=folder, store_text=True, reader=reader)
            save_dossier(made, target)
            return made

        made = list(tally.each(paths, write, "extracting"))
        say(f"wrote {counted(len(made), 'dossier')} to {shown(folder)}: {summary(made)}")


def _is_one_dossier(output: Path) -> bool:
    from maps.inputs import is_dossier

    return is_dossier(output) and not output.is_dir()


def _extract_merged(paths: Sequence[Path], output: Path, reader: Reader | None) -> None:
    from maps.inputs import Loaded, draft, refuse_overwriting
    from maps.merged import merged
    from routes.dossier import save_dossier

    refuse_overwriting(output, paths)
    clashes = clashing(paths)
    with opened_gazetteer() as gazetteer, Tally(len(paths)) as tally:

        def load(path: Path) -> Loaded:
            report = read_unclashing(path, clashes)
            made = draft(report, gazetteer, folder=output.parent, store_text=True, reader=reader)
            return Loaded(dossier=made, texts={s.id: report.text for s in made.sources})

        loaded = list(tally.each(paths, load, "extracting"))
        if loaded:
            one = merged(loaded)
            save_dossier(one.dossier, output)
            for note in one.notes:
                say(note)
            say(f"wrote {shown(output)}: {summary([one.dossier])}")


def _extract_one(path: Path, output: Path | None, form: str | None, reader: Reader | None) -> None:
    from maps.inputs import draft, refuse_overwriting
    from routes.dossier import dump_dossier
    from routes.report import read_report

    target = output or STANDARD_OUTPUT
    refuse_overwriting(target, [path])
    report = noted(read_report(path))
    with opened_gazetteer() as gazetteer:
        stored = output is not None
        made = draft(report, gazetteer, folder=target.parent, store_text=stored, reader=reader)
    is_json = (form or target.suffix.lower().lstrip(".")) == "json"
    write_out(target, dump_dossier(made, "json" if is_json else "yaml"))
    if output is not None:
        say(f"wrote {shown(output)}: {summary([made])}")
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
