"""What a page shows of a source's text: around the quotations, never wrongly cut or placed."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from maps.passages import AROUND, passages_of

TEXT = " ".join(f"Sentence number {n} says little." for n in range(200))


def test_the_words_around_a_quotation_begin_and_end_with_sentences() -> None:
    start = TEXT.index("Sentence number 100")
    (passage,) = passages_of(TEXT, [(start, start + 20)], "around")
    assert TEXT[passage.start :].startswith(passage.text)
    assert passage.text.startswith("Sentence number 9")
    assert passage.text.endswith("says little.")
    assert len(passage.text) <= 2 * AROUND + 20


def test_quotations_that_stand_near_share_a_passage_and_far_ones_do_not() -> None:
    assert len(passages_of(TEXT, [(10, 20), (100, 130)], "around")) == 1
    assert len(passages_of(TEXT, [(10, 20), (4000, 4030)], "around")) == 2


def test_a_page_can_carry_all_of_a_text_or_nothing() -> None:
    (whole,) = passages_of(TEXT, [(10, 20)], "whole")
    assert (whole.start, whole.text) == (0, TEXT)
    assert passages_of(TEXT, [(10, 20)], "none") == ()
    assert passages_of(TEXT, [], "whole") == ()


@given(
    st.text(alphabet="ab .\n!؟。𝔸", max_size=1500),
    st.lists(st.tuples(st.integers(-5, 1600), st.integers(-5, 1600)), max_size=5),
)
def test_every_quotation_lies_whole_in_one_passage_at_its_offset(
    text: str, spans: list[tuple[int, int]]
) -> None:
    passages = passages_of(text, spans, "around")
    for passage in passages:
        assert text[passage.start : passage.start + len(passage.text)] == passage.text
    for start, end in spans:
        if 0 <= start < end <= len(text):
            holding = [p for p in passages if p.start <= start and end <= p.start + len(p.text)]
            assert len(holding) == 1
    ends = [(p.start, p.start + len(p.text)) for p in passages]
    assert all(one[1] < other[0] for one, other in itertools.pairwise(ends))
