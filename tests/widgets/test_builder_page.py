"""The page of the layer builder without a browser: what it sends, what it leaves behind, what it never overwrites."""

import pytest

import dlwidgets as dlw
from dlwidgets.network import CompileSpec, Dense, FitSpec, Input, NetworkSpec
from tests.widgets.pages import EMBED

SPEC = NetworkSpec([Input((4,)), Dense(10, "relu"), Dense(3, "softmax")], CompileSpec("adam"), FitSpec())
FIND = """
const area = el.all().find((e) => e.className === "dlw-code-input");
const live = () => el.all().filter((e) => e.listeners.length).map((e) => [e, e.listeners.length]);
const answer = (fields = {}) => {
  const { page, gesture } = model.sent.filter((message) => message.gesture).at(-1);
  tell({ frame: (frame += 1), handled: { [page]: gesture }, fields });
};
let frame = payload.state._live.frame;
const code = payload.state._live.fields["part:code"];
const type = (text) => { area.value = text; area.fire("input"); };
const wait = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });
"""


@pytest.fixture
def builder_page(show, wires):
    """Runs code in a page of a layer builder."""
    builder = dlw.LayerBuilder(SPEC)
    live = builder._frames.snapshot() | {"sets": {}, "params": {}}
    state = {"_live": live, "_panel": builder._panel, "_parts": builder._parts, "_embed": EMBED, "_pointer": False}

    def run(code):
        return show(FIND + code, widget="builder.js", **state)

    return run


def test_a_closed_page_leaves_no_listener_behind(builder_page):
    closed, during, after = builder_page("""
      const during = listening();
      close();
      const closed = listening();
      render({ model, el: element() })();
      await paint();
      return [closed, during, listening()];
    """)
    assert closed == after
    assert during["theme"] > after["theme"]


def test_rows_show_the_layers_and_a_button_sends_one_act_with_the_row_s_own_key(builder_page):
    kinds, sent = builder_page("""
      const kinds = el.all().filter((e) => e.className === "dlw-layer-kind").map((e) => e.textContent);
      el.all().filter((e) => e.className.includes("dlw-row-remove"))[1].fire("click");
      return [kinds, told("control")];
    """)
    assert kinds == ["Input", "Dense", "Dense"]
    assert [(one["name"], one["arguments"]) for one in sent] == [("remove", {"index": "row-2"})]


def test_typing_sends_one_message_when_it_rests_and_what_is_typed_meanwhile_is_not_overwritten(builder_page):
    sent, stays, late, new = builder_page("""
      for (const text of ["a", "ab", "abc"]) type(text);
      tell({ frame: (frame += 1), fields: { "part:code": { ...code, text: "from elsewhere" } } });
      const stays = area.value;
      await wait(500);
      const sent = told("control").map(({ arguments: given }) => given.text);
      type("abcd");
      answer({ "part:code": { ...code, text: "abc" } });
      const late = area.value;
      await wait(500);
      answer({ "part:code": { ...code, text: "abcd" } });
      tell({ frame: (frame += 1), fields: { "part:code": { ...code, text: "new" } } });
      return [sent, stays, late, area.value];
    """)
    assert (sent, stays, late, new) == (["abc"], "abc", "abcd", "new")


def test_a_text_that_python_did_not_take_stays_in_the_editor(builder_page):
    kept = builder_page("""
      type("refused");
      await wait(500);
      answer({ error: "No." });
      tell({ frame: (frame += 1), fields: { text: "Something else." } });
      return area.value;
    """)
    assert kept == "refused"
