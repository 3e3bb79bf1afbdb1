"""Each kind of layer, argument by argument, against Keras."""

import inspect
import re
from functools import partial

import pytest

from dlwidgets.errors import DLWidgetsError, InvalidValueError, UnknownNameError
from dlwidgets.network import (
    GRU,
    LAYERS,
    LSTM,
    BatchNormalization,
    Bidirectional,
    Conv1D,
    Conv2D,
    Dense,
    Embedding,
    InitializerSpec,
    LayerNormalization,
    MaxPooling2D,
    NetworkSpec,
    Normalization,
    RegularizerSpec,
    Reshape,
    ShapeError,
    SimpleRNN,
    layer,
)
from dlwidgets.network.keras_names import NEEDED

# Each kind with the arguments it needs, and a shape that it takes.
BASES = {
    "Dense": ({"units": 3}, (4,)),
    "Activation": ({"activation": "relu"}, (4,)),
    "Dropout": ({"rate": 0.5}, (4,)),
    "BatchNormalization": ({}, (4, 3)),
    "LayerNormalization": ({}, (4, 3)),
    "Flatten": ({}, (4, 3)),
    "Reshape": ({"target_shape": (2, 6)}, (4, 3)),
    "Conv1D": ({"filters": 4, "kernel_size": 3}, (9, 4)),
    "Conv2D": ({"filters": 4, "kernel_size": 3}, (9, 8, 4)),
    "MaxPooling1D": ({}, (9, 4)),
    "MaxPooling2D": ({}, (9, 8, 4)),
    "AveragePooling1D": ({}, (9, 4)),
    "AveragePooling2D": ({}, (9, 8, 4)),
    "GlobalMaxPooling1D": ({}, (9, 4)),
    "GlobalMaxPooling2D": ({}, (9, 8, 4)),
    "GlobalAveragePooling1D": ({}, (9, 4)),
    "GlobalAveragePooling2D": ({}, (9, 8, 4)),
    "Embedding": ({"input_dim": 10, "output_dim": 3}, (6,)),
    "SimpleRNN": ({"units": 3}, (5, 2)),
    "LSTM": ({"units": 3}, (5, 2)),
    "GRU": ({"units": 3}, (5, 2)),
    "Bidirectional": ({"layer": LSTM(3)}, (5, 2)),
    "Rescaling": ({"scale": 0.1}, (4,)),
    "Normalization": ({}, (4,)),
    "GaussianNoise": ({"stddev": 0.1}, (4,)),
}

# Values, good and bad, for every argument of its name.
WHOLE = [1, 4, 0, -3, 2.5, "4", None]
SIZES = [1, 2, (3,), (2, 3), [3, 2], (1, 2, 3), 0, -1, (0, 2), "3"]
RATES = [0, 0.3, 1, 1.5, -0.1, "x"]
INITIALIZERS = [
    "he_normal",
    "HeNormal",
    "zeros",
    "he_norm",
    "orthogonal",
    "Identity",
    None,
    InitializerSpec("Orthogonal", gain=2.0),
    InitializerSpec("RandomNormal", stddev=0.1, seed=3),
]
REGULARIZERS = ["l1", "L2", "l1l2", "l3", None, RegularizerSpec("L2", l2=0.1)]
ACTIVATIONS = ["relu", "softmax", "swish", None, "Relu", "softMax"]
TRUTHS = [True, False, 1, 0]
VALUES = {
    "units": WHOLE,
    "filters": [1, 4, 0, -3, "4"],
    "groups": [1, 2, 4, 3, 0, -1],
    "input_dim": WHOLE,
    "output_dim": WHOLE,
    "kernel_size": [*SIZES, 9, 10],
    "strides": SIZES,
    "dilation_rate": SIZES,
    "pool_size": [*SIZES, 8, 9, 10],
    "padding": ["valid", "same", "causal", "same ", None, "full"],
    "activation": ACTIVATIONS,
    "recurrent_activation": ACTIVATIONS,
    "rate": RATES,
    "stddev": RATES,
    "dropout": [0.0, 0.4, 50, "x"],
    "recurrent_dropout": [0.0, 0.4],
    "axis": [-1, 1, 0, 2, 3, -2, -3, -4, 9, "x", [1, 2], (1,), None],
    "momentum": [0.9, "x"],
    "epsilon": [1e-5],
    "mean": [None],
    "variance": [None, 2.0, (1.0,)],
    "target_shape": [(12,), (-1,), (3, 4), (3, -1), [2, 2, 3], (5, -1), (5, 2), (-1, -1), (4, 0), (), 12, (-2, 6), "x"],
    "merge_mode": ["concat", "sum", "mul", "ave", "avg", "Sum"],
    "layer": [
        SimpleRNN(2),
        GRU(2, return_sequences=True),
        LSTM(3, trainable=False),
        "lstm",
        Dense(3),
        LSTM(3, go_backwards=True),
    ],
    "scale": [1, 0.5],
    "offset": [0.5, -1],
    "seed": [None, 3, -1],
    "data_format": [None, "channels_last", "channel_last"],
    "name": [None, "hidden", "a/b", ""],
    "trainable": TRUTHS,
}

# Here we say no where Keras says nothing and does not what was meant.
STRICTER = {
    ("Reshape", "target_shape", "x"),  # a text of one letter is taken for an axis of any length
    ("SimpleRNN", "activity_regularizer", "l3"),  # Keras forgets this argument of SimpleRNN
}


def values_of(kind, argument):
    if argument.endswith("initializer"):
        return INITIALIZERS
    if argument.endswith("regularizer"):
        return REGULARIZERS
    if argument == "scale" and "Normalization" in kind:
        return TRUTHS
    return VALUES.get(argument, TRUTHS)


CASES = [(kind, argument) for kind in BASES for argument in LAYERS[kind].defaults()]


def outcome(make, shape):
    """Return what a layer of ours does with a shape; None if it refuses."""
    try:
        ours = make()
        output = ours.output_shape(shape)
    except DLWidgetsError:
        return None
    parameters = ours.parameters(shape)
    return output, (parameters.trainable, parameters.not_trainable)


def test_the_table_of_bases_has_every_kind():
    assert set(BASES) | {"Input"} == set(LAYERS)


@pytest.mark.parametrize(("kind", "argument"), CASES, ids=[f"{kind}-{argument}" for kind, argument in CASES])
def test_each_value_of_an_argument_does_what_it_does_in_keras(kind, argument, keras, theirs, call, counts):
    base, shape = BASES[kind]
    for value in values_of(kind, argument):
        arguments = {**base, argument: value}
        expected = call(partial(theirs, kind, arguments), keras.KerasTensor((None, *shape)))
        if any((kind, argument, value) == stricter for stricter in STRICTER):
            expected = None
        if expected is not None:
            expected = expected[1].shape[1:], counts(expected[0])

        assert outcome(partial(layer, kind, **arguments), shape) == expected, f"{kind}({arguments})"


@pytest.mark.parametrize("kind", BASES)
def test_arguments_and_defaults_are_those_of_keras(kind, keras):
    signature = inspect.signature(getattr(keras.layers, kind).__init__).parameters
    for argument, default in LAYERS[kind].defaults().items():
        if argument not in {"name", "trainable"}:
            expected = signature[argument].default
            assert default == expected or (default is NEEDED and expected is inspect.Parameter.empty)


@pytest.mark.parametrize("kind", BASES)
def test_arguments_without_a_name_come_in_the_order_of_keras(kind, keras):
    ours = [name for name in inspect.signature(LAYERS[kind]).parameters.values() if name.kind != name.KEYWORD_ONLY]
    signature = list(inspect.signature(getattr(keras.layers, kind).__init__).parameters)[1:]

    assert [argument.name for argument in ours] == signature[: len(ours)]


@pytest.mark.parametrize(
    ("ours", "shape", "arithmetic"),
    [
        (Dense(10), (4,), "4 inputs × 10 units + 10 biases = 50"),
        (Dense(1, use_bias=False), (1,), "1 input × 1 unit = 1"),
        (Conv2D(32, 3), (28, 28, 1), "3 × 3 places × 1 channel × 32 filters + 32 biases = 320"),
        (Conv1D(8, 5, groups=2), (100, 4), "5 places × 2 channels × 8 filters + 8 biases = 88"),
        (Embedding(1000, 16), (20,), "1000 ids × 16 numbers = 16000"),
        (SimpleRNN(4), (7, 3), "(3 inputs + 4 units) × 4 units + 4 biases = 32"),
        (LSTM(16), (7, 8), "4 sets × ((8 inputs + 16 units) × 16 units + 16 biases) = 1600"),
        (GRU(16), (7, 8), "3 sets × ((8 inputs + 16 units) × 16 units + 32 biases) = 1248"),
        (Bidirectional(SimpleRNN(4)), (7, 3), "2 directions × ((3 inputs + 4 units) × 4 units + 4 biases) = 64"),
        (BatchNormalization(), (4,), "4 scales + 4 shifts + 4 means + 4 variances = 16"),
        (LayerNormalization(center=False), (4,), "4 scales = 4"),
        (Normalization(), (4,), "4 means + 4 variances + 1 count = 9"),
        (MaxPooling2D(), (8, 8, 3), "no parameters"),
    ],
)
def test_the_arithmetic_is_spelled_out_and_adds_up(ours, shape, arithmetic):
    parameters = ours.parameters(shape)

    assert parameters.arithmetic == arithmetic
    if parameters.total:
        formula, total = re.sub(r"[a-z]+", "", arithmetic).replace("×", "*").split("=")
        assert eval(formula) == int(total) == parameters.total  # noqa: S307  # numbers and signs only


@pytest.mark.parametrize(
    ("ours", "shape", "products"),
    [
        (Dense(10), (4,), 40),
        (Dense(10), (7, 4), 7 * 40),
        (Dense(10), (None, 4), None),
        (Conv2D(32, 3), (28, 28, 1), 26 * 26 * 32 * 9),
        (Conv1D(6, 3, padding="same", groups=2), (10, 4), 10 * 6 * 3 * 2),
        (LSTM(3), (5, 2), 5 * 4 * (2 + 3) * 3),
        (Bidirectional(GRU(3)), (5, 2), 2 * 5 * 3 * (2 + 3) * 3),
        (LSTM(3), (None, 2), None),
        (Embedding(10, 3), (6,), 0),
    ],
)
def test_multiplications_are_counted_at_each_place_and_step(ours, shape, products):
    assert ours.multiply_adds(shape) == products


@pytest.mark.parametrize(
    "shape", [(), (3,), (None,), (3, 4), (None, 4), (9, None), (9, 9, 2), (None, None, 3), (4, 4, 2, 2)]
)
@pytest.mark.parametrize("kind", BASES)
def test_each_layer_takes_and_refuses_the_shapes_that_keras_does(kind, shape, keras, theirs, call, counts):
    arguments, _ = BASES[kind]
    expected = call(partial(theirs, kind, arguments), keras.KerasTensor((None, *shape)))
    if expected is not None:
        expected = expected[1].shape[1:], counts(expected[0])

    assert outcome(partial(layer, kind, **arguments), shape) == expected


@pytest.mark.parametrize(
    ("mean", "shape", "fits"),
    [
        ((1.0, 2.0), (2,), True),
        ((1.0, 2.0), (3,), False),
        ((1.0,), (3,), True),
        (2.0, (3,), True),
        ((1.0, 2.0), (5, 2), True),
    ],
)
def test_known_means_fit_as_many_features(mean, shape, fits, keras, call):
    expected = call(lambda: keras.layers.Normalization(mean=mean, variance=mean), keras.KerasTensor((None, *shape)))

    assert (expected is not None) is fits
    assert outcome(lambda: Normalization(mean=mean, variance=mean), shape) == ((shape, (0, 0)) if fits else None)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: layer("Dense", units=-3), "Dense: units should be a whole number above 0, but -3 came."),
        (lambda: layer("Dropout", rate=50), "Dropout: rate should be from 0 to 1, but 50 came. 0.5 means a half."),
        (lambda: layer("Input", shape=8), "but 8 came. Did you mean (8,)?"),
        (lambda: layer("Conv2D", filters=8), "Conv2D needs kernel_size."),
        (lambda: layer("Reshape", target_shape=(2, None)), "Write -1 for the size that is left."),
        (lambda: layer("Dense", units=3, bias_initializer="Orthogonal"), "fills tables. Try 'zeros'"),
        (lambda: layer("Conv2D", filters=8, kernel_size=3, data_format="channels_first"), "Leave data_format out"),
        (lambda: layer("Normalization", mean=1.0), "mean and variance both"),
        (
            lambda: Reshape((5, -1)).output_shape((4, 3)),
            "12 numbers come in, in the shape (4, 3), but Reshape((5, -1)) needs a multiple of 5.",
        ),
    ],
)
def test_a_wrong_value_is_refused_in_a_sentence(make, words):
    with pytest.raises(InvalidValueError, match=re.escape(words)):
        make()


@pytest.mark.parametrize(
    ("make", "nearest"),
    [
        (lambda: layer("Desne", units=3), "Dense"),
        (lambda: layer("Dense", unit=3), "units"),
        (lambda: layer("Dense", units=3, activation="Relu"), "relu"),
        (lambda: layer("Dense", units=3, kernel_initializer="he_norm"), "he_normal"),
        (lambda: layer("Conv2D", filters=1, kernel_size=1, padding="sames"), "same"),
        (lambda: layer("Bidirectional", layer={"kind": "LTSM", "arguments": {}}), "LSTM"),
        (lambda: RegularizerSpec("l2"), "L2"),
        (lambda: InitializerSpec("RandomNormal", std=3.0), "stddev"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(make, nearest):
    with pytest.raises(UnknownNameError, match=f"Did you mean '{nearest}'"):
        make()


def test_an_input_holds_nothing_to_train(keras):
    with pytest.raises(TypeError, match="trainable"):
        keras.Input((4,), trainable=False)
    with pytest.raises(UnknownNameError, match="no argument of Input 'trainable'"):
        layer("Input", shape=(4,), trainable=False)
    with pytest.raises(UnknownNameError, match="no argument of Input 'trainable'"):
        NetworkSpec.from_json(
            {"version": 1, "layers": [{"kind": "Input", "arguments": {"shape": [4], "trainable": False}}]}
        )


def test_layers_are_values():
    assert Dense(3, "relu") == Dense(units=3, activation="relu", use_bias=True)
    assert len({Conv2D(3, [3, 3]), Conv2D(3, (3, 3)), Conv1D(3, 3)}) == 2
    with pytest.raises(AttributeError):
        Dense(3).units = 4


def test_a_shape_error_names_its_reason():
    with pytest.raises(ShapeError) as caught:
        Conv2D(8, 3).output_shape((28, 28))

    assert caught.value.reason == "rank"
    assert caught.value.mend.insert == Reshape((28, 28, 1))
