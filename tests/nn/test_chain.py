"""Chains of layers of any size: against NumPy written out, against `softmax`, and with weights that are no numbers."""

import numpy as np
import pytest

from dlwidgets.errors import UnknownNameError
from dlwidgets.nn import get_activation, softmax
from dlwidgets.nn.chain import MOST_EXACT, Stage, shares, signals

RANDOM = np.random.default_rng(0)


def test_each_stage_hands_its_outputs_to_the_next():
    w, b, v = RANDOM.normal(size=(3, 4)), RANDOM.normal(size=4), RANDOM.normal(size=(4, 2))
    X = RANDOM.normal(size=(5, 3))
    stages = [Stage(w, b, activation="tanh"), Stage(scale=0.5, bias=-1.0), Stage(v, activation="softmax")]
    first, second, third = signals(stages, X)
    assert np.allclose(first.sums, X @ w + b)
    assert np.allclose(first.outputs, get_activation("tanh")(X @ w + b))
    assert np.allclose(second.outputs, first.outputs / 2 - 1)
    assert np.allclose(third.outputs, softmax(second.outputs @ v))


def test_what_is_not_a_number_goes_its_way_and_no_further():
    w = np.ones((2, 3))
    w[0, 1] = np.nan
    (signal,) = signals([Stage(w, activation="relu")], [[1.0, 2.0]])
    assert signal.outputs[0, [0, 2]].tolist() == [3, 3]
    assert np.isnan(signal.outputs[0, 1])


def test_shares_are_softmax_and_large_sums_do_not_overflow():
    logits = RANDOM.normal(size=(4, 3)) * 5
    assert np.allclose(shares(logits), softmax(logits))
    assert shares([1e308, 0.0]).tolist() == [1.0, 0.0]
    assert np.isnan(shares([np.nan, 0.0])).all()


def test_a_layer_of_millions_of_weights_computes_in_its_own_precision():
    w = RANDOM.normal(size=(400, MOST_EXACT // 400 + 1)).astype(np.float32)
    x = RANDOM.normal(size=(1, 400))
    assert np.allclose(Stage(w).sums(x), x @ w.astype(float), rtol=1e-4, atol=1e-4)


def test_an_unknown_activation_is_refused_with_the_nearest():
    with pytest.raises(UnknownNameError, match="softmax"):
        Stage(activation="softmx")
