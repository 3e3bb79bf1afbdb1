"""Keys that press buttons: declared in Python, pressed in a page or by code."""

import altair as alt
import pytest

from dlwidgets.errors import InvalidValueError, UnknownNameError
from dlwidgets.widgets.controls import button, slider
from dlwidgets.widgets.demo import Demo
from tests.widgets.pages import FIELDS, LIVE, PANEL


class Counter(Demo):
    """How far does it count?"""

    count = slider(0, 0, 9, step=1, label="Count", help="How far it has counted.")

    def chart(self):
        return alt.Chart(alt.NamedData("dot")).mark_point().encode(x="x:Q")

    def frame(self):
        return {"dot": {"x": [self.count]}}

    @button("Next", help="One more.", key="ArrowRight")
    def go(self):
        self.count += 1

    @button("Zero", help="From the start.", key="Z")
    def zero(self):
        self.count = 0

    @button("Plain", help="Has no key.")
    def plain(self):
        self.count = 5

    def disabled(self):
        return ["go"] if self.count == 9 else []


def test_a_key_does_what_a_press_of_its_button_does(wires):
    demo = Counter()
    demo.page.key("ArrowRight")
    demo.page.key("ArrowRight")
    assert demo.count == 2
    demo.page.key("z")
    assert demo.count == 0


def test_the_page_knows_the_key_of_a_button_that_has_one(wires):
    panel = {control["name"]: control for control in Counter()._panel}
    assert panel["go"]["key"] == "ArrowRight"
    assert panel["zero"]["key"] == "z"
    assert "key" not in panel["plain"]


def test_a_button_that_is_not_shown_says_so_and_its_key_works(wires):
    class Quiet(Counter):
        """How far?"""

        @button("Two", help="Two more.", key="t", is_shown=False)
        def two(self):
            self.count += 2

    demo = Quiet()
    assert [control["name"] for control in demo._panel if control.get("unseen")] == ["two"]
    demo.page.key("t")
    assert demo.count == 2


def test_a_key_of_no_button_names_the_nearest(wires):
    with pytest.raises(UnknownNameError, match="Did you mean 'ArrowRight'"):
        Counter().page.key("ArrowRigth")


def test_a_hidden_button_has_no_key(wires):
    with pytest.raises(UnknownNameError, match="key in the page"):
        Counter(hide=["go"]).page.key("ArrowRight")


@pytest.mark.parametrize("options", [{"lock": ["go"]}, {"count": 9}])
def test_a_key_of_a_button_that_is_off_does_nothing(wires, options):
    demo = Counter(**options)
    with pytest.raises(InvalidValueError, match="can't be used now"):
        demo.page.key("ArrowRight")
    assert demo.count == options.get("count", 0)


@pytest.mark.parametrize("key", ["Tab", "Escape", "ArrowRigth", " ", "Control"])
def test_a_key_that_is_none_or_belongs_to_the_page_is_refused(key):
    with pytest.raises(UnknownNameError, match="key for a button"):
        button("Next", help="One more.", key=key)


def test_two_buttons_with_one_key_are_refused(wires):
    def also(_demo):
        return None

    twice = type("Twice", (Counter,), {"also": button("Also", help="Too.", key="z")(also)})
    with pytest.raises(InvalidValueError, match="have one key, 'z'"):
        twice()


PANEL_WITH_KEYS = [
    {**PANEL[0], "key": "ArrowRight"},
    {"name": "back", "kind": "button", "label": "Back", "help": "Undoes.", "key": "b"},
    {"name": "play", "kind": "button", "label": "Play", "help": "Goes on.", "key": "Space"},
    *PANEL[1:],
]
KEYS = """
const press = (target, key, more = {}) => {
  let stopped = false;
  let prevented = false;
  const event = { key, target, ...more, stopPropagation: () => { stopped = true; }, preventDefault: () => { prevented = true; } };
  for (let at = target; at && !stopped; at = at.parent) at.fire("keydown", event);
  return prevented;
};
const pressed = () => told("control").map(({ name }) => name);
const answer = () => { const { page, gesture } = told("control").at(-1); tell({ frame: gesture, handled: { [page]: gesture } }); };
const home = el.all().find((e) => e.className === "dlw-chart");
"""


@pytest.fixture
def keyed(show):
    """Runs code in a page of a demo with keys."""
    off = {"control:back": {"disabled": True, "label": "Back"}, "control:play": {"disabled": False, "label": "Play"}}
    fields = FIELDS | off

    def keyed(code, **state):
        usual = {"_panel": PANEL_WITH_KEYS, "_pointer": False, "_live": LIVE | {"fields": fields}}
        return show(KEYS + code, **(usual | state))

    return keyed


def test_a_key_works_on_the_picture_on_a_button_and_beside_them(keyed):
    seen = keyed("""
      const prevented = [home, find("button", "Go"), find("summary"), el].map((target) => {
        const done = press(target, "ArrowRight");
        answer();
        return done;
      });
      return [prevented, pressed()];
    """)
    assert seen == [[True] * 4, ["go"] * 4]


def test_an_input_keeps_its_keys(keyed):
    seen = keyed("""
      const inputs = el.all().filter(({ tag }) => ["input", "select", "pre"].includes(tag));
      return [inputs.length, inputs.map((input) => press(input, "ArrowRight")), pressed()];
    """)
    assert seen == [5, [False] * 5, []]


def test_a_chart_that_listens_to_the_pointer_leaves_the_keys_of_the_demo_alone_and_keeps_the_others(keyed):
    seen = keyed(
        """
      const moves = ["ArrowUp", "ArrowRight"].map((key) => press(home, key));
      return [moves, pressed(), home.children.some(({ className }) => className === "dlw-cursor")];
    """,
        _pointer=True,
    )
    assert seen == [[True, True], ["go"], True]


def test_a_focused_button_is_pressed_by_the_space_bar_itself(keyed):
    seen = keyed("""
      const own = press(find("button", "Go"), " ");
      const before = pressed();
      press(home, " ");
      return [own, before, pressed()];
    """)
    assert seen == [False, [], ["play"]]


def test_a_button_that_is_off_is_not_pressed_by_its_key_and_the_page_does_not_scroll(keyed):
    assert keyed('return [press(home, "b"), pressed()];') == [True, []]


def test_a_letter_is_the_same_key_with_caps_lock(keyed):
    fields = FIELDS | {"control:back": {"disabled": False, "label": "Back"}}
    assert keyed('press(home, "B"); return pressed();', _live=LIVE | {"fields": fields}) == ["back"]


@pytest.mark.parametrize("held", ["ctrlKey", "altKey", "metaKey", "shiftKey"])
def test_a_key_with_another_one_belongs_to_the_page(keyed, held):
    assert keyed(f'return [press(home, "ArrowRight", {{ {held}: true }}), pressed()];') == [False, []]


def test_a_key_that_was_used_already_is_not_used_again(keyed):
    assert keyed('press(home, "ArrowRight", { defaultPrevented: true }); return pressed();') == []


def test_each_press_counts_and_of_a_held_key_no_backlog_builds_up(keyed):
    seen = keyed("""
      for (let n = 0; n < 3; n += 1) press(home, "ArrowRight");
      for (let n = 0; n < 50; n += 1) press(home, "ArrowRight", { repeat: true });
      for (let n = 0; n < 3; n += 1) answer();
      const counted = pressed().length;
      for (let n = 0; n < 5; n += 1) { press(home, "ArrowRight", { repeat: true }); answer(); }
      return [counted, pressed().length];
    """)
    assert seen == [3, 8]


def test_a_pressed_button_shows_that_it_waits_until_it_is_answered_or_the_kernel_is_gone(keyed):
    seen = keyed("""
      const busy = () => find("button", "Go").attributes["aria-busy"] ?? "";
      const steps = [busy()];
      for (const act of [() => press(home, "ArrowRight"), answer, () => press(home, "ArrowRight"), () => model.tell("comm_live_update")]) {
        act();
        steps.push(busy());
      }
      return steps;
    """)
    assert seen == ["", "true", "", "true", ""]


def test_the_key_is_told_in_the_help_and_to_screen_readers_and_jupyterlab_leaves_it_alone(keyed):
    seen = keyed("""
      const go = find("button", "Go");
      const help = el.all().find((e) => e.id && e.id === go.attributes["aria-describedby"]);
      const plain = find("button", "Explain").attributes["aria-keyshortcuts"] ?? null;
      return [go.attributes["aria-keyshortcuts"], help.textContent, go.title, plain, home.tabIndex, el.dataset.lmSuppressShortcuts];
    """)
    assert seen == ["ArrowRight", "Go: Starts. (Key: →)", "Starts. (Key: →)", None, 0, "true"]


def test_a_button_that_is_not_shown_is_explained_and_pressed_by_its_key_alone(keyed):
    panel = [
        *PANEL_WITH_KEYS,
        {"name": "up", "kind": "button", "label": "Up", "help": "Rises.", "key": "u", "unseen": True},
    ]
    live = LIVE | {"fields": FIELDS | {"control:up": {"disabled": False, "label": "Up"}}}
    seen = keyed(
        """
          press(home, "u");
          return [find("button", "Up") ?? null, find("span", "Up: Rises. (Key: U)") !== undefined, pressed()];
        """,
        _panel=panel,
        _live=live,
    )
    assert seen == [None, True, ["up"]]


def test_a_button_that_goes_off_hands_the_focus_to_its_demo(keyed):
    seen = keyed("""
      find("button", "Go").focus();
      tell({ frame: 1, fields: { "control:go": { disabled: true, label: "Go" } } });
      return document.activeElement === el;
    """)
    assert seen is True


def test_a_demo_without_keys_watches_none_and_leaves_none_to_jupyterlab_which_would_delete_its_cell(show):
    code = "return [el.listeners.length, home.tabIndex ?? null, el.tabIndex, el.dataset.lmSuppressShortcuts];"
    assert show(KEYS + code, _pointer=False) == [0, None, -1, "true"]


def test_a_closed_demo_watches_no_keys(keyed):
    assert keyed("const before = el.listeners.length; close(); return [before, el.listeners.length];") == [1, 0]
