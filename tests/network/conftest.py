"""Keras as the oracle: the same layer built there, called on a symbolic input."""

import warnings
from math import prod

import pytest

from dlwidgets.network import LayerSpec
from dlwidgets.network.objects import ObjectSpec
from dlwidgets.training.keras_door import import_keras


@pytest.fixture(scope="session")
def keras():
    return import_keras()


@pytest.fixture(scope="session")
def theirs(keras):
    """Build a layer of Keras from its kind and arguments, as a person would."""
    modules = [keras.initializers, keras.regularizers]

    def value(ours):
        if isinstance(ours, LayerSpec):
            return build(ours.kind, ours.arguments)
        if isinstance(ours, ObjectSpec):
            [module] = [module for module in modules if hasattr(module, ours.kind)]
            return getattr(module, ours.kind)(**ours.arguments)
        return ours

    def build(kind, arguments):
        return getattr(keras.layers, kind)(**{name: value(one) for name, one in arguments.items()})

    return build


@pytest.fixture(scope="session")
def call():
    """Call a layer of Keras; None if it refuses, whatever the error."""

    def called(make, inputs):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                layer = make()
                return layer, layer(inputs)
            except Exception:  # noqa: BLE001  # Keras refuses with errors of many kinds
                return None

    return called


def counted(layer):
    """Count a Keras layer's trainable and other parameters."""
    trainable = sum(prod(weight.shape) for weight in layer.trainable_weights)
    return trainable, layer.count_params() - trainable


@pytest.fixture(scope="session")
def counts():
    return counted
