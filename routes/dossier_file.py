"""Dossiers from and to files: read with the line of every fault, written whole or not at all."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import ValidationError

from gazetteer.errors import UnusableInput
from routes.dossier import Dossier
from routes.formats import CURRENT, numbered
from routes.misfits import misfits
from routes.problem import Locator, Problem, Severity
from routes.references import broken_references, source_texts, wrong_quotations
from routes.textfile import read_text, write_whole
from routes.yaml_lines import Lined, parse_json, parse_yaml
from routes.yaml_write import write_yaml

__all__ = [
    "_ENDINGS",
    "Reading",
    "dump",
    "lean_data",
    "load",
    "load_with_texts",
    "parse_dossier",
    "read",
    "save",
    "schema",
]

_ENDINGS = (".yaml", ".yml", ".json")
_MAX_BYTES = 50_000_000


class Reading(NamedTuple):
    """What a dossier's file holds; `dossier` is None when its values do not fit the form."""

    dossier: Dossier | None
    problems: tuple[Problem, ...]
    texts: dict[str, str]
    locate: Locator


def read(path: str | os.PathLike[str]) -> Reading:
    """Read a dossier and gather all that is wrong with its form, references and quotations.

    Raises
    ------
    UnusableInput
        Only when the file cannot be read as YAML or JSON at all.
    """
    path = Path(path)
    lined = _parse(path)
    locate = Locator(str(path), lined)
    if not isinstance(lined.data, dict):
        what = "a dossier is a mapping with the keys id, title, sources, places …"
        return Reading(None, (locate.problem((), what, "see the README's example"),), {}, locate)
    data = numbered(lined.data, path, lined.line(("format",)))
    try:
        dossier = Dossier.model_validate(data)
    except ValidationError as error:
        return Reading(None, tuple(misfits(error, locate)), {}, locate)
    texts, problems = source_texts(dossier, path.parent, locate)
    problems += broken_references(dossier, locate)
    problems += wrong_quotations(dossier, texts, locate)
    return Reading(dossier, tuple(problems), texts, locate)


def load(path: str | os.PathLike[str]) -> Dossier:
    """Read a dossier, or raise its first error; see `routes.dossier.load_dossier`."""
    return load_with_texts(path)[0]


def load_with_texts(path: str | os.PathLike[str]) -> tuple[Dossier, dict[str, str]]:
    """Read a dossier and the stored texts that it quotes, by source id; as `load`."""
    reading = read(path)
    errors = [p for p in reading.problems if p.severity is Severity.ERROR]
    if errors or reading.dossier is None:
        raise errors[0].as_error(more=len(errors) - 1)
    return reading.dossier, reading.texts


def dump(dossier: Dossier, format: Literal["yaml", "json", "jsonl"] = "yaml") -> str:  # noqa: A002
    """Write a dossier as text; see `routes.dossier.dump_dossier`."""
    data = lean_data(dossier)
    if format == "json":
        return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    if format == "jsonl":
        # All in ASCII: some readers of lines also break them at U+2028 and its like.
        return json.dumps(data, separators=(",", ":")) + "\n"
    return write_yaml(data)


def save(dossier: Dossier, path: str | os.PathLike[str]) -> None:
    """Write a dossier to a file; see `routes.dossier.save_dossier`."""
    path = Path(path)
    write_whole(path, dump(dossier, "json" if path.suffix.lower() == ".json" else "yaml"))


def lean_data(dossier: Dossier) -> dict[str, Any]:
    """Give a dossier as the plain data of its file, without what says nothing."""
    data: dict[str, Any] = _lean(dossier.model_dump(mode="json", by_alias=True))
    return data


def parse_dossier(text: str, file: str | Path | None = None) -> Dossier:
    """Read a dossier from YAML or JSON, without looking at its references and texts.

    Raises
    ------
    UnusableInput
        When the text is no YAML or its values do not fit.
    """
    is_json = str(file or "").lower().endswith(".json")
    lined = parse_json(text, file) if is_json else parse_yaml(text, file)
    data = numbered(lined.data, file, lined.line(("format",)))
    try:
        return Dossier.model_validate(data)
    except ValidationError as error:
        raise next(misfits(error, Locator(str(file or "-"), lined))).as_error() from error


def schema() -> dict[str, Any]:
    """Give the JSON Schema (2020-12) of a dossier's file."""
    made = Dossier.model_json_schema(by_alias=True)
    form = {
        "title": "Format",
        "description": "The number of the form of this file; without it, 1.",
        "type": "integer",
        "minimum": 1,
        "maximum": CURRENT,
    }
    made["properties"] = {"format": form, **made["properties"]}
    start = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return {**start, "$id": f"urn:supplyroutes:dossier:{CURRENT}", **made}


def _parse(path: Path) -> Lined:
    if path.is_file() and path.suffix.lower() not in _ENDINGS:
        raise UnusableInput(
            f"a dossier's name ends in {', '.join(_ENDINGS)}, not {path.suffix!r}",
            file=path,
            remedy="rename it, or extract a dossier from the report first",
        )
    text = read_text(path, limit_bytes=_MAX_BYTES)
    parse = parse_json if path.suffix.lower() == ".json" else parse_yaml
    return parse(text, path)


def _lean(value: Any) -> Any:
    """Leave out what says nothing: nulls, empty lists, and an `alternative` that is false."""
    if isinstance(value, dict):
        kept = {key: _lean(item) for key, item in value.items() if item not in (None, [], {})}
        if kept.get("alternative") is False:
            del kept["alternative"]
        return kept
    return [_lean(item) for item in value] if isinstance(value, list) else value


if __name__ == "__main__":
    written = json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
    write_whole(Path(__file__).with_name("dossier.schema.json"), written)
