"""The X-ray's picture: what it reads is what its docstring names, and every station and level has a sign of its own."""

import re

from dlwidgets import ChartView
from dlwidgets.charts.xray import GLYPHS, LEVELS, xray_line
from dlwidgets.demos.builder.xray_picture import COLUMNS, xray_rows
from dlwidgets.network import FAMILIES, xray
from dlwidgets.network.diagnosis import problems as known
from tests.charts.test_diagram import parts
from tests.network.faults import FAULTS, RIGHT


def test_the_data_sets_are_those_of_its_docstring_with_the_columns_that_the_rows_have():
    spec = xray_line().to_dict()
    sets = {part["data"]["name"] for part in parts(spec) if "name" in part.get("data", {})}
    assert sets == COLUMNS.keys() == set(re.findall(r"``(\w+)``", xray_line.__doc__))
    for part in parts(spec):
        if "mark" in part:
            fields = {inner["field"] for inner in parts(part["encoding"]) if "field" in inner}
            assert fields <= set(COLUMNS[part["data"]["name"]])


def test_each_kind_of_station_has_its_own_glyph_and_each_level_its_own_shape():
    assert GLYPHS.keys() == {
        *FAMILIES,
        known.DATA,
        known.OUTPUT,
        known.CODING,
        known.LOSS,
        known.METRICS,
        known.TRAINING,
    }
    assert len(set(GLYPHS.values())) == len(GLYPHS)
    assert tuple(LEVELS) == known.LEVELS
    assert len({shape for shape, _ in LEVELS.values()}) == len(LEVELS)


def test_it_is_embedded_once_and_as_high_as_its_rows():
    (small, facts), fault = RIGHT[0], FAULTS[0]
    large = small
    for _ in range(20):
        large = large.with_layer(small.layers[1], 1)
    view = ChartView(xray_line(), xray_rows(xray(small, facts)))
    assert view._spec.description.startswith("One line from the data")
    heights = []
    for found in (xray(small, facts), xray(large, facts), xray(fault.spec, fault.facts)):
        view.update(xray_rows(found))
        png = view.png()
        assert png.startswith(b"\x89PNG")
        heights.append((int.from_bytes(png[16:20], "big"), int.from_bytes(png[20:24], "big")))
    assert heights[1][1] > 2.5 * heights[0][1]
    assert max(width for width, _ in heights) - min(width for width, _ in heights) < 30
