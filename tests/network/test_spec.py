"""The whole network: joints and their mends, edits, sums, settings, JSON."""

import inspect
import json
import re
import subprocess
import sys
import warnings

import numpy as np
import pytest

from dlwidgets.errors import InvalidValueError, UnknownNameError
from dlwidgets.network import (
    LSTM,
    Bidirectional,
    CompileSpec,
    Conv2D,
    Dense,
    Dropout,
    Embedding,
    FitSpec,
    Flatten,
    InitializerSpec,
    Input,
    LossSpec,
    MaxPooling2D,
    MetricSpec,
    NetworkSpec,
    OptimizerSpec,
    RegularizerSpec,
    Reshape,
    ScheduleSpec,
    ShapeError,
    SimpleRNN,
    keras_names,
)

IRIS = NetworkSpec([Input((4,)), Dense(10, "relu", name="hidden"), Dense(3, "softmax")])
DIGITS = NetworkSpec(
    [
        Input((28, 28, 1)),
        Conv2D(32, 3, activation="relu", kernel_initializer=InitializerSpec("HeNormal", seed=1)),
        MaxPooling2D(),
        Flatten(),
        Dense(10, "softmax", kernel_regularizer=RegularizerSpec("L2", l2=0.001)),
    ],
    compile=CompileSpec(
        OptimizerSpec("SGD", learning_rate=ScheduleSpec("CosineDecay", initial_learning_rate=0.1, decay_steps=100)),
        LossSpec("SparseCategoricalCrossentropy", from_logits=True),
        ["accuracy", MetricSpec("TopKCategoricalAccuracy", k=2)],
    ),
    fit=FitSpec(epochs=5, batch_size=64, validation_split=0.2, one_hot=True),
)
WORDS = NetworkSpec([Input((None,)), Embedding(1000, 16), Bidirectional(LSTM(8)), Dense(1, "sigmoid")])


def test_the_summary_adds_up():
    summary = IRIS.summary()

    assert [row.output_shape for row in summary.rows] == [(4,), (10,), (3,)]
    assert [row.parameters.arithmetic for row in summary.rows[1:]] == [
        "4 inputs × 10 units + 10 biases = 50",
        "10 inputs × 3 units + 3 biases = 33",
    ]
    assert (summary.trainable, summary.not_trainable, summary.total, summary.multiply_adds) == (83, 0, 83, 70)


def test_a_frozen_layer_is_counted_apart():
    summary = IRIS.replaced(1, trainable=False).summary()

    assert (summary.trainable, summary.not_trainable) == (33, 50)


def test_without_an_input_the_data_say_the_shape():
    spec = IRIS.without_layer(0)

    assert spec.summary().total is None
    assert spec.summary((4,)).total == 83
    assert [joint.title for joint in spec.joints()] == ["Layer 1 (Dense)", "Layer 2 (Dense)"]
    spec.check()


def test_the_input_is_not_counted_among_the_layers():
    assert [joint.title for joint in IRIS.joints()] == ["The Input layer", "Layer 1 (Dense)", "Layer 2 (Dense)"]


def test_behind_a_joint_that_does_not_fit_nothing_is_known():
    spec = NetworkSpec([Input((28, 28)), Conv2D(8, 3), Flatten(), Dense(10)])

    assert [joint.fits for joint in spec.joints()] == [True, False, True, True]
    assert [joint.output_shape for joint in spec.joints()] == [(28, 28), None, None, None]
    assert spec.summary().total is None
    with pytest.raises(ShapeError, match=re.escape("Layer 1 (Conv2D): Conv2D takes pictures")):
        spec.check()


@pytest.mark.parametrize(
    ("layers", "index", "words", "mended"),
    [
        ([Input((28, 28)), Conv2D(8, 3)], 1, "Put Reshape((28, 28, 1)) before it.", (26, 26, 8)),
        ([Input((784,)), Conv2D(8, 3)], 1, "Put Reshape((28, 28, 1)) before it.", (26, 26, 8)),
        ([Input((8, 8, 3)), LSTM(4)], 1, "Put Reshape((8, 24)) before it.", (4,)),
        ([Input((9,)), SimpleRNN(4)], 1, "Put Reshape((9, 1)) before it.", (4,)),
        ([Input((3, 3, 1)), MaxPooling2D(4)], 1, "Write padding='same'", (1, 1, 1)),
        ([Input((4, 3)), Reshape((5, 2))], 1, "such as target_shape=(12,)", (12,)),
        ([Input((4, 3)), Reshape((6, 3))], 1, "such as target_shape=(6, 2)", (6, 2)),
        ([Input((7, 2)), LSTM(4), Dropout(0.5), LSTM(3)], 3, "Write return_sequences=True in layer 1 (LSTM)", (3,)),
        ([Input((7, 2)), Bidirectional(LSTM(4)), LSTM(3)], 2, "Write return_sequences=True in layer 1", (3,)),
        ([Input((4,)), Dense(3, name="a"), Dense(2, name="a")], 2, "Give it another name, or none.", (2,)),
    ],
)
def test_a_joint_that_does_not_fit_says_what_mends_it_and_the_mend_does(layers, index, words, mended):
    spec = NetworkSpec(layers)
    [broken] = [joint for joint in spec.joints() if not joint.fits]

    assert broken.index == index
    assert words in str(broken.problem)
    assert spec.mended(index).output_shape == mended
    spec.mended(index).check()


def test_a_second_input_is_refused_as_keras_refuses_it(keras):
    with pytest.raises(ValueError, match="different Input"):
        keras.Sequential([keras.Input((4,)), keras.Input((4,))])
    with pytest.raises(ShapeError, match="stands at the start"):
        NetworkSpec([Input((4,)), Input((4,)), Dense(2)]).check()


@pytest.mark.parametrize(
    ("data", "declared", "fits"),
    [
        ((4,), (4,), True),
        ((5,), (4,), False),
        ((28, 28), (28, 28, 1), True),
        ((9, 3), (None, 3), True),
        ((4, 1), (4,), True),
    ],
)
def test_data_fit_the_input_where_keras_takes_them(data, declared, fits, keras):
    model = keras.Sequential([keras.Input(declared), keras.layers.Dense(1)])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            model(keras.ops.zeros((2, *data)))
            taken = True
        except ValueError:
            taken = False

    assert taken is fits
    assert NetworkSpec([Input(declared)]).joints(data)[0].fits is fits


def test_a_network_without_a_layer_is_held_and_not_built():
    for empty in (NetworkSpec(), NetworkSpec([Input((4,))])):
        with pytest.raises(InvalidValueError, match="no layer yet"):
            empty.check()
    assert NetworkSpec().output_shape is None


def test_edits_return_new_networks():
    assert IRIS.with_layer(Dropout(0.1), 2).layers[2] == Dropout(0.1)
    assert IRIS.with_layer(Dense(1)).layers[-1] == Dense(1)
    assert IRIS.moved(1, 2).layers == (Input((4,)), Dense(3, "softmax"), Dense(10, "relu", name="hidden"))
    assert IRIS.moved(2, 1) == IRIS.moved(1, 2)
    assert IRIS.replaced(1, units=12).layers[1] == Dense(12, "relu", name="hidden")
    assert IRIS.replaced(1, Dropout(0.5)).layers[1] == Dropout(0.5)
    assert IRIS.without_layer(1).layers == (Input((4,)), Dense(3, "softmax"))
    assert len(IRIS.layers) == 3
    with pytest.raises(InvalidValueError, match="no place 7"):
        IRIS.without_layer(7)
    with pytest.raises(UnknownNameError, match="Did you mean 'units'"):
        IRIS.replaced(1, unit=3)


@pytest.mark.parametrize("spec", [NetworkSpec(), IRIS, DIGITS, WORDS], ids=["empty", "iris", "digits", "words"])
def test_json_keeps_a_network(spec):
    again = NetworkSpec.from_json(json.loads(json.dumps(spec.to_json())))

    assert again == spec
    assert hash(again) == hash(spec)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ({}, "a dict with version 1"),
        ({"version": 1, "layers": ["Dense"]}, "Entry 1 of layers"),
        ({"version": 1, "layers": [{"kind": "Dense", "arguments": {"units": -1}}]}, "Entry 1 of layers: Dense: units"),
        ({"version": 1, "layers": [{"kind": "Desne", "arguments": {}}]}, "Did you mean 'Dense'"),
        ({"version": 1, "fit": {"epoch": 3}}, "Did you mean 'epochs'"),
    ],
)
def test_what_is_no_written_network_is_refused(written, words):
    with pytest.raises((InvalidValueError, UnknownNameError), match=re.escape(words)):
        NetworkSpec.from_json(written)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: CompileSpec(optimizer="adem"), "Did you mean 'adam'"),
        (lambda: CompileSpec(loss="categorical_cross_entropy"), "Did you mean 'categorical_crossentropy'"),
        (lambda: CompileSpec(metrics="accuracy"), "Write ['accuracy']."),
        (lambda: CompileSpec(metrics=["acuracy"]), "Did you mean 'accuracy'"),
        (lambda: OptimizerSpec("Adam", lr=0.1), "There is no argument of Adam 'lr'"),
        (lambda: OptimizerSpec("Adam", learning_rate="fast"), "learning_rate should be a number"),
        (lambda: ScheduleSpec("ExponentialDecay", decay_rate=0.9), "needs initial_learning_rate"),
        (lambda: FitSpec(epochs=2.5), "epochs should be a whole number"),
        (lambda: FitSpec(validation_split=1), "below 1"),
        (lambda: FitSpec(batch_size=0), "batch_size should be a whole number above 0"),
        (lambda: FitSpec(shuffle="yes"), "shuffle should be True or False"),
        (lambda: FitSpec(one_hot=3), "one_hot should be True or False"),
        (lambda: NetworkSpec([Dense]), "Each of layers should be a layer such as Dense(10)"),
        (lambda: NetworkSpec([], compile="adam"), "compile should be a CompileSpec"),
    ],
)
def test_a_wrong_setting_is_refused_in_a_sentence(make, words):
    with pytest.raises((InvalidValueError, UnknownNameError), match=re.escape(words)):
        make()


@pytest.mark.parametrize("name", ["compile", "fit"])
def test_settings_and_defaults_are_those_of_keras(name, keras):
    signature = inspect.signature(getattr(keras.Model, name)).parameters
    settings = {"compile": CompileSpec(), "fit": FitSpec()}[name]._defaults()
    # No setting of Keras, but the way in which y is handed over.
    settings.pop("one_hot", None)
    for setting, default in settings.items():
        assert default == (
            signature[setting].default or default if setting == "metrics" else signature[setting].default
        )


TABLES = {
    "initializers": (keras_names.INITIALIZERS, keras_names.INITIALIZER_NAMES),
    "regularizers": (keras_names.REGULARIZERS, keras_names.REGULARIZER_NAMES),
    "optimizers": (keras_names.OPTIMIZERS, keras_names.OPTIMIZER_NAMES),
    "losses": (keras_names.LOSSES, keras_names.LOSS_NAMES),
    "metrics": (keras_names.METRICS, keras_names.METRIC_NAMES),
    "optimizers.schedules": (keras_names.SCHEDULES, frozenset()),
}


@pytest.mark.parametrize("group", TABLES)
def test_objects_have_the_arguments_and_defaults_of_keras(group, keras):
    module = keras
    for part in group.split("."):
        module = getattr(module, part)
    for kind, arguments in TABLES[group][0].items():
        signature = inspect.signature(getattr(module, kind).__init__).parameters
        for name, default in arguments.items():
            expected = signature[name].default
            assert (
                name == "name"
                or expected == default
                or (default is keras_names.NEEDED and expected is signature[name].empty)
            )


LEFT_OUT = {
    # What makes no sense by its name alone, is a base of others, or no beginner meets.
    "activations": {"glu", "threshold"},
    "initializers": {
        "Constant", "constant", "Initializer", "initializer", "STFT", "stft", "STFTInitializer",
        "IdentityInitializer", "OrthogonalInitializer",
    },
    "regularizers": {"Regularizer", "regularizer", "OrthogonalRegularizer", "orthogonal_regularizer"},
    "optimizers": {
        "Adafactor", "Ftrl", "LossScaleOptimizer", "MultiOptimizer", "Muon", "Optimizer", "ScheduleFreeAdamW",
    },
    "losses": {"CTC", "Circle", "Dice", "Loss", "Tversky", "circle", "ctc", "dice", "tversky"},
    "metrics": {
        "concordance_correlation", "pearson_correlation", "BinaryIoU", "ConcordanceCorrelation", "FBetaScore", "IoU", "Mean", "MeanIoU", "MeanMetricWrapper", "Metric",
        "OneHotIoU", "OneHotMeanIoU", "PearsonCorrelation", "PrecisionAtRecall", "RecallAtPrecision",
        "SensitivityAtSpecificity", "SpecificityAtSensitivity", "Sum",
    },
}  # fmt: skip


@pytest.mark.parametrize("group", LEFT_OUT)
def test_names_are_those_that_keras_knows_but_for_some_that_no_beginner_meets(group, keras):
    home = getattr(keras, group)
    ours = keras_names.ACTIVATION_NAMES if group == "activations" else TABLES[group][1]
    by_compile = {"acc", "accuracy"} if group == "metrics" else set()
    assert all(callable(home.get(name)) or group == "optimizers" for name in ours - by_compile)
    public = {name for name in dir(home) if not name.startswith("_")} - {"get", "serialize", "deserialize"}
    public = {name for name in public if not inspect.ismodule(getattr(home, name))}
    known = {name for name in public if _is_known(home, name)}
    assert known - ours - LEFT_OUT[group] == set()


def _is_known(home, name):
    """Tell whether Keras makes something of a name, as `compile` and layers do."""
    try:
        return home.get(name) is not None
    except (KeyError, TypeError, ValueError):
        return False


def test_keras_compiles_and_computes_each_metric_and_each_loss_by_its_name(keras):
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, "softmax")])
    rows, classes = np.eye(2, dtype="float32"), np.arange(2)
    metrics, losses = keras_names.METRIC_NAMES, keras_names.LOSS_NAMES
    for targets, is_coded in ((rows, False), (classes, True)):
        known = [sorted(n for n in names if ("parse" in n) == is_coded) for names in (metrics, losses)]
        loss = "sparse_categorical_crossentropy" if is_coded else "mse"
        model.compile("sgd", loss, metrics=known[0], run_eagerly=True)
        model.evaluate(rows, targets, verbose=0)
        assert all(np.isfinite(keras.losses.get(name)(targets, model(rows))).all() for name in known[1])


def test_only_activations_with_arguments_or_another_shape_are_left_out(keras):
    public = {name for name in dir(keras.activations) if not name.startswith("_")} - {"get", "serialize", "deserialize"}

    assert public - keras_names.ACTIVATION_NAMES == {"glu", "threshold"}
    assert all(keras.activations.get(name) for name in keras_names.ACTIVATION_NAMES)


def test_the_room_loads_no_keras():
    code = "import sys, dlwidgets.network; print([n for n in ('tensorflow', 'keras', 'altair', 'ipywidgets') if n in sys.modules])"

    assert (
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip() == "[]"
    )
