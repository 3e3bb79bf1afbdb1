"""A learner's own Keras model, read and written while it lives."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dlwidgets.errors import DataError, InvalidValueError
from dlwidgets.network import BatchNormalization, Dense, NetworkSpec, Normalization
from dlwidgets.training.keras_door import import_keras
from dlwidgets.training.model_chain import chain_of
from dlwidgets.training.read_model import from_keras

if TYPE_CHECKING:
    import keras

Array = NDArray[Any]

BATCH = 32
READ = (Dense, BatchNormalization, Normalization)
"""Layers whose numbers are read; those of others stay where they are, however many there are."""


class LiveModel:
    """The layers of a Keras model in their order, with what can be read from them and written into them.

    Parameters
    ----------
    model : keras.Model
        A chain of layers that has its weights already.

    Raises
    ------
    InvalidValueError
        If the layers are no chain, one of them is unknown, or the model has no weights yet.
    MissingExtraError
        If Keras or TensorFlow is not installed.

    References
    ----------
    https://keras.io/guides/transfer_learning/
    """

    def __init__(self, model: "keras.Model") -> None:
        self.model = model
        self.spec: NetworkSpec = from_keras(model)
        self._layers = [live for _, _, live in chain_of(model)]
        if not model.built or self.spec.input_shape is None:
            raise InvalidValueError(
                "This model has no weights yet: it makes them when it knows the shape of its inputs. Put "
                "keras.Input(shape=(4,)) before its first layer, with the shape of your own examples."
            )

    def weights(self) -> tuple[dict[str, Array], ...]:
        """Read the numbers of dense and normalizing layers.

        Returns
        -------
        tuple of dict
            One per layer of ``spec``, by Keras' names; empty for other layers.
        """
        return tuple(
            {v.name: np.asarray(v) for v in live.weights} if live is not None and isinstance(layer, READ) else {}
            for layer, live in zip(self.spec.layers, self._layers, strict=True)
        )

    def write(self, index: int, name: str, value: Array) -> None:
        """Give one array of a layer other numbers; an optimizer's memory of it stays.

        Parameters
        ----------
        index : int
            Place of the layer in ``spec``.
        name : str
            Keras' name of the array, such as ``"kernel"``.
        value : ndarray
            Of the same shape.
        """
        (variable,) = (v for v in self._layers[index].weights if v.name == name)
        variable.assign(value)

    def trainable(self) -> tuple[bool, ...]:
        """Tell of each layer whether training changes it."""
        return tuple(live is None or bool(live.trainable) for live in self._layers)

    def freeze(self, index: int, *, frozen: bool) -> None:
        """Freeze a layer or let it learn again; the next fit follows, without another ``compile``.

        Keras keeps the step that it has traced, with the weights that were trainable then. So it is told to trace a
        new one. The optimizer stays, with its memory; only if it has never seen a weight that is to learn now, a new
        one with the same settings takes its place.

        Parameters
        ----------
        index : int
            Place of the layer in ``spec``.
        frozen : bool
            Whether training is to leave it as it is.
        """
        self._layers[index].trainable = not frozen
        if not self.model.compiled:
            return
        optimizer = self.model.optimizer
        seen = {id(variable) for variable in getattr(optimizer, "_trainable_variables", ())}
        if optimizer.built and any(id(variable) not in seen for variable in self.model.trainable_variables):
            self.model.optimizer = type(optimizer).from_config(optimizer.get_config())
        self.model.make_train_function(force=True)

    def outputs(self, X: Array) -> list[Array]:
        """Compute what each layer puts out, as in prediction.

        Parameters
        ----------
        X : ndarray, shape (n, ...)
            Examples in the shape that the model takes.

        Returns
        -------
        list of ndarray
            One per layer of ``spec``; the first is X where that begins with an `Input`.
        """
        return [np.asarray(passed) for passed in self._flow(X)]

    def _flow(self, X: Array) -> list[Any]:
        flowing: Any = import_keras().ops.convert_to_tensor(X)
        passed = []
        for live in self._layers:
            flowing = flowing if live is None or type(live).__name__ == "InputLayer" else live(flowing, training=False)
            passed.append(flowing)
        return passed

    def last(self, X: Array) -> tuple[Array, Array]:
        """Compute what goes into the last layer and what comes out, in batches that need little memory.

        Parameters
        ----------
        X : ndarray, shape (n, ...)
            Examples in the shape that the model takes.

        Returns
        -------
        (ndarray, ndarray), shapes (n, ...)
            As in prediction.
        """
        ends = [self._flow(X[i : i + BATCH])[-2:] for i in range(0, len(X), BATCH)]
        return np.concatenate([np.asarray(came) for came, _ in ends]), np.concatenate([np.asarray(w) for _, w in ends])

    def loss(self, y: Array, outputs: Array) -> float:
        """Compute the mean loss as the model was compiled with it, without the price on large weights.

        Parameters
        ----------
        y : ndarray, shape (n, ...)
            The truth, coded as the loss wants it.
        outputs : ndarray, shape (n, ...)
            What the model put out.

        Returns
        -------
        float
            The mean over the examples.

        Raises
        ------
        DataError
            If the loss can't be computed of these.
        """
        keras = import_keras()
        measure = keras.losses.get(self.model.loss)
        try:
            # In the model's own kind of numbers: TensorFlow multiplies no float64 by float32.
            made, truth = keras.ops.convert_to_tensor(outputs), np.asarray(y)
            truth = truth if truth.dtype.kind in "iub" else truth.astype(outputs.dtype)
            return float(np.mean(np.asarray(measure(keras.ops.convert_to_tensor(truth), made))))
        except Exception as error:
            raise DataError(
                f"The model's loss can't be computed of these data: {str(error).splitlines()[0]}"
            ) from error
