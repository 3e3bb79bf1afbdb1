"""A live chart as the browser drives it: every message is counted."""

import json
import struct
import threading

import altair as alt
import comm
import ipywidgets
import numpy as np
import pandas as pd
import pytest

from dlwidgets.charts.surface import surface
from dlwidgets.errors import BrowserError, DataError, InvalidValueError, MissingExtraError, UnknownNameError
from dlwidgets.widgets import picture
from dlwidgets.widgets.chart_view import ChartView
from dlwidgets.widgets.grid import Grid

LINE = alt.Chart(alt.NamedData("line"), title="A line").mark_line().encode(x="x:Q", y="y:Q")
POINTS = alt.Chart(alt.NamedData("points")).mark_point().encode(x="x:Q", y="y:Q")
ONE = {"x": [0, 1], "y": [2, 3]}


def shown(view):
    """Show a view as a cell does, and give its channel."""
    view._repr_mimebundle_()
    return view.comm


@pytest.fixture
def view(wires, raised):
    return ChartView(LINE, {"line": ONE}, text="It rises.")


def test_the_specification_crosses_once_with_the_first_rows(view):
    wire = shown(view)
    view.update(line=ONE)
    view.append(line=ONE)
    state, buffers = wire.opening
    assert state["_embed"]["spec"]["data"] == {"name": "line"}
    assert state["_live"]["sets"]["line"]["length"] == 2
    assert sorted(np.frombuffer(buffer, np.float32).tolist() for buffer in buffers) == [[0, 1], [2, 3]]
    assert "mark" not in json.dumps([*wire.frames, *wire.updates])


def test_an_update_is_one_message_with_nothing_but_its_rows(view):
    wire = shown(view)
    view.update(line={"x": [5], "y": [0.1]})
    (_opening, (_kind, data, buffers)) = wire.messages
    columns = [
        {"name": "x", "kind": "number", "dtype": "float32", "data": 0},
        {"name": "y", "kind": "number", "dtype": "float64", "data": 1},
    ]
    news = {"line": {"mode": "replace", "length": 1, "columns": columns}}
    assert data == {"method": "custom", "content": {"kind": "frame", "frame": 1, "sets": news}}
    assert [bytes(buffer) for buffer in buffers] == [struct.pack("f", 5), struct.pack("d", 0.1)]


def test_two_data_sets_and_a_text_can_be_set_by_name(wires):
    view = ChartView(LINE + POINTS)
    wire = shown(view)
    view.update({"line": ONE}, points=ONE)
    assert [frame["sets"].keys() for frame in wire.frames] == [{"line", "points"}]
    view.text = "Both."
    view.text = "Both."
    assert [frame.get("fields") for frame in wire.frames] == [None, {"text": "Both."}]


def test_an_unshown_chart_sends_nothing_and_shows_the_newest_later(view, wires):
    for n in range(100):
        view.update(line={"x": [n], "y": [n]})
    assert wires == []
    live = shown(view).opening[0]["_live"]
    assert (live["frame"], live["sets"]["line"]["length"]) == (0, 1)
    assert view.datasets["line"]["x"].tolist() == [99]


def test_vega_comes_before_the_chart_and_once_for_all_charts(view, wires):
    shown(view)
    shown(ChartView(LINE))
    vega, *charts = [wire for wire in wires if "_esm" in wire.opening[0]]
    assert len(charts) == 2
    assert len(vega.opening[0]["_esm"]) > 500_000
    charts = [chart.opening[0] for chart in charts]
    assert {chart["_vega"] for chart in charts} == {vega.comm_id}
    assert all(len(chart["_esm"]) < 60_000 for chart in charts)


@pytest.mark.parametrize("method", ["update", "append"])
def test_an_unknown_data_set_names_the_nearest_and_changes_nothing(view, method):
    wire = shown(view)
    with pytest.raises(UnknownNameError, match="Did you mean 'line'"):
        getattr(view, method)({"line": {"x": [9], "y": [9]}, "lime": ONE})
    with pytest.raises(DataError):
        getattr(view, method)(line={"x": [1, 2], "y": [1]})
    assert view.datasets["line"]["x"].tolist() == [0, 1]
    assert wire.frames == []


def test_an_unknown_renderer_names_the_nearest():
    with pytest.raises(UnknownNameError, match="Did you mean 'svg'"):
        ChartView(LINE, renderer="svgg")


@pytest.mark.parametrize("chart", [None, "a chart", pd.DataFrame({"x": [1]}), {"mark": "line"}])
def test_what_is_no_altair_chart_is_refused(chart):
    with pytest.raises(DataError, match="needs an Altair chart"):
        ChartView(chart)


NOISE = alt.param(name="noise", value=3, bind=alt.binding_range(min=0, max=9))
BRUSH = alt.selection_interval(name="brush")


@pytest.fixture
def steered(wires, raised):
    return ChartView(POINTS.add_params(NOISE, BRUSH))


def test_parameters_start_with_their_values_and_selections_with_none(steered):
    assert steered.params == {"noise": 3, "brush": None}


def test_a_parameter_set_in_python_reaches_the_page_in_one_message(steered):
    wire = shown(steered)
    steered.set_param("noise", 5)
    assert steered.params["noise"] == 5
    assert [frame["params"] for frame in wire.frames] == [{"noise": 5}]


@pytest.mark.parametrize(("name", "value"), [("noise", 7), ("brush", {"x": [0, 1]})])
def test_what_the_reader_sets_in_the_page_reaches_python_and_its_observers(steered, name, value):
    wire, heard = shown(steered), []
    steered.observe(lambda change: heard.append(change["new"][name]), names="params")
    wire.receive(kind="param", name=name, value=value)
    assert (steered.params[name], heard, wire.frames) == (value, [value], [])


def test_a_page_that_comes_later_starts_with_what_the_reader_set(steered):
    wire = shown(steered)
    wire.receive(kind="param", name="noise", value=7)
    wire.receive(kind="param", name="brush", value={"x": [0, 1]})
    steered.send_state()
    assert wire.updates[-1]["_live"]["params"] == {"noise": 7}


def test_a_parameter_that_the_chart_does_not_have_is_ignored_or_refused(steered):
    shown(steered).receive(kind="param", name="dlw_ink", value="red")
    assert steered.params.keys() == {"noise", "brush"}
    with pytest.raises(UnknownNameError, match="Did you mean 'noise'"):
        steered.set_param("nois", 1)


def test_selections_are_for_the_reader_alone(steered):
    with pytest.raises(InvalidValueError, match="brush is a selection"):
        steered.set_param("brush", {"x": [0, 1]})
    with pytest.raises(Exception, match="read-only"):
        steered.params = {}


def test_a_click_reaches_every_handler_in_data_coordinates_and_is_answered_once(view):
    wire, seen = shown(view), []
    view.on_pointer(lambda event: view.update(line={"x": [event.x], "y": [event.y]}))
    view.on_pointer(seen.append)
    assert wire.updates == [{"_pointer": True}]
    wire.gesture(kind="pointer", action="click", x=1, y=2.5, datum={"n": 1}, keys=["shift"], chart="c")
    (event,) = seen
    assert (event.action, event.x, event.y, event.datum, event.chart) == ("click", 1.0, 2.5, {"n": 1}, "c")
    assert event.keys == {"shift"}
    assert [(frame["handled"], frame["sets"].keys()) for frame in wire.frames] == [({"page": 1}, {"line"})]


@pytest.mark.parametrize("gesture", [{"action": "explode", "x": 1, "y": 1}, {"action": "click", "x": None, "y": 1}])
def test_a_gesture_that_makes_no_sense_is_answered_and_ignored(view, gesture):
    wire, seen = shown(view), []
    view.on_pointer(seen.append)
    wire.gesture(kind="pointer", **gesture)
    assert (seen, [frame["handled"] for frame in wire.frames]) == ([], [{"page": 1}])


def test_a_bug_in_a_handler_is_raised_and_the_page_is_answered(view, raised):
    wire = shown(view)
    view.on_pointer(lambda _event: 1 / 0)
    wire.gesture(kind="pointer", action="click", x=1, y=1)
    assert isinstance(raised.pop(), ZeroDivisionError)
    assert wire.frames[0]["handled"] == {"page": 1}


def test_an_error_in_the_browser_is_raised_in_python_and_kept(view, raised):
    shown(view).receive(kind="error", message="no canvas")
    error = raised.pop()
    assert isinstance(error, BrowserError)
    assert "no canvas" in str(error)
    assert view.browser_errors == ("no canvas",)


def test_a_message_of_an_unknown_kind_is_ignored(view):
    shown(view).receive(kind="nonsense")


def test_updates_wait_for_a_page_that_paints_and_flush_does_not(view, clock):
    wire = shown(view)
    for n in range(50):
        view.update(line={"x": [n], "y": [n]})
    assert len(wire.frames) == 3
    wire.paint()
    assert len(wire.frames) == 4
    view.update(line=ONE)
    wire.paint()
    view.update(line=ONE)
    view.update(line=ONE)
    view.update(line=ONE)
    view.update(line=ONE)
    before = len(wire.frames)
    view.flush()
    assert len(wire.frames) == before + 1


def size(png):
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


@pytest.mark.parametrize(
    ("chart", "names"),
    [
        (LINE, {"line"}),
        (LINE + POINTS, {"line", "points"}),
        (LINE | POINTS, {"line", "points"}),
        (LINE & (LINE | POINTS), {"line", "points"}),
        (POINTS.encode(color="kind:N").facet("kind:N"), {"points"}),
        (POINTS.encode(x=alt.X(alt.repeat(), type="quantitative")).repeat(["x", "y"]), {"points"}),
        (LINE + alt.Chart(pd.DataFrame({"x": [0], "y": [1]})).mark_point().encode(x="x", y="y"), {"line"}),
        (surface() + LINE, {"surface", "line"}),
        (POINTS.transform_lookup("x", alt.LookupData(alt.NamedData("line"), "x", ["y"])), {"points", "line"}),
        (POINTS.add_params(NOISE, BRUSH).transform_filter(BRUSH), {"points"}),
    ],
    ids=["single", "layer", "hconcat", "nested", "facet", "repeat", "inline data", "surface", "lookup", "params"],
)
def test_every_kind_of_chart_takes_its_data_sets_and_can_be_drawn(wires, chart, names):
    view = ChartView(chart)
    rows = {"x": [0, 1, 2], "y": [1, 0, 2], "kind": ["a", "b", None]}
    grid = Grid(np.eye(4), x=(0, 2), y=(0, 2))
    sets = {name: grid if name == "surface" else rows for name in names}
    view.update(sets)
    assert view.datasets.keys() == names
    with pytest.raises(UnknownNameError) as unknown:
        view.update(nothing=rows)
    assert str(unknown.value).endswith(f"Valid names: {', '.join(sorted(names))}.")
    wire = shown(view)
    view.update(sets)
    assert len(wire.frames) == 1
    assert min(size(view.png())) > 50


def test_the_picture_shows_the_newest_rows_and_parameters(wires):
    moved = POINTS.add_params(NOISE).transform_calculate(z="datum.y * noise")
    view = ChartView(moved.encode(y=alt.Y("z:Q", scale={"domain": [0, 99]})), {"points": ONE})
    pictures = [view.png()]
    view.update(points={"x": [0, 1], "y": [9, 3]})
    pictures.append(view.png())
    view.set_param("noise", 8)
    pictures.append(view.png())
    assert len(set(pictures)) == 3
    assert pictures[-1] == view.png()


def test_without_vl_convert_the_text_stands_in_for_the_picture(view, monkeypatch):
    monkeypatch.setattr(picture, "find_spec", lambda _name: None)
    monkeypatch.setenv("DLWIDGETS_STATIC", "1")
    with pytest.raises(MissingExtraError, match=r'pip install "dlwidgets\[lab\]"'):
        view.png()
    bundle = view._repr_mimebundle_()
    assert "image/png" not in bundle
    assert bundle["text/plain"] == "ChartView: A line\nIt rises."


def test_the_picture_is_made_when_lessons_are_built_and_not_at_each_display(view, monkeypatch):
    kinds = {"text/plain", "application/vnd.jupyter.widget-view+json"}
    assert view._repr_mimebundle_().keys() == kinds
    monkeypatch.setenv("DLWIDGETS_STATIC", "1")
    bundle = view._repr_mimebundle_()
    assert bundle.keys() == kinds | {"image/png"}
    assert size(bundle["image/png"])


@pytest.mark.parametrize(
    ("chart", "description", "said"),
    [
        (LINE, "", "A line"),
        (LINE, "What it shows", "What it shows"),
        (LINE.properties(description="Its own"), "", "Its own"),
        (LINE.properties(title=["Two", "lines"]), "", "Two lines"),
        (LINE.properties(title=alt.Title("Big", subtitle="small")), "", "Big"),
        (POINTS, "", "Chart"),
    ],
)
def test_the_chart_describes_itself_to_screen_readers_and_in_text(wires, chart, description, said):
    view = ChartView(chart, description=description)
    assert repr(view) == f"ChartView: {said}"
    assert shown(view).opening[0]["_embed"]["spec"]["description"] == said


def test_closing_lets_go_of_widgets_channels_and_data(view, registry):
    before = registry()
    shown(view)
    assert registry() == sorted([*before, "ChartView", "Layout", "Layout", "VegaLibrary"])
    view.close()
    assert registry() == sorted([*before, "Layout", "VegaLibrary"])
    assert view.datasets == {}
    view.close()


def test_a_closed_chart_can_be_filled_and_shown_again(view):
    old = shown(view)
    view.close()
    view.update(line=ONE)
    new = shown(view)
    assert new is not old
    assert new.opening[0]["_live"]["sets"]["line"]["length"] == 2
    view.update(line=ONE)
    assert len(new.frames) == 1
    assert old.frames == []


def test_a_chart_inside_a_box_is_opened_by_it(view):
    box = ipywidgets.VBox([view])
    state = box.get_state("children")
    assert state["children"] == [f"IPY_MODEL_{view.comm.comm_id}"]


def test_what_another_thread_changes_while_the_channel_opens_reaches_the_page(view, monkeypatch):
    opening = comm.create_comm

    def create_comm(**kwargs):
        if kwargs["data"]["state"].get("_live"):  # the state of the page is settled, and nobody can send to it yet
            worker.start()
            worker.join(0.1)
        return opening(**kwargs)

    worker = threading.Thread(target=lambda: view.update(line={"x": [9], "y": [9]}))
    monkeypatch.setattr(comm, "create_comm", create_comm)
    wire = shown(view)
    worker.join()
    assert [frame["sets"]["line"]["length"] for frame in wire.frames] == [1]
