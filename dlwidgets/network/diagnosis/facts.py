"""What has to be known about data to say which network suits them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from dlwidgets.errors import InvalidValueError, unknown_name
from dlwidgets.network import _arguments as check
from dlwidgets.network._arguments import Check, Shape, refusal, to_json
from dlwidgets.network._counting import many

CLASSES, NUMBERS = "classes", "numbers"
TASKS = (CLASSES, NUMBERS)
NAMES_SHOWN = 4
"""More names would bury what a sentence says."""


def _names(name: str, value: Any) -> tuple[str, ...]:
    return tuple(str(one) for one in check.items(name, value, "a list of names"))


def _n_classes(name: str, value: Any) -> int:
    if not check.is_whole(value) or value < 2:
        raise refusal(name, "a whole number of at least 2", value, "With one class there is nothing to tell apart.")
    return int(value)


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise refusal(name, "a text", value)
    return value


_CHECKS: Mapping[str, Check] = {
    "name": _text,
    "shape": check.optional(check.input_shape),
    "task": check.optional(check.one_of("task", TASKS)),
    "n_classes": check.optional(_n_classes),
    "n_outputs": check.whole,
    "n_examples": check.optional(check.whole),
    "low": check.optional(check.number),
    "high": check.optional(check.number),
    "whole_ids": check.optional(check.truth),
    "one_hot": check.truth,
    "target_low": check.optional(check.number),
    "target_high": check.optional(check.number),
    "is_sorted": check.optional(check.truth),
    "class_names": _names,
    "feature_names": _names,
    "target_name": _text,
}


@dataclass(frozen=True)
class DataFacts:
    """What is known about data: as much as one has to know to choose a network for them.

    What is not known is None, and nothing is concluded from it.

    Parameters
    ----------
    name : str, default "the data"
        What the data are called in sentences.
    shape : tuple of int or None, optional
        Shape of one example, without the batch axis; None inside for a length that is open.
    task : {"classes", "numbers"}, optional
        What is to be predicted: one class out of several that exclude each other, or numbers.
    n_classes : int, optional
        How many classes there are, 2 or more.
    n_outputs : int, default 1
        How many numbers are to be predicted for each example.
    n_examples : int, optional
        How many examples there are.
    low, high : float, optional
        Smallest and largest number among the inputs.
    whole_ids : bool, optional
        Whether the inputs are whole numbers that stand for words or other things.
    one_hot : bool, default False
        Whether the targets are one-hot rows already, so that `FitSpec.one_hot` has nothing to do.
    target_low, target_high : float, optional
        Smallest and largest number among the targets; for classes their numbers, usually 0 to ``n_classes - 1``.
    is_sorted : bool, optional
        Whether the examples stand class by class, or from the smallest number to the largest.
    class_names, feature_names : tuple of str
        Empty where there are none.
    target_name : str, default "y"
        What the target is called.

    Raises
    ------
    InvalidValueError
        If a value is out of range or of the wrong kind.
    UnknownNameError
        If there is no such task.

    Examples
    --------
    >>> DataFacts("iris", shape=(4,), task="classes", n_classes=3).says_target
    '3 classes'
    """

    name: str = "the data"
    shape: Shape | None = None
    task: str | None = None
    n_classes: int | None = None
    n_outputs: int = 1
    n_examples: int | None = None
    low: float | None = None
    high: float | None = None
    whole_ids: bool | None = None
    one_hot: bool = False
    target_low: float | None = None
    target_high: float | None = None
    is_sorted: bool | None = None
    class_names: tuple[str, ...] = ()
    feature_names: tuple[str, ...] = ()
    target_name: str = "y"

    def __post_init__(self) -> None:
        """Check the values and store what is clean."""
        for name, checked in _CHECKS.items():
            object.__setattr__(self, name, checked(name, getattr(self, name)))
        if self.task == CLASSES and self.n_classes is None and self.class_names:
            object.__setattr__(self, "n_classes", _n_classes("The number of class_names", len(self.class_names)))

    @property
    def is_classes(self) -> bool:
        """Whether classes are told apart, and it is known how many."""
        return self.task == CLASSES and self.n_classes is not None

    @property
    def is_binary(self) -> bool:
        """Whether there are exactly two classes."""
        return self.is_classes and self.n_classes == 2

    @property
    def is_numbers(self) -> bool:
        """Whether numbers are predicted."""
        return self.task == NUMBERS

    @property
    def is_share(self) -> bool:
        """Whether all targets are known to lie between 0 and 1, as shares, probabilities and yes-or-no answers do."""
        low, high = self.target_low, self.target_high
        return low is not None and high is not None and low >= 0 and high <= 1

    @property
    def says_target(self) -> str:
        """What is to be predicted, such as ``"3 classes"``; empty if it is not known."""
        if self.is_classes:
            return f"{self.n_classes} classes"
        return ("1 number" if self.n_outputs == 1 else f"{self.n_outputs} numbers") if self.is_numbers else ""

    @property
    def says_classes(self) -> str:
        """The classes by name, as far as there is room: ``"3 classes (setosa, versicolor, virginica)"``."""
        shown = ", ".join(self.class_names[:NAMES_SHOWN])
        more = ", …" if len(self.class_names) > NAMES_SHOWN else ""
        return f"{many(self.n_classes or 0, 'class')} ({shown}{more})" if shown else many(self.n_classes or 0, "class")

    def to_json(self) -> dict[str, Any]:
        """Return what is known as a plain dict that survives JSON."""
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        return {item.name: to_json(values[item.name]) for item in fields(self) if values[item.name] != item.default}

    @classmethod
    def from_json(cls, written: Mapping[str, Any]) -> "DataFacts":
        """Read what `to_json` wrote.

        Parameters
        ----------
        written : dict
            Names and values; what is left out is not known.

        Returns
        -------
        DataFacts
            Equal to the one that was written.

        Raises
        ------
        InvalidValueError
            If it is no dict, or a value is out of range.
        UnknownNameError
            If there is no such fact; the nearest name is in the text.
        """
        if not isinstance(written, Mapping):
            raise InvalidValueError(f"Facts should be a dict of names and values, but {written!r:.60} came.")
        for name in written:
            if name not in _CHECKS:
                raise unknown_name("fact", name, _CHECKS)
        return cls(**written)
