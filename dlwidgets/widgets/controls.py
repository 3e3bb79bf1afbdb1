"""What a demo can be set to, declared as traits that know their label, range and help text."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import traitlets as t

from dlwidgets.errors import InvalidValueError, unknown_name

Options = Mapping[str, str] | Sequence[str] | Callable[[Any], Sequence[str]]


@dataclass(frozen=True)
class Button:
    """A button that calls a method of its demo."""

    label: str
    help: str


class Setting(t.TraitType):
    """One entry of a demo's state, with the control that shows it.

    Parameters
    ----------
    value : object
        The first value.
    label, help : str
        What stands beside the control, and the sentence that explains it.
    """

    def __init__(self, value: Any, *, label: str, help: str) -> None:  # noqa: A002 - the word that traitlets uses
        super().__init__(value, help=help)
        self.label = label

    def spec(self) -> dict[str, Any]:
        """Describe the control for the page; what never changes."""
        return {"label": self.label, "help": self.help}

    def options(self, _demo: t.HasTraits) -> dict[str, str]:
        """Return the values that may be chosen now, with their labels; empty where any value may."""
        return {}


class Hidden(Setting):
    """A part of the state that has no control of its own."""

    def __init__(self, value: Any, check: Callable[[Any], Any], **texts: str) -> None:
        super().__init__(value, **texts)
        self._check = check

    def validate(self, _demo: t.HasTraits, value: Any) -> Any:
        """Return what ``check`` makes of ``value``; it raises what is to be told."""
        return self._check(value)


class Slider(Setting):
    """A number in a range."""

    def __init__(self, value: float, low: float, high: float, *, step: float, is_open: bool, **texts: str) -> None:
        super().__init__(value, **texts)
        self.low, self.high, self.step, self.is_open = low, high, step, is_open

    def spec(self) -> dict[str, Any]:
        """Describe the slider for the page."""
        return {"kind": "slider", "low": self.low, "high": self.high, "step": self.step, **super().spec()}

    def validate(self, _demo: t.HasTraits, value: Any) -> float | int:
        """Return ``value`` as a number, or raise InvalidValueError."""
        kind = type(self.step)
        is_number = isinstance(value, (int, float)) or (hasattr(value, "item") and getattr(value, "ndim", 1) == 0)
        number = float(value) if is_number and not isinstance(value, bool) else math.nan
        in_range = math.isfinite(number) and (self.is_open or self.low <= number <= self.high)
        if not in_range or (kind is int and number != int(number)):
            bounds = "any finite number" if self.is_open else f"{'a whole' if kind is int else 'a'} number"
            bounds += "" if self.is_open else f" from {self.low} to {self.high}"
            raise InvalidValueError(f"{self.name} came as {value!r}; wanted {bounds}. Nothing was changed.")
        return kind(number)


class Choice(Setting):
    """One of several names."""

    def __init__(self, value: str, options: Options, **texts: str) -> None:
        super().__init__(value, **texts)
        self._options = options

    def spec(self) -> dict[str, Any]:
        """Describe the list for the page."""
        return {"kind": "choice", **super().spec()}

    def options(self, demo: t.HasTraits) -> dict[str, str]:
        """Return the names that may be chosen now, with their labels."""
        options = self._options(demo) if callable(self._options) else self._options
        return dict(options) if isinstance(options, Mapping) else {name: name for name in options}

    def validate(self, demo: t.HasTraits, value: Any) -> str:
        """Return ``value`` if it is one of the options, or raise UnknownNameError."""
        options = self.options(demo)
        if not isinstance(value, str) or value not in options:
            raise unknown_name(f"choice for {self.name}", value, options)
        return value


class Toggle(Setting):
    """True or false."""

    def spec(self) -> dict[str, Any]:
        """Describe the tick box for the page."""
        return {"kind": "toggle", **super().spec()}

    def validate(self, _demo: t.HasTraits, value: Any) -> bool:
        """Return ``value`` if it is true or false, or raise InvalidValueError."""
        if value not in (True, False):
            raise InvalidValueError(f"{self.name} came as {value!r}; wanted True or False. Nothing was changed.")
        return bool(value)


def slider(
    value: float,
    low: float,
    high: float,
    *,
    step: float = 0.1,
    label: str,
    help: str,  # noqa: A002 - the word that traitlets uses
    is_open: bool = False,
) -> Any:
    """Declare a number that the learner sets with a slider or by typing.

    Parameters
    ----------
    value, low, high : float
        First value and range. A whole-numbered ``step`` makes the setting an int.
    step : float
        Distance of two neighbouring values on the slider.
    label, help : str
        What stands beside it, and the sentence that explains it.
    is_open : bool
        Let code and training go beyond the range; the slider then grows with the value.

    Returns
    -------
    Slider
        A trait; assign it in the body of a ``Demo`` subclass.
    """
    return Slider(value, low, high, step=step, is_open=is_open, label=label, help=help)


def choice(value: str, options: Options, *, label: str, help: str) -> Any:  # noqa: A002
    """Declare a name that the learner chooses from a list.

    Parameters
    ----------
    value : str
        First choice.
    options : sequence of str, mapping of str to label, or callable
        What may be chosen. A callable takes the demo and returns what may be chosen now.
    label, help : str
        What stands beside it, and the sentence that explains it.

    Returns
    -------
    Choice
        A trait; assign it in the body of a ``Demo`` subclass.
    """
    return Choice(value, options, label=label, help=help)


def toggle(value: bool, *, label: str, help: str) -> Any:  # noqa: A002, FBT001
    """Declare something that is on or off.

    Parameters
    ----------
    value : bool
        First state.
    label, help : str
        What stands beside it, and the sentence that explains it.

    Returns
    -------
    Toggle
        A trait; assign it in the body of a ``Demo`` subclass.
    """
    return Toggle(value, label=label, help=help)


def hidden(value: Any, check: Callable[[Any], Any], *, label: str, help: str) -> Any:  # noqa: A002
    """Declare a part of the state that the learner changes otherwise than with a control, such as on the chart.

    Parameters
    ----------
    value : object
        The first value; like all others it must survive JSON.
    check : callable
        Takes what is assigned and returns what is kept, or raises a ``DLWidgetsError``.
    label, help : str
        Its name for readers, and the sentence that explains it.

    Returns
    -------
    Hidden
        A trait; assign it in the body of a ``Demo`` subclass.
    """
    return Hidden(value, check, label=label, help=help)


def button(label: str, *, help: str) -> Callable[[Callable[[Any], Any]], Callable[[Any], Any]]:  # noqa: A002
    """Give a method of a ``Demo`` subclass a button that calls it.

    Parameters
    ----------
    label, help : str
        What stands on the button, and the sentence that explains it.

    Returns
    -------
    callable
        A decorator for the method.
    """

    def declare(method: Callable[[Any], Any]) -> Callable[[Any], Any]:
        method.button = Button(label, help)  # type: ignore[attr-defined]
        return method

    return declare


def declared(cls: type, kind: type) -> dict[str, Any]:
    """Return the settings (``kind=Setting``) or buttons (``kind=Button``) of a class in their order, its own first."""
    found: dict[str, Any] = {}
    for owner in cls.__mro__:
        for name, value in vars(owner).items():
            item = getattr(value, "button", value) if kind is Button else value
            if isinstance(item, kind):
                found.setdefault(name, item)
    return found
