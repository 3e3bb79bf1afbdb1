"""The perceptron demo against scikit-learn, by its theorem, and by the messages it sends."""

import threading
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import linear_model
from sklearn.metrics import accuracy_score, log_loss, mean_squared_error

from dlwidgets import InvalidValueError, Perceptron, nn
from dlwidgets.data.points import checked_points

DATA = ["iris", "and", "xor", "circle"]
CLOUDS = [[0.0, 0.0, 0], [0.0, 1.0, 0], [3.0, 3.0, 1], [4.0, 3.0, 1]]


def shown(demo, wires):
    """Show a demo and return the channel to its page, without what was sent so far."""
    demo._repr_mimebundle_()
    wire = next(wire for wire in reversed(wires) if wire.comm_id == demo.model_id)
    wire.paint()
    wire.messages.clear()
    return wire


def scores(demo):
    return demo.examples.X @ demo.weights[:2] + demo.weights[2]


def note(demo, title):
    return next(note.lines for note in demo.notes() if note.title == title)


@pytest.mark.parametrize("data", DATA)
def test_mistakes_and_accuracy_are_those_of_scikit_learn(data):
    demo = Perceptron(data, w1=0.9, w2=-1.7, bias=0.33)
    said = (scores(demo) > 0).astype(int)
    assert demo.mistakes == np.flatnonzero(said != demo.examples.y).tolist()
    assert demo.accuracy == pytest.approx(accuracy_score(demo.examples.y, said))
    assert demo.datasets["wrong"]["index"].tolist() == demo.mistakes


@pytest.mark.parametrize("data", DATA)
def test_the_loss_of_each_activation_is_that_of_scikit_learn(data):
    demo = Perceptron(data, w1=0.9, w2=-1.7, bias=0.33)
    z, y = scores(demo), demo.examples.y
    expected = {
        "step": np.maximum(0, (1 - 2 * y) * z).mean(),
        "sigmoid": log_loss(y, 1 / (1 + np.exp(-z))),
        "tanh": mean_squared_error(2 * y - 1, np.tanh(z)),
        "relu": mean_squared_error(y, np.maximum(z, 0)),
    }
    for activation, loss in expected.items():
        demo.page.set("activation", activation)
        assert demo.loss == pytest.approx(loss)
        assert f"{loss:.3g}." in demo.text


@pytest.mark.parametrize("data", DATA)
@pytest.mark.parametrize("learning_rate", [1.0, 0.25])
def test_the_weights_after_some_epochs_are_those_of_scikit_learn(data, learning_rate):
    demo = Perceptron(data, w1=0.5, w2=-0.25, bias=1, learning_rate=learning_rate, max_epochs=3)
    demo.run()
    model = linear_model.Perceptron(penalty=None, shuffle=False, eta0=learning_rate, tol=None, max_iter=3)
    model.fit(demo.examples.X, demo.examples.y, coef_init=[[0.5, -0.25]], intercept_init=[1.0])
    np.testing.assert_allclose(demo.weights, [*model.coef_[0], model.intercept_[0]], rtol=1e-9, atol=1e-12)


separable = st.lists(st.tuples(st.floats(-3, 3), st.floats(-3, 3)), min_size=2, max_size=12)


@settings(max_examples=20)
@given(separable, st.floats(-5, 5), st.floats(-5, 5), st.floats(-5, 5), st.sampled_from([0.05, 0.5, 1.0, 2.0]))
def test_separable_points_are_separated_within_the_bound_from_any_start(places, w1, w2, bias, learning_rate):
    # Split by the line x + y = 0.5, with a gap around it, so that the course is not too long.
    points = [(x, y, int(x + y > 0.5)) for x, y in places if abs(x + y - 0.5) > 0.5]
    points += [(-1.0, -1.0, 0), (1.0, 1.0, 1)]
    demo = Perceptron(points=points, w1=w1, w2=w2, bias=bias, learning_rate=learning_rate, max_epochs=500)
    bound = demo.bound
    stop = demo.run()
    n_updates = 0 if demo.last_update is None else demo.last_update.n
    assert n_updates <= bound
    if bound < 500:
        assert stop == "separated"
        assert demo.mistakes == []


def test_the_bound_counts_from_the_runs_own_start_and_learning_rate():
    demo = Perceptron("and", w1=-9, w2=9, bias=5, learning_rate=0.05, max_epochs=500)
    from_here = nn.separation(demo.examples.X, demo.examples.y)
    at_another_rate = nn.mistake_bound(from_here, demo.weights[:2], demo.bias, 1.0)
    demo.run()
    assert at_another_rate < demo.last_update.n <= demo.bound
    end, bound = demo.weights, demo.bound
    demo.step()
    assert demo.bound == bound
    demo.bias = end[2] + 1
    assert demo.bound != bound


def test_a_step_shows_the_mistake_and_the_update_in_numbers():
    demo = Perceptron("and", w1=0, w2=0)
    demo.page.press("step")
    assert demo.weights == (0, 0, -1)
    assert demo.selected == 0
    assert note(demo, "Last update") == (
        "Update 1, epoch 1: point 0, class 0",
        "score = 0 × 0 + 0 × 0 + 0 = 0",
        "A mistake: y = -1, so the score should be below 0.",
        "new w = old w + learning_rate × y × x",
        "new w = (0, 0) + 1 × (-1) × (0, 0) = (0, 0)",
        "new b = old b + learning_rate × y",
        "new b = 0 + 1 × (-1) = -1",
    )


def test_numbers_that_only_rounding_left_over_are_shown_as_nothing():
    demo = Perceptron("iris")
    for _ in range(5):
        demo.step()
    assert 0 < abs(demo.w1) < 1e-12
    assert "e-" not in "\n".join(note(demo, "Last update") + note(demo, "The chosen point"))


def test_the_chosen_points_own_numbers_are_spelled_out():
    demo = Perceptron("iris", w1=0.5, w2=-0.25, bias=1, activation="relu", selected=50)
    assert note(demo, "The chosen point") == (
        "Point 50, class versicolor",
        "petal length: 0.5 × 4.7 = 2.35",
        "petal width: (-0.25) × 1.4 = -0.35",
        "0.5 × 4.7 + (-0.25) × 1.4 + 1 = 3",
        "relu(3) = 3",
    )
    assert demo.datasets["fired"]["output"].tolist() == pytest.approx([3.0])


def test_misclassified_points_are_listed_and_a_long_list_is_cut():
    demo = Perceptron("and", w1=0, w2=0, bias=1)
    assert note(demo, "Misclassified points") == (
        "point 0, class 0: (0, 0)",
        "point 1, class 0: (0, 1)",
        "point 2, class 0: (1, 0)",
    )
    demo.change(w1=1, w2=1, bias=-1.5)
    assert note(demo, "Misclassified points") == ("None.",)
    circle = Perceptron("circle", w1=0, w2=0, bias=1)
    assert note(circle, "Misclassified points")[-1] == f"and {len(circle.mistakes) - 60} more"


def test_back_undoes_each_step_and_reset_returns_to_the_start():
    demo = Perceptron("and", w1=0.5, w2=-0.5, bias=0.25)
    seen = [demo.weights]
    for _ in range(4):
        demo.page.press("step")
        seen.append(demo.weights)
    for weights in reversed(seen[:-1]):
        demo.page.press("back")
        assert demo.weights == weights
    assert "back" in demo.disabled()
    demo.run()
    demo.page.set("w1", 7)
    demo.page.press("reset")
    assert demo.weights == seen[0]
    assert demo.last_update is None


def test_xor_ends_after_the_epochs_and_says_why():
    demo = Perceptron("xor", max_epochs=6)
    assert demo.run() == "max_epochs"
    assert demo.bound == np.inf
    assert demo.text.endswith("No straight line separates these points.")
    assert "Stopped after 6 epochs" in demo.text
    assert {"step", "run", "play"} <= {*demo.disabled()}


@pytest.mark.parametrize(
    ("arguments", "steps", "words"),
    [
        ({"points": CLOUDS}, 0, "Novikoff's bound on the updates from here: "),
        ({"data": "xor"}, 0, "25.0%, perceptron loss 0.25."),
        ({"data": "and", "w1": 2, "w2": 2, "bias": -3}, 0, "The boundary separates the classes."),
        ({"data": "and"}, 1, "So far 1 update (at most 51 by Novikoff's bound), epoch 1."),
        ({"data": "and"}, 2, "So far 2 updates (at most 51 by Novikoff's bound), epoch "),
        ({"data": "xor"}, 1, "So far 1 update, epoch 1."),
        ({"data": "and", "max_epochs": 1}, 99, "Stopped after 1 epoch with "),
        ({"data": "and", "max_epochs": 2}, 99, "It would need more epochs (at most 51 by Novikoff's bound)."),
        ({"data": "and"}, 99, " by Novikoff's bound): a whole epoch without a mistake."),
        ({"points": [(0, -1e-9, 0), (0, 1e-9, 1)]}, 0, "e+18."),
    ],
)
def test_the_sentence_says_how_far_the_learning_has_come(arguments, steps, words):
    demo = Perceptron(**arguments)
    for _ in range(steps):
        demo.step()
    assert words in demo.text
    assert demo.text == demo.sentence()


def test_a_weight_moved_by_hand_begins_a_new_count():
    demo = Perceptron("and")
    demo.step()
    demo.page.set("bias", -0.5)
    assert demo.last_update is None
    assert "So far" not in demo.text
    assert demo.datasets["epochs"]["epoch"].tolist() == []


def test_looking_at_another_point_or_activation_keeps_the_count():
    demo = Perceptron("and")
    update = demo.step()
    demo.page.set("activation", "tanh")
    demo.page.press("next_point")
    demo.page.set("speed", 9)
    assert demo.last_update is update


def test_other_data_begin_with_the_first_weights():
    demo = Perceptron("and", w1=0.5, w2=0.25, bias=-1)
    demo.run()
    demo.page.set("data", "or")
    assert demo.weights == (0.5, 0.25, -1)
    assert "back" in demo.disabled()
    demo.back()
    assert demo.weights == (0.5, 0.25, -1)


def test_the_surface_shows_the_activation_and_is_grey_where_relu_is_zero():
    demo = Perceptron("and", w1=1, w2=1, bias=-1.5)
    for activation, expected in {"step": {0, 254}, "relu": {127, 254}}.items():
        demo.activation = activation
        levels = demo.datasets["surface"].levels
        assert {levels[0, 0], levels[-1, -1]} == expected
    demo.activation = "tanh"
    middle = demo.datasets["surface"].levels[78, 52]  # x + y is nearly 1.5 there
    assert abs(int(middle) - 127) < 10


def test_weights_of_zero_draw_no_boundary_and_every_point_is_a_mistake():
    demo = Perceptron("iris", w1=0, w2=0, bias=0, activation="relu")
    assert demo.datasets["boundary"]["x"].tolist() == []
    assert demo.accuracy == 0


@pytest.mark.parametrize("weight", ["w1", "w2", "bias"])
@pytest.mark.parametrize("value", [float("nan"), float("inf"), "big", None, [1], 1j, True, 1e101])
def test_what_is_no_weight_is_refused_and_told_in_the_page(weight, value):
    demo = Perceptron("and")
    demo.step()
    before, update = demo.state, demo.last_update
    with pytest.raises(InvalidValueError):
        setattr(demo, weight, value)
    demo.page.set(weight, value)
    assert "Nothing was changed" in demo._frames.fields["error"]
    assert demo.state == before
    assert demo.last_update is update
    demo.page.set("bias", 3)
    assert demo._frames.fields["error"] == ""


def test_very_large_and_very_small_weights_are_shown():
    for weights in [(1e100, -1e100, 1e100), (1e-320, 0, 0), (0, 0, 1e100)]:
        demo = Perceptron("iris")
        for activation in ("step", "sigmoid", "tanh", "relu"):
            demo.change(w1=weights[0], w2=weights[1], bias=weights[2], activation=activation)
            assert demo.weights == weights


def test_hidden_and_locked_controls_are_not_for_the_learner():
    demo = Perceptron("and", hide=["noise", "seed", "play"], lock=["bias"])
    assert not {"noise", "seed", "play"} & {control["name"] for control in demo._panel}
    demo._receive_control({"name": "bias", "value": 5})
    assert demo.bias == 0
    demo.bias = 5
    assert demo.page.shows("bias") == 5


def test_every_control_has_a_label_and_a_help_text():
    for control in Perceptron("iris")._panel:
        assert control["label"]
        assert control["help"].endswith(".")


def test_each_move_of_a_slider_or_a_point_is_answered_by_one_message(wires):
    demo = Perceptron("iris")
    wire = shown(demo, wires)
    gestures = [
        {"kind": "control", "name": "bias", "value": 0.5},
        {"kind": "control", "name": "step", "value": None},
        {"kind": "control", "name": "data", "value": "xor"},
        {"kind": "pointer", "action": "click", "x": 0.5, "y": 0.5, "chart": "plane", "datum": None},
        {"kind": "pointer", "action": "drag", "x": 0.4, "y": 0.5, "chart": "plane", "datum": {"index": 0}},
        {"kind": "pointer", "action": "drop", "x": 0.4, "y": 0.6, "chart": "plane", "datum": {"index": 0}},
        {"kind": "pointer", "action": "delete", "x": 0.4, "y": 0.6, "chart": "plane", "datum": {"index": 4}},
        {"kind": "control", "name": "bias", "value": float("nan")},
    ]
    for gesture in gestures:
        wire.messages.clear()
        wire.gesture(**gesture)
        assert len(wire.messages) == 1
        assert list(wire.frames[0]["handled"]) == ["page"]
        wire.paint()


def test_a_gesture_sends_no_setting_twice_and_only_what_changed(wires):
    wire = shown(Perceptron("iris"), wires)
    wire.gesture(kind="control", name="bias", value=0.5)
    frame = wire.frames[0]
    assert "control:bias" in frame["fields"]
    assert not {"control:w1", "control:data", "error"} & frame["fields"].keys()
    assert wire.updates == []


def test_play_goes_to_the_end_and_stops_by_itself():
    demo = Perceptron("and", speed=30, w1=0, w2=0)
    expected = Perceptron("and", w1=0, w2=0)
    expected.run()
    demo.page.press("play")
    assert demo._frames.fields["control:play"]["label"] == "Pause"
    assert demo.wait(20)
    assert demo.weights == expected.weights
    assert demo.text == expected.text
    assert demo._frames.fields["control:play"] == {"disabled": True, "label": "Play"}


def test_play_ends_on_xor_after_the_epochs_and_says_why():
    demo = Perceptron("xor", speed=30, max_epochs=2)
    demo.play()
    assert demo.wait(20)
    assert demo.text.endswith("No straight line separates these points.")


def test_pause_stops_where_it_is_and_play_goes_on():
    demo = Perceptron("xor", speed=1)
    demo.page.press("play")
    until(lambda: demo.last_update)
    demo.page.press("play")
    assert demo.wait(5)
    weights = demo.weights
    assert demo._frames.fields["control:play"]["label"] == "Play"
    demo.page.press("step")
    assert demo.weights != weights


def test_reset_while_it_plays_stops_at_the_start():
    demo = Perceptron("xor", speed=30)
    for _ in range(5):
        demo.play()
        until(lambda: demo.last_update)
        demo.page.press("reset")
        assert demo.wait(5)
        assert demo.weights == (1, -1, 0)
        assert demo.last_update is None


def test_a_weight_moved_while_it_plays_is_where_it_goes_on():
    demo = Perceptron("xor", speed=30)
    demo.play()
    until(lambda: demo.last_update)
    demo.page.set("w1", 1000)
    until(lambda: demo.last_update and demo.weights[0] != 1000)
    demo.page.press("play")
    assert demo.wait(5)
    assert 900 < demo.w1 < 1100


def test_other_data_while_it_plays_stop_it_at_the_start():
    demo = Perceptron("xor", speed=30)
    demo.play()
    until(lambda: demo.last_update)
    demo.page.set("data", "or")
    assert demo.wait(5)
    assert demo.weights == (1, -1, 0)
    assert demo._frames.fields["control:play"]["label"] == "Play"


def test_points_changed_while_it_plays_are_learned_from():
    demo = Perceptron("xor", speed=30)
    demo.play()
    until(lambda: demo.last_update)
    demo.delete_point(3)
    assert demo.wait(20)
    assert demo.mistakes == []


def test_no_thread_outlives_its_demo(wires):
    before = set(threading.enumerate())
    demo = Perceptron("xor", speed=1)
    shown(demo, wires)
    demo.play()
    demo.close()
    assert demo.wait(5)
    assert set(threading.enumerate()) <= before
    assert not demo.datasets


def test_a_demo_that_was_closed_can_be_shown_again(wires):
    demo = Perceptron("xor", w1=3)
    shown(demo, wires)
    demo.close()
    wire = shown(demo, wires)
    wire.gesture(kind="control", name="bias", value=2)
    assert demo.weights == (3, -1, 2)
    assert wire.frames[-1]["sets"]


@given(st.lists(st.sampled_from(["step", "back", "reset", "run"]), max_size=12))
@settings(max_examples=20)
def test_whatever_is_pressed_what_is_shown_fits_the_weights(presses):
    demo = Perceptron("and")
    for name in presses:
        getattr(demo, name)()
        assert demo.text == demo.sentence()
        assert demo.page.shows("w1") == demo.w1
        expected = nn.misclassified(demo.examples.X, demo.examples.y, demo.weights[:2], demo.bias)
        assert demo.datasets["wrong"]["index"].tolist() == expected.tolist()


def test_points_are_read_back_as_they_are_checked():
    assert [tuple(point) for point in Perceptron(points=CLOUDS).points] == checked_points(CLOUDS)


def until(condition, patience_s=20):
    """Wait for another thread."""
    deadline = time.monotonic() + patience_s
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)
