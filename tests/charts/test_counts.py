"""What is counted has whole numbers on its axis, in every chart, and a share has no label twice."""

from functools import cache

import pytest
import vl_convert

from dlwidgets.charts.comparison import comparison
from dlwidgets.charts.descent import optimizer_race
from dlwidgets.charts.diagram import network_diagram
from dlwidgets.charts.examples_needed import examples_needed
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
SHARED = {"accuracy on test examples", "test accuracy"}
SHARES = {
    "comparison": lambda: comparison(("a", "b"), are_pictures=False),
    "examples_needed": lambda: examples_needed(("a", "b")),
    "hidden_layer": CHARTS["hidden_layer"],
}


@cache
def axis_of(make, titles):
    """Return the axis of a chart that has one of these titles, as Vega reads it."""
    vega = vl_convert.vegalite_to_vega(make().to_dict())
    return next(axis for axis in axes(vega, titles) if axis.get("labels", 1))


def axes(part, titles):
    """Yield every axis with one of these titles."""
    if isinstance(part, dict):
        if str(part.get("title")) in titles and "scale" in part:
            yield part
        part = list(part.values())
    for inner in part if isinstance(part, list) else ():
        yield from axes(inner, titles)


def drawn(axis, last, first=0):
    """Return the labels of an axis from ``first`` to ``last``, and how many of its ticks can be seen."""
    count = axis.get("tickCount", 5)
    bare = {**axis, "scale": "x", "tickCount": count if isinstance(count, int) else 280 // 40, "grid": False}
    scale = {"name": "x", "type": "linear", "zero": False, "domain": [first, last], "range": [0, 280]}
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
        labels, n_ticks = drawn(axis_of(CHARTS[chart], frozenset(COUNTED)), last)

        assert labels == [str(int(label)) for label in labels], labels
        assert len({*labels}) == len(labels) == n_ticks >= 2
        assert labels[0] == "0"
        assert last > 7 or len(labels) == last + 1


@pytest.mark.parametrize("chart", SHARES)
def test_a_share_is_written_with_as_many_digits_as_tell_its_labels_apart_and_no_more(chart):
    axis = axis_of(SHARES[chart], frozenset(SHARED))
    for low, high in ((0, 1), (0.9, 1), (0.945, 0.985), (0.991, 0.998)):
        labels, _ = drawn(axis, high, low)
        assert len({*labels}) == len(labels) > 1, labels
        assert all(low - 1e-9 <= float(label[:-1]) / 100 <= high + 1e-9 for label in labels), labels
    assert "100%" in drawn(axis, 1)[0]
