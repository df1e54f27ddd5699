"""Fuzz the reading of reports with a coverage-guided fuzzer (not part of the tests).

    pip install atheris
    python tests/benchmarks/fuzz_reading.py CORPUS_FOLDER -max_total_time=600

Each input is read as a masthead, a web page, a Word document and a report; only errors that
name the file count as answers. The folder is filled with inputs that reach further.
"""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["routes", "gazetteer"]):
    from gazetteer import Gazetteer
    from gazetteer.errors import UnusableInput
    from routes.dates import read_dates
    from routes.docx import read_docx
    from routes.extraction import extract, find_places
    from routes.language import language_of
    from routes.masthead import read_masthead
    from routes.report import Report
    from routes.webpage import read_page

PATH = Path("fuzzed")
GAZETTEER = Gazetteer.open()
LONGEST_TEXT = 600


def main() -> None:
    """Hand over to the fuzzer."""
    atheris.Setup(sys.argv, read)
    atheris.Fuzz()


def read(data: bytes) -> None:
    """Read one input in each way."""
    text = data.decode("utf-8", "replace")
    masthead = read_masthead(text, markdown=bool(data[:1] == b"-"))
    assert 0 <= masthead.body_start <= len(text)
    for phrase in read_dates(text, "2024-06-15"):
        assert text[phrase.start : phrase.end]
    _read_files(data)
    if text.strip():
        _read_report(text[:LONGEST_TEXT])


def _read_files(data: bytes) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("word/document.xml", data)
    for reader, raw in ((read_docx, packed.getvalue()), (read_docx, data), (read_page, data)):
        try:
            reader(raw, PATH)
        except UnusableInput:
            continue


def _read_report(text: str) -> None:
    language = language_of(text)
    language = "en" if language == "ru" else language
    report = Report(id="f", path="f", text=text, kind="text", title="f", language=language)
    dossier = extract(report, GAZETTEER)
    assert all(text[c.start : c.end] == c.quote for c in dossier.claims)
    for mention in find_places(text, GAZETTEER, language=language):
        assert text[mention.start : mention.end] == mention.text


if __name__ == "__main__":
    main()
