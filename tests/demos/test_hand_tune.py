"""Hand tuning: losses against scikit-learn, the moves, the target, and gradient descent from there."""

import json

import numpy as np
import pytest
from sklearn.metrics import log_loss, mean_squared_error

from dlwidgets.data import Dataset, load
from dlwidgets.demos.hand_tune import HandTune
from dlwidgets.errors import DataError, InvalidValueError, UnknownNameError

MODELS = ["line", "neuron", "network"]
THREE = {"x": [0.0, 1.0, 2.0], "y": [1.0, 3.0, 5.5]}


def note(demo, title):
    return next(note.lines for note in demo.notes() if note.title == title)


def shown_settings(demo):
    return {control["name"] for control in demo._panel if control["kind"] != "button"}


@pytest.mark.parametrize("model", MODELS)
def test_each_model_has_the_sliders_of_its_own_weights_and_no_others(model):
    demo = HandTune(model=model)
    weights = {"line": "w b", "neuron": "w1 w2 b", "network": "w11 w12 b1 w21 w22 b2 v1 v2 c"}[model].split()
    assert shown_settings(demo) == {*weights, "learning_rate", "n_steps", "speed"}
    assert demo.weight_names == tuple(weights)
    assert demo.model == model
    assert isinstance(demo, HandTune)
    assert all(control["help"].endswith(".") for control in demo._panel)


def test_the_loss_of_the_line_is_the_mean_squared_error():
    demo = HandTune(w=0.4, b=-0.3)
    iris = load("iris").X
    expected = mean_squared_error(iris[:, 3], 0.4 * iris[:, 2] - 0.3)
    assert demo.loss == pytest.approx(expected)
    assert demo.text.startswith(f"Mean squared error {expected:.3g} with w = 0.4 and b = -0.3.")
    assert demo.datasets["errors"]["y2"].tolist() == pytest.approx((0.4 * iris[:, 2] - 0.3).tolist())


def test_the_loss_of_the_neuron_is_the_cross_entropy():
    demo = HandTune("circle", model="neuron", w1=0.5, w2=-0.2, b=0.1)
    X, y = demo.data.X, demo.data.y
    said = 1 / (1 + np.exp(-(0.5 * X[:, 0] - 0.2 * X[:, 1] + 0.1)))
    assert demo.loss == pytest.approx(log_loss(y, said))
    assert demo.mistakes == np.flatnonzero((said > 0.5) != y).tolist()
    assert f"{len(demo.mistakes)} of 100 points misclassified" in demo.text
    assert demo.datasets["wrong"]["x"].tolist() == X[demo.mistakes, 0].tolist()


def test_the_network_that_is_tuned_to_xor_makes_no_mistake():
    # h1 is on unless both inputs are 0, h2 is on if both are 1.
    weights = {"w11": 10, "w12": 10, "b1": -5, "w21": 10, "w22": 10, "b2": -15, "v1": 5, "v2": -5, "c": -5}
    demo = HandTune(model="network", **weights)
    assert demo.mistakes == []
    said = 1 / (1 + np.exp(5))
    assert demo.loss == pytest.approx(-np.log(1 - said), rel=1e-3)
    assert demo.is_beaten
    levels = demo.datasets["surface"].levels
    assert levels[40, 40] > 200
    assert levels[0, 0] < 50
    assert {*demo.datasets["lines"]["neuron"]} == {"h1", "h2"}


def test_a_tie_is_on_no_side():
    demo = HandTune(model="neuron", w1=0, w2=0, b=0)
    assert len(demo.mistakes) == demo.data.n_examples
    assert demo.loss == pytest.approx(np.log(2))


@pytest.mark.parametrize("model", MODELS)
def test_a_slider_changes_the_loss_and_is_a_move(model):
    demo = HandTune(model=model)
    first, name = demo.loss, demo.weight_names[0]
    demo.page.set(name, 1.3)
    assert demo.loss != first
    assert demo.history.losses == (first, demo.loss)
    assert demo.history.n_moves == 1
    assert demo.datasets["moves"]["loss"].tolist() == [first, demo.loss]
    assert demo.datasets["moves"]["by"].tolist() == ["you", "you"]
    assert demo.datasets["now"]["move"].tolist() == [1]


def test_a_slider_that_goes_on_makes_one_move_and_its_best_place_counts():
    demo = HandTune(THREE, target="y", b=1)
    for w in (0.5, 2.25, 5):
        demo.page.set("w", w)
    assert demo.history.n_moves == 1
    assert demo.history.places == ((0, 1), (5, 1))
    assert demo.best_loss == pytest.approx(mean_squared_error(THREE["y"], [1, 3.25, 5.5]))
    demo.page.set("b", 0)
    demo.page.set("w", 1)
    assert demo.history.places == ((0, 1), (5, 1), (5, 0), (1, 0))
    demo.change(w=2, b=1)
    assert demo.history.n_moves == 4


def test_the_target_is_beaten_in_words_by_whoever_was_first():
    demo = HandTune(goal="loss < 0.1")
    assert demo.goal == 0.1
    assert "Target 0.1 not beaten yet" in demo.text
    demo.change(w=0.4, b=-0.3)
    assert "Target 0.1 beaten by you!" in demo.text
    assert demo.is_beaten
    demo.page.set("w", -1)
    assert demo.loss > 0.1
    assert "Target 0.1 beaten by you!" in demo.text
    demo.reset()
    assert not demo.is_beaten
    demo.descend(1000)
    assert "Target 0.1 beaten by gradient descent!" in demo.text


@pytest.mark.parametrize("model", MODELS)
def test_the_target_of_the_demo_can_be_beaten_by_gradient_descent(model):
    demo = HandTune(model=model)
    assert demo.best_loss > demo.goal
    demo.descend(1000)
    assert demo.is_beaten


@pytest.mark.parametrize("model", MODELS)
def test_gradient_descent_goes_on_from_the_sliders_by_the_slope(model):
    demo = HandTune(model=model, learning_rate=0.02)
    demo.page.set(demo.weight_names[0], 0.7)
    before, slope = np.array(demo.weights), []
    for i in range(len(before)):
        ends = [demo._tuned.value(before + h * np.eye(len(before))[i]) for h in (1e-6, -1e-6)]
        slope.append((ends[0] - ends[1]) / 2e-6)
    assert demo.gradient == pytest.approx(slope, rel=1e-4, abs=1e-7)
    demo.page.press("step")
    np.testing.assert_allclose(demo.weights, before - 0.02 * np.array(slope), rtol=1e-5, atol=1e-8)
    demo.page.set("n_steps", 20)
    demo.page.press("descend")
    assert demo.history.n_steps == 21
    assert demo.history.n_moves == 1
    assert demo.datasets["moves"]["by"].tolist() == ["you"] * 2 + ["gradient descent"] * 22
    assert demo.page.shows(demo.weight_names[0]) == demo.weights[0]
    assert list(demo.history.losses[1:]) == sorted(demo.history.losses[1:], reverse=True)


def test_both_ways_are_drawn_over_the_loss_surface_of_the_line():
    demo = HandTune(w=0, b=0)
    demo.page.set("w", 0.5)
    demo.page.press("step")
    moves = demo.datasets["moves"]
    assert moves["x"].tolist() == [0, 0.5, 0.5, demo.w]
    assert moves["y"].tolist() == [0, 0, 0, demo.b]
    assert moves["stretch"].tolist() == [0, 0, 1, 1]
    iris = load("iris").X
    assert [demo.datasets["minimum"][k][0] for k in "xy"] == pytest.approx(np.polyfit(iris[:, 2], iris[:, 3], 1))


def test_it_plays_the_steps_and_stops():
    demo = HandTune(n_steps=4, speed=30)
    demo.page.press("play")
    assert demo.wait(20)
    assert demo.history.n_steps == 4
    at_once = HandTune()
    at_once.descend(4)
    assert demo.weights == at_once.weights


def test_reset_goes_back_to_the_first_weights_and_forgets():
    demo = HandTune(w=0.3, b=0.2)
    demo.page.set("w", 1)
    demo.descend(5)
    demo.page.press("reset")
    assert demo.weights == (0.3, 0.2)
    assert demo.history.places == ((0.3, 0.2),)
    assert demo.best_loss == demo.loss


def test_an_overflow_is_told_and_the_demo_lives_on():
    demo = HandTune(learning_rate=3)
    demo.page.press("descend")
    assert "Gradient descent has stopped" in demo.text
    assert "smaller learning rate" in demo.text
    assert np.isfinite(demo.weights).all()
    assert demo.png()
    demo.page.press("reset")
    demo.page.set("learning_rate", "0.03")
    demo.page.press("descend")
    assert "stopped" not in demo.text
    assert demo.loss < demo.history.losses[0]


def test_playing_ends_where_the_numbers_do():
    demo = HandTune(learning_rate=1e38, n_steps=1000, speed=30)
    demo.play()
    assert demo.wait(20)
    assert demo.history.n_steps < 5
    assert "stopped" in demo.text


@pytest.mark.parametrize("weight", [1e200, -1e300])
def test_weights_too_large_are_refused_and_nothing_changes(weight):
    demo = HandTune()
    before = demo.history
    demo.page.set("w", weight)
    assert "too large to compute with" in demo._frames.fields["error"]
    assert demo.w == 0
    assert demo.history is before


@pytest.mark.parametrize("goal", [0, -1, float("nan"), float("inf"), "low", True])
def test_a_target_that_is_no_loss_is_refused(goal):
    with pytest.raises(InvalidValueError, match="goal came as"):
        HandTune(goal=goal)


@pytest.mark.parametrize("n_steps", [0, 1001, 2.5])
def test_a_number_of_steps_out_of_range_is_refused(n_steps):
    demo = HandTune()
    with pytest.raises(InvalidValueError, match="n_steps came as"):
        demo.descend(n_steps)
    assert demo.history.n_steps == 0


def test_unknown_names_are_told_with_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean 'network'"):
        HandTune(model="net-work")
    with pytest.raises(UnknownNameError, match="setting"):
        HandTune(model="line", w1=3)
    with pytest.raises(UnknownNameError, match="Did you mean 'circle'"):
        HandTune("circel", model="neuron")


@pytest.mark.parametrize(
    ("data", "arguments", "message"),
    [
        ({"x": [1.0, None, 3.0], "y": [1, 2, 3]}, {"target": "y"}, "gap|missing|row"),
        (THREE, {}, "without target="),
        (THREE, {"target": "y", "model": "neuron"}, r"has 1 features.*takes 2"),
        ({"x": [2.0, 2.0], "y": [1.5, 2.5]}, {"target": "y"}, "The feature is 2 in every example"),
        (load("iris"), {"model": "network"}, "has 4 features"),
        (load("iris"), {"model": "network", "features": ["petal width", "petal length"]}, "choose two"),
        ("plane", {"model": "neuron"}, "two classes are needed"),
        (Dataset.from_arrays(np.zeros((1001, 1)), np.arange(1001.0)), {}, "1,000 at most"),
    ],
)
def test_data_that_do_not_suit_the_model_are_refused_in_words(data, arguments, message):
    with pytest.raises(DataError, match=message):
        HandTune(data, **arguments)


def test_own_classes_are_tuned():
    iris = load("iris")
    demo = HandTune(
        iris, model="neuron", features=["sepal length", "sepal width"], classes=["virginica", "setosa"], w1=1, w2=0
    )
    assert demo.data.class_names == ("virginica", "setosa")
    assert demo.datasets["titles"]["x"].tolist() == ["sepal length (cm)"]


@pytest.mark.parametrize("model", MODELS)
def test_state_and_code_make_the_same_demo_again(model):
    demo = HandTune(model=model, hide=["speed"])
    demo.page.set(demo.weight_names[-1], 0.5)
    again = eval(demo.to_code().removeprefix("dlw."))  # noqa: S307 - our own text
    assert again.state == demo.state == json.loads(json.dumps(demo.state))
    assert again.model == demo.model
    assert again.loss == demo.loss


def test_the_code_of_own_data_stands_for_them_by_dots():
    assert HandTune(THREE, target="y", w=1).to_code() == "dlw.HandTune(data=..., target='y', w=1.0)"
    assert HandTune("circle", model="neuron").to_code() == "dlw.HandTune(data='circle', model='neuron')"
    assert HandTune().to_code() == "dlw.HandTune()"


def test_the_weights_are_told_with_the_slope_along_each():
    demo = HandTune(THREE, target="y", w=2, b=1)
    # The errors are 0, 0 and -0.5.
    assert note(demo, "Weights") == ("w = 2, slope of the loss -0.667", "b = 1, slope of the loss -0.333")


@pytest.mark.parametrize("model", MODELS)
def test_it_is_drawn_without_a_browser(model):
    assert HandTune(model=model).png().startswith(b"\x89PNG")
