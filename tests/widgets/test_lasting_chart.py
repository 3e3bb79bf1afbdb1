"""A chart that outlives its kernel: what stands in the notebook at each moment."""

from base64 import b64encode

import altair as alt
import pytest

from dlwidgets.widgets import lasting_chart
from dlwidgets.widgets.lasting_chart import LastingChart
from tests.demos.notebook import Notebook

WIDGET = "application/vnd.jupyter.widget-view+json"


@pytest.fixture
def notebook(monkeypatch, wires):
    notebook = Notebook()
    monkeypatch.setattr(lasting_chart, "get_ipython", lambda: notebook)
    monkeypatch.setattr(lasting_chart, "current_run", lambda: notebook.current_run)
    monkeypatch.setattr(lasting_chart, "display", notebook.display)
    notebook.begin_cell()
    return notebook


def chart(text="a line"):
    line = alt.Chart(alt.NamedData("line"), width=80, height=40).mark_line().encode(x="x:Q", y="y:Q")
    return LastingChart(line, {"line": {"x": [0, 1], "y": [0, 1]}}, text=text)


def test_it_is_shown_once_in_a_run_of_a_cell(notebook):
    view = chart()
    view.show()
    view.show()
    assert view.is_here
    assert len(notebook.outputs) == 1

    notebook.begin_cell()
    assert not view.is_here
    view.show()
    assert len(notebook.outputs) == 2


def test_the_picture_takes_the_place_of_the_widget_in_the_size_of_the_chart(notebook):
    view = chart()
    view.show()
    view.text = "another line"

    view.keep()

    live, kept = notebook.outputs[0].history
    assert live[WIDGET]["model_id"] == view.model_id
    assert WIDGET not in kept
    assert kept["text/plain"].endswith("another line")
    width, height = (int.from_bytes(kept["image/png"][at : at + 4], "big") for at in (16, 20))
    assert kept["metadata"]["image/png"] == {"width": round(width / 1.5), "height": round(height / 1.5)}


def test_the_page_is_told_which_picture_it_is(notebook, wires):
    view = chart()
    view.show()

    view.keep()

    (update,) = wires[-1].updates
    assert len(update["_picture"]) == lasting_chart.ENDING_LENGTH
    assert b64encode(notebook.outputs[0].now["image/png"]).decode().endswith(update["_picture"])


def test_it_can_be_shown_live_again_where_its_picture_is(notebook, wires):
    view = chart()
    view.show()
    view.keep()

    view.show()

    assert [WIDGET in data for data in notebook.outputs[0].history] == [True, False, True]
    assert wires[-1].updates[-1] == {"_picture": ""}


def test_one_chart_takes_the_place_of_another_without_two_widgets_in_a_row(notebook):
    first, second = chart(), chart("the second")
    first.show()

    second.take_place_of(first)

    first_data, between, now = notebook.outputs[0].history
    assert WIDGET in first_data
    assert set(between) == {"text/plain", "metadata"}
    assert now[WIDGET]["model_id"] == second.model_id
    assert second.is_here
    assert not first.is_open


def test_while_lessons_are_built_only_the_end_is_shown(notebook, monkeypatch):
    monkeypatch.setenv("DLWIDGETS_STATIC", "1")
    view = chart()

    view.show()
    assert notebook.outputs == []
    view.keep()

    (output,) = notebook.outputs
    assert output.now["image/png"].startswith(b"\x89PNG")
    assert output.now["text/plain"].endswith("a line")


def test_without_vl_convert_the_widget_stays(notebook, monkeypatch):
    monkeypatch.setattr("dlwidgets.widgets.chart_view.can_draw", lambda: False)
    view = chart()
    view.show()

    view.keep()

    assert len(notebook.outputs[0].history) == 1


def test_outside_of_a_cell_nothing_is_shown(notebook):
    notebook.current_run = None
    view = chart()

    view.show()
    view.keep()

    assert notebook.outputs == []
    assert not view.is_here
