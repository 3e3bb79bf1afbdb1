import subprocess
import sys

import numpy as np
import pytest

from dlwidgets.data import load, names
from dlwidgets.errors import InvalidValueError, UnknownNameError

HEAVY = ("altair", "narwhals", "pandas", "polars", "sklearn", "tensorflow", "ipywidgets")


def modules_after(code):
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    return {name.partition(".")[0] for name in found.split()}


@pytest.mark.parametrize(
    "work", ["", "load('iris'), load('mnist'), load('mnist1d', n=10), load('spiral').split().scaled()"]
)
def test_loading_data_imports_nothing_heavy(work):
    code = f"import sys; from dlwidgets.data import load; {work}\nprint(*sys.modules)"
    loaded = modules_after(code)
    assert "dlwidgets" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_every_name_loads_and_is_described_in_a_sentence():
    for name, sentence in names().items():
        assert load(name).name == name
        assert sentence.endswith(".")


def test_a_wrong_name_is_answered_with_the_nearest():
    with pytest.raises(UnknownNameError, match=r"data set 'iriss'.*Did you mean 'iris'"):
        load("iriss")


@pytest.mark.parametrize("name", [None, 3, ["iris"]])
def test_a_name_that_is_no_text_is_unknown(name):
    with pytest.raises(UnknownNameError, match=r"Valid names: and, .*circle"):
        load(name)


@pytest.mark.parametrize("noise", [-0.01, 0.51, 25, float("nan"), "0.2", None, True])
def test_noise_out_of_range_is_refused(noise):
    with pytest.raises(InvalidValueError, match=r"noise is .* from 0 .* to 0.5"):
        load("circle", noise=noise)


@pytest.mark.parametrize("n", [1, 0, -5, 10.0, "10", True])
def test_too_few_examples_are_refused(n):
    with pytest.raises(InvalidValueError, match=r"n is .* whole number of at least 2"):
        load("spiral", n=n)


@pytest.mark.parametrize("seed", [-1, 0.5, None, "a"])
def test_a_seed_that_cannot_be_repeated_is_refused(seed):
    with pytest.raises(InvalidValueError, match=r"seed is .* whole number of at least 0"):
        load("circle", seed=seed)


@pytest.mark.parametrize("name", ["iris", "digits", "xor"])
@pytest.mark.parametrize(("option", "value"), [("n", 10), ("noise", 0.1)])
def test_options_of_the_plane_sets_are_refused_elsewhere(name, option, value):
    with pytest.raises(InvalidValueError, match=f"{option} does not apply to '{name}'.*circle, quadrants"):
        load(name, **{option: value})


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"noise": 0.1}, "noise does not apply to 'mnist1d', whose noise is its own; it applies to circle"),
        ({"n": 9}, "n is 9; 'mnist1d' has 10 digits. Draw 10"),
        ({"n": 1}, "n is 1; give a whole number of at least 2"),
    ],
)
def test_mnist1d_has_a_noise_of_its_own_and_a_signal_of_each_digit(options, words):
    with pytest.raises(InvalidValueError, match=words):
        load("mnist1d", **options)
    with pytest.raises(InvalidValueError, match=r"n does not apply to 'mnist'.*mnist1d, mnist1d_shuffled"):
        load("mnist", n=100)


@pytest.mark.parametrize(("name", "answers"), [("and", [0, 0, 0, 1]), ("or", [0, 1, 1, 1]), ("xor", [0, 1, 1, 0])])
def test_gates_have_their_truth_tables(name, answers):
    gate = load(name)
    np.testing.assert_array_equal(gate.X, [[0, 0], [0, 1], [1, 0], [1, 1]])
    np.testing.assert_array_equal(gate.y, answers)
    assert gate.class_names == ("0", "1")
