"""What does an activation make of a weighted sum, and how much blame does it let through?"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from dlwidgets.charts.activations import FARTHEST_Z, LABELS, NONE, activation_curves
from dlwidgets.charts.softmax import LOGITS
from dlwidgets.demos.activation_words import flat_words, values_at, worked_lines
from dlwidgets.errors import InvalidValueError
from dlwidgets.nn import ACTIVATIONS, softmax
from dlwidgets.nn.text import listed, number
from dlwidgets.widgets.controls import choice, slider
from dlwidgets.widgets.demo import Demo, Formula, Note

_OR_NONE = {NONE: "none", **LABELS}
DEAD = (
    "ReLU is silent here: output 0, slope 0, no blame gets through. A neuron whose z is below 0 for every example "
    "never learns again: a dead ReLU."
)


def _logit(k: int, value: float) -> Any:
    text = f"Score of class {k}; softmax makes probabilities of the four."
    return slider(value, -10, 10, label=f"Logit {k}", help=text, is_open=True, in_picture=True)


class Activations(Demo):
    """What does an activation make of a weighted sum, and how much blame does it let through?

    Up to three activations and their derivatives as curves, read off at a z of your choice; below them the softmax of
    four logits. All of it moves in the page itself.

    Parameters
    ----------
    hide, lock : names of settings
        Not shown, or shown but not for the learner to change.
    **state
        First values of ``activation``, ``second``, ``third``, ``z``, ``logit_1`` to ``logit_4``, ``temperature``.

    Raises
    ------
    UnknownNameError
        If an activation or a setting does not exist.
    InvalidValueError
        If a setting is out of range or no number.

    References
    ----------
    https://keras.io/api/layers/activations/

    Examples
    --------
    >>> demo = Activations(activation="relu", z=-1.5)
    >>> demo.output, demo.slope
    (0.0, 0.0)
    >>> demo.logits = [1, 1, 1, 1]
    >>> demo.probabilities.tolist()
    [0.25, 0.25, 0.25, 0.25]
    """

    activation = choice(
        "sigmoid",
        LABELS,
        label="Activation",
        help="The function to look at: its tangent is drawn, and shaded where it is flat.",
        in_picture=True,
    )
    second = choice("tanh", _OR_NONE, label="Compare with", help="A second function, dashed.", in_picture=True)
    third = choice("relu", _OR_NONE, label="and with", help="A third function, dotted.", in_picture=True)
    z = slider(
        1.5,
        -FARTHEST_Z,
        FARTHEST_Z,
        step=0.1,
        label="Probe z",
        help="The weighted sum at which output and slope are read off.",
        in_picture=True,
    )
    logit_1 = _logit(1, 2.0)
    logit_2 = _logit(2, 1.0)
    logit_3 = _logit(3, 0.1)
    logit_4 = _logit(4, -1.0)
    temperature = slider(
        1.0,
        0.1,
        10,
        step=0.1,
        label="Temperature",
        help="T divides the logits. Low: the largest takes all. High: all become alike.",
        in_picture=True,
    )

    @property
    def output(self) -> float:
        """What the first activation gives at the probe."""
        return values_at(self.activation, self.z)[0]

    @property
    def slope(self) -> float:
        """The derivative of the first activation at the probe."""
        return values_at(self.activation, self.z)[1]

    @property
    def logits(self) -> tuple[float, ...]:
        """The scores of the four classes; assign four numbers to set them."""
        return tuple(getattr(self, name) for name in LOGITS)

    @logits.setter
    def logits(self, values: Sequence[float]) -> None:
        is_list = hasattr(values, "__len__") and not isinstance(values, str)
        if not is_list or len(values) != len(LOGITS):
            raise InvalidValueError(
                f"logits came as {values!r}; wanted {len(LOGITS)} numbers, such as [2, 1, 0, -1]. Nothing was changed."
            )
        self.change(**dict(zip(LOGITS, values, strict=True)))

    @property
    def probabilities(self) -> np.ndarray:
        """The softmax of the logits: four numbers from 0 to 1 that add up to 1."""
        return softmax(self.logits, self.temperature)

    def chart(self) -> Any:
        """Return the curves with their slopes, and the softmax below."""
        return activation_curves()

    def sentence(self) -> str:
        """Say what each curve gives at the probe, where the first one is flat, and what softmax gives."""
        now = listed([self._reading(name) for name in self._chosen()])
        is_dead = self.activation == "relu" and self.z <= 0
        flat = DEAD if is_dead else flat_words(self.activation)
        shares = listed([number(share) for share in self.probabilities])
        softmaxed = f"Softmax at temperature {number(self.temperature)} gives the probabilities {shares}."
        return f"At z = {number(self.z)}, {now}. {flat} {softmaxed}"

    def notes(self) -> Iterable[Note | Formula]:
        """Return formula and derivative of the first curve, and its numbers at the probe step by step."""
        activation = ACTIVATIONS[self.activation]
        formulas = (f"f(z) = {activation.formula}", f"f'(z) = {activation.derivative_formula}")
        return Formula("Formula and slope", formulas), Note("At the probe", worked_lines(self.activation, self.z))

    def _chosen(self) -> list[str]:
        """Name the activations that are drawn, each once."""
        return [name for name in dict.fromkeys((self.activation, self.second, self.third)) if name != NONE]

    def _reading(self, name: str) -> str:
        output, slope = values_at(name, self.z)
        return f"{LABELS[name]} gives {number(output)} with slope {number(slope)}"
