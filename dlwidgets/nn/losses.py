"""Loss functions: one number that says how wrong a model is on the examples; lower is better."""

import numpy as np
from numpy.typing import ArrayLike

from dlwidgets.errors import DataError, InvalidValueError, unknown_name
from dlwidgets.nn import _loss_formulas as formulas
from dlwidgets.nn import _targets as targets
from dlwidgets.nn._inputs import numbers, signs
from dlwidgets.nn.loss import Loss

__all__ = ["LOSSES", "Loss", "get_loss", "perceptron_loss"]

_MEAN = r"\frac{1}{k} \sum_{j=1}^{k} "
_SUM = r"-\sum_{j=1}^{k} "
_LOG_SOFTMAX = r"\ln\frac{e^{z_%s}}{\sum_i e^{z_i}}"

_OF_PREDICTIONS = (
    Loss(
        "mean_squared_error",
        _MEAN + r"(\hat{y}_j - y_j)^2",
        "mean",
        targets.values,
        formulas.squared,
        formulas.squared_slope,
    ),
    Loss(
        "mean_absolute_error",
        _MEAN + r"|\hat{y}_j - y_j|",
        "mean",
        targets.values,
        formulas.absolute,
        formulas.absolute_slope,
    ),
    Loss(
        "huber",
        _MEAN + r"\begin{cases} \frac{1}{2} e_j^2 & |e_j| \le 1 \\ |e_j| - \frac{1}{2} & |e_j| > 1 \end{cases}"
        r",\; e_j = \hat{y}_j - y_j",
        "mean",
        targets.values,
        formulas.huber,
        formulas.huber_slope,
    ),
    Loss(
        "hinge",
        _MEAN + r"\max(0, 1 - y_j \hat{y}_j),\; y_j = \pm 1",
        "mean",
        targets.signs,
        formulas.hinge,
        formulas.hinge_slope,
    ),
    Loss(
        "binary_crossentropy",
        _MEAN + r"\left(-y_j \ln \hat{y}_j - (1 - y_j) \ln(1 - \hat{y}_j)\right)",
        "mean",
        targets.probabilities,
        formulas.binary,
        formulas.binary_slope,
    ),
    Loss(
        "categorical_crossentropy",
        _SUM + r"y_j \ln \hat{y}_j",
        "sum",
        targets.distributions,
        formulas.categorical,
        formulas.categorical_slope,
    ),
    Loss(
        "sparse_categorical_crossentropy",
        r"-\ln \hat{y}_c",
        "sum",
        targets.one_hot,
        formulas.sparse,
        formulas.sparse_slope,
    ),
)
_OF_LOGITS = (
    Loss(
        "binary_crossentropy",
        _MEAN + r"\left(y_j \ln(1 + e^{-z_j}) + (1 - y_j) \ln(1 + e^{z_j})\right)",
        "mean",
        targets.probabilities,
        formulas.binary_logits,
        formulas.binary_logits_slope,
        from_logits=True,
    ),
    Loss(
        "categorical_crossentropy",
        _SUM + "y_j " + _LOG_SOFTMAX % "j",
        "sum",
        targets.distributions,
        formulas.categorical_logits,
        formulas.categorical_logits_slope,
        from_logits=True,
    ),
    Loss(
        "sparse_categorical_crossentropy",
        "-" + _LOG_SOFTMAX % "c",
        "sum",
        targets.one_hot,
        formulas.categorical_logits,
        formulas.categorical_logits_slope,
        from_logits=True,
    ),
)

LOSSES: dict[str, Loss] = {loss.name: loss for loss in _OF_PREDICTIONS}
"""The losses by Keras' names; a cross-entropy takes probabilities, and `get_loss` also has those of logits."""

_LOGIT_LOSSES = {loss.name: loss for loss in _OF_LOGITS}


def get_loss(name: str, *, from_logits: bool = False) -> Loss:
    """Find a loss by its name.

    Parameters
    ----------
    name : str
        A key of ``LOSSES``, such as ``"binary_crossentropy"``.
    from_logits : bool, default False
        Whether the predictions are weighted sums before the sigmoid or softmax; for the cross-entropies.

    Returns
    -------
    Loss
        The loss with its gradient.

    Raises
    ------
    UnknownNameError
        If there is no such loss; the nearest name is in the text.
    InvalidValueError
        If logits are asked for, and the loss is no cross-entropy.
    """
    if name not in LOSSES:
        raise unknown_name("loss", name, LOSSES)
    if from_logits and name not in _LOGIT_LOSSES:
        raise InvalidValueError(f"{name} does not take logits; from_logits is for {', '.join(_LOGIT_LOSSES)}.")
    return _LOGIT_LOSSES[name] if from_logits else LOSSES[name]


def perceptron_loss(y: ArrayLike, score: ArrayLike) -> float:
    """Measure how far the scores lie on the wrong side of zero: the mean of max(0, -y * score).

    Parameters
    ----------
    y : array_like, shape (n,)
        True classes, as -1 and +1 or as 0 and 1.
    score : array_like, shape (n,)
        Weighted sums.

    Returns
    -------
    float
        0 or above, in units of the score. 0 if no score has the wrong sign. All-zero weights also reach 0, so
        watch the accuracy beside it.

    Raises
    ------
    DataError
        If the lengths differ, or a value is missing or not a number.

    References
    ----------
    https://scikit-learn.org/stable/modules/linear_model.html#perceptron

    Examples
    --------
    >>> perceptron_loss([+1, -1, -1], [2.0, -0.5, 3.0])
    1.0
    """
    labels, scores = signs(y), numbers("The prediction", score, 1, DataError)
    if len(labels) != len(scores):
        raise DataError(f"There are {len(labels)} true values and {len(scores)} predictions; give one for each.")
    return float(np.maximum(0.0, -labels * scores).mean())
