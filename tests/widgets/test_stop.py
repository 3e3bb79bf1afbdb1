"""Stop in a kernel that hears buttons while it trains, in one that does not, and on a page that can't interrupt it."""

import pytest

PRESS = """
const { insist } = await load("panel_strip.js");
const done = [];
const kernel = { interrupt: () => { done.push("interrupted"); return payload.fails ? Promise.reject(new Error()) : undefined; } };
const model = { widget_manager: payload.kernel ? { kernel } : undefined };
let isUnheard = true;
const leave = insist(model, () => isUnheard, () => done.push("told"), 5);
if (payload.heard) isUnheard = false;
if (payload.left) leave();
await new Promise((resolve) => setTimeout(resolve, 60));
return done;
"""


@pytest.mark.parametrize(
    ("page", "done"),
    [
        ({"kernel": True, "heard": True}, []),
        ({"kernel": True, "heard": False}, ["interrupted"]),
        ({"kernel": True, "heard": False, "left": True}, []),
        ({"kernel": True, "heard": False, "fails": True}, ["interrupted", "told"]),
        ({"kernel": False, "heard": False}, ["told"]),
        ({"kernel": False, "heard": True}, []),
    ],
    ids=["heard", "deaf", "closed", "refused", "no kernel", "heard without one"],
)
def test_the_kernel_is_interrupted_only_if_it_does_not_hear_the_button(javascript, page, done):
    assert javascript(PRESS, page) == done
