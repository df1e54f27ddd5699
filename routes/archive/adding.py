"""A source added to a dossier's file: its text beside it, its hash, and the day it was taken."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import NamedTuple

from gazetteer.errors import UnusableInput
from routes.archive.fetch import Exchange
from routes.dossier import Dossier
from routes.evidence import Source
from routes.report import Report, read_report, safe_id

__all__ = ["Added", "page_report", "with_source"]

_ENDINGS = {
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}


class Added(NamedTuple):
    """A dossier with a source more, the source, and the text to be stored under its name.

    `text` is None where nothing is to be stored: the text lies there already, or `is_known`.
    """

    dossier: Dossier
    source: Source
    text: str | None
    is_known: bool


def page_report(exchange: Exchange) -> Report:
    """Read a fetched page as a report.

    Raises
    ------
    UnusableInput
        When it is none that can be read.
    """
    kind = exchange.header("content-type").partition(";")[0].strip().lower()
    ending = _ENDINGS.get(kind, ".html")
    stem = safe_id(exchange.url.rstrip("/").rpartition("/")[2].partition("?")[0])
    stem = Path(stem).stem[:60] or "page"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{stem}{ending}"
        path.write_bytes(exchange.body)
        try:
            report = read_report(path)
        except UnusableInput as error:
            raise UnusableInput(error.what, file=exchange.url, remedy=error.remedy) from error
    return report.model_copy(update={"url": exchange.url, "path": exchange.url})


def with_source(
    dossier: Dossier, report: Report, path: Path, *, day: str, url: str | None = None
) -> Added:
    """Add a report to a dossier as a source, or find that it is there.

    Another version of a page that the dossier has is a source of its own, based on the first: it
    is no second witness.

    Parameters
    ----------
    dossier
        The dossier.
    report
        The report.
    path
        The dossier's file; the text is stored beside it.
    day
        The ISO date on which the report was taken.
    url
        Where it was taken from.
    """
    digest = hashlib.sha256(report.text.encode()).hexdigest()
    address = url or report.url
    twins = [s for s in dossier.sources if address and s.url == address]
    known = next((s for s in dossier.sources if (s.sha256 or "").lower() == digest), None)
    if known is not None:
        return Added(dossier, known, None, is_known=True)
    name, text = _stored(report, path)
    number = 1 + max([int(s.id[1:]) for s in dossier.sources if s.id[1:].isdecimal()], default=0)
    source = report.source(f"s{number}", text=name).model_copy(
        update={
            "url": address,
            "accessed": day,
            "sha256": digest,
            "based_on": tuple(twin.id for twin in twins[:1]),
        }
    )
    review = dossier.review
    if review.state == "reviewed":
        review = review.model_copy(update={"awaiting": (*review.awaiting, source.id)})
    update = {"sources": (*dossier.sources, source), "review": review}
    return Added(dossier.model_copy(update=update), source, text, is_known=False)


def _stored(report: Report, path: Path) -> tuple[str, str | None]:
    """Give the name of the stored text beside the dossier, and the text where it is to be written.

    A plain text that lies in the dossier's folder or below stays where it is.
    """
    folder = path.parent.resolve()
    own = Path(report.path)
    if not report.is_extracted and own.exists() and own.resolve().is_relative_to(folder):
        return Path(os.path.relpath(own.resolve(), folder)).as_posix(), None
    stem = safe_id(report.id)
    names = (f"{stem}.txt", *(f"{stem}-{n}.txt" for n in range(2, 1000)))
    for name in names:
        target = path.with_name(name)
        if not target.exists():
            return name, report.text
        if target.read_bytes() == report.text.encode():
            return name, None
    raise UnusableInput("too many texts of this name", file=path, remedy="rename the report")
