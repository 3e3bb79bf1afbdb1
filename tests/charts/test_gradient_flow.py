"""The picture of a deep network: it reads what its docstring names, and draws what a demo hands over."""

import json
import re
import struct

import pytest

from dlwidgets.charts.gradient_flow import NETWORKS, PANELS, layer_sizes
from dlwidgets.demos.gradient_flow import GradientFlow


def parts(value):
    """Yield each object in a specification."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from parts(inner)


@pytest.fixture
def spec():
    return layer_sizes().to_dict()


def test_the_data_sets_and_parameters_are_those_of_its_docstring(spec):
    sets = {part["data"]["name"] for part in parts(spec) if "name" in part.get("data", {})}
    params = {param["name"] for param in spec["params"]}
    assert sets | params == set(re.findall(r"``(\w+)``", layer_sizes.__doc__))
    assert params == {"last_layer", "y_low", "y_high", "y_step", "lowest_is_0"}


def test_each_field_that_is_drawn_is_in_the_demos_frame(spec):
    frame = GradientFlow(depth=3).frame()
    drawn = set()
    for unit in parts(spec):
        name = unit.get("data", {}).get("name")
        if "encoding" in unit and name in {"layers", "band", "limits"}:
            fields = {part["field"] for part in parts(unit["encoding"]) if isinstance(part.get("field"), str)}
            assert fields <= frame[name].keys()
            drawn |= fields
    assert {*PANELS, "layer", "network"} <= drawn


def test_the_chart_holds_no_rows(spec):
    text = json.dumps(spec)
    assert '"values": [' not in text
    assert '"aggregate"' not in text


def test_the_networks_differ_in_colour_dash_and_shape(spec):
    for channel in ("color", "strokeDash", "shape"):
        scale = next(part["encoding"][channel]["scale"] for part in parts(spec) if channel in part.get("encoding", {}))
        assert scale["domain"] == list(NETWORKS)
        assert len({json.dumps(value) for value in scale["range"]}) == 2


def test_all_panels_share_one_scale_of_sizes(spec):
    heights = [part["encoding"]["y"] for part in parts(spec) if "y" in part.get("encoding", {})]
    scales = [height["scale"] for height in heights if height["field"] != "slot"]  # that is the place in a list
    assert len(scales) > len(PANELS)
    assert (scales[0]["domainMin"], scales[0]["domainMax"]) == ({"expr": "y_low"}, {"expr": "y_high"})
    assert {json.dumps(scale, sort_keys=True) for scale in scales} == {json.dumps(scales[0], sort_keys=True)}


@pytest.mark.parametrize("settings", [{}, {"depth": 1}, {"initializer": "zeros", "compare": True}])
def test_it_is_drawn_without_a_browser(settings):
    png = GradientFlow(**settings).png()
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    assert width > height > 250
