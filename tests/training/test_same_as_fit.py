"""The weights and the metrics are those of `model.fit` on the same batches, for all that a network can be made of."""

import numpy as np
import pytest

from dlwidgets.network import (
    GRU,
    LAYERS,
    LSTM,
    BatchNormalization,
    Bidirectional,
    CompileSpec,
    Dense,
    Dropout,
    Embedding,
    Flatten,
    GaussianNoise,
    Input,
    LossSpec,
    MetricSpec,
    NetworkSpec,
    Normalization,
    OptimizerSpec,
    RegularizerSpec,
    ScheduleSpec,
    keras_names,
    layer,
)
from dlwidgets.training.engine.engine import Engine
from dlwidgets.training.engine.material import material_of
from dlwidgets.training.engine.paths import wished
from dlwidgets.training.keras_door import import_keras
from tests.training.networks import CLASSIFIER, engine_for, farthest, line, seeded_model, steps, two_classes

LOOSE = {"compiled": 1e-5, "loop": 1e-6}
ALL_IN_ONE_LOOP = "On a CPU, XLA makes convolutions slower, so the steps are not compiled."


def fitted(spec, X, y, batch_size, epochs, *, compiled=False, prepare=lambda model: None, **settings):
    """A model after Keras' own fit."""
    model = seeded_model(spec, prepare=prepare)
    model.jit_compile = compiled
    history = model.fit(X, y, batch_size=batch_size, epochs=epochs, shuffle=False, verbose=0, **settings).history
    return model, history


def targets(loss, n=24):
    """Targets that a loss takes from three outputs, which are shares."""
    drawn = np.random.default_rng(5).uniform(0.1, 1, size=(n, 3)).astype(np.float32)
    return drawn.argmax(axis=1) if loss.startswith("Sparse") else drawn / drawn.sum(axis=1, keepdims=True)


OPTIMIZERS = [
    ("SGD", {"momentum": 0.9, "nesterov": True}),
    ("RMSprop", {"centered": True}),
    ("Adagrad", {}),
    ("Adadelta", {"learning_rate": 1.0}),
    ("Adam", {"amsgrad": True, "clipnorm": 0.1}),
    ("AdamW", {"clipvalue": 0.1}),
    ("Adamax", {"global_clipnorm": 0.1}),
    ("Nadam", {"weight_decay": 0.01}),
    ("Lion", {}),
]
# Every loss, and every optimizer twice with a loss of its own.
PAIRS = [(loss, *OPTIMIZERS[at % len(OPTIMIZERS)]) for at, loss in enumerate(keras_names.LOSSES)]
FIRST = {loss for loss, _, _ in PAIRS[: len(OPTIMIZERS)]}


def test_every_loss_and_every_optimizer_is_compared():
    assert {loss for loss, _, _ in PAIRS} == {*keras_names.LOSSES}
    assert {kind for _, kind, _ in PAIRS} == {*keras_names.OPTIMIZERS}


@pytest.mark.parametrize(
    ("loss", "optimizer", "arguments"), PAIRS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_weights_equal_those_of_fit_for_each_loss_and_optimizer(loss, optimizer, arguments):
    X, y = line(24)[0], targets(loss)
    settings = CompileSpec(OptimizerSpec(optimizer, **{"learning_rate": 0.01, **arguments}), LossSpec(loss))
    spec = NetworkSpec([Input((2,)), Dense(3, "tanh"), Dense(3, "softmax")], settings)
    model, history = fitted(spec, X, y, 8, 4)

    # Without compiling, the arithmetic is the same whatever the loss: each optimizer is enough.
    for path in ("compiled", "loop")[: 2 if loss in FIRST else 1]:
        engine = engine_for(spec, X, y, 8, path)
        reports = steps(engine, 12)

        assert (engine.choice.path, engine.choice.reason) == (path, "")
        assert farthest(engine.model.get_weights(), model.get_weights()) <= LOOSE[path]
        assert [report["loss"] for report in reports] == pytest.approx(history["loss"], rel=1e-5, abs=1e-6)


def pool(kind):
    return layer(kind, pool_size=2) if "pool_size" in LAYERS[kind].needed() else layer(kind)


NETWORKS = {
    "dense": ((4,), "compiled", [layer("Rescaling", scale=0.5), Normalization(mean=0.1, variance=2.0), Dense(6, "relu"),
                                 layer("Activation", activation="tanh"), layer("LayerNormalization"),
                                 layer("Reshape", target_shape=(3, 2)), Flatten()]),
    "pool 1D": ((9, 4), "compiled", [pool("MaxPooling1D"), pool("AveragePooling1D"), pool("GlobalMaxPooling1D")]),
    "mean 1D": ((5, 3), "compiled", [layer("GlobalAveragePooling1D")]),
    "pool 2D": ((9, 8, 3), "compiled", [pool("MaxPooling2D"), pool("AveragePooling2D"), layer("GlobalMaxPooling2D")]),
    "mean 2D": ((4, 4, 3), "compiled", [layer("GlobalAveragePooling2D")]),
    "convolution 1D": ((9, 4), "loop", [layer("Conv1D", filters=3, kernel_size=3, activation="relu"), Flatten()]),
    "convolution 2D": ((6, 6, 2), "loop", [layer("Conv2D", filters=3, kernel_size=3), Flatten()]),
    "words": ((6,), "compiled", [Embedding(10, 3), layer("SimpleRNN", units=3)]),
    "masked words": ((6,), "compiled", [Embedding(10, 3, mask_zero=True), Bidirectional(LSTM(2, return_sequences=True)), GRU(2)]),
}  # fmt: skip
BY_CHANCE = {"Dropout", "BatchNormalization", "GaussianNoise"}
"""Those that are compared with a compiled fit, as XLA draws and rounds in its own way."""


def test_every_kind_of_layer_is_compared():
    kinds = {one.kind for _, _, layers in NETWORKS.values() for one in layers}

    assert kinds | BY_CHANCE | {"Input", "LSTM"} == {*LAYERS}  # an LSTM stands inside the Bidirectional


@pytest.mark.parametrize("name", NETWORKS)
def test_weights_equal_those_of_fit_for_each_layer_and_the_path_is_the_one_listed(name):
    shape, path, layers = NETWORKS[name]
    spec = NetworkSpec([Input(shape), *layers, Dense(1)], CompileSpec("sgd", "mse", ["mae"]))
    rng = np.random.default_rng(2)
    X = rng.integers(0, 10, (22, 6)) if "words" in name else rng.normal(size=(22, *shape)).astype(np.float32)
    y = rng.normal(size=(22, 1)).astype(np.float32)

    model, history = fitted(spec, X, y, 8, 2)
    engine = engine_for(spec, X, y, 8)
    reports = steps(engine, 6)

    assert (engine.choice.path, engine.choice.reason) == (path, ALL_IN_ONE_LOOP if path == "loop" else "")
    assert farthest(engine.model.get_weights(), model.get_weights()) <= LOOSE[path]
    for metric, values in history.items():
        assert [report[metric] for report in reports] == pytest.approx(values, rel=1e-5)


CHANCY = NetworkSpec(
    [
        Input((2,)),
        Dense(5, "tanh", kernel_regularizer=RegularizerSpec("L1L2", l1=0.001, l2=0.01), activity_regularizer="l2"),
        Dropout(0.3, seed=4),
        BatchNormalization(),
        Dense(2, "softmax", bias_regularizer="l1"),
    ],
    CompileSpec("adam", "sparse_categorical_crossentropy", ["accuracy"]),
)


@pytest.mark.parametrize("path", ["loop", "compiled", "single"])
def test_chance_batch_statistics_prices_weights_and_validation_are_those_of_fit(path):
    X, y = two_classes(53)
    settings = {"validation_split": 0.2, "sample_weight": np.linspace(0.1, 2, 53)}

    model, history = fitted(CHANCY, X, y, 8, 3, compiled=path == "compiled", **settings)
    engine = engine_for(CHANCY, X, y, 8, path, **settings)
    reports = steps(engine, 18)

    # The remainder of 42 rows is a batch of two, on which the statistics are taken as they are.
    assert engine.shape.n_rest == 2
    assert farthest(engine.model.get_weights(), model.get_weights()) <= (1e-5 if path == "compiled" else 0)
    assert {*reports[0]} == {*history} == {"loss", "accuracy", "val_loss", "val_accuracy"}
    for name, values in history.items():
        assert [report[name] for report in reports] == pytest.approx(values, rel=1e-5)


def test_noise_is_that_of_fit():
    X, y = line(16)
    spec = NetworkSpec([Input((2,)), GaussianNoise(0.1, seed=3), Dense(1)], CompileSpec("sgd", "mse"))

    # XLA needs many seconds to compile the drawing of normal numbers twice; the drawing is TensorFlow's own either way.
    model, _ = fitted(spec, X, y, 8, 1)
    engine = engine_for(spec, X, y, 8, "loop")
    steps(engine, 2)

    assert wished(engine.model).path == "compiled"
    assert farthest(engine.model.get_weights(), model.get_weights()) <= 1e-6


def test_five_hundred_steps_with_a_schedule_end_at_the_weights_of_fit():
    X, y = line(2000)
    schedule = ScheduleSpec("ExponentialDecay", initial_learning_rate=0.1, decay_steps=50, decay_rate=0.8)
    settings = CompileSpec(OptimizerSpec("SGD", learning_rate=schedule), "mse")
    spec = NetworkSpec([Input((2,)), Dense(3, "tanh"), Dense(1)], settings)

    model, _ = fitted(spec, X, y, 4, 1)
    for path, tolerance in LOOSE.items():
        engine = engine_for(spec, X, y, 4, path)
        steps(engine, 500)

        assert farthest(engine.model.get_weights(), model.get_weights()) <= tolerance


def test_class_weights_are_those_of_fit():
    X, y = two_classes(24)
    classes = {0: 0.2, 1: 3.0}

    model, _ = fitted(CLASSIFIER, X, y, 8, 2, class_weight=classes)
    engine = engine_for(CLASSIFIER, X, y, 8, "loop", class_weight=classes)
    steps(engine, 6)

    assert farthest(engine.model.get_weights(), model.get_weights()) <= 1e-6


@pytest.mark.parametrize(
    "arguments",
    [{"gradient_accumulation_steps": 2}, {"use_ema": True, "ema_momentum": 0.5, "ema_overwrite_frequency": 3}],
    ids=["accumulation", "moving average"],
)
def test_optimizers_that_gather_over_steps_are_those_of_fit(arguments):
    X, y = line(24)

    def compiled_with(model):
        model.compile(import_keras().optimizers.Adam(0.01, **arguments), "mse")

    spec = NetworkSpec([Input((2,)), Dense(3, "tanh"), Dense(1)])
    model, _ = fitted(spec, X, y, 8, 2, prepare=compiled_with)
    engine = engine_for(spec, X, y, 8, prepare=compiled_with)
    steps(engine, 6)
    # What fit does when it ends.
    engine.model.optimizer.finalize_variable_values(engine.model.trainable_variables)

    assert engine.choice.path == "compiled"
    assert farthest(engine.model.get_weights(), model.get_weights()) <= 1e-5


# Named, because Keras numbers the names of a second model's metrics.
METRICS = [
    MetricSpec(kind, name=kind.lower())
    for kind in ("AUC", "Precision", "Recall", "R2Score", "RootMeanSquaredError", "F1Score", "TruePositives")
]


def test_metrics_are_those_of_fit_also_where_they_gather_over_an_epoch():
    X, y = two_classes(30)
    y = y[:, None].astype(np.float32)
    spec = NetworkSpec(
        [Input((2,)), Dense(1, "sigmoid")], CompileSpec("sgd", "binary_crossentropy", [*METRICS, "accuracy"])
    )

    _, history = fitted(spec, X, y, 8, 2, validation_split=0.3)
    engine = engine_for(spec, X, y, 8, validation_split=0.3)
    reports = steps(engine, 6)

    assert engine.choice.path == "compiled"
    assert {*engine.names} == {*history}
    for name, values in history.items():
        assert [report[name] for report in reports] == pytest.approx(np.ravel(values).tolist(), rel=1e-5)


class Stubborn:
    """Makes a layer of Keras' kind whose call only Python can do."""

    @staticmethod
    def layer(**options):
        keras = import_keras()

        class Stubborn(keras.layers.Layer):
            def call(self, inputs):
                import tensorflow as tf

                return tf.ensure_shape(tf.py_function(lambda x: x * 0.5, [inputs], inputs.dtype), inputs.shape)

        return Stubborn(**options)


def test_what_xla_refuses_takes_the_loop_and_the_reason_is_said():
    keras = import_keras()
    X, y = line(16)
    keras.utils.set_random_seed(1)
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2), Stubborn.layer(), keras.layers.Dense(1)])
    model.compile("sgd", "mse")

    engine = Engine(model, material_of(X, y), 8)
    engine.prepare()

    assert engine.choice.path == "loop"
    assert engine.choice.reason.startswith("TensorFlow refused the compiled path: ")


def test_a_model_that_is_run_eagerly_is_trained_step_by_step_and_the_reason_is_said():
    X, y = line(26)

    def eagerly(model):
        model.compile("sgd", "mse", run_eagerly=True)

    spec = NetworkSpec([Input((2,)), Dense(1)])
    model, history = fitted(spec, X, y, 8, 2, prepare=eagerly)
    engine = engine_for(spec, X, y, 8, prepare=eagerly)
    reports = steps(engine, 8)

    assert engine.choice.path == "single"
    assert "run_eagerly" in engine.choice.reason
    assert farthest(engine.model.get_weights(), model.get_weights()) <= 1e-6
    assert [report["loss"] for report in reports] == pytest.approx(history["loss"], rel=1e-6)
