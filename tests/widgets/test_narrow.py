"""Where the page is narrow, charts stand under each other and none is wider than the page."""

import pytest

SPEC = {
    "usermeta": {"narrow_below": 900},
    "signals": [{"name": "sheet_width", "value": 560}, {"name": "sheet_height", "value": 430}, {"name": "width", "value": 280}],
    "layout": {"columns": 2, "padding": 18},
}  # fmt: skip
FIT = 'const { fitted } = await load("narrow.js"); return fitted(payload.spec, payload.room);'


def test_a_narrow_page_puts_charts_under_each_other_and_makes_wide_ones_as_wide_as_itself(javascript):
    seen = javascript(FIT, {"spec": SPEC, "room": 400})
    assert seen["layout"] == {"columns": 1, "padding": 18}
    assert [signal["value"] for signal in seen["signals"]] == [400 - 64, 430, 280]


@pytest.mark.parametrize(("spec", "room"), [(SPEC, 900), (SPEC, None), ({**SPEC, "usermeta": {}}, 400)])
def test_all_other_pages_and_charts_are_left_alone(javascript, spec, room):
    assert javascript(FIT, {"spec": spec, "room": room}) == spec
