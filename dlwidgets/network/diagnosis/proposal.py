"""The network that a good teacher would start with, from what is known about the data."""

from dataclasses import replace
from math import ceil

from dlwidgets.errors import InvalidValueError
from dlwidgets.network._counting import size_of
from dlwidgets.network.compiling import CompileSpec, FitSpec
from dlwidgets.network.diagnosis.changes import with_compile, with_output
from dlwidgets.network.diagnosis.facts import DataFacts
from dlwidgets.network.diagnosis.losses import LossFacts, loss_string
from dlwidgets.network.layers.dense import Dense, Embedding
from dlwidgets.network.layers.layer import LayerSpec
from dlwidgets.network.layers.pooling import GlobalAveragePooling1D
from dlwidgets.network.layers.recurrent import LSTM
from dlwidgets.network.layers.shaping import Flatten, Input, Rescaling, Reshape
from dlwidgets.network.objects import OptimizerSpec
from dlwidgets.network.spec import NetworkSpec

LARGE_INPUT = 100
"""Inputs further from 0 make first outputs, and with them the gradient, large."""
FEW_EXAMPLES = 50
"""With fewer, none is set aside, and the few updates of an epoch may be larger."""
UPDATES = 1000
EPOCHS = (10, 20, 50, 100, 200)
"""Round numbers, as a person would choose."""
BATCH = 32
"""Keras' own."""
_HIDDEN = ((10, 10), (100, 32), (float("inf"), 128))
"""Up to how many inputs, how many hidden units."""


def propose(facts: DataFacts) -> NetworkSpec:
    """Propose a whole network for data: a small one that learns.

    Parameters
    ----------
    facts : DataFacts
        What is known; the shape of an example and what is to be predicted are needed.

    Returns
    -------
    NetworkSpec
        From the input to the settings of `fit`.

    Raises
    ------
    InvalidValueError
        If the shape, or what is to be predicted, is not known.

    Examples
    --------
    >>> propose(DataFacts(shape=(4,), task="classes", n_classes=3)).layers[1:]
    (Dense(10, activation='relu'), Dense(3, activation='softmax'))
    """
    if facts.shape is None or not (facts.is_classes or facts.is_numbers):
        raise InvalidValueError(
            "A network can be proposed when the shape of an example and what to predict are known. "
            "Give facts with shape=(4,), task='classes' and n_classes=3, or task='numbers'."
        )
    units = next(units for most, units in _HIDDEN if (size_of(facts.shape) or 0) <= most)
    is_few = facts.n_examples is not None and facts.n_examples <= FEW_EXAMPLES
    # Of few relu units, some may never answer on few examples: of 4000 starts, 290 never learn XOR; of tanh, none.
    layers = (Input(facts.shape), *_first(facts), Dense(units, "tanh" if is_few else "relu"), Dense(1))
    optimizer = OptimizerSpec("Adam", learning_rate=0.05) if is_few else "adam"
    return propose_end(NetworkSpec(layers, CompileSpec(optimizer), propose_fit(facts)), facts)


def propose_end(spec: NetworkSpec, facts: DataFacts) -> NetworkSpec:
    """Propose the end of a network that is there: output units, last activation, loss, coding, metrics.

    Parameters
    ----------
    spec : NetworkSpec
        The network; all but its end stays.
    facts : DataFacts
        What is known of the data.

    Returns
    -------
    NetworkSpec
        A new one; the same if it is not known what is to be predicted.
    """
    if not (facts.is_classes or facts.is_numbers):
        return spec
    units = output_units(facts)
    spec = with_output(spec, units, output_activation(facts, units))
    is_coded = spec.fit is not None and spec.fit.one_hot
    if spec.fit is not None and is_coded and (units == 1 or facts.is_numbers or facts.one_hot):
        spec, is_coded = replace(spec, fit=replace(spec.fit, one_hot=False)), False
    kind = loss_kind(facts, units, one_hot=is_coded or facts.one_hot)
    written = spec.compile.loss if spec.compile else None
    if written is None or LossFacts.of(written).kind != kind or LossFacts.of(written).from_logits:
        spec = with_compile(spec, loss=loss_string(kind))
    return with_compile(spec, metrics=(metric(facts),))


def output_units(facts: DataFacts) -> int:
    """Return how many outputs suit the target: one for two classes, else one per class or number.

    Parameters
    ----------
    facts : DataFacts
        With what is to be predicted.
    """
    if facts.is_numbers:
        return facts.n_outputs
    return 1 if facts.is_binary and not facts.one_hot else facts.n_classes or 1


def output_activation(facts: DataFacts, units: int) -> str | None:
    """Return the activation with which so many outputs suit the target; None is linear.

    Parameters
    ----------
    facts : DataFacts
        With what is to be predicted.
    units : int
        How many outputs there are.
    """
    if facts.is_numbers:
        return None
    return "sigmoid" if units == 1 else "softmax"


def loss_kind(facts: DataFacts, units: int, *, one_hot: bool) -> str:
    """Return the loss, by Keras' class name, that suits the target and its coding.

    Parameters
    ----------
    facts : DataFacts
        With what is to be predicted.
    units : int
        How many outputs there are.
    one_hot : bool
        Whether the target comes as one-hot rows.
    """
    if facts.is_numbers:
        return "MeanSquaredError"
    if units == 1:
        return "BinaryCrossentropy"
    return "CategoricalCrossentropy" if one_hot else "SparseCategoricalCrossentropy"


def metric(facts: DataFacts) -> str:
    """Return the number that a beginner reads beside the loss.

    Parameters
    ----------
    facts : DataFacts
        With what is to be predicted.
    """
    return "mae" if facts.is_numbers else "accuracy"


def propose_fit(facts: DataFacts) -> FitSpec:
    """Propose how long to train: so many epochs that some thousand updates come together, and a share to check with.

    Parameters
    ----------
    facts : DataFacts
        What is known of the data.

    Returns
    -------
    FitSpec
        Settings of `fit`.
    """
    n = facts.n_examples
    if n is None:
        return FitSpec(epochs=20)
    wanted = ceil(UPDATES / ceil(n / BATCH))
    epochs = next((epochs for epochs in EPOCHS if epochs >= wanted), EPOCHS[-1])
    # The last examples of sorted data are all of one class: they would check nothing.
    share = 0.2 if n > FEW_EXAMPLES and facts.is_sorted is False else 0.0
    return FitSpec(epochs=epochs, validation_split=share)


def is_large(facts: DataFacts) -> bool:
    """Tell whether inputs are known to lie so far from 0 that a network learns badly from them.

    Parameters
    ----------
    facts : DataFacts
        What is known of the data.
    """
    return not facts.whole_ids and largest(facts) > LARGE_INPUT


def scaling_layer(facts: DataFacts) -> Rescaling:
    """Return the layer that brings large inputs near 0: it divides them by the largest.

    Parameters
    ----------
    facts : DataFacts
        What is known of the data, with their range.
    """
    return Rescaling(1 / largest(facts))


def largest(facts: DataFacts) -> float:
    """Return how far from 0 the inputs reach; 1 if it is not known, or nowhere.

    Parameters
    ----------
    facts : DataFacts
        What is known of the data.
    """
    return max(-(facts.low or 0), facts.high or 0) or 1.0


def _first(facts: DataFacts) -> list[LayerSpec]:
    """Choose the layers between the input and the hidden layer."""
    shape = facts.shape or ()
    if facts.whole_ids and len(shape) == 1:
        return [Embedding(int(facts.high or 0) + 1, 16), GlobalAveragePooling1D()]
    scaling = [scaling_layer(facts)] if is_large(facts) else []
    if not shape:
        return [Reshape((1,)), *scaling]
    if len(shape) == 1:
        return [*scaling]
    return [*scaling, LSTM(32) if len(shape) == 2 and shape[0] is None else Flatten()]
