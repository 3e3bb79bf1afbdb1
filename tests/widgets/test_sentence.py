"""Sentences that follow what plays: ``sentence.js``."""

import pytest

WATCHED = """
  (await load("dom.mjs")).page({ state: {} });
  const { readAloud, sentence } = await load("sentence.js");
  let now = 0;
  let due;
  const el = document.createElement("p");
  const spoken = [];
  const clock = { now: () => now, later: (say, wait) => { due = { say, at: now + wait }; return due; }, forget: () => { due = undefined; } };
  const told = readAloud(el, clock);
  for (const [at, words] of payload) {
    if (due && due.at <= at) { now = due.at; due.say(); spoken.push([now, el.textContent, el.attributes["aria-live"]]); due = undefined; }
    now = at;
    if (!words) continue;
    el.textContent = words;
    told();
    if (el.attributes["aria-live"] !== "off") throw new Error("read out on the way");
  }
"""


@pytest.mark.parametrize(
    ("words", "spoken"),
    [
        ([(0, "a"), (5000, "")], [[600, "a", "polite"]]),
        ([(0, "a"), (100, "b"), (200, "c"), (5000, "")], [[800, "c", "polite"]]),
        (
            [(at, f"epoch {at}") for at in range(0, 11000, 100)],
            [[5000, "epoch 4900", "polite"], [10000, "epoch 9900", "polite"]],
        ),
    ],
)
def test_words_are_read_out_when_they_rest_and_now_and_then_while_they_do_not(javascript, words, spoken):
    assert javascript(WATCHED + "return spoken;", words) == spoken


def test_a_mistake_is_read_out_at_once_and_what_is_there_from_the_start_is_not(javascript):
    code = "return ['status', 'alert'].map((role) => sentence({ fields: { text: 'a' } }, 'text', '', role).el.attributes['aria-live'] ?? role);"
    assert javascript(WATCHED + code, []) == ["off", "alert"]
