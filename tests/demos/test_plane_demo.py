"""Which points a plane shows, and how a learner changes them, as the page does it."""

import json

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import load_iris

from dlwidgets import DataError, Dataset, InvalidValueError, Perceptron, UnknownNameError, load

FRAME = pd.DataFrame({"mass": [3.7, 5.0, 3.8, 4.9], "flipper": [181, 220, 190, 215.0], "kind": ["A", "G", "A", "G"]})
TWO = [[0.0, 0.0, 0], [1.0, 1.0, 1]]


def kinds(demo):
    return demo.examples.y.tolist()


def test_iris_comes_with_the_features_and_classes_asked_for():
    demo = Perceptron("iris", features=("sepal length", "sepal width"), classes=("versicolor", "virginica"))
    theirs = load_iris()
    kept = theirs.target > 0
    np.testing.assert_array_equal(demo.examples.X, theirs.data[kept][:, :2])
    np.testing.assert_array_equal(demo.examples.y, theirs.target[kept] - 1)
    assert demo.class_names == ("versicolor", "virginica")
    assert demo.examples.axis_labels == ("sepal length (cm)", "sepal width (cm)")


def test_the_order_of_two_classes_makes_no_difference():
    assert Perceptron("iris", classes=("virginica", "setosa")).class_names == ("setosa", "virginica")


@pytest.mark.parametrize("name", ["and", "or", "xor"])
def test_gates_have_four_points_with_room_around_them(name):
    demo = Perceptron(name)
    assert demo.examples.X.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
    for low, high in demo.limits:
        assert low <= -0.25
        assert high >= 1.25


@pytest.mark.parametrize("name", ["gaussians", "circle", "quadrants", "spiral"])
def test_drawn_sets_follow_noise_and_seed(name):
    demo = Perceptron(name)
    demo.change(noise=0.3, seed=7)
    np.testing.assert_array_equal(demo.examples.X, load(name, n=200, noise=0.3, seed=7).X)


@pytest.mark.parametrize(
    "frame", [FRAME, pl.DataFrame(FRAME.to_dict("list")), FRAME.to_dict("list")], ids=["pandas", "polars", "dict"]
)
def test_an_own_frame_is_shown(frame):
    demo = Perceptron(frame, target="kind")
    assert demo.examples.X.tolist() == FRAME[["mass", "flipper"]].to_numpy().tolist()
    assert kinds(demo) == [0, 1, 0, 1]
    assert demo.class_names == ("A", "G")
    assert demo.page.shows("data") == "own"


def test_text_columns_of_a_frame_do_no_harm_if_features_are_named():
    frame = FRAME.assign(island=["x", "y", "x", "y"])
    assert Perceptron(frame, target="kind", features=("flipper", "mass")).examples.feature_names == ("flipper", "mass")
    with pytest.raises(DataError, match="'island' holds 'x'"):
        Perceptron(frame, target="kind")


def test_own_data_of_three_classes_need_two_chosen_and_then_offer_all():
    flowers = load("iris")
    with pytest.raises(DataError, match=r"3 classes .* choose two with classes=\('setosa', 'versicolor'\)"):
        Perceptron(flowers)
    demo = Perceptron(flowers, classes=("virginica", "versicolor"))
    assert demo.class_names == ("versicolor", "virginica")
    demo.page.set("classes", "setosa or virginica")
    assert demo.class_names == ("setosa", "virginica")


@pytest.mark.parametrize(
    ("given_data", "arguments", "error", "message"),
    [
        ("iriss", {}, UnknownNameError, "Did you mean 'iris'"),
        ("own", {}, UnknownNameError, "no choice for data 'own'"),
        ("plane", {}, UnknownNameError, "no choice for data 'plane'"),
        ("iris", {"bais": 1}, UnknownNameError, "Did you mean 'bias'"),
        ("iris", {"target": "species"}, DataError, "'iris' is none"),
        ("iris", {"features": ("petal widht", "petal width")}, UnknownNameError, "Did you mean 'petal width'"),
        ("iris", {"features": ("petal width", "petal width")}, DataError, "more than one of: 'petal width'"),
        ("iris", {"features": "petal width"}, InvalidValueError, "wanted two names"),
        ("iris", {"features": ("petal width",)}, InvalidValueError, "wanted two names"),
        ("iris", {"classes": ("setossa", "virginica")}, UnknownNameError, "Did you mean 'setosa'"),
        ("iris", {"classes": ("setosa", "setosa")}, DataError, "more than one of: 'setosa'"),
        ("iris", {"classes": 3}, InvalidValueError, "wanted two names"),
        ("and", {"selected": -1}, InvalidValueError, "index of a point"),
        ("and", {"selected": 4}, InvalidValueError, "numbered from 0 to 3"),
        (None, {"points": []}, DataError, "no points"),
        (None, {"points": [(0, 0, 1)]}, DataError, "two classes are needed"),
        (FRAME, {}, DataError, "DataFrame without target="),
        (FRAME, {"target": "kinds"}, UnknownNameError, "Did you mean 'kind'"),
        (FRAME.assign(mass=[1, None, 2, 3]), {"target": "kind"}, DataError, "1 in 'mass' .row 1."),
        (FRAME.assign(mass=list("abcd")), {"target": "kind"}, DataError, "'mass' holds 'a'"),
        (FRAME.assign(kind="A"), {"target": "kind"}, DataError, "nothing to tell apart"),
        (FRAME.assign(kind=[0.5, 1.5, 2.5, 3.5]), {"target": "kind"}, DataError, "regression"),
        (FRAME[["mass", "kind"]], {"target": "kind"}, DataError, "a plane needs two"),
        (FRAME[:0], {"target": "kind"}, DataError, "no rows"),
        (load("plane"), {}, DataError, "regression"),
        (load("xor"), {"target": "y"}, DataError, "'xor' is none"),
        (np.zeros((3, 2)), {}, DataError, "a ndarray; wanted"),
        ([[0, 0]], {}, DataError, "a list; wanted"),
        (..., {}, DataError, "put them in the place of the dots"),
    ],
)
def test_what_cannot_be_shown_is_refused_in_words(given_data, arguments, error, message):
    with pytest.raises(error, match=message):
        Perceptron(given_data, **arguments)


def test_labels_of_another_length_are_refused():
    with pytest.raises(DataError, match="2 rows, but y has 3 labels"):
        Perceptron(Dataset.from_arrays([[0, 0], [1, 1]], [0, 1, 1]))


def test_more_points_than_a_plane_shows_are_refused_with_a_way_out():
    many = Dataset.from_arrays(np.arange(200_000.0).reshape(-1, 2), np.arange(100_000) % 2)
    with pytest.raises(DataError, match=r"100,000 points; a plane shows 5,000 at most.*sample"):
        Perceptron(many)


def test_own_points_are_drawn_on_a_plane_of_their_own():
    demo = Perceptron(points=TWO)
    assert demo.data == "points"
    assert demo.examples.X.tolist() == [[0, 0], [1, 1]]
    assert Perceptron("points").examples.n_examples == 2


def test_points_in_the_same_place_are_shown():
    demo = Perceptron(points=[(1, 1, 0), (1, 1, 1)])
    assert demo.limits == ((0, 2), (0, 2))
    assert demo.run() == "max_epochs"


def test_a_click_on_an_empty_place_adds_a_point_of_the_chosen_class():
    demo = Perceptron("and")
    demo.page.set("new_class", "0")
    demo.page.point("click", 0.5, 0.25)
    assert demo.examples.X.tolist()[-1] == [0.5, 0.25]
    assert kinds(demo) == [0, 0, 0, 1, 0]
    assert demo.selected == 4


def test_a_click_on_or_close_to_a_point_chooses_it():
    demo = Perceptron("and")
    demo.page.point("click", 0.5, 0.5, row={"index": 3})
    assert demo.selected == 3
    demo.page.point("click", 1.02, 0.01)
    assert demo.selected == 2
    assert demo.points is None


def test_a_drag_moves_the_point_it_began_on_and_is_one_change():
    demo = Perceptron("and")
    for x in (0.1, 0.5, 0.99):  # it passes over other points
        demo.page.point("drag", x, 0.01, row={"index": 0, "x": 0, "y": 0})
    demo.page.point("drop", 1.0, 0.02, row={"index": 0, "x": 0, "y": 0})
    assert demo.examples.X.tolist() == [[1.0, 0.02], [0, 1], [1, 0], [1, 1]]
    demo.page.press("undo")
    assert demo.points is None


def test_two_drags_of_one_point_are_two_changes():
    demo = Perceptron("and")
    for x in (0.3, 0.6):
        demo.page.point("drag", x, 0, row={"index": 0})
        demo.page.point("drop", x, 0, row={"index": 0})
    demo.undo()
    assert demo.examples.X.tolist()[0] == [0.3, 0]


def test_a_drag_that_was_broken_off_does_not_swallow_the_next_one():
    demo = Perceptron("and")
    demo.page.point("drag", 0.3, 0, row={"index": 0})
    demo.page.point("drag", 0.6, 0, row={"index": 2})
    demo.undo()
    assert demo.examples.X.tolist() == [[0.3, 0], [0, 1], [1, 0], [1, 1]]
    demo.page.point("click", 1, 1, row={"index": 3})
    demo.page.point("drag", 0.6, 0, row={"index": 2})
    demo.page.point("click", 1, 1, row={"index": 3})
    demo.page.point("drag", 0.7, 0, row={"index": 2})
    demo.undo()
    assert demo.examples.X.tolist()[2] == [0.6, 0]


def test_a_drag_that_began_beside_every_point_moves_none():
    demo = Perceptron("and")
    demo.page.point("drag", 0, 0, row={"x": 0.5, "y": 0.5})
    demo.page.point("drop", 0, 0, row={"x": 0.5, "y": 0.5})
    assert demo.points is None


def test_the_axes_stand_still_while_a_point_is_dragged_and_hold_it():
    demo = Perceptron("and")
    before = demo.limits
    demo.page.point("drag", 50, -50, row={"index": 0})
    assert demo.limits == before
    assert demo.examples.X.tolist()[0] == [before[0][1], before[1][0]]


def test_the_axes_follow_code_that_moves_a_point_further_out():
    demo = Perceptron("and")
    (x_low, _), y = demo.limits
    demo.move_point(3, 50, 1)
    assert demo.limits[0][0] == x_low
    assert demo.limits[0][1] > 50
    assert demo.limits[1] == y


@pytest.mark.parametrize("gesture", [{"action": "delete"}, {"action": "click", "keys": ["alt"]}])
def test_a_point_is_deleted_by_key_and_by_click(gesture):
    demo = Perceptron("and", selected=2)
    demo.page.point(**gesture, x=0, y=0, row={"index": 1})
    assert demo.examples.X.tolist() == [[0, 0], [1, 0], [1, 1]]
    assert demo.selected == 1  # the same point as before
    demo.page.press("undo")
    assert demo.points is None


def test_the_last_point_can_be_deleted_by_click():
    demo = Perceptron("or")
    demo.page.point("delete", 1, 1, row={"index": 3})
    assert demo.examples.n_examples == 3
    assert demo.selected == 0


def test_delete_on_an_empty_place_does_nothing():
    demo = Perceptron("and")
    demo.page.point("delete", 0.5, 0.5)
    assert demo.points is None


def test_the_last_point_of_a_class_stays_and_the_page_says_why():
    demo = Perceptron("and", selected=3)
    demo.page.press("delete_point")
    assert "two classes are needed" in demo._frames.fields["error"]
    assert demo.points is None
    assert "undo" in demo.disabled()


def test_shift_and_a_click_move_the_chosen_point():
    demo = Perceptron("and", selected=2)
    demo.page.point("click", 0.4, 0.6, keys=["shift"])
    assert demo.examples.X.tolist()[2] == [0.4, 0.6]


def test_gestures_on_the_charts_beside_the_plane_mean_nothing():
    demo = Perceptron("and")
    demo.page.point("click", 0.5, 0.5, chart="concat_1_concat_0")
    assert demo.points is None


def test_undo_can_be_pressed_as_soon_as_there_is_something_to_take_back():
    demo = Perceptron("and")
    assert demo._frames.fields["control:undo"]["disabled"]
    demo.page.press("delete_point")
    assert not demo._frames.fields["control:undo"]["disabled"]
    demo.page.press("undo")
    assert demo._frames.fields["control:undo"]["disabled"]


def test_locked_points_can_be_chosen_but_not_changed():
    demo = Perceptron("and", lock=["points"])
    demo.page.point("click", 0.5, 0.5)
    demo.page.point("drag", 0.5, 0.5, row={"index": 0})
    demo.page.point("delete", 0, 0, row={"index": 0})
    assert demo.points is None
    demo.page.point("click", 1, 1, row={"index": 3})
    assert demo.selected == 3
    assert {"new_class", "undo", "delete_point"} <= {*demo.disabled()}


def test_two_points_can_be_added_in_one_frame():
    demo = Perceptron("and")
    with demo.together():
        demo.add_point(0.1, 0.2, 0)
        demo.add_point(0.3, 0.4, 1)
    assert demo.examples.X.tolist()[4:] == [[0.1, 0.2], [0.3, 0.4]]


@pytest.mark.parametrize(
    "change",
    [
        lambda demo: demo.add_point(float("nan"), 0),
        lambda demo: demo.add_point(0, 0, kind=2),
        lambda demo: demo.move_point(9, 0, 0),
        lambda demo: demo.delete_point(9),
        lambda demo: demo.change(selected=99),
        lambda demo: demo.change(data="iris", bias=1e300),
        lambda demo: demo.change(points=[(5, 5, 0)]),
    ],
)
def test_a_refused_change_leaves_everything_as_it_was(change):
    demo = Perceptron("and")
    demo.step()
    demo.add_point(0.5, 0.5)
    demo.step()
    before = demo.state, demo.examples.X.tolist(), demo.limits, demo.last_update, demo.text
    with pytest.raises((DataError, InvalidValueError)):
        change(demo)
    assert (demo.state, demo.examples.X.tolist(), demo.limits, demo.last_update, demo.text) == before
    demo.undo()
    assert demo.points is None


def test_other_data_begin_without_the_changes_to_the_old():
    demo = Perceptron("and")
    demo.add_point(0.5, 0.5)
    demo.page.set("data", "or")
    assert demo.points is None
    assert "undo" in demo.disabled()


def test_a_feature_that_the_other_axis_shows_is_swapped():
    demo = Perceptron("iris")
    demo.page.set("x_feature", "petal width")
    assert demo.examples.feature_names == ("petal width", "petal length")
    demo.page.set("y_feature", "petal width")
    assert demo.examples.feature_names == ("petal length", "petal width")


def test_controls_without_a_meaning_cannot_be_used():
    assert {"noise", "seed", "classes", "x_feature", "y_feature"} <= {*Perceptron("and").disabled()}
    assert not {"noise", "seed"} & {*Perceptron("spiral").disabled()}
    assert not {"classes", "x_feature", "y_feature"} & {*Perceptron("iris").disabled()}


STATES = [
    lambda: Perceptron("iris", classes=("versicolor", "virginica"), selected=7),
    lambda: Perceptron("spiral", noise=0.25, seed=3, w1=2),
    lambda: Perceptron(points=[(0, 0, 0), (3, 4, 1), (1, 1, 1)], activation="tanh", selected=2),
    lambda: changed(Perceptron("xor")),
]


def changed(demo):
    demo.add_point(0.25, 0.5)
    demo.delete_point(0)
    demo.step()
    return demo


@pytest.mark.parametrize("make", STATES)
@pytest.mark.parametrize("other", ["iris", "xor", "points"])
def test_a_state_survives_json_and_brings_another_demo_there(make, other):
    demo, restored = make(), Perceptron(other, w1=3, points=[(9, 9, 0), (8, 8, 1)])
    restored.state = json.loads(json.dumps(demo.state))
    assert restored.state == demo.state
    np.testing.assert_array_equal(restored.examples.X, demo.examples.X)
    assert restored.examples.class_names == demo.examples.class_names


def test_settings_that_are_given_their_own_value_are_kept_when_data_change():
    demo = Perceptron("iris")
    demo.change(w1=2, w2=2, bias=2, points=TWO)
    demo.change(data="and", w1=2, w2=2, bias=2, points=TWO, selected=1)
    assert demo.weights == (2, 2, 2)
    assert demo.points == TWO
    assert demo.selected == 1


@pytest.mark.parametrize("make", STATES)
def test_the_code_makes_an_equal_demo(make):
    import dlwidgets as dlw

    demo = make()
    assert eval(demo.to_code(), {"dlw": dlw}).state == demo.state  # noqa: S307 - the demo's own text


def test_the_code_says_no_more_than_needed():
    assert Perceptron().to_code() == "dlw.Perceptron()"
    assert Perceptron("and").to_code() == "dlw.Perceptron(data='and')"
    assert Perceptron("and", hide=["speed"]).to_code() == "dlw.Perceptron(data='and', hide=['speed'])"


def test_the_code_leaves_dots_for_own_data():
    assert Perceptron(FRAME, target="kind").to_code() == "dlw.Perceptron(data=...)"
    flowers = Perceptron(load("iris"), classes=("setosa", "virginica"))
    assert flowers.to_code() == "dlw.Perceptron(data=..., classes='setosa or virginica')"
    again = Perceptron(data=load("iris"), classes="setosa or virginica")
    assert again.state == flowers.state


gestures = st.one_of(
    st.tuples(st.just("add"), st.floats(-1, 2), st.floats(-1, 2), st.integers(0, 1)),
    st.tuples(st.just("move"), st.integers(0, 3), st.floats(-1, 2), st.floats(-1, 2)),
    st.tuples(st.just("delete"), st.integers(0, 3)),
)


@settings(max_examples=15)
@given(st.lists(gestures, max_size=6))
def test_undo_takes_back_every_change_in_turn(steps):
    demo = Perceptron("xor")
    history = []
    for name, *arguments in steps:
        before = demo.points
        try:
            getattr(demo, f"{name}_point")(*arguments)
        except (DataError, InvalidValueError):
            assert demo.points == before
        else:
            history.append(before)
    for before in reversed(history):
        demo.undo()
        assert demo.points == before
    demo.undo()
    assert demo.points is None
