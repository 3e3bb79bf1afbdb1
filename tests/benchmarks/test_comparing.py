"""The benchmark of races and learning curves runs, and both sides do the same work; how fast is no matter here."""

import numpy as np
import pytest

import dlwidgets as dlw
from dlwidgets.compare.lane import idle_lanes
from tests.benchmarks import comparing
from tests.benchmarks.comparing import CLASSIC, CURVE_OF, comparing_rows, curve_of, plain_curve, speed_up
from tests.benchmarks.table import Row


@pytest.fixture(scope="module", autouse=True)
def workers():
    """No worker process outlives the tests."""
    yield
    idle_lanes.end()


def test_the_rows_are_measured(monkeypatch):
    monkeypatch.setattr(comparing, "plain_race", lambda *_: None)
    monkeypatch.setattr(comparing, "race_of", lambda *_: None)

    rows = [*comparing_rows(1, epochs=1, race_seeds=1, sizes=(20,), curve_seeds=1, n_digits=60)]

    assert [row.what.split(",")[0] for row in rows] == [
        "race of 6 on moons",
        "race of 6 on digits",
        *["curves of 4 on digits"] * 2,
    ]
    assert all(row.theirs > 0 for row in rows)
    assert rows[-1].against == "1 worker"


def test_work_by_hand_has_the_accuracies_of_ours():
    moons = dlw.load("moons", n=80, noise=0.2)
    curves = curve_of(moons, (20,), 2)
    assert plain_curve(moons, (20,), 2) == [
        curves.at(name, 20).outcomes[seed].accuracy for seed in range(2) for name in CURVE_OF
    ]


def test_a_network_by_hand_and_the_others_answer_for_each_seed(monkeypatch):
    monkeypatch.setattr(comparing, "fitted_by_keras", lambda X, y, X_test, epochs: np.zeros(len(X_test)))
    found = comparing.plain_race(dlw.load("moons", n=40), 2, 1)
    assert {*found} == {"keras", *CLASSIC}
    assert found["keras"] == found["majority"] == 0.5


def test_a_speed_up_is_told_below_one_too():
    assert speed_up(Row("", "s", 4.0, "", 3.0)) == "Speed-up from 1 to 2 workers: 0.75."
