"""Which network is looked at: hidden layers as a learner writes them."""

import re
from collections.abc import Mapping
from typing import Any

import numpy as np
import traitlets as t

from dlwidgets.compare.network_classifier import NetworkClassifier
from dlwidgets.data import Dataset
from dlwidgets.errors import InvalidValueError
from dlwidgets.network import CompileSpec, Conv2D, Dense, Flatten, Input, NetworkSpec, OptimizerSpec
from dlwidgets.widgets.settings import Choice

MOST_LAYERS, MOST_UNITS = 4, 128
KERNEL = 3
"""Side of a filter."""
PRESETS = ("2", "8", "16, 2", "16, 16", "32, 32")
FOR_PICTURES = ("conv 8, 16",)
_LAYER = re.compile(r"(conv )?(\d{1,3})")


class Layers(Choice):
    """Hidden layers as text, such as ``"16, 2"``; a list of numbers is taken too."""

    def validate(self, demo: t.HasTraits, value: Any) -> str:
        """Return the layers in the usual way of writing, or raise InvalidValueError."""
        text = written(value)
        if "conv" in text:
            side = side_of(demo.source) if demo.has_pictures else 0  # type: ignore[attr-defined]
            if side - (KERNEL - 1) * text.count("conv") < 1:
                raise InvalidValueError(
                    f"{self.name} came as {value!r}; a convolution needs pictures, and each makes them smaller by "
                    f"{KERNEL - 1} pixels. Take data='digits', or numbers of units only."
                )
        return text


def presets(demo: Any) -> dict[str, str]:
    """Return the hidden layers that may be chosen, with their labels; the present ones are among them."""
    present = getattr(demo, "_trait_values", {}).get("layers", PRESETS[0])
    return {text: text for text in {*PRESETS, *(FOR_PICTURES if demo.has_pictures else ()), present}}


def written(value: Any) -> str:
    """Write hidden layers in one way.

    Parameters
    ----------
    value : str, int or sequence of these
        Such as ``"16, 2"``, ``[16, 2]`` or ``["conv 8", 16]``.

    Returns
    -------
    str
        Such as ``"16, 2"``.

    Raises
    ------
    InvalidValueError
        If it is nothing of the kind.
    """
    parts = value.split(",") if isinstance(value, str) else np.atleast_1d(np.array(value, dtype=object)).tolist()
    texts = [" ".join(str(part).split()) for part in parts if not isinstance(part, bool)]
    found = [_LAYER.fullmatch(text) for text in texts]
    units = [int(one[2]) if one else 0 for one in found]
    convolutions = [bool(one and one[1]) for one in found]
    in_order = convolutions == sorted(convolutions, reverse=True)
    if not 1 <= len(found) <= MOST_LAYERS or not all(1 <= n <= MOST_UNITS for n in units) or not in_order:
        raise InvalidValueError(
            f"layers came as {value!r:.80}; wanted 1 to {MOST_LAYERS} hidden layers of 1 to {MOST_UNITS} units, such "
            "as [16, 2]. For pictures, a convolution is 'conv 8' with its number of filters, and comes first."
        )
    return ", ".join(texts)


def read(text: str) -> list[tuple[bool, int]]:
    """Return for each hidden layer whether it is a convolution, and its units or filters."""
    return [(part.startswith("conv"), int(part.split()[-1])) for part in text.split(", ")]


def layer_names(text: str) -> dict[str, str]:
    """Return the hidden layers that may be looked at: their number, and what they are."""
    kinds = {True: "filters", False: "units"}
    return {
        str(i): f"{i}: {n} {kinds[is_conv] if n > 1 else kinds[is_conv][:-1]}"
        for i, (is_conv, n) in enumerate(read(text), start=1)
    }


def side_of(pictures: Dataset) -> int:
    """Return how many pixels the side of a picture has."""
    return int(np.sqrt(pictures.n_features))


def network_of(state: Mapping[str, Any], data: Dataset) -> NetworkClassifier:
    """Make the network that the settings describe.

    Parameters
    ----------
    state : dict
        The settings.
    data : Dataset
        What it will learn from.

    Returns
    -------
    NetworkClassifier
        It has not learned.
    """
    hidden, activation = read(state["layers"]), state["activation"]
    if not hidden[0][0]:
        how = {"activation": activation, "learning_rate": state["learning_rate"], "epochs": state["epochs"]}
        return NetworkClassifier(tuple(n for _, n in hidden), **how)
    side = side_of(data)
    maps = [Conv2D(n, KERNEL, activation=activation) for is_conv, n in hidden if is_conv]
    dense = [Dense(n, activation) for is_conv, n in hidden if not is_conv]
    layers = [Input((side, side, 1)), *maps, Flatten(), *dense, Dense(data.n_classes, "softmax")]
    adam = OptimizerSpec("Adam", learning_rate=state["learning_rate"])
    return NetworkClassifier(
        NetworkSpec(layers, CompileSpec(adam, "sparse_categorical_crossentropy")), epochs=state["epochs"]
    )
