"""The verbs `schema` and `new`: the form of a dossier's file, and one to begin with."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import click

from gazetteer.errors import UnusableInput
from maps.console import INPUT, OUTPUT, STANDARD_OUTPUT, Tally, say, shown, write_out

__all__ = ["new", "schema"]


@click.command()
@click.option("-o", "--output", type=OUTPUT, help="The file; by default standard output.")
@click.option(
    "--stamp",
    multiple=True,
    type=INPUT,
    help="Write the number of the form and the schema's line into this dossier; repeatable.",
)
def schema(output: Path | None, stamp: Sequence[Path]) -> None:
    """Print the JSON Schema of dossiers, or bring older files to the current form.

    Editors complete the keys of a dossier that begins with the line
    `# yaml-language-server: $schema=dossier.schema.json`.
    """
    if stamp:
        with Tally(len(stamp)) as tally:
            for path in tally.each(stamp, _stamp, "stamping"):
                say(f"stamped {path}")
        return
    write_out(output or STANDARD_OUTPUT, _schema_text())
    if output is not None:
        say(f"wrote {shown(output)}")


@click.command()
@click.argument("file", metavar="FILE", type=INPUT)
@click.option("--title", default="A new dossier", show_default=True, help="The title.")
@click.option("--by", default="hand", show_default=True, help="Who drafts it.")
def new(file: Path, title: str, by: str) -> None:
    """Start a commented dossier, with the schema beside it for editors."""
    from routes.blank import blank_dossier
    from routes.formats import SCHEMA_NAME
    from routes.report import safe_id
    from routes.textfile import write_whole

    if file.suffix.lower() not in {".yaml", ".yml"}:
        what = f"a commented dossier is YAML, not {file.suffix or 'a file without an ending'!r}"
        raise UnusableInput(what, file=file, remedy="name it .yaml")
    if file.exists():
        raise UnusableInput("this file is there already", file=file, remedy="name another")
    write_whole(file, blank_dossier(safe_id(file.stem), title, by))
    beside = file.with_name(SCHEMA_NAME)
    if not beside.exists():
        write_whole(beside, _schema_text())
    say(f"wrote {file}, and {SCHEMA_NAME} beside it for editors")


def _stamp(path: Path) -> Path:
    from routes.dossier_file import parse_dossier
    from routes.formats import SCHEMA_NAME, stamped
    from routes.textfile import read_text, write_whole

    text = read_text(path, limit_bytes=50_000_000)
    if path.suffix.lower() == ".json":
        raise UnusableInput("JSON has no comments", file=path, remedy="stamp YAML files only")
    before = parse_dossier(text, path)
    made = stamped(text)
    if parse_dossier(made, path) != before:
        what = "the file is written in a way that cannot be stamped"
        raise UnusableInput(what, file=path, remedy="write id: and title: on lines of their own")
    if made != text:
        write_whole(path, made)
    beside = path.with_name(SCHEMA_NAME)
    if not beside.exists():
        write_whole(beside, _schema_text())
    return path


def _schema_text() -> str:
    from routes.dossier import dossier_schema

    return json.dumps(dossier_schema(), indent=2, ensure_ascii=False) + "\n"
