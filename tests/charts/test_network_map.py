"""The sheet of the network diagram: what it reads is what its docstring names, and every sign fits its square."""

import re

import pytest
import vl_convert

from dlwidgets import NetworkDiagram
from dlwidgets.charts.glyphs import CROSS, GLYPHS, LOCK
from dlwidgets.charts.network_map import IMAGES, INKS, network_map
from dlwidgets.network import LAYERS, Dense, Input, NetworkSpec


def parts(value):
    """Yield each object in a specification."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from parts(inner)


def test_the_data_sets_are_those_of_its_docstring():
    sets = {part["data"]["name"] for part in parts(network_map().to_dict()) if "name" in part.get("data", {})}
    named = set(re.findall(r"``(\w+)`` \(", network_map.__doc__)) | set(IMAGES)
    assert sets == named


def test_each_field_that_it_draws_or_asks_for_in_an_expression_is_in_the_data():
    diagram = NetworkDiagram(NetworkSpec([Input((2,)), Dense(2)]), data="circle")
    for part in parts(network_map().to_dict()):
        if "mark" in part and "data" in part and part["data"]["name"] not in IMAGES:
            fields = {inner["field"] for inner in parts(part["encoding"]) if "field" in inner}
            fields |= set(re.findall(r"datum\.(\w+)", str(part["mark"])))
            assert fields <= diagram.datasets[part["data"]["name"]].keys()


def test_the_pointer_finds_its_scales():
    scales = {scale["name"] for scale in vl_convert.vegalite_to_vega(network_map().to_dict())["scales"]}
    assert {"x", "y"} <= scales


def test_the_sheet_has_one_size_whatever_stands_on_it():
    assert network_map().to_dict()["autosize"] == {"type": "none"}


def test_each_kind_of_layer_has_a_sign():
    assert GLYPHS.keys() == LAYERS.keys()


@pytest.mark.parametrize("name", [*GLYPHS, "lock", "cross"])
def test_signs_stay_in_their_square(name):
    lines = {"lock": LOCK, "cross": CROSS}.get(name) or GLYPHS[name]
    assert all(-0.01 <= number <= 1.01 for line in lines for point in line for number in point)
    assert all(len(line) > 1 for line in lines)


def test_inks_that_rows_ask_for_exist():
    diagram = NetworkDiagram(NetworkSpec([Input((2,)), Dense(2), Dense(1, "sigmoid")]), data="circle")
    for depth in ("network", "layer", "neuron"):
        diagram.depth = depth
        asked = {
            ink for name, key in (("areas", "fill"), ("areas", "edge"), ("outlines", "ink"), ("points", "ink"),
                                  ("neurons", "ink"), ("texts", "ink"))
            for ink in diagram.datasets[name].get(key, ())
        }  # fmt: skip
        assert asked <= set(INKS)
