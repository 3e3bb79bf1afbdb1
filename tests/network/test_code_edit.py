"""A network written into a program: what differs changes, in the program's own style, and nothing else."""

import difflib
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dlwidgets.errors import DLWidgetsError
from dlwidgets.network import (
    LSTM,
    Activation,
    BatchNormalization,
    Bidirectional,
    CodeError,
    CompileSpec,
    Conv2D,
    Dense,
    Dropout,
    FitSpec,
    Flatten,
    InitializerSpec,
    Input,
    LossSpec,
    MaxPooling2D,
    NetworkSpec,
    OptimizerSpec,
    RegularizerSpec,
    read_code,
)
from tests.network.programs import PROGRAMS

SCRIPT = """\
# Iris, with a small network.
import numpy as np
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Dense  # the only kind so far
from tensorflow.keras.utils import to_categorical

X, y = load_data()  # known when it runs
y_hot = to_categorical(y)

net = Sequential([
    # the way in
    Dense(10, input_shape=(4,), activation='relu'),  # sees four measures
    Dense(
        8,
        activation='relu',  # as before
    ),  # narrower
    Dense(n_more),
    Dense(3, activation='softmax')  # one per kind
])

net.compile(optimizer='adam', loss='categorical_crossentropy',  # one-hot
            metrics=['accuracy'])
history = net.fit(X, y_hot, epochs=20)
print(history.history['loss'][-1])
"""
ADDED = """\
import keras
from keras import layers
sizes = [16, 8]
model = keras.Sequential()
model.add(layers.Input((4,)))
for size in sizes:  # from wide to narrow
    # one more
    model.add(layers.Dense(size, activation="relu"))
model.add(layers.Dropout(0.5))  # forgets half
model.add(layers.Dense(3))
model.fit(X, keras.utils.to_categorical(y), nb_epoch=5)
"""
CHAIN = """\
import tensorflow as tf
from tensorflow.keras import layers

inputs = tf.keras.Input(shape=(4,))
x = layers.Dense(10, "relu")(inputs)  # hidden
x = layers.Dropout(0.5)(x)
outputs = layers.Dense(3)(x)
model = tf.keras.Model(inputs, outputs)
"""
CONSOLE = """\
>>> from keras import Sequential, layers
>>> model = Sequential()
>>> model.add(layers.Dense(3))  # one
>>> model.count_params()
12
"""
INLINE = "net = tf.keras.Sequential([tf.keras.layers.Dense(8), tf.keras.layers.Dense(3)])  # small\n"
FUNCTION = """\
def build_model(units):
    \"\"\"Build it.\"\"\"
    return Sequential([
        Dense(units, input_dim=4),
        Dense(1),
    ])
model = build_model(10)
model.compile("sgd", "mse")
"""
UNITS = """\
n = 4  # größer
model = Sequential(name="é"); print("fertig")
model.add(Dense(name="größe", units=n))  # naïve
"""

ADAM = OptimizerSpec("Adam", learning_rate=0.01)
BY_NUMBER = CompileSpec("adam", "sparse_categorical_crossentropy", ["accuracy"])

EDITS = {
    "an argument without a name": (SCRIPT, lambda spec: spec.replaced(2, units=9), ["-        8,", "+        9,"]),
    "an argument by name": (
        SCRIPT,
        lambda spec: spec.replaced(1, activation="tanh"),
        [
            "-    Dense(10, input_shape=(4,), activation='relu'),  # sees four measures",
            "+    Dense(10, input_shape=(4,), activation='tanh'),  # sees four measures",
        ],
    ),
    "an argument less": (
        SCRIPT,
        lambda spec: spec.replaced(2, activation=None),
        ["-        activation='relu',  # as before"],
    ),
    "an argument more, on a line of its own": (
        SCRIPT,
        lambda spec: spec.replaced(2, use_bias=False),
        ["+        use_bias=False,"],
    ),
    "an object, with its import": (
        SCRIPT,
        lambda spec: spec.replaced(3, kernel_regularizer=RegularizerSpec("L2", l2=0.1)),
        [
            "+from tensorflow import keras",
            "-    Dense(3, activation='softmax')  # one per kind",
            "+    Dense(3, activation='softmax', kernel_regularizer=keras.regularizers.L2(l2=0.1))  # one per kind",
        ],
    ),
    "the shape of the input": (
        SCRIPT,
        lambda spec: spec.replaced(0, shape=(5,)),
        [
            "-    Dense(10, input_shape=(4,), activation='relu'),  # sees four measures",
            "+    Dense(10, input_shape=(5,), activation='relu'),  # sees four measures",
        ],
    ),
    "a layer more, with its import": (
        SCRIPT,
        lambda spec: spec.with_layer(Dropout(0.2), 2),
        [
            "-from tensorflow.keras.layers import Dense  # the only kind so far",
            "+from tensorflow.keras.layers import Dense, Dropout  # the only kind so far",
            "+    Dropout(0.2),",
        ],
    ),
    "a layer more at the end": (
        SCRIPT,
        lambda spec: spec.with_layer(Dense(2)),
        [
            "-    Dense(3, activation='softmax')  # one per kind",
            "+    Dense(3, activation='softmax'),  # one per kind",
            "+    Dense(2)",
        ],
    ),
    "a layer less": (
        SCRIPT,
        lambda spec: spec.without_layer(2),
        ["-    Dense(", "-        8,", "-        activation='relu',  # as before", "-    ),  # narrower"],
    ),
    "a layer that moves takes its comment along": (
        SCRIPT,
        lambda spec: spec.moved(3, 2),
        [
            "+    Dense(3, activation='softmax'),  # one per kind",
            "-    Dense(3, activation='softmax')  # one per kind",
        ],
    ),
    "a layer before the one that said the shape": (
        SCRIPT,
        lambda spec: spec.with_layer(Dense(2), 1),
        [
            "-from tensorflow.keras.layers import Dense  # the only kind so far",
            "+from tensorflow.keras.layers import Dense, Input  # the only kind so far",
            "-    Dense(10, input_shape=(4,), activation='relu'),  # sees four measures",
            "+    Input(shape=(4,)),",
            "+    Dense(2),",
            "+    Dense(10, activation='relu'),  # sees four measures",
        ],
    ),
    "an optimizer with an argument": (
        SCRIPT,
        lambda spec: replace(spec, compile=replace(spec.compile, optimizer=ADAM)),
        [
            "+from tensorflow import keras",
            "-net.compile(optimizer='adam', loss='categorical_crossentropy',  # one-hot",
            "+net.compile(optimizer=keras.optimizers.Adam(learning_rate=0.01), loss='categorical_crossentropy',  # one-hot",
        ],
    ),
    "no metrics": (
        SCRIPT,
        lambda spec: replace(spec, compile=replace(spec.compile, metrics=())),
        ["-            metrics=['accuracy'])", "+            )"],
    ),
    "class numbers in place of one-hot rows": (
        SCRIPT,
        lambda spec: replace(spec, compile=BY_NUMBER, fit=FitSpec(epochs=20)),
        [
            "-y_hot = to_categorical(y)",
            "+y_hot = y",
            "-net.compile(optimizer='adam', loss='categorical_crossentropy',  # one-hot",
            "+net.compile(optimizer='adam', loss='sparse_categorical_crossentropy',  # one-hot",
        ],
    ),
    "a setting of fit more": (
        SCRIPT,
        lambda spec: replace(spec, fit=replace(spec.fit, batch_size=8)),
        [
            "-history = net.fit(X, y_hot, epochs=20)",
            "+history = net.fit(X, y_hot, epochs=20, batch_size=8)",
        ],
    ),
    "beside a loop": (
        ADDED,
        lambda spec: spec.replaced(3, rate=0.25).with_layer(BatchNormalization()),
        [
            "-model.add(layers.Dropout(0.5))  # forgets half",
            "+model.add(layers.Dropout(0.25))  # forgets half",
            "+model.add(layers.BatchNormalization())",
        ],
    ),
    "inside of a loop": (
        ADDED,
        lambda spec: spec.replaced(2, units=9),
        [
            "-for size in sizes:  # from wide to narrow",
            "-    # one more",
            '-    model.add(layers.Dense(size, activation="relu"))',
            "+# from wide to narrow",
            "+# one more",
            '+model.add(layers.Dense(16, activation="relu"))',
            '+model.add(layers.Dense(9, activation="relu"))',
        ],
    ),
    "an old name": (
        ADDED,
        lambda spec: replace(spec, fit=replace(spec.fit, epochs=6)),
        [
            "-model.fit(X, keras.utils.to_categorical(y), nb_epoch=5)",
            "+model.fit(X, keras.utils.to_categorical(y), nb_epoch=6)",
        ],
    ),
    "class numbers in place of a call": (
        ADDED,
        lambda spec: replace(spec, fit=FitSpec(epochs=5)),
        ["-model.fit(X, keras.utils.to_categorical(y), nb_epoch=5)", "+model.fit(X, y, nb_epoch=5)"],
    ),
    "compile before fit": (
        ADDED,
        lambda spec: replace(spec, compile=CompileSpec("sgd", "mse")),
        ['+model.compile(optimizer="sgd", loss="mse")'],
    ),
    "no fit": (
        ADDED,
        lambda spec: replace(spec, fit=None),
        ["-model.fit(X, keras.utils.to_categorical(y), nb_epoch=5)"],
    ),
    "an argument in a chain": (
        CHAIN,
        lambda spec: spec.replaced(1, units=5),
        ['-x = layers.Dense(10, "relu")(inputs)  # hidden', '+x = layers.Dense(5, "relu")(inputs)  # hidden'],
    ),
    "a layer more in a chain": (
        CHAIN,
        lambda spec: spec.with_layer(Dense(7), 1).with_layer(BatchNormalization(), 4),
        [
            '-x = layers.Dense(10, "relu")(inputs)  # hidden',
            "+x = layers.Dense(7)(inputs)",
            '+x = layers.Dense(10, "relu")(x)  # hidden',
            "+x = layers.BatchNormalization()(x)",
        ],
    ),
    "a layer less in a chain": (
        CHAIN,
        lambda spec: spec.without_layer(3).without_layer(2),
        ["-x = layers.Dropout(0.5)(x)", "-outputs = layers.Dense(3)(x)", "+outputs = x"],
    ),
    "compile and fit for a chain": (
        CHAIN,
        lambda spec: replace(spec, compile=CompileSpec("sgd", "mse"), fit=FitSpec(3, one_hot=True)),
        [
            "+",
            '+model.compile(optimizer="sgd", loss="mse")',
            "+model.fit(X, tf.keras.utils.to_categorical(y), epochs=3)",
        ],
    ),
    "with the prompts of a console": (
        CONSOLE,
        lambda spec: replace(spec.with_layer(Dropout(0.1)), compile=CompileSpec("sgd")),
        ["+>>> model.add(layers.Dropout(0.1))", '+>>> model.compile(optimizer="sgd")'],
    ),
    "between the fences of a text": (
        f"```python\n{INLINE}```\n",
        lambda spec: replace(spec, compile=CompileSpec("sgd")),
        ["+", '+net.compile(optimizer="sgd")', "+"],
    ),
    "in one line": (
        INLINE,
        lambda spec: spec.with_layer(Flatten(), 1).without_layer(2),
        [f"-{INLINE[:-1]}", "+net = tf.keras.Sequential([tf.keras.layers.Dense(8), tf.keras.layers.Flatten()])  # small"],
    ),
    "in a function": (
        FUNCTION,
        lambda spec: replace(spec.replaced(1, units=7), fit=FitSpec(2)),
        ["-        Dense(units, input_dim=4),", "+        Dense(7, input_dim=4),", "+model.fit(X, y, epochs=2)"],
    ),
    "settings that come from a dict": (
        "options = {'epochs': 4}\nmodel = Sequential([Dense(3)])\nmodel.fit(X, y, callbacks=[stop], **options)\n",
        lambda spec: replace(spec, fit=FitSpec(9)),
        ["-model.fit(X, y, callbacks=[stop], **options)", "+model.fit(X, y, callbacks=[stop], epochs=9)"],
    ),
    "statements that share a line": (
        "import os; m = Sequential(); m.add(Dense(3))  # small\n",
        lambda spec: spec.with_layer(Dropout(0.5)),
        [
            "-import os; m = Sequential(); m.add(Dense(3))  # small",
            "+import os",
            "+m = Sequential()",
            "+m.add(Dense(3))  # small",
            "+m.add(Dropout(0.5))",
        ],
    ),
    "a loop in a chain": (
        "x = i = Input((4,))\nfor n in (8, 6):  # narrower\n    x = Dense(n)(x)\nm = Model(i, x)\n",
        lambda spec: spec.replaced(1, units=9),
        [
            "-x = i = Input((4,))",
            "-for n in (8, 6):  # narrower",
            "-    x = Dense(n)(x)",
            "-m = Model(i, x)",
            "+# narrower",
            "+m = keras.Sequential([",
            "+    Input(shape=(4,)),",
            "+    Dense(9),",
            "+    Dense(6),",
            "+])",
        ],
    ),
    "behind letters of several bytes": (
        UNITS,
        lambda spec: spec.replaced(0, units=5).with_layer(Dense(1)),
        ['-model.add(Dense(name="größe", units=n))  # naïve', '+model.add(Dense(name="größe", units=5))  # naïve', "+model.add(Dense(1))"],
    ),
}  # fmt: skip


def changed_lines(before, after):
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


@pytest.mark.parametrize(("text", "edit", "changes"), EDITS.values(), ids=EDITS)
def test_only_what_differs_is_written(text, edit, changes):
    spec = edit(read_code(text).spec)
    written = spec.to_code(into=text)

    assert changed_lines(text, written) == changes
    assert read_code(written).spec == spec


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_network_that_is_there_already_changes_nothing(name):
    text = PROGRAMS[name][0]
    try:
        spec = read_code(text).spec
    except CodeError:
        return
    for same in (text, text.replace("\n", "\r\n"), f"\ufeff{text}"):
        assert spec.to_code(into=same) == same


def test_line_ends_stay_as_they_are():
    text = SCRIPT.replace("\n", "\r\n")
    spec = read_code(text).spec
    written = spec.with_layer(Dropout(0.2), 2).replaced(1, units=12).to_code(into=text)

    assert written.count("\r\n") == written.count("\n") == text.count("\n") + 1


def test_an_empty_program_becomes_a_whole_one_and_a_model_is_put_behind_other_code():
    spec = NetworkSpec([Dense(3)])

    assert spec.to_code(into=" \n") == spec.to_code()
    assert spec.to_code(into="n = 3  # so many\n", style="add") == f"n = 3  # so many\n\n{spec.to_code(style='add')}"


@pytest.mark.parametrize("text", ["model = Sequential([", "class Net(keras.Model):\n    pass\nmodel = Net()"])
def test_a_program_that_can_not_be_edited_is_left_to_its_writer(text):
    with pytest.raises(CodeError):
        NetworkSpec([Dense(3)]).to_code(into=text)


def test_what_no_edit_reaches_is_written_anew_under_the_comments_that_stood_there():
    text = "# two of them\na = Sequential([Dense(1)])  # small\na.compile('sgd')\nb = Sequential([Dense(2)])\n"
    spec = NetworkSpec([Dense(1)])
    written = spec.to_code(into=text)

    assert written == f"# two of them\n# small\n{spec.to_code()}"


NEW = [
    Dense(7, "tanh"), Dropout(0.25), BatchNormalization(), Flatten(), LSTM(3), Conv2D(5, (2, 2)), MaxPooling2D(),
    Dense(12, kernel_regularizer=RegularizerSpec("L2", l2=0.1)), Bidirectional(LSTM(4), merge_mode="sum"),
    Activation("relu"), Input((9,)), Dense(3, name="it's"), Dense(3, name='"'),
]  # fmt: skip
VALUES = st.sampled_from([
    None, 5, 17, 0.3, "relu", "same", "softmax", "he_normal", True, False, (3, 3), (8,), "nm",
    RegularizerSpec("L1", l1=0.5), InitializerSpec("HeNormal", seed=2),
])  # fmt: skip
COMPILES = st.sampled_from([
    None, CompileSpec("adam", "mse"), CompileSpec(OptimizerSpec("SGD", learning_rate=0.3), "mse", ["accuracy", "mae"]),
    CompileSpec(ADAM, LossSpec("SparseCategoricalCrossentropy", from_logits=True), ["accuracy"]),
])  # fmt: skip
FITS = st.sampled_from(
    [None, FitSpec(3), FitSpec(7, batch_size=16, one_hot=True), FitSpec(5, verbose=0, shuffle=False)]
)


@st.composite
def edits(draw):
    """Draw a program and another network, a few changes away."""
    text = draw(st.sampled_from([text for text, *_ in PROGRAMS.values()] + [SCRIPT, ADDED, CHAIN, CONSOLE, FUNCTION]))
    try:
        spec = read_code(text).spec
    except CodeError:
        return text, NetworkSpec([Dense(3)])
    for _ in range(draw(st.integers(1, 3))):
        spec = draw(changes(spec))
    return text, spec


@st.composite
def changes(draw, spec):
    """Draw a network that is one change away."""
    last = max(len(spec.layers) - 1, 0)
    place, other, argument = draw(st.integers(0, last)), draw(st.integers(0, last)), draw(st.integers(0, 20))
    new, value, compiled, fitted = draw(st.sampled_from(NEW)), draw(VALUES), draw(COMPILES), draw(FITS)
    ways = [
        lambda: spec.with_layer(new, place),
        lambda: spec.with_layer(new),
        lambda: spec.with_layer(spec.layers[place], other),
        lambda: spec.without_layer(place),
        lambda: spec.moved(place, other),
        lambda: spec.replaced(place, **{[*spec.layers[place].defaults()][argument]: value}),
        lambda: replace(spec, compile=compiled),
        lambda: replace(spec, fit=fitted),
    ]
    try:
        return draw(st.sampled_from([*ways, *ways[5:6] * 3]))()
    except (DLWidgetsError, IndexError):
        return spec


@settings(max_examples=250, suppress_health_check=list(HealthCheck))
@given(edits())
def test_whatever_is_written_into_a_program_is_read_out_of_it(edit):
    text, spec = edit
    try:
        written = spec.to_code(into=text)
    except CodeError:
        with pytest.raises(CodeError):
            read_code(text)
        return
    read = read_code(written)

    assert read.spec == spec
    assert spec.to_code(into=written) == written
