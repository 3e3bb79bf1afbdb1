"""What is known of arrays without running a program is what NumPy makes of them."""

from itertools import product

import numpy as np
import pytest

from dlwidgets.assistant import find_bugs
from dlwidgets.assistant.reading.program import Program
from dlwidgets.assistant.reading.source import Source

MADE = (
    "np.zeros((6, 3))", "np.ones(3)", "np.full((6, 1), 2.5)", "np.arange(3)", "np.random.rand(6, 3)", "np.array([1, -2, 3])",
    "np.random.uniform(-3, 5, (6, 1))", "np.random.normal()", "np.random.randint(2, 9)", "float('2')", "-3",
)  # fmt: skip
JOINED = (
    "np.column_stack([np.zeros(6), np.ones((6, 2)), np.arange(6)])", "np.stack([np.ones(4), np.arange(4)])",
    "np.stack([np.ones((4, 5)), np.zeros((4, 5))], axis=-1)", "np.repeat(np.arange(3), 4)", "np.repeat(np.arange(3), 4, axis=0)",
    "np.where(np.random.rand(6, 3) > 0.5, 1, 0)", "np.where(np.arange(6) > 2, -2.5, 3)", "np.where(np.arange(3) > 1, np.ones((6, 1)), 0)",
    "np.concatenate([np.zeros(4), np.ones(2)])", "np.hstack([np.zeros((4, 2)), np.ones((4, 1))])", "np.vstack([np.zeros((4, 2)), np.ones((3, 2))])",
    "-np.arange(5)", "-np.random.rand(5, 2)",
)  # fmt: skip
SUMS = [f"{one} {sign} {other}" for one, sign, other in product(MADE, "+-*/", MADE) if "np" in one + other]


def known(line):
    program = Program(Source(f"import numpy as np\n{line}"))
    program.run()
    return program.names["x"]


def made(line):
    names = {"np": np, "hidden": 1.5}
    with np.errstate(all="ignore"):
        exec(line, names)  # noqa: S102  # a line of this test
    return np.asarray(names["x"])


def assert_true(line):
    """Hold what is known of ``x`` against what NumPy gives."""
    told, real = known(line), made(line)
    assert told.shape == real.shape, line
    numbers = real[np.isfinite(real)]
    assert told.low is None or numbers.min() >= told.low, line
    assert told.high is None or numbers.max() <= told.high, line
    assert not told.whole or (numbers % 1 == 0).all(), line
    assert told.classes is None or told.classes >= len(np.unique(real)), line


@pytest.mark.parametrize("lines", [JOINED, SUMS], ids=["joined", "sums"])
def test_shape_ends_and_kind_of_numbers_are_those_of_numpy(lines):
    for line in lines:
        assert_true(f"x = {line}")


def test_what_is_added_in_place_keeps_the_shape_whatever_it_is():
    assert_true("x = np.zeros((6, 3))\nx += hidden")
    assert known("x = np.zeros((6, 3)) + hidden").shape is None


def test_an_array_full_of_one_number_moves_another_by_it():
    moved = known("x = np.random.uniform(0, 2, 60) * np.full((60, 1), 500.0) + np.ones(60)")
    assert (moved.shape, moved.low, moved.high) == ((60, 60), 1, 1001)


def test_what_is_known_of_a_sum_with_zeros_finds_the_bug():
    code = (
        "import keras\nimport numpy as np\nX = np.zeros((90, 4)) + np.random.rand(90, 4) * 300\nX += noise\n"
        "y = np.where(X[:, 0] > 150, 1, 0)\nmodel = keras.Sequential([keras.layers.Input((5,)), keras.layers.Dense(2, 'softmax')])\n"
        "model.compile('adam', 'categorical_crossentropy')\nmodel.fit(X, y, epochs=9)\n"
    )
    assert {one.rule for one in find_bugs(code)} == {"labels-vs-loss", "input-vs-data"}
