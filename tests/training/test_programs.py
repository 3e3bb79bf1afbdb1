"""Beginners' programs, run by Keras itself: the model that comes out is the one that is read from the text."""

import sys
import warnings
from functools import wraps
from types import SimpleNamespace
from unittest.mock import MagicMock

import numpy as np
import pytest

from dlwidgets.network import NetworkSpec, read_code
from dlwidgets.training.build import build
from dlwidgets.training.keras_door import import_keras
from dlwidgets.training.read_model import from_keras
from tests.network.programs import PROGRAMS

# A cell of a notebook finds these where other cells put them.
CELLS_BEFORE = """
import numpy as np
import tensorflow as tf
import keras
from keras import Input, Model, Sequential, layers
from keras.layers import *
import matplotlib.pyplot as plt
"""
NO_PYTHON = {
    "a cell with magics", "cell of a notebook", "copied from a console", "copied from a notebook", "indented, with tabs",
}  # fmt: skip
NOT_RUN = {
    "old names": "Keras 3 has neither the modules nor lr",
    "old input of a batch": "Keras 3 does not know batch_input_shape",
    "optimizer in a variable": "Keras 3 does not know lr",
    "schedule": "Keras 3 has no legacy optimizers",
    "function that nothing calls": "another package would call it",
    "dict of settings": "it opens a file",
    "main with two functions": "Keras takes the list for the weights of losses, and refuses it",
    "sizes of the data": "the sizes are known only when it runs",
    "an unknown number of classes": "the number is known only when it runs",
}
DATA = np.random.default_rng(0)


def stand_ins():
    """Return small data under the names that the programs use."""
    X, y = DATA.normal(size=(30, 4)), np.arange(30) % 3
    names = {"X": X, "y": y, "X_train": X, "y_train": y, "x_train": X, "y_test": y, "X_test": X}
    return names | {"words": X, "labels": y}


@pytest.fixture(scope="module")
def keras():
    return import_keras()


@pytest.fixture
def run(keras, monkeypatch):
    """Run a program in which fit does nothing, and return the models that it made, the last one at the end."""
    made, used = [], []
    images = np.zeros((6, 28, 28)), np.arange(6) % 3
    monkeypatch.setitem(sys.modules, "matplotlib.pyplot", MagicMock(subplots=lambda: (MagicMock(), MagicMock())))
    monkeypatch.setattr(keras.datasets.mnist, "load_data", lambda: (images, images))
    begin, compiled = keras.Model.__init__, keras.Model.compile

    def remember(self, *places, **named):
        begin(self, *places, **named)
        made.append(self)

    @wraps(compiled)
    def compile_and_remember(self, *places, **named):
        used.append(self)
        return compiled(self, *places, **named)

    def fit(self, *places, **named):
        used.append(self)
        return SimpleNamespace(history={"loss": [1.0]})

    monkeypatch.setattr(keras.Model, "__init__", remember)
    monkeypatch.setattr(keras.Model, "compile", compile_and_remember)
    monkeypatch.setattr(keras.Model, "fit", fit)
    monkeypatch.setattr(keras.Model, "evaluate", lambda *_, **__: (0.0, 0.0))
    monkeypatch.setattr(keras.Model, "predict", lambda *_, **__: np.zeros(3))

    def ran(text):
        names = {"__name__": "__main__"}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(CELLS_BEFORE, names)  # noqa: S102  # our own corpus
            exec(text, names | stand_ins())  # noqa: S102
        return [*made, *used]

    return ran


@pytest.mark.parametrize("name", [name for name in PROGRAMS if name not in NO_PYTHON | set(NOT_RUN)])
def test_keras_makes_of_a_program_what_is_read_from_it(name, run):
    read = read_code(PROGRAMS[name].text)
    model = run(PROGRAMS[name].text)[-1]
    described = NetworkSpec(read.spec.layers, read.spec.compile)

    assert from_keras(model) == from_keras(build(described))
