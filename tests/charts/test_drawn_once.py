"""Pictures that are drawn once: the specification is made once, and nobody's changes reach the next one's."""

from copy import deepcopy

import altair as alt

from dlwidgets.charts.drawn_once import drawn_once, specification
from dlwidgets.widgets.spec import live_spec


@drawn_once
def line(name):
    return alt.Chart(alt.NamedData(name), title="A line").mark_line().encode(x="x:Q", y="y:Q")


def test_the_same_chart_comes_again_for_the_same_arguments_with_its_own_specification():
    assert line("one") is line("one")
    assert line("two") is not line("one")
    for name in ("one", "two"):
        assert specification(line(name)) == line(name).to_dict()
        assert live_spec(line(name)).data_names == (name,)


def test_its_specification_is_made_once(monkeypatch):
    chart, made = line("counted"), []
    monkeypatch.setattr(alt.Chart, "to_dict", lambda self, make=alt.Chart.to_dict: made.append(self) or make(self))
    specs = [live_spec(chart) for _ in range(3)]
    assert len(made) == 1
    assert specs[0].vega_lite == specs[2].vega_lite


def test_what_is_made_of_a_specification_leaves_it_as_it_was():
    before = deepcopy(specification(line("kept")))
    spec = live_spec(line("kept"), "for screen readers")
    spec.with_values({}, {})["title"] = "another"
    assert specification(line("kept")) == before
    assert live_spec(line("kept")).description == "A line"


def test_a_chart_that_can_change_is_read_anew():
    chart = alt.Chart(alt.NamedData("d"), title="before").mark_line()
    assert live_spec(chart).description == "before"
    chart.title = "after"
    assert live_spec(chart).description == "after"
