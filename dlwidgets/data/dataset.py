"""A data set as a value: examples, what they are called, and the ways to choose and part them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from dlwidgets.data import checks
from dlwidgets.data.frames import Columns, read_csv, read_frame
from dlwidgets.data.labels import encode
from dlwidgets.data.partition import stratified_rows
from dlwidgets.data.selection import with_classes, with_features
from dlwidgets.data.split import Split
from dlwidgets.errors import InvalidValueError

_CLASSES_SHOWN = 5


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """Examples to learn from: a table of numbers X and, for each row, the right answer y.

    Arrays are copied and read-only. Here y is numbers already; ``from_arrays``, ``from_frame`` and
    ``from_csv`` also read labels that are words.

    Parameters
    ----------
    name : str
        What the data set is called.
    X : float64 array of shape (n, d)
        One row per example, one column per feature; no gaps, no infinity.
    y : array of shape (n,)
        Class indices (int64, from 0 to k - 1) or, without class names, values to predict (float64).
    feature_names : tuple of str, length d
        ``x1``, ``x2``, ... where none are given.
    class_names : tuple of str, length k
        Empty for regression.
    target_name : str
        What y is called.
    units : tuple of str, length d
        The unit of each feature; empty where unknown.

    Raises
    ------
    DataError
        If X is no table or has no rows, lengths differ, a number is missing or infinite, or names don't fit.

    Examples
    --------
    >>> Dataset("two points", [[0, 1], [2, 3]], [0, 1], class_names=("no", "yes"))
    Dataset('two points', 2 x 2, classes: no, yes)
    """

    name: str
    X: npt.NDArray[np.float64]
    y: npt.NDArray[Any]
    feature_names: tuple[str, ...] = ()
    class_names: tuple[str, ...] = ()
    target_name: str = "y"
    units: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not isinstance(self.name, str):
            raise InvalidValueError(f"The name of a data set is a text; {self.name!r:.60} came. Give name, X and y.")
        X, y = checks.as_array(self.X), checks.as_array(self.y)
        checks.require_shapes(X, y)
        features, classes, units = map(checks.as_names, (self.feature_names, self.class_names, self.units))
        features = features or tuple(f"x{i + 1}" for i in range(X.shape[1]))
        checks.require_names(X.shape[1], features, units)
        X = checks.finite_table(X, features)
        y = checks.class_indices(y, classes) if classes else checks.finite_column(y, self.target_name)
        X.setflags(write=False)
        y.setflags(write=False)
        # A frozen dataclass refuses assignment, also to itself.
        vars(self).update(X=X, y=y, feature_names=features, class_names=classes, units=units)

    @classmethod
    def from_arrays(
        cls,
        X: npt.ArrayLike,
        y: npt.ArrayLike,
        *,
        name: str = "own data",
        feature_names: Sequence[str] = (),
        class_names: Sequence[str] = (),
        target_name: str = "y",
        task: str | None = None,
    ) -> Self:
        """Make a data set of arrays or lists.

        Parameters
        ----------
        X : array-like of shape (n, d)
            One row per example.
        y : array-like of shape (n,)
            Words, booleans or numbers.
        name : str
            What the data set is called.
        feature_names : sequence of str
            ``x1``, ``x2``, ... if not given.
        class_names : sequence of str
            The classes in the wanted order, and numbers in y are indices; sorted labels if not given.
        target_name : str
            What y is called.
        task : {"classification", "regression"}, optional
            Inferred if not given: words, booleans and up to 20 different whole numbers are classes.

        Raises
        ------
        DataError
            As ``Dataset``, and if all labels are of one class.
        UnknownNameError
            If the task, or a label among given class names, is unknown.
        """
        table, labels = checks.as_array(X), checks.as_array(y)
        checks.require_shapes(table, labels)
        checks.refuse_gaps({target_name: labels}, "Leave these rows out, or fill in their labels.")
        targets, classes = encode(labels, target_name, task, class_names)
        return cls(name, table, targets, checks.as_names(feature_names), classes, target_name)

    @classmethod
    def from_frame(
        cls,
        frame: Any,
        target: str,
        *,
        features: Sequence[str] | None = None,
        name: str = "own data",
        task: str | None = None,
    ) -> Self:
        """Make a data set of a DataFrame (pandas, polars) or a dictionary of columns.

        Parameters
        ----------
        frame : DataFrame or dict
            One row per example.
        target : str
            The column to predict.
        features : sequence of str, optional
            The columns to predict it from; all others if not given. They must hold numbers.
        name : str
            What the data set is called.
        task : {"classification", "regression"}, optional
            As in ``from_arrays``.

        Raises
        ------
        DataError
            For gaps, text among the features, infinite values, one class, no rows; it says where.
        UnknownNameError
            For a column that does not exist, with the nearest.

        Examples
        --------
        >>> Dataset.from_frame({"mass": [3.7, 5.0], "species": ["Adelie", "Gentoo"]}, target="species")
        Dataset('own data', 2 x 1, classes: Adelie, Gentoo)
        """
        return cls._from_columns(read_frame(frame), target, features, name, task)

    @classmethod
    def from_csv(
        cls,
        path: str | Path,
        target: str,
        *,
        features: Sequence[str] | None = None,
        name: str | None = None,
        task: str | None = None,
        delimiter: str = ",",
    ) -> Self:
        """Make a data set of a CSV file (UTF-8) whose first line names the columns.

        Parameters
        ----------
        path : str or Path
            The file.
        target : str
            The column to predict.
        features : sequence of str, optional
            As in ``from_frame``.
        name : str, optional
            What the data set is called; the file's name if not given.
        task : {"classification", "regression"}, optional
            As in ``from_arrays``.
        delimiter : str
            What stands between two cells.

        Raises
        ------
        DataError
            As ``from_frame``, and if the file can't be read as a table.
        UnknownNameError
            For a column that does not exist, with the nearest.
        """
        return cls._from_columns(read_csv(path, delimiter), target, features, name or Path(path).stem, task)

    @classmethod
    def _from_columns(
        cls, columns: Columns, target: str, features: Sequence[str] | None, name: str, task: str | None
    ) -> Self:
        """Make a data set of columns already read."""
        numbers, labels = columns.numbers_and_labels(target, features)
        X, names = checks.as_numbers(numbers), tuple(numbers)
        return cls.from_arrays(X, labels, name=name, feature_names=names, target_name=str(target), task=task)

    @property
    def task(self) -> str:
        """``"classification"`` or ``"regression"``."""
        return "classification" if self.class_names else "regression"

    @property
    def n_examples(self) -> int:
        """How many rows there are."""
        return len(self.X)

    @property
    def n_features(self) -> int:
        """How many numbers describe an example."""
        return int(self.X.shape[1])

    @property
    def n_classes(self) -> int:
        """How many classes there are; 0 for regression."""
        return len(self.class_names)

    @property
    def axis_labels(self) -> tuple[str, ...]:
        """Feature names with their units, such as ``petal width (cm)``."""
        units = self.units or ("",) * self.n_features
        return tuple(f"{name} ({unit})" if unit else name for name, unit in zip(self.feature_names, units, strict=True))

    def select(
        self, features: Sequence[str | int] | None = None, classes: Sequence[str | int] | None = None
    ) -> "Dataset":
        """Keep some features and some classes, in the order given.

        Parameters
        ----------
        features, classes : sequence of names or indices, optional
            Indices count from 0. All are kept where none are given.

        Returns
        -------
        Dataset
            With classes numbered anew.

        Raises
        ------
        UnknownNameError
            For a name or an index that does not exist, with the nearest.
        DataError
            If none is left, one stands twice, or regression is asked for classes.
        """
        chosen = self if features is None else with_features(self, features)
        return chosen if classes is None else with_classes(chosen, classes)

    def split(self, train: float = 0.5, seed: int = 0) -> Split:
        """Part the examples at random into those to learn from and those to test with.

        Each class has the same share in both parts as far as whole examples allow, and a class of two or more
        examples is in both.

        Parameters
        ----------
        train : float
            The share to learn from, above 0 and below 1.
        seed : int
            Equal seeds give equal parts.

        Returns
        -------
        Split
            ``train`` and ``test``, both in random order.

        Raises
        ------
        InvalidValueError
            For a share or a seed out of range.
        DataError
            If there are too few examples to part.
        """
        if not checks.is_real(train) or not 0 < train < 1:
            raise InvalidValueError(f"train is {train!r}; give a share above 0 and below 1: 0.5 learns from half.")
        strata = self.y if self.class_names else np.zeros(self.n_examples, dtype=np.int64)
        parts = stratified_rows(strata, train, checks.whole_number("seed", seed, at_least=0))
        learned, tested = (replace(self, X=self.X[rows], y=self.y[rows]) for rows in parts)
        return Split(learned, tested)

    def __repr__(self) -> str:
        shown = ", ".join(self.class_names[:_CLASSES_SHOWN])
        more = ", ..." if self.n_classes > _CLASSES_SHOWN else ""
        learned = f"classes: {shown}{more}" if self.class_names else f"predicts {self.target_name}"
        return f"Dataset({self.name!r}, {self.n_examples} x {self.n_features}, {learned})"
