"""What a fitted classifier relies on, asked of all in the same way: features are shuffled, and accuracy falls."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import numpy.typing as npt

from dlwidgets.compare.contestants import Contestant, read_contestants
from dlwidgets.compare.frames import to_frame
from dlwidgets.compare.job import seeded_copy, sentence_of
from dlwidgets.compare.race import split_of
from dlwidgets.data import Dataset, Split
from dlwidgets.data.checks import whole_number
from dlwidgets.errors import clear_call, unknown_name

MOST_SHOWN = 12
"""Features in the table; the others are in ``drops``."""


@dataclass(frozen=True, eq=False)
class Importances:
    """By how much accuracy falls when a feature is shuffled.

    Parameters
    ----------
    data : str
        What the data set is called.
    names, feature_names : tuple of str
        The contestants, and the features.
    accuracies : float array of shape (contestants,)
        On the test part as it is, from 0 to 1.
    drops, spreads : float array of shape (contestants, features)
        Mean and standard deviation, over the shuffles, of what is lost; read-only. NaN for one that failed.
    errors : tuple of str
        Why each contestant failed, as a sentence; empty for one that did not.
    """

    data: str
    names: tuple[str, ...]
    feature_names: tuple[str, ...]
    accuracies: npt.NDArray[np.float64]
    drops: npt.NDArray[np.float64]
    spreads: npt.NDArray[np.float64]
    errors: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for array in (self.accuracies, self.drops, self.spreads):
            array.setflags(write=False)

    def ranking(self, name: str) -> tuple[str, ...]:
        """Name the features on which a contestant relies, the most important first.

        Parameters
        ----------
        name : str
            The contestant.

        Returns
        -------
        tuple of str
            Features that cost nothing when shuffled come last, in their order.

        Raises
        ------
        UnknownNameError
            If there is no such contestant.
        """
        if name not in self.names:
            raise unknown_name("contestant", name, self.names)
        order = np.argsort(-self.drops[self.names.index(name)], kind="stable")
        return tuple(self.feature_names[place] for place in order)

    def to_frame(self) -> Any:
        """Return one row per contestant and feature.

        Returns
        -------
        pandas.DataFrame or polars.DataFrame
            pandas if it is installed.
        """
        pairs = [(i, j) for i in range(len(self.names)) for j in range(len(self.feature_names))]
        return to_frame(
            {
                "name": [self.names[i] for i, _ in pairs],
                "feature": [self.feature_names[j] for _, j in pairs],
                "drop": [float(self.drops[pair]) for pair in pairs],
                "spread": [float(self.spreads[pair]) for pair in pairs],
            }
        )

    def _rows(self) -> list[list[str]]:
        """Write the table: features that matter most to anybody first."""
        order = np.argsort(-np.nan_to_num(self.drops, nan=-1).max(axis=0), kind="stable")[:MOST_SHOWN]
        right = ["failed" if np.isnan(one) else f"{100 * one:.1f} % right" for one in self.accuracies]
        lost = [["" if np.isnan(drop) else f"{-100 * drop:+.1f}" for drop in self.drops[:, j]] for j in order]
        rows = [[self.feature_names[j], *cells] for j, cells in zip(order, lost, strict=True)]
        return [["shuffled feature", *self.names], ["none", *right], *rows]

    def _failures(self) -> list[str]:
        return [f"{name}: {error}" for name, error in zip(self.names, self.errors, strict=False) if error]

    @property
    def title(self) -> str:
        """What was measured, as a line."""
        return f"{self.data}: points of accuracy lost on test examples when one feature is shuffled"

    def __repr__(self) -> str:
        rows = self._rows()
        widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
        lines = ["  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in rows]
        return "\n".join([self.title, *lines, *self._failures()])

    def _repr_html_(self) -> str:
        head, *body = self._rows()
        heads = "".join(f'<th scope="col">{escape(text)}</th>' for text in head)
        rows = "".join(
            f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}</tr>'
            for first, *cells in body
        )
        caption = f"<caption>{escape(self.title)}</caption>"
        failures = "".join(f"<p>{escape(failure)}</p>" for failure in self._failures())
        return f"<table>{caption}<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{failures}"


@clear_call
def importances(
    data: str | Dataset | Split = "iris",
    contestants: Any = None,
    *,
    train: float = 0.5,
    scaling: str | None = "standard",
    features: Any = None,
    seed: int = 0,
    n_shuffles: int = 10,
) -> Importances:
    """Find out on which features classifiers rely, in one way for all of them.

    Each learns from the same examples. Then one feature of the test part after the other is shuffled, which takes away
    what it says and leaves everything else as it is; what is lost in accuracy is what the classifier got from it.

    Parameters
    ----------
    data, contestants, train, scaling, features : optional
        As `race` takes them.
    seed : int, default 0
        Draws the split, the chance of each contestant, and the shuffles.
    n_shuffles : int, default 10
        How often each feature is shuffled.

    Returns
    -------
    Importances
        A table when it is shown. A contestant that raises has a sentence; the others go on. Of two features that say
        the same, each may seem to matter little.

    Raises
    ------
    DataError
        If the data can't be learned from.
    UnknownNameError
        For a name that is not known, with the nearest.
    InvalidValueError
        For a setting that is out of range.

    References
    ----------
    L. Breiman (2001), https://doi.org/10.1023/A:1010933404324
    """
    whole_number("n_shuffles", n_shuffles, at_least=1)
    split = split_of(data, train, whole_number("seed", seed, at_least=0))
    runners = read_contestants(contestants, scaling, features)
    asked = [_asked(one, split, seed, n_shuffles) for one in runners]
    *measured, errors = zip(*asked, strict=True)
    names = tuple(one.name for one in runners)
    numbers = (np.array(part, dtype=np.float64) for part in measured)
    return Importances(split.train.name, names, split.train.feature_names, *numbers, errors)


def lost_by_shuffling(model: Any, part: Dataset, seed: int, n_shuffles: int) -> tuple[float, Any, Any]:
    """Shuffle one feature after the other, and measure what a classifier that has learned loses.

    Parameters
    ----------
    model : object
        It has learned.
    part : Dataset
        What it is tested with.
    seed, n_shuffles : int
        As `importances` takes them.

    Returns
    -------
    tuple of float and two float arrays of shape (n_features,)
        Accuracy as it is, and mean and standard deviation of what is lost.
    """
    from sklearn.inspection import permutation_importance

    found = permutation_importance(model, part.X, part.y, scoring="accuracy", n_repeats=n_shuffles, random_state=seed)
    return float(np.mean(model.predict(part.X) == part.y)), found.importances_mean, found.importances_std


def _asked(contestant: Contestant, split: Split, seed: int, n_shuffles: int) -> Sequence[Any]:
    """Let one learn, and return its accuracy, mean and deviation of what each feature is worth, and why it failed."""
    try:
        model = seeded_copy(contestant.estimator, seed)
        model.fit(split.train.X, split.train.y)
        return (*lost_by_shuffling(model, split.test, seed, n_shuffles), "")
    except Exception as error:  # noqa: BLE001 (the others go on, whatever an estimator of the reader's raises)
        nothing = np.full(split.test.n_features, np.nan)
        return float("nan"), nothing, nothing, sentence_of(error, split.train.n_examples)
