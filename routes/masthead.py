"""What a plain report says of itself above its first sentence: title, outlet, date, author."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gazetteer.errors import UnusableInput
from gazetteer.place import Record
from routes.dates import read_day
from routes.yaml_lines import parse_yaml

__all__ = ["Masthead", "read_masthead"]

# How the header lines of saved articles name each field.
_FIELDS = {
    "title": "title",
    "headline": "title",
    "date": "published",
    "published": "published",
    "publication date": "published",
    "source": "publisher",
    "publisher": "publisher",
    "publication": "publisher",
    "outlet": "publisher",
    "site": "publisher",
    "by": "authors",
    "author": "authors",
    "authors": "authors",
    "byline": "authors",
    "url": "url",
    "link": "url",
    "language": "language",
    "lang": "language",
}
_NAMES = "|".join(sorted(_FIELDS, key=len, reverse=True))
_HEADER = re.compile(rf"(?i)\s*[*_]{{0,2}}({_NAMES})[*_]{{0,2}}\s?:[*_]{{0,2}}\s*(\S.*)")
_DATE_LINE = re.compile(r"(?i)\s*(?:date|published|updated|posted)(?: on)?[:\s]\s*(\S.*)")
_BYLINE = re.compile(r"\s*By ([A-Z][^\d.!?:;]{2,80})")
_HEADING = re.compile(r"\s{0,3}(?:#{1,6}\s+(\S.*?)\s*#*|<h1>(.+)</h1>)\s*", re.IGNORECASE)
_FRONT_MATTER = re.compile(
    r"---[ \t]*\r?\n(.{0,20000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL
)
_PLACE = r"[A-Z][^\W\d_][\w.'’ -]{1,38}?(?:, ?[A-Z][\w.'’ -]{1,30}?)??"
_DASH = r"[-–—−]{1,2}"
# WASHINGTON (Outlet - 09th June, 2023); GENEVA, 3 March 2024 (Outlet) —; MOSCOW, June 9. /TASS/.
_DATELINE = re.compile(
    rf"\s*(?P<place>{_PLACE})"
    r"(?:,\s+(?P<day>(?:\d{1,2}(?:st|nd|rd|th)?\s+\w{3,9}\.?|\w{3,9}\.?\s+\d{1,2})"
    r"(?:,?\s+\d{4})?))?\.?\s*"
    r"(?:(?:\((?P<brackets>[^()\n]{2,80})\)|/(?P<slashes>[^/\n]{2,40})/\.?)"
    rf"\s*(?P<after>{_DASH}(?=\s)|:(?=\s))?|(?P<dash>{_DASH}(?=\s)|:(?=\s)))\s*"
)
_SPLIT = re.compile(rf"\s+{_DASH}\s+|,\s+(?=\d)|\s*\|\s*")
_URL = re.compile(r"https?://[^\s<>\"]{4,2000}")
_MAX_LINES = 40
_MAX_TITLE = 160


class Masthead(Record):
    """Metadata of a report; `body_start` is the code point at which its sentences begin."""

    title: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    url: str | None = None
    language: str | None = None
    body_start: int = 0


def read_masthead(text: str, *, markdown: bool) -> Masthead:
    """Read the lines above a report's body and its dateline.

    Known are YAML front matter (Markdown), header lines (`Title: …`, `Date: …`, `Source: …`,
    `By: …`, `URL: …`), a line that is a date, a byline, a heading, and a first short line
    without a final full stop as the title. What stands first wins.

    Parameters
    ----------
    text
        The whole report.
    markdown
        Whether front matter is to be looked for.
    """
    found: dict[str, object] = {}
    start = _read_front_matter(text, found) if markdown else 0
    start = _read_lines(text, start, found)
    start = _read_dateline(text, start, found)
    found.pop("repeated", None)
    return Masthead.model_validate({**found, "body_start": start})


def _read_front_matter(text: str, found: dict[str, object]) -> int:
    match = _FRONT_MATTER.match(text)
    if match is None:
        return 0
    try:
        data = parse_yaml(match[1]).data
    # Front matter that is not YAML says nothing; the report is still good.
    except UnusableInput:
        return match.end()
    for key, value in data.items() if isinstance(data, dict) else ():
        values = value if isinstance(value, list) else [value]
        said = ", ".join(v for v in values if isinstance(v, str))
        if (field := _FIELDS.get(key.strip().lower())) and said:
            _note(found, field, said)
    return match.end()


def _read_lines(text: str, start: int, found: dict[str, object]) -> int:
    """Read line after line until one belongs to the body; return where that one begins."""
    for begin, line, rest in _lines(text, start):
        if not line.strip():
            continue
        if not (_note_line(line, found) or _note_title(line, rest, found)):
            return begin
        start = begin + len(line)
    return start if text[start:].strip() else 0


def _lines(text: str, start: int) -> Iterator[tuple[int, str, str]]:
    begin = start
    for _ in range(_MAX_LINES):
        end = text.find("\n", begin) + 1 or len(text)
        if begin >= len(text):
            return
        yield begin, text[begin:end], text[end : end + 2000]
        begin = end


def _note_line(line: str, found: dict[str, object]) -> bool:
    """Take a header line, a date line, a byline or an address."""
    line = line.strip()
    if len(line) > 2100:
        return False
    if header := _HEADER.fullmatch(line):
        _note(found, _FIELDS[header[1].lower()], header[2].strip(" *_"))
        return True
    dated = _DATE_LINE.fullmatch(line)
    if len(line) <= 80 and (day := read_day(dated[1] if dated else line, whole=dated is None)):
        found.setdefault("published", day)
        return True
    if _note_outlet(line, found):
        return True
    if byline := _BYLINE.fullmatch(line):
        _note(found, "authors", byline[1])
        return True
    if _URL.fullmatch(line):
        _note(found, "url", line)
        return True
    return False


def _note_outlet(line: str, found: dict[str, object]) -> bool:
    """Take a line that is an outlet and a date: "Harbour Wire, 3 March 2024"."""
    parts = [part for part in _SPLIT.split(line) if part] if len(line) <= 100 else []
    if len(parts) != 2:
        return False
    days = [read_day(part, whole=True) for part in parts]
    names = [part for part, day in zip(parts, days, strict=True) if day is None]
    if len(names) != 1 or len(names[0].split()) > 4:
        return False
    found.setdefault("published", days[0] or days[1])
    found.setdefault("publisher", names[0].strip())
    return True


def _note_title(line: str, rest: str, found: dict[str, object]) -> bool:
    """Take a heading, or a short first line that ends like no sentence and has text below."""
    if heading := _HEADING.fullmatch(line.rstrip("\r\n")):
        _note(found, "title", heading[1] or heading[2])
        return True
    line = line.strip()
    if line == found.get("title") and not found.get("repeated"):
        found["repeated"] = True
        return True
    is_title = (
        "title" not in found
        and len(line) <= _MAX_TITLE
        and line[-1] not in ".!?,;:…"
        and not line.endswith(('."', ".”", "!”", "?”"))
        and rest.strip() != ""
        and _dateline(line) is None
    )
    if is_title:
        _note(found, "title", line)
    return is_title


def _read_dateline(text: str, start: int, found: dict[str, object]) -> int:
    match = _dateline(text[start : start + 300])
    if match is None:
        return start + len(text[start:]) - len(text[start:].lstrip())
    if match["day"] and (day := read_day(match["day"])):
        found.setdefault("published", day)
    for part in _SPLIT.split(match["brackets"] or match["slashes"] or ""):
        if day := read_day(part):
            found.setdefault("published", day)
        elif part.strip():
            found.setdefault("publisher", part.strip())
    return start + match.end()


def _dateline(text: str) -> re.Match[str] | None:
    """Match a dateline: a place, and enough after it to prove that no sentence begins there.

    A place in capitals needs an outlet or a dash; another a date between it and the outlet's
    bracket or the dash, or in the bracket.
    """
    match = _DATELINE.match(text)
    if match is None or match.end() >= len(text):
        return None
    in_capitals = match["place"].split(",")[0].isupper()
    proven = match["dash"] or match["after"] or match["slashes"]
    return match if _dates(match) or (in_capitals and proven) else None


def _dates(match: re.Match[str]) -> bool:
    return bool(match["day"] or read_day(match["brackets"] or ""))


def _note(found: dict[str, object], field: str, said: str) -> None:
    said = " ".join(said.split())
    if field == "authors":
        names = re.split(r"\s*(?:,|;|\band\b|&)\s*", said)
        value: object = tuple(n for n in (name.removeprefix("By ") for name in names) if n)
    elif field == "published":
        value = read_day(said)
    elif field == "url":
        link = _URL.match(said)
        value = link[0] if link else None
    elif field == "language":
        value = said if re.fullmatch(r"[A-Za-z]{2,3}(-\w{2,8}){0,3}", said) else None
    else:
        value = said[:500]
    if value:
        found.setdefault(field, value)
