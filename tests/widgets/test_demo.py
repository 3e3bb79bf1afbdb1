"""The demo base as the browser drives it, over the smallest demos that show each rule."""

import json
import threading

import altair as alt
import pytest
import traitlets

from dlwidgets.errors import InvalidValueError, UnknownNameError
from dlwidgets.widgets.controls import button, choice, slider, toggle
from dlwidgets.widgets.demo import Demo, Note
from dlwidgets.widgets.panel_view import BUG_SENTENCE

COLOURS = {"warm": {"red": "Red", "orange": "Orange"}, "cold": {"blue": "Blue"}}


class Line(Demo):
    """How does a slope tilt a line?"""

    slope = slider(1.0, -5, 5, step=0.5, label="Slope", help="How steep the line is.")
    n_points = slider(2, 2, 50, step=1, label="Points", help="How many points are drawn.")
    shift = slider(0.0, -1, 1, label="Shift", help="May leave its range.", is_open=True)
    mood = choice("warm", tuple(COLOURS), label="Mood", help="Which colours there are.")
    colour = choice("red", lambda demo: COLOURS[demo.mood], label="Colour", help="One of them.")
    dashed = toggle(value=False, label="Dashed", help="Whether the line has gaps.")

    frames_made = 0

    def chart(self):
        width = alt.param(name="width", value=1)
        return alt.Chart(alt.NamedData("line")).mark_line(strokeWidth=width).encode(x="x:Q", y="y:Q").add_params(width)

    def settle(self, changed):
        if "mood" in changed and self.colour not in COLOURS[self.mood]:
            self.colour = next(iter(COLOURS[self.mood]))
        if self.slope == 4:
            raise InvalidValueError("A slope of 4 is out of fashion.")
        if self.slope == 4.5:
            raise ZeroDivisionError

    def frame(self):
        self.frames_made += 1
        x = list(range(self.n_points))
        return {"line": {"x": x, "y": [self.slope * v + self.shift for v in x]}, "width": abs(self.slope)}

    def sentence(self):
        return f"The line rises by {self.slope}."

    def notes(self):
        return [Note("Numbers", (f"slope {self.slope}",))]

    def disabled(self):
        return ["flip"] if self.slope == 0 else []

    @button("Flip", help="Turns the line over.")
    def flip(self):
        self.slope = -self.slope

    @button("Break", help="Runs into a bug.")
    def smash(self):
        self.slope = 4.5

    @button("Refuse", help="Tells a mistake.")
    def refuse(self):
        raise InvalidValueError("There is nothing to refuse.")


@pytest.fixture
def demo(wires, raised):
    return Line()


@pytest.fixture
def wire(demo):
    demo._repr_mimebundle_()
    return demo.comm


def fields(wire):
    """The newest of every field that the page got."""
    state = dict(wire.opening[0]["_live"]["fields"])
    for frame in wire.frames:
        state |= frame.get("fields", {})
    return state


SETTINGS = [("slope", 2.5), ("n_points", 9), ("shift", 7.25), ("mood", "cold"), ("colour", "orange"), ("dashed", True)]


@pytest.mark.parametrize(("name", "value"), SETTINGS)
def test_one_gesture_is_one_message_up_and_one_frame_down(demo, wire, name, value):
    made = demo.frames_made
    wire.gesture(kind="control", name=name, value=value)
    assert getattr(demo, name) == value
    assert demo.frames_made == made + 1
    (frame,) = wire.frames
    assert frame["handled"] == {"page": 1}
    assert frame["fields"][f"control:{name}"]["value"] == value
    assert wire.updates == []


@pytest.mark.parametrize(("name", "value"), SETTINGS)
def test_one_setting_from_code_is_one_frame_down(demo, wire, name, value):
    setattr(demo, name, value)
    (frame,) = wire.frames
    assert "handled" not in frame
    assert fields(wire)[f"control:{name}"]["value"] == value


def test_a_button_is_one_message_up_and_one_frame_down(demo, wire):
    wire.gesture(kind="control", name="flip", value=None)
    (frame,) = wire.frames
    assert (demo.slope, frame["handled"], frame["params"]) == (-1, {"page": 1}, {"width": 1})


def test_a_button_that_changes_nothing_is_answered_all_the_same(demo, wire):
    demo.slope = 0
    wire.gesture(kind="control", name="flip", value=None)
    assert wire.frames[-1]["handled"] == {"page": 1}


def test_many_settings_at_once_are_one_frame(demo, wire):
    demo.change(slope=2, n_points=5, dashed=True)
    assert len(wire.frames) == 1
    with demo.together():
        demo.slope = 3
        demo.change(n_points=6)
        demo.shift = 1
    assert len(wire.frames) == 2
    assert demo.datasets["line"]["y"].tolist() == [1, 4, 7, 10, 13, 16]


def test_setting_what_is_so_already_is_no_frame(demo, wire):
    demo.slope = 1
    assert wire.frames == []


def test_a_demo_has_one_observer_and_it_names_its_traits(demo):
    handlers = {name: demo._trait_notifiers[name]["change"] for name in demo.state}
    assert [len(own) for own in handlers.values()] == [1] * len(demo.state)
    assert traitlets.All not in demo._trait_notifiers


def test_the_picture_the_sentence_and_the_notes_follow(demo, wire):
    demo.slope = 2
    assert demo.datasets["line"]["y"].tolist() == [0, 2]
    assert demo.params["width"] == 2
    assert demo.text == fields(wire)["text"] == "The line rises by 2.0."
    assert fields(wire)["notes"] == [{"title": "Numbers", "lines": ("slope 2.0",)}]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("slope", 99, "slope came as 99; wanted a number from -5 to 5. Nothing was changed."),
        ("slope", float("nan"), "slope came as nan"),
        ("slope", "steep", "slope came as 'steep'"),
        ("slope", None, "slope came as None"),
        ("slope", True, "slope came as True"),
        ("n_points", 2.5, "wanted a whole number from 2 to 50"),
        ("shift", float("inf"), "wanted any finite number"),
        ("dashed", "yes", "dashed came as 'yes'; wanted True or False"),
        ("mood", "worm", "mood 'worm'. Did you mean 'warm'?"),
        ("mood", 3, "mood 3. Valid names: cold, warm."),
        ("colour", "blue", "colour 'blue'. Valid names: orange, red."),
        ("slope", 4, "A slope of 4 is out of fashion."),
    ],
)
class TestARefusedValue:
    def test_from_code_raises_and_leaves_everything_as_it_was(self, demo, wire, name, value, words):
        before = demo.state
        for attempt in (
            lambda: setattr(demo, name, value),
            lambda: demo.change(**{"n_points": 7, name: value}) if name != "n_points" else demo.change(n_points=value),
            lambda: setattr(demo, "state", {"slope": -2, name: value}),
        ):
            with pytest.raises((InvalidValueError, UnknownNameError)) as refused:
                attempt()
            assert words in str(refused.value)
            assert demo.state == before
        assert wire.frames == []
        assert demo.text == "The line rises by 1.0."

    def test_from_the_page_is_a_sentence_under_the_chart(self, demo, wire, name, value, words):
        before = demo.state
        wire.gesture(kind="control", name=name, value=value)
        (frame,) = wire.frames
        assert (frame["fields"].keys(), frame["handled"]) == ({"error"}, {"page": 1})
        assert words in frame["fields"]["error"]
        assert demo.state == before

    def test_is_forgotten_at_the_next_good_one(self, wire, name, value, words):
        wire.gesture(kind="control", name=name, value=value)
        assert words in fields(wire)["error"]
        wire.gesture(kind="control", name="slope", value=2)
        assert fields(wire)["error"] == ""

    @pytest.mark.usefixtures("wires")
    def test_at_the_start_raises(self, name, value, words):
        with pytest.raises((InvalidValueError, UnknownNameError)) as refused:
            Line(**{name: value})
        assert words in str(refused.value)


def test_a_mistake_inside_together_takes_all_of_it_back(demo, wire):
    def overdo():
        with demo.together():
            demo.slope = 2
            demo.n_points = 99

    with pytest.raises(InvalidValueError):
        overdo()
    assert (demo.slope, demo.n_points, wire.frames) == (1, 2, [])


def test_settings_that_depend_on_each_other_can_be_set_in_any_order(demo):
    demo.change(colour="blue", mood="cold")
    assert (demo.mood, demo.colour) == ("cold", "blue")
    with pytest.raises(InvalidValueError):
        demo.change(mood="warm", slope=4)
    assert (demo.mood, demo.colour) == ("cold", "blue")


def test_what_may_be_chosen_follows_other_settings(demo, wire):
    assert fields(wire)["control:colour"]["options"] == [("red", "Red"), ("orange", "Orange")]
    demo.mood = "cold"
    assert fields(wire)["control:colour"]["options"] == [("blue", "Blue")]
    assert demo.colour == "blue"


def test_a_mistake_of_a_button_is_a_sentence(demo, wire):
    wire.gesture(kind="control", name="refuse", value=None)
    assert [frame["fields"] for frame in wire.frames] == [{"error": "There is nothing to refuse."}]


def test_a_bug_is_a_sentence_and_is_raised(demo, wire, raised):
    wire.gesture(kind="control", name="smash", value=None)
    assert isinstance(raised.pop(), ZeroDivisionError)
    assert fields(wire)["error"] == BUG_SENTENCE
    assert wire.frames[-1]["handled"] == {"page": 1}
    wire.gesture(kind="control", name="slope", value=2)
    assert (demo.slope, fields(wire)["error"]) == (2, "")


def test_a_bug_met_from_code_is_raised(demo):
    with pytest.raises(ZeroDivisionError):
        demo.slope = 4.5


@pytest.mark.parametrize(
    ("error", "sentence"), [(InvalidValueError("Not there."), "Not there."), (ZeroDivisionError(), BUG_SENTENCE)]
)
def test_a_click_that_goes_wrong_is_one_frame_with_a_sentence(demo, wire, raised, error, sentence):
    def refuse(_event):
        raise error

    demo.on_pointer(refuse)
    wire.gesture(kind="pointer", action="click", x=1, y=1)
    (frame,) = wire.frames
    assert (frame["fields"], frame["handled"]) == ({"error": sentence}, {"page": 1})
    assert raised == ([] if isinstance(error, InvalidValueError) else [error])
    raised.clear()


@pytest.mark.parametrize("name", ["nonsense", None, "frame", "_start", "close"])
def test_a_page_can_call_nothing_but_declared_controls(demo, wire, name):
    before = demo.state
    wire.gesture(kind="control", name=name, value=1)
    assert (demo.state, demo.is_open) == (before, True)
    assert "There is no setting of Line" in wire.frames[-1]["fields"]["error"]


def test_hidden_controls_are_not_in_the_page_and_locked_ones_are_not_to_be_moved(wires, raised):
    demo = Line(hide=["slope", "flip"], lock=(name for name in ["n_points", "refuse"]))
    demo._repr_mimebundle_()
    state, _buffers = demo.comm.opening
    assert [c["name"] for c in state["_panel"]] == ["smash", "refuse", "n_points", "shift", "mood", "colour", "dashed"]
    off = {name for name, f in fields(demo.comm).items() if name.startswith("control:") and f["disabled"]}
    assert off == {"control:n_points", "control:refuse"}
    for name in ("slope", "flip", "n_points", "refuse"):
        demo.comm.gesture(kind="control", name=name, value=3)
        demo.comm.paint()
    assert (demo.slope, demo.n_points) == (1, 2)
    assert [frame.keys() - {"kind", "frame", "sets"} for frame in demo.comm.frames] == [{"handled"}] * 4
    demo.slope, demo.n_points = 3, 3
    assert (demo.slope, demo.n_points) == (3, 3)


def test_a_control_is_off_while_the_demo_says_so(demo, wire):
    assert not fields(wire)["control:flip"]["disabled"]
    demo.slope = 0
    assert fields(wire)["control:flip"]["disabled"]


@pytest.mark.parametrize("word", ["hide", "lock"])
def test_hide_and_lock_take_names_of_controls(wires, word):
    with pytest.raises(UnknownNameError, match="Did you mean 'slope'"):
        Line(**{word: ["slop"]})
    with pytest.raises(InvalidValueError, match=r"Write \['slope'\]"):
        Line(**{word: "slope"})


def test_an_unknown_keyword_names_the_nearest(wires, demo):
    for attempt in (lambda: Line(slop=1), lambda: demo.change(slop=1), lambda: setattr(demo, "state", {"slop": 1})):
        with pytest.raises(UnknownNameError, match="Did you mean 'slope'"):
            attempt()


def test_the_panel_tells_label_help_and_range_of_each_control(wire):
    panel = {control.pop("name"): control for control in wire.opening[0]["_panel"]}
    assert [*panel] == ["flip", "smash", "refuse", "slope", "n_points", "shift", "mood", "colour", "dashed"]
    assert panel["flip"] == {"kind": "button", "label": "Flip", "help": "Turns the line over."}
    slope = {"kind": "slider", "low": -5, "high": 5, "step": 0.5, "label": "Slope", "help": "How steep the line is."}
    assert panel["slope"] == slope
    assert all(control["label"] and control["help"] for control in panel.values())


def test_a_state_survives_json_and_goes_into_another_demo(wires, demo):
    demo.change(slope=2.5, n_points=9, shift=7.25, mood="cold", dashed=True)
    other = Line()
    other.state = json.loads(json.dumps(demo.state))
    assert other.state == demo.state
    assert other.datasets["line"]["y"].tolist() == demo.datasets["line"]["y"].tolist()


@pytest.mark.parametrize(
    "arguments",
    [{}, {"slope": 0.1 + 0.2}, dict(SETTINGS) | {"colour": "blue"}, {"hide": ["slope"], "lock": ["flip"]}],
)
def test_the_code_of_a_demo_makes_it_again(wires, arguments):
    demo = Line(**arguments)
    again = eval(demo.to_code())  # noqa: S307 - the test's own class
    assert again.to_code() == demo.to_code()
    assert (again.state, again._controls.hidden, again._controls.locked) == (
        demo.state,
        demo._controls.hidden,
        demo._controls.locked,
    )


def test_code_names_only_what_differs_and_text_says_what_is_shown(demo):
    assert repr(demo) == "Line()\nThe line rises by 1.0."
    demo.slope = 2
    assert repr(demo) == "Line(slope=2.0)\nThe line rises by 2.0."


def test_the_description_is_the_question_that_the_demo_asks(wire):
    assert wire.opening[0]["_embed"]["spec"]["description"] == "How does a slope tilt a line?"


def test_a_closed_demo_shows_its_state_again(demo, wire):
    demo.close()
    demo.slope = 2
    demo.close()
    demo._repr_mimebundle_()
    assert demo.comm is not wire
    assert demo.comm.opening[0]["_live"]["sets"]["line"]["length"] == 2
    demo.comm.gesture(kind="control", name="slope", value=3)
    assert len(demo.comm.frames) == 1


def test_eight_threads_leave_a_picture_that_fits_the_settings(demo, wire):
    def work(number):
        for n in range(20):
            demo.n_points = 2 + (7 * number + n) % 40
            demo.change(slope=n % 4, shift=number)

    workers = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    expected = [demo.slope * x + demo.shift for x in range(demo.n_points)]
    assert demo.datasets["line"]["y"].tolist() == expected
    assert demo.text == f"The line rises by {demo.slope}."


class Child(Line):
    """What changes?"""

    slope = slider(0.0, -1, 1, label="Tilt", help="Another range.")
    extra = toggle(value=True, label="Extra", help="One more.")


def test_a_subclass_adds_and_changes_settings(wires):
    child = Child()
    assert child.slope == 0
    assert "extra" in child.state
    with pytest.raises(InvalidValueError, match="from -1 to 1"):
        child.slope = 2
    assert Line().slope == 1


@pytest.mark.parametrize(("missing", "words"), [("chart", "Write a method chart"), ("frame", "Write a method frame")])
def test_a_demo_without_its_methods_says_what_to_write(wires, missing, words):
    incomplete = type("Incomplete", (Line,), {missing: getattr(Demo, missing)})
    with pytest.raises(TypeError, match=words):
        incomplete()


def test_without_a_sentence_of_its_own_a_demo_names_its_settings(wires):
    plain = type("Plain", (Line,), {"sentence": Demo.sentence})
    assert plain().text == "Slope 1.0, Points 2, Shift 0.0, Mood warm, Colour Red, Dashed off."
