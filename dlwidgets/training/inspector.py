"""Looking into a Keras model while it is fitted, without changing what it learns."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np

from dlwidgets.errors import DataError, InvalidValueError
from dlwidgets.network.keras_names import ACTIVATION_LAYERS
from dlwidgets.training.keras_door import import_keras
from dlwidgets.training.looks import Histogram, Look

COMPUTES = {*ACTIVATION_LAYERS, "Activation"}
MOST_EXAMPLES = 128
MOST_LAYERS = 12
"""Of deeper models some layers are looked at, the first and the last among them."""


@dataclass(frozen=True, eq=False)
class Sample:
    """The examples that go through the model at each look.

    Parameters
    ----------
    X, y : arrays of shape (n, ...)
        What the model takes, and its targets as the loss takes them.
    """

    X: Any
    y: Any

    @classmethod
    def of(cls, data: Any) -> "Sample":
        """Take some of the given examples, evenly from the first to the last.

        Parameters
        ----------
        data : Dataset or pair of array-likes
            ``(X, y)`` as ``model.fit`` takes them.

        Returns
        -------
        Sample
            Of ``MOST_EXAMPLES`` at most.

        Raises
        ------
        InvalidValueError
            If ``data`` is no such pair.
        DataError
            If the two differ in length, are empty, or hold no numbers.
        """
        pair = (data.X, data.y) if hasattr(data, "X") and hasattr(data, "y") else data
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            raise InvalidValueError(
                f"histograms takes True, or examples as (X, y) or a Dataset; got {type(data).__name__}."
            )
        X, y = map(np.asarray, pair)
        if X.ndim == 0 or X.shape[:1] != y.shape[:1] or not len(X):
            raise DataError(f"histograms needs as many rows of X as of y; their shapes are {X.shape} and {y.shape}.")
        if not {X.dtype.kind, y.dtype.kind} <= {*"biuf"}:
            raise DataError("histograms takes examples in numbers, as model.fit does; X or y holds something else.")
        chosen = np.linspace(0, len(X) - 1, min(len(X), MOST_EXAMPLES)).round().astype(int)
        return cls(*(part[chosen].astype("float32" if part.dtype.kind == "f" else part.dtype) for part in (X, y)))


class Inspector:
    """Histograms of the weights of a model, and with examples of its activations and gradients.

    The examples go through the model as in prediction: dropout rests, and no state of a layer moves. What is
    calculated is traced once.

    Parameters
    ----------
    model : keras.Model
        Built and compiled.
    sample : Sample, optional
        Without it only weights are looked at.

    References
    ----------
    https://www.tensorflow.org/guide/autodiff
    """

    def __init__(self, model: Any, sample: Sample | None = None) -> None:
        self._model, self._sample = model, sample
        self._layers = [layer for layer in model.layers if layer.weights or type(layer).__name__ in COMPUTES]
        places = np.linspace(0, len(self._layers) - 1, min(len(self._layers), MOST_LAYERS)).round().astype(int)
        self._shown = [self._layers[place] for place in places]
        self._key = _key(model)
        self._probe: Any = None

    @property
    def layers(self) -> list[str]:
        """Names of the layers that are looked at."""
        return [layer.name for layer in self._shown]

    @property
    def n_hidden(self) -> int:
        """How many layers are not looked at, as there are too many."""
        return len(self._layers) - len(self._shown)

    def is_for(self, model: Any) -> bool:
        """Tell whether what was traced holds for a model as it is now: the same layers, frozen ones, and loss."""
        return self._key == _key(model)

    def look(self, epoch: int) -> Look:
        """Look into the model.

        Parameters
        ----------
        epoch : int
            Finished epochs.

        Returns
        -------
        Look
            Weights of a layer are all that it learns, biases too; those of a frozen layer are all that it has.

        Raises
        ------
        InvalidValueError
            At the first look, if the model or its loss can't take the examples.
        """
        weights = {layer.name: layer.trainable_weights or layer.weights for layer in self._shown}
        values = {("weights", name): _joined(some) for name, some in weights.items() if some}
        outputs, gradients = self._probed()
        values |= {("activations", name): output for name, output in outputs.items()}
        values |= {("gradients", name): _joined(some) for name, some in gradients.items()}
        relus = {layer.name: layer for layer in self._shown if _is_relu(layer) and layer.name in outputs}
        dead = {name: _dead(outputs[name], layer) for name, layer in relus.items()}
        return Look(epoch, {at: Histogram.of(array) for at, array in values.items()}, dead)

    def _probed(self) -> tuple[dict[str, Any], dict[str, Any]]:
        if self._sample is None:
            return {}, {}
        try:
            if self._probe is None:
                self._probe = self._traced(self._sample)
            outputs, gradients = self._probe()
        except Exception as error:
            # Whatever Keras or TensorFlow raises here means the same: these examples don't fit this model.
            raise InvalidValueError(
                f"The model can't take the examples of histograms: {str(error).strip().splitlines()[0]} "
                "Give examples as model.fit takes them."
            ) from error
        return {name: np.asarray(output) for name, output in outputs.items()}, gradients

    def _traced(self, sample: Sample) -> Any:
        import tensorflow as tf

        model = self._model
        learning = {layer.name: layer.trainable_weights for layer in self._shown if layer.trainable_weights}

        @tf.function(autograph=False)
        def probe() -> tuple[dict[str, Any], dict[str, Any]]:
            X, y = tf.constant(sample.X), tf.constant(sample.y)
            with tf.GradientTape() as tape, _overheard(self._shown) as outputs:
                loss = model.compute_loss(x=X, y=y, y_pred=model(X, training=False), training=False)
            variables = {name: [variable.value for variable in some] for name, some in learning.items()}
            gradients = tape.gradient(loss, variables, unconnected_gradients="zero")
            dense = {
                name: [tf.cast(tf.convert_to_tensor(one), tf.float32) for one in some]
                for name, some in gradients.items()
            }
            return {name: tf.cast(output, tf.float32) for name, output in outputs.items()}, dense

        return probe.get_concrete_function()


def _key(model: Any) -> tuple[Any, ...]:
    """Say what a traced function depends on."""
    return id(model), getattr(model, "loss", None), tuple(map(id, model.trainable_weights))


@contextmanager
def _overheard(layers: list[Any]) -> Iterator[dict[str, Any]]:
    """Hear what layers put out while their model is called: any model, also one that is written as a class."""
    heard: dict[str, Any] = {}

    def ear(name: str, call: Any) -> Any:
        def calls(*inputs: Any, **options: Any) -> Any:
            output = call(*inputs, **options)
            first = output[0] if isinstance(output, (tuple, list)) else output
            if not isinstance(first, Mapping) and "float" in str(first.dtype):
                heard[name] = first
            return output

        return calls

    for layer in layers:
        layer.call = ear(layer.name, layer.call)
    try:
        yield heard
    finally:
        for layer in layers:
            del layer.call


def _joined(arrays: Any) -> Any:
    return np.concatenate([np.asarray(array, dtype=np.float64).ravel() for array in arrays])


def _is_relu(layer: Any) -> bool:
    """Tell whether what a layer puts out is 0 for all weighted sums below 0."""
    keras = import_keras()
    if isinstance(layer, keras.layers.ReLU):
        return not layer.negative_slope
    return getattr(getattr(layer, "activation", None), "__name__", "") in {"relu", "relu6"}


def _dead(outputs: Any, layer: Any) -> tuple[int, int]:
    """Count the units that are 0 for all examples, and all units; a unit of a convolution is a channel."""
    units = 1 if getattr(layer, "data_format", "") == "channels_first" else outputs.ndim - 1
    is_dead = (outputs == 0).all(axis=tuple(axis for axis in range(outputs.ndim) if axis != units))
    return int(is_dead.sum()), is_dead.size
