"""The race of optimizers: its paths against the rules themselves, driven as the page drives it."""

import json

import numpy as np
import pytest
from sklearn.metrics import log_loss, mean_squared_error

from dlwidgets.charts.descent import SURFACE
from dlwidgets.data import Dataset, load
from dlwidgets.demos.optimizers import MOST_STEPS, Optimizers
from dlwidgets.demos.race import RACERS
from dlwidgets.demos.race_surfaces import SURFACES
from dlwidgets.errors import DataError, InvalidValueError, UnknownNameError

ALL = {f"show_{name}": True for name in RACERS}
HEIGHTS = {"size": [1.0, 2.0, 3.0, 4.0], "price": [2.1, 3.9, 6.2, 7.8]}


def note(demo, title):
    return next(note.lines for note in demo.notes() if note.title == title)


def click(demo, x, y, action="click"):
    demo.page.point(action, x, y, chart=SURFACE)


def test_paths_and_losses_are_those_of_each_rule():
    demo = Optimizers(surface="ravine", start=[-2, 1], learning_rate=0.03, momentum=0.8, n_steps=25, **ALL)
    w, velocity, look_ahead, lead = (np.array(v, float) for v in ([-2, 1], [0, 0], [-2, 1], [0, 0]))
    plain = w.copy()
    slope = np.array([1, 25])
    for _ in range(25):
        plain = plain - 0.03 * slope * plain
        velocity = 0.8 * velocity - 0.03 * slope * w
        w = w + velocity
        gradient = slope * look_ahead
        lead = 0.8 * lead - 0.03 * gradient
        look_ahead = look_ahead + 0.8 * lead - 0.03 * gradient
    np.testing.assert_allclose(demo.paths["sgd"][-1], plain)
    np.testing.assert_allclose(demo.paths["momentum"][-1], w)
    np.testing.assert_allclose(demo.paths["nesterov"][-1], look_ahead)
    assert {*demo.paths} == {*demo.losses} == {*demo.states} == {*RACERS}
    for name, path in demo.paths.items():
        assert path.shape == (26, 2)
        np.testing.assert_allclose(demo.losses[name], (path[:, 0] ** 2 + 25 * path[:, 1] ** 2) / 2)


def test_the_settings_reach_the_optimizers_that_use_them():
    demo = Optimizers(learning_rate=0.07, momentum=0.5, beta_1=0.6, beta_2=0.95, **ALL)
    rates = {optimizer.learning_rate for optimizer in demo.optimizers.values()}
    assert rates == {0.07}
    assert [demo.optimizers[name].momentum for name in ("sgd", "momentum", "nesterov")] == [0, 0.5, 0.5]
    assert [demo.optimizers[name].nesterov for name in ("sgd", "momentum", "nesterov")] == [False, False, True]
    assert [(o.beta_1, o.beta_2) for o in (demo.optimizers["adam"], demo.optimizers["adamw"])] == [(0.6, 0.95)] * 2


def test_step_back_run_and_reset_walk_along_the_same_paths():
    demo = Optimizers(n_steps=0)
    whole = {name: path.tolist() for name, path in Optimizers(n_steps=12).paths.items()}
    for n in range(1, 13):
        demo.page.press("step")
        assert {name: path.tolist() for name, path in demo.paths.items()} == {k: v[: n + 1] for k, v in whole.items()}
    demo.page.press("back")
    assert demo.paths["adam"].tolist() == whole["adam"][:12]
    demo.page.press("run")
    assert demo.n_steps == MOST_STEPS
    assert demo.paths["sgd"][:13].tolist() == whole["sgd"]
    demo.page.set("n_steps", 12)
    assert demo.paths["sgd"].tolist() == whole["sgd"]
    demo.page.press("reset")
    assert demo.paths["sgd"].tolist() == whole["sgd"][:1]
    assert demo.datasets["paths"]["step"].tolist() == [0] * 4


def test_keys_do_what_their_buttons_do():
    demo = Optimizers(n_steps=3)
    demo.page.key("n")
    demo.page.key("n")
    demo.page.key("b")
    assert demo.n_steps == 4


def test_it_plays_to_the_end_and_pauses():
    demo = Optimizers(n_steps=MOST_STEPS - 5, speed=30)
    demo.page.press("play")
    assert demo.wait(20)
    assert demo.n_steps == MOST_STEPS
    for control in ("step", "play", "run"):
        with pytest.raises(InvalidValueError, match="can't be used now"):
            demo.page.press(control)
    demo.change(n_steps=0, speed=1)
    demo.play()
    demo.play()
    assert demo.wait(20)
    assert demo.n_steps <= 1


@pytest.mark.parametrize("action", ["click", "drag", "drop"])
def test_a_click_on_the_surface_is_the_start_of_all(action):
    demo = Optimizers(n_steps=5)
    click(demo, -1.5, 0.75, action)
    assert demo.start == [-1.5, 0.75]
    assert all(path[0].tolist() == [-1.5, 0.75] for path in demo.paths.values())
    assert demo.datasets["start"]["x"].tolist() == [-1.5]
    assert "from (-1.5, 0.75)" in demo.text


def test_a_click_beside_the_surface_and_one_that_is_locked_mean_nothing():
    demo = Optimizers()
    demo.page.point("click", 3, 0.1, chart="concat_1")
    click(demo, 1, 1, "delete")
    assert demo.start is None
    locked = Optimizers(lock=["start"])
    click(locked, 1, 1)
    assert locked.start is None


def test_another_surface_brings_its_own_start_and_a_learning_rate_from_the_list():
    demo = Optimizers(surface="bowl")
    click(demo, 1, 1)
    for name in SURFACES:
        demo.page.set("surface", name)
        assert demo.start is None
        assert demo.learning_rate <= demo.landscape.learning_rate * 1.01
        assert not demo.diverged
        options = [value for value, _label in demo._frames.fields["control:learning_rate"]["options"]]
        assert str(demo.learning_rate).removesuffix(".0") in options
    assert Optimizers(surface="bowl", learning_rate=0.5, start=[1, 2]).learning_rate == 0.5
    demo.change(surface="saddle", learning_rate=0.7, start=[0, 1])
    assert (demo.learning_rate, demo.start) == (0.7, [0, 1])


def test_the_winner_has_the_lowest_loss_and_the_words_say_so():
    demo = Optimizers(surface="himmelblau", n_steps=60)
    ends = {name: losses[-1] for name, losses in demo.losses.items()}
    assert demo.winner == min(ends, key=ends.get)
    for name, loss in ends.items():
        assert f"{RACERS[name].label}{' has the lowest loss,' * (name == demo.winner)} {loss:.3g}" in demo.text
        assert any(text.startswith(f"{RACERS[name].label}: {loss:.3g}") for text in demo.datasets["key"]["label"])


def test_the_states_are_told_in_numbers():
    demo = Optimizers(surface="bowl", start=[1, 0], learning_rate=0.5, n_steps=1, momentum=0.5)
    lines = "\n".join(note(demo, "The optimizers now"))
    assert "SGD: w (0.5, 0), loss 0.125, gradient (0.5, 0)\n    last change (-0.5, 0)" in lines
    assert "momentum (-0.5, 0), last change (-0.5, 0)" in lines
    # Adam's averages after one step: a tenth of the gradient, a thousandth of its square.
    assert "momentum (0.1, 0), velocity (0.001, 0)" in lines


def test_an_overflow_is_told_with_its_step_and_the_demo_lives_on():
    demo = Optimizers(surface="bowl", n_steps=MOST_STEPS)
    demo.page.set("learning_rate", "10")
    # w becomes -9 w at each step.
    expected = next(n for n in range(MOST_STEPS) if 6.5 * 81.0**n > 3.4028234e38)
    assert demo.diverged["sgd"] == expected
    assert f"SGD at step {expected}" in demo.text
    assert "smaller learning rate" in demo.text
    assert f"SGD: diverged at step {expected}" in demo.datasets["key"]["label"]
    assert demo.winner not in demo.diverged
    for columns in (demo.datasets["paths"], demo.datasets["ends"]):
        assert all(np.isfinite(columns[name]).all() for name in ("x", "y", "loss"))
    assert demo.params["loss_high"] < 1e7
    assert demo.png()
    demo.page.set("learning_rate", "0.1")
    assert not demo.diverged


@pytest.mark.parametrize("surface", SURFACES)
def test_any_learning_rate_leaves_a_picture_and_a_sentence(surface):
    demo = Optimizers(surface=surface, learning_rate=1e30, n_steps=20, **ALL)
    assert "no optimizer is left" in demo.text or demo.winner
    assert demo.diverged
    assert np.isfinite([demo.params["loss_low"], demo.params["loss_high"]]).all()


def test_where_all_have_diverged_nobody_wins():
    demo = Optimizers(surface="bowl", learning_rate=10, n_steps=50, **dict.fromkeys(ALL, False) | {"show_sgd": True})
    assert demo.winner is None
    assert demo.text.startswith("After 50 steps from (-3, 2), no optimizer is left. Diverged: SGD at step 20.")


def test_nobody_need_take_part():
    demo = Optimizers(**dict.fromkeys(ALL, False))
    assert demo.text == "No optimizer takes part. Tick one."
    assert demo.winner is None
    assert demo.png()


def test_a_toggle_shows_and_hides_an_optimizer():
    demo = Optimizers()
    demo.page.set("show_adamw", True)
    assert "AdamW" in demo.datasets["key"]["optimizer"]
    demo.page.set("show_sgd", False)
    assert {*demo.datasets["paths"]["optimizer"]} == {"SGD with momentum", "RMSprop", "Adam", "AdamW"}


def test_a_loss_of_zero_has_a_place_on_the_logarithm():
    demo = Optimizers(surface="bowl", learning_rate=1, n_steps=5, show_momentum=False)
    assert demo.losses["sgd"][-1] == 0
    assert demo.datasets["ends"]["loss"].min() > 0
    assert demo.text.startswith("After 5 steps from (-3, 2), SGD has the lowest loss, 0;")


def test_the_surface_of_the_learners_own_line_is_its_true_loss():
    demo = Optimizers(HEIGHTS, target="price")
    assert demo.surface == "line"
    size, price = np.array(HEIGHTS["size"]), np.array(HEIGHTS["price"])
    assert demo.landscape.value([1.5, 0.5]) == pytest.approx(mean_squared_error(price, 1.5 * size + 0.5))
    assert demo.landscape.minima[0] == pytest.approx(tuple(np.polyfit(size, price, 1)))
    demo.page.set("scaled", True)
    size = (size - size.mean()) / size.std()
    assert demo.landscape.value([1.5, 0.5]) == pytest.approx(mean_squared_error(price, 1.5 * size + 0.5))


def test_the_surface_of_a_neuron_on_two_classes_is_its_true_loss():
    iris = load("iris")
    demo = Optimizers(iris, features=["sepal width"], classes=["setosa", "virginica"])
    chosen = iris.select(features=["sepal width"], classes=["setosa", "virginica"])
    said = 1 / (1 + np.exp(-(1.5 * chosen.X[:, 0] - 4)))
    assert demo.surface == "neuron"
    assert demo.landscape.value([1.5, -4]) == pytest.approx(log_loss(chosen.y, said))
    assert demo.datasets["titles"]["x"].tolist() == ["w"]


def test_scaling_is_offered_for_surfaces_of_data_only():
    demo = Optimizers(surface="bowl")
    with pytest.raises(InvalidValueError, match="can't be used now"):
        demo.page.set("scaled", True)
    demo.page.set("surface", "line")
    narrow = demo.landscape.learning_rate
    demo.page.set("scaled", True)
    assert demo.landscape.learning_rate > narrow


@pytest.mark.parametrize("start", [[np.nan, 0], [1], "here", [1, None], [1e9, 0], 3])
def test_a_start_that_is_no_place_is_refused_and_nothing_changes(start):
    demo = Optimizers(start=[1, 2])
    with pytest.raises(InvalidValueError, match="start came as"):
        demo.start = start
    assert demo.start == [1, 2]


def test_unknown_names_are_told_with_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean 'ravine'"):
        Optimizers(surface="ravin")
    with pytest.raises(UnknownNameError, match="Did you mean 'show_adam"):
        Optimizers(show_adma=True)
    demo = Optimizers()
    demo.page.set("surface", "hill")
    assert "There is no choice for surface 'hill'" in demo._frames.fields["error"]
    assert demo.surface == "ravine"


@pytest.mark.parametrize("rate", [0, -1, np.nan, np.inf, "fast", True, None])
def test_a_learning_rate_that_is_none_is_refused(rate):
    demo = Optimizers(learning_rate=0.3)
    with pytest.raises(InvalidValueError, match="wanted a number above 0"):
        demo.learning_rate = rate
    assert demo.learning_rate == 0.3


@pytest.mark.parametrize(
    ("data", "arguments", "message"),
    [
        ({"x": [1.0, None], "y": [1, 2]}, {"target": "y"}, "gap|missing|row"),
        ({"x": [1.0, 2.0], "y": [1.5, 2.5]}, {}, "without target="),
        ({"x": [1.0, 2.0], "z": [1.0, 3.0], "y": [1.5, 2.5]}, {"target": "y"}, r"has 2 features.*features=\['x'\]"),
        ({"x": [2.0, 2.0], "y": [1.5, 2.5]}, {"target": "y"}, "The feature is 2 in every example"),
        (load("iris"), {"features": ["petal width"]}, "choose two"),
        (..., {}, "stands for your own data"),
    ],
)
def test_data_that_make_no_surface_are_refused_in_words(data, arguments, message):
    with pytest.raises(DataError, match=message):
        Optimizers(data, **arguments)


def test_a_neuron_on_numbers_is_refused_and_the_surface_stays():
    demo = Optimizers({"size": [1.0, 2.5, 3.5], "price": [2.1, 3.9, 6.2]}, target="price")
    demo.page.set("surface", "neuron")
    assert "two classes are needed" in demo._frames.fields["error"]
    assert demo.surface == "line"
    assert demo.datasets["titles"]["x"].tolist() == ["w"]


def test_too_many_examples_are_refused():
    many = Dataset.from_arrays(np.arange(1001.0)[:, None], np.arange(1001.0))
    with pytest.raises(DataError, match=r"1,001 examples.*1,000 at most"):
        Optimizers(many)


def test_state_and_code_make_the_same_race_again():
    demo = Optimizers(surface="saddle", start=[-1, 0.5], learning_rate=0.2, n_steps=7, show_adamw=True, hide=["speed"])
    again = eval(demo.to_code().removeprefix("dlw."))  # noqa: S307 - our own text
    assert again.state == demo.state == json.loads(json.dumps(demo.state))
    assert {k: v.tolist() for k, v in again.paths.items()} == {k: v.tolist() for k, v in demo.paths.items()}
    assert Optimizers(HEIGHTS, target="price").to_code().startswith("dlw.Optimizers(data=..., target='price', surface=")


def test_every_control_has_a_help_text():
    assert all(control["help"].endswith(".") for control in Optimizers()._panel)
