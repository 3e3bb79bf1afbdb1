"""The schedules against Keras' at every step, and against values written out."""

import math

import numpy as np
import pytest

from dlwidgets import nn
from dlwidgets.errors import InvalidValueError

CASES = [
    ("ExponentialDecay", (0.1, 10, 0.5), {}),
    ("ExponentialDecay", (0.1, 10, 0.5), {"staircase": True}),
    ("ExponentialDecay", (1e-6, 10, 2.0), {}),
    ("PiecewiseConstantDecay", ([10, 30], [0.1, 0.05, 0.01]), {}),
    ("PiecewiseConstantDecay", ([10], [0.1, 0.01]), {}),
    ("CosineDecay", (0.1, 40), {}),
    ("CosineDecay", (0.1, 20), {"alpha": 0.1}),
    ("CosineDecay", (0.0, 20), {"warmup_target": 0.1, "warmup_steps": 10}),
    ("CosineDecay", (0.02, 20), {"alpha": 0.2, "warmup_target": 0.1, "warmup_steps": 7}),
    ("InverseTimeDecay", (0.1, 5, 0.5), {}),
    ("InverseTimeDecay", (0.1, 5, 0.5), {"staircase": True}),
    ("PolynomialDecay", (0.1, 30), {}),
    ("PolynomialDecay", (0.1, 30, 0.01), {"power": 2.0}),
    ("PolynomialDecay", (0.1, 20, 0.01), {"power": 0.5, "cycle": True}),
]


@pytest.mark.parametrize(("name", "numbers", "options"), CASES)
def test_each_step_has_the_rate_of_keras(name, numbers, options, keras):
    ours = getattr(nn, name)(*numbers, **options)
    theirs = getattr(keras.optimizers.schedules, name)(*numbers, **options)
    steps = range(61)
    expected = [float(theirs(step)) for step in steps]
    np.testing.assert_allclose([ours(step) for step in steps], expected, rtol=1e-5, atol=1e-8)


@pytest.mark.parametrize(("name", "numbers", "options"), CASES)
def test_its_text_is_the_python_that_makes_it(name, numbers, options):
    schedule = getattr(nn, name)(*numbers, **options)
    assert eval(repr(schedule), vars(nn)) == schedule  # noqa: S307 - the text is this test's own


def test_known_rates_are_exact():
    assert nn.ExponentialDecay(0.1, 10, 0.5)(20) == 0.025
    assert nn.ExponentialDecay(0.1, 10, 0.5, staircase=True)(19) == 0.05
    assert nn.PiecewiseConstantDecay([10], [0.1, 0.01])(10) == 0.1
    assert nn.CosineDecay(0.1, 10)(10**9) == 0
    assert nn.InverseTimeDecay(0.1, 1, 1)(3) == 0.025
    assert nn.PolynomialDecay(0.1, 10, 0.0)(5) == 0.05


@pytest.mark.parametrize(
    ("name", "numbers", "options", "words"),
    [
        ("ExponentialDecay", (-0.1, 10, 0.5), {}, "initial_learning_rate should be 0 or above"),
        ("ExponentialDecay", (0.1, 0, 0.5), {}, "decay_steps should be above 0"),
        ("ExponentialDecay", (0.1, 10, 0), {}, "decay_rate should be above 0"),
        ("InverseTimeDecay", (0.1, 10, 0.5), {"staircase": 1}, "staircase should be True or False"),
        ("CosineDecay", (0.1, 10), {"alpha": math.nan}, "alpha should be one number"),
        ("CosineDecay", (0.1, 10), {"warmup_target": 0}, "warmup_target should be above 0"),
        ("CosineDecay", (0.1, 10), {"warmup_steps": -1}, "warmup_steps should be 0 or above"),
        ("PolynomialDecay", (0.1, 10), {"power": 0}, "power should be above 0"),
        ("PolynomialDecay", (0.1, 10), {"end_learning_rate": -1}, "end_learning_rate should be 0 or above"),
        ("PiecewiseConstantDecay", ([10], [0.1]), {}, "1 values and 1 boundaries"),
        ("PiecewiseConstantDecay", ([30, 10], [0.1, 0.2, 0.3]), {}, "boundaries should rise"),
        ("PiecewiseConstantDecay", ([10], [0.1, -0.2]), {}, "values should be 0 or above"),
        ("PiecewiseConstantDecay", (10, [0.1, 0.2]), {}, "boundaries should be a list"),
    ],
)
def test_arguments_out_of_range_are_named(name, numbers, options, words):
    with pytest.raises(InvalidValueError, match=words):
        getattr(nn, name)(*numbers, **options)


@pytest.mark.parametrize("step", [-1, math.nan, "first"])
def test_a_step_that_is_no_number_from_0_is_refused(step):
    with pytest.raises(InvalidValueError, match="step should be"):
        nn.CosineDecay(0.1, 10)(step)


def test_a_rate_too_large_for_a_float_is_refused_in_words():
    with pytest.raises(InvalidValueError, match="learning rate at step 9999 is too large"):
        nn.ExponentialDecay(0.1, 1, 10.0)(9999)
