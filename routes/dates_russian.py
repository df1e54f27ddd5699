"""Russian date phrases, put into English words so that the rules of `routes.dates` read them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from routes.almanac import words_pattern
from routes.dates import DatePhrase, read_dates

__all__ = ["read_russian_dates"]


def read_russian_dates(text: str, published: str | None = None) -> tuple[DatePhrase, ...]:
    """Find the date phrases of a Russian text, in order; parameters as of `read_dates`."""
    found: list[DatePhrase] = []
    for match in _pattern().finditer(text):
        for phrase in read_dates(_in_english(match), published)[:1]:
            when = phrase.when.model_copy(update={"text": match[0]})
            found.append(DatePhrase(match.start(), match.end(), when))
    return tuple(found)


@lru_cache(maxsize=1)
def _words() -> Mapping[str, Any]:
    import yaml

    text = (files("routes") / "lexicons" / "dates_ru.yaml").read_text(encoding="utf-8")
    words: Mapping[str, Any] = yaml.safe_load(text)
    return words


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    words = _words()
    cue, part = words_pattern([*words["cues"]]), words_pattern([*words["parts"]])
    month, ending = words_pattern([*words["months"]]), words_pattern(words["month_endings"])
    year = r"(?P<{}>[12]\d{{3}})\s+(?:год[ауе]?|гг?\.)"
    dated = rf"(?:(?P<day>\d{{1,2}})\s+)?(?P<month>{month})(?:{ending})(?:\s+{year.format('of')})?"
    return re.compile(
        rf"\b(?:(?P<spoken>{words_pattern([*words['spoken']])})"
        rf"|(?:(?P<cue>{cue})\s+)?(?:(?P<part>{part})\s+)?(?:{dated}|{year.format('year')}))(?!\w)",
        re.IGNORECASE,
    )


def _in_english(match: re.Match[str]) -> str:
    words = _words()
    if match["spoken"]:
        return str(words["spoken"][" ".join(match["spoken"].lower().split())])
    month = words["months"][match["month"].lower()] if match["month"] else None
    cue = words["cues"][match["cue"].lower()] if match["cue"] else None
    part = words["parts"][match["part"].lower()] if match["part"] else None
    said = [cue, part, match["day"], month, match["of"] or match["year"]]
    return " ".join(word for word in said if word)
