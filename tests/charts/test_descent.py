"""The pictures of descent: what they read is what their docstrings name, and nothing is told by colour alone."""

import json
import re

import pytest

from dlwidgets.charts.descent import DASHES, SURFACE, optimizer_race
from dlwidgets.charts.hand_tune import DATA, line_tuning, plane_tuning
from dlwidgets.charts.theme import SURFACE_PALETTES
from dlwidgets.demos.hand_tune import HandTune
from dlwidgets.demos.optimizers import Optimizers
from dlwidgets.demos.race import LABELS, RACERS

PICTURES = {
    "race": (optimizer_race(LABELS), optimizer_race.__doc__, lambda: Optimizers(surface="saddle")),
    "line": (line_tuning(), line_tuning.__doc__, HandTune),
    "plane": (plane_tuning(), plane_tuning.__doc__, lambda: HandTune(model="network")),
}


def parts(value):
    """Yield each object in a specification."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from parts(inner)


def encodings(spec, data=None):
    """Yield the data set and the encoding of each layer; layers of one data set have it from what holds them."""
    data = spec.get("data", data)
    if "encoding" in spec:
        yield data["name"], spec["encoding"]
    for kind in ("layer", "hconcat", "vconcat"):
        for inner in spec.get(kind, []):
            yield from encodings(inner, data)


@pytest.mark.parametrize(("chart", "text"), [(c, d) for c, d, _demo in PICTURES.values()], ids=PICTURES)
def test_the_data_sets_and_parameters_are_those_of_the_docstring(chart, text):
    spec = chart.to_dict()
    sets = {part["data"]["name"] for part in parts(spec) if "name" in part.get("data", {})}
    params = {param["name"] for part in parts(spec) for param in part.get("params", [])}
    assert sets | params == set(re.findall(r"``(\w+)``", text)) - {"Grid"}


@pytest.mark.parametrize(("chart", "demo"), [(c, make) for c, _doc, make in PICTURES.values()], ids=PICTURES)
def test_each_field_that_is_drawn_is_in_the_demos_frame(chart, demo):
    frame = demo().frame()
    for name, encoding in encodings(chart.to_dict()):
        if name not in ("surface", "landscape"):
            fields = {part["field"] for part in parts(encoding) if isinstance(part.get("field"), str)}
            assert fields <= frame[name].keys()


@pytest.mark.parametrize("chart", [c for c, _doc, _demo in PICTURES.values()], ids=PICTURES)
def test_the_chart_computes_nothing_and_holds_no_rows(chart):
    text = json.dumps(chart.to_dict())
    assert not [word for word in ('"values"', '"transform"', '"aggregate"') if word in text]


def test_the_charts_with_gestures_have_names():
    assert optimizer_race(LABELS).to_dict()["hconcat"][0]["name"] == SURFACE
    assert line_tuning().to_dict()["hconcat"][0]["name"] == DATA


def test_optimizers_differ_in_dash_and_shape_and_colour():
    scales = {}
    for part in parts(optimizer_race(LABELS).to_dict()):
        for channel in ("color", "strokeDash", "shape"):
            if "scale" in part.get(channel, {}):
                scales[channel] = part[channel]["scale"]
    assert {channel: scale["domain"] for channel, scale in scales.items()} == {key: [*LABELS] for key in scales}
    for scale in scales.values():
        assert len({json.dumps(sign) for sign in scale["range"]}) == len(RACERS)


def test_hand_and_descent_differ_in_dash_and_shape():
    found = [part for part in parts(line_tuning().to_dict()) if part.get("field") == "by" and "scale" in part]
    assert {json.dumps(part["scale"]["domain"]) for part in found} == {'["you", "gradient descent"]'}
    assert all(len({json.dumps(sign) for sign in part["scale"]["range"]}) == 2 for part in found)
    assert (
        sum(part["scale"]["range"][0] == "circle" for part in found)
        > 0
        < sum([1, 0] in p["scale"]["range"] for p in found)
    )


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_shading_stays_in_the_part_of_the_palette_on_which_paths_are_seen(theme):
    assert len(SURFACE_PALETTES["sequential"][theme]) == 3
    for demo in (Optimizers(), HandTune()):
        grid = demo.datasets["surface" if isinstance(demo, Optimizers) else "landscape"]
        assert grid.levels.max() <= 127  # below the middle colour


def test_texts_are_large_enough():
    for chart, _doc, _demo in PICTURES.values():
        assert min(part["fontSize"] for part in parts(chart.to_dict()) if "fontSize" in part) >= 11


def test_dashes_are_enough_for_all():
    assert len(DASHES) >= len(LABELS)
