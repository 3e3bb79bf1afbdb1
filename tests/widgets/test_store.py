"""What a page knows: ``store.js`` over a model that only counts."""

import pytest

PAGE = """
const { Store } = await load("store.js");
const listeners = [];
const sent = [];
const model = {
  get: () => payload?.live ?? { frame: 0, sets: {}, fields: {}, params: {} },
  on: (name, listener) => listeners.push([name, listener]),
  off: (name, listener) => {
    const place = listeners.findIndex(([n, l]) => n === name && l === listener);
    if (place >= 0) listeners.splice(place, 1);
  },
  send: (message) => sent.push(message),
};
const patience = [];
const timers = { setTimeout, clearTimeout };
globalThis.setTimeout = (later, ms) => patience.push({ later, ms });
globalThis.clearTimeout = (number) => { if (number) patience[number - 1] = undefined; };
const store = new Store(model);
const painted = () => sent.filter(({ kind }) => kind === "painted");
const told = () => sent.filter(({ gesture }) => gesture).map(({ value }) => value);
const hear = (name, ...news) => listeners.forEach(([n, listener]) => { if (n === name) listener(...news); });
const frame = (number, news = {}) => hear("msg:custom", { kind: "frame", frame: number, sets: {}, ...news }, []);
const answer = (number, gesture) => frame(number, { handled: { [store.page]: gesture } });
try {
  CODE
} finally {
  Object.assign(globalThis, timers);
}
"""


@pytest.fixture
def page(javascript):
    """Runs code in a page with one store."""
    return lambda code, payload=None: javascript(PAGE.replace("CODE", code), payload)


def test_the_first_gesture_goes_out_at_once_and_the_newest_waits_for_the_answer(page):
    seen = page("""
      for (const value of [1, 2, 3]) store.send("slider", { value });
      const before = told();
      answer(1, 1);
      const gestures = sent.filter(({ kind }) => kind !== "painted");
      return [before, told(), gestures.map(({ gesture, page }) => [gesture, page === store.page])];
    """)
    assert seen == [[1], [1, 3], [[1, True], [2, True]]]


def test_the_newest_of_each_key_waits_and_they_go_out_one_by_one(page):
    seen = page("""
      store.send("a", { value: "a1" });
      for (const value of ["a2", "b1", "b2"]) store.send(value[0], { value });
      const steps = [1, 2, 3].map((n) => { answer(n, n); return told(); });
      return steps;
    """)
    assert seen == [["a1", "a2"], ["a1", "a2", "b2"], ["a1", "a2", "b2"]]


def test_gestures_without_a_key_all_count(page):
    seen = page("""
      for (const value of [1, 2, 3]) store.send(undefined, { value });
      answer(1, 1);
      answer(2, 2);
      return told();
    """)
    assert seen == [1, 2, 3]


def test_the_answer_to_another_page_is_not_taken(page):
    seen = page("""
      store.send("a", { value: 1 });
      store.send("a", { value: 2 });
      frame(1, { handled: { another: 1 } });
      return told();
    """)
    assert seen == [1]


def test_a_kernel_that_does_not_answer_is_waited_for_one_second(page):
    seen = page("""
      store.send("a", { value: 1 });
      store.send("a", { value: 2 });
      const [{ later, ms }] = patience;
      later();
      answer(1, 1); // the late answer to the first must not be taken for one to the second
      store.send("a", { value: 3 });
      return [ms, told(), store.isPending("a")];
    """)
    assert seen == [1000, [1, 2], True]


def test_a_control_is_pending_until_its_last_gesture_is_answered(page):
    seen = page("""
      const states = [store.isPending("a")];
      store.send("a", { value: 1 });
      states.push(store.isPending("a"), store.isPending("b"));
      store.send("a", { value: 2 });
      answer(1, 1);
      states.push(store.isPending("a"));
      answer(2, 2);
      states.push(store.isPending("a"));
      return states;
    """)
    assert seen == [False, True, False, True, False]


def test_frames_older_than_the_snapshot_are_ignored(page):
    live = {"frame": 5, "sets": {}, "fields": {"text": "new"}, "params": {}}
    seen = page(
        """
      frame(4, { fields: { text: "old" } });
      frame(5, { fields: { text: "old" } });
      const kept = store.fields.text;
      frame(6, { fields: { text: "newer" } });
      return [kept, store.fields.text, painted().length];
    """,
        {"live": live},
    )
    assert seen == ["new", "newer", 1]


def test_a_page_without_a_view_says_at_once_that_it_is_ready(page):
    seen = page("""
      frame(1);
      const alone = painted().length;
      const news = [];
      store.views.add({ schedule: (n) => news.push(n) });
      frame(2, { params: { p: 1 } });
      const watched = painted().length;
      store.painted(12);
      document.hidden = true;
      frame(3);
      document.hidden = false;
      return [alone, watched, news[0].params, painted().map(({ frame, draw_ms }) => [frame, draw_ms])];
    """)
    assert seen == [1, 1, {"p": 1}, [[1, 0], [2, 12], [3, 0]]]


def test_a_page_tells_the_frame_that_it_has_drawn_and_not_one_that_came_since(page):
    assert page("frame(1); frame(2); store.painted(3, 1); return painted().at(-1).frame;") == 1


def test_a_page_says_how_many_views_it_has_that_it_is_left_and_that_it_is_there_where_nothing_is_painted(page):
    seen = page("""
      const left = [];
      globalThis.addEventListener = (kind, listener) => left.push([kind, listener]);
      globalThis.removeEventListener = (kind, listener) => left.push([`no ${kind}`, listener]);
      const one = new Store(model);
      delete globalThis.addEventListener;
      const told = (...kinds) => sent.splice(0).filter(({ page, kind }) => page === one.page && kinds.includes(kind));
      const [[kind, leave], [, comeBack]] = left;
      leave();
      const unseen = told("left");
      comeBack();
      one.views.add({ schedule() {} });
      one.seen(1);
      leave();
      one.painted(1); // a last picture
      const shown = told("seen", "left", "painted").map(({ kind, views }) => [kind, views]);
      comeBack();
      frame(1);
      const soon = told("seen");
      one.saidAt -= 6000;
      frame(2); // as in a frame that is scrolled away, where no browser paints
      const late = told("seen");
      one.painted(1);
      const painted = told("painted");
      one.close();
      delete globalThis.removeEventListener;
      return [kind, unseen, shown, soon, late.map(({ views }) => views), painted[0].views, left[2][0], left[2][1] === leave];
    """)
    assert seen == ["pagehide", [], [["seen", 1], ["left", None]], [], [1], 1, "no pagehide", True]


def test_a_parameter_may_be_called_data(page):
    seen = page(
        "frame(1, { params: { data: 3 }, fields: { data: 4 } }); return [store.params.data, store.fields.data];"
    )
    assert seen == [3, 4]


def test_a_closed_store_listens_to_nothing_and_waits_for_nothing(page):
    seen = page("""
      store.send("a", { value: 1 });
      const before = [listeners.length > 0, patience.filter(Boolean).length];
      store.close();
      return [before, [listeners.length > 0, patience.filter(Boolean).length]];
    """)
    assert seen == [[True, 1], [False, 0]]


def test_a_kernel_that_is_gone_is_told_in_every_view_until_it_answers_again(page):
    seen = page("""
      const said = [];
      store.views.add({ schedule() {}, tell: () => said.push(store.fields.lost) });
      hear("comm_live_update");
      frame(1);
      return [said, store.fields.lost];
    """)
    ((sentence,), now) = seen
    assert "run the cell again" in sentence
    assert now == ""


def test_two_pages_have_two_names_even_without_https(javascript):
    code = """
    Object.defineProperty(globalThis, "crypto", { value: {}, configurable: true }); // as on plain http
    const { Store } = await load("store.js");
    const model = { get: () => ({ frame: 0, sets: {}, fields: {}, params: {} }), on() {} };
    return [new Store(model).page, new Store(model).page];
    """
    first, second = javascript(code)
    assert first
    assert first != second


def test_an_error_is_told_in_its_own_words(page):
    assert page('store.failed(new Error("no canvas")); return sent;') == [{"kind": "error", "message": "no canvas"}]


def test_a_page_that_hears_late_that_its_kernel_is_gone_says_so_once_and_sends_no_more(page):
    seen = page("""
      const said = [];
      model.send = (message) => { sent.push(message); throw new Error("Cannot send"); };
      store.views.add({ schedule() {}, tell: () => said.push(store.fields.lost) });
      store.painted(1);
      store.send("slider", { kind: "control", value: 1 });
      store.failed(new Error("too late"));
      return [said, sent.length];
    """)

    assert seen[1] == 1
    assert len(seen[0]) == 1
    assert "kernel was restarted" in seen[0][0]


CALM = """
  let now = 5000;
  const own = globalThis.performance;
  Object.defineProperty(globalThis, "performance", { value: { now: () => now }, configurable: true });
  store.views.add({ schedule() {} });
  const draw = (number, gap, ms = 5) => { now += gap; frame(number); store.drawn(ms, number); };
  const shown = () => painted().map((one) => one.frame);
  try { STEPS } finally { Object.defineProperty(globalThis, "performance", { value: own, configurable: true }); }
"""


@pytest.mark.parametrize(
    ("steps", "shown"),
    [
        ("for (let n = 1; n < 9; n += 1) draw(n, 34); return shown();", [1, 4, 7]),
        ("for (let n = 1; n < 9; n += 1) draw(n, 34); patience.at(-1).later(); return shown();", [1, 4, 7, 8]),
        ("for (let n = 1; n < 5; n += 1) draw(n, 10); return shown();", [1, 2, 3, 4]),
        ("for (let n = 1; n < 5; n += 1) draw(n, 40, 30); return shown();", [1, 2, 3, 4]),
    ],
    ids=["calm", "and the last", "in a rush", "long pictures"],
)
def test_quick_pictures_that_come_one_by_one_are_acknowledged_a_few_times_a_second(page, steps, shown):
    assert page(CALM.replace("STEPS", steps)) == shown
