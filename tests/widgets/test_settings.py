"""Sliders whose range depends on another setting."""

import altair as alt
import pytest

from dlwidgets.errors import InvalidValueError
from dlwidgets.widgets.controls import slider
from dlwidgets.widgets.demo import Demo
from tests.widgets.pages import FIELDS, LIVE, PANEL


class Row(Demo):
    """Which of them?"""

    size = slider(3, 1, 9, step=1, label="Size", help="How many there are.")
    chosen = slider(0, 0, lambda demo: demo.size - 1, step=1, label="Chosen", help="Which one.", in_picture=True)

    def chart(self):
        chosen = alt.param(name="chosen", value=0)
        return alt.Chart(alt.NamedData("row")).mark_point(opacity=alt.expr("chosen")).encode(x="x:Q").add_params(chosen)

    def settle(self, changed):
        if "size" in changed:
            self.chosen = min(self.chosen, self.size - 1)

    def frame(self):
        return {"row": {"x": list(range(self.size))}}


def test_a_range_that_moves_is_that_of_now(wires):
    demo = Row()
    with pytest.raises(InvalidValueError, match="a whole number from 0 to 2"):
        demo.chosen = 5
    demo.change(size=6, chosen=5)
    assert demo.chosen == 5


def test_the_page_hears_of_the_range_with_the_value(wires):
    demo = Row()
    demo._repr_mimebundle_()
    assert "high" not in {control["name"]: control for control in demo._panel}["chosen"]
    demo.comm.gesture(kind="control", name="size", value=6)
    (frame,) = demo.comm.frames
    assert frame["fields"]["control:chosen"]["bounds"] == (0, 5)


def test_a_saved_page_has_the_range_of_now(wires):
    bind = Row(size=6, chosen=2)._inputs()[0]["chosen"]
    assert (bind["min"], bind["max"]) == (0, 5)


def test_a_slider_takes_the_range_that_comes_with_its_value(show):
    fields = FIELDS | {"control:bias": {"value": 2, "disabled": False, "options": [], "bounds": [0, 4]}}
    panel = [{k: v for k, v in control.items() if k not in {"low", "high"}} for control in PANEL]
    code = """
      const range = find("input", "Shifts");
      const before = [range.min, range.max];
      tell({ frame: 1, fields: { "control:bias": { value: 2, disabled: false, options: [], bounds: [1, 3] } } });
      return [before, [range.min, range.max]];
    """
    assert show(code, _panel=panel, _live=LIVE | {"fields": fields}) == [[0, 4], [1, 3]]
