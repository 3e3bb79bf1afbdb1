"""The gradient flow demo by code and through its page: what it says is what is measured."""

import math
import re

import numpy as np
import pytest

from dlwidgets.charts.gradient_flow import PANELS
from dlwidgets.demos.deep_network import STEADY_STARTS, Trial, find_remedy
from dlwidgets.demos.flow_words import size
from dlwidgets.demos.gradient_flow import GradientFlow
from dlwidgets.errors import InvalidValueError, UnknownNameError
from dlwidgets.nn import ACTIVATIONS
from dlwidgets.nn.gradient_flow import gradient_flow
from dlwidgets.nn.initializers import INITIALIZERS, initial_kernels

NUMBER = r"\d+(?:\.\d+)?(?:e-?\d+)?"


@pytest.fixture
def demo():
    return GradientFlow(depth=20, width=16)


@pytest.fixture(scope="module")
def moved():
    """One demo that is moved from test to test: making one takes longer than measuring a network."""
    demo = GradientFlow()
    first = demo.state

    def move(**settings):
        demo.change(**(first | settings))
        return demo

    return move


def said(demo, before):
    """Read the number that follows some words of the sentence."""
    return float(re.search(rf"{before} ({NUMBER})", demo.text)[1])


def test_it_measures_the_network_of_its_settings(demo):
    demo.change(depth=7, width=9, activation="tanh", initializer="he_uniform", scale=1.5, seed=4)
    kernels = [1.5 * kernel for kernel in initial_kernels(7, 9, "he_uniform", seed=4)]
    flow = gradient_flow(kernels, "tanh", seed=4)
    np.testing.assert_allclose(demo.gradients, 10**flow.gradients)
    np.testing.assert_allclose(demo.activations, 10**flow.outputs)
    assert (demo.factor, demo.verdict) == (flow.factor, flow.verdict)


@pytest.mark.parametrize(
    ("name", "value"),
    [("depth", 3), ("width", 5), ("activation", "tanh"), ("initializer", "he_normal"), ("scale", 2.0), ("seed", 1)],
)
def test_each_setting_alone_makes_another_network(name, value, demo):
    before = demo.gradients
    setattr(demo, name, value)
    assert demo.gradients[0] != before[0]


def test_sigmoid_loses_the_gradient_on_its_way_back_and_tanh_keeps_it(moved):
    demo = moved(depth=50)
    assert demo.verdict == "vanishing"
    assert demo.gradients[0] < 1e-28
    assert demo.factor < 0.25
    demo.activation = "tanh"
    assert demo.verdict == "steady"
    assert demo.factor == pytest.approx(1, abs=0.05)


def test_the_numbers_of_the_sentence_are_those_that_were_measured(demo):
    assert demo.text.startswith("Vanishing")
    assert said(demo, "go down to") == pytest.approx(demo.gradients.min(), rel=0.05)
    assert said(demo, "the largest is") == pytest.approx(demo.gradients.max(), rel=0.05)
    assert said(demo, "passes on") == pytest.approx(demo.factor, rel=0.005)
    assert said(demo, "by") == pytest.approx(demo.flow.mean_weight_factor, rel=0.005)
    assert said(demo, "is at most") == 0.25
    assert said(demo, "is at most 0.25, by") == pytest.approx(demo.flow.mean_slope, rel=0.005)
    assert said(demo, "19 such factors make") == pytest.approx(demo.factor**19, rel=0.05)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"depth": 100}, r"In float32, \d+ of 100 layers get exactly 0\."),
        ({"depth": 100, "activation": "linear", "initializer": "he_normal", "scale": 4}, r"layers get infinity\."),
        ({"depth": 40, "activation": "relu"}, r"Forward, the signal shrinks, from 1 to"),
        ({"depth": 40, "activation": "linear", "initializer": "he_normal"}, r"^Exploding.*the signal grows, from 1 to"),
        ({"initializer": "zeros"}, r"^Blocked: 29 of 30 layers get no gradient at all\. All weights are 0"),
        ({"activation": "step"}, r"^Blocked: 30 of 30 .* slope of step is 0 everywhere"),
        ({"activation": "relu", "width": 1}, r"^Blocked: .* every neuron is dead"),
        ({"depth": 1}, r"^Steady.*one layer only"),
        ({"activation": "tanh"}, r"^Steady: the gradients of the weights lie between .* a sensible speed"),
    ],
)
def test_the_sentence_says_what_happens_and_why(settings, words, moved):
    assert re.search(words, moved(**settings).text)


def test_the_layer_that_is_called_dead_is_the_first_without_output(moved):
    demo = moved(activation="relu", initializer="he_normal", width=2, depth=100)
    layer = int(re.search(r"In layer (\d+) every neuron is dead", demo.text)[1])
    assert demo.activations[layer - 1] == 0
    assert (demo.activations[: layer - 1] > 0).all()


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("initializer", ["zeros", "glorot_normal", "he_normal"])
def test_a_remedy_is_only_claimed_if_it_is_one(activation, initializer, moved):
    demo = moved(depth=60, activation=activation, initializer=initializer)
    before, remedy, text = demo.flow.deviation, demo.remedy, demo.text
    if demo.verdict == "steady":
        assert (remedy, demo.mend(), demo.flow.deviation) == ({}, "steady", before)
        assert "would be" not in text
        return
    lowest, highest = (float(number) for number in re.search(rf"from ({NUMBER}) to ({NUMBER})\. ?$", text).groups())
    assert demo.mend() == "steady"
    assert "It would be steady with" in text
    assert remedy.items() <= demo.state.items()
    assert (lowest, highest) == pytest.approx((demo.gradients.min(), demo.gradients.max()), rel=0.06)


@pytest.mark.parametrize("activation", STEADY_STARTS)
@pytest.mark.parametrize("seed", range(3))
def test_what_is_offered_as_a_steady_start_is_steady(activation, seed):
    name, initializer = STEADY_STARTS[activation]
    assert gradient_flow(initial_kernels(50, 64, initializer, seed=seed), name, seed=seed).verdict == "steady"


def test_a_narrow_network_is_mended_by_more_neurons(moved):
    demo = moved(depth=100, width=2, activation="relu", initializer="he_normal")
    assert demo.remedy == {"width": 64}
    assert "and 64 neurons in each layer" in demo.text
    assert demo.mend() == "steady"


def test_what_does_not_help_is_no_remedy(demo):
    bad = Trial(demo.network, demo.flow)
    assert find_remedy(bad, lambda _network: demo.flow) is None
    worse = gradient_flow(initial_kernels(20, 16, "zeros"), "sigmoid")
    assert find_remedy(bad, lambda _network: worse) is None


def test_a_remedy_that_only_helps_is_not_called_steady(demo):
    half = gradient_flow(initial_kernels(10, 16, "glorot_uniform"), "sigmoid")
    assert half.verdict == "vanishing"
    remedy = find_remedy(Trial(demo.network, demo.flow), lambda _network: half)
    assert remedy.flow is half
    demo._remedy = remedy
    assert "It would be better, but not steady, with" in demo.sentence()


def test_the_mended_network_stands_beside_it_when_asked(demo):
    assert set(demo.datasets["layers"]["network"]) == {"now"}
    demo.compare = True
    rows = demo.datasets["layers"]
    is_mended = rows["network"] == "mended"
    assert (is_mended.sum(), len(is_mended)) == (20, 40)
    demo.mend()
    np.testing.assert_allclose(10 ** rows["gradient"][is_mended], demo.gradients, rtol=1e-5)
    assert set(demo.datasets["layers"]["network"]) == {"now"}, "nothing is left to compare with"


def test_the_picture_shows_each_size_and_0_at_the_bottom(moved):
    demo = moved(depth=5, initializer="zeros")
    rows = demo.datasets["layers"]
    assert rows["layer"].tolist() == [1, 2, 3, 4, 5]
    assert rows["blame"].tolist() == pytest.approx([demo.params["y_low"]] * 4 + [math.log10(0.25)])
    assert list(rows["blame_size"]) == ["0", "0", "0", "0", "0.25"]
    assert demo.params["lowest_is_0"]
    assert demo.params["y_low"] == -4, "0 has a place of its own below the 0.001 of every picture"
    demo.mend()
    assert not demo.params["lowest_is_0"]


@pytest.mark.parametrize(
    "settings",
    [{}, {"depth": 100}, {"depth": 1}, {"depth": 100, "initializer": "random_uniform", "scale": 0.25, "width": 1}],
)
def test_all_sizes_and_the_band_lie_within_the_axis(settings, moved):
    demo = moved(**settings, compare=True)
    rows, params = demo.datasets["layers"], demo.params
    sizes = np.concatenate([rows[column] for column in PANELS])
    assert params["y_low"] <= sizes.min() <= sizes.max() <= params["y_high"]
    assert params["y_low"] < -2 < 2 < params["y_high"]
    n_labels = (params["y_high"] - params["y_low"]) / params["y_step"] + 1
    assert n_labels == int(n_labels) <= 11
    assert params["last_layer"] == max(demo.depth, 2)


def test_the_table_holds_the_first_a_middle_and_the_last_layer(demo):
    table = demo.notes()[0].lines
    assert [line.split()[0] for line in table] == ["layer", "1", "10", "20"]
    signal, blame, gradient, slope = (float(cell) for cell in table[3].split()[1:5])
    assert signal == pytest.approx(demo.activations[-1], rel=0.05)
    assert blame == pytest.approx(10 ** demo.flow.blame[-1], rel=0.05)
    assert gradient == pytest.approx(demo.gradients[-1], rel=0.05)
    assert slope == pytest.approx(demo.flow.slope[-1], rel=0.005)


def test_the_formula_holds_the_numbers_of_the_factor(demo):
    width, variance, slope, predicted, measured = (
        float(number) for number in re.findall(NUMBER, demo.notes()[1].latex[-1])
    )
    assert width == 16
    assert math.sqrt(width * variance) * slope == pytest.approx(predicted, rel=0.01)
    assert variance == pytest.approx(INITIALIZERS["glorot_uniform"].variance(16, 16), rel=0.05)
    assert measured == pytest.approx(demo.factor, rel=0.005)


def test_every_formula_can_be_shown(moved):
    for settings in ({}, {"depth": 1}, {"initializer": "zeros"}):
        assert all("<math" in line for line in moved(**settings).notes()[1].spec()["mathml"])


@pytest.mark.parametrize(
    ("log10", "text"),
    [
        (-math.inf, "0"),
        (-400.2, "6.3e-401"),
        (-19.001, "1.0e-19"),
        (-3.2, "6.3e-4"),
        (-0.68, "0.21"),
        (0, "1"),
        (3.4, "2512"),
        (400.0, "1.0e400"),
    ],
)
def test_sizes_are_written_however_small_or_large(log10, text):
    assert size(log10) == text


def test_controls_that_can_do_nothing_are_off(demo):
    assert demo.disabled() == []
    demo.activation = "tanh"
    assert set(demo.disabled()) == {"compare", "mend"}


def test_the_page_moves_it_and_its_button_mends_it(demo):
    demo.page.set("depth", 40)
    assert (demo.depth, len(demo.gradients)) == (40, 40)
    demo.page.press("mend")
    assert (demo.activation, demo.verdict) == ("tanh", "steady")


def test_moving_the_depth_draws_no_weights():
    demo = GradientFlow()
    drawn = demo._draw.cache_info().misses
    for depth in (21, 60, 100, 3):
        demo.depth = depth
    assert demo._draw.cache_info().misses == drawn


def test_impossible_settings_are_refused_and_nothing_changes(demo):
    gradients = demo.gradients
    for name, value in {"depth": 101, "width": 0, "scale": math.nan, "seed": 0.5}.items():
        with pytest.raises(InvalidValueError, match=name):
            demo.change(**{name: value})
    with pytest.raises(UnknownNameError, match="'he_normal'"):
        demo.initializer = "he_norml"
    np.testing.assert_array_equal(demo.gradients, gradients)
    assert demo.to_code() == "dlw.GradientFlow(depth=20, width=16)"
