"""Settings that are parameters of the chart: moved in the page at once, known to Python as all settings are."""

import altair as alt
import pytest

from dlwidgets.errors import UnknownNameError
from dlwidgets.widgets.controls import slider
from dlwidgets.widgets.demo import Demo
from tests.widgets.pages import FIELDS, LIVE, PANEL
from tests.widgets.waves import Wave


@pytest.fixture
def demo(wires, raised):
    return Wave()


@pytest.fixture
def wire(demo):
    demo._repr_mimebundle_()
    return demo.comm


def test_a_demo_that_lives_in_its_picture_needs_no_frame(demo):
    assert demo.frame() == {}
    assert demo.text == "It turns 1.0 times & more."


@pytest.mark.parametrize(("name", "value"), [("rate", 2.5), ("shape", "cos"), ("thick", True)])
class TestASettingInThePicture:
    def test_is_one_message_up_and_one_frame_down(self, demo, wire, name, value):
        wire.gesture(kind="control", name=name, value=value)
        assert getattr(demo, name) == demo.params[name] == value
        (frame,) = wire.frames
        assert (frame["handled"], frame["params"]) == ({"page": 1}, {name: value})
        assert frame["fields"][f"control:{name}"]["value"] == value

    def test_moves_the_picture_when_code_sets_it(self, demo, wire, name, value):
        setattr(demo, name, value)
        (frame,) = wire.frames
        assert frame["params"] == {name: value}
        drawn = {param["name"]: param["value"] for param in demo._spec.with_values(demo._frames.params)["params"]}
        assert drawn[name] == value

    @pytest.mark.usefixtures("wires")
    def test_is_in_the_first_picture_of_a_page(self, name, value):
        demo = Wave(**{name: value})
        demo._repr_mimebundle_()
        state, _buffers = demo.comm.opening
        assert state["_live"]["params"][name] == value

    def test_follows_what_moves_its_parameter_in_the_picture(self, demo, wire, name, value):
        wire.receive(kind="param", name=name, value=value)
        assert getattr(demo, name) == value
        (frame,) = wire.frames
        assert frame["fields"][f"control:{name}"]["value"] == value
        assert "params" not in frame  # the picture may have moved on meanwhile


def test_another_setting_says_nothing_of_the_parameters(demo, wire):
    wire.gesture(kind="control", name="plain", value=3)
    assert "params" not in wire.frames[-1]


@pytest.mark.parametrize("value", [4, 99, "fast", None])
def test_a_refused_value_is_put_back_into_the_picture_that_had_it(demo, wire, value):
    wire.receive(kind="param", name="rate", value=value)
    assert demo.rate == demo.params["rate"] == 1
    (frame,) = wire.frames
    assert frame["params"] == {"rate": 1}
    assert frame["fields"]["error"]


def test_a_locked_setting_can_not_be_moved_in_the_picture(wires, raised):
    demo = Wave(lock=["rate"])
    demo._repr_mimebundle_()
    demo.comm.receive(kind="param", name="rate", value=3)
    assert demo.rate == demo.params["rate"] == 1
    assert demo.comm.frames[-1]["params"] == {"rate": 1}


def test_a_picture_without_the_parameter_names_the_nearest(wires):
    class Wrong(Wave):
        raet = slider(1.0, 0, 5, label="Rate", help="How often it turns.", in_picture=True)

    with pytest.raises(UnknownNameError, match=r"no parameter 'raet'\. Did you mean 'rate'"):
        Wrong()


def test_a_demo_with_data_still_needs_a_frame(wires):
    class Bare(Demo):
        """What is missing?"""

        def chart(self):
            return alt.Chart(alt.NamedData("line")).mark_line()

    with pytest.raises(TypeError, match="Write a method frame"):
        Bare()


PANEL_IN_PICTURE = [{**control, **({} if control["kind"] == "button" else {"in_picture": True})} for control in PANEL]
CODE = """
const range = find("input", "Shifts");
const move = (value) => { range.value = String(value); range.fire("input"); };
const field = (value) => ({ "control:bias": { value, disabled: false, options: [] } });
const handled = (gesture) => ({ [told("control")[0].page]: gesture });
"""


@pytest.fixture
def page(show):
    """Runs code in a page whose settings are in the picture, and whose kernel answers when the code says so."""
    fields = FIELDS | {"control:mood": {"value": "b", "disabled": False, "options": [["a", "A"], ["b", "B"]]}}
    embed = {"spec": {}, "renderer": "canvas", "params": ["bias", "mood", "on"]}
    state = {"_panel": PANEL_IN_PICTURE, "_embed": embed, "_pointer": False, "_live": LIVE | {"fields": fields}}
    return lambda code: show(CODE + code, **state)


def test_a_control_moves_the_picture_without_the_kernel(page):
    seen = page("""
      move(0.5);
      const select = find("select");
      select.value = "a"; select.fire("change");
      const box = find("input", "Whether");
      box.checked = false; box.fire("change");
      await paint();
      return [["bias", "mood", "on"].map((name) => vega.signals[name]), told("control").length, told("param")];
    """)
    assert seen == [[0.5, "a", False], 1, []]  # one gesture is on its way, two wait for its answer


def test_every_place_of_a_drag_reaches_the_picture_and_an_older_answer_none(page):
    seen = page("""
      const states = [];
      const note = () => states.push([vega.signals.bias, range.value]);
      move(0.3); note();
      move(0.4); note();
      tell({ frame: 1, handled: handled(1), fields: field(0.3), params: { bias: 0.3 } }); note();
      move(0.5); note();
      tell({ frame: 2, handled: handled(2), fields: field(0.4), params: { bias: 0.4 } }); note();
      tell({ frame: 3, handled: handled(3), fields: field(0.5), params: { bias: 0.5 } }); note();
      await paint();
      return [states, told("control").map(({ value }) => value), told("param")];
    """)
    states, told, params = seen
    assert states == [[0.3, "0.3"], [0.4, "0.4"], [0.4, "0.4"], [0.5, "0.5"], [0.5, "0.5"], [0.5, 0.5]]
    assert (told, params) == ([0.3, 0.4, 0.5], [])


def test_a_parameter_that_python_computes_keeps_up_with_a_drag(show):
    seen = show(
        CODE
        + """
      move(0.3);
      move(0.4);
      tell({ frame: 1, handled: handled(1), fields: field(0.3), params: { bias: 0.3 } });
      await paint();
      return vega.signals.bias;
    """
    )
    assert seen == 0.3


def test_what_code_sets_moves_slider_and_picture(page):
    seen = page("""
      tell({ frame: 1, fields: field(-0.5), params: { bias: -0.5 } });
      await paint();
      return [vega.signals.bias, range.value, told("param")];
    """)
    assert seen == [-0.5, -0.5, []]


def test_a_value_that_the_kernel_changes_or_refuses_goes_back_in_slider_and_picture(page):
    seen = page("""
      move(0.9);
      tell({ frame: 1, handled: handled(1), fields: { error: "No." } });
      const refused = [vega.signals.bias, range.value];
      move(0.8);
      tell({ frame: 2, handled: handled(2), fields: field(0.6), params: { bias: 0.6 } });
      return [refused, [vega.signals.bias, range.value], told("param")];
    """)
    assert seen == [[0.25, 0.25], [0.6, 0.6], []]


def test_another_frame_does_not_pull_back_what_the_picture_itself_moves(page):
    seen = page("""
      tell({ frame: 1, params: { bias: 0.25 } });
      vega.signal("bias", 0.7);
      await paint();
      tell({ frame: 2, fields: { text: "Something else." } });
      await paint();
      return [vega.signals.bias, told("param").map(({ name, value }) => [name, value])];
    """)
    assert seen == [0.7, [["bias", 0.7]]]


def test_two_views_of_a_demo_move_together(page):
    seen = page("""
      const follows = [];
      const other = element();
      render({ model, el: other });
      await paint();
      vega.signals = {};
      const signal = vega.signal;
      vega.signal = function record(name, ...value) { if (value.length) follows.push(value[0]); return signal.call(this, name, ...value); };
      const slider = other.all().find((e) => e.title.includes("Shifts"));
      move(0.5);
      return follows;
    """)
    assert seen == [0.5]  # the two views of the test share one picture, so the second has nothing to do


def test_a_picture_that_can_not_follow_says_so(page):
    seen = page("""
      vega.failure = "no such shape";
      move(0.5);
      await paint();
      return told("error").map(({ message }) => message);
    """)
    assert seen == ["no such shape"]
