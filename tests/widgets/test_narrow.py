"""Where the page is narrow, charts stand under each other and none is wider than the page."""

import pytest
import vl_convert

from dlwidgets.charts.comparison import comparison
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
FIT = 'const { fitted } = await load("narrow.js"); return fitted(payload.spec, payload.room);'


def test_a_narrow_page_puts_charts_under_each_other_and_makes_wide_ones_as_wide_as_itself(javascript):
    seen = javascript(FIT, {"spec": SPEC, "room": 400})

    assert seen["layout"] == {"columns": 1, "padding": 18}
    assert [signal.get("value") for signal in seen["signals"]] == [400 - AXIS, 430, 280, None]
    roomy = javascript(FIT, {"spec": SPEC | {"usermeta": {"narrow_below": 900, "axis_px": 100}}, "room": 400})
    assert roomy["signals"][0]["value"] == 300
    assert seen["marks"][0]["layout"] == {"columns": 1}
    assert seen["marks"][1]["marks"] == [{"layout": {"padding": 3, "columns": 1}}]


@pytest.mark.parametrize(("spec", "room"), [(SPEC, 900), (SPEC, None), ({**SPEC, "usermeta": {}}, 400)])
def test_all_other_pages_and_charts_are_left_alone(javascript, spec, room):
    assert javascript(FIT, {"spec": spec, "room": room}) == spec


@pytest.mark.parametrize(("room", "columns"), [(280, 1), (360, 1), (468, 1), (469, 2), (620, 2), (706, 3)])
@pytest.mark.parametrize("make", [learning_curves, layer_histograms])
def test_of_equal_panels_as_many_stay_in_a_row_as_have_room_and_they_fill_it(javascript, make, room, columns):
    given = {"loss": "a", "accuracy": "b", "mae": "c"} if make is learning_curves else 3
    vega = vl_convert.vegalite_to_vega(make(given, width=190).to_dict())

    seen = javascript(FIT, {"spec": vega, "room": room})

    widths = {one["name"]: one["value"] for one in seen["signals"] if one["name"].lower().endswith("width")}
    panel = next(value for name, value in widths.items() if "child" in name)
    whole = columns * panel + 77 * (columns - 1)
    assert room - AXIS - columns < whole <= room - AXIS
    assert all(value <= room - AXIS for value in widths.values())
    layouts = [part["layout"] for part in (seen, *seen["marks"]) if "layout" in part]
    assert [layout["columns"] for layout in layouts] == ([1, columns] if make is learning_curves else [columns])
    assert widths.get("concat_0_width", room - AXIS) == room - AXIS  # the bar that shows how far the fit is


@pytest.mark.parametrize(("room", "columns"), [(360, 1), (620, 1), (623, 2), (839, 2)])
def test_panels_of_one_width_keep_it_and_as_many_stay_in_a_row_as_have_room(javascript, room, columns):
    vega = vl_convert.vegalite_to_vega(comparison(("a", "b", "c"), are_pictures=False).to_dict())

    seen = javascript(FIT, {"spec": vega, "room": room})

    widths = {one["name"]: one.get("value") for one in seen["signals"] if one["name"].lower().endswith("width")}
    assert {value for name, value in widths.items() if "child" in name.lower()} == {210}
    layouts = [part["layout"]["columns"] for part in seen["marks"] if "layout" in part]
    assert columns in layouts
