"""The weights and the metrics are those of `model.fit` on the same batches, for all that a network can be made of."""

import itertools

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
from dlwidgets.training.engine.order import Order
from dlwidgets.training.engine.paths import Choice, Path, wished
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


OPTIMIZERS = {
    # The percentages' gradients are large: with a higher rate their loss swings, and roundings grow without bound.
    "SGD": {"learning_rate": 0.0005, "momentum": 0.9, "nesterov": True},
    "RMSprop": {"centered": True},
    "Adagrad": {},
    "Adadelta": {"learning_rate": 1.0},
    "Adam": {"amsgrad": True},
    "AdamW": {"clipvalue": 0.1},
    "Adamax": {},
    "Nadam": {"weight_decay": 0.01},
    "Lion": {},
}
LOSSES = tuple(keras_names.LOSSES)
IN_PERCENT = "MeanAbsolutePercentageError"
"""Its slopes, and with them what 500 steps leave of roundings, are a hundred times those of a share."""
MOMENTS = (1, 10, 500)
"""Optimizer steps after which the weights are compared."""


def targets(n):
    """For each example and each loss the targets of three outputs: shares, or the number of a class three times."""
    drawn = np.random.default_rng(5).uniform(0.1, 1, size=(n, len(LOSSES), 3)).astype(np.float32)
    classes = np.array([loss.startswith("Sparse") for loss in LOSSES])[:, None]
    return np.where(classes, drawn.argmax(axis=-1, keepdims=True), drawn / drawn.sum(axis=-1, keepdims=True))


def with_every_loss(optimizer, losses=LOSSES, percent=0.01):
    """What gives each loss three outputs, and thereby nine weights, of its own: its gradient is theirs alone."""
    keras = import_keras()
    functions = [getattr(keras.losses, loss)() for loss in losses]

    def added_up(y, p):
        return sum(
            function(y[:, at, 0] if loss.startswith("Sparse") else y[:, at], p[:, at])
            * (percent if loss == IN_PERCENT else 1)
            for at, (loss, function) in enumerate(zip(losses, functions, strict=True))
        )

    def prepare(model):
        arguments = {"learning_rate": 0.01, **OPTIMIZERS[optimizer]}
        model.compile(getattr(keras.optimizers, optimizer)(**arguments), added_up)

    return prepare


def one_beside_another(count, *between):
    """A network with three outputs for each of some losses."""
    ending = [layer("Reshape", target_shape=(count, 3)), layer("Activation", activation="softmax")]
    return NetworkSpec([Input((2,)), Dense(3 * count), *between, *ending])


def fitted_until_each_moment(model, X, y, size):
    """Fit a model; return its weights at each of the moments, and the mean loss until the last one."""
    weights, total = [], 0.0
    for first, last in zip((0, *MOMENTS), MOMENTS, strict=False):
        rows = slice(first * size, last * size)
        history = model.fit(X[rows], y[rows], batch_size=size, shuffle=False, verbose=0).history
        weights.append(model.get_weights())
        total += (last - first) * history["loss"][0]
    return weights, total / MOMENTS[-1]


def farthest_at_each_moment(engine, theirs):
    """Train an engine; return the largest difference to their weights at any of the moments, and the reports."""
    order, apart = Order(engine.shape.n, 0, shuffle=False), []
    for first, last, weights in zip((0, *MOMENTS), MOMENTS, theirs, strict=False):
        reports, _ = engine.run(order, 0, first, last - first)
        apart.append(farthest(engine.model.get_weights(), weights))
    return max(apart), reports


def test_every_optimizer_is_compared():
    assert {*OPTIMIZERS} == {*keras_names.OPTIMIZERS}


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_weights_after_1_10_and_500_steps_equal_those_of_fit_for_an_optimizer_with_every_loss(optimizer):
    n, size = 4000, 8
    X, y = line(n)[0], targets(n)
    spec, prepare = one_beside_another(len(LOSSES)), with_every_loss(optimizer)

    theirs, loss = fitted_until_each_moment(seeded_model(spec, prepare=prepare), X, y, size)

    for path, tolerance in LOOSE.items():
        engine = engine_for(spec, X, y, size, path, prepare=prepare)
        assert (engine.choice.path, engine.choice.reason) == (path, "")
        apart, reports = farthest_at_each_moment(engine, theirs)
        assert apart <= tolerance, path
        assert reports == [{"loss": pytest.approx(loss, rel=1e-5)}]


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_with_batch_normalization_the_weights_after_1_10_and_500_steps_are_those_of_a_compiled_fit(optimizer):
    n, size = 4000, 8
    own = slice([*OPTIMIZERS].index(optimizer), None, len(OPTIMIZERS))  # each loss comes with one of the optimizers
    X, y, losses = line(n)[0], targets(n)[:, own], LOSSES[own]
    spec, prepare = one_beside_another(len(losses), BatchNormalization()), with_every_loss(optimizer, losses)
    model = seeded_model(spec, prepare=prepare)
    model.jit_compile = True

    theirs, loss = fitted_until_each_moment(model, X, y, size)
    engine = engine_for(spec, X, y, size, prepare=prepare)
    apart, reports = farthest_at_each_moment(engine, theirs)

    assert engine.choice.path == "compiled"
    assert apart <= LOOSE["compiled"]
    assert reports == [{"loss": pytest.approx(loss, rel=1e-5)}]


@pytest.fixture(scope="module")
def beside_others():
    """First and last weights of ten steps in which every loss trains its own."""
    spec, prepare = one_beside_another(len(LOSSES)), with_every_loss("Adam", percent=1)
    model = seeded_model(spec, prepare=prepare)
    first = model.get_weights()
    model.fit(line(80)[0], targets(80), batch_size=8, shuffle=False, verbose=0)
    return first, model.get_weights()


@pytest.mark.parametrize("loss", LOSSES)
def test_a_loss_alone_trains_as_it_does_beside_the_others(beside_others, loss):
    at = LOSSES.index(loss)
    own = slice(3 * at, 3 * at + 3)
    first, last = ([kernel[:, own], bias[own]] for kernel, bias in beside_others)
    y = targets(80)[:, at]
    settings = CompileSpec(OptimizerSpec("Adam", learning_rate=0.01, **OPTIMIZERS["Adam"]), LossSpec(loss))
    # A Reshape hides the softmax, whose inputs Keras would take for those of a sigmoid if the loss is a binary one.
    spec = NetworkSpec([Input((2,)), Dense(3, "softmax"), layer("Reshape", target_shape=(3,))], settings)

    engine = engine_for(spec, line(80)[0], y[:, 0] if loss.startswith("Sparse") else y, 8, "loop")
    engine.model.set_weights(first)
    steps(engine, 10)

    assert farthest(engine.model.get_weights(), last) <= 1e-6


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


def test_every_kind_of_layer_is_compared_and_only_those_that_are_named_take_a_slower_path():
    kinds = {
        path: {one.kind for _, its, layers in NETWORKS.values() if its == path for one in layers} for path in LOOSE
    }

    # An LSTM stands inside the Bidirectional.
    assert kinds["compiled"] | kinds["loop"] | BY_CHANCE | {"Input", "LSTM"} == {*LAYERS}
    assert kinds["loop"] - kinds["compiled"] == {"Conv1D", "Conv2D"}


@pytest.mark.parametrize("name", NETWORKS)
def test_weights_equal_those_of_fit_for_each_layer_and_the_path_is_the_one_listed(name):
    shape, path, layers = NETWORKS[name]
    spec = NetworkSpec([Input(shape), *layers, Dense(1)], CompileSpec("sgd", "mse", ["mae"]))
    rng = np.random.default_rng(2)
    # The cells of words take XLA seconds for each size of batch: they have no smaller last one.
    n = 24 if "words" in name else 22
    X = rng.integers(0, 10, (n, 6)) if "words" in name else rng.normal(size=(n, *shape)).astype(np.float32)
    y = rng.normal(size=(n, 1)).astype(np.float32)

    model, history = fitted(spec, X, y, 8, 2)
    engine = engine_for(spec, X, y, 8)
    reports = steps(engine, 6)

    assert (engine.choice.path, engine.choice.reason) == (path, ALL_IN_ONE_LOOP if path == "loop" else "")
    assert farthest(engine.model.get_weights(), model.get_weights()) <= LOOSE[path]
    for metric, values in history.items():
        assert [report[metric] for report in reports] == pytest.approx(values, rel=1e-5)


CHANCES = ((2,), "compiled", [Dense(2), Dropout(0.3), BatchNormalization(), GaussianNoise(0.1)])


@pytest.mark.parametrize(("shape", "path", "layers"), [*NETWORKS.values(), CHANCES], ids=[*NETWORKS, "by chance"])
def test_no_loss_and_no_optimizer_changes_the_path_that_layers_take(shape, path, layers):
    keras = import_keras()
    model = seeded_model(NetworkSpec([Input(shape), *layers, Dense(3)]))
    losses = {name: getattr(keras.losses, name)() for name in keras_names.LOSSES}
    optimizers = {name: getattr(keras.optimizers, name)() for name in keras_names.OPTIMIZERS}

    for loss, optimizer in itertools.product(losses, optimizers):
        model.compile(optimizers[optimizer], losses[loss])
        assert wished(model) == Choice(Path(path), ALL_IN_ONE_LOOP if path == "loop" else ""), (loss, optimizer)


CHANCY = NetworkSpec(
    [
        Input((2,)),
        Dense(5, "tanh", kernel_regularizer=RegularizerSpec("L1L2", l1=0.001, l2=0.01), activity_regularizer="l2"),
        Dropout(0.3, seed=4),
        Dense(3),  # its bias is lost in the statistics: only roundings move it
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


def test_what_recurrent_layers_drop_is_what_they_drop_in_fit():
    X = np.random.default_rng(0).normal(size=(16, 4, 2)).astype(np.float32)
    layers = [Input((4, 2)), layer("SimpleRNN", units=3, dropout=0.2, recurrent_dropout=0.3, seed=2), Dense(1)]
    spec = NetworkSpec(layers, CompileSpec("sgd", "mse"))

    model, _ = fitted(spec, X, X[:, 0, :1], 8, 1)
    engine = engine_for(spec, X, X[:, 0, :1], 8, "loop")
    steps(engine, 2)

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
    [
        {"gradient_accumulation_steps": 2},
        {"use_ema": True, "ema_momentum": 0.5, "ema_overwrite_frequency": 3},
        {"clipnorm": 0.1},
        {"global_clipnorm": 0.1},
    ],
    ids=["accumulation", "moving average", "clipped", "clipped together"],
)
def test_optimizers_that_gather_over_steps_or_clip_are_those_of_fit(arguments):
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
    X, y = two_classes(32)
    y = y[:, None].astype(np.float32)
    spec = NetworkSpec(
        [Input((2,)), Dense(1, "sigmoid")], CompileSpec("sgd", "binary_crossentropy", [*METRICS, "accuracy"])
    )

    _, history = fitted(spec, X, y, 8, 2, validation_split=0.25)
    engine = engine_for(spec, X, y, 8, validation_split=0.25)
    reports = steps(engine, 6)

    assert engine.choice.path == "compiled"
    assert {*engine.names} == {*history}
    for name, values in history.items():
        assert [report[name] for report in reports] == pytest.approx(np.ravel(values).tolist(), rel=1e-5)


def attending():
    """A small network with attention, compiled."""
    keras = import_keras()
    keras.utils.set_random_seed(1)
    words = keras.Input((4, 2))
    looked = keras.layers.MultiHeadAttention(1, 2)(words, words)
    model = keras.Model(words, keras.layers.Dense(2, "softmax")(keras.layers.Flatten()(looked)))
    model.compile("adam", "sparse_categorical_crossentropy")
    return model


def test_attention_differs_from_an_uncompiled_fit_in_the_bias_of_its_keys_alone_which_moves_by_roundings():
    # What is added to all keys is added to all scores of a query, and a softmax takes no notice: the true slope is 0.
    # Adam makes a step of the usual size of whatever the roundings leave there, and XLA rounds in its own way.
    X = np.random.default_rng(3).normal(size=(16, 4, 2)).astype(np.float32)
    y = (X[:, 0, 0] > 0).astype(np.int64)
    plain, jitted = attending(), attending()
    jitted.jit_compile = True
    for model in (plain, jitted):
        model.fit(X, y, batch_size=8, epochs=3, shuffle=False, verbose=0)
    trained = {}
    for path in LOOSE:
        engine = Engine(attending(), material_of(X, y), 8, path=path)
        steps(engine, 6)
        assert (wished(engine.model).path, engine.choice.path) == ("compiled", path)
        trained[path] = engine.model.get_weights()

    assert farthest(trained["loop"], plain.get_weights()) <= 1e-6
    assert farthest(trained["compiled"], jitted.get_weights()) <= 1e-5
    others = [at for at, weight in enumerate(plain.weights) if not weight.path.endswith("key/bias")]
    assert len(others) == len(plain.weights) - 1
    apart = farthest([trained["compiled"][at] for at in others], [plain.get_weights()[at] for at in others])
    assert apart <= 1e-5


def several_labels(keras):
    """Sigmoids with a constraint, for targets of three labels each."""
    model = keras.Sequential(
        [
            keras.Input((2,)),
            keras.layers.Dense(4, "relu", kernel_constraint="non_neg"),
            keras.layers.Dense(3, "sigmoid"),
        ]
    )
    share = keras.metrics.Precision(class_id=1, thresholds=0.3, name="share")
    model.compile("adam", keras.losses.BinaryCrossentropy(label_smoothing=0.1), metrics=["binary_accuracy", share])
    return model, "labels", 8


def a_number(keras):
    """Nested, partly frozen, with a loss and a metric of the reader's own, and a last batch of one example."""
    frozen = keras.layers.BatchNormalization(trainable=False)
    inner = keras.Sequential([keras.layers.Dense(4, "tanh"), frozen])
    model = keras.Sequential([keras.Input((2,)), inner, keras.layers.Dense(1, bias_constraint="max_norm")])
    optimizer = keras.optimizers.AdamW(0.01, weight_decay=0.1, clipnorm=0.5, use_ema=True, ema_momentum=0.9)

    def own_loss(y, p):
        return keras.ops.mean(keras.ops.square(y - p) ** 1.5 + 0.1, axis=-1)

    def spread(y, p):
        return keras.ops.abs(p - y)

    model.compile(optimizer, own_loss, metrics=[spread])
    return model, "number", 25


def logits(keras):
    """Two ways that join again, inputs scaled by what they are, scores without a softmax, and a score for each class."""
    scaled = keras.layers.Normalization()
    scaled.adapt(line()[0])
    inputs = keras.Input((2,))
    joined = keras.layers.Concatenate()([keras.layers.Dense(3, "relu")(scaled(inputs)), inputs])
    price = keras.regularizers.OrthogonalRegularizer(0.01)
    model = keras.Model(inputs, keras.layers.Dense(3, kernel_regularizer=price)(joined))
    rate = keras.optimizers.schedules.CosineDecay(0.05, 6)
    loss = keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1)
    metrics = [keras.metrics.F1Score(name="f1"), keras.metrics.TopKCategoricalAccuracy(2, name="two")]
    model.compile(keras.optimizers.SGD(rate, momentum=0.9), loss, metrics=metrics)
    return model, "classes", 100


@pytest.mark.parametrize("made", [several_labels, a_number, logits])
def test_what_a_reader_may_compile_and_connect_trains_as_in_fit(made):
    keras = import_keras()
    X, number = line()
    ones = np.random.default_rng(4).integers(0, 2, (26, 3))
    y = {"labels": ones, "number": number[:, 0], "classes": np.eye(3)[ones.sum(axis=1) % 3]}
    keras.utils.set_random_seed(1)
    theirs, kind, size = made(keras)
    history = theirs.fit(X, y[kind], batch_size=size, epochs=2, shuffle=False, verbose=0, validation_split=0.2).history

    keras.utils.set_random_seed(1)
    engine = Engine(made(keras)[0], material_of(X, y[kind], validation_split=0.2), min(size, 20), path="loop")
    assert wished(engine.model).path == "compiled"
    reports = steps(engine, 2 * engine.shape.n_steps)

    engine.model.optimizer.finalize_variable_values(engine.model.trainable_variables)
    assert farthest(engine.model.get_weights(), theirs.get_weights()) <= 1e-6
    single = {name: values for name, values in history.items() if np.ndim(values) == 1}
    many = {f"{name}_{at}": np.array(history[name])[:, at] for name in {*history} - {*single} for at in range(3)}
    assert {*reports[0]} == {*single, *many}
    for name, values in {**single, **many}.items():
        assert [report[name] for report in reports] == pytest.approx([*values], rel=1e-5, abs=1e-7), name


def test_a_network_that_remembers_from_batch_to_batch_trains_as_in_fit():
    keras = import_keras()
    X = np.random.default_rng(5).normal(size=(12, 3, 1)).astype(np.float32)

    def made():
        keras.utils.set_random_seed(1)
        layers = keras.layers.SimpleRNN(2, stateful=True), keras.layers.Dense(1)
        model = keras.Sequential([keras.Input(batch_shape=(4, 3, 1)), *layers])
        model.compile("sgd", "mse")
        return model

    theirs = made()
    theirs.fit(X, X[:, 0], batch_size=4, epochs=2, shuffle=False, verbose=0)
    engine = Engine(made(), material_of(X, X[:, 0]), 4, path="loop")
    steps(engine, 6)

    assert farthest(engine.model.get_weights(), theirs.get_weights()) <= 1e-6


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
