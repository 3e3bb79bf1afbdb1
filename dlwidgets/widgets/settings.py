"""The settings of a demo: traits that know their label and range, and the control that shows them."""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import traitlets as t

from dlwidgets.errors import InvalidValueError, unknown_name

Bound = float | Callable[[Any], float]
"""An end of a range; a callable takes the demo and returns where it is now."""

Options = Mapping[str, str] | Sequence[str] | Callable[[Any], Sequence[str]]


class Setting(t.TraitType):
    """One entry of a demo's state, with the control that shows it.

    Parameters
    ----------
    value : object
        The first value.
    label, help : str
        What stands beside the control, and the sentence that explains it.
    in_picture : bool
        Whether it is also a parameter of the chart, by its own name.
    """

    def __init__(self, value: Any, *, label: str, help: str, in_picture: bool = False) -> None:  # noqa: A002 - traitlets' word
        for word, text in (("label", label), ("help", help)):
            if not isinstance(text, str):
                raise InvalidValueError(
                    f"{word} came as {text!r:.60}; wanted a text that tells the learner what it is."
                )
        super().__init__(value, help=help)
        self.label = label
        self.in_picture = in_picture

    def spec(self) -> dict[str, Any]:
        """Describe the control for the page; what never changes."""
        return {"label": self.label, "help": self.help, **({"in_picture": True} if self.in_picture else {})}

    def input(self, _demo: t.HasTraits) -> dict[str, Any]:
        """Describe Vega's own input for the setting, for a page without Python."""
        return {"name": self.label}

    def options(self, _demo: t.HasTraits) -> dict[str, str]:
        """Return the values that may be chosen now, with their labels; empty where any value may."""
        return {}

    def plain(self, value: Any) -> Any:
        """Return what stands for a value in ``state``; it survives JSON, and the setting takes it back."""
        return value

    def said(self, demo: t.HasTraits, value: Any) -> str:
        """Return how a value is called in the page."""
        return self.options(demo).get(value, str(value)) if isinstance(value, str) else str(value)


class Hidden(Setting):
    """A part of the state that has no control of its own."""

    def __init__(
        self, value: Any, check: Callable[[Any], Any], plain: Callable[[Any], Any] | None, **texts: str
    ) -> None:
        super().__init__(value, **texts)
        self._check = check
        self._plain = plain

    def plain(self, value: Any) -> Any:
        """Return what stands for a value in ``state``."""
        return value if self._plain is None else self._plain(value)

    def validate(self, _demo: t.HasTraits, value: Any) -> Any:
        """Return what ``check`` makes of ``value``; it raises what is to be told."""
        return self._check(value)


class Text(Hidden):
    """A line of text that the learner types."""

    def spec(self) -> dict[str, Any]:
        """Describe the field for the page."""
        return {"kind": "line", **super().spec()}


class Slider(Setting):
    """A number in a range."""

    def __init__(self, value: float, low: Bound, high: Bound, *, step: float, is_open: bool, **texts: Any) -> None:
        super().__init__(value, **texts)
        self.low, self.high, self.step, self.is_open = low, high, step, is_open
        self._check(value)

    def _check(self, value: Any) -> None:
        """Refuse a declaration that can't be a slider."""
        ends = {name: end for name, end in (("low", self.low), ("high", self.high)) if not callable(end)}
        for name, number in {"value": value, **ends, "step": self.step}.items():
            if isinstance(number, bool | str) or not math.isfinite(_as_float(number)):
                raise InvalidValueError(f"{name} of the slider came as {number!r:.60}; wanted a finite number.")
        low, high = ends.get("low", -math.inf), ends.get("high", math.inf)
        if self.step <= 0 or not low < high:
            raise InvalidValueError(
                f"The slider goes from {low} to {high} by {self.step}; wanted a way up by steps above 0."
            )
        if not self.is_open and not low <= value <= high:
            raise InvalidValueError(f"value of the slider came as {value}; wanted a number from {low} to {high}.")

    def spec(self) -> dict[str, Any]:
        """Describe the slider for the page."""
        ends = {} if self.is_moving else {"low": self.low, "high": self.high}
        return {"kind": "slider", **ends, "step": self.step, **super().spec()}

    @property
    def is_moving(self) -> bool:
        """Whether the range depends on the demo."""
        return callable(self.low) or callable(self.high)

    def bounds(self, demo: t.HasTraits) -> tuple[float, float]:
        """Return the lowest and the highest value just now."""
        low, high = (bound(demo) if callable(bound) else bound for bound in (self.low, self.high))
        return low, high

    def input(self, demo: t.HasTraits) -> dict[str, Any]:
        """Describe a slider of Vega whose range holds the value."""
        value, (low, high) = getattr(demo, self.name), self.bounds(demo)
        ends = {"min": min(low, value), "max": max(high, value)}
        return {"input": "range", **ends, "step": self.step, **super().input(demo)}

    def validate(self, demo: t.HasTraits, value: Any) -> float | int:
        """Return ``value`` as a number, or raise InvalidValueError."""
        kind = type(self.step)
        is_number = isinstance(value, (int, float)) or (hasattr(value, "item") and getattr(value, "ndim", 1) == 0)
        number = _as_float(value) if is_number and not isinstance(value, bool) else math.nan
        low, high = (-math.inf, math.inf) if self.is_open else self.bounds(demo)
        in_range = math.isfinite(number) and low <= number <= high
        if not in_range or (kind is int and number != int(number)):
            a, ends = ("any", "") if self.is_open else ("a", f" from {low} to {high}")
            wanted = f"{a} whole" if kind is int else "any finite" if self.is_open else "a"
            raise InvalidValueError(
                f"{self.name} came as {value!r:.80}; wanted {wanted} number{ends}. Nothing was changed."
            )
        return kind(number)


class Choice(Setting):
    """One of several names."""

    def __init__(self, value: str, options: Options, **texts: Any) -> None:
        super().__init__(value, **texts)
        self._options = options
        if callable(options):
            return
        names = [*options] if isinstance(options, Iterable) and not isinstance(options, str) else [None]
        if not all(isinstance(name, str) for name in names):
            raise InvalidValueError(f"options came as {options!r:.60}; wanted a list of texts such as ['sgd', 'adam'].")
        if names and value not in names:  # none yet: a subclass says later what may be chosen
            raise unknown_name("option of the choice", value, names)

    def spec(self) -> dict[str, Any]:
        """Describe the list for the page."""
        return {"kind": "choice", **super().spec()}

    def input(self, demo: t.HasTraits) -> dict[str, Any]:
        """Describe a list of Vega with what may be chosen now."""
        options = self.options(demo)
        choices = {"options": [*options], "labels": [*options.values()]}
        return {"input": "select", **choices, **super().input(demo)}

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

    def __init__(self, value: bool, **texts: Any) -> None:  # noqa: FBT001
        super().__init__(value, **texts)
        if not isinstance(value, bool):
            raise InvalidValueError(f"value of the toggle came as {value!r:.60}; wanted True or False.")

    def said(self, _demo: t.HasTraits, value: Any) -> str:
        """Return ``on`` or ``off``."""
        return "on" if value else "off"

    def spec(self) -> dict[str, Any]:
        """Describe the tick box for the page."""
        return {"kind": "toggle", **super().spec()}

    def input(self, demo: t.HasTraits) -> dict[str, Any]:
        """Describe a tick box of Vega."""
        return {"input": "checkbox", **super().input(demo)}

    def validate(self, _demo: t.HasTraits, value: Any) -> bool:
        """Return ``value`` if it is true or false, or raise InvalidValueError."""
        if getattr(value, "ndim", 0) or value not in (True, False):
            raise InvalidValueError(f"{self.name} came as {value!r:.80}; wanted True or False. Nothing was changed.")
        return bool(value)


def _as_float(value: Any) -> float:
    try:
        return float(value)
    except (OverflowError, TypeError, ValueError):  # an endless int, an array of text
        return math.nan
