"""Spans of the calendar as English writes them, before "since" or "by" makes something of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from gazetteer.place import Record
from routes.almanac import (
    Reference,
    back,
    day_of,
    lexicon,
    month_bounds,
    part_of_month,
    part_of_year,
    unit_around,
    words_pattern,
    year_of,
)

__all__ = ["Period", "find_periods"]


class Period(Record):
    """A written span of days; `first` and `last` are null where nothing fixes them.

    `edtf` names the same span. `bare` marks a form ("2022", "May") that is a date only after
    a cue; `has_year` one that leans on no other day; `is_day` a single day; `is_run` days
    written as a run ("3 to 5 May").
    """

    start: int
    end: int
    first: date | None = None
    last: date | None = None
    edtf: str | None = None
    bare: bool = False
    has_year: bool = False
    is_day: bool = False
    is_run: bool = False


_Match = re.Match[str]
_Read = Callable[[_Match, Reference], Period | None]


def find_periods(text: str, refer: Callable[[int], Reference]) -> list[Period]:
    """Find the written spans of a text in order, the longest where several overlap.

    Parameters
    ----------
    text
        Any text; offsets of the result count its code points.
    refer
        Gives what a phrase that starts at an offset leans on.
    """
    found = [
        period
        for pattern, read in _forms()
        for match in pattern.finditer(text)
        if (period := read(match, refer(match.start()))) is not None
    ]
    found.sort(key=lambda p: (p.start, -p.end))
    kept: list[Period] = []
    for period in found:
        if not kept or period.start >= kept[-1].end:
            kept.append(period)
        elif period.end - period.start > kept[-1].end - kept[-1].start:
            kept[-1] = period
    return kept


@lru_cache(maxsize=1)
def _forms() -> tuple[tuple[re.Pattern[str], _Read], ...]:
    forms = (*_days(), *_months_and_years(), *_spoken())
    return tuple((re.compile(pattern), read) for pattern, read in forms)


def _group(name: str, table: str) -> str:
    return f"(?P<{name}>{words_pattern([*lexicon()[table]])})"


def _parts() -> str:
    return words_pattern([word for written in lexicon()["parts"].values() for word in written])


_YEAR = r"(?P<year>[12]\d{3})(?!\d|-\d\d\b|,\d|\.\d|s\b)"
# Only an abbreviation keeps its full stop; after a full name it ends the sentence.
_STOP = r"\b(?:(?<=\b[A-Z][a-z]{2})\.|(?<=\bSept)\.)?"


def _days() -> Iterator[tuple[str, _Read]]:
    """Write the forms that name a day or a run of days of one month."""
    month, weekday = _group("month", "months") + _STOP, _group("weekday", "weekdays")
    day, run = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?:\s?[-–—]\s?|\s+(?:to|and)\s+)"
    until = rf"(?:{run}(?P<other>\d{{1,2}})(?:st|nd|rd|th)?)?"
    named = rf"(?:\b{weekday},?\s+)?"
    yield r"(?<![\d-])(?P<year>[12]\d{3})-(?P<mm>\d{2})(?:-(?P<day>\d{2}))?(?![\d-])", _iso
    yield rf"{named}\b(?:the\s+)?{day}{until}(?:\s+of)?\s+{month}(?:,?\s+{_YEAR})?", _day_month
    yield rf"{named}\b{month}\s+{day}{until}\b(?:(?:,\s*|\s+){_YEAR})?(?!\d)", _day_month


def _months_and_years() -> Iterator[tuple[str, _Read]]:
    """Write the forms of months, years, decades, centuries, quarters, halves and seasons."""
    decade = r"(?P<decade>[12]\d{2})0s\b"
    some_part = rf"\b(?i:(?P<part>{_parts()}))(?:\s+|-)"
    part = rf"(?:{some_part})?"
    which = rf"(?i:{_group('which', 'which')})"
    nth = rf"(?i:the\s+)?(?i:{_group('nth', 'ordinals')})\s+(?P<of>quarter|half)"
    month, season = _group("month", "months") + _STOP, _group("season", "seasons")
    yield rf"{part}\b(?:{which}\s+)?{month}(?:(?:,|\s+of)?\s+{_YEAR})?", _month
    yield rf"(?:{some_part}|(?<![\d,.$€£/])(?<![A-Za-z]-))\b{_YEAR}", _year
    yield (
        rf"{part}\b(?i:the\s+)?(?:(?i:(?P<inner>early|mid|late))(?:\s+|-))?{decade}",
        _decade,
    )
    yield r"\b(?i:the\s+)?(?P<century>1\d|2[01])(?:th|st)[\s-]century\b", _century
    yield rf"\b(?:Q(?P<q>[1-4])|{nth})(?:(?:\s+of)?\s+{_YEAR}|\s+of\s+{which}\s+year)?\b", _quarter
    yield (
        (
            rf"{part}\b(?:{which}\s+|(?i:the)\s+)?{season}"
            r"(?:(?:\s+of)?\s+(?P<year>[12]\d{3})(?:[-–/]\d{2,4})?)?\b"
        ),
        _season,
    )


def _spoken() -> Iterator[tuple[str, _Read]]:
    """Write the forms that lean on the day of publication."""
    which = rf"(?i:{_group('which', 'which')})"
    numbers = words_pattern([*lexicon()["numbers"], *lexicon()["vague_numbers"]])
    count = rf"(?i:(?P<count>\d{{1,2}}|{numbers}))"
    side = rf"(?i:(?P<side>earlier|later|{_parts()}))"
    unit = r"(?P<unit>week|weekend|month|quarter|year|decade)"
    yield rf"\b(?i:{_group('word', 'days')})\b", _day_word
    yield rf"\b(?:{which}\s+)?{_group('weekday', 'weekdays')}\b", _weekday
    yield rf"\b(?:{side}[\s-]+)?{which}\s+{unit}\b", _unit
    yield rf"\b{side}\s+the\s+(?P<unit>month|year)\b", _unit
    yield rf"\b{count}\s+{_group('unit', 'units')}\s+ago\b", _ago
    yield (
        (
            rf"\b(?i:the\s+)?(?i:past|last|recent)\s+(?:{count}\s+)?"
            r"(?P<unit>days|weeks|months|years|decades)\b"
        ),
        _past,
    )


def _iso(match: _Match, _: Reference) -> Period | None:
    year, month = int(match["year"]), int(match["mm"])
    if not 1 <= month <= 12:
        return None
    if match["day"] is None:
        return _period(match, part_of_month(year, month, None), has_year=True)
    day = day_of(year, month, int(match["day"]))
    return _period(match, (day, day, str(day)), has_year=True, is_day=True) if day else None


def _day_month(match: _Match, reference: Reference) -> Period | None:
    month, low = lexicon()["months"][match["month"]], int(match["day"])
    high = int(match["other"] or low)
    if not 1 <= low <= high <= 31:
        return None
    year = int(match["year"]) if match["year"] else year_of(reference, month, low, None)
    first = day_of(year, month, low) if year else None
    last = day_of(year, month, high) if year else None
    # A day that the calendar lacks ("31 June") is still a date, only not one of any year.
    if first is None or last is None:
        return _period(match, None, is_day=low == high)
    is_day = first == last
    whole = first, last, str(first) if is_day else f"{first}/{last}"
    return _period(match, whole, has_year=bool(match["year"]), is_day=is_day, is_run=not is_day)


def _month(match: _Match, reference: Reference) -> Period | None:
    month, part = lexicon()["months"][match["month"]], _part(match["part"])
    year = _year_written(match, reference, month)
    alone = not (match["year"] or match["which"] or part)
    bare = alone and match["month"] in lexicon()["ambiguous_months"]
    if year is None:
        return _period(match, None, bare=bare)
    whole = part_of_month(year, month, part)
    return _period(match, whole, bare=bare, has_year=bool(match["year"]))


def _year(match: _Match, _: Reference) -> Period | None:
    part = _part(match["part"])
    whole = part_of_year(int(match["year"]), part)
    return _period(match, whole, bare=part is None, has_year=True)


def _decade(match: _Match, _: Reference) -> Period | None:
    tens, part = int(match["decade"]), _part(match["part"] or match["inner"])
    low, high = lexicon()["part_bounds"][part]["years"] if part else (0, 9)
    first, last = date(tens * 10 + low, 1, 1), date(tens * 10 + high, 12, 31)
    edtf = f"{first.year}~/{last.year}~" if part else f"{tens}X"
    return _period(match, (first, last, edtf), has_year=True)


def _century(match: _Match, _: Reference) -> Period | None:
    hundreds = int(match["century"]) - 1
    first, last = date(hundreds * 100, 1, 1), date(hundreds * 100 + 99, 12, 31)
    return _period(match, (first, last, f"{hundreds:02}XX"), has_year=True)


def _quarter(match: _Match, reference: Reference) -> Period | None:
    months = 6 if match["of"] == "half" else 3
    nth = int(match["q"] or lexicon()["ordinals"][(match["nth"] or "").lower()])
    high = min(nth * months, 12)
    low = high - months + 1
    year = int(match["year"]) if match["year"] else None
    bare = not (match["year"] or match["which"])
    if year is None and match["which"] and reference.day:
        year = reference.day.year + _shift(match["which"])
    elif year is None:
        year = year_of(reference, low, None, None)
    if year is None:
        return _period(match, None, bare=bare)
    whole = date(year, low, 1), month_bounds(year, high)[1], f"{year}-{low:02}/{year}-{high:02}"
    return _period(match, whole, bare=bare, has_year=bool(match["year"]))


def _season(match: _Match, reference: Reference) -> Period | None:
    month, season = lexicon()["seasons"][match["season"]]
    year = _year_written(match, reference, month)
    bare = not (match["year"] or match["which"])
    if year is None:
        return _period(match, None, bare=bare)
    next_year, last_month = divmod(month + 1, 12)
    last = month_bounds(year + next_year, last_month + 1)[1]
    edtf = f"{year}-{season}" + ("~" if match["part"] else "")
    return _period(match, (date(year, month, 1), last, edtf), bare=bare, has_year=not bare)


def _day_word(match: _Match, reference: Reference) -> Period | None:
    if reference.day is None:
        return _period(match, None, is_day=True)
    shift = lexicon()["days"][_folded(match["word"])]
    day = reference.day + timedelta(days=shift)
    return _period(match, (day, day, str(day)), is_day=True)


def _weekday(match: _Match, reference: Reference) -> Period | None:
    if reference.day is None:
        return _period(match, None, is_day=True)
    behind = (reference.day.isoweekday() - lexicon()["weekdays"][match["weekday"]]) % 7
    shift = _shift(match["which"])
    ahead = shift > 0 or (reference.future and match["which"] is None and behind > 0)
    # "on Friday" in Friday's paper is that day; "last Friday" is not.
    days = 7 - behind if ahead else -(behind or (7 if shift < 0 else 0))
    day = reference.day + timedelta(days=days)
    return _period(match, (day, day, str(day)), is_day=True)


def _unit(match: _Match, reference: Reference) -> Period | None:
    groups = match.groupdict()
    today, unit, side = reference.day, match["unit"], _folded(groups["side"] or "")
    if today is None:
        return _period(match, None)
    first, last, edtf = unit_around(today, unit, _shift(groups.get("which")))
    if side == "earlier" and first <= today:
        last = min(today, last)
        return _period(match, (first, last, f"{first}/{last}"))
    if side == "later" and last >= today:
        first = max(today, first)
        return _period(match, (first, last, f"{first}/{last}"))
    if unit == "year":
        return _period(match, part_of_year(first.year, _part(side)))
    if unit == "month":
        return _period(match, part_of_month(first.year, first.month, _part(side)))
    return _period(match, (first, last, edtf))


def _ago(match: _Match, reference: Reference) -> Period | None:
    count, unit = _count(match["count"]), lexicon()["units"][match["unit"]]
    today = reference.day
    if today is None:
        return _period(match, None)
    if count is None:
        return _period(match, (None, today, f"../{today}"))
    if unit == "day":
        day = back(today, count, "day")
        return _period(match, (day, day, str(day)), is_day=True)
    if unit == "week":
        day, slack = back(today, count, "week"), timedelta(days=3)
        return _period(match, (day - slack, min(today, day + slack), f"{day}~"))
    first, last, edtf = unit_around(today, unit, -count)
    return _period(match, (first, min(today, last), edtf if edtf.endswith("X") else f"{edtf}~"))


def _past(match: _Match, reference: Reference) -> Period | None:
    count, today = _count(match["count"]), reference.day
    if today is None:
        return _period(match, None)
    if count is None:
        return _period(match, (None, today, f"../{today}"))
    first = back(today, count, lexicon()["units"][match["unit"]])
    return _period(match, (first, today, f"{first}~/{today}"))


def _period(
    match: _Match,
    whole: tuple[date | None, date | None, str] | None,
    **marks: Any,
) -> Period:
    first, last, edtf = whole or (None, None, None)
    # The full stop of an abbreviated month may also be that of the sentence.
    end = match.end() - match[0].endswith(".")
    return Period(start=match.start(), end=end, first=first, last=last, edtf=edtf, **marks)


def _year_written(match: _Match, reference: Reference, month: int) -> int | None:
    if match["year"]:
        return int(match["year"])
    return year_of(reference, month, None, _shift(match["which"]) if match["which"] else None)


def _part(words: str | None) -> str | None:
    said = _folded(words or "")
    return next((part for part, known in lexicon()["parts"].items() if said in known), None)


def _shift(which: str | None) -> int:
    return int(lexicon()["which"][_folded(which)]) if which else 0


def _count(words: str | None) -> int | None:
    if words is None:
        return None
    said = _folded(words)
    return int(said) if said.isdecimal() else lexicon()["numbers"].get(said)


def _folded(words: str) -> str:
    return " ".join(words.lower().split())
