"""A goal in the words of a playground, for a trainer that knows those of Keras."""

from collections.abc import Callable, Mapping

from dlwidgets.demos.playing_field.losses import AGREEMENT
from dlwidgets.errors import unknown_name
from dlwidgets.training.goals import EPOCH, Report, parse_goal


def keras_goal(text: str, names: Mapping[str, str], epochs_before: int) -> Callable[[Report], bool]:
    """Return a goal that looks at what Keras reports.

    Parameters
    ----------
    text : str
        Such as ``"test_accuracy > 95%"``.
    names : dict of str to str
        What it may name, and Keras' name of that.
    epochs_before : int
        Epochs that were finished before the trainer began.

    Returns
    -------
    callable
        Takes a report; its name is the text.

    Raises
    ------
    InvalidValueError
        If it can't be read.
    UnknownNameError
        If it names what is not reported.
    """
    conditions = parse_goal(text)
    for condition in conditions:
        if condition.name not in {*names, EPOCH}:
            raise unknown_name("measure for a goal", condition.name, [*names, EPOCH])

    def is_reached(report: Report) -> bool:
        told = {name: _told(report[own], own) for name, own in names.items() if own in report}
        told[EPOCH] = report[EPOCH] + epochs_before
        return all(condition.is_met(told) for condition in conditions)

    is_reached.__name__ = " ".join(text.split())
    return is_reached


def _told(value: float, keras_name: str) -> float:
    return (1 + value) / 2 if keras_name.endswith(AGREEMENT) else value
