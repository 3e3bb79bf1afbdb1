"""Each picture with charts side by side is drawn narrower, in full, where the page is narrow."""

import re

import pytest
import vl_convert

import dlwidgets as dlw
from dlwidgets.widgets import chart_view

DEMOS = {
    "Perceptron": {},
    "Activations": {"second": "tanh", "third": "relu"},
    "Losses": {"loss": "mean_squared_error"},
    "Optimizers": {"n_steps": 20},
    "HandTune": {},
    "GradientFlow": {"compare": True},
    "BackpropStepper": {"layers": [2, 2, 1]},
}
FIT = 'return (await load("narrow.js")).fitted(payload.spec, payload.room);'
PHONE_PX = 330
"""What a phone leaves for a picture."""
LEAST_PX = {**dict.fromkeys(DEMOS, 0), "BackpropStepper": 496}
"""What is scrolled where there is less."""


def drawn_width(vega):
    return float(re.search(r'width="([\d.]+)"', vl_convert.vega_to_svg(vega)).group(1))


def compiled(demo, monkeypatch):
    """Return what the page compiles of a demo, with its rows."""
    monkeypatch.setattr(chart_view, "png", lambda spec, rows: {**spec, "datasets": rows})
    return vl_convert.vegalite_to_vega(demo.png())


@pytest.mark.parametrize(("name", "settings"), DEMOS.items(), ids=DEMOS)
def test_it_fits_a_phone_and_is_left_alone_where_it_has_room(javascript, monkeypatch, name, settings):
    vega = compiled(getattr(dlw, name)(**settings), monkeypatch)
    below, whole = vega["usermeta"]["narrow_below"], drawn_width(vega)

    assert drawn_width(javascript(FIT, {"spec": vega, "room": PHONE_PX})) <= max(PHONE_PX, LEAST_PX[name])
    assert whole <= below < whole + 60
    assert drawn_width(javascript(FIT, {"spec": vega, "room": below})) == whole
