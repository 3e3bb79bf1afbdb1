"""The page without a browser does what a browser does, by the same messages."""

import altair as alt
import pytest

from dlwidgets.errors import InvalidValueError, UnknownNameError
from dlwidgets.widgets.controls import button, choice, slider, toggle
from dlwidgets.widgets.demo import Demo


class Line(Demo):
    """Where does the line go?"""

    slope = slider(1.0, -2, 2, label="Slope", help="How steep it is.")
    kind = choice("solid", ["solid", "dashed"], label="Kind", help="How it is drawn.")
    grid = toggle(False, label="Grid", help="Whether there are lines behind it.")

    def chart(self):
        return alt.Chart(alt.NamedData("line")).mark_line().encode(x="x:Q", y="y:Q")

    def frame(self):
        return {"line": {"x": [0, 1], "y": [0, self.slope]}}

    @button("Turn", help="Turn it over.")
    def turn(self):
        self.slope = -self.slope

    @button("Rest", help="Nothing to do.")
    def rest(self):
        raise AssertionError("nobody can press it")

    def disabled(self):
        return ["rest"]


@pytest.fixture
def demo():
    return Line(hide=["grid"], lock=["kind"])


def test_a_button_is_pressed_and_a_slider_is_moved(demo):
    demo.page.set("slope", 0.5)
    demo.page.press("turn")

    assert demo.slope == demo.page.shows("slope") == -0.5
    assert demo.datasets["line"]["y"].tolist() == [0, -0.5]


def test_gestures_go_the_way_of_the_messages_of_a_browser(demo, monkeypatch):
    received = []
    monkeypatch.setattr(demo, "_handle_custom_msg", lambda content, buffers: received.append(content))

    demo.page.press("turn")
    demo.page.set("slope", 2)
    demo.page.point("drag", 1, 2, chart="plane", row={"index": 3}, keys=["shift"])

    assert demo.slope == 1
    assert received == [
        {"kind": "control", "name": "turn", "value": None},
        {"kind": "control", "name": "slope", "value": 2},
        {
            "kind": "pointer",
            "action": "drag",
            "x": 1,
            "y": 2,
            "chart": "plane",
            "datum": {"index": 3},
            "keys": ["shift"],
        },
    ]


def test_a_pointer_handler_hears_of_a_click(demo):
    events = []
    demo.on_pointer(events.append)

    demo.page.point("click", 0.5, 1)

    assert [(event.action, event.x, event.y, event.datum) for event in events] == [("click", 0.5, 1.0, None)]


def test_what_the_page_shows_lags_behind_when_nobody_observes(demo):
    demo.unobserve(demo._setting_changed, names=["slope"])
    demo.slope = 0.5

    assert demo.page.shows("slope") == 1


def test_a_value_that_is_refused_is_told_under_the_chart_and_nothing_is_raised(demo):
    demo.page.set("slope", 9)

    assert demo.slope == 1
    assert "from -2 to 2" in demo._frames.fields["error"]


@pytest.mark.parametrize(
    ("act", "error", "message"),
    [
        (lambda page: page.press("trun"), UnknownNameError, "Did you mean 'turn'"),
        (lambda page: page.press("slope"), UnknownNameError, "button"),
        (lambda page: page.set("turn", 1), UnknownNameError, "control"),
        (lambda page: page.set("grid", True), UnknownNameError, "control"),
        (lambda page: page.set("kind", "dashed"), InvalidValueError, "locked"),
        (lambda page: page.press("rest"), InvalidValueError, "nothing to do"),
        (lambda page: page.shows("text"), UnknownNameError, "setting"),
        (lambda page: page.shows("turn"), UnknownNameError, "setting"),
    ],
)
def test_what_a_learner_can_not_do_is_refused(demo, act, error, message):
    with pytest.raises(error, match=message):
        act(demo.page)
