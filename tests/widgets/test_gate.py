"""Latest wins: a clock and timers that the test moves show what is sent when, and that no page falls behind."""

import threading
import time

import pytest

from dlwidgets.widgets import gate
from dlwidgets.widgets.gate import PAGE_LOST_S, STALL_S, WINDOW, Gate


class Kernel:
    """Counts up one value and sends the newest through a gate."""

    def __init__(self):
        self.value = 0
        self.sent = []
        self.gate = Gate(lambda frame: self.sent.append((frame, self.value)), threading.RLock())

    def update(self, times=1):
        for _ in range(times):
            self.value += 1
            self.gate.request()

    def paint(self, page="page", draw_ms=1.0):
        self.gate.acknowledge(page, self.gate.sent, draw_ms)

    @property
    def shown(self):
        return self.sent[-1][1]


@pytest.fixture
def kernel(clock):
    return Kernel()


def test_frames_are_numbered_from_one_and_go_out_at_once(kernel):
    kernel.update(2)
    assert kernel.sent == [(1, 1), (2, 2)]


def test_no_more_than_the_window_is_on_its_way(kernel):
    kernel.update(50)
    assert len(kernel.sent) == WINDOW


def test_what_waits_goes_out_as_one_frame_when_a_page_has_painted(kernel):
    kernel.update(50)
    kernel.paint()
    assert kernel.sent[WINDOW:] == [(WINDOW + 1, 50)]


def test_a_page_that_has_painted_gets_nothing_new_without_news(kernel):
    kernel.update()
    kernel.paint()
    kernel.paint()
    assert len(kernel.sent) == 1


def test_the_last_value_is_shown_although_nothing_is_acknowledged(kernel, clock):
    kernel.update(50)
    assert kernel.shown < 50
    clock.wait(STALL_S * 1.01)
    assert kernel.shown == 50


def test_a_stalled_page_gets_thirty_frames_a_second_and_no_more(kernel, clock):
    for _ in range(1000):
        kernel.update()
        clock.wait(0.001)
    assert 28 <= len(kernel.sent) <= 30 + WINDOW
    clock.wait(STALL_S)
    assert kernel.shown == 1000


def test_a_page_that_draws_for_seconds_is_not_taken_for_gone(kernel, clock):
    kernel.update()
    kernel.paint("slow", draw_ms=2000)
    for _ in range(30):
        kernel.update()
        kernel.paint("fast")
        clock.wait(0.1)
    assert len(kernel.sent) == 1 + WINDOW


def test_the_stall_time_grows_with_what_a_page_needs_to_draw(kernel, clock):
    kernel.update()
    kernel.paint(draw_ms=200)
    kernel.update(50)
    clock.wait(0.39)
    assert len(kernel.sent) == 1 + WINDOW
    clock.wait(0.02)
    assert kernel.shown == 51


def test_flush_sends_what_waits_and_only_that(kernel):
    kernel.update(50)
    kernel.gate.flush()
    kernel.gate.flush()
    assert (len(kernel.sent), kernel.shown) == (WINDOW + 1, 50)


def test_a_slow_page_slows_the_frames_down_for_a_fast_one_too(kernel, clock):
    kernel.update()
    kernel.paint("slow", draw_ms=300)
    for _ in range(100):
        kernel.update()
        kernel.paint("fast", draw_ms=1)
        clock.wait(0.001)
    assert len(kernel.sent) == 1 + WINDOW
    kernel.paint("slow", draw_ms=300)
    assert kernel.shown == 101


def test_a_page_that_is_gone_holds_nobody_back(kernel, clock):
    kernel.update()
    kernel.paint("gone")
    kernel.paint("here")
    for _ in range(3):
        kernel.update(2)
        kernel.paint("here")
        clock.wait(PAGE_LOST_S)
    before = len(kernel.sent)
    for _ in range(10):
        kernel.update()
        kernel.paint("here")
    assert len(kernel.sent) == before + 10
    assert set(kernel.gate._pages) == {"here"}


def test_a_page_that_was_idle_for_long_is_still_there(kernel, clock):
    kernel.update()
    kernel.paint()
    clock.wait(3600)
    kernel.update(50)
    assert len(kernel.sent) == 1 + WINDOW
    kernel.paint()
    assert kernel.shown == 51


class Page:
    """Gets each frame after a few milliseconds and draws one after the other: it merges nothing."""

    def __init__(self, kernel, name, draw_ms, latency_ms=5):
        self.kernel, self.name, self.draw_ms, self.latency_ms = kernel, name, draw_ms, latency_ms
        self.arrived, self.drawing, self.painted, self.behind = [], None, 0, 0
        kernel.gate.acknowledge(name, 0, 0)  # a page without a view yet has nothing to draw and says so

    def tick(self, ms):
        """Live one millisecond."""
        while len(self.arrived) < len(self.kernel.sent):
            self.arrived.append(ms + self.latency_ms)
        if self.drawing == ms:
            self.painted += 1
            self.drawing = None
            self.kernel.gate.acknowledge(self.name, self.painted, self.draw_ms)
        if self.drawing is None and self.painted < len(self.arrived) and self.arrived[self.painted] <= ms:
            self.drawing = ms + self.draw_ms
        self.behind = max(self.behind, len(self.kernel.sent) - self.painted)


@pytest.mark.parametrize("draw_ms", [[2], [20], [200], [20, 200], [400, 5]], ids=str)
def test_a_thousand_updates_a_second_never_build_a_backlog(kernel, clock, draw_ms):
    pages = [Page(kernel, str(ms), ms) for ms in draw_ms]
    for ms in range(10_000):
        kernel.update()
        clock.wait(0.001)
        for page in pages:
            page.tick(ms)
    # While the first frame is drawn the gate does not know yet how slow the page is.
    started = max(draw_ms) / 1000 / STALL_S
    assert max(page.behind for page in pages) <= WINDOW + 1 + started
    assert min(page.painted for page in pages) > 0.8 * 10_000 / max(*draw_ms, 5) / 3
    for ms in range(10_000, 10_000 + 8 * max(draw_ms) + 100):
        clock.wait(0.001)
        for page in pages:
            page.tick(ms)
    assert kernel.shown == kernel.value
    assert all(page.painted == len(kernel.sent) for page in pages)


def test_a_closed_gate_forgets_what_waits(kernel, clock):
    kernel.update(50)
    kernel.gate.close()
    assert clock.due == []
    kernel.paint()
    assert len(kernel.sent) == WINDOW


def test_a_closed_gate_can_be_used_again(kernel):
    kernel.update(50)
    kernel.gate.close()
    kernel.update()
    kernel.paint()
    assert kernel.shown == 51


@pytest.mark.parametrize("draw_ms", [-5, float("inf")])
def test_an_absurd_drawing_time_stalls_nobody_for_ever(kernel, clock, draw_ms):
    kernel.update()
    kernel.paint(draw_ms=draw_ms)
    kernel.update(50)
    clock.wait(21)
    assert kernel.shown == 51


def test_eight_threads_lose_nothing_and_leave_no_thread(threads):
    value, sent, lock = [0], [], threading.RLock()
    gate = Gate(lambda frame: sent.append((frame, value[0])), lock)

    def work():
        for _ in range(200):
            with lock:
                value[0] += 1
                gate.request()
            gate.acknowledge("page", gate.sent, 0.1)

    workers = [threading.Thread(target=work) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    gate.flush()
    assert [frame for frame, _value in sent] == list(range(1, gate.sent + 1))
    assert sent[-1][1] == 1600
    gate.request()
    gate.close()
    assert no_more(threads)


def test_closing_ends_the_timers_thread(threads, monkeypatch):
    monkeypatch.setattr(gate, "STALL_S", 60)
    closing = Gate(lambda _frame: None, threading.RLock())
    for _ in range(2 * WINDOW):
        closing.request()
    assert len(threads()) == 1
    closing.close()
    assert no_more(threads)


def no_more(threads):
    """Wait until the threads are gone; a cancelled timer needs a moment."""
    deadline = time.monotonic() + 5
    while threads() and time.monotonic() < deadline:
        time.sleep(0.005)
    return not threads()


def test_it_knows_how_long_the_slowest_page_draws(kernel):
    assert kernel.gate.draw_s == 0
    kernel.update()
    kernel.paint("quick", 5.0)
    kernel.paint("slow", 80.0)
    assert kernel.gate.draw_s == 0.08
