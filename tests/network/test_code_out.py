"""Keras code out: what it looks like, and that it makes the same model."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dlwidgets.errors import UnknownNameError
from dlwidgets.network import (
    GRU,
    LSTM,
    BatchNormalization,
    Bidirectional,
    CompileSpec,
    Conv2D,
    Dense,
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
    Rescaling,
    ScheduleSpec,
)

IRIS = NetworkSpec(
    [Input((4,)), Dense(10, "relu"), Dense(3, "softmax")],
    CompileSpec("adam", "sparse_categorical_crossentropy", ["accuracy"]),
    FitSpec(epochs=20, validation_split=0.2),
)
DIGITS = NetworkSpec(
    [
        Input((28, 28, 1)),
        Rescaling(1 / 255),
        Conv2D(32, (3, 3), activation="relu", padding="same", kernel_initializer=InitializerSpec("HeNormal", seed=1)),
        BatchNormalization(trainable=False),
        MaxPooling2D(),
        Flatten(),
        Dense(10, name='the "last"', kernel_regularizer=RegularizerSpec("L2", l2=0.001)),
    ],
    CompileSpec(
        OptimizerSpec("SGD", learning_rate=ScheduleSpec("CosineDecay", initial_learning_rate=0.1, decay_steps=100)),
        LossSpec("SparseCategoricalCrossentropy", from_logits=True),
        ["accuracy", MetricSpec("SparseTopKCategoricalAccuracy", k=2)],
    ),
)
WORDS = NetworkSpec(
    [Input((None,), dtype="int32"), Embedding(50, 4), Bidirectional(LSTM(3, return_sequences=True)), GRU(2), Dense(1)],
    CompileSpec(OptimizerSpec("Adam", learning_rate=0.01), "mse"),
)
SPECS = pytest.mark.parametrize("spec", [IRIS, DIGITS, WORDS], ids=["iris", "digits", "words"])

LISTED = """\
import keras

model = keras.Sequential([
    keras.Input(shape=(4,)),
    keras.layers.Dense(10, activation="relu"),
    keras.layers.Dense(3, activation="softmax"),
])

model.compile(
    optimizer="adam",
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(X, y, epochs=20, validation_split=0.2)
"""
ADDED = """\
from tensorflow import keras

model = keras.Sequential()
model.add(keras.Input(shape=(4,)))
model.add(keras.layers.Dense(10, activation="relu"))
model.add(keras.layers.Dense(3, activation="softmax"))

model.compile(
    optimizer="adam",
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
model.fit(X_train, y_train, epochs=20, validation_split=0.2)
"""


def test_the_code_reads_like_a_lesson():
    assert IRIS.to_code() == LISTED
    assert IRIS.to_code(style="add", package="tensorflow.keras", data=("X_train", "y_train")) == ADDED


@SPECS
@pytest.mark.parametrize("style", ["list", "add"])
def test_the_code_makes_the_described_model(spec, style, keras, theirs):
    keras.backend.clear_session()
    described = keras.Sequential([keras.Input(spec.input_shape, dtype=spec.layers[0].dtype)])
    for layer in spec.layers[1:]:
        described.add(theirs(layer.kind, layer.arguments))
    keras.backend.clear_session()
    names = {}
    exec(NetworkSpec(spec.layers, spec.compile).to_code(style=style), names)  # noqa: S102  # our own code out

    assert names["model"].get_config() == described.get_config()
    assert names["model"].count_params() == spec.summary().total


def test_the_code_compiles_the_model_as_described(keras):
    names = {}
    exec(DIGITS.to_code(), names)  # noqa: S102  # our own code out
    model = names["model"]

    assert model.optimizer.get_config()["learning_rate"]["config"]["decay_steps"] == 100
    assert model.loss.get_config()["from_logits"] is True
    assert model.get_compile_config()["metrics"][1]["config"]["k"] == 2


@SPECS
@pytest.mark.parametrize("style", ["list", "add"])
def test_lines_are_short(spec, style):
    assert max(map(len, spec.to_code(style=style).splitlines())) <= 99


@given(st.text(min_size=1).filter(lambda text: "/" not in text))
def test_any_name_is_written_as_a_text_and_nothing_else(name):
    tree = ast.parse(NetworkSpec([Dense(3, name=name)]).to_code())
    [written] = [node.value for node in ast.walk(tree) if isinstance(node, ast.keyword)]

    assert ast.literal_eval(written) == name


def test_an_unknown_style_is_refused_with_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean 'list'"):
        IRIS.to_code(style="lists")
    with pytest.raises(UnknownNameError, match="Did you mean 'keras'"):
        IRIS.to_code(package="kera")
