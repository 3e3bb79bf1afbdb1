"""The activations demo: its numbers, its words and its refusals."""

import math
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dlwidgets.charts.activations import FLAT, LABELS
from dlwidgets.demos.activation_words import flat_ranges, worked_lines
from dlwidgets.demos.activations import Activations
from dlwidgets.errors import DLWidgetsError, InvalidValueError, UnknownNameError
from dlwidgets.nn import ACTIVATIONS

NUMBER = r"-?\d+(?:\.\d+)?(?:e[+-]\d+)?"


@pytest.fixture(scope="module")
def any_demo():
    """A demo that a test may leave as it likes."""
    return Activations()


def evaluated(way):
    """Compute what a worked line writes, such as "2 × (1 - 0.5)²"."""
    python = way.replace("×", "*").replace("²", "**2").replace("ln", "math.log")
    assert re.fullmatch(rf"(?:{NUMBER}|math\.log|max|[-+*/(), ])+", python), way
    return eval(python, {"math": math, "max": max})  # noqa: S307 - the pattern lets arithmetic through, nothing else


def given_by(lines):
    """Return what the last two worked lines give, as text."""
    return [re.fullmatch(rf".*[=≈] ({NUMBER})", line)[1] for line in lines[-2:]]


@pytest.mark.parametrize("name", list(LABELS))
@pytest.mark.parametrize("z", [-6, -1.5, -0.1, 0, 0.3, 1.5, 6])
def test_the_worked_lines_end_in_output_and_slope_of_nn_and_lead_there(name, z):
    activation = ACTIVATIONS[name]
    lines = worked_lines(name, z)
    assert lines[0] == f"{LABELS[name]}, z = {z:g}"
    expected = [float(activation(z)), float(activation.derivative(np.asarray(z)))]
    for line, said, value in zip(lines[-2:], given_by(lines), expected, strict=True):
        assert float(said) == pytest.approx(value, rel=5.1e-3, abs=1e-12)
        ways = [way for way in re.split(" [=≈] ", line)[1:-1] if not re.search("[fzsΦ]|e\\^", way)]
        for way in ways:
            # Each number of the way is rounded to three digits, and the error of a difference can be as large.
            assert evaluated(way) == pytest.approx(value, abs=0.015 * max(1, abs(z)))


@pytest.mark.parametrize("name", list(LABELS))
def test_a_rounded_number_is_never_called_equal(name):
    for z in (-1.5, 0.7, 2):
        activation = ACTIVATIONS[name]
        exact = [float(activation(z)), float(activation.derivative(np.asarray(z)))]
        for line, value in zip(worked_lines(name, z)[-2:], exact, strict=True):
            sign, said = re.search(rf"([=≈]) ({NUMBER})$", line).groups()
            assert (sign == "=") == math.isclose(float(said), value, rel_tol=1e-12, abs_tol=1e-12)


@pytest.mark.parametrize(
    ("name", "ranges"),
    [
        ("linear", []),
        ("step", [(-6, 6)]),
        ("relu", [(-6, 0)]),
        ("leaky_relu", []),
        # Where the closed forms of the slopes are 0.05.
        ("sigmoid", [(-6, -math.acosh(9)), (math.acosh(9), 6)]),
        ("tanh", [(-6, -math.atanh(math.sqrt(0.95))), (math.atanh(math.sqrt(0.95)), 6)]),
        ("elu", [(-6, math.log(0.05))]),
        ("softplus", [(-6, -math.log(19))]),
    ],
)
def test_it_is_flat_where_the_closed_form_says(name, ranges):
    np.testing.assert_allclose(flat_ranges(name), ranges, atol=0.0101)


@pytest.mark.parametrize("name", ["gelu", "silu"])
def test_the_turning_point_of_a_curve_with_a_dip_is_flat_too(name):
    (_, below), (low, high) = flat_ranges(name)
    slope = ACTIVATIONS[name].derivative
    assert below < low < high < 0
    assert slope(low) < 0 < slope(high)
    assert max(abs(slope(at)) for at in (below, low, high)) < FLAT


def test_the_sentence_reads_each_curve_once_and_tells_where_it_is_flat():
    demo = Activations(z=1.5)
    assert demo.text == (
        "At z = 1.5, sigmoid gives 0.818 with slope 0.149, tanh gives 0.905 with slope 0.181 and ReLU gives 1.5 with "
        "slope 1. Sigmoid is flat below -2.89 and above 2.89: with a slope under 0.05, almost no blame gets through "
        "there. Softmax at temperature 1 gives the probabilities 0.638, 0.235, 0.0954 and 0.0318."
    )
    demo.change(activation="leaky_relu", second="leaky_relu", third="none")
    assert demo.text.startswith("At z = 1.5, leaky ReLU gives 1.5 with slope 1. Leaky ReLU is nowhere flat")


def test_a_silent_relu_is_called_dead_and_a_leaky_one_is_not():
    demo = Activations(activation="relu", z=-2)
    assert (demo.output, demo.slope) == (0, 0)
    assert "a dead ReLU" in demo.text
    demo.z = 0
    assert "a dead ReLU" in demo.text
    demo.z = 0.1
    assert "dead" not in demo.text
    demo.change(activation="leaky_relu", z=-2)
    assert "dead" not in demo.text
    assert demo.slope == 0.2


def test_step_can_not_be_learned_with():
    assert "gradient descent can't learn with it" in Activations(activation="step").text


def test_formula_and_worked_lines_are_those_of_the_first_curve():
    formula, worked = Activations(activation="gelu", z=-1).notes()
    assert formula.latex == (
        f"f(z) = {ACTIVATIONS['gelu'].formula}",
        f"f'(z) = {ACTIVATIONS['gelu'].derivative_formula}",
    )
    assert worked.lines == worked_lines("gelu", -1)


@pytest.mark.parametrize("name", list(LABELS))
def test_every_formula_can_be_shown(any_demo, name):
    any_demo.page.set("activation", name)
    assert any_demo._frames.fields["error"] == ""
    assert all(line.startswith("<math") for line in any_demo._frames.fields["notes"][0]["mathml"])


logit = st.floats(-1e300, 1e300) | st.floats(-10, 10)


@settings(max_examples=50)
@given(st.lists(logit, min_size=4, max_size=4), st.floats(0.1, 10))
def test_probabilities_add_up_to_1_and_follow_the_order_of_the_logits(any_demo, logits, temperature):
    demo = any_demo
    demo.temperature, demo.logits = temperature, logits
    p = demo.probabilities
    assert np.isfinite(p).all()
    assert p.sum() == pytest.approx(1)
    assert all(p[i] <= p[j] for i in range(4) for j in range(4) if logits[i] < logits[j])
    if min(p[:2]) > 1e-200:
        assert math.log(p[0] / p[1]) == pytest.approx((logits[0] - logits[1]) / temperature, rel=1e-6, abs=1e-6)


def test_the_settings_are_parameters_of_the_picture_and_no_data_travel():
    demo = Activations()
    assert {*demo.state} == {*demo.params} - {name for name in demo.params if name.startswith("dlw_")}
    assert demo.frame() == {}
    demo.page.set("z", -3)
    assert demo.params["z"] == demo.z == -3
    assert demo.text.startswith("At z = -3")
    page = demo.html()
    assert all(f'"{name}"' in page for name in demo.state)


def test_the_state_and_the_code_make_the_same_demo_again():
    demo = Activations(activation="silu", second="none", z=-0.5, logit_2=7)
    assert demo.to_code() == "dlw.Activations(activation='silu', second='none', z=-0.5, logit_2=7.0)"
    assert Activations(**demo.state).text == demo.text


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"activation": "sigmoidd"}, "Did you mean 'sigmoid'"),
        ({"activation": "none"}, "no choice for activation 'none'"),
        ({"second": None}, "no choice for second None"),
        ({"z": math.nan}, "wanted a number from -6 to 6"),
        ({"z": 7}, "wanted a number from -6 to 6"),
        ({"logit_1": "three"}, "wanted any finite number"),
        ({"logit_1": math.inf}, "wanted any finite number"),
        ({"temperature": 0}, "wanted a number from 0.1 to 10"),
        ({"temprature": 1}, "Did you mean 'temperature'"),
    ],
)
def test_bad_input_is_told_and_nothing_is_lost(any_demo, change, says):
    demo = any_demo
    before = demo.state, demo.text
    with pytest.raises(DLWidgetsError, match=re.escape(says)):
        demo.change(**{"second": "elu"} | change)
    assert (demo.state, demo.text) == before


def test_a_demo_does_not_begin_with_bad_input():
    with pytest.raises(UnknownNameError, match="no choice for third 'swish'"):
        Activations(third="swish")
    with pytest.raises(InvalidValueError, match="z came as nan"):
        Activations(z=math.nan)


@pytest.mark.parametrize(
    "logits", ["1234", [1, 2, 3], 5, [[1, 2, 3, 4]], [[1], [2, 3], 3, 4], [1, 2, 3, "four"], [1, 2, 3, math.nan], None]
)
def test_logits_that_are_no_four_numbers_are_refused(any_demo, logits):
    demo = any_demo
    before = demo.logits
    with pytest.raises(InvalidValueError):
        demo.logits = logits
    assert demo.logits == before


def test_a_mistake_in_the_page_is_told_under_the_picture():
    demo = Activations()
    demo.page.set("z", float("nan"))
    assert "wanted a number from -6 to 6" in demo._frames.fields["error"]
    assert demo.z == 1.5
