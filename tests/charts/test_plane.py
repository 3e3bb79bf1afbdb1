"""The neuron's picture: what it reads is what its docstring names, and it can be drawn without a browser."""

import json
import re
import struct

import numpy as np
import pytest

from dlwidgets import Perceptron
from dlwidgets.charts.plane import PLANE, neuron_plane
from dlwidgets.charts.theme import CLASS_COLOURS, SURFACE_PALETTES, THEME_PARAMS


def parts(value):
    """Yield each object in a specification."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from parts(inner)


def luminance(colour):
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def contrast(one, other):
    """Compute the contrast of two colours as WCAG 2 defines it, from 1 to 21."""
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def test_the_data_sets_and_parameters_are_those_of_its_docstring():
    spec = neuron_plane().to_dict()
    sets = {part["data"]["name"] for part in parts(spec) if "name" in part.get("data", {})}
    named = set(re.findall(r"``(\w+)``", neuron_plane.__doc__)) - {"Grid"}
    params = {param["name"] for param in spec["params"]}
    assert sets | params == named
    assert params == {"x_low", "x_high", "y_low", "y_high"}


def test_each_field_that_is_drawn_is_in_the_demos_frame():
    spec = neuron_plane().to_dict()
    frame = Perceptron("iris").frame()
    for unit in parts(spec):
        if "encoding" in unit and unit["data"]["name"] != "surface":
            fields = {part["field"] for part in parts(unit["encoding"]) if isinstance(part.get("field"), str)}
            assert fields <= frame[unit["data"]["name"]].keys()


def test_the_chart_with_the_points_is_named_so_that_gestures_can_be_told_apart():
    assert neuron_plane().to_dict()["hconcat"][0]["name"] == PLANE


def test_the_chart_computes_nothing_and_holds_no_rows():
    text = json.dumps(neuron_plane().to_dict())
    assert '"values"' not in text
    assert '"transform"' not in text
    assert '"aggregate"' not in text


@pytest.mark.parametrize("data", ["iris", "xor"])
def test_it_is_drawn_without_a_browser(data):
    png = Perceptron(data).png()
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    assert width > height > 300


def test_texts_are_large_enough_and_take_the_colours_of_the_page():
    spec = Perceptron("iris")._spec.vega_lite
    sizes = [part["fontSize"] for part in parts(spec) if "fontSize" in part]
    assert min(sizes) >= 11
    for group, keys in {"axis": ("labelColor", "titleColor"), "legend": ("labelColor",), "title": ("color",)}.items():
        for key in keys:
            assert spec["config"][group][key] == {"expr": "dlw_ink"}
    assert spec["config"]["text"]["color"] == {"expr": "dlw_ink"}


@pytest.mark.parametrize(
    ("theme", "ink", "accent"),
    [("light", THEME_PARAMS["dlw_ink"], THEME_PARAMS["dlw_accent"]), ("dark", "#e3e3e3", "#ff8ab5")],
)
def test_outlines_and_rings_stand_out_from_the_surface(theme, ink, accent):
    for ground in SURFACE_PALETTES["two-class"][theme]:
        assert contrast(ink, ground) >= 4.5
        assert contrast(accent, ground) >= 3


def test_the_classes_differ_in_shape_too():
    marks = next(part for part in parts(neuron_plane().to_dict()) if "shape" in part.get("encoding", {}))
    assert len(set(marks["encoding"]["shape"]["scale"]["range"])) == 2
    assert marks["encoding"]["color"]["scale"]["range"] == list(CLASS_COLOURS[:2])
