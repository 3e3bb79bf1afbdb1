"""How gradients flow through one network, or two, as the rows of ``charts.gradient_flow.layer_sizes``."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from dlwidgets.charts.gradient_flow import NETWORKS
from dlwidgets.demos.deep_network import Trial
from dlwidgets.demos.flow_words import size
from dlwidgets.nn.gradient_flow import FLOAT32_LOG10_RANGE, SENSIBLE_LOG10_RANGE, GradientFlow

STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
MOST_LABELS = 8


def flow_frame(shown: Mapping[str, Trial]) -> dict[str, Any]:
    """Return the data sets and parameters of the picture.

    Parameters
    ----------
    shown : mapping of str to Trial
        By their names in ``NETWORKS``: what is there now, and the mended network if it is to be compared.
    """
    columns = {name: _columns(trial.flow) for name, trial in shown.items()}
    axis = _axis(np.concatenate([values for of_one in columns.values() for values in of_one.values()]))
    rows = [_rows(name, of_one, axis["y_low"]) for name, of_one in columns.items()]
    low, high = SENSIBLE_LOG10_RANGE
    return {
        "layers": {column: np.concatenate([of_one[column] for of_one in rows]) for column in rows[0]},
        "key": {
            "network": [*shown],
            "slot": [NETWORKS.index(name) for name in shown],
            "says": [f"{name}: {trial.network}" for name, trial in shown.items()],
        },
        "band": {"low": [low], "high": [high], "says": ["learns at a sensible speed"]},
        "limits": {"size": [*FLOAT32_LOG10_RANGE], "says": ["float32: 0 below", "float32: infinity above"]},
        "last_layer": max(2, *(trial.flow.depth for trial in shown.values()), 2),
        **axis,
    }


def _columns(flow: GradientFlow) -> dict[str, np.ndarray]:
    return {"signal": flow.outputs, "blame": flow.blame, "gradient": flow.gradients}


def _rows(name: str, columns: Mapping[str, np.ndarray], lowest: float) -> dict[str, Any]:
    depth = len(columns["signal"])
    return {
        "network": np.full(depth, name, dtype=object),
        "layer": np.arange(1, depth + 1),
        **{column: np.maximum(values, lowest) for column, values in columns.items()},
        **{f"{column}_size": np.array([size(v) for v in values], dtype=object) for column, values in columns.items()},
    }


def _axis(sizes: np.ndarray) -> dict[str, Any]:
    """Choose powers of ten around all sizes and the band, with a place for 0 below them if it is there."""
    finite = sizes[np.isfinite(sizes)]
    low, high = min([-3.0, *finite]), max([3.0, *finite])
    step = next(step for step in STEPS if step * MOST_LABELS >= high - low)
    has_0 = len(finite) < len(sizes)
    y_low = step * (math.floor(low / step) - has_0)
    return {"y_low": y_low, "y_high": step * math.ceil(high / step), "y_step": step, "lowest_is_0": has_0}
