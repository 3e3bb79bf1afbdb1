"""One frame tells a page all that is news; the pages of the property test run the real ``store.js``."""

import threading

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dlwidgets.errors import DataError, InvalidValueError
from dlwidgets.widgets.columns import as_columns, as_rows, split_buffers
from dlwidgets.widgets.frames import Frames
from dlwidgets.widgets.gate import WINDOW
from dlwidgets.widgets.grid import Grid


class Channel:
    """Frames, and the messages that they send."""

    def __init__(self, *, is_open=True):
        self.is_open = is_open
        self.messages = []
        self.buffers = []
        self.frames = Frames(self.send, lambda: self.is_open)

    def send(self, content, buffers):
        self.messages.append(content)
        self.buffers.append(buffers)

    def fill(self):
        """Send until no frame may go out before a page has painted."""
        for n in range(WINDOW):
            self.frames.set_param("filler", n)
        self.messages.clear()
        self.buffers.clear()

    def painted(self):
        self.frames.gate.acknowledge("page", self.frames.gate.sent, 1.0)


@pytest.fixture
def channel(clock):
    return Channel()


def rows(*numbers):
    return as_columns({"x": list(numbers)})


def numbers(channel, name):
    """The mode and the numbers of a data set in the newest message."""
    news = channel.messages[-1]["sets"][name]
    place = news["columns"][0]["data"]
    return news["mode"], channel.buffers[-1][place].tolist()


def test_news_travel_once(channel):
    channel.frames.replace({"a": rows(1, 2)})
    channel.frames.set_fields({"text": "one"})
    assert [message["frame"] for message in channel.messages] == [1, 2]
    assert channel.messages[0]["sets"].keys() == {"a"}
    assert channel.messages[1] == {"kind": "frame", "frame": 2, "sets": {}, "fields": {"text": "one"}}


def test_what_is_said_twice_is_sent_once(channel):
    channel.frames.set_fields({"text": "one", "error": ""})
    channel.frames.set_fields({"text": "one", "error": "no"})
    assert channel.messages[1]["fields"] == {"error": "no"}


def test_a_later_replacement_takes_the_place_of_a_waiting_one(channel):
    channel.fill()
    channel.frames.replace({"a": rows(1), "b": rows(5)})
    channel.frames.replace({"a": rows(2)})
    channel.painted()
    assert len(channel.messages) == 1
    assert (numbers(channel, "a"), numbers(channel, "b")) == (("replace", [2]), ("replace", [5]))


def test_waiting_rows_to_append_are_joined(channel):
    channel.frames.replace({"a": rows(1)})
    channel.fill()
    channel.frames.append({"a": rows(2)})
    channel.frames.append({"a": rows(3, 4)})
    channel.painted()
    assert numbers(channel, "a") == ("append", [2, 3, 4])
    assert channel.frames.sets["a"]["x"].tolist() == [1, 2, 3, 4]


def test_rows_appended_to_a_waiting_replacement_become_part_of_it(channel):
    channel.fill()
    channel.frames.replace({"a": rows(1)})
    channel.frames.append({"a": rows(2)})
    channel.painted()
    assert numbers(channel, "a") == ("replace", [1, 2])


def test_a_replacement_takes_the_place_of_rows_that_wait_to_be_appended(channel):
    channel.frames.replace({"a": rows(1)})
    channel.fill()
    channel.frames.append({"a": rows(2)})
    channel.frames.replace({"a": rows(9)})
    channel.painted()
    assert numbers(channel, "a") == ("replace", [9])


def test_changes_made_together_are_one_frame(channel):
    with channel.frames.together():
        channel.frames.replace({"a": rows(1)})
        with channel.frames.together():
            channel.frames.set_fields({"text": "one"})
        channel.frames.set_param("p", 3)
        assert channel.messages == []
    (message,) = channel.messages
    assert (message["sets"].keys(), message["fields"], message["params"]) == ({"a"}, {"text": "one"}, {"p": 3})


def test_changes_made_together_are_sent_although_one_of_them_failed(channel):
    def fail():
        with channel.frames.together():
            channel.frames.set_param("p", 3)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert channel.messages[0]["params"] == {"p": 3}


def test_nothing_made_together_is_no_frame(channel):
    with channel.frames.together():
        pass
    assert channel.messages == []


def test_an_answer_travels_with_the_news_of_its_gesture(channel):
    with channel.frames.answering({"page": "p", "gesture": 7}):
        channel.frames.replace({"a": rows(1)})
    (message,) = channel.messages
    assert (message["handled"], message["sets"].keys()) == ({"p": 7}, {"a"})


def test_a_gesture_without_news_is_answered_too(channel):
    with channel.frames.answering({"page": "p", "gesture": 7}):
        pass
    assert channel.messages == [{"kind": "frame", "frame": 1, "sets": {}, "handled": {"p": 7}}]


@pytest.mark.parametrize(("at_once", "n_sent"), [(True, 1), (False, 0)])
def test_the_answer_to_a_press_overtakes_what_waits_for_a_page(channel, at_once, n_sent):
    channel.fill()
    channel.frames.replace({"a": rows(1)})
    with channel.frames.together(), channel.frames.answering({"page": "p", "gesture": 7}, at_once=at_once):
        channel.frames.set_fields({"label": "Play"})
    assert channel.messages == []  # it is part of what is made together
    with channel.frames.answering({"page": "p", "gesture": 8}, at_once=at_once):
        pass
    assert len(channel.messages) == n_sent
    channel.painted()
    (message,) = channel.messages
    assert (message["handled"], message["fields"], message["sets"].keys()) == ({"p": 8}, {"label": "Play"}, {"a"})


def test_a_gesture_whose_handler_fails_is_answered_too(channel):
    with pytest.raises(ZeroDivisionError), channel.frames.answering({"page": "p", "gesture": 7}):
        raise ZeroDivisionError
    assert channel.messages[0]["handled"] == {"p": 7}


def test_waiting_answers_to_two_pages_are_both_given(channel):
    channel.fill()
    for page in ("p", "q"):
        with channel.frames.answering({"page": page, "gesture": 1}):
            pass
    channel.painted()
    assert channel.messages[0]["handled"] == {"p": 1, "q": 1}


def test_a_message_without_a_number_needs_no_answer(channel):
    with channel.frames.answering({"kind": "pointer"}):
        pass
    assert channel.messages == []


def test_nothing_is_sent_and_nothing_waits_while_no_page_can_listen(clock):
    channel = Channel(is_open=False)
    channel.frames.replace({"a": rows(1)})
    channel.frames.append({"a": rows(2)})
    channel.is_open = True
    channel.frames.set_param("p", 1)
    assert channel.messages == [{"kind": "frame", "frame": 1, "sets": {}, "params": {"p": 1}}]
    assert channel.frames.sets["a"]["x"].tolist() == [1, 2]


DOT = Grid([[1]], x=(0, 1), y=(0, 1))


@pytest.mark.parametrize(("held", "more"), [(rows(1), DOT), (DOT, rows(1))])
def test_a_grid_has_no_rows_to_append(channel, held, more):
    channel.frames.replace({"a": held})
    with pytest.raises(InvalidValueError, match=r"a\. Use update"):
        channel.frames.append({"a": more})
    assert channel.frames.sets["a"] is held


def test_refused_rows_change_nothing(channel):
    channel.frames.replace({"a": rows(1), "b": rows(1)})
    with pytest.raises(DataError):
        channel.frames.append({"a": rows(2), "b": as_columns({"z": [1]})})
    assert channel.frames.sets["a"]["x"].tolist() == [1]
    assert len(channel.messages) == 1


def test_clear_lets_go_of_data_and_of_what_waits(channel, clock):
    channel.fill()
    channel.frames.replace({"a": rows(1)})
    channel.frames.clear()
    channel.painted()
    clock.wait(1)
    assert (channel.messages, channel.frames.sets) == ([], {})


PAGES = """
const { Store } = await load("store.js");
const { toRows, withBuffers } = await load("columns.js");

function open({ snapshot, messages }) {
  let receive;
  const on = (name, listener) => { if (name === "msg:custom") receive = listener; };
  const live = { ...snapshot.content, sets: withBuffers(snapshot.content.sets, snapshot.buffers) };
  const store = new Store({ get: () => live, on, send() {} });
  for (const { content, buffers } of messages) receive(content, buffers);
  const sets = [...store.sets].map(([name, parts]) => [name, parts.flatMap(toRows)]);
  const { lost, ...fields } = store.fields; // the page's own word, not the kernel's
  return { frame: store.frame, sets: Object.fromEntries(sets), fields, params: store.params };
}
return payload.map(open);
"""

NAMES = st.sampled_from(["a", "data"])
CELLS = st.lists(st.tuples(st.integers(-9, 9), st.sampled_from(["u", "v", None])), max_size=3)
DEEDS = st.one_of(
    st.tuples(st.just("replace"), NAMES, CELLS),
    st.tuples(st.just("append"), NAMES, CELLS),
    st.tuples(st.just("set_fields"), NAMES, st.integers(0, 3)),
    st.tuples(st.just("set_param"), NAMES, st.integers(0, 3)),
    st.tuples(st.just("paint")),
    st.tuples(st.just("wait")),
    st.tuples(st.just("open a page")),
)


class Story:
    """Deeds done to frames, the pages opened on the way, and what a page must show at the end."""

    def __init__(self, clock):
        self.clock, self.channel, self.pages = clock, Channel(), []
        self.expected = {"sets": {}, "fields": {}, "params": {}}

    def do(self, deed, name=None, value=None):
        if deed == "open a page":
            buffers = []
            content = split_buffers(self.channel.frames.snapshot(), buffers)
            # A message on its way when the page opens arrives after the snapshot, though it is older.
            since = max(len(self.channel.messages) - 2, 0)
            self.pages.append(({"content": content, "buffers": buffers}, since))
        elif deed == "paint":
            self.channel.painted()
        elif deed == "wait":
            self.clock.wait(1)
        elif deed == "set_fields":
            self.channel.frames.set_fields({name: value})
            self.expected["fields"][name] = value
        elif deed == "set_param":
            self.channel.frames.set_param(name, value)
            self.expected["params"][name] = value
        else:
            self.change(deed, name, value)

    def change(self, deed, name, cells):
        columns = {"n": [n for n, _text in cells], "text": np.array([text for _n, text in cells], dtype=object)}
        getattr(self.channel.frames, deed)({name: as_columns(columns)})
        held = self.expected["sets"].get(name, []) if deed == "append" else []
        self.expected["sets"][name] = held + [{"n": n, "text": text} for n, text in cells]

    def told(self):
        """What each page got."""
        messages = [
            {"content": content, "buffers": buffers}
            for content, buffers in zip(self.channel.messages, self.channel.buffers, strict=True)
        ]
        return [{"snapshot": snapshot, "messages": messages[since:]} for snapshot, since in self.pages]


# The clock may serve all examples: each has a gate of its own, and time only goes on.
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=st.lists(DEEDS, max_size=25))
def test_a_page_that_comes_late_shows_what_a_page_shows_that_saw_everything(javascript, clock, deeds):
    story = Story(clock)
    story.do("open a page")
    for deed in deeds:
        story.do(*deed)
    story.do("open a page")
    story.do("wait")
    expected = {**story.expected, "frame": story.channel.frames.gate.sent}
    assert {name: as_rows(held) for name, held in story.channel.frames.sets.items()} == expected["sets"]
    for page in javascript(PAGES, story.told()):
        assert page == expected


def test_eight_threads_append_every_row_once(javascript):
    channel = Channel()

    def work(number):
        for n in range(25):
            channel.frames.append({"a": rows(100 * number + n)})
            channel.painted()

    workers = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    channel.frames.gate.flush()
    channel.frames.gate.close()
    sent = [
        n
        for content, buffers in zip(channel.messages, channel.buffers, strict=True)
        if "a" in content["sets"]
        for n in buffers[0].tolist()
    ]
    assert sorted(sent) == sorted(100 * number + n for number in range(8) for n in range(25))
    assert sent == channel.frames.sets["a"]["x"].tolist()
