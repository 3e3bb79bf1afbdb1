"""Where the page is narrow, charts stand under each other and none is wider than the page."""

import pytest
import vl_convert

from dlwidgets.charts.comparison import comparison
from dlwidgets.charts.examples_needed import examples_needed
from dlwidgets.charts.hidden_layer import hidden_layer
from dlwidgets.charts.layer_histograms import layer_histograms
from dlwidgets.charts.training import learning_curves

SPEC = {
    "usermeta": {"narrow_below": 900},
    "signals": [
        {"name": "sheet_width", "value": 560},
        {"name": "sheet_height", "value": 430},
        {"name": "width", "value": 280},
        {"name": "x_step_width", "update": "9"},
    ],
    "layout": {"columns": 2, "padding": 18},
    "marks": [{"type": "group", "layout": {"columns": 1}}, {"type": "group", "marks": [{"layout": {"padding": 3}}]}],
}
AXIS = 72
# As it comes out in a page of that width, whatever the width was when the chart was embedded: signals are read.
FIT = """
const { fitted, sizes } = await load("narrow.js");
const { spec, room, first } = payload;
const fit = fitted(spec, first === undefined ? room : first);
const { dlw_columns, ...widths } = sizes(spec, room);
const read = (signal) => Function("dlw_columns", `return ${signal}`)(dlw_columns);
const seen = ({ layout, marks, ...rest }) => ({
  ...rest,
  ...(layout && { layout: { ...layout, ...(layout.columns?.signal && { columns: read(layout.columns.signal) }) } }),
  ...(marks && { marks: marks.map(seen) }),
});
const signals = fit.signals.filter(({ name }) => name !== "dlw_columns");
return { ...seen(fit), signals: signals.map((one) => (one.name in widths ? { ...one, value: widths[one.name] } : one)) };
"""


def test_a_narrow_page_puts_charts_under_each_other_and_makes_wide_ones_as_wide_as_itself(javascript):
    seen = javascript(FIT, {"spec": SPEC, "room": 400})

    assert seen["layout"] == {"columns": 1, "padding": 18}
    assert [signal.get("value") for signal in seen["signals"]] == [400 - AXIS, 430, 280, None]
    roomy = javascript(FIT, {"spec": SPEC | {"usermeta": {"narrow_below": 900, "axis_px": 100}}, "room": 400})
    assert roomy["signals"][0]["value"] == 300
    assert seen["marks"][0]["layout"] == {"columns": 1}
    assert seen["marks"][1]["marks"] == [{"layout": {"padding": 3, "columns": 1}}]


def test_a_chart_that_never_follows_its_page_is_left_alone(javascript):
    spec = SPEC | {"usermeta": {}}

    assert javascript('return (await load("narrow.js")).fitted(payload, 400);', spec) == spec
    assert javascript('return (await load("narrow.js")).sizes(payload, 400);', spec) == {}


@pytest.mark.parametrize("room", [900, 2000, None])
def test_on_a_wide_page_or_one_of_unknown_width_all_is_as_it_was_drawn(javascript, room):
    seen = javascript(FIT, {"spec": SPEC, "room": room, "first": 400})

    assert seen["signals"] == SPEC["signals"]
    assert seen["layout"] == SPEC["layout"]
    assert seen["marks"][0] == SPEC["marks"][0]
    assert seen["marks"][1]["marks"][0]["layout"] == {"padding": 3, "columns": 0}  # all in one row, as Vega reads it


@pytest.mark.parametrize("first", [None, 300, 1500])
def test_a_page_that_changes_its_width_ends_as_if_it_had_been_so_from_the_start(javascript, first):
    vega = vl_convert.vegalite_to_vega(learning_curves({"loss": "a", "accuracy": "b"}, width=300).to_dict())

    for room in (360, 620, 2000):
        at_once = javascript(FIT, {"spec": vega, "room": room})
        assert javascript(FIT, {"spec": vega, "room": room, "first": first}) == at_once


# Beside the panels of learning curves there is room for the names of earlier runs.
@pytest.mark.parametrize(
    ("make", "room", "columns", "names"),
    [
        *[(layer_histograms, *case, 0) for case in ((280, 1), (360, 1), (468, 1), (469, 2), (620, 2), (706, 3))],
        *[(learning_curves, *case, 46) for case in ((330, 1), (560, 1), (561, 2), (843, 2), (844, 3))],
    ],
)
def test_of_equal_panels_as_many_stay_in_a_row_as_have_room_and_they_fill_it(javascript, make, room, columns, names):
    given = {"loss": "a", "accuracy": "b", "mae": "c"} if make is learning_curves else 3
    vega = vl_convert.vegalite_to_vega(make(given, width=190).to_dict())
    axis, gap = AXIS + names, 77 + names

    seen = javascript(FIT, {"spec": vega, "room": room})

    widths = {one["name"]: one["value"] for one in seen["signals"] if one["name"].lower().endswith("width")}
    panel = next(value for name, value in widths.items() if "child" in name)
    whole = columns * panel + gap * (columns - 1)
    assert room - axis - columns < whole <= room - axis
    assert all(value <= room - axis for value in widths.values())
    layouts = [part["layout"] for part in (seen, *seen["marks"]) if "layout" in part]
    assert [layout["columns"] for layout in layouts] == ([1, columns] if make is learning_curves else [columns])
    assert widths.get("concat_0_width", room - axis) == room - axis  # the bar that shows how far the fit is


@pytest.mark.parametrize(("room", "columns"), [(360, 1), (620, 1), (623, 2), (839, 2)])
def test_panels_of_one_width_keep_it_and_as_many_stay_in_a_row_as_have_room(javascript, room, columns):
    vega = vl_convert.vegalite_to_vega(comparison(("a", "b", "c"), are_pictures=False).to_dict())

    seen = javascript(FIT, {"spec": vega, "room": room})

    widths = {one["name"]: one.get("value") for one in seen["signals"] if one["name"].lower().endswith("width")}
    assert {value for name, value in widths.items() if "child" in name.lower()} == {210}
    layouts = [part["layout"]["columns"] for part in seen["marks"] if "layout" in part]
    assert columns in layouts


@pytest.mark.parametrize(("room", "columns", "rows"), [(2000, 8, 2), (400, 4, 4), (310, 3, 6), (60, 2, 8)])
def test_tiles_flow_into_as_many_rows_as_a_narrow_page_asks_for(javascript, room, columns, rows):
    vega = vl_convert.vegalite_to_vega(hidden_layer(("a", "b", "c", "d"), are_pictures=True).to_dict())

    sizes = javascript(
        'return (await load("narrow.js")).sizes(payload.vega, payload.room);', {"vega": vega, "room": room}
    )

    assert (sizes["tiles_width"], sizes["tiles_height"]) == (75 * columns, 75 * rows + 75)
    told = {one["name"]: one["value"] for one in vega["signals"] if one["name"].startswith("tiles_")}
    assert (columns < 8) or {name: sizes[name] for name in told} == told


@pytest.mark.parametrize(("room", "width"), [(2000, 600), (400, 325), (100, 160)])
def test_a_width_that_all_charts_share_follows_the_page_too(javascript, room, width):
    vega = vl_convert.vegalite_to_vega(examples_needed(("a", "b")).to_dict())
    assert vega["width"] == 600

    assert javascript(FIT, {"spec": vega, "room": room})["width"] == width
    told = javascript(
        'return (await load("narrow.js")).sizes(payload.vega, payload.room);', {"vega": vega, "room": room}
    )
    assert told["width"] == width
