"""Can one neuron tell two classes apart, and how does it learn to?"""

from collections.abc import Iterable, Mapping
from typing import Any

from dlwidgets.charts.plane import neuron_plane
from dlwidgets.demos.neuron_picture import (
    epochs_frame,
    loss_of,
    mistake_lines,
    neuron_frame,
    point_lines,
    progress,
    standing,
    update_lines,
)
from dlwidgets.demos.plane_demo import SOURCE, PlaneDemo
from dlwidgets.demos.playing_demo import PlayingDemo
from dlwidgets.errors import InvalidValueError
from dlwidgets.nn import (
    PerceptronCourse,
    PerceptronRule,
    Update,
    accuracy,
    misclassified,
    mistake_bound,
    separation,
)
from dlwidgets.widgets.controls import button, choice, slider
from dlwidgets.widgets.demo import Note

ACTIVATION_LABELS = {"step": "step (perceptron)", "sigmoid": "sigmoid", "tanh": "tanh", "relu": "ReLU"}
WEIGHTS = ("w1", "w2", "bias")
LARGEST_WEIGHT = 1e100
"""The squares of larger ones would overflow."""


def _require_computable(weights: tuple[float, float, float]) -> None:
    largest = max(weights, key=abs)
    if abs(largest) > LARGEST_WEIGHT:
        raise InvalidValueError(
            f"A weight came as {largest:g}, which is too large to compute with. Nothing was changed."
        )


class Perceptron(PlaneDemo, PlayingDemo):
    """Can one neuron tell two classes apart, and how does it learn to?

    Sliders set the weights by hand; Step, Back and Play let the perceptron rule set them, one mistake at a time.

    Parameters
    ----------
    data : str, Dataset, data frame, path of a CSV file, or (X, y), optional
        ``iris`` (the default), the gates ``and``, ``or``, ``xor``, the plane sets ``gaussians``, ``circle``,
        ``quadrants``, ``spiral``, the plane ``points`` on which you draw; or your own, with two features or more
        and 5,000 points at most.
    **settings
        ``target``, ``features`` and ``classes`` as in ``PlaneDemo``; first values of settings such as ``w1``, ``w2``,
        ``bias``, ``activation``, ``points``; ``hide`` and ``lock``.

    Raises
    ------
    UnknownNameError
        If a data set, feature, class or setting does not exist.
    DataError
        If the data have gaps, text, one class, one feature or no points, or three classes and none are chosen.
    InvalidValueError
        If a setting is out of range or no number.

    References
    ----------
    F. Rosenblatt, *The perceptron* (1958), https://doi.org/10.1037/h0042519

    Examples
    --------
    >>> demo = Perceptron("and", w1=0, w2=0)
    >>> demo.run()
    'separated'
    >>> demo.weights
    (3.0, 2.0, -4.0)
    """

    kept = (*PlaneDemo.kept, "_course", "_separation")

    w1 = slider(1.0, -10, 10, label="Weight w1", help="How strongly the first feature counts.", is_open=True)
    w2 = slider(-1.0, -10, 10, label="Weight w2", help="How strongly the second feature counts.", is_open=True)
    bias = slider(0.0, -10, 10, label="Bias b", help="Moves the boundary without turning it.", is_open=True)
    activation = choice(
        "step",
        ACTIVATION_LABELS,
        label="Activation",
        help="What the neuron makes of its weighted sum; the shading shows it.",
    )
    learning_rate = slider(1.0, 0.05, 2, step=0.05, label="Learning rate", help="How far a mistake moves the weights.")
    max_epochs = slider(50, 1, 500, step=1, label="Give up after", help="Most passes over all points (epochs).")
    speed = slider(4, 1, 30, step=1, label="Speed", help="Updates a second while it plays.")

    def __init__(self, data: Any = None, **settings: Any) -> None:
        super().__init__(data, **settings)
        self._first_weights = self.weights

    @property
    def weights(self) -> tuple[float, float, float]:
        """The neuron's weights and bias: w1, w2, b."""
        return self.w1, self.w2, self.bias

    @property
    def mistakes(self) -> list[int]:
        """Indices of the points on the wrong side of the boundary, or exactly on it."""
        return misclassified(self.examples.X, self.examples.y, self.weights[:2], self.bias).tolist()

    @property
    def accuracy(self) -> float:
        """Share of the points on the right side, from 0 to 1."""
        return float(accuracy(self.examples.X, self.examples.y, self.weights[:2], self.bias))

    @property
    def loss(self) -> float:
        """How wrong the neuron is, 0 or above, by the loss that goes with its activation."""
        return loss_of(self.activation, self.examples, self.weights)

    @property
    def last_update(self) -> Update | None:
        """What the last step has learned; None where the course begins."""
        return self._course.last_update

    @property
    def bound(self) -> float:
        """Novikoff's bound on the number of mistakes from where the course began; infinite without a margin."""
        w, b = self._course.start.w, self._course.start.b
        return mistake_bound(self._separation, w, b, self.learning_rate)

    @button("Step", help="Go on to the next misclassified point and learn from it.")
    def step(self) -> Update | None:
        """Go on to the next mistake and learn from it.

        Returns
        -------
        Update or None
            What was learned; None if the learning is over.
        """
        with self.together():
            update = self._course.step()
            self._follow_course()
            return update

    @button("Back", help="Undo the last update.")
    def back(self) -> None:
        """Undo the last update; does nothing where the course began."""
        with self.together():
            self._course.back()
            self._follow_course()

    play = PlayingDemo.play

    @button("Run", help="Take all steps at once.")
    def run(self) -> str:
        """Step until the learning is over.

        Returns
        -------
        {"separated", "max_epochs"}
            Why it is over.
        """
        with self.together():
            while self._course.step():
                pass
            self._follow_course()
            return str(self._course.state.stop)

    @button("Reset", help="Go back to the first weights.")
    def reset(self) -> None:
        """Stop playing and go back to the weights that the demo began with."""
        self.pause()
        with self.together():
            self._begin(self._first_weights)
            self._follow_course()

    def advance(self) -> bool:
        """Go on to the next mistake, and tell whether there was one."""
        return self.step() is not None

    def settle(self, changed: set[str]) -> None:
        """Begin a new course when the examples, the rule or, by hand, the weights have changed."""
        super().settle(changed)
        if changed & (SOURCE | {"points"}):
            self._separation = separation(self.examples.X, self.examples.y)
        if changed & SOURCE:
            self.pause()  # other data are to be looked at first
            if not changed & {*WEIGHTS}:
                self.w1, self.w2, self.bias = self._first_weights
        _require_computable(self.weights)
        is_moved_by_hand = "_course" in vars(self) and self.weights != (*self._course.state.w, self._course.state.b)
        if is_moved_by_hand or changed & {*SOURCE, "points", "learning_rate", "max_epochs"}:
            self._begin(self.weights)

    def disabled(self) -> Iterable[str]:
        """Return the controls that can do nothing just now."""
        over = ["step", "run", "play"] if self._course.state.stop else []
        return [*super().disabled(), *over, *([] if self.last_update else ["back"])]

    def chart(self) -> Any:
        """Return the plane, the mistakes of each epoch, and the activation."""
        return neuron_plane()

    def frame(self) -> Mapping[str, Any]:
        """Return the neuron's output, its boundary, the points, and how the learning goes."""
        picture = neuron_frame(self.examples, self.limits, self.weights, self.activation, self.selected)
        return {**picture, "epochs": epochs_frame(self._course.state)}

    def sentence(self) -> str:
        """Say how many points are wrong, how wrong, and how far the learning has come."""
        now = standing(self.mistakes, self.examples, self.activation, self.loss)
        learned = progress(self._course.state, self.bound, is_right=not self.mistakes)
        return f"{now} {learned}".strip()

    def notes(self) -> Iterable[Note]:
        """Return the last update, the chosen point's own numbers, and the misclassified points."""
        return (
            Note("Last update", update_lines(self.last_update, self.examples)),
            Note("The chosen point", point_lines(self.examples, self.selected, self.weights, self.activation)),
            Note("Misclassified points", mistake_lines(self.examples, self.mistakes)),
            *super().notes(),
        )

    def _begin(self, weights: tuple[float, float, float]) -> None:
        """Start a new course from these weights."""
        rule = PerceptronRule(self.examples.X, self.examples.y, self.learning_rate, max_epochs=self.max_epochs)
        self._course = PerceptronCourse(rule, rule.start(weights[:2], weights[2]))

    def _follow_course(self) -> None:
        """Show where the course stands, with the point it has just learned from."""
        state = self._course.state
        (self.w1, self.w2), self.bias = state.w, state.b
        if self.last_update:
            self.selected = self.last_update.index
