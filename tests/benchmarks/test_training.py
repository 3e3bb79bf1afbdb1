"""The training benchmark runs and fills its rows; how fast is no matter here."""

import sys

from tests.benchmarks import training, workloads
from tests.benchmarks.training import (
    TARGETS,
    live_charts_rows,
    long_run_row,
    message_rows,
    missing_libraries,
    other_library_rows,
    training_rows,
)
from tests.benchmarks.workloads import NETWORKS, seconds_per_epoch

# What a kernel needs to be asked, without half a minute of TensorFlow.
STAND_IN = """
class trainer:
    play = close = staticmethod(lambda: None)
"""
ECHO = "import sys\nfor line in sys.stdin: print(len(line), flush=True)"


class Here:
    """A side in this process."""

    def __init__(self, side, name, *_):
        self._measured = workloads.SIDES[side](name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def ask(self, what):
        if what == "epoch":
            return seconds_per_epoch(self._measured.epochs, {}, 0.01)
        return getattr(self._measured, what)()


def test_every_workload_has_a_target():
    assert {*TARGETS} == {*NETWORKS}


def test_the_rows_of_a_workload_are_measured(monkeypatch):
    monkeypatch.setattr(training, "Side", Here)

    rows = [*training_rows(1, ("W1",))]

    assert [row.what.split(": ", 1)[1] for row in rows] == [
        "one epoch", "one epoch", "reset", "Play to first movement, warmed", "Play to first movement, never trained",
    ]  # fmt: skip
    assert all(row.ours > 0 for row in rows)
    assert all(row.theirs > 0 for row in rows[:2])
    assert [bool(row.verdict) for row in rows] == [True, False, True, True, True]


def test_an_epoch_is_measured_against_the_libraries_that_are_installed_and_the_others_are_named(monkeypatch):
    monkeypatch.setattr(training, "Side", Here)
    monkeypatch.setattr(training, "find_spec", lambda library: library == "sklearn" or None)

    rows = [*other_library_rows(1, ("W1",), 0.01)]

    assert missing_libraries() == ["livelossplot", "torch"]
    assert [(row.what, row.against, row.verdict) for row in rows] == [
        ("circle 2-4-2-1, SGD: one epoch", "MLPClassifier.partial_fit", "")
    ]
    assert min(rows[0].ours, rows[0].theirs) > 0


def test_the_memory_of_a_long_run_is_measured(monkeypatch):
    monkeypatch.setattr(training, "Side", Here)

    row = long_run_row()

    assert row.ours < 50
    assert (row.unit, row.limit) == ("MB", 10)


def test_a_fit_with_live_charts_is_measured_against_one_without(monkeypatch):
    monkeypatch.setattr(training, "Side", Here)

    rows = [*live_charts_rows(1, "W1", 0.01)]

    assert [(row.against, row.target) for row in rows] == [("model.fit without", 1.05), ("model.fit without", 1.1)]
    assert "histograms" in rows[1].what
    assert min(row.ours for row in rows) > 0


def test_a_side_answers_from_its_own_process(monkeypatch):
    monkeypatch.setattr(training, "COMMAND", [sys.executable, "-c", ECHO])

    with training.Side("ours", "W1", 0.01, {}) as side:
        assert [side.ask("epoch"), side.ask("reset!")] == [6, 7]


def test_messages_are_answered_and_timed():
    rows = [*message_rows(20, STAND_IN)]

    assert [row.limit for row in rows] == [3, 15]
    assert all(row.verdict for row in rows)
