"""First weights follow Keras' own distributions, and described chains compute what Keras computes."""

import numpy as np
import pytest

from dlwidgets.network import (
    Activation,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    InitializerSpec,
    Input,
    NetworkSpec,
    Rescaling,
)
from dlwidgets.network.stages import drawn, first_weights, stages_of
from dlwidgets.nn.chain import signals
from dlwidgets.training.build import build
from dlwidgets.training.keras_door import import_keras

INITIALIZERS = [
    "glorot_uniform", "glorot_normal", "he_uniform", "he_normal", "lecun_uniform", "lecun_normal", "random_uniform",
    "random_normal", "truncated_normal", "zeros", "ones", "GlorotUniform", "normal", "one",
    InitializerSpec("Constant", value=0.3),
    InitializerSpec("RandomNormal", mean=1.0, stddev=0.5),
    InitializerSpec("TruncatedNormal", mean=-1.0, stddev=2.0),
    InitializerSpec("VarianceScaling", scale=3.0, mode="fan_out", distribution="uniform"),
    InitializerSpec("VarianceScaling", scale=3.0, mode="fan_avg", distribution="untruncated_normal"),
]  # fmt: skip


def keras_draw(initializer, shape):
    keras = import_keras()
    if isinstance(initializer, str):
        return np.asarray(keras.initializers.get(initializer)(shape))
    return np.asarray(getattr(keras.initializers, initializer.kind)(**initializer.arguments)(shape))


@pytest.mark.parametrize("initializer", INITIALIZERS, ids=str)
def test_first_weights_have_the_mean_spread_and_ends_of_keras(initializer):
    shape = (300, 200)
    ours, theirs = drawn(initializer, shape, np.random.default_rng(1)), keras_draw(initializer, shape)
    assert ours.shape == shape
    mean, spread, end = (float(number) for number in (theirs.mean(), theirs.std(), np.abs(theirs).max()))
    assert ours.mean() == pytest.approx(mean, abs=0.02 * spread + 1e-6)
    assert ours.std() == pytest.approx(spread, rel=0.02, abs=1e-6)
    assert np.abs(ours).max() == pytest.approx(end, rel=0.25, abs=1e-6)


@pytest.mark.parametrize("shape", [(5, 3), (3, 5)])
def test_orthogonal_rows_or_columns_are_orthogonal_and_identity_is_one(shape):
    q = drawn("orthogonal", shape, np.random.default_rng(0))
    assert np.allclose(q.T @ q if shape[0] > shape[1] else q @ q.T, np.eye(3))
    assert np.array_equal(drawn("identity", shape, np.random.default_rng(0)), keras_draw("identity", shape))


def test_a_layer_keeps_its_first_weights_when_another_is_changed():
    spec = NetworkSpec([Input((4,)), Dense(5, "relu"), Dense(6), Dense(2)])
    before = first_weights(spec.joints(), seed=7)
    after = first_weights(spec.replaced(1, activation="tanh").replaced(2, units=9).joints(), seed=7)
    assert np.array_equal(before[1]["kernel"], after[1]["kernel"])
    assert after[2]["kernel"].shape == (5, 9)
    assert not np.array_equal(before[3]["kernel"], first_weights(spec.joints(), seed=8)[3]["kernel"])


def test_a_chain_of_simple_layers_computes_what_keras_predicts():
    spec = NetworkSpec([
        Input((3, 2)), Flatten(), Rescaling(0.5, 0.1), Dense(8, "swish"), Dropout(0.4), BatchNormalization(),
        Activation("tanh"), Dense(5, use_bias=False), Activation("softmax"), Dense(2, "leaky_relu"),
    ])  # fmt: skip
    model = build(spec)
    random = np.random.default_rng(0)
    model.set_weights([random.uniform(0.1, 1, w.shape) for w in model.get_weights()])
    layers = [None, *model.layers]
    weights = [{} if one is None else {v.name: np.asarray(v) for v in one.weights} for one in layers]
    stages = stages_of(spec.joints(), weights)
    X = random.normal(size=(6, 3, 2)).astype(np.float32)
    ours = signals(stages[1:], X.reshape(6, -1))[-1].outputs
    assert np.allclose(ours, model(X, training=False), rtol=1e-5, atol=1e-6)


def test_what_is_not_known_has_no_stage():
    spec = NetworkSpec([Input((8, 8, 1)), Conv2D(2, 3), Flatten(), Dense(3, "mish"), Dense(2)])
    assert [stage is None for stage in stages_of(spec.joints(), first_weights(spec.joints()))] == [
        True, True, False, True, False,
    ]  # fmt: skip
