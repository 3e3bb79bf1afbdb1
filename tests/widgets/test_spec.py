"""What is read out of an Altair chart, and what of it is changed."""

import altair as alt
import pandas as pd
import pytest

from dlwidgets.charts.theme import THEME_PARAMS
from dlwidgets.widgets.spec import live_spec

POINTS = alt.Chart(alt.NamedData("points")).mark_point().encode(x="x:Q", y="y:Q")
NOISE = alt.param(name="noise", value=3)
BRUSH = alt.selection_interval(name="brush")


def test_the_pages_colours_are_parameters_and_none_of_the_charts_own():
    spec = live_spec(POINTS.add_params(NOISE))
    values = {param["name"]: param["value"] for param in spec.vega_lite["params"]}
    assert values == {"noise": 3, **THEME_PARAMS}
    assert spec.params == {"noise": 3}


def test_what_the_author_chose_stays():
    config = live_spec(POINTS.configure_axis(gridOpacity=1).configure_view(stroke="red")).vega_lite["config"]
    assert (config["axis"]["gridOpacity"], config["view"]["stroke"]) == (1, "red")
    assert config["axis"]["labelColor"] == {"expr": "dlw_ink"}


def test_reading_a_chart_leaves_it_as_it_was():
    chart = POINTS.add_params(NOISE)
    before = chart.to_dict()
    live_spec(chart, description="Another")
    assert chart.to_dict() == before


@pytest.mark.parametrize(
    "chart",
    [
        POINTS.add_params(NOISE, BRUSH) + POINTS,
        POINTS.add_params(NOISE, BRUSH) | POINTS,
        POINTS.add_params(NOISE, BRUSH).facet("kind:N"),
    ],
    ids=["layer", "concat", "facet"],
)
def test_parameters_and_selections_of_combined_charts_are_found(chart):
    spec = live_spec(chart)
    assert (spec.params, spec.selections) == ({"noise": 3, "brush": None}, {"brush"})


def test_other_values_go_to_parameters_and_to_nothing_else_of_their_name():
    spec = live_spec(alt.Chart(alt.NamedData("noise"), name="noise").mark_point().add_params(NOISE))
    other = spec.with_values({"noise": 5})
    assert other["params"][0] == {"name": "noise", "value": 5}
    assert other["data"] == {"name": "noise"}
    assert spec.vega_lite["params"][0]["value"] == 3
    assert {**other, "params": 0} == {**spec.vega_lite, "params": 0}


def test_rows_inside_the_chart_are_no_data_set_to_change():
    inline = alt.Chart(pd.DataFrame({"x": [1]})).mark_point().encode(x="x")
    assert live_spec(POINTS + inline).data_names == ("points",)
    assert live_spec(inline).data_names == ()
