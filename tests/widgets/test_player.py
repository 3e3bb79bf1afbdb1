"""Playing beside the notebook: it ends when it should, says so once, and leaves no thread."""

import threading

import pytest

from dlwidgets.widgets.player import Player

PATIENCE_S = 10


class Counter:
    """Counts steps and endings; stops by itself after ``last`` steps."""

    def __init__(self, last=None, interval_s=0.0):
        self.steps, self.endings, self.last, self.interval_s = 0, 0, last, interval_s
        self.moved = threading.Event()
        self.player = Player(self.step, lambda: self.interval_s, self.end)

    def step(self):
        self.steps += 1
        self.moved.set()
        return self.steps != self.last

    def end(self):
        self.endings += 1


def test_it_plays_until_there_is_nothing_left_and_says_so_once(threads):
    counter = Counter(last=3)
    counter.player.start()
    assert counter.player.wait(PATIENCE_S)
    assert (counter.steps, counter.endings, counter.player.is_playing, threads()) == (3, 1, False, [])


def test_it_stops_when_told_although_the_next_step_is_far_away(threads):
    counter = Counter(interval_s=3600)
    counter.player.start()
    assert counter.moved.wait(PATIENCE_S)
    assert counter.player.is_playing
    counter.player.stop()
    assert not counter.player.is_playing
    assert counter.player.wait(PATIENCE_S)
    assert (counter.steps, counter.endings, threads()) == (1, 1, [])


def test_starting_twice_plays_once(threads):
    counter = Counter(interval_s=3600)
    counter.player.start()
    counter.player.start()
    assert threads() == ["dlwidgets-player"]
    counter.player.stop()
    assert counter.player.wait(PATIENCE_S)


def test_the_pace_is_asked_after_each_step():
    counter, pace = Counter(), iter([0, 0, 3600])
    third = threading.Event()

    def interval_s():
        seconds = next(pace)
        if seconds:
            third.set()
        return seconds

    player = Player(counter.step, interval_s, counter.end)
    player.start()
    assert third.wait(PATIENCE_S)
    assert not player.wait(0.05)
    player.stop()
    assert player.wait(PATIENCE_S)
    assert counter.steps == 3


def test_it_can_play_again_and_two_playings_never_step_at_once():
    inside, together, entered, leave = [], [], threading.Event(), threading.Event()

    def step():
        inside.append(threading.get_ident())
        together.append(len(inside))
        entered.set()
        assert leave.wait(PATIENCE_S)
        inside.pop()
        return False

    player = Player(step, lambda: 0, lambda: None)
    player.start()
    assert entered.wait(PATIENCE_S)
    player.stop()
    player.start()
    assert not player.wait(0.05)
    leave.set()
    assert player.wait(PATIENCE_S)
    assert together == [1, 1]


def test_a_step_may_stop_the_playing_itself():
    counter = Counter()
    player = Player(lambda: counter.step() and not player.stop(), lambda: 0, counter.end)
    player.start()
    assert player.wait(PATIENCE_S)
    assert (counter.steps, counter.endings) == (1, 1)


def test_a_bug_ends_the_playing_and_is_raised_in_its_thread(monkeypatch):
    errors, counter = [], Counter()
    monkeypatch.setattr(threading, "excepthook", lambda hook: errors.append(hook.exc_type))
    player = Player(lambda: 1 / 0, lambda: 0, counter.end)
    player.start()
    assert player.wait(PATIENCE_S)
    assert (errors, counter.endings, player.is_playing) == ([ZeroDivisionError], 1, False)


@pytest.mark.parametrize("method", ["stop", "wait"])
def test_what_never_played_has_ended(method):
    counter = Counter()
    assert getattr(counter.player, method)() in {None, True}
    assert (counter.steps, counter.endings) == (0, 0)
