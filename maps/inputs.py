"""What the verbs work on: reports and dossiers by path, read and checked."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.errors import UnusableInput
from gazetteer.place import Record
from routes.dossier import Dossier
from routes.report import Report, find_reports, is_report, read_report
from routes.textfile import write_whole

if TYPE_CHECKING:
    from gazetteer import Gazetteer

__all__ = [
    "Loaded",
    "Reader",
    "draft",
    "find_dossiers",
    "find_inputs",
    "find_many_reports",
    "is_dossier",
    "load",
    "load_beside",
    "refuse_overwriting",
    "with_own_ids",
]

Reader = Callable[["Report", "Gazetteer"], Dossier]

# As in `routes.dossier_file`, which is too heavy to import for a look at a name.
_DOSSIER_ENDINGS = (".yaml", ".yml", ".json")


class Loaded(Record):
    """A dossier and the stored texts of its sources, by source id."""

    dossier: Dossier
    texts: dict[str, str]


def is_dossier(path: Path) -> bool:
    """Whether the file's name ends like that of a dossier, and is not that of its schema."""
    is_schema = path.name.lower().endswith(".schema.json")
    return path.suffix.lower() in _DOSSIER_ENDINGS and not is_schema


def find_inputs(paths: Sequence[Path]) -> list[Path]:
    """List the files to map: of a folder its dossiers, or else its reports.

    A folder that `extract` has filled holds the dossiers beside the texts that they quote, so
    the texts are not mapped a second time.
    """
    found: list[Path] = []
    for path in paths:
        dossiers = _dossiers_in(path) if path.is_dir() else []
        found += dossiers or find_reports(path)
    return found


def find_dossiers(paths: Sequence[Path]) -> list[Path]:
    """List the dossiers among paths and in the folders among them."""
    found: list[Path] = []
    for path in paths:
        inside = _dossiers_in(path) if path.is_dir() else [path]
        if not inside:
            remedy = f"put {', '.join(_DOSSIER_ENDINGS)} files into it"
            raise UnusableInput("the folder holds no dossier", file=path, remedy=remedy)
        found += inside
    return found


def find_many_reports(paths: Sequence[Path]) -> list[Path]:
    """List the reports among paths and in the folders among them, each once."""
    return list(dict.fromkeys(report for path in paths for report in find_reports(path)))


def load(path: Path, gazetteer: Gazetteer) -> Loaded:
    """Load a dossier, or make a draft of a report.

    Raises
    ------
    UnusableInput
        When the file cannot be used; a dossier must be without errors.
    """
    if is_dossier(path):
        from routes.dossier_file import load_with_texts

        dossier, texts = load_with_texts(path)
        return Loaded(dossier=dossier, texts=texts)
    if path.exists() and not path.is_dir() and not is_report(path):
        what = f"neither a report nor a dossier ends in {path.suffix!r}"
        remedy = "give .txt, .md, .html, .pdf, .docx, .yaml, .yml or .json files"
        raise UnusableInput(what, file=path, remedy=remedy)
    from routes.extraction import extract

    report = read_report(path)
    dossier = extract(report, gazetteer)
    return Loaded(dossier=dossier, texts={source.id: report.text for source in dossier.sources})


def load_beside(path: Path, gazetteer: Gazetteer, *, folder: Path, store: bool) -> Loaded:
    """Load a dossier, or make a draft of a report, for a dossier that will lie in `folder`.

    Its sources name their texts relative to there; with `store` the text of a web page or the
    like is written there, too.
    """
    if not is_dossier(path):
        report = read_report(path)
        dossier = draft(report, gazetteer, folder=folder, store_text=store)
        return Loaded(dossier=dossier, texts={s.id: report.text for s in dossier.sources})
    loaded = load(path, gazetteer)
    sources = tuple(
        source
        if source.text is None
        else source.model_copy(update={"text": _moved(source.text, path.parent, folder)})
        for source in loaded.dossier.sources
    )
    return loaded.model_copy(
        update={"dossier": loaded.dossier.model_copy(update={"sources": sources})}
    )


def _moved(name: str, from_folder: Path, to_folder: Path) -> str:
    return Path(os.path.relpath(from_folder / name, to_folder)).as_posix()


def with_own_ids(loaded: Sequence[Loaded]) -> list[Loaded]:
    """Give each dossier an id of its own: those of two folders may share one."""
    taken: set[str] = set()
    found: list[Loaded] = []
    for one in loaded:
        name = one.dossier.id
        tries = (name, *(f"{name}-{n}" for n in range(2, len(loaded) + 2)))
        own = next(t for t in tries if t not in taken)
        taken.add(own)
        dossier = one.dossier.model_copy(update={"id": own})
        found.append(one.model_copy(update={"dossier": dossier}))
    return found


def draft(
    report: Report,
    gazetteer: Gazetteer,
    *,
    folder: Path,
    store_text: bool,
    reader: Reader | None = None,
) -> Dossier:
    """Make a draft dossier whose source names its text relative to `folder`.

    Parameters
    ----------
    report
        The report.
    gazetteer
        The place store.
    folder
        Where the dossier will lie.
    store_text
        Whether the text of a web page, a PDF or the like may be written there, as `<id>.txt`;
        without it such a source names no text.
    reader
        What reads the report; by default the rules of `routes.extraction`.
    """
    from routes.extraction import extract

    text: str | None
    if not report.is_extracted:
        text = Path(os.path.relpath(report.path, folder)).as_posix()
    elif store_text:
        text = report.text_name
        _store_text(report, folder / text)
    else:
        text = None
    made = (reader or extract)(report, gazetteer)
    sources = tuple(source.model_copy(update={"text": text}) for source in made.sources)
    return made.model_copy(update={"sources": sources})


def refuse_overwriting(output: Path, inputs: Sequence[Path], *, reviewed_too: bool = False) -> None:
    """Refuse an output that is one of the inputs, or that a person has reviewed.

    With `reviewed_too` a reviewed one is let through: what is settled in it stays.
    """
    if not output.is_file():
        return
    if any(path.exists() and output.samefile(path) for path in inputs):
        remedy = "name another file with -o"
        raise UnusableInput("this is an input and is not overwritten", file=output, remedy=remedy)
    if not reviewed_too and is_dossier(output) and (reviewer := _reviewer(output)):
        raise UnusableInput(
            f"this dossier was reviewed by {reviewer} and is not overwritten",
            file=output,
            remedy="name another file with -o",
        )


def _reviewer(path: Path) -> str | None:
    from routes.dossier_file import read

    try:
        dossier = read(path).dossier
    except UnusableInput:
        return None
    return dossier.review.by if dossier and dossier.review.state == "reviewed" else None


def _store_text(report: Report, path: Path) -> None:
    if path.exists() and path.read_bytes() != report.text.encode():
        raise UnusableInput(
            f"the text of {report.path} would overwrite this file",
            file=path,
            remedy="choose another folder with -o",
        )
    write_whole(path, report.text)


def _dossiers_in(folder: Path) -> list[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        what = f"the folder cannot be listed ({error.strerror})"
        raise UnusableInput(what, file=folder, remedy="check that you may read it") from error
    return [e for e in entries if is_dossier(e) and e.is_file() and not e.name.startswith(".")]
