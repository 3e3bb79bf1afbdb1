"""When a chart draws: ``live_chart.js`` over a view that takes as long as the test says, with a clock that it moves."""

import pytest

CHART = """
const { LiveChart } = await load("live_chart.js");
let now = 1000;
let cost = 1;
const frames = [];
const timers = [];
const fakes = {
  requestAnimationFrame: (call) => frames.push(call),
  setTimeout: (call, ms) => timers.push({ call, at: now + ms }),
  clearTimeout: (number) => { if (number) timers[number - 1] = undefined; },
  MessageChannel: class { constructor() { this.port1 = { close() {} }; this.port2 = { postMessage: () => this.port1.onmessage() }; } },
  performance: { now: () => now },
};
const put = ([name, value]) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
const own = Object.keys(fakes).map((name) => [name, globalThis[name]]);
Object.entries(fakes).forEach(put);
const painted = [];
const drawn = [];
const store = { frame: 0, drawn: (ms, frame) => painted.push([ms, frame]), failed: (error) => { throw error; } };
const chart = new LiveChart({}, store, {});
chart.takesRoom = () => false;
chart.legendSets = new Set();
chart.view = { data: (name, rows) => drawn.push([now, rows[0].n]), signal() {}, resize() {}, runAsync: async () => { now += cost; } };
const rows = (n) => ({ mode: "replace", length: 1, columns: [{ name: "n", kind: "number", data: new Float32Array([n]).buffer }] });
const settle = async () => { for (let i = 0; i < 9; i += 1) await null; };
const news = async (isAnswer) => {
  store.frame += 1;
  chart.schedule({ news: { a: rows(store.frame) }, params: {}, isAnswer });
  await settle();
};
const paint = async () => { for (const call of frames.splice(0)) call(); await settle(); };
const wait = async (ms) => {
  now += ms;
  timers.forEach((timer, place) => { if (timer && timer.at <= now) { timers[place] = undefined; timer.call(); } });
  await settle();
};
try {
  CODE
} finally {
  own.forEach(put);
}
"""


@pytest.fixture
def chart(javascript):
    """Runs code over a chart that draws nothing."""
    return lambda code: javascript(CHART.replace("CODE", code))


def test_news_are_drawn_at_once_and_those_of_a_frame_that_is_drawn_together_after_its_paint(chart):
    seen = chart("""
      await news(); await news(); await news();
      const before = drawn.map(([, n]) => n);
      await paint();
      await paint();
      return [before, drawn.map(([, n]) => n), painted];
    """)
    assert seen == [[1], [1, 3], [[1, 1], [1, 3]]]


def test_a_picture_that_takes_long_is_followed_by_a_rest_as_long_and_the_newest_is_drawn_then(chart):
    seen = chart("""
      cost = 80;
      await news(); await paint();
      await news(); await wait(50); await news();
      const before = drawn.length;
      await wait(30); await paint();
      await wait(90); await news(); // who had time to rest does not wait
      return [before, drawn];
    """)
    assert seen == [1, [[1000, 1], [1160, 3], [1330, 4]]]


def test_a_picture_that_is_painted_late_counts_as_one_that_takes_long(chart):
    seen = chart("await news(); await wait(66); await paint(); await news(); await wait(60); return [drawn, painted];")
    assert seen == [[[1000, 1], [1127, 2]], [[51, 1]]]


def test_a_quick_picture_needs_no_rest(chart):
    assert chart("for (const _ of [1, 2, 3]) { await news(); await paint(); } return drawn.map(([at]) => at);") == [
        1000,
        1001,
        1002,
    ]


@pytest.mark.parametrize("when", ["await paint(); await news(); await news(true);", "await news(true); await paint();"])
def test_what_answers_the_learners_hand_waits_for_no_rest(chart, when):
    seen = chart(f"cost = 80; await news(); {when} await paint(); await wait(500); return drawn.map(([at]) => at);")
    assert seen == [1000, 1080]


def test_a_chart_that_was_closed_draws_nothing_that_waited(chart):
    seen = chart("""
      cost = 80; chart.el.replaceChildren = () => {};
      await news(); await paint(); await news();
      chart.close();
      await wait(500); await paint();
      return drawn.length;
    """)
    assert seen == 1
