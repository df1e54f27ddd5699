"""English date phrases to EDTF, with the days between which the time must lie.

Vague words follow the conventions at the head of `lexicons/dates_en.yaml`: "late August" is
from the 20th, "early 2024" January to April. EDTF is the Library of Congress's Extended
Date/Time Format (ISO 8601-2), level 1.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from gazetteer.place import Record
from routes.almanac import Reference, lexicon, reference_day, words_pattern
from routes.periods import Period, find_periods

__all__ = ["DatePhrase", "When", "is_edtf", "read_dates", "read_day"]


class When(Record):
    """A time as the report words it, and the days between which it must lie.

    Attributes
    ----------
    text
        The written phrase.
    edtf
        The same in EDTF level 1, or null when it cannot be placed.
    earliest, latest
        ISO dates, both inclusive; null where the phrase leaves that side open.
    kind
        `on` a day; `within` a span, at some time in it; `range`, all through a span; `since`
        and `until` a day or span, open on the other side; `by`, no later than its end;
        `before` and `after`, without the span itself.
    """

    text: str
    edtf: str | None = None
    earliest: str | None = None
    latest: str | None = None
    kind: str = "on"


class DatePhrase(NamedTuple):
    """Where a date phrase stands in the text, in code points, and what it says."""

    start: int
    end: int
    when: When


def read_dates(text: str, published: str | None = None) -> tuple[DatePhrase, ...]:
    """Find the date phrases of an English text, in order.

    Parameters
    ----------
    text
        Any text.
    published
        The ISO date (or month, or year) of publication, on which "on Friday", "last year"
        and a month without a year lean. Without it these have neither EDTF nor bounds.
        A month without a year is the most recent one, or the next where the clause looks
        ahead ("is expected in March").
    """
    periods = find_periods(text, _referrer(text, reference_day(published)))
    phrases: list[DatePhrase] = []
    index = 0
    while index < len(periods):
        floor = phrases[-1].end if phrases else 0
        following = periods[index + 1] if index + 1 < len(periods) else None
        joined = following and _joined(text, periods[index], following, floor)
        phrase = joined or _single(text, periods[index], floor)
        if phrase is not None:
            phrases.append(phrase)
        index += 2 if joined else 1
    return tuple(phrases)


def read_day(text: str, *, whole: bool = False) -> str | None:
    """Read the first full calendar day that a short text names, as an ISO date.

    Parameters
    ----------
    text
        For instance `09th June, 2023` or `Friday, June 9, 2023 10:30`.
    whole
        Whether the date, with a time of day at most, must be all of the text.
    """
    text = text[:200]
    for period in find_periods(text, lambda _: Reference(None)):
        if period.is_day and period.has_year and period.first:
            rest = text[: period.start] + text[period.end :]
            if whole and re.sub(r"\d{1,2}:\d{2}|\b(?:[ap]\.?m|[A-Z]{2,4})\b|[\W_]", "", rest):
                return None
            return str(period.first)
    return None


_DATE = r"-?\d{4}(?:-(?:2[1-4]|(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?))?[?~%]?"
_UNSPECIFIED = r"\d{3}X|\d{2}XX|\d{4}-XX(?:-XX)?|\d{4}-\d{2}-XX"
_EDTF = re.compile(rf"(?:{_DATE}|{_UNSPECIFIED})|(?:{_DATE}|\.\.)?/(?:{_DATE}|\.\.)?", re.ASCII)


def is_edtf(text: str) -> bool:
    """Whether a text is an EDTF date, season or interval of level 1 (years of four digits).

    Grammar: https://www.loc.gov/standards/datetime/
    """
    if not _EDTF.fullmatch(text) or text in {"/", "../..", "../", "/.."}:
        return False
    for full in re.findall(r"\d{4}-\d{2}-\d{2}", text):
        try:
            date.fromisoformat(full)
        except ValueError:
            return False
    return True


def _referrer(text: str, day: date | None) -> Callable[[int], Reference]:
    """Give what a phrase leans on; whether it looks ahead is read from the clause before it."""
    cues = re.compile(rf"\b(?:{words_pattern(lexicon()['future_cues'])})\b", re.IGNORECASE)

    def refer(start: int) -> Reference:
        clause = re.split(r"[.!?;\n]\s", text[max(0, start - 80) : start])[-1]
        return Reference(day, future=cues.search(clause) is not None)

    return refer


def _single(text: str, period: Period, floor: int) -> DatePhrase | None:
    """Make a phrase of one period and the cue before it; None when a bare one has none."""
    kind, start = _cue(text, period.start, floor)
    if period.bare and (not kind or _counts_something(text, period)):
        return None
    end = period.end
    if period.is_run and kind == "since":
        kind = "range"
    elif kind == "since" and (onward := _after_since().match(text, end)):
        end = onward.end()
    if kind in {"", "within", "on", "about"}:
        edtf = _about(period.edtf) if kind == "about" else period.edtf
        kind = "on" if period.is_day else "within"
        bounds = period.first, period.last, edtf
    else:
        bounds = _bounds(period, kind)
    return _phrase(text, start, end, kind, bounds)


def _joined(text: str, first: Period, second: Period, floor: int) -> DatePhrase | None:
    """Make one phrase of two periods that "between … and" or the like joins."""
    gap = " ".join(text[first.end : second.start].lower().split())
    opening = _opening().search(text, max(floor, first.start - 12), first.start)
    if opening:
        joins, start = lexicon()["pairs"][opening[1].lower()], opening.start()
    else:
        joins, start = lexicon()["plain_joins"], _cue(text, first.start, floor)[1]
        if first.is_day != second.is_day:
            return None
    if gap not in joins:
        return None
    first, second = _aligned(text, first, second)
    if first.first is None or second.last is None or first.first > second.last:
        return None
    edtf = f"{_first_edtf(first)}/{_last_edtf(second)}"
    return _phrase(text, start, second.end, "range", (first.first, second.last, edtf))


def _aligned(text: str, first: Period, second: Period) -> tuple[Period, Period]:
    """Let the one without a year lean on the other: "from May to July 2023"."""
    if not first.has_year and second.last:
        first = _again(text, first, Reference(second.last))
    elif first.has_year and not second.has_year and first.first:
        second = _again(text, second, Reference(first.first, future=True))
    return first, second


def _again(text: str, period: Period, reference: Reference) -> Period:
    found = find_periods(text[period.start : period.end], lambda _: reference)
    shift = {"start": period.start, "end": period.end}
    return found[0].model_copy(update=shift) if found else period


def _cue(text: str, start: int, floor: int) -> tuple[str, int]:
    """Find the cue that ends where a phrase starts: its kind, and where it begins."""
    match = _cues().search(text, max(floor, start - 40), start)
    if match is None:
        return "", start
    said = " ".join(match["cue"].lower().split())
    kinds = lexicon()["cues"]
    return next(kind for kind, cues in kinds.items() if said in cues), match.start()


@lru_cache(maxsize=1)
def _cues() -> re.Pattern[str]:
    words = lexicon()
    cues = words_pattern([cue for cues in words["cues"].values() for cue in cues])
    fillers = words_pattern(words["fillers"])
    return re.compile(rf"\b(?P<cue>{cues})\s+(?:(?:{fillers})\s+)?(?:the\s+)?$", re.IGNORECASE)


@lru_cache(maxsize=1)
def _opening() -> re.Pattern[str]:
    return re.compile(rf"\b({words_pattern([*lexicon()['pairs']])})\s+$", re.IGNORECASE)


@lru_cache(maxsize=1)
def _after_since() -> re.Pattern[str]:
    return re.compile(rf"\s+(?:{words_pattern(lexicon()['after_since'])})\b", re.IGNORECASE)


def _counts_something(text: str, period: Period) -> bool:
    """Whether a bare number is no year: "in 1500 trucks"."""
    following = text[period.end : period.end + 20].lstrip()
    counted = words_pattern(lexicon()["counted"])
    return re.match(rf"(?:{counted})(?!\w)", following) is not None


def _bounds(period: Period, kind: str) -> tuple[date | None, date | None, str | None]:
    """Open the span on the side that its cue leaves open."""
    first, last = period.first, period.last
    if kind == "range" or (first is None and last is None):
        return first, last, period.edtf
    if kind == "since" and first:
        return first, None, f"{_first_edtf(period)}/.."
    if kind in {"until", "by"} and last:
        return None, last, f"../{_last_edtf(period)}"
    if kind == "before" and first:
        day = first - timedelta(days=1)
        return None, day, f"../{day}"
    if kind == "after" and last:
        day = last + timedelta(days=1)
        return day, None, f"{day}/.."
    return first, last, period.edtf


_LONE = re.compile(r"\d{4}(?:-(?:0\d|1[0-2])(?:-\d{2})?)?[?~]?", re.ASCII)


def _first_edtf(period: Period) -> str:
    """Write the beginning of a period as the end of an interval may be at level 1."""
    head = (period.edtf or "").split("/")[0]
    # Seasons and unspecified digits are no ends of an interval.
    return head if _LONE.fullmatch(head) else _approximate(period.first, whole_at=1)


def _last_edtf(period: Period) -> str:
    tail = (period.edtf or "").split("/")[-1]
    return tail if _LONE.fullmatch(tail) else _approximate(period.last, whole_at=12)


def _approximate(day: date | None, *, whole_at: int) -> str:
    if day is None:
        return ".."
    return f"{day:%Y}~" if day.month == whole_at else f"{day:%Y-%m}~"


def _about(edtf: str | None) -> str | None:
    return f"{edtf}~" if edtf and re.fullmatch(r"[\d-]+", edtf) else edtf


def _phrase(
    text: str, start: int, end: int, kind: str, bounds: tuple[date | None, date | None, str | None]
) -> DatePhrase:
    earliest, latest, edtf = bounds
    when = When(
        text=text[start:end],
        edtf=edtf,
        earliest=None if earliest is None else str(earliest),
        latest=None if latest is None else str(latest),
        kind=kind,
    )
    return DatePhrase(start, end, when)
