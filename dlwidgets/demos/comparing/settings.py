"""What a comparison can be set to."""

from collections.abc import Mapping, Sequence
from typing import Any

import traitlets as t

from dlwidgets.data import Dataset
from dlwidgets.demos.comparing.examples import MOST_CLASSES, OWN, PICTURES, PLANES, most_to_learn_from
from dlwidgets.demos.comparing.features import HAND_MADE
from dlwidgets.demos.playing_field.training_settings import NumberChoice
from dlwidgets.demos.working_demo import WorkingDemo
from dlwidgets.widgets.controls import choice, slider, toggle
from dlwidgets.widgets.settings import Choice

KERNELS = {"rbf": "RBF: nearness", "linear": "linear", "poly": "polynomial, degree 3", "sigmoid": "sigmoid"}
ACTIVATIONS = {"relu": "ReLU", "tanh": "tanh", "sigmoid": "sigmoid", "linear": "linear"}
ALL_MISTAKES = "all"
BY_SPREAD = "scale"


class Gamma(NumberChoice):
    """The width of an RBF kernel: a number, or what scikit-learn takes by the spread of the data."""

    def options(self, demo: t.HasTraits) -> dict[str, str]:
        """Return the rule and the numbers."""
        present = getattr(demo, "_trait_values", {}).get(self.name, self.default_value)
        numbers = {*self._numbers, *([] if present == BY_SPREAD else [float(present)])}
        return {BY_SPREAD: "by spread"} | {f"{one:g}": f"{one:g}" for one in sorted(numbers)}

    def validate(self, demo: t.HasTraits, value: Any) -> float | str:  # type: ignore[override]
        """Return ``value`` as a number or the rule's name, or raise InvalidValueError."""
        return value if isinstance(value, str) and value == BY_SPREAD else super().validate(demo, value)


class Mistake(Choice):
    """A kind of mistake: true class and said class, whether or not somebody makes it just now."""

    def validate(self, demo: t.HasTraits, value: Any) -> str:
        """Return ``value`` if it names two classes or all mistakes, or raise UnknownNameError."""
        pairs = {f"{i},{j}" for i in range(demo.n_classes) for j in range(demo.n_classes)}  # type: ignore[attr-defined]
        return value if isinstance(value, str) and value in {ALL_MISTAKES, *pairs} else super().validate(demo, value)


def _number(kind: type, value: Any, numbers: Sequence[float], **texts: str) -> Any:
    return kind(value, numbers, low=1e-6, high=1e6, **texts)


class ComparisonSettings(WorkingDemo):
    """What can be set?

    The settings of the comparison; ``Comparison`` says what they do.
    """

    data = choice(
        "moons", lambda demo: demo.sets, label="Data", help="What is to be told apart. Half of it is kept for the test."
    )
    noise = slider(0.2, 0, 0.5, step=0.05, label="Noise", help="How much drawn points stray; for drawn data only.")
    n_classes = slider(
        2,
        2,
        lambda demo: demo.most_classes,
        step=1,
        label="Classes",
        help="How many classes are to be told apart: the first ones of the data.",
    )
    n_train = slider(
        100,
        lambda demo: demo.n_classes,
        lambda demo: most_to_learn_from(demo.source, demo.n_classes),
        step=1,
        label="Examples to learn from",
        help="The test examples stay the same; more examples include the fewer.",
    )
    x_feature = choice("x1", lambda demo: demo.source.feature_names, label="Across", help="Feature that goes across.")
    y_feature = choice("x2", lambda demo: demo.source.feature_names, label="Upwards", help="Feature that goes upwards.")
    only_shown = toggle(
        value=False,
        label="Only these two",
        help="Learn from the two shown features only; else the plane shows where all others are at their mean.",
    )
    irrelevant = slider(
        0, 0, 50, step=1, label="Irrelevant features", help="Columns in random order, which say nothing, are added."
    )
    features = choice(
        "none",
        lambda demo: demo.ways_to_make_features,
        label="Hand-made features",
        help="Computed from the others by a rule that a person has found, for all contestants alike.",
    )
    scaling = toggle(
        value=True,
        label="Scaling",
        help="Brings each feature to mean 0 and deviation 1, by what the training examples show.",
    )
    kernel = choice("rbf", KERNELS, label="Kernel", help="SVM: what it takes for the likeness of two examples.")
    C = _number(
        NumberChoice,
        1.0,
        (0.01, 0.1, 1.0, 10.0, 100.0, 1000.0),
        label="C",
        help="SVM: the price of a mistake on the training examples; less makes smoother boundaries.",
    )
    gamma = _number(
        Gamma,
        BY_SPREAD,
        (0.01, 0.1, 1.0, 10.0, 100.0),
        label="Gamma",
        help="SVM: how fast likeness falls with distance; more makes islands around single examples.",
    )
    n_layers = slider(2, 0, 4, step=1, label="Hidden layers", help="Network: 0 leaves logistic regression.")
    neurons = slider(16, 1, 64, step=1, label="Neurons", help="Network: in each hidden layer.")
    activation = choice("relu", ACTIVATIONS, label="Activation", help="Network: of its hidden layers.")
    learning_rate = _number(
        NumberChoice, 0.01, (0.0001, 0.001, 0.003, 0.01, 0.03, 0.1), label="Learning rate", help="Network: of Adam."
    )
    epochs = slider(100, 1, 1000, step=1, label="Epochs", help="Network: how often it sees each training example.")
    n_neighbors = slider(5, 1, 50, step=1, label="Neighbours", help="kNN: how many of the nearest examples vote.")
    n_seeds = slider(
        5, 1, 30, step=1, label="Seeds", help="How often all is done: each seed draws another split and other chance."
    )
    seed = slider(
        0, 0, 99, step=1, label="First seed", help="The seed that is shown; the others follow it.", is_open=True
    )
    cell = Mistake(
        ALL_MISTAKES,
        lambda demo: demo.cells,
        label="Mark",
        help="Which test examples are ringed: all mistakes, or one kind of them. A click into a matrix chooses too.",
    )

    groups: Mapping[str, Sequence[str]] = {
        "examples": ("data", "noise", "n_train", "n_classes", "irrelevant"),
        "plane": ("x_feature", "y_feature", "only_shown"),
        "preparation": ("features", "scaling"),
        "svm": ("kernel", "C", "gamma"),
        "network": ("n_layers", "neurons", "activation", "learning_rate", "epochs"),
        "knn": ("n_neighbors",),
        "repetition": ("n_seeds", "seed"),
    }

    own_data: Dataset | None = None
    """What the learner has handed in."""
    has_pictures = False
    """Whether examples are pictures, and mistakes are shown as such."""
    is_settled = False
    """Whether first values are no longer those of the class."""
    source: Dataset
    """The chosen data set, both parts."""
    cells: Mapping[str, str]
    """Kinds of mistakes that may be chosen."""

    @property
    def sets(self) -> dict[str, str]:
        """Data sets that may be chosen: those that the picture has room for."""
        named = {True: PICTURES, False: PLANES}[self.has_pictures] if self.is_settled else {**PLANES, **PICTURES}
        return {**named, OWN: self.own_data.name} if self.own_data else dict(named)

    @property
    def most_classes(self) -> int:
        """How many classes there may be."""
        return self.source.n_classes if self.has_pictures else min(MOST_CLASSES, self.source.n_classes)

    @property
    def ways_to_make_features(self) -> dict[str, str]:
        """Rules by which features can be made of those that there are."""
        is_plane = self.source.n_features == 2
        return {name: way.label for name, way in HAND_MADE.items() if is_plane or not way.is_for_planes}
