"""What a network is trained for: a loss, on targets that suit it, behind an output layer that suits both."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dlwidgets.errors import DataError, InvalidValueError, unknown_name
from dlwidgets.nn._inputs import FloatArray, numbers
from dlwidgets.nn.activations import get_activation
from dlwidgets.nn.dense import SOFTMAX, DenseNetwork
from dlwidgets.nn.forward_pass import ForwardPass
from dlwidgets.nn.loss import Loss
from dlwidgets.nn.losses import LOSSES, get_loss
from dlwidgets.nn.softmax import softmax_jacobian

SPARSE = "sparse_categorical_crossentropy"
CROSS_ENTROPIES = {"categorical_crossentropy", SPARSE}
BINARY = "binary_crossentropy"


@dataclass(frozen=True)
class Objective:
    """A loss together with the activation in front of it.

    Parameters
    ----------
    loss : str
        A key of ``LOSSES``.
    activation : str
        That of the output layer.

    Raises
    ------
    UnknownNameError
        If there is no such loss.
    InvalidValueError
        If the loss can't work behind that activation; the text names one that can.

    References
    ----------
    https://keras.io/api/losses/
    """

    loss: str
    activation: str

    def __post_init__(self) -> None:
        if self.loss not in LOSSES:
            raise unknown_name("loss", self.loss, LOSSES)
        if self.loss in CROSS_ENTROPIES and self.activation != SOFTMAX:
            raise InvalidValueError(
                f"{self.loss} needs probabilities that sum to 1, but the last layer has {self.activation!r}. "
                "Use 'softmax' there, or the loss 'binary_crossentropy' behind 'sigmoid'."
            )
        if self.loss == BINARY and self.activation == SOFTMAX:
            raise InvalidValueError(
                f"{self.loss} takes each output for a probability of its own, but softmax shares out 1 among them. "
                "Use the loss 'categorical_crossentropy', or 'sigmoid' in the last layer."
            )
        if self.loss == BINARY and self.activation != "sigmoid":
            raise InvalidValueError(
                f"{self.loss} needs probabilities from 0 to 1, but the last layer has {self.activation!r}. "
                "Use 'sigmoid' there, or the loss 'mean_squared_error'."
            )

    @property
    def is_fused(self) -> bool:
        """Whether loss and activation are computed in one go, from the weighted sums.

        Keras trains such pairs so, too: no probability can then round to 0 on the way.
        """
        return self.loss in {*CROSS_ENTROPIES, BINARY}

    @property
    def has_own_slopes(self) -> bool:
        """Whether each output follows its own weighted sum alone, and the loss each output."""
        return not self.is_fused and self.activation != SOFTMAX

    @property
    def averages_outputs(self) -> bool:
        """Whether the loss of an example is the mean over its outputs, and not the sum."""
        return self._function.over_outputs == "mean"

    @property
    def is_sparse(self) -> bool:
        """Whether a target is the number of a class, counted from 0, and not one number for each output."""
        return self.loss == SPARSE

    def targets(self, y: ArrayLike, n_examples: int, n_outputs: int) -> FloatArray:
        """Return targets as numbers that stand beside the outputs.

        Parameters
        ----------
        y : array_like, shape (n, n_outputs), or (n,) for one output or class numbers
            What the loss takes.
        n_examples, n_outputs : int
            What the network gives.

        Returns
        -------
        ndarray, shape (n, n_outputs)
            Class numbers as rows of 0 with a 1, and for the hinge loss 0 as -1.

        Raises
        ------
        DataError
            If the shape does not fit, or a target is outside the range of the loss.
        """
        array = numbers("y", y, None, DataError)
        if array.ndim == 1 and not self.is_sparse:
            array = array.reshape(-1, 1)
        return get_loss(self.loss).targets(array, (n_examples, n_outputs))

    def terms(self, targets: FloatArray, passed: ForwardPass) -> FloatArray:
        """Return each output's part in the loss of its example.

        Parameters
        ----------
        targets : ndarray, shape (n, n_outputs)
            As ``targets`` gives them.
        passed : ForwardPass
            What the network made of the examples.

        Returns
        -------
        ndarray, shape (n, n_outputs)
            Each row adds up to the loss of that example.
        """
        return self._function.terms(targets, passed.sums[-1] if self.is_fused else passed.prediction)

    def output_gradient(self, targets: FloatArray, passed: ForwardPass) -> FloatArray | None:
        """Return how each example's own loss changes with the outputs; None if both are computed in one go.

        Parameters
        ----------
        targets, passed
            As in ``terms``.

        Returns
        -------
        ndarray, shape (n, n_outputs), or None
            Not divided by the number of examples.
        """
        if self.is_fused:
            return None
        # The loss averages over the batch; here each example answers for itself.
        return len(targets) * self._function.gradient(targets, passed.prediction)

    def sum_gradient(self, targets: FloatArray, passed: ForwardPass) -> FloatArray:
        """Return how each example's own loss changes with the weighted sums of the output layer.

        Parameters
        ----------
        targets, passed
            As in ``terms``.

        Returns
        -------
        ndarray, shape (n, n_outputs)
            Not divided by the number of examples.
        """
        upstream = self.output_gradient(targets, passed)
        if upstream is None:
            return len(targets) * self._function.gradient(targets, passed.sums[-1])
        if self.activation == SOFTMAX:
            meeting: FloatArray = np.einsum("nk,nkj->nj", upstream, softmax_jacobian(passed.prediction))
            return meeting
        return upstream * get_activation(self.activation).derivative(passed.sums[-1])

    @property
    def _function(self) -> Loss:
        # The targets are rows of 0 and 1 by now, for class numbers too.
        return get_loss("categorical_crossentropy" if self.is_sparse else self.loss, from_logits=self.is_fused)


def objective(loss: str, network: DenseNetwork) -> Objective:
    """Give a network a loss.

    Parameters
    ----------
    loss : str
        A key of ``LOSSES``.
    network : DenseNetwork
        Its last activation decides whether the loss can be used.

    Returns
    -------
    Objective
        Both together.

    Raises
    ------
    UnknownNameError, InvalidValueError
        If there is no such loss, or it can't work behind that activation.
    """
    return Objective(loss, network.activations[-1])
