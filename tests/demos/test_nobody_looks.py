"""What goes on by itself pauses when the last page that showed it is gone, says so, and goes on at the press of Play."""

import threading
import time
from types import SimpleNamespace

import pytest

import dlwidgets
from dlwidgets.compare.hidden_film import HiddenFilm
from dlwidgets.demos.comparing import desk
from dlwidgets.network import CompileSpec, Dense, Input, NetworkSpec
from dlwidgets.training.trainer.trainer import Trainer
from dlwidgets.widgets import audience, watched_view
from dlwidgets.widgets.audience import AWAY_S, SILENT_S, UNSEEN_S
from dlwidgets.widgets.watched_view import NOBODY_LOOKED

SPEC = NetworkSpec([Input((2,)), Dense(1)], CompileSpec("sgd", "mse"))
NEEDED = {"TrainerPanel": lambda: [Trainer(SPEC, [[0.0, 1.0], [1.0, 0.0]], [0.0, 1.0])]}
PLAYING = [name for name in dlwidgets.__all__ if hasattr(getattr(dlwidgets, name), "play") and name != "Trainer"]


class Pages:
    """Pages of a demo, whose time passes when a test says so."""

    def __init__(self, demo, monkeypatch):
        self.demo, self.now, self.due = demo, 0.0, []
        monkeypatch.setattr(audience, "time", SimpleNamespace(monotonic=lambda: self.now))
        monkeypatch.setattr(watched_view, "later", self._later)

    def _later(self, seconds, owner, name):
        self.due.append((self.now + seconds, getattr(owner, name)))

    def say(self, kind, page="page", **content):
        message = {"kind": kind, "page": page, **content}
        self.demo._handle_msg({"content": {"data": {"method": "custom", "content": message}}, "buffers": []})

    def paint(self, page="page", **content):
        self.say("painted", page, frame=self.demo._frames.gate.sent, draw_ms=1, **content)

    def wait(self, seconds):
        self.now += seconds
        ready = [look for at, look in self.due if at <= self.now]
        self.due = [(at, look) for at, look in self.due if at > self.now]
        for look in ready:
            look()


@pytest.fixture
def played(monkeypatch, wires):
    """Makes a demo that plays for ever, without Keras, and its pages."""
    endless = lambda _owner, *_: time.sleep(0.005) or True  # noqa: E731
    monkeypatch.setattr(Trainer, "_piece", endless)
    monkeypatch.setattr(HiddenFilm, "advance", endless)
    monkeypatch.setattr(desk, "Errand", lambda *_: SimpleNamespace(stop=lambda: None, wait=lambda _timeout_s: True))
    made = []

    def play(name, page="page"):
        demo = getattr(dlwidgets, name)(*NEEDED.get(name, list)())
        made.append(demo)
        pages = Pages(demo, monkeypatch)
        demo.open()
        if page:
            pages.say("seen", page, views=1)
        demo.play()
        return demo, pages

    yield play
    for demo in made:
        demo.close()
        (demo.wait if hasattr(demo, "wait") else demo.trainer.wait)(60)


@pytest.mark.parametrize("name", PLAYING)
def test_whatever_plays_pauses_when_its_last_page_is_closed_and_says_so_until_it_plays_again(played, name):
    demo, pages = played(name)
    with demo._frames.lock:  # it goes on as soon as this test lets it
        assert demo.is_playing
        pages.say("left")
        pages.wait(AWAY_S - 1)
        assert demo.is_playing
        pages.wait(1)
        assert not demo.is_playing
        assert demo.text.endswith(NOBODY_LOOKED)
        pages.say("seen", "another", views=1)
        demo.page.press("play")
        assert demo.is_playing
        assert NOBODY_LOOKED not in demo.text


def test_a_page_that_is_hidden_loaded_again_or_one_of_several_does_not_pause(played):
    demo, pages = played("Playground")
    pages.say("seen", "second", views=1)
    pages.say("left")  # one of two
    pages.wait(AWAY_S)
    assert demo.is_playing
    pages.say("left", "second")  # loaded again: a page with another name comes
    pages.wait(AWAY_S - 1)
    pages.say("seen", "third", views=1)
    pages.wait(10 * AWAY_S)
    assert demo.is_playing
    for _ in range(10):  # hidden: it answers, and paints nothing
        demo.refresh()
        pages.wait(SILENT_S - 1)
        pages.paint("third", views=1)
    assert demo.is_playing
    pages.say("left", "third")  # kept by the browser, and back
    pages.paint("third", views=1)
    pages.wait(AWAY_S)
    assert demo.is_playing


def test_a_page_that_was_cut_off_is_missed_only_when_it_owes_an_answer_and_may_come_back(played):
    demo, pages = played("Playground")
    pages.paint(views=1)
    pages.wait(10 * SILENT_S)  # nothing was to be painted
    demo.refresh()
    pages.wait(SILENT_S - 1)
    demo.refresh()
    assert demo.is_playing
    pages.wait(1)
    demo.refresh()
    assert not demo.is_playing
    assert demo.text.endswith(NOBODY_LOOKED)
    pages.paint(views=1)
    demo.play()
    assert demo.is_playing
    pages.say("left")
    pages.wait(AWAY_S)
    assert not demo.is_playing


def test_a_cleared_cell_pauses_soon_and_painting_without_a_view_is_no_looking(played):
    demo, pages = played("Perceptron")
    with demo._frames.lock:
        pages.say("seen", views=0)
        pages.wait(UNSEEN_S / 2)
        pages.paint(views=0)
        pages.wait(UNSEEN_S / 2)
        assert not demo.is_playing
        demo.reset()
        demo.change(noise=0.1)
        assert NOBODY_LOOKED not in demo.text


def test_what_code_began_goes_on_without_any_page_and_nothing_is_said_of_what_did_not_play(played):
    demo, pages = played("Playground", page="")
    for _ in range(3):
        demo.refresh()
        pages.paint(views=0)
        pages.say("left", "stranger")
        pages.wait(SILENT_S)
    assert demo.is_playing

    demo.pause()
    pages.say("seen", views=1)
    pages.say("left")
    pages.wait(AWAY_S)
    demo.play()  # the last page was gone before
    pages.wait(SILENT_S)
    demo.refresh()
    assert demo.is_playing
    assert NOBODY_LOOKED not in demo.text


def test_a_trainer_that_code_lets_play_pauses_too_but_not_one_that_a_cell_waits_for(played):
    panel, pages = played("TrainerPanel")
    panel.pause()
    panel.trainer.wait(60)
    panel.trainer.play()
    assert panel.is_playing
    pages.say("left")
    pages.wait(AWAY_S)
    assert not panel.is_playing
    panel.trainer.wait(60)
    pages.say("seen", views=1)
    cell = threading.Thread(target=panel.trainer.step)
    cell.start()
    while not panel.trainer.is_working:
        time.sleep(0.005)
    pages.say("left")
    pages.wait(AWAY_S)
    assert (panel.is_playing, panel.trainer.is_working) == (False, True)
    panel.trainer.pause()
    cell.join(60)
    assert not cell.is_alive()
