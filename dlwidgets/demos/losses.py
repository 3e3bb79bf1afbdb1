"""How wrong is a prediction, and how hard does a loss pull at it?"""

from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from dlwidgets.charts.loss_signs import LABELS, REGRESSION
from dlwidgets.charts.losses import RIVALS, loss_curves
from dlwidgets.charts.outlier import HEIGHTS, OUTLIER
from dlwidgets.demos.loss_words import (
    EXAMPLES,
    SLOPES,
    advice,
    confidence_lines,
    kind_of,
    loss_and_slope,
    reading,
    table_lines,
)
from dlwidgets.nn import get_loss
from dlwidgets.nn.best_fits import best_fit
from dlwidgets.nn.text import factor, listed, number, result
from dlwidgets.widgets.controls import choice, slider
from dlwidgets.widgets.demo import Demo, Formula, Note
from dlwidgets.widgets.pointer import PointerEvent

X = np.arange(7.0)
Y = np.array([1.2, 1.4, 2.1, 2.3, 3.2, 3.4])
"""Heights of all points but the last, which is the outlier."""
NAME_GAP = 1.6
"""Least distance of the names of two fits, in units of the y axis."""


class Losses(Demo):
    """How wrong is a prediction, and how hard does a loss pull at it?

    A loss and its slope against the prediction, beside those that could be used in its place; below, what one outlier
    does to the best fit by each regression loss.

    Parameters
    ----------
    **settings
        First values of ``loss``, ``true_class``, ``true_value``, ``probability``, ``prediction``, ``n_classes``,
        ``fit``, ``outlier``; ``hide`` and ``lock``.

    Raises
    ------
    UnknownNameError
        If a loss, a class or a setting does not exist.
    InvalidValueError
        If a setting is out of range or no number.

    References
    ----------
    https://keras.io/api/losses/

    Examples
    --------
    >>> demo = Losses(loss="mean_squared_error", prediction=2, true_value=-1)
    >>> demo.value, demo.slope
    (9.0, 6.0)
    """

    loss = choice(
        "binary_crossentropy",
        {name: LABELS[name] for name in RIVALS},
        label="Loss",
        help="The loss to look at; it decides what is predicted: a probability, a score or a number.",
        in_picture=True,
    )
    true_class = choice("1", ("0", "1"), label="True class", help="What is right, of two classes.", in_picture=True)
    true_value = slider(
        0.0, -3, 3, label="True value", help="What is right, where a number is predicted.", in_picture=True
    )
    probability = slider(
        0.2,
        0.01,
        0.99,
        step=0.01,
        label="Probability p",
        help="The prediction, where it is a probability.",
        in_picture=True,
    )
    prediction = slider(
        -1.5, -3, 3, label="Prediction", help="The prediction, where it is a score or a number.", in_picture=True
    )
    n_classes = slider(
        3,
        2,
        10,
        step=1,
        label="Classes",
        help="How many there are: guessing gives each the same share.",
        in_picture=True,
    )
    fit = choice(
        "constant",
        {"constant": "a constant", "line": "a straight line"},
        label="Fit",
        help="What is fitted to the points below.",
    )
    outlier = slider(
        12.0, *HEIGHTS, label="Outlier", help="Height of the diamond, which can also be dragged up and down."
    )

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.on_pointer(self._pull)

    @property
    def truth(self) -> float:
        """What is right: 0 or 1 for a probability, -1 or 1 for a score, else the true value."""
        kind = kind_of(self.loss)
        two_classes = {"probability": int(self.true_class), "score": 2 * int(self.true_class) - 1, "share": 1}
        return float(two_classes.get(kind, self.true_value))

    @property
    def predicted(self) -> float:
        """The prediction that counts for the chosen loss."""
        return self.probability if kind_of(self.loss) in ("probability", "share") else self.prediction

    @property
    def value(self) -> float:
        """The loss of the prediction: 0 or above."""
        return loss_and_slope(self.loss, self.predicted, self.truth)[0]

    @property
    def slope(self) -> float:
        """How the loss answers to the prediction: its derivative."""
        return loss_and_slope(self.loss, self.predicted, self.truth)[1]

    @property
    def fits(self) -> dict[str, tuple[float, float]]:
        """Intercept and slope of the best fit by each regression loss."""
        return dict(self._fits)

    def settle(self, changed: set[str]) -> None:
        """Fit anew where the points or what is fitted to them have changed."""
        if changed & {"fit", "outlier"}:
            x, y = self._points()
            self._fits = {loss: best_fit(loss, x, y, is_line=self.fit == "line") for loss in REGRESSION}

    def disabled(self) -> Iterable[str]:
        """Return the settings that mean nothing for the chosen loss."""
        used = {
            "probability": {"true_class", "probability"},
            "share": {"probability", "n_classes"},
            "score": {"true_class", "prediction"},
            "number": {"true_value", "prediction"},
        }
        return set().union(*used.values()) - used[kind_of(self.loss)]

    def chart(self) -> Any:
        """Return the loss, its slope, and the points with the outlier."""
        return loss_curves()

    def frame(self) -> Mapping[str, Any]:
        """Return the points and what is fitted to them."""
        x, y = self._points()
        ends = [x[0], x[-1]]
        fits = {loss: (a + b * x[0], a + b * x[-1]) for loss, (a, b) in self._fits.items()}
        return {
            "points": {"x": x, "y": y, "kind": ["point"] * len(Y) + ["outlier"]},
            "fits": {
                "x": ends * len(fits),
                "y": [at for both in fits.values() for at in both],
                "name": [loss for loss in fits for _end in ends],
            },
            "fit_names": {
                "x": [x[-1]] * len(fits),
                "y": _spread([right for _left, right in fits.values()]),
                "name": [*fits],
                "label": [f"{LABELS[loss]}: {self._fit_words(loss)}" for loss in fits],
            },
        }

    def sentence(self) -> str:
        """Say loss and slope at the prediction, what other losses would give, and where the fits lie."""
        said = f"Truth {number(self.truth)}, prediction {number(self.predicted)}"
        now = f"{said}: {reading(self.loss, self.predicted, self.truth)}; {advice(self.slope)}."
        others = [reading(loss, self.predicted, self.truth) for loss in RIVALS[self.loss][1:]]
        instead = f" In its place: {listed(others)}." if others else f" {self._chance_words()}"
        fits = listed([f"{self._fit_words(loss)} by {LABELS[loss]}" for loss in REGRESSION])
        best = "constant" if self.fit == "constant" else "straight line"
        return f"{now}{instead} With the outlier at {number(self.outlier)}, the best {best} is {fits}."

    def notes(self) -> Iterable[Note | Formula]:
        """Return the loss as a formula, a few examples by hand, and why a confident mistake costs so much."""
        formula = get_loss(self.loss).formula
        yield Formula("Formula and slope", (f"L = {formula}", rf"\frac{{dL}}{{d\hat{{y}}}} = {SLOPES[self.loss]}"))
        pairs = (*EXAMPLES[kind_of(self.loss)], (self.predicted, self.truth))
        yield Note("By hand (last line: your prediction)", table_lines(self.loss, pairs))
        if self.loss == "binary_crossentropy":
            yield Note("Why a confident mistake costs so much", confidence_lines())

    def _points(self) -> tuple[np.ndarray, np.ndarray]:
        return X, np.append(Y, self.outlier)

    def _pull(self, event: PointerEvent) -> None:
        """Move the outlier to where it is dragged, or where the pointer clicks."""
        is_meant = event.action == "click" or (event.datum or {}).get("kind") == "outlier"
        if event.chart == OUTLIER and is_meant and event.action != "delete" and self._controls.is_free("outlier"):
            self.change(outlier=round(float(np.clip(event.y, *HEIGHTS)), 1))

    def _fit_words(self, loss: str) -> str:
        intercept, slope = self._fits[loss]
        return number(intercept) + (f" + {factor(slope)} x" if self.fit == "line" else "")

    def _chance_words(self) -> str:
        chance = loss_and_slope(self.loss, 1 / self.n_classes, 1)[0]
        side = "better" if self.value < chance else "no better"
        guess = f"Guessing among {self.n_classes} classes costs ln {self.n_classes} {result(chance)}"
        return f"{guess}: this prediction is {side} than that."


def _spread(levels: list[float]) -> list[float]:
    """Move levels apart where they are too near to write a name at each, keeping their order."""
    order = np.argsort(levels, kind="stable")
    spread = np.array(levels)
    for lower, upper in pairwise(order):
        spread[upper] = max(spread[upper], spread[lower] + NAME_GAP)
    return spread.tolist()
