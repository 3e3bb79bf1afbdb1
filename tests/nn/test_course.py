"""The course against the rule itself: forward it is the same, and back it undoes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlwidgets import nn

CORNERS = [[0, 0], [0, 1], [1, 0], [1, 1]]


def course(y=(0, 0, 0, 1), max_epochs=20):
    rule = nn.PerceptronRule(CORNERS, y, max_epochs=max_epochs)
    return nn.PerceptronCourse(rule, rule.start([0, 0], 0))


@pytest.mark.parametrize(("y", "stop"), [((0, 0, 0, 1), "separated"), ((0, 1, 1, 0), "max_epochs")])
def test_its_steps_are_those_of_the_rule(y, stop):
    walked = course(y)
    updates = list(iter(walked.step, None))
    state, expected = walked.rule.run(walked.start)
    assert updates == expected
    assert walked.state == state
    assert walked.state.stop == stop


def test_after_the_end_a_step_does_nothing():
    walked = course()
    while walked.step():
        pass
    end = walked.state
    assert walked.step() is None
    assert walked.state == end


@given(st.lists(st.booleans(), max_size=60), st.sampled_from([(0, 0, 0, 1), (0, 1, 1, 0)]))
def test_forward_and_back_in_any_order_lead_to_where_as_many_steps_lead(moves, y):
    walked, place = course(y), 0
    n_all = len(list(iter(course(y).step, None)))
    for forward in moves:
        assert bool(walked.step() if forward else walked.back()) == (place < n_all if forward else place > 0)
        place = min(place + 1, n_all) if forward else max(place - 1, 0)
        expected = course(y)
        for _ in range(place):
            expected.step()
        assert (walked.state.w, walked.state.b) == (expected.state.w, expected.state.b)
        assert walked.last_update == expected.last_update


def test_a_step_back_from_the_end_undoes_an_update_and_takes_the_reason_away():
    walked = course()
    updates = list(iter(walked.step, None))
    assert walked.state.stop == "separated"
    assert walked.back()
    assert walked.state.stop is None
    assert walked.state.w == updates[-1].w_before
    assert walked.step() == updates[-1]


def test_where_it_began_there_is_no_way_back():
    walked = course()
    assert not walked.back()
    assert walked.state == walked.start
    assert walked.last_update is None
