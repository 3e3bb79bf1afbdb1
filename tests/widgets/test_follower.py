import gc
import threading
import time
from types import SimpleNamespace

from dlwidgets.widgets import follower as module
from dlwidgets.widgets.follower import Follower


class Owner:
    def __init__(self, show=lambda: None):
        self.follower = Follower(self, "look", "frame_s")
        self.pace = 0.0
        self.news, self.seen, self.threads = 0, [], set()
        self.show = show

    def tell(self, news):
        self.news = news
        self.follower.tell()

    def look(self):
        self.threads.add(threading.current_thread())
        self.seen.append(self.news)
        return self.show()

    def frame_s(self):
        return self.pace


def until(condition):
    deadline = time.monotonic() + 30
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.002)
    return condition()


def test_who_tells_never_waits_and_the_newest_is_shown_while_what_came_between_is_left_out():
    gate = threading.Event()
    owner = Owner(gate.wait)
    owner.tell(1)
    assert until(lambda: owner.seen == [1])
    for news in range(2, 1000):  # the picture of the first is still under way
        owner.tell(news)
    assert owner.seen == [1]
    gate.set()
    assert until(lambda: owner.seen == [1, 999])
    assert threading.current_thread() not in owner.threads


def test_a_picture_that_takes_long_rests_longer_and_no_more_than_thirty_come_a_second(monkeypatch):
    rests, moments = [], iter([0.0, 0.001, 1.0, 1.2, 2.0, 3.0, 3.01])
    clock = SimpleNamespace(sleep=rests.append, perf_counter=lambda: next(moments))
    monkeypatch.setattr(module, "time", clock)
    owner = Owner()
    for news in (1, 2):
        owner.tell(news)
        assert until(lambda news=news: len(rests) == news)
    assert rests == [1 / 30 - 0.001, module.REST * (1.2 - 1.0)]
    # Where there was nothing to show nothing rests, and the owner can ask for a slower pace.
    owner.show = lambda: False
    owner.tell(3)
    assert until(lambda: owner.seen == [1, 2, 3])
    owner.show, owner.pace = lambda: None, 0.2
    owner.tell(4)
    assert until(lambda: len(rests) == 3)
    assert rests[2] == 0.2 - (3.01 - 3.0)


def test_the_thread_ends_without_news_with_its_owner_and_after_a_mistake_and_the_next_news_start_another(monkeypatch):
    monkeypatch.setattr(module, "IDLE_S", 0.01)
    owner = Owner()
    owner.tell(1)
    assert until(lambda: owner.threads and not any(thread.is_alive() for thread in owner.threads))
    owner.tell(2)
    assert until(lambda: owner.seen == [1, 2])

    monkeypatch.setattr(threading, "excepthook", lambda _args: None)
    owner.show = lambda: 1 / 0
    owner.tell(3)
    assert until(lambda: owner.seen == [1, 2, 3] and not any(thread.is_alive() for thread in owner.threads))
    owner.show = lambda: None
    owner.tell(4)
    assert until(lambda: owner.seen == [1, 2, 3, 4])

    monkeypatch.setattr(module, "IDLE_S", 1000)
    lonely = Owner()
    follower, threads, seen = lonely.follower, lonely.threads, lonely.seen
    lonely.tell(1)
    assert until(lambda: seen == [1])
    del lonely
    gc.collect()
    follower.tell()
    assert until(lambda: not any(thread.is_alive() for thread in threads))


def test_what_was_told_can_be_forgotten():
    owner = Owner()
    with owner.follower._news:
        owner.tell(1)
        owner.follower.forget()
    time.sleep(0.05)
    assert owner.seen == []
