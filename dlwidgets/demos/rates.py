"""The learning rate as a list of useful steps, from which code may differ."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import traitlets as t

from dlwidgets.errors import InvalidValueError
from dlwidgets.widgets.controls import Choice

RATES = (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
"""Each about three times the one before."""


class Rate(Choice):
    """A learning rate: one of ``RATES`` in the page, any number above 0 in code."""

    def options(self, demo: t.HasTraits) -> Mapping[str, str]:
        """Return the rates that may be chosen, and the one that was set in code."""
        now = getattr(demo, str(self.name))
        return {_text(rate): _text(rate) for rate in sorted({*RATES, now})}

    def validate(self, _demo: t.HasTraits, value: Any) -> float:
        """Return ``value`` as a number above 0, or raise InvalidValueError."""
        try:
            number = math.nan if isinstance(value, bool) else float(value)
        except (TypeError, ValueError):
            number = math.nan
        if not (math.isfinite(number) and number > 0):
            raise InvalidValueError(f"{self.name} came as {value!r}; wanted a number above 0. Nothing was changed.")
        return number


def rate(value: float, *, label: str, help: str) -> Any:  # noqa: A002 - the word that all controls use
    """Declare a learning rate."""
    return Rate(value, (), label=label, help=help)


def nearest_rate(wanted: float) -> float:
    """Return the largest of ``RATES`` that is no larger than ``wanted``; the smallest if all are."""
    return max((rate for rate in RATES if rate <= wanted * (1 + 1e-9)), default=RATES[0])


def _text(rate: float) -> str:
    """Write a number as JavaScript does, so that the page finds the rate in its list."""
    return np.format_float_positional(rate, trim="-") if 1e-6 <= rate < 1e21 else repr(rate).replace("e-0", "e-")
