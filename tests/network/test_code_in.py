"""Keras code in: what is read, what is named as unread, and that nothing is run."""

import builtins
import os
from inspect import signature

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dlwidgets.errors import DLWidgetsError, InvalidValueError
from dlwidgets.network import (
    CodeError,
    CompileSpec,
    Dense,
    FitSpec,
    LossSpec,
    MetricSpec,
    NetworkSpec,
    OptimizerSpec,
    read_code,
)
from dlwidgets.network.reading.constants import UnreadableError
from dlwidgets.network.reading.keras_calls import OBJECTS, made
from dlwidgets.network.reading.values import KerasName
from tests.network.programs import PROGRAMS
from tests.network.test_chains import chains
from tests.network.test_code_out import DIGITS, IRIS, SPECS

rates = st.floats(1e-6, 1)
compiles = st.builds(
    CompileSpec,
    st.sampled_from(["adam", "rmsprop"])
    | st.builds(OptimizerSpec, st.sampled_from(["SGD", "Adam"]), learning_rate=rates, clipnorm=st.none() | rates),
    st.none() | st.just("mse") | st.builds(LossSpec, st.just("BinaryCrossentropy"), from_logits=st.booleans()),
    st.lists(st.just("accuracy") | st.builds(MetricSpec, st.just("Precision"), thresholds=rates), max_size=2),
)
fits = st.builds(
    FitSpec, st.integers(0, 9), st.none() | st.integers(1, 9), st.sampled_from([0.0, 0.25]), st.booleans(),
    st.sampled_from(["auto", 0, 2]), st.booleans(),
)  # fmt: skip


def test_the_corpus_is_large():
    assert len(PROGRAMS) >= 70


@pytest.mark.parametrize(("text", "spec", "lines"), PROGRAMS.values(), ids=PROGRAMS)
def test_a_beginners_program_is_read_and_what_can_not_be_read_is_named(text, spec, lines):
    read = read_code(text)

    assert read.spec == spec
    assert tuple(one.line for one in read.unread) == lines
    if not read.lost:
        assert NetworkSpec.from_code(text) == spec


@SPECS
@pytest.mark.parametrize("style", ["list", "add"])
@pytest.mark.parametrize("package", ["keras", "tensorflow.keras"])
def test_objects_of_all_kinds_come_back(spec, style, package):
    read = read_code(spec.to_code(style=style, package=package))

    assert (read.spec, read.unread) == (spec, ())


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(
    chains(),
    st.none() | compiles,
    st.none() | fits,
    st.sampled_from(["list", "add"]),
    st.sampled_from(["keras", "tensorflow.keras"]),
)
def test_a_random_network_comes_back_from_its_code(chain, compiled, fitted, style, package):
    spec = NetworkSpec(chain.layers, compiled, fitted)

    assert NetworkSpec.from_code(spec.to_code(style=style, package=package)) == spec


@given(st.text(min_size=1).filter(lambda text: "/" not in text))
def test_any_name_comes_back(name):
    spec = NetworkSpec([Dense(3, name=name)])

    assert NetworkSpec.from_code(spec.to_code()) == spec


@pytest.mark.parametrize(
    ("text", "reason", "line", "words"),
    [
        ("", "empty", 1, "no code yet"),
        (" \n\n", "empty", 1, "no code yet"),
        ("x = 1\nmodel = Sequential([\n", "syntax", 2, "never closed"),
        ("a = 1\x00", "syntax", 1, "null bytes"),
        ("(" * 5000, "syntax", 1, "Python"),
        ("n = 3\nmodel = Sequential([Dense(n, “relu”)])", "syntax", 2, 'Type a straight quote, ", in'),
        ("x = 3 – 1", "syntax", 1, "Type a minus sign, -, in"),
        ("n = 3\n\u00a0\u00a0m = 3", "syntax", 2, "ordinary space"),
        ("x = 1", "no_network", 1, "no model"),
        ("import os\nprint('Dense')", "no_network", 1, "no model"),
        ("class Net(keras.Model):\n    pass\n\nmodel = Net()", "subclassed", 4, "Net is a class"),
        (
            "i = keras.Input((4,))\na = Dense(1)(i)\no = layers.Concatenate()([a, Dense(1)(i)])\nm = keras.Model(i, o)",
            "functional", 4, "no chain.*joins several",
        ),
        ("class Net(keras.Model):\n    pass\n", "subclassed", 1, "Net is a class"),
        ("i = keras.Input((4,))\nm = keras.Model(i, [Dense(1)(i), Dense(2)(i)])", "functional", 2, "no chain"),
        ("model = Sequential()\nmodel.add(Dense(n))", "unread", 2, "n is known only"),
        ("model = Sequential([Dense(3, activation='rleu')])", "unread", 1, "'relu'"),
        ("model = Sequential([\n  Dense(3),\n  Dens(2)])", "unread", 3, "Dens"),
        ("model = Sequential([Dense(3)])\nmodel.compile('adam', my_loss)", "unread", 2, "my_loss"),
        ("model = Sequential()\nfor n in sizes:\n    model.add(Dense(n))", "unread", 2, "sizes"),
        ("model = Sequential()\nwhile True:\n    model.add(Dense(n))", "unread", 2, "not followed"),
        ("model = Sequential([Sequential([Dense(1)])])", "unread", 1, "inside of a model"),
        ("for i in range(9999):\n    for j in range(9999):\n        m = Sequential()", "long", 3, "Shorten"),
    ],
)  # fmt: skip
def test_a_program_that_is_no_network_is_refused_with_its_line(text, reason, line, words):
    with pytest.raises(CodeError, match=words) as caught:
        NetworkSpec.from_code(text)

    assert (caught.value.reason, caught.value.line) == (reason, line)
    assert f"Line {line}: " in str(caught.value)


@pytest.mark.parametrize("module", OBJECTS)
def test_arguments_without_a_name_are_those_of_keras(keras, module):
    theirs = keras.optimizers.schedules if module == "schedules" else getattr(keras, module)
    for kind in OBJECTS[module].kinds:
        order = [*signature(getattr(theirs, kind)).parameters]
        for numbers in ([], [0.25], [0.25, 3], [0.25, 3, 2]):
            try:
                found = made(KerasName(f"keras.{module}.{kind}"), numbers, {}, lambda *_, **__: None)
            except UnreadableError:
                continue
            assert found.arguments.items() <= dict(zip(order, numbers, strict=False)).items()


def test_something_else_than_a_text_is_refused():
    with pytest.raises(InvalidValueError, match="NoneType came"):
        NetworkSpec.from_code(None)


UNREAD = """\
n = len(set(y))
model = keras.Sequential([
    layers.Dense(8, input_shape=(X.shape[1],)),
    layers.Dense(n),
    layers.LeakyReLU(),
    layers.Dense(2, activaton="relu"),
    layers.Dense(3, activation="relu", units_of=5),
])
model.compile("adam", loss=my_loss, metrics="accuracy")
model.layers[0].trainable = False
model.fit(X, y, epochs=3, callbacks=[stop])
"""


def test_what_can_not_be_read_is_named_with_its_line_and_the_rest_is_kept():
    read = read_code(UNREAD)

    assert read.spec == NetworkSpec([Dense(8), Dense(2), Dense(3, "relu")], CompileSpec("adam"), FitSpec(epochs=3))
    assert [(one.line, one.matters) for one in read.unread] == [
        (1, False), (3, False), (4, True), (5, True), (6, True), (7, True), (9, True), (9, True), (10, True),
        (11, False),
    ]  # fmt: skip
    assert "Did you mean 'activation'" in read.unread[4].why
    assert read.unread[2].text == "layers.Dense(n),"
    assert read.lost == tuple(one for one in read.unread if one.matters)


def test_what_is_nested_too_deeply_is_named():
    read = read_code("if False: pass\n" + "elif False: pass\n" * 300 + "model = Sequential([Dense(3)])")

    assert read.spec == NetworkSpec([Dense(3)])
    assert ["nested too deeply" in one.why for one in read.unread] == [True]


def test_a_program_of_ten_thousand_lines_is_read():
    filler = "\n".join(f"x{i} = {i} * 2 + 1" for i in range(10_000))

    assert NetworkSpec.from_code(f"{filler}\n{IRIS.to_code()}") == IRIS


@pytest.mark.parametrize(
    "text",
    [
        "model = Sequential([Dense(9 ** 9 ** 9 ** 9)])",
        "model = Sequential([Dense(3, name='a' * 10 ** 12)])",
        "model = Sequential([Dense(3, name='%999999999d' % 1)])",
        "model = Sequential([Dense(round(5, -10 ** 12))])",
        "x = [1]\nfor i in range(60):\n    x = [x, x]\nmodel = Sequential([Dense(3, name=x)])",
        "x = []\nx.append(x)\nmodel = Sequential([Dense(3, name=x)])",
        "def f(n):\n    return f(n) + f(n)\nmodel = Sequential([Dense(f(1))])",
        "model = Sequential([Dense(" + "-" * 500 + "1)])",
        "model = Sequential([Dense(" + "+".join(["1"] * 3000) + ")])",
        "model = Sequential([Dense(sum(range(10 ** 15)))])",
    ],
)
def test_a_short_text_that_stands_for_something_huge_is_refused_at_once(text):
    with pytest.raises(CodeError):
        NetworkSpec.from_code(text)


PIECES = st.sampled_from([
    "model", "= ", "Sequential", "(", ")", "[", "]", ",", "\n", "\n    ", ".add", ".compile", ".fit", "Dense", "Input",
    "keras.", "layers.", "3", "-1", "'relu'", "activation=", "for i in range(3):", "if x:", "def f(a):", "return ",
    "f", "*", "**", "lambda: ", "import keras", "from keras.layers import *", "class A(keras.Model): pass", "{", "}",
    ":", "x", " + ", " in ", "not ", "1e999", "1j", "b''", "...", "f'{x}'", "None", "Model", "(x)", "[0]", "[1:]",
    "while True:", "try:", "with x as y:", "%ls", "\x0c", "\r",
])  # fmt: skip


@st.composite
def broken_programs(draw):
    """Draw a real program of which a part is missing or doubled."""
    text = draw(st.sampled_from([text for text, *_ in PROGRAMS.values()] + [DIGITS.to_code(), UNREAD]))
    start, end = sorted(draw(st.tuples(*[st.integers(0, len(text))] * 2)))
    return text[:start] + draw(PIECES) + text[end if draw(st.booleans()) else start :]


@settings(max_examples=500)
@given(st.text() | st.lists(PIECES, max_size=25).map("".join) | broken_programs())
def test_fuzzed_text_raises_a_learners_error_or_is_read(text):
    for read in (read_code, NetworkSpec.from_code):
        try:
            read(text)
        except DLWidgetsError:
            continue


PLANTED = [
    "__import__('os').system('x')",
    "open('planted', 'w')",
    "exec('1')",
    "eval('1')",
    "print('x')",
    "os.system('x')",
    "(lambda: os.system('x'))()",
    "f'{os.system(1)}'",
    "[os.system('x') for i in range(3)]",
    "Dense.__init__.__globals__['os'].system('x')",
    "getattr(os, 'system')('x')",
]


@pytest.mark.parametrize("planted", PLANTED)
@pytest.mark.parametrize(
    "program",
    [
        "import os\n{}\nmodel = Sequential([Dense(3)])",
        "import os\nmodel = Sequential([Dense({}), Dense(3)])",
        "import os\nmodel = Sequential([Dense(3)])\nmodel.fit({})",
        "import os\ndef f(a={}):\n    {}\n    return Dense(3)\nmodel = Sequential([f()])",
        "import os\nclass A({}):\n    x = {}\n@A\ndef f(): pass\nmodel = Sequential([Dense(3)])",
    ],
)
def test_nothing_of_a_program_runs(program, planted, monkeypatch, tmp_path):
    ran = []
    monkeypatch.chdir(tmp_path)
    text = program.replace("{}", planted)
    with monkeypatch.context() as patched:
        patched.setattr(os, "system", ran.append)
        for name in ("open", "exec", "eval", "print"):
            patched.setattr(builtins, name, lambda *given, **named: ran.append((given, named)))
        spec = read_code(text).spec

    assert spec.layers == (Dense(3),)
    assert ran == []
    assert list(tmp_path.iterdir()) == []
