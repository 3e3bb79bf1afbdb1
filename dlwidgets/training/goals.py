"""When to stop: a goal such as ``"val_loss < 0.2"``, and early stopping."""

import math
import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from numbers import Integral, Real

from dlwidgets.errors import InvalidValueError, unknown_name

Report = Mapping[str, float]
Goal = str | Callable[[Report], bool]

_OPERATORS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
_CONDITION = re.compile(
    r"\s*([A-Za-z_][\w\-]*)\s*(<=|>=|<|>)\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d{1,3})?)\s*(%?)\s*"
)
_LONGEST = 200
EPOCH = "epoch"
_ROUNDING = 1e-6


@dataclass(frozen=True)
class Condition:
    """One comparison of what an epoch reported.

    Parameters
    ----------
    name : str
        As Keras names it, or ``"epoch"``.
    sign : str
        ``<``, ``<=``, ``>`` or ``>=``.
    limit : float
        What the value is compared with.
    """

    name: str
    sign: str
    limit: float

    def is_met(self, report: Report) -> bool:
        """Tell whether a report meets the condition; a value that is not a number never does.

        Parameters
        ----------
        report : dict of str to float
            What an epoch reported, and ``epoch``.
        """
        value = report.get(self.name, math.nan)
        # In single precision nine right answers of ten may be a little more than 0.9.
        value = self.limit if math.isclose(value, self.limit, rel_tol=_ROUNDING) else value
        return _OPERATORS[self.sign](value, self.limit)


def parse_goal(text: str) -> tuple[Condition, ...]:
    """Read a goal; nothing in it is ever run.

    Parameters
    ----------
    text : str
        Comparisons joined by ``and``, such as ``"val_loss < 0.2 and accuracy > 95%"``.

    Returns
    -------
    tuple of Condition
        All are to be met in one epoch.

    Raises
    ------
    InvalidValueError
        If the text is of another form.

    Examples
    --------
    >>> parse_goal("val_loss < 0.2")
    (Condition(name='val_loss', sign='<', limit=0.2),)
    """
    if not isinstance(text, str) or len(text) > _LONGEST:
        raise InvalidValueError('A goal is a short text such as "val_loss < 0.2", or a function of the report.')
    return tuple(_condition(part, text) for part in re.split(r"\band\b", text))


def _condition(part: str, text: str) -> Condition:
    found = _CONDITION.fullmatch(part)
    if found is None:
        raise InvalidValueError(
            f"The goal {text!r} can't be read. Write a name, one of < <= > >= and a number, "
            'such as "val_loss < 0.2"; join two goals with and.'
        )
    name, sign, number, percent = found.groups()
    condition = Condition(name, sign, float(number) / (100 if percent else 1))
    if "accuracy" in name and not any(condition.is_met({name: share}) for share in (0.0, 1.0)):
        raise InvalidValueError(
            f"The goal {text!r} can never be reached: {name} is a share from 0 to 1. Write {name} {sign} 0.95 or 95%."
        )
    return condition


def check_metric(name: str, known: Iterable[str]) -> None:
    """Refuse a name that no epoch will report.

    Parameters
    ----------
    name : str
        What came.
    known : iterable of str
        The names that are reported.

    Raises
    ------
    UnknownNameError
        With the nearest name.
    """
    if name not in (names := [*known]):
        raise unknown_name("metric", name, names)


class Watch:
    """Looks at each finished epoch and says when, and why, training should stop.

    Parameters
    ----------
    goal : str or callable
        A text such as ``"val_loss < 0.2"``, or a function that takes the report of an epoch, a dict, and tells
        whether it is reached.
    """

    def __init__(self, goal: Goal) -> None:
        self._conditions = () if callable(goal) else parse_goal(goal)
        self._function = goal if callable(goal) else None
        self.words = getattr(goal, "__name__", "goal") if callable(goal) else " ".join(goal.split())

    def check_names(self, known: Mapping[str, object] | list[str]) -> None:
        """Refuse names that no epoch will report.

        Parameters
        ----------
        known : list of str
            The names that are reported.

        Raises
        ------
        UnknownNameError
            With the nearest name.
        """
        for condition in self._conditions:
            check_metric(condition.name, [*known, EPOCH])

    def reached(self, epoch: int, report: Report) -> str:
        """Say that the goal is reached; empty if it is not.

        Parameters
        ----------
        epoch : int
            Counted from 1.
        report : dict of str to float
            What it reported.

        Returns
        -------
        str
            A sentence.
        """
        named = {**report, EPOCH: float(epoch)}
        met = self._asked(named) if self._function else all(one.is_met(named) for one in self._conditions)
        return f"The goal {self.words} is reached after epoch {epoch}." if met else ""

    def _asked(self, named: Report) -> bool:
        """Ask the reader's own function."""
        try:
            return bool(self._function(named))
        except Exception as error:
            raise InvalidValueError(
                f"The goal {self.words} failed: {type(error).__name__}: {error}. It takes the report of an epoch, a "
                f"dict with {', '.join(named)}, and tells whether the goal is reached."
            ) from error


@dataclass(frozen=True)
class EarlyStopping:
    """Stop when a metric has not improved for a while, as Keras' callback of the same name does.

    Parameters
    ----------
    monitor : str, default "val_loss"
        The metric.
    patience : int, default 5
        Epochs without improvement after which training stops.
    min_delta : float, default 0.0
        What counts as an improvement must be more than this.
    mode : {"auto", "min", "max"}, default "auto"
        Whether smaller or larger is better; ``"auto"`` takes larger for accuracies, precision, recall, AUC, F1, R2.
    restore_best : bool, default False
        Whether to go back to the best epoch.

    Raises
    ------
    InvalidValueError
        If a value is out of range.

    References
    ----------
    https://keras.io/api/callbacks/early_stopping/
    """

    monitor: str = "val_loss"
    patience: int = 5
    min_delta: float = 0.0
    mode: str = "auto"
    restore_best: bool = False

    def __post_init__(self) -> None:
        """Check the settings."""
        if not isinstance(self.monitor, str):
            raise InvalidValueError(f"monitor is the name of a metric, such as 'val_loss'; {self.monitor!r:.60} came.")
        if self.mode not in ("auto", "min", "max"):
            raise unknown_name("mode", self.mode, ["auto", "min", "max"])
        if isinstance(self.patience, bool) or not isinstance(self.patience, Integral) or self.patience < 0:
            raise InvalidValueError(f"patience is a whole number of epochs, 0 or more; {self.patience!r} came.")
        if not isinstance(self.min_delta, Real) or not 0 <= self.min_delta < math.inf:
            raise InvalidValueError(f"min_delta is a number, 0 or more; {self.min_delta!r} came.")

    @property
    def sign(self) -> int:
        """1 if larger is better, else -1."""
        larger = re.search(r"acc|precision|recall|auc|f1|r2", self.monitor.lower()) and "loss" not in self.monitor
        return 1 if self.mode == "max" or (self.mode == "auto" and larger) else -1

    def best(self, values: "list[float]") -> tuple[int, int]:
        """Find the best value and how many came after it without improvement.

        Parameters
        ----------
        values : list of float
            One per epoch.

        Returns
        -------
        best, waited : int
            Its place, from 0 on, and the number of values behind it.
        """
        place = 0
        for here, value in enumerate(values):
            if here and self.sign * value - self.min_delta > self.sign * values[place]:
                place = here
        return place, len(values) - 1 - place
