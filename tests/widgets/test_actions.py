"""Parts of a page beyond picture and controls: actions with arguments, what the parts show, groups to hide and lock."""

import json

import altair as alt
import pytest

from dlwidgets.errors import InvalidValueError, UnknownNameError
from dlwidgets.widgets.controls import action, button, hidden, slider
from dlwidgets.widgets.demo import Demo


class Basket(Demo):
    """What is in it?"""

    groups = {"shelf": ("put", "size")}  # noqa: RUF012 - as a teacher writes it

    size = slider(3, 1, 9, step=1, label="Size", help="How much goes in.")
    things = hidden(frozenset(), frozenset, label="Things", help="What is in it.", plain=sorted)

    def chart(self):
        return alt.Chart(alt.NamedData("things")).mark_point().encode(x="x:N")

    def frame(self):
        return {"things": {"x": sorted(self.things)}}

    def part_specs(self):
        return {"shelf": {"offers": ["apple", "pear"]}}

    def parts(self):
        return {"shelf": {"free": self.size - len(self.things)}}

    @action
    def put(self, thing, *, twice=False):
        if len(self.things) + 1 + twice > self.size:
            raise InvalidValueError("The basket is full.")
        self.things |= {thing, *([f"second {thing}"] if twice else [])}

    @button("Empty", help="Takes all out.", key="Ctrl+Shift+E")
    def empty(self):
        self.change(things=[])


@pytest.fixture
def basket(wires, raised):
    basket = Basket()
    basket._repr_mimebundle_()
    return basket


def test_an_action_is_one_message_up_and_one_frame_down_with_what_the_parts_show_then(basket):
    basket.comm.gesture(kind="control", name="put", arguments={"thing": "apple", "twice": True})
    (frame,) = basket.comm.frames
    assert frame["handled"] == {"page": 1}
    assert frame["fields"]["part:shelf"] == {"free": 1}
    assert basket.things == {"apple", "second apple"}
    assert basket.comm.updates == []


def test_a_page_without_a_browser_acts_and_reads_the_parts(basket):
    basket.page.act("put", thing="pear")
    assert basket.page.part("shelf") == {"free": 2}
    basket.page.key("Ctrl+Shift+e")
    assert basket.page.part("shelf") == {"free": 3}
    with pytest.raises(UnknownNameError, match="Did you mean 'put'"):
        basket.page.act("pu")
    with pytest.raises(UnknownNameError, match="Did you mean 'shelf'"):
        basket.page.part("shelv")
    with pytest.raises(UnknownNameError, match="control in the page"):
        basket.page.set("put", 1)


@pytest.mark.parametrize("arguments", [{}, {"thin": 1}, {"thing": 1, "other": 2}])
def test_arguments_that_an_action_does_not_take_are_told(basket, arguments):
    basket.page.act("put", **arguments)
    assert "The action 'put' does not take that" in basket._frames.fields["error"]


def test_a_mistake_in_an_action_is_told_and_takes_everything_back(basket):
    basket.page.act("put", thing="apple", twice=True)
    basket.page.act("put", thing="pear", twice=True)
    assert basket._frames.fields["error"] == "The basket is full."
    assert basket.things == {"apple", "second apple"}


def test_what_is_no_plain_value_stands_in_the_state_as_one_and_comes_back(basket):
    basket.page.act("put", thing="pear")
    assert json.loads(json.dumps(basket.state)) == {"size": 3, "things": ["pear"]}
    again = Basket(**basket.state)
    assert again.things == basket.things == {"pear"}
    assert basket.to_code() == "Basket(things=['pear'])"
    with pytest.raises(InvalidValueError):
        basket.change(things=["a"], size=99)
    assert basket.things == {"pear"}


def test_a_group_is_hidden_or_locked_by_one_name(wires):
    locked, without = Basket(lock=["shelf"]), Basket(hide=["shelf"])
    with pytest.raises(InvalidValueError, match="can't be used now"):
        locked.page.act("put", thing="apple")
    with pytest.raises(InvalidValueError, match="can't be used now"):
        locked.page.set("size", 2)
    with pytest.raises(UnknownNameError):
        without.page.act("put", thing="apple")
    with pytest.raises(UnknownNameError):
        without.page.part("shelf")
    assert [control["name"] for control in without._panel] == ["empty"]
    assert (locked._parts, without._parts) == ({"shelf": {"offers": ["apple", "pear"]}}, {})
    assert (locked.to_code(), without.to_code()) == ("Basket(lock=['shelf'])", "Basket(hide=['shelf'])")


@pytest.mark.parametrize("key", ["Ctrl+", "Ctrl+Tab", "Ctrl+Shift+", "Alt+x", "Ctrl+xy"])
def test_a_combination_of_keys_that_is_none_is_refused(key):
    with pytest.raises(UnknownNameError, match="key for a button"):
        button("Empty", help="Takes all out.", key=key)
