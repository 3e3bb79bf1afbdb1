"""Numbers in as little room as a network diagram has; what is none is called so."""

import math

import numpy as np

from dlwidgets.demos.stepper.picture import short

SMALLEST_PX = 8
CLEAR_PX = 2.0
"""Between a text and the middle of the line of its circle, which is up to 3.2 pixels thick."""


def rounder(value: float) -> str:
    """Write a number shorter still."""
    return f"{value:.1f}".replace("-", "−") if 0.1 <= abs(value) < 1000 else f"{value:.0e}".replace("-", "−")


def number_text(value: float) -> str:
    """Write a number short; what is none is called so."""
    return short(value) if math.isfinite(value) else "NaN" if math.isnan(value) else "∞" if value > 0 else "−∞"


def size_in_circle(text: str, radius: float) -> int:
    """Return the size at which a text stands in a circle without touching it, in pixels."""
    largest = 12 if radius > 20 else 11 if radius > 15 else 9
    return next((size for size in range(largest, SMALLEST_PX, -1) if _fits(text, size, radius)), SMALLEST_PX)


def _fits(text: str, size: int, radius: float) -> bool:
    """Tell whether the corners of a text keep away from the line of a circle."""
    half_width, half_height = sum(0.3 if c == "." else 0.58 for c in text) * size / 2, 0.36 * size
    return np.hypot(half_width, half_height) + CLEAR_PX <= radius
