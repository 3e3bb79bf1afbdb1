"""Numbers in as little room as a network diagram has; what is none is called so."""

import numpy as np

from dlwidgets.demos.stepper.picture import short


def rounder(value: float) -> str:
    """Write a number shorter still."""
    return f"{value:.1f}".replace("-", "−") if 0.1 <= abs(value) < 1000 else f"{value:.0e}".replace("-", "−")


def number_text(value: float) -> str:
    """Write a number short; what is none is called so."""
    return short(value) if np.isfinite(value) else "NaN" if np.isnan(value) else "∞" if value > 0 else "−∞"
