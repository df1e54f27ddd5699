"""Date phrases: what they mean, and that their parts never contradict each other."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.almanac import lexicon
from routes.dates import When, is_edtf, read_dates, read_day

# Published on a Friday.
PUBLISHED = "2023-06-09"

# phrase, kind, EDTF, earliest, latest
PHRASES = [
    ("since late August 2022", "since", "2022-08~/..", "2022-08-20", None),
    ("between May 2022 and March 2023", "range", "2022-05/2023-03", "2022-05-01", "2023-03-31"),
    ("since April 2023", "since", "2023-04/..", "2023-04-01", None),
    ("by early 2024", "by", "../2024~", None, "2024-04-30"),
    ("in February 2023", "within", "2023-02", "2023-02-01", "2023-02-28"),
    ("in early February 2024", "within", "2024-02~", "2024-02-01", "2024-02-10"),
    ("on 1 February 2022", "on", "2022-02-01", "2022-02-01", "2022-02-01"),
    ("February 14, 2022", "on", "2022-02-14", "2022-02-14", "2022-02-14"),
    ("on Sept. 14, 2022", "on", "2022-09-14", "2022-09-14", "2022-09-14"),
    ("Friday, 9 June 2023", "on", "2023-06-09", "2023-06-09", "2023-06-09"),
    ("2023-06-09", "on", "2023-06-09", "2023-06-09", "2023-06-09"),
    ("on Friday", "on", "2023-06-09", "2023-06-09", "2023-06-09"),
    ("last Friday", "on", "2023-06-02", "2023-06-02", "2023-06-02"),
    ("next Monday", "on", "2023-06-12", "2023-06-12", "2023-06-12"),
    ("yesterday", "on", "2023-06-08", "2023-06-08", "2023-06-08"),
    ("last month", "within", "2023-05", "2023-05-01", "2023-05-31"),
    ("last year", "within", "2022", "2022-01-01", "2022-12-31"),
    ("early next year", "within", "2024~", "2024-01-01", "2024-04-30"),
    ("late last year", "within", "2022~", "2022-09-01", "2022-12-31"),
    ("the end of last month", "within", "2023-05~", "2023-05-25", "2023-05-31"),
    ("earlier this year", "within", "2023-01-01/2023-06-09", "2023-01-01", "2023-06-09"),
    ("later this year", "within", "2023-06-09/2023-12-31", "2023-06-09", "2023-12-31"),
    ("by the end of the year", "by", "../2023~", None, "2023-12-31"),
    ("since the 1980s", "since", "1980~/..", "1980-01-01", None),
    ("in the early 1980s", "within", "1980~/1983~", "1980-01-01", "1983-12-31"),
    ("the 13th century", "within", "12XX", "1200-01-01", "1299-12-31"),
    ("in 2019", "within", "2019", "2019-01-01", "2019-12-31"),
    ("in late-2022", "within", "2022~", "2022-09-01", "2022-12-31"),
    ("around 2010", "within", "2010~", "2010-01-01", "2010-12-31"),
    ("throughout 2022", "range", "2022", "2022-01-01", "2022-12-31"),
    ("mid-March", "within", "2023-03~", "2023-03-11", "2023-03-20"),
    ("last March", "within", "2023-03", "2023-03-01", "2023-03-31"),
    ("in November", "within", "2022-11", "2022-11-01", "2022-11-30"),
    ("from 18 June", "since", "2023-06-18/..", "2023-06-18", None),
    ("from 18 May onwards", "since", "2023-05-18/..", "2023-05-18", None),
    ("until the end of 2023", "until", "../2023~", None, "2023-12-31"),
    ("before March 2023", "before", "../2023-02-28", None, "2023-02-28"),
    ("after 24 February 2022", "after", "2022-02-25/..", "2022-02-25", None),
    ("Q1 2023", "within", "2023-01/2023-03", "2023-01-01", "2023-03-31"),
    ("in the first quarter of 2022", "within", "2022-01/2022-03", "2022-01-01", "2022-03-31"),
    ("the second half of 2022", "within", "2022-07/2022-12", "2022-07-01", "2022-12-31"),
    ("in the winter of 2021-22", "within", "2021-24", "2021-12-01", "2022-02-28"),
    ("since spring 2022", "since", "2022-03~/..", "2022-03-01", None),
    ("two weeks ago", "within", "2023-05-26~", "2023-05-23", "2023-05-29"),
    ("three days ago", "on", "2023-06-06", "2023-06-06", "2023-06-06"),
    ("several months ago", "within", "../2023-06-09", None, "2023-06-09"),
    ("the past three weeks", "within", "2023-05-19~/2023-06-09", "2023-05-19", "2023-06-09"),
    ("from May to July 2023", "range", "2023-05/2023-07", "2023-05-01", "2023-07-31"),
    ("from December to February", "range", "2022-12/2023-02", "2022-12-01", "2023-02-28"),
    ("28 December to 3 January", "range", "2022-12-28/2023-01-03", "2022-12-28", "2023-01-03"),
    ("2015–2018", "range", "2015/2018", "2015-01-01", "2018-12-31"),
    ("between 3 and 5 May 2023", "range", "2023-05-03/2023-05-05", "2023-05-03", "2023-05-05"),
]  # fmt: skip


@pytest.mark.parametrize(("phrase", "kind", "edtf", "earliest", "latest"), PHRASES)
def test_a_phrase(
    phrase: str, kind: str, edtf: str, earliest: str | None, latest: str | None
) -> None:
    text = f"It ran, they say, {phrase}, by ship."
    (found,) = read_dates(text, PUBLISHED)
    assert found.when == When(text=phrase, kind=kind, edtf=edtf, earliest=earliest, latest=latest)
    assert text[found.start : found.end] == phrase


@pytest.mark.parametrize(
    ("text", "earliest"),
    [
        ("The ship is expected to sail in March.", "2024-03-01"),
        ("The ship sailed in March.", "2023-03-01"),
        ("They will meet on Monday.", "2023-06-12"),
        ("They met on Monday.", "2023-06-05"),
        ("It was planned long ago. It sailed in March.", "2023-03-01"),
        ("It docks on 3 July.", "2023-07-03"),
        ("It docked on 3 November.", "2022-11-03"),
    ],
)
def test_what_has_no_year_follows_the_clause(text: str, earliest: str) -> None:
    assert [p.when.earliest for p in read_dates(text, PUBLISHED)] == [earliest]


@pytest.mark.parametrize(
    "text",
    [
        "It may move, and March on. May it last.",
        "in over 2000 crates, in 1500 trucks, at 1500 GMT",
        "2,022 men with a FAB-1500 and 3.1415",
        "the fall of the city brought a spring of water",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert read_dates(text, PUBLISHED) == ()


def test_without_publication_nothing_is_guessed() -> None:
    phrases = read_dates("It sailed on Friday, in March, last year and in May 2022.", None)
    assert [p.when.edtf for p in phrases] == [None, None, None, "2022-05"]


def test_a_day_that_does_not_exist_is_not_placed() -> None:
    (found,) = read_dates("It sailed on 31 February 2023.", PUBLISHED)
    assert found.when == When(text="on 31 February 2023", kind="on")


def test_phrases_come_in_order_and_apart() -> None:
    text = "On Friday it left; it is due early next year. Since the 1980s, in May 2022 too."
    phrases = read_dates(text, PUBLISHED)
    assert [p.when.text for p in phrases] == [
        "On Friday",
        "early next year",
        "Since the 1980s",
        "in May 2022",
    ]
    assert all(a.end <= b.start for a, b in pairwise(phrases))


def test_a_day_of_a_masthead() -> None:
    assert read_day("09th June, 2023") == PUBLISHED
    assert read_day("Friday, June 9, 2023 10:30 AM GMT", whole=True) == PUBLISHED
    assert read_day("It left on 9 June 2023", whole=True) is None
    assert read_day("9 June") is None


CONVENTIONS = {
    "beginning": ("2023-05-05", "2023-01-31"),
    "early": ("2023-05-10", "2023-04-30"),
    "mid": ("2023-05-20", "2023-08-31"),
    "late": ("2023-05-31", "2023-12-31"),
    "end": ("2023-05-31", "2023-12-31"),
}


@pytest.mark.parametrize("part", CONVENTIONS)
def test_every_vague_word_follows_its_convention(part: str) -> None:
    for word in lexicon()["parts"][part]:
        (month,) = read_dates(f"by {word} May 2023", None)
        (year,) = read_dates(f"by {word} 2023", None)
        assert (month.when.latest, year.when.latest) == CONVENTIONS[part]


MONTHS = st.sampled_from(sorted(lexicon()["months"]))
YEARS = st.integers(1000, 2199)
WORDS = st.one_of(
    st.builds("{} {}".format, MONTHS, YEARS),
    st.builds("{} {}".format, st.integers(1, 31), MONTHS),
    st.builds("{} {}, {}".format, MONTHS, st.integers(1, 31), YEARS),
    st.builds("{} {} {}".format, st.sampled_from(["early", "mid", "end of"]), MONTHS, YEARS),
    st.builds("{} {}".format, st.sampled_from(["last", "next", "this"]), st.sampled_from(
        ["week", "month", "year", "quarter", "decade", "weekend", "Tuesday", "winter", "May"])),
    st.builds("{} {} ago".format, st.integers(1, 99), st.sampled_from(
        ["days", "weeks", "months", "years", "decades"])),
    st.builds("the {}0s".format, st.integers(100, 219)),
    st.builds("{}".format, YEARS),
    st.sampled_from(["today", "Friday", "several weeks ago", "the past 3 years", "H", "spring"]),
)  # fmt: skip
CUES = st.sampled_from([c for cues in lexicon()["cues"].values() for c in cues] + [""])
TEXTS = st.lists(
    st.one_of(WORDS, CUES, st.sampled_from(["and", "to", "–", "will", ". ", "the"])), max_size=12
).map(" ".join)
PUBLICATIONS = st.one_of(
    st.none(),
    st.dates(date(1900, 1, 1), date(2150, 12, 31)).map(str),
    st.integers(1900, 2100).map(str),
)


@given(TEXTS, PUBLICATIONS)
def test_bounds_and_edtf_agree(text: str, published: str | None) -> None:
    for start, end, when in read_dates(text, published):
        assert text[start:end] == when.text
        assert when.edtf is None or is_edtf(when.edtf)
        if when.earliest and when.latest:
            assert date.fromisoformat(when.earliest) <= date.fromisoformat(when.latest)
        if when.kind in {"until", "by", "before"} and when.edtf:
            assert when.earliest is None
        if when.edtf and when.edtf.endswith("/.."):
            assert when.latest is None
        if when.edtf and when.edtf.startswith("../"):
            assert when.earliest is None


@given(st.text(max_size=200), st.text(max_size=12))
def test_any_text_is_read_without_fail(text: str, published: str) -> None:
    read_dates(text, published)
    read_day(text)


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("2022-08~/..", True),
        ("198X", True),
        ("2021-24", True),
        ("../2022-01-31", True),
        ("2022-13", False),
        ("2022-02-30", False),
        ("/", False),
        ("../..", False),
        ("late 2022", False),
        ("2022-25", False),
    ],
)
def test_edtf_of_level_1(text: str, valid: bool) -> None:
    assert is_edtf(text) is valid
