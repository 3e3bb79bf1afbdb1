"""A Keras network that takes part as scikit-learn's classifiers do."""

import threading
import time
from collections.abc import Iterable, Sequence
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from dlwidgets.compare.adapter import Scored, Settings, classifier_tags
from dlwidgets.compare.checked import checked_labels, checked_table, refuse_unfitted
from dlwidgets.errors import InvalidValueError, clear_call
from dlwidgets.network import CompileSpec, Dense, Input, NetworkSpec, OptimizerSpec
from dlwidgets.nn.softmax import softmax
from dlwidgets.training.build import build
from dlwidgets.training.trainer.trainer import Trainer

EPOCHS = 100
# Keras draws its first weights from one place in the process: two threads would take each other's numbers.
ONE_AT_A_TIME = threading.RLock()


class NetworkClassifier(Settings, Scored):
    """A Keras network with the interface of a classifier of scikit-learn; the project's trainer trains it.

    Parameters
    ----------
    network : NetworkSpec or sequence of int, default (16, 16)
        The network, or the units of its hidden layers; the output layer then follows from the data.
    activation : str, default "relu"
        Of the hidden layers, where only their units are given.
    learning_rate : float, default 0.01
        Of Adam, where only units are given.
    epochs : int, optional
        How often each example is seen; what the description says if not given, else 100.
    batch_size : int, default 32
        Examples per step.
    random_state : int, default 0
        First weights and order are drawn from it.

    Attributes
    ----------
    classes_ : array of shape (n_classes,)
        The labels that were seen.
    spec_ : NetworkSpec
        The network that was trained.
    weights_ : list of ndarray
        Its weights after training, in Keras' order.
    prepared_s_ : float
        Seconds that `fit` took to build the network and compile its steps, which is done once for each architecture.

    References
    ----------
    https://scikit-learn.org/stable/developers/develop.html

    Examples
    --------
    >>> NetworkClassifier((8,), epochs=20)
    NetworkClassifier(network=(8,), epochs=20)
    """

    @clear_call
    def __init__(
        self,
        network: NetworkSpec | Sequence[int] = (16, 16),
        *,
        activation: str = "relu",
        learning_rate: float = 0.01,
        epochs: int | None = None,
        batch_size: int = 32,
        random_state: int = 0,
    ) -> None:
        self.network = network
        self.activation = activation
        self.learning_rate = learning_rate
        self.epochs = epochs
        self.batch_size = batch_size
        self.random_state = random_state

    @property
    def n_epochs(self) -> int:
        """How often each example is seen, wherever that was said."""
        said = self.network.fit.epochs if isinstance(self.network, NetworkSpec) and self.network.fit else EPOCHS
        return said if self.epochs is None else self.epochs

    def fit(self, X: npt.ArrayLike, y: npt.ArrayLike) -> Self:
        """Train a new network.

        Parameters
        ----------
        X : array-like of shape (n, d)
            One row per example.
        y : array-like of shape (n,)
            Their classes.

        Returns
        -------
        NetworkClassifier
            Itself.

        Raises
        ------
        InvalidValueError
            If the network has not one output per class.
        """
        with ONE_AT_A_TIME:
            trainer = self.trainer(X, y)
            try:
                started = time.perf_counter()
                prepare(trainer)
                self.prepared_s_ = time.perf_counter() - started
                trainer.train()
                self.take(trainer.weights)
            finally:
                trainer.close()
        return self

    def trainer(self, X: npt.ArrayLike, y: npt.ArrayLike, **settings: Any) -> Trainer:
        """Return what trains a new network, for those who watch it or stop it; `take` its weights to predict.

        Parameters
        ----------
        X : array-like of shape (n, d)
            One row per example.
        y : array-like of shape (n,)
            Their classes.
        **settings
            Others of the trainer, such as ``on_snapshot``.

        Returns
        -------
        Trainer
            It has not trained yet.

        Raises
        ------
        InvalidValueError
            If the network has not one output per class.
        """
        table = checked_table(X)
        self.classes_, targets = np.unique(checked_labels(y, len(table)), return_inverse=True)
        self.n_features_in_ = table.shape[1]
        self.spec_ = self._spec()
        vars(self).pop("_model", None)
        how = {"batch_size": self.batch_size, "seed": self.random_state, "epochs": self.n_epochs, **settings}
        return Trainer(self.spec_, self._shaped(table), targets, **how)

    def take(self, weights: Sequence[npt.NDArray[Any]]) -> None:
        """Predict with these weights from now on.

        Parameters
        ----------
        weights : sequence of ndarray
            Of a trainer that this classifier has made.
        """
        self.weights_ = [*weights]
        if "_model" not in vars(self):
            self._model = build(self.spec_, compiled=False)
        self._model.set_weights(self.weights_)

    @property
    def model(self) -> Any:
        """The Keras model that it predicts with."""
        return self._model

    def predict_proba(self, X: npt.ArrayLike) -> npt.NDArray[np.float32]:
        """Return how likely each class is.

        Parameters
        ----------
        X : array-like of shape (n, d)
            One row per example.

        Returns
        -------
        float32 array of shape (n, n_classes)
            Each row adds up to 1.
        """
        refuse_unfitted(self)
        table = checked_table(X, self.n_features_in_)
        outputs = np.asarray(self._model(self._shaped(table), training=False))
        if outputs.shape[1] > 1:
            return softmax(outputs).astype(np.float32) if self._gives_logits() else outputs
        positive = 1 / (1 + np.exp(-outputs)) if self._gives_logits() else outputs
        return np.hstack([1 - positive, positive])

    def predict(self, X: npt.ArrayLike) -> npt.NDArray[Any]:
        """Return the most likely classes.

        Parameters
        ----------
        X : array-like of shape (n, d)
            One row per example.

        Returns
        -------
        array of shape (n,)
            Labels as they were in ``y``.
        """
        shares = self.predict_proba(X)
        return self.classes_[shares.argmax(axis=1)]

    def _spec(self) -> NetworkSpec:
        """Return the description, completed by what the data say."""
        n_classes = len(self.classes_)
        if isinstance(self.network, NetworkSpec):
            shape = self.network.output_shape
            if shape is not None and shape not in {(n_classes,), (1,) if n_classes == 2 else (n_classes,)}:
                raise InvalidValueError(
                    f"The network gives {shape} per example, but there are {n_classes} classes. "
                    f"End it with Dense({n_classes}, 'softmax')."
                )
            return self.network
        if isinstance(self.network, str) or not isinstance(self.network, Iterable):
            raise InvalidValueError(
                f"network is {self.network!r:.80}; give the units of its hidden layers, such as (16, 16), or a "
                "description: dlw.from_keras(model)."
            )
        hidden = [Dense(units, self.activation) for units in self.network]
        adam = OptimizerSpec("Adam", learning_rate=self.learning_rate)
        return NetworkSpec(
            [Input((self.n_features_in_,)), *hidden, Dense(n_classes, "softmax")],
            CompileSpec(adam, "sparse_categorical_crossentropy"),
        )

    def _shaped(self, X: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Give pictures that came as rows of pixels the shape that the network asks for."""
        shape = self.spec_.input_shape
        return X if shape is None or len(shape) == 1 or None in shape else X.reshape(-1, *shape)

    def _gives_logits(self) -> bool:
        loss = self.spec_.compile.loss if self.spec_.compile else None
        return bool(getattr(loss, "arguments", {}).get("from_logits", False))

    def __getstate__(self) -> dict[str, Any]:
        """Leave the Keras model behind; the weights make it anew."""
        return {name: value for name, value in vars(self).items() if name != "_model"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        if "weights_" in state:
            self.take(self.weights_)

    def __sklearn_tags__(self) -> Any:
        """Tell scikit-learn that this is a classifier."""
        return classifier_tags()

    def __sklearn_is_fitted__(self) -> bool:
        """Tell scikit-learn whether it has learned."""
        return hasattr(self, "weights_")


def prepare(trainer: Trainer) -> None:
    """Build a trainer's network and compile its steps; what goes wrong is raised.

    Parameters
    ----------
    trainer : Trainer
        It has not trained yet.
    """
    trainer.warm().wait()
    if trainer.error is not None:
        raise trainer.error
