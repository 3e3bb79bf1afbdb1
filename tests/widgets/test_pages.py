"""The widgets' JavaScript in a page that only counts: gestures, labels, drawing, and nothing left behind."""

import pytest

from tests.widgets.pages import FIELDS, LIVE, PANEL, STATE

NOTHING = {"model": 0, "theme": 0, "system": 0, "vega": 0}


@pytest.mark.parametrize("widget", ["demo.js", "chart_view.js"])
def test_a_closed_view_leaves_no_listener_and_an_empty_element(show, widget):
    seen = show(
        """
      const during = listening();
      const other = element();
      const closeOther = render({ model, el: other });
      await paint();
      close();
      closeOther();
      const without = listening();
      end();
      const children = [el.children.length, other.children.length];
      return [during, without, listening(), children, el.listeners.length, vega.finalized];
    """,
        widget,
    )
    during, without, ended, *rest = seen
    of_the_store = without["model"]  # which lives as long as the model, and not as long as a view
    assert of_the_store >= 1
    assert without == {**NOTHING, "model": of_the_store}
    assert during == {"model": of_the_store + 1, "theme": 1, "system": 1, "vega": 2}
    assert ended == NOTHING
    assert rest == [[0, 0], 0, 2]


def test_a_view_that_is_closed_before_it_is_drawn_leaves_nothing_and_says_nothing(show):
    seen = show("""
      const late = element();
      render({ model, el: late })(); // closed while Vega is on its way
      await paint();
      let drawn;
      vega.runAsync = () => new Promise((resolve) => { drawn = resolve; });
      const early = element();
      const closeEarly = render({ model, el: early });
      await paint();
      closeEarly();
      drawn();
      await paint();
      close();
      end();
      return [listening(), told("error"), late.children.length, early.children.length];
    """)
    assert seen == [NOTHING, [], 0, 0]


def test_a_view_that_is_closed_while_vega_fails_says_nothing(show):
    seen = show("""
      let failed;
      vega.runAsync = () => new Promise((_resolve, reject) => { failed = reject; });
      tell({ frame: 1, params: { noise: 5 } });
      close();
      failed(new Error("finalized"));
      await paint();
      return [told("error"), el.children.length];
    """)
    assert seen == [[], 0]


def test_rows_are_swapped_and_appended_in_place(show):
    column = {"name": "x", "kind": "flag", "data": 0}
    seen = show(
        f"""
      const set = (mode) => ({{ line: {{ mode, length: 1, columns: [{column}] }} }});
      tell({{ frame: 1, sets: set("replace"), buffers: [new Uint8Array([1])] }});
      await paint();
      tell({{ frame: 2, sets: set("append"), buffers: [new Uint8Array([0])] }});
      await paint();
      return [vega.deeds.filter(([deed]) => deed !== "resize"), told("painted").map((message) => message.frame).at(-1)];
    """.replace("'", '"')
    )
    assert seen == [[["data", "line", [{"x": True}]], ["insert", "line", [{"x": False}]]], 2]


def test_frames_of_one_paint_are_drawn_as_one(show):
    seen = show("""
      const before = told("painted").length;
      for (let frame = 1; frame <= 50; frame += 1) tell({ frame, params: { noise: frame } });
      for (let turn = 0; turn < 200 && told("painted").at(-1)?.frame !== 50; turn += 1) {
        await new Promise((later) => setTimeout(later, 5)); // a busy machine draws slowly, and then rests
        await paint();
      }
      return [told("painted").length - before, told("painted").at(-1).frame, vega.signals.noise];
    """)
    assert seen[0] <= 2
    assert seen[1:] == [50, 50]


def test_a_parameter_from_the_kernel_is_not_told_back(show):
    seen = show("""
      tell({ frame: 1, params: { noise: 5 } });
      await paint();
      const echo = told("param").length;
      vega.signal("noise", 6);
      vega.signal("noise", 7);
      await paint();
      tell({ frame: 2, params: { noise: 5 } });
      await paint();
      vega.signal("noise", 7);
      await paint();
      return [echo, told("param").map(({ value }) => value)];
    """)
    assert seen == [0, [7, 7]]


def test_a_selection_is_told_and_stays_out_of_later_views(show):
    seen = show("""
      vega.signal("brush", { x: [0, 1], vlPoint: {} });
      await paint();
      vega.signals = {};
      const other = element();
      render({ model, el: other });
      await paint();
      return [told("param"), vega.signals.brush];
    """)
    assert seen == [[{"kind": "param", "name": "brush", "value": {"x": [0, 1]}}], None]


def test_a_later_view_of_the_same_page_starts_with_what_the_reader_set(show):
    assert (
        show("""
      vega.signal("noise", 7);
      await paint();
      vega.signals = {};
      render({ model, el: element() });
      await paint();
      return vega.signals.noise;
    """)
        == 7
    )


def test_an_error_while_drawing_is_shown_told_and_acknowledged(show):
    seen = show("""
      vega.failure = "<img src=x onerror=alert(1)>";
      tell({ frame: 1, params: { noise: 5 } });
      await paint();
      return [el.textContent, told("error"), told("painted").at(-1).frame];
    """)
    assert "This chart could not be drawn: <img src=x onerror=alert(1)>" in seen[0]
    assert seen[1:] == [[{"kind": "error", "message": "<img src=x onerror=alert(1)>"}], 1]


def test_a_change_of_theme_sets_the_colours_anew(show):
    seen = show("""
      const light = vega.signals.dlw_ink;
      document.body.dataset.jpThemeLight = "false";
      changeTheme();
      await paint();
      return [light, vega.signals.dlw_ink];
    """)
    assert seen[0] != seen[1]


def test_every_control_has_a_label_and_a_help_text_and_can_be_reached_by_key(show):
    seen = show("""
      const all = el.all();
      const inputs = all.filter(({ tag }) => ["input", "select", "button"].includes(tag));
      return inputs.map((input) => ({
        tag: `${input.tag} ${input.type}`,
        name: all.find((e) => e.tag === "label" && e.htmlFor === input.id)?.textContent
          || input.attributes["aria-label"] || input.textContent,
        help: all.find((e) => e.id && e.id === input.attributes["aria-describedby"])?.textContent,
        keys: input.dataset.lmSuppressShortcuts ?? input.attributes["data-lm-suppress-shortcuts"],
      }));
    """)
    named = {(control["tag"], control["name"]) for control in seen}
    assert named == {
        ("button button", "Go"),
        ("button button", "Explain every control"),
        ("input range", "Bias"),
        ("input number", "Bias"),
        ("select ", "Mood"),
        ("input checkbox", "On"),
    }
    declared = [control for control in seen if control["name"] != "Explain every control"]
    assert all(control["help"] for control in declared)
    assert all(control["keys"] == "true" for control in seen)


def test_controls_show_the_state_and_follow_it(show):
    seen = show("""
      const range = find("input", "Shifts");
      const select = find("select");
      const before = [range.value, select.value, select.disabled, select.children.map((o) => o.textContent)];
      const news = { "control:bias": { value: 4, disabled: true, options: [] } };
      tell({ frame: 1, fields: news });
      return [before, [range.value, range.min, range.max, range.disabled, range.attributes["aria-valuetext"]]];
    """)
    assert seen == [[0.25, "b", True, ["A", "B"]], [4, -1, 4, True, "4"]]


def test_a_drag_sends_one_gesture_at_a_time_and_the_last_value(show):
    seen = show("""
      const range = find("input", "Shifts");
      for (const value of ["0.3", "0.4", "0.5"]) { range.value = value; range.fire("input"); }
      const { page, gesture } = told("control")[0];
      const old = { "control:bias": { value: 0.3, disabled: false, options: [] } };
      tell({ frame: 1, handled: { [page]: gesture }, fields: old });
      return [told("control").map(({ name, value }) => [name, value]), range.value];
    """)
    # The kernel's older value must not pull the slider back while a newer one is on its way.
    assert seen == [[["bias", 0.3], ["bias", 0.5]], "0.5"]


def test_every_press_of_a_button_counts(show):
    seen = show("""
      const button = find("button", "Go");
      for (let n = 0; n < 3; n += 1) button.fire("click");
      const { page } = told("control")[0];
      for (const n of [1, 2, 3]) tell({ frame: n, handled: { [page]: n } });
      return told("control").map(({ name, value }) => [name, value]);
    """)
    assert seen == [["go", None]] * 3


def test_two_quick_clicks_on_a_chart_both_count_and_of_a_drag_the_newest_place(show):
    seen = show("""
      const home = find("canvas").parent;
      const at = (type, x, more = {}) => home.fire(type, { clientX: x, clientY: 50, button: 0, ...more });
      const click = (x) => { at("pointerdown", x); at("pointerup", x); };
      click(20); click(40); click(60);
      vega.fire("pointerdown", {});
      const item = { mark: { marktype: "symbol" }, datum: { n: 1 } };
      for (const [, over] of vega.listeners.filter(([type]) => type === "pointermove")) over({}, item);
      at("pointerdown", 20);
      for (const x of [30, 40, 50]) at("pointermove", x);
      at("pointerup", 60);
      for (let n = 1; n < 9; n += 1) tell({ frame: n, handled: { [told("pointer")[0].page]: n } });
      return told("pointer").map(({ action, x, y }) => [action, x, y]);
    """)
    clicks = [["click", 0.1, 0.5], ["click", 0.2, 0.5], ["click", 0.3, 0.5]]
    assert seen == [*clicks, ["drag", 0.25, 0.5], ["drop", 0.3, 0.5]]


def test_a_press_that_moves_over_an_empty_place_is_no_click(show):
    seen = show("""
      const home = find("canvas").parent;
      home.fire("pointerdown", { clientX: 20, clientY: 50, button: 0 });
      home.fire("pointermove", { clientX: 90, clientY: 50 });
      home.fire("pointerup", { clientX: 90, clientY: 50 });
      return told("pointer");
    """)
    assert seen == []


def test_keys_move_a_pointer_of_their_own_click_and_delete(show):
    seen = show("""
      const home = find("canvas").parent;
      for (const key of ["ArrowRight", "ArrowUp", "Enter", "Tab", "Delete"]) home.fire("keydown", { key });
      tell({ frame: 1, handled: { [told("pointer")[0].page]: 1 } });
      const place = home.all().find(({ className }) => className === "dlw-unseen");
      return [home.tabIndex, told("pointer").map(({ action, x, y }) => [action, x, y]), place.textContent];
    """)
    assert seen == [0, [["click", 0.525, 0.525], ["delete", 0.525, 0.525]], "x 0.525, y 0.525"]


def test_a_chart_that_nobody_listens_to_sends_no_gestures_until_somebody_does(show):
    seen = show(
        """
      const before = [listening().vega, find("canvas").parent.tabIndex ?? null];
      payload.state._pointer = true;
      model.tell("change:_pointer");
      model.tell("change:_pointer");
      return [before, listening().vega];
    """,
        _pointer=False,
    )
    assert seen == [[0, None], 2]


HOSTILE = "<img src=x onerror=alert(1)>"


def test_no_text_becomes_html(show):
    hostile = [{**control, "label": HOSTILE, "help": HOSTILE} for control in PANEL]
    fields = FIELDS | {"text": HOSTILE, "error": HOSTILE, "notes": [{"title": HOSTILE, "lines": [HOSTILE]}]}
    fields |= {"control:mood": {"value": HOSTILE, "disabled": False, "options": [[HOSTILE, HOSTILE]]}}
    seen = show("return el.textContent;", _panel=hostile, _live=LIVE | {"fields": fields})
    assert seen.count(HOSTILE) >= 2 * len(PANEL) + 4


def test_sentences_and_notes_follow_and_empty_ones_hide(show):
    seen = show("""
      const sentences = () => el.all().filter(({ tag, hidden }) => tag === "p" && !hidden)
        .map((e) => [e.attributes.role, e.textContent]);
      const states = [sentences()];
      const notes = [{ title: "Other", lines: ["three"] }];
      tell({ frame: 1, fields: { text: "", error: "No.", notes } });
      states.push(sentences());
      return [states, el.all().find((e) => e.className === "dlw-notes").textContent];
    """)
    assert seen == [[[["status", "It is so."]], [["alert", "No."]]], "Otherthree"]


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.1, "0.1"), (1 / 3, "0.3333"), (12345, "12345"), (-2.0, "-2"), (0, "0"), (1e-7, "1e-7"), (123456.789, "123500")],
)
def test_numbers_are_short_and_whole_ones_exact(javascript, value, shown):
    assert javascript('return (await load("controls.js")).shortNumber(payload);', value) == shown


@pytest.mark.parametrize(
    ("given", "grown"),
    [((-1, 1, 0.5), [-1, 1]), ((-1, 1, 3), [-1, 4]), ((0, 5, -2), [-5, 5]), ((0, 0, 3), [0, 4])],
)
def test_the_range_of_a_slider_grows_with_its_value(javascript, given, grown):
    assert javascript('return (await load("controls.js")).grownRange(...payload);', given) == grown


def test_a_line_of_text_counts_when_enter_is_pressed_or_it_is_left_and_stays_while_it_is_typed(javascript):
    seen = javascript(
        """
      const dom = await load("dom.mjs");
      const { model, paint } = dom.page(payload);
      const { controlPanel } = await load("controls.js");
      const { Store } = await load("store.js");
      const store = new Store(model);
      const panel = controlPanel(model, store);
      const field = panel.el.all().find(({ type }) => type === "text");
      const label = panel.el.all().find(({ tag }) => tag === "label");
      field.focus();
      field.value = "x1 +";
      panel.show();
      const typed = field.value;
      field.value = "x1 + x2";
      field.fire("keydown", { key: "x" });
      field.fire("keydown", { key: "Enter" });
      const sent = model.sent.filter(({ kind }) => kind === "control").map(({ name, value }) => [name, value]);
      store.fields["control:formula"].value = "x1 + x2";
      store.hear(1);
      panel.show();
      field.fire("change");
      return [typed, sent, model.sent.filter(({ kind }) => kind === "control").length, label.htmlFor === field.id];
    """,
        {
            "state": STATE
            | {
                "_panel": [{"name": "formula", "kind": "line", "label": "Formula", "help": "Yours."}],
                "_live": {**LIVE, "fields": {"control:formula": {"value": "", "disabled": False, "options": []}}},
            }
        },
    )
    assert seen == ["x1 +", [["formula", "x1 + x2"]], 1, True]
