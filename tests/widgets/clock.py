"""Time that passes when a test says so."""

from types import SimpleNamespace


class Clock:
    """A clock, and timers that run at their moment."""

    def __init__(self):
        self.now = 100.0
        self.due = []

    def monotonic(self):
        return self.now

    def timer(self, seconds, function):
        timer = SimpleNamespace(at=self.now + seconds, function=function)
        timer.start = lambda: self.due.append(timer)
        timer.cancel = lambda: timer in self.due and self.due.remove(timer)
        return timer

    def wait(self, seconds):
        end = self.now + seconds
        while self.due and min(t.at for t in self.due) <= end:
            first = min(self.due, key=lambda t: t.at)
            self.due.remove(first)
            self.now = max(self.now, first.at)
            first.function()
        self.now = end
