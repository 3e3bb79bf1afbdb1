"""How wrong a drawn network is: on the chosen example, and on the data."""

from dataclasses import dataclass

import numpy as np

from dlwidgets.demos.diagram.data import Array, ExampleSet
from dlwidgets.demos.diagram.source import NetworkSource
from dlwidgets.errors import DLWidgetsError
from dlwidgets.network import LossSpec
from dlwidgets.network.stages import activation_of
from dlwidgets.nn import LOSSES, get_loss
from dlwidgets.nn.chain import Signal

MOST_EXAMPLES = 2000
MOST_PRODUCTS = 300_000_000
"""Multiplications after which no more examples are taken: the loss has to follow a hand at once."""
FUSED = {
    ("softmax", "categorical_crossentropy"),
    ("softmax", "sparse_categorical_crossentropy"),
    ("sigmoid", "binary_crossentropy"),
}
"""Activations and losses that Keras computes in one step."""
_SHORT = {"mse": "mean_squared_error", "mae": "mean_absolute_error", "bce": "binary_crossentropy"}
_NAMES = {name.replace("_", ""): name for name in LOSSES} | _SHORT


@dataclass(frozen=True)
class Measured:
    """What a loss came to.

    Parameters
    ----------
    on_example, on_data : float, optional
        None where it is not known.
    n : int
        Examples that the second is the mean of.
    why_not : str
        A sentence on what is missing; empty if nothing is.
    """

    on_example: float | None = None
    on_data: float | None = None
    n: int = 0
    why_not: str = ""


def measured(source: NetworkSource, examples: ExampleSet | None, example: int, last: Signal | None) -> Measured:
    """Compute the loss of the chosen example, and the mean over the data.

    Parameters
    ----------
    source : NetworkSource
        The network.
    examples : ExampleSet, optional
        The data.
    example : int
        The chosen one, from 0.
    last : Signal, optional
        What the last layer made of it.

    Returns
    -------
    Measured
        The numbers, or why there are none.
    """
    settings = source.spec.compile
    if examples is None or examples.is_made_up or examples.y is None:
        return Measured(why_not="Without data there is no loss: give data=.")
    if settings is None or not settings.loss:
        return Measured(why_not="The network is not compiled, so no loss is known: call compile first.")
    if last is None:
        return Measured(why_not="The loss is not known, because a model is needed to compute these layers.")
    rows = _rows(examples.n, _affordable(source))
    made = source.last(examples.X[rows])
    if made is None or not np.isfinite(made.outputs).all():
        return Measured(why_not="The loss is not a number, because an output is none.")
    try:
        own = _loss(source, examples, np.array([example]), last)
        return Measured(own, _loss(source, examples, rows, made), len(rows))
    except DLWidgetsError as error:
        return Measured(why_not=f"The loss can't be computed: {error}")


def _affordable(source: NetworkSource) -> int:
    """Return how many examples can be computed at once."""
    products = sum(joint.multiply_adds or 0 for joint in source.joints)
    return max(1, min(MOST_EXAMPLES, MOST_PRODUCTS // max(1, products)))


def _rows(n: int, most: int) -> Array:
    """Choose examples evenly from all."""
    return np.arange(n) if n <= most else np.linspace(0, n - 1, most).round().astype(int)


def _loss(source: NetworkSource, examples: ExampleSet, rows: Array, last: Signal) -> float | None:
    settings, outputs = source.spec.compile, last.outputs
    loss = settings.loss if settings else None
    name, arguments = (loss.kind, loss.arguments) if isinstance(loss, LossSpec) else (str(loss), {})
    own = _NAMES.get(name.lower().replace("_", ""))
    truth = _truth(own or name, examples, rows, outputs.shape)
    is_fused = (activation_of(source.spec.layers[-1]), own) in FUSED and outputs.ndim == 2
    # As in a fit, Keras goes back from probabilities to the sums before them: so no logarithm is cut off.
    if own and is_fused and not arguments.keys() - {"from_logits", "label_smoothing"}:
        return get_loss(own, from_logits=True)(_smoothed(truth, arguments.get("label_smoothing", 0), own), last.sums)
    if own is None or arguments.keys() - {"from_logits"} or outputs.ndim != 2:
        return source.loss(truth, outputs)
    return get_loss(own, **arguments)(truth, outputs)


def _smoothed(truth: Array, share: float, own: str) -> Array:
    """Spread a share of each answer evenly over its classes: two for a sigmoid, as many as columns for softmax."""
    n_classes = 2 if own == "binary_crossentropy" else truth.shape[-1]
    return truth * (1 - share) + share / n_classes if share else truth


def _truth(name: str, examples: ExampleSet, rows: Array, shape: tuple[int, ...]) -> Array:
    """Code the answers as a loss wants them."""
    answers = np.asarray(examples.y)[rows]
    if "sparse" in name.lower() or answers.ndim > 1:
        return answers
    n_classes = len(examples.class_names)
    if n_classes and shape[-1] == n_classes > 1:
        return np.eye(n_classes)[answers]
    return answers.reshape(-1, 1).astype(float)
