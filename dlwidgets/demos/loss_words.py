"""Losses worked by hand, and in words."""

import math
from collections.abc import Sequence

import numpy as np

from dlwidgets.charts.loss_signs import LABELS
from dlwidgets.nn import ACTIVATIONS, get_loss
from dlwidgets.nn.text import columns, factor, number, result

Pair = tuple[float, float]
"""Prediction and truth; for classes beyond two, the probability of the true one, and 1."""

EXAMPLES: dict[str, tuple[Pair, ...]] = {
    "probability": ((0.9, 1), (0.6, 1), (0.3, 0)),
    "share": ((0.8, 1), (0.4, 1), (0.1, 1)),
    "score": ((2, 1), (0.5, 1), (-0.3, -1)),
    "number": ((0.5, 1), (-1, -1), (2.5, 0)),
}
"""A few examples for each kind of prediction."""
KINDS = {"binary_crossentropy": "probability", "categorical_crossentropy": "share", "hinge": "score"}
"""What a loss is given; the others are given a number."""
SLOPES = {
    "mean_squared_error": r"2\,(\hat{y} - y)",
    "mean_absolute_error": r"\begin{cases} 1 & \hat{y} > y \\ -1 & \hat{y} < y \end{cases}",
    "huber": r"\begin{cases} \hat{y} - y & |\hat{y} - y| \le 1 \\ \pm 1 & |\hat{y} - y| > 1 \end{cases}",
    "hinge": r"\begin{cases} -y & y\,\hat{y} \le 1 \\ 0 & y\,\hat{y} > 1 \end{cases}",
    "binary_crossentropy": r"-\frac{y}{\hat{y}} + \frac{1 - y}{1 - \hat{y}}",
    "categorical_crossentropy": r"-\frac{1}{\hat{y}_c}",
}
"""The slope of each loss in LaTeX, for a single prediction."""
CONFIDENCE = (0.5, 0.1, 0.01)
"""Probabilities given to class 1, each a worse mistake where class 1 is the truth."""


def kind_of(loss: str) -> str:
    """Return what a loss is given: "probability", "share", "score" or "number"."""
    return KINDS.get(loss, "number")


def loss_and_slope(loss: str, prediction: float, truth: float) -> Pair:
    """Return the loss of one prediction, and its slope.

    Parameters
    ----------
    loss : str
        A key of ``LABELS``.
    prediction, truth : float
        A ``Pair``.
    """
    if loss == "categorical_crossentropy":
        # Of two classes: how the rest of the probability is shared does not matter to the loss.
        shares = np.array([[prediction, 1 - prediction]])
        along = get_loss(loss).gradient([[1, 0]], shares) @ [1, -1]  # what one class gains the others lose
        return get_loss(loss)([[1, 0]], shares), float(along[0])
    if loss == "crossentropy_of_score":
        of_logit, y = get_loss("binary_crossentropy", from_logits=True), [[float(truth > 0)]]
        return of_logit(y, [[prediction]]), float(of_logit.gradient(y, [[prediction]])[0, 0])
    of = get_loss(loss)
    return of([[truth]], [[prediction]]), float(of.gradient([[truth]], [[prediction]])[0, 0])


def table_lines(loss: str, pairs: Sequence[Pair]) -> tuple[str, ...]:
    """Work a few examples by hand: prediction, truth and term of each, and the mean of the terms."""
    terms = [loss_and_slope(loss, *pair)[0] for pair in pairs]
    rows = [
        (number(prediction), number(truth), f"{_way(loss, prediction, truth)} {result(term)}")
        for (prediction, truth), term in zip(pairs, terms, strict=True)
    ]
    heads = ("p of true class" if kind_of(loss) == "share" else "prediction", "truth", "term")
    mean = sum(terms) / len(terms)
    total = " + ".join(map(number, terms))
    return (*columns([heads, *rows]), f"mean = ({total}) / {len(terms)} {result(mean)}")


def _way(loss: str, prediction: float, truth: float) -> str:
    """Write how the term of one example is computed."""
    p, y = number(prediction), factor(truth)
    if kind_of(loss) in ("probability", "share"):
        return f"-ln {p}" if truth else f"-ln(1 - {p})"
    if loss == "hinge":
        return f"max(0, 1 - {y} × {factor(prediction)})"
    error = f"{p} - {y}"
    if loss == "mean_squared_error":
        return f"({error})²"
    if loss == "mean_absolute_error":
        return f"|{error}|"
    return f"({error})² / 2" if abs(prediction - truth) <= 1 else f"|{error}| - 0.5"


def confidence_lines() -> tuple[str, ...]:
    """Set cross-entropy beside squared error where the truth is 1 and the prediction ever surer of 0."""
    rivals = ("binary_crossentropy", "mean_squared_error")
    slopes = {p: [loss_and_slope(loss, p, 1)[1] for loss in rivals] for p in CONFIDENCE}
    through = {p: [slope * _sigmoid_slope(p) for slope in both] for p, both in slopes.items()}
    heads = ("p", "cross-entropy", "squared error", "cross-entropy, z", "squared error, z")
    rows = [[number(value) for value in (p, *slopes[p], *through[p])] for p in CONFIDENCE]
    surest = CONFIDENCE[-1]
    ratio = slopes[surest][0] / slopes[surest][1]
    return (
        "Where 1 is right, the slope for the prediction p, and for the weighted sum z that the sigmoid makes it of:",
        *columns([heads, *rows]),
        "A slope for z is that for p, times the slope of the sigmoid, p × (1 - p).",
        f"At p = {number(surest)}, cross-entropy pulls {number(ratio)} times as hard as squared error,",
        "which would let the neuron that is surest of its mistake learn least.",
    )


def _sigmoid_slope(p: float) -> float:
    """Return the slope of the sigmoid where it gives p."""
    logit = math.log(p / (1 - p))
    return float(ACTIVATIONS["sigmoid"].derivative(np.asarray(logit)))


def reading(loss: str, prediction: float, truth: float) -> str:
    """Say loss and slope of one prediction."""
    value, slope = loss_and_slope(loss, prediction, truth)
    return f"{LABELS[loss]} {number(value)} with slope {number(slope)}"


def advice(slope: float) -> str:
    """Say which way the prediction should go."""
    if slope == 0:
        return "nothing pulls at this prediction"
    return f"{'lowering' if slope > 0 else 'raising'} the prediction lowers the loss"
