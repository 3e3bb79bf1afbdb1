import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlwidgets.data.points import MOST_POINTS, added, checked_points, moved, nearest, removed, require_few
from dlwidgets.errors import DataError, InvalidValueError

PAIR = [(0.0, 0.5, 0), (1.0, 1.0, 1)]


@pytest.mark.parametrize(
    "points",
    [
        PAIR,
        [list(point) for point in PAIR],
        np.array(PAIR),
        iter(PAIR),
        [(np.float32(0), 0.5, np.int8(0)), (1, 1, 1.0)],
    ],
)
def test_points_come_back_as_plain_numbers(points):
    read = checked_points(points)
    assert read == PAIR
    assert [[type(part) for part in point] for point in read] == [[float, float, int]] * 2


@pytest.mark.parametrize(
    ("points", "message"),
    [
        ([], "There are no points"),
        ([(0, 0, 1), (1, 1, 1)], "All points are of class 1; two classes are needed"),
        ([(0, 0), (1, 1, 1)], r"Point 0 came as \(0, 0\)"),
        ([(0, 0, 0), (1, 1, 2)], r"Point 1 came as \(1, 1, 2\)"),
        ([(0, 0, 0), (1, 1, 0.5)], "Point 1"),
        ([(0, float("nan"), 0), (1, 1, 1)], "Point 0.*two finite numbers"),
        ([(0, float("inf"), 0), (1, 1, 1)], "Point 0.*two finite numbers"),
        ([(0, 1e300, 0), (1, 1, 1)], "Point 0"),
        ([(0, 10**400, 0), (1, 1, 1)], "Point 0"),
        ([(0, "1", 0), (1, 1, 1)], "Point 0"),
        ([(0, True, 0), (1, 1, 1)], "Point 0"),
        ([0, 1], "Point 0 came as 0"),
        (["abc"], "Point 0 came as 'abc'"),
        ("abc", "Points came as 'abc'"),
        (7, "Points came as 7"),
        ([(i, 0, i % 2) for i in range(MOST_POINTS + 1)], "There are 5,001 points; a plane shows 5,000 at most"),
    ],
)
def test_what_is_no_list_of_points_of_both_classes_is_refused(points, message):
    with pytest.raises(DataError, match=message):
        checked_points(points)


def test_as_many_points_as_a_plane_shows_are_accepted():
    assert len(checked_points([(i, 0, i % 2) for i in range(MOST_POINTS)])) == MOST_POINTS
    require_few(MOST_POINTS)


def test_adding_moving_and_deleting_leave_the_points_they_came_from_alone():
    before = tuple(PAIR)
    assert added(PAIR, 2.0, 3.0, 0) == [*PAIR, (2.0, 3.0, 0)]
    assert moved(PAIR, 1, -1.0, -2.0) == [PAIR[0], (-1.0, -2.0, 1)]
    assert removed(PAIR, 0) == [PAIR[1]]
    assert tuple(PAIR) == before


@pytest.mark.parametrize("index", [2, -1, 0.5, True, "0"])
def test_a_point_that_does_not_exist_is_refused(index):
    with pytest.raises(InvalidValueError, match="numbered from 0 to 1"):
        moved(PAIR, index, 0, 0)
    with pytest.raises(InvalidValueError, match="numbered from 0 to 1"):
        removed(PAIR, index)


@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(-5, 5)), min_size=1, max_size=9), st.floats(0, 1))
def test_the_nearest_point_is_the_one_that_a_loop_finds(places, reach):
    distances = [np.hypot((x - 1) / 10, (y + 2) / 4) for x, y in places]
    found = nearest(np.array(places), (1, -2), (10, 4), reach)
    assert found == (int(np.argmin(distances)) if min(distances) <= reach else None)
