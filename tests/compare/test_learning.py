"""Learning curves: the same to the last digit whoever works, and nothing that is finished is lost."""

import json
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC

import dlwidgets as dlw
from dlwidgets.compare.curves import LearningCurves
from dlwidgets.compare.job import Outcome, run
from dlwidgets.compare.learning import nested_order
from dlwidgets.errors import InvalidValueError
from tests.compare.rivals import Dying, Raising, moons, points

SIZES = [10, 30, 60]


def numbers(curves):
    """What must not depend on who works; clocks may."""
    return [(one.name, one.n_train, one.seed, one.accuracy, one.train_accuracy, one.error) for one in curves.outcomes]


def planned(contestants=("svm", "random_forest"), **settings):
    return dlw.learning_curves(moons(), list(contestants), **{"sizes": SIZES, "seeds": 2, "cache": None, **settings})


@pytest.fixture(scope="module")
def measured():
    with ThreadPoolExecutor(1) as executor:
        return planned(executor=executor).result()


def test_every_executor_gives_the_same_numbers_to_the_last_digit(measured):
    assert measured.is_complete
    assert not any(one.error for one in measured.outcomes)
    with ThreadPoolExecutor(2) as threads, ProcessPoolExecutor(1, get_context("spawn")) as processes:
        others = [planned(executor=threads), planned(executor=processes), planned(n_workers=2)]
        assert [numbers(one.result()) for one in others] == 3 * [numbers(measured)]


def test_a_row_is_a_race_of_its_own_with_the_first_examples(measured):
    split = moons().split(0.5, 1)
    rows = nested_order(split.train.y)[:30]
    mean, deviation = split.train.X[rows].mean(axis=0), split.train.X[rows].std(axis=0)
    model = SVC().fit((split.train.X[rows] - mean) / deviation, split.train.y[rows])

    assert measured.at("svm", 30).outcomes[1].accuracy == model.score((split.test.X - mean) / deviation, split.test.y)
    assert measured.sizes == (10, 30, 60)


def test_smaller_parts_lie_in_larger_ones_and_hold_every_class():
    y = np.array([0] * 50 + [1] * 5 + [2])
    order = nested_order(y)

    assert sorted(order) == [*range(56)]
    assert set(y[order[:3]]) == {0, 1, 2}
    assert np.bincount(y[order[:28]])[1] in {2, 3}


def test_what_is_finished_is_found_again_and_the_rest_is_done(tmp_path, monkeypatch):
    with ThreadPoolExecutor(1) as executor:
        first = planned(cache=tmp_path, executor=executor)
        rows = [next(row) for row in [iter(first)] for _ in range(5)]
        assert (len(rows), first.progress, first.so_far().is_complete) == (5, (5, 12), False)

        done = []
        monkeypatch.setattr("dlwidgets.compare.work.run", lambda job: done.append(job) or run(job))
        second = planned(cache=tmp_path, executor=executor).result()

        assert len(done) == 7
        assert numbers(second) == numbers(planned(executor=executor).result())
        assert second.outcomes[0].fit_s == rows[0].fit_s


@pytest.mark.parametrize(
    "change",
    [
        {"contestants": [SVC(C=2.0)]},
        {"scaling": "minmax"},
        {"seeds": [5]},
        {"sizes": [11]},
        {"features": lambda X: X + 1},
        {"data": moons(seed=1)},
    ],
)
def test_another_model_seed_size_or_data_is_not_taken_for_the_same(tmp_path, change):
    settings = {"data": moons(), "contestants": [SVC()], "sizes": [10], "seeds": 1, "cache": tmp_path}
    with ThreadPoolExecutor(1) as executor:
        for told in (settings, settings, {**settings, **change}):
            dlw.learning_curves(**told, executor=executor).result()

    assert len([*tmp_path.iterdir()]) == 2


def test_another_version_is_not_taken_for_the_same_and_a_broken_file_is_measured_again(tmp_path, monkeypatch):
    with ThreadPoolExecutor(1) as executor:
        settings = {"sizes": [10], "seeds": 1, "cache": tmp_path, "executor": executor}
        planned(["svm"], **settings).result()
        (file,) = tmp_path.iterdir()
        whole = json.loads(file.read_text())
        strange = (
            {},
            [],
            whole | {"accuracy": "good"},
            whole | {"seed": 7},
            whole | {"more": 1},
            whole | {"fit_s": True},
        )
        for text in ("{", *map(json.dumps, strange)):
            file.write_text(text)
            planned(["svm"], **settings).result()
            assert json.loads(file.read_text())["accuracy"] == whole["accuracy"]

        monkeypatch.setattr("dlwidgets.compare.cache.version", lambda name: "99")
        planned(["svm"], **settings).result()
    assert len([*tmp_path.iterdir()]) == 2


def test_a_folder_that_can_not_be_written_costs_no_row_and_is_told_once(tmp_path):
    (tmp_path / "file").touch()
    with ThreadPoolExecutor(1) as executor, pytest.warns(UserWarning, match="can't be kept in") as told:
        curves = planned(["majority"], executor=executor, cache=tmp_path / "file").result()
    assert (curves.is_complete, len(curves.outcomes), len(told)) == (True, 6, 1)


def test_stop_keeps_what_is_there_and_a_second_loop_goes_on():
    with ThreadPoolExecutor(1) as executor:
        work = planned(["majority"], executor=executor)
        for _ in work:
            work.stop()
        assert 0 < work.progress[0] < 6

        assert work.result().is_complete
    assert len({(one.n_train, one.seed) for one in work.so_far().outcomes}) == 6


def test_a_worker_that_is_killed_in_the_middle_loses_nothing(tmp_path):
    with ProcessPoolExecutor(1, get_context("spawn")) as executor:
        curves = planned([("dying", Dying(tmp_path, 1)), "knn"], executor=executor).result()
    with ThreadPoolExecutor(1) as executor:
        undisturbed = planned(["majority", "knn"], executor=executor).result()

    assert curves.is_complete
    assert not any(one.error for one in curves.outcomes)
    assert [row[3] for row in numbers(curves)] == [row[3] for row in numbers(undisturbed)]


def test_one_that_cannot_learn_from_few_examples_has_a_sentence_there_and_is_not_kept(tmp_path):
    with ThreadPoolExecutor(1) as executor:
        few = [KNeighborsClassifier(20), Raising(), LogisticRegression()]
        curves = planned(few, executor=executor, seeds=1, cache=tmp_path).result()

    errors = [one.error for one in curves.curve("KNeighborsClassifier")]
    assert "10" in errors[0]
    assert errors[1:] == ["", ""]
    assert all("luck" in one.error for one in curves.curve("Raising"))
    assert len([*tmp_path.iterdir()]) == 5
    assert "10 examples" in repr(curves)


def test_crossings_lie_where_the_lines_meet():
    def rows(name, accuracies):
        return [Outcome(name, 0, size, accuracy) for size, accuracy in zip((10, 40, 160), accuracies, strict=True)]

    curves = LearningCurves("made up", (*rows("svm", [0.6, 0.8, 0.85]), *rows("net", [0.4, 0.8, 0.95])))
    (crossing,) = curves.crossings()

    # The lead goes from 0.2 over 0 to -0.1 along two equal stretches of the logarithm: two thirds of the way.
    assert crossing.n_train == pytest.approx(10 * 16 ** (2 / 3))
    assert (crossing.ahead_before, crossing.ahead_after) == ("svm", "net")
    assert "net is ahead of svm" in repr(curves)
    assert LearningCurves("parallel", (*rows("a", [0.1, 0.2, 0.3]), *rows("b", [0.2, 0.3, 0.4]))).crossings() == ()


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"sizes": [1, 10]}, "2 classes"),
        ({"sizes": [61]}, "60 examples"),
        ({"sizes": []}, "such as"),
        ({"sizes": [2.5]}, "sizes"),
        ({"cache": 3}, "a folder"),
    ],
)
def test_settings_out_of_range_are_refused(settings, words):
    with pytest.raises(InvalidValueError, match=words):
        planned(**settings)


def test_without_sizes_there_are_six_from_few_to_all():
    work = dlw.learning_curves(points([0, 1, 2] * 100), ["majority"], seeds=1, cache=None)

    assert len(work) == 6
    with ThreadPoolExecutor(1) as executor:
        sizes = dlw.learning_curves(
            points([0, 1, 2] * 100), ["majority"], seeds=1, cache=None, executor=executor
        ).result().sizes  # fmt: skip
    assert (sizes[0], sizes[-1]) == (10, 150)
