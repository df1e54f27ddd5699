"""The status of a leg or site follows from its claims alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routes.evidence import (
    Claim,
    Source,
    Stance,
    Status,
    claims_on,
    independent_roots,
    status_of,
)

# a and b stand alone; c and d restate a; e and f restate each other; g restates both a and b.
SOURCES = {
    s.id: s
    for s in (
        Source(id="a", title="A"),
        Source(id="b", title="B"),
        Source(id="c", title="C", based_on=("a",)),
        Source(id="d", title="D", based_on=("c",)),
        Source(id="e", title="E", based_on=("f",)),
        Source(id="f", title="F", based_on=("e",)),
        Source(id="g", title="G", based_on=("a", "b")),
    )
}


def claim(written: str) -> Claim:
    """Make a claim of `id:source:stance:answers`, the last being optional."""
    name, source, stance, *answers = written.split(":")
    return Claim(
        id=name,
        source=source,
        quote="x",
        start=0,
        end=1,
        stance=Stance(stance),
        answers=tuple(answers),
    )


CASES = [
    ([], Status.UNSUPPORTED),
    (["1:a:asserts"], Status.SINGLE_SOURCE),
    (["1:a:asserts", "2:a:asserts"], Status.SINGLE_SOURCE),
    (["1:a:asserts", "2:b:asserts"], Status.CORROBORATED),
    (["1:a:asserts", "2:c:asserts", "3:d:asserts"], Status.SINGLE_SOURCE),
    (["1:c:asserts", "2:d:asserts"], Status.SINGLE_SOURCE),
    (["1:d:asserts", "2:b:asserts"], Status.CORROBORATED),
    (["1:a:asserts", "2:a:corrects"], Status.SINGLE_SOURCE),
    (["1:a:asserts", "2:b:doubts"], Status.SINGLE_SOURCE),
    (["1:a:doubts"], Status.UNSUPPORTED),
    (["1:a:asserts", "2:a:denies"], Status.DISPUTED),
    (["1:a:asserts", "2:b:asserts", "3:c:denies"], Status.DISPUTED),
    (["1:a:denies"], Status.DENIED),
    (["1:a:asserts", "2:a:retracts"], Status.RETRACTED),
    (["1:a:asserts", "2:b:retracts"], Status.SINGLE_SOURCE),
    (["1:a:asserts", "2:a:asserts", "3:a:retracts:1"], Status.SINGLE_SOURCE),
    (["1:a:asserts", "2:b:asserts", "3:b:retracts"], Status.SINGLE_SOURCE),
    (["1:a:asserts", "2:a:retracts", "3:b:denies"], Status.RETRACTED),
]


@pytest.mark.parametrize(("written", "status"), CASES)
def test_status(written: list[str], status: Status) -> None:
    claims = [claim(w) for w in written]
    assert status_of(claims, SOURCES) is status
    assert status_of(reversed(claims), SOURCES) is status


def test_roots_follow_restatements_back() -> None:
    assert independent_roots("d", SOURCES) == {"a"}
    assert independent_roots("g", SOURCES) == {"a", "b"}
    assert independent_roots("unknown", SOURCES) == {"unknown"}


def test_sources_that_restate_each_other_are_still_one_witness() -> None:
    assert independent_roots("e", SOURCES) == {"e"}
    both = [claim("1:e:asserts"), claim("2:f:asserts")]
    assert status_of(both, SOURCES) is Status.SINGLE_SOURCE


def test_answers_are_gathered_with_what_they_answer() -> None:
    claims = {c.id: c for c in map(claim, ["1:a:asserts", "2:b:denies:1", "3:b:denies:9"])}
    assert [c.id for c in claims_on(["1", "missing"], claims)] == ["1", "2"]


CLAIMS = st.builds(
    lambda n, source, stance: claim(f"{n}:{source}:{stance}"),
    st.integers(0, 99),
    st.sampled_from(sorted(SOURCES)),
    st.sampled_from([s.value for s in Stance]),
)


@given(st.lists(CLAIMS, max_size=6))
def test_a_doubt_changes_nothing_and_a_denial_never_strengthens(claims: list[Claim]) -> None:
    before = status_of(claims, SOURCES)
    assert status_of([*claims, claim("100:b:doubts")], SOURCES) is before
    after = status_of([*claims, claim("100:b:denies")], SOURCES)
    assert after in {Status.DISPUTED, Status.DENIED, Status.RETRACTED}
