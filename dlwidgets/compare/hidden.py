"""What a hidden layer makes of examples: features that a network has found, for whoever comes after it."""

from collections.abc import Sequence
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from dlwidgets.compare.adapter import Settings, transformer_tags
from dlwidgets.compare.checked import checked_table, refuse_unfitted
from dlwidgets.compare.contestants import prepared
from dlwidgets.compare.network_classifier import NetworkClassifier
from dlwidgets.errors import InvalidValueError, clear_call
from dlwidgets.network import NetworkSpec

Array = npt.NDArray[Any]


def hidden_outputs(network: NetworkClassifier, X: npt.ArrayLike) -> list[Array]:
    """Compute what each layer of a trained network but the last puts out.

    Parameters
    ----------
    network : NetworkClassifier
        It has learned.
    X : array-like of shape (n, d)
        Examples as the network takes them.

    Returns
    -------
    list of float32 arrays, shapes (n, ...)
        One per layer, in prediction: dropout rests.
    """
    model = network.model
    shape = model.input_shape[1:]
    flowing: Any = np.asarray(X, dtype=np.float32)
    flowing = flowing if None in shape else flowing.reshape(-1, *shape)
    passed = []
    for layer in model.layers[:-1]:
        flowing = layer(flowing, training=False)
        passed.append(np.asarray(flowing))
    return passed


class HiddenFeatures(Settings):
    """Features that a network finds, as a step in front of another classifier: what its hidden layer puts out.

    ``fit`` trains a network to tell the classes apart; ``transform`` sends examples through it as far as the layer.

    Parameters
    ----------
    network : NetworkSpec or sequence of int, default (16, 16)
        As `NetworkClassifier` takes it.
    layer : int, default -1
        Which layer, counted from 0; -1 is the one before the last.
    activation, learning_rate, epochs, batch_size, random_state : optional
        As `NetworkClassifier` takes them.

    Attributes
    ----------
    network_ : NetworkClassifier
        The network that was trained.

    References
    ----------
    A. S. Razavian, H. Azizpour, J. Sullivan and S. Carlsson (2014), CNN features off-the-shelf,
    https://arxiv.org/abs/1403.6382

    Examples
    --------
    >>> HiddenFeatures((8, 2)).get_params()["network"]
    (8, 2)
    """

    @clear_call
    def __init__(
        self,
        network: NetworkSpec | Sequence[int] = (16, 16),
        *,
        layer: int = -1,
        activation: str = "relu",
        learning_rate: float = 0.01,
        epochs: int | None = None,
        batch_size: int = 32,
        random_state: int = 0,
    ) -> None:
        self.network = network
        self.layer = layer
        self.activation = activation
        self.learning_rate = learning_rate
        self.epochs = epochs
        self.batch_size = batch_size
        self.random_state = random_state

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
        HiddenFeatures
            Itself.

        Raises
        ------
        InvalidValueError
            If the network has no such layer.
        """
        settings = {name: value for name, value in self.get_params().items() if name != "layer"}
        network = NetworkClassifier().set_params(**settings).fit(X, y)
        n = len(network.model.layers) - 1
        if isinstance(self.layer, bool) or not isinstance(self.layer, int) or not -n <= self.layer < n:
            raise InvalidValueError(f"layer is {self.layer!r}; in front of its last layer the network has {n}.")
        self.network_ = network
        return self

    def transform(self, X: npt.ArrayLike) -> Array:
        """Return what the layer puts out.

        Parameters
        ----------
        X : array-like of shape (n, d)
            One row per example.

        Returns
        -------
        float32 array of shape (n, n_units)
            Maps of a convolution stand behind each other.
        """
        refuse_unfitted(self)
        table = checked_table(X, self.network_.n_features_in_)
        return hidden_outputs(self.network_, table)[self.layer].reshape(len(table), -1)

    def fit_transform(self, X: npt.ArrayLike, y: npt.ArrayLike) -> Array:
        """Train a new network and return what its layer makes of the same examples.

        Parameters
        ----------
        X, y : array-like
            As `fit` takes them.

        Returns
        -------
        float32 array of shape (n, n_units)
            As `transform` returns it.
        """
        return self.fit(X, y).transform(X)

    def __sklearn_tags__(self) -> Any:
        """Tell scikit-learn that this makes features."""
        return transformer_tags()

    def __sklearn_is_fitted__(self) -> bool:
        """Tell scikit-learn whether it has learned."""
        return hasattr(self, "network_")

    @property
    def cost_(self) -> tuple[int, int | None]:
        """How many numbers the layers hold that are used, and their multiplications for one example."""
        network = self.network_
        n_used = range(len(network.model.layers) - 1)[self.layer] + 1
        has_input = type(network.spec_.layers[0]).__name__ == "Input"
        used = NetworkSpec(network.spec_.layers[: n_used + has_input])
        summary = used.summary(None if has_input else (network.n_features_in_,))
        return sum(layer.count_params() for layer in network.model.layers[:n_used]), summary.multiply_adds


def linear_svm(X: Array, y: Array, features: Any = None) -> Any:
    """Let a linear SVM learn: the same for all features, scaled and with C = 1.

    Parameters
    ----------
    X : float array of shape (n, d)
        Features, whoever made them.
    y : int array of shape (n,)
        Classes.
    features : optional
        How features are made of these, as `race` takes it.

    Returns
    -------
    sklearn.pipeline.Pipeline or None
        Fitted; None where a feature is not finite.
    """
    from sklearn.svm import SVC

    return prepared(SVC(kernel="linear"), "standard", features).fit(X, y) if np.isfinite(X).all() else None


def svm_accuracy(svm: Any, X: Array, y: Array) -> float:
    """Measure how often a linear SVM is right.

    Parameters
    ----------
    svm : object
        As `linear_svm` returns it.
    X, y : arrays of shapes (n, d) and (n,)
        What it is tested with.

    Returns
    -------
    float
        Share of right answers; NaN where there is no SVM, or a feature is not finite.
    """
    return float("nan") if svm is None or not np.isfinite(X).all() else float(np.mean(svm.predict(X) == y))
