"""What a page says of a gesture is read, or refused whole."""

import pytest

from dlwidgets.widgets.pointer import ACTIONS, PointerEvent

CLICK = {"action": "click", "x": 1, "y": -2.5}


@pytest.mark.parametrize("action", ACTIONS)
def test_every_action_is_read(action):
    assert PointerEvent.from_browser(CLICK | {"action": action}) == PointerEvent(action, 1.0, -2.5)


def test_all_of_a_gesture_is_read():
    content = CLICK | {"datum": {"n": 1}, "chart": "left", "keys": ["alt", "shift"], "page": "p"}
    expected = PointerEvent("click", 1.0, -2.5, {"n": 1}, "left", frozenset({"alt", "shift"}))
    assert PointerEvent.from_browser(content) == expected


@pytest.mark.parametrize("extra", [{"datum": None}, {"datum": "a row"}, {"keys": None}, {"keys": []}])
def test_what_is_missing_is_empty(extra):
    assert PointerEvent.from_browser(CLICK | extra) == PointerEvent("click", 1.0, -2.5)


@pytest.mark.parametrize("wrong", [{"action": "explode"}, {"action": None}, {"x": None}, {"y": "2"}, {"y": [1]}])
def test_what_is_not_well_formed_is_no_event(wrong):
    assert PointerEvent.from_browser(CLICK | wrong) is None
    assert PointerEvent.from_browser({}) is None
