"""Can you tune the weights by hand better than gradient descent?"""

from collections.abc import Sequence
from typing import Any, ClassVar, Self

from dlwidgets.charts.hand_tune import line_tuning, plane_tuning
from dlwidgets.data import Dataset, load, require_two_classes
from dlwidgets.demos.rates import nearest_rate
from dlwidgets.demos.tuning.data import iris_classes, iris_line, require_features
from dlwidgets.demos.tuning.demo import TuningDemo
from dlwidgets.demos.tuning.pictures import landscape_frame, line_frame, misclassified, plane_frame
from dlwidgets.errors import unknown_name
from dlwidgets.nn.model_landscape import model_landscape
from dlwidgets.nn.tiny_models import Line, Network, Neuron, TinyModel
from dlwidgets.widgets.controls import slider

LEAST_GOAL = 0.1
"""A smaller cross-entropy would only ask for larger and larger weights."""


def _weight(value: float, label: str, meaning: str, reach: float = 10, step: float = 0.1) -> Any:
    return slider(value, -reach, reach, step=step, label=label, help=meaning, is_open=True)


class HandTune(TuningDemo):
    """Can you tune the weights by hand better than gradient descent?

    Sliders set all weights of a tiny model; the loss follows at once. Then gradient descent goes on from there.

    Parameters
    ----------
    data : str, Dataset, data frame, path of a CSV file, or (X, y), optional
        Examples by name, or your own, 1,000 at most: one feature and numbers for the line, two features and two
        classes for the others. Iris petals by default, and for the network the gate XOR.
    model : {"line", "neuron", "network"}
        A straight line of two weights, one sigmoid neuron of three, or a 2-2-1 network of nine.
    target : str, optional
        The column of the frame or file that holds the answers.
    features : sequence of names, optional
        Which features to use.
    classes : pair of names, optional
        Which two classes to use.
    **settings
        First values of the weights, such as ``w`` and ``b``, of ``goal`` and ``learning_rate``; ``hide``, ``lock``.

    Raises
    ------
    UnknownNameError
        If a model, data set, feature, class or setting does not exist.
    DataError
        If the data have gaps, text, too many examples, or do not suit the model.
    InvalidValueError
        If a setting is out of range or no number.

    References
    ----------
    https://developers.google.com/machine-learning/crash-course/linear-regression/parameters-exercise

    Examples
    --------
    >>> demo = HandTune({"x": [0, 1, 2], "y": [1, 3, 5.5]}, target="y", w=2, b=1)
    >>> round(demo.loss, 3)
    0.083
    """

    def __new__(
        cls,
        data: Any = None,  # noqa: ARG004 - this signature is what readers see
        *,
        model: str = "line",
        target: str | None = None,  # noqa: ARG004
        features: Sequence[str] | None = None,  # noqa: ARG004
        classes: Sequence[str] | None = None,  # noqa: ARG004
        **settings: Any,  # noqa: ARG004
    ) -> Self:
        """Make the demo of the model, whose sliders are its own."""
        if cls is HandTune and model not in TUNED:
            raise unknown_name("model to tune", model, TUNED)
        return super().__new__(TUNED[model] if cls is HandTune else cls)

    def __init__(self, data: Any = None, *, model: str = "line", **settings: Any) -> None:  # noqa: ARG002
        super().__init__(data, **settings)

    def to_code(self) -> str:
        """Return the line of Python that makes this demo again."""
        return super().to_code().replace(type(self).__name__, HandTune.__name__, 1)


class LineTune(HandTune):
    """Can you tune the weights by hand better than gradient descent?"""

    model = "line"
    weight_names = ("w", "b")
    least_goal = 1e-6
    reading = ("Sticks: the errors, whose squares make the loss. Star: where the loss is least.",)
    w = _weight(0.0, "Weight w", "The slope of the line.", reach=3, step=0.05)
    b = _weight(0.0, "Bias b", "The height of the line at 0.", reach=3, step=0.05)

    def chart(self) -> Any:
        """Return the line over its points, the losses, and the way over the loss surface."""
        return line_tuning()

    def _usual_data(self) -> Dataset:
        return iris_line()

    def _tuned_model(self) -> TinyModel:
        require_features(self.data, 1)
        if self.data.class_names:
            require_two_classes(self.data)
        self.landscape = model_landscape(self.data.X, self.data.y)
        return Line(self.data.X, self.data.y)

    def _usual_rate(self) -> float:
        return nearest_rate(self.landscape.learning_rate)

    def _picture(self) -> dict[str, Any]:
        return {**line_frame(self._tuned, self.weights, self.data), **landscape_frame(self.landscape)}

    def _standing(self) -> str:
        return f"Mean squared error {self.loss:.3g} with w = {self.w:.3g} and b = {self.b:.3g}"


class PlaneTune(HandTune):
    """Can you tune the weights by hand better than gradient descent?"""

    least_goal = LEAST_GOAL
    reading = ("Shading: the output, from 0 to 1. Rings: points on the wrong side of one half.",)
    kind: ClassVar[type[TinyModel]]

    def chart(self) -> Any:
        """Return the output over the plane of the points, and the losses."""
        return plane_tuning()

    @property
    def mistakes(self) -> list[int]:
        """Indices of the points that are given to the wrong class, or to none."""
        return misclassified(self._tuned, self.weights).tolist()

    def _tuned_model(self) -> TinyModel:
        require_features(self.data, 2)
        require_two_classes(self.data)
        return self.kind(self.data.X, self.data.y)

    def _picture(self) -> dict[str, Any]:
        return plane_frame(self._tuned, self.weights, self.data)

    def _standing(self) -> str:
        return f"Cross-entropy {self.loss:.3g}, {len(self.mistakes)} of {self.data.n_examples} points misclassified"


class NeuronTune(PlaneTune):
    """Can you tune the weights by hand better than gradient descent?"""

    model, kind = "neuron", Neuron
    weight_names = ("w1", "w2", "b")
    w1 = _weight(1.0, "Weight w1", "How strongly the first feature counts.")
    w2 = _weight(-1.0, "Weight w2", "How strongly the second feature counts.")
    b = _weight(0.0, "Bias b", "Moves the boundary without turning it.")

    def _usual_data(self) -> Dataset:
        return iris_classes(["petal length", "petal width"], ["setosa", "versicolor"])

    def _usual_rate(self) -> float:
        return 0.3


class NetworkTune(PlaneTune):
    """Can you tune the weights by hand better than gradient descent?"""

    reading = ("Dashed: where hidden neuron 1 changes its sign; dotted: hidden neuron 2.", *PlaneTune.reading)

    model, kind = "network", Network
    weight_names = Network.weight_names
    w11 = _weight(0.6, "w11: x1 to h1", "How strongly the first feature counts for hidden neuron 1.")
    w12 = _weight(-0.4, "w12: x2 to h1", "How strongly the second feature counts for hidden neuron 1.")
    b1 = _weight(0.1, "b1: bias of h1", "Moves the line of hidden neuron 1 without turning it.")
    w21 = _weight(-0.3, "w21: x1 to h2", "How strongly the first feature counts for hidden neuron 2.")
    w22 = _weight(0.8, "w22: x2 to h2", "How strongly the second feature counts for hidden neuron 2.")
    b2 = _weight(-0.2, "b2: bias of h2", "Moves the line of hidden neuron 2 without turning it.")
    v1 = _weight(0.5, "v1: h1 to out", "How strongly hidden neuron 1 counts for the output.")
    v2 = _weight(-0.7, "v2: h2 to out", "How strongly hidden neuron 2 counts for the output.")
    c = _weight(0.1, "c: bias of out", "Moves all outputs up or down.")

    def _usual_data(self) -> Dataset:
        return load("xor")

    def _usual_rate(self) -> float:
        return 1.0


TUNED: dict[str, type[HandTune]] = {"line": LineTune, "neuron": NeuronTune, "network": NetworkTune}
