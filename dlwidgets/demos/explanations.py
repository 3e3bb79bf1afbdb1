"""Black box or not? One example, and what each method can say about its answer."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from dlwidgets.charts.explanations import SHEETS, explanations
from dlwidgets.compare.importances import Importances
from dlwidgets.data import is_own, refuse_target
from dlwidgets.demos.comparing.examples import OWN, are_pictures, own
from dlwidgets.demos.explaining import reasons
from dlwidgets.demos.explaining.learned import METHODS, Learned
from dlwidgets.demos.explaining.learning import ExplanationLearning
from dlwidgets.demos.explaining.sheet import Sheet
from dlwidgets.demos.hidden.plane import scaled_view_of
from dlwidgets.widgets.demo import Note

CAN_SAY = {
    "network": "how the answer moves with each number, and what it loses when one is hidden; it can't give a reason.",
    "svm": "which training examples have a say, how strongly, and on which side; not what these have in common.",
    "knn": "exactly which examples it has voted with; not why just these features should count.",
    "forest": "every question of every tree; not one story out of a hundred.",
}
"""What each can and can't say."""


class Explanations(ExplanationLearning):
    """Is it a black box?

    A network, an SVM, neighbours and a forest learn from the same examples. Then each is asked about one test example
    in its own way: the network for its gradient and for what it loses when a part is hidden, the SVM for its support
    vectors, the neighbours for themselves, the forest for the questions of a tree; and all of them alike for what they
    lose when a feature is shuffled.

    Parameters
    ----------
    data : str, Dataset, data frame, path of a CSV file, or (X, y), optional
        ``iris``, ``wine``, ``breast_cancer``, ``moons``, ``circle``, ``quadrants``, ``gaussians``, ``clouds``,
        ``spiral``, ``digits``, or your own.
    target : str, optional
        The column of the frame or file that holds the classes.
    **settings
        First values of settings such as ``example``, ``n_neighbors``, ``kernel``; ``hide`` and ``lock``.

    Raises
    ------
    UnknownNameError
        If a data set, kernel or setting does not exist.
    DataError
        If the data can't be learned from, or are too many.
    InvalidValueError
        If a setting is out of range.

    References
    ----------
    C. Molnar, Interpretable Machine Learning, https://christophm.github.io/interpretable-ml-book/

    Examples
    --------
    >>> demo = Explanations("iris", example=3)
    >>> sorted(demo.run())
    ['forest', 'knn', 'network', 'svm']
    """

    def __init__(self, data: Any = "iris", *, target: str | None = None, **settings: Any) -> None:
        if is_own(data):
            self.own_data, data = own(data, target), OWN
        else:
            refuse_target(target, data)
        super().__init__(data=data, **settings)

    @property
    def importances(self) -> Importances:
        """What the methods that were asked rely on, as ``dlw.importances`` gives it.

        Of the test part at most 200 examples are shuffled, five times; twice, if there are more than 12 features.
        """
        asked = {method: one for method, one in self.learned.items() if one.drops is not None}
        columns = [[getattr(one, what) for one in asked.values()] for what in ("accuracy", "drops", "spreads")]
        n = len(asked), self.source.n_features
        accuracies, drops, spreads = (np.array(column, dtype=np.float64) for column in columns)
        names = self.source.feature_names
        return Importances(self.source.name, (*asked,), names, accuracies, drops.reshape(n), spreads.reshape(n))

    def chart(self) -> Any:
        """Return a sheet for each method, one for the example and one for all."""
        return explanations()

    def frame(self) -> Mapping[str, Any]:
        """Return what each method says."""
        case, learned = self._case, self.learned
        sheets = {"case": reasons.case_sheet(case, learned), "all": reasons.all_sheet(case, learned)}
        sheets |= {method: self._sheet(case, method, learned.get(method)) for method in METHODS}
        frame: dict[str, Any] = {}
        for name in SHEETS:
            frame |= sheets[name].named(name)
        return frame

    def sentence(self) -> str:
        """Say what each method takes the example for, and who still learns."""
        case, learned = self._case, self.learned
        truth = case.name(self.split.test.y[self.example])
        said = []
        for method, title in METHODS.items():
            one = learned.get(method)
            if one is None:
                said.append(f"{title}: not learned yet")
            elif one.error:
                said.append(f"{title}: {one.error.rstrip('.')}")
            else:
                said.append(f"{title}: {case.name(case.answer(one)[0])}")
        return f"{self.source.name}, test example {self.example}: {truth}. {'. '.join(said)}."

    def notes(self) -> Iterable[Note]:
        """Return what each can and can't say, and how to read the picture."""
        yield Note("What each can and can't say", tuple(f"{METHODS[name]}: {says}" for name, says in CAN_SAY.items()))
        lines = [
            "Blue bars and + speak for the class that was said, orange bars and − against it.",
            "Log-odds: the logarithm of the class's share divided by that of all others; per deviation of the feature.",
            "Hidden: the feature is put at its mean of the training part. Distances are taken after scaling.",
            "The SVM's border: its decision divided by the length of its weights, in the space of its kernel.",
        ]
        if not self.has_pictures:
            lines.append("Plane: lines lead to the neighbours, large points are support vectors with a vote.")
        yield Note("How to read it", tuple(lines))

    def code_arguments(self) -> dict[str, str]:
        """Return the arguments that make this demo again, as source text by name; what is your own stands as dots."""
        return super().code_arguments() | ({"data": "..."} if self.data == OWN else {})

    @property
    def _case(self) -> reasons.Case:
        return reasons.Case(self.split, self.example, self._values(), self._view, self._side)

    def _lay_out(self) -> None:
        """Find out what the examples look like."""
        train = self.split.train
        self.has_pictures = are_pictures(self.source)
        self._side = int(train.n_features**0.5) if self.has_pictures else 0
        self._view = scaled_view_of(train.X)

    def _sheet(self, case: reasons.Case, method: str, one: Learned | None) -> Sheet:
        if one is None or one.error:
            sheet = Sheet(f"{METHODS[method]}: {'it has failed' if one else 'learns …'}")
            sheet.line(33, one.error if one else "")
            return sheet
        return reasons.SHEETS[method](case, one)
