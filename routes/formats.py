"""The form of dossiers' files, numbered: what a later version wrote is refused, never half read.

Form 1 (files without a number) came before redaction marks, rival legs and drafts beside what is
settled. Form 2 only adds to it, so that every older file is read as it is; `stamped` writes the
number, and the line by which editors find the schema, into one.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from gazetteer.errors import UnusableInput

__all__ = ["CURRENT", "SCHEMA_NAME", "numbered", "stamped"]

CURRENT = 2
SCHEMA_NAME = "dossier.schema.json"
_HEADER = f"# yaml-language-server: $schema={SCHEMA_NAME}\n"
_NUMBER = re.compile(r"^format: *\S+[^\n]*\n", re.MULTILINE)
_FIRST_KEY = re.compile(r"^(?=[\w'\"])", re.MULTILINE)


def numbered(data: Any, file: str | Path | None, line: int | None) -> Any:
    """Take the number of the form off a file's data, or refuse one that is not known.

    Parameters
    ----------
    data
        What the file holds; anything but a mapping is given back as it is.
    file, line
        Where the number stands, for the error.

    Raises
    ------
    UnusableInput
        When a later version wrote the file, or the number is none.
    """
    if not isinstance(data, dict) or "format" not in data:
        return data
    written = data["format"]
    if not (isinstance(written, str) and written.isascii() and written.isdigit() and int(written)):
        what = f"format: {written!r} is no number of a form"
        raise UnusableInput(what, file=file, line=line, remedy=f"write format: {CURRENT}")
    if int(written) > CURRENT:
        what = f"this dossier has the form {written}; this version knows those up to {CURRENT}"
        raise UnusableInput(what, file=file, line=line, remedy="update supplyroutes")
    return {key: value for key, value in data.items() if key != "format"}


def stamped(text: str) -> str:
    """Give a dossier's YAML with the number of the current form and the schema's line.

    All else, comments included, stays to the letter; a header that names another schema too.
    """
    line_end = "\r\n" if "\r\n" in text else "\n"
    number = f"format: {CURRENT}{line_end}"
    if _NUMBER.search(text):
        made = _NUMBER.sub(number, text, count=1)
    else:
        first = _FIRST_KEY.search(text)
        at = first.start() if first else len(text)
        made = f"{text[:at]}{number}{text[at:]}"
    has_header = "yaml-language-server:" in made
    return made if has_header else _HEADER.replace("\n", line_end) + made
