"""What is counted has whole numbers on its axis, in every chart: there is no epoch one and a half."""

from functools import cache

import pytest
import vl_convert

from dlwidgets.charts.descent import optimizer_race
from dlwidgets.charts.diagram import network_diagram
from dlwidgets.charts.hand_tune import line_tuning
from dlwidgets.charts.hidden_layer import hidden_layer
from dlwidgets.charts.plane import neuron_plane
from dlwidgets.charts.playground import playground
from dlwidgets.charts.proof import proof_chart
from dlwidgets.charts.run_gallery import run_gallery
from dlwidgets.charts.training import learning_curves

COUNTED = {"epoch", "step", "updates", "moves and steps"}
CHARTS = {
    "descent": lambda: optimizer_race(("sgd",)),
    "diagram": network_diagram,
    "hand_tune": line_tuning,
    "hidden_layer": lambda: hidden_layer(("a", "b", "c", "d"), are_pictures=False),
    "plane": neuron_plane,
    "playground": playground,
    "proof": proof_chart,
    "run_gallery": lambda: run_gallery(("a",)),
    "training": lambda: learning_curves({"loss": "loss"}),
}


@cache
def axis_of(chart):
    """Return the axis of what is counted, as Vega reads it."""
    return next(axis for axis in axes(vl_convert.vegalite_to_vega(CHARTS[chart]().to_dict())) if axis.get("labels", 1))


def axes(part):
    """Yield every axis of what is counted."""
    if isinstance(part, dict):
        if str(part.get("title")) in COUNTED and "scale" in part:
            yield part
        part = list(part.values())
    for inner in part if isinstance(part, list) else ():
        yield from axes(inner)


def drawn(axis, last):
    """Return the labels of an axis from 0 to ``last``, and how many of its ticks can be seen."""
    count = axis.get("tickCount", 5)
    bare = {**axis, "scale": "x", "tickCount": count if isinstance(count, int) else 280 // 40, "grid": False}
    scale = {"name": "x", "type": "linear", "domain": [0, last], "range": [0, 280]}
    vega = {"$schema": "https://vega.github.io/schema/vega/v6.json", "width": 280, "scales": [scale], "axes": [bare]}
    scene = vl_convert.vega_to_scenegraph(vega)
    labels = [one["text"] for one in marks_of(scene, "axis-label") if one["text"]]
    return labels, sum(one.get("opacity", 1) > 0 for one in marks_of(scene, "axis-tick"))


def marks_of(part, role):
    if isinstance(part, dict):
        if part.get("role") == role:
            yield from part["items"]
        part = list(part.values())
    for inner in part if isinstance(part, list) else ():
        yield from marks_of(inner, role)


@pytest.mark.parametrize("chart", CHARTS)
def test_every_label_and_tick_is_at_a_whole_number_of_which_there_are_two_or_more(chart):
    for last in (1, 2, 3, 7, 40, 2000):
        labels, n_ticks = drawn(axis_of(chart), last)

        assert labels == [str(int(label)) for label in labels], labels
        assert len({*labels}) == len(labels) == n_ticks >= 2
        assert labels[0] == "0"
        assert last > 7 or len(labels) == last + 1
