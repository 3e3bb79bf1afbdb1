"""The race: fair, equal to scikit-learn's own numbers, and not to be stopped by one that misbehaves."""

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from sklearn.dummy import DummyClassifier
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, PolynomialFeatures, StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier

import dlwidgets as dlw
from dlwidgets.data import Split
from dlwidgets.errors import DataError, InvalidValueError, UnknownNameError
from tests.compare.rivals import Dying, Endless, Leaving, Raising, Saying, moons, points

BY_HAND = {
    "svm_linear": lambda seed: SVC(kernel="linear", random_state=seed),
    "svm_rbf": lambda seed: SVC(random_state=seed),
    "svm_poly": lambda seed: SVC(kernel="poly", coef0=1.0, random_state=seed),
    "knn": lambda seed: KNeighborsClassifier(),
    "random_forest": lambda seed: RandomForestClassifier(random_state=seed),
    "logistic_regression": lambda seed: LogisticRegression(max_iter=1000, random_state=seed),
    "majority": lambda seed: DummyClassifier(random_state=seed),
}


def in_thread(data, contestants, **settings):
    """A race without worker processes."""
    with ThreadPoolExecutor(1) as executor:
        return dlw.race(data, contestants, executor=executor, **settings)


@pytest.fixture(scope="module")
def raced():
    return dlw.race(moons(), [*BY_HAND], seeds=[3, 8], train=0.6)


@pytest.mark.parametrize("name", BY_HAND)
def test_predictions_and_scores_are_those_of_scikit_learn_called_by_hand(raced, name):
    for outcome, seed in zip(raced[name].outcomes, (3, 8), strict=True):
        split = moons().split(0.6, seed)
        scaler = StandardScaler().fit(split.train.X)
        model = BY_HAND[name](seed).fit(scaler.transform(split.train.X), split.train.y)
        answers = model.predict(scaler.transform(split.test.X))

        assert np.array_equal(outcome.predictions, answers)
        assert outcome.accuracy == np.mean(answers == split.test.y)
        assert outcome.train_accuracy == model.score(scaler.transform(split.train.X), split.train.y)
        assert (outcome.seed, outcome.n_train) == (seed, 72)


def test_mean_spread_and_ranking_are_those_of_the_outcomes(raced):
    knn = [one.accuracy for one in raced["knn"].outcomes]

    assert raced["knn"].accuracy == np.mean(knn)
    assert raced["knn"].spread == pytest.approx(abs(knn[0] - knn[1]) / np.sqrt(2))
    means = [raced[name].accuracy for name in raced.ranking()]
    assert means == sorted(means, reverse=True)
    assert len(means) == 7


def test_costs_are_counted_from_what_was_learned(raced):
    def counts(name):
        one = raced[name].outcomes[0]
        return one.n_parameters, one.n_support_vectors, one.multiply_adds

    split = moons().split(0.6, 3)
    n_support = SVC().fit(StandardScaler().fit_transform(split.train.X), split.train.y).n_support_.sum()
    # Two features: 4 numbers of the scaler and 2 multiplications for it.
    assert counts("logistic_regression") == (2 + 1 + 4, None, 2 + 2)
    assert counts("svm_rbf") == (3 * n_support + 1 + 4, n_support, 3 * n_support + 2)
    assert counts("knn") == (72 * 3 + 4, None, 72 * 2 + 2)
    assert counts("random_forest")[2] == 2
    assert raced["random_forest"].mean("memory_bytes") > 10 * raced["svm_rbf"].mean("memory_bytes")
    assert all(one.fit_s > 0 and one.predict_s > 0 for one in raced.outcomes)


def test_a_tree_holds_a_question_for_each_fork_and_shares_for_each_leaf():
    (outcome,) = in_thread(points([0, 0, 1, 1]), [("tree", DecisionTreeClassifier())], scaling="none").outcomes

    assert outcome.n_parameters == 2 * 1 + 2 * 2


def test_the_same_race_gives_the_same_answers_and_cannot_be_changed(raced):
    again = in_thread(moons(), [*BY_HAND], seeds=[3, 8], train=0.6)

    assert [one.accuracy for one in again.outcomes] == [one.accuracy for one in raced.outcomes]
    with pytest.raises(AttributeError):
        raced.seeds = ()
    with pytest.raises(ValueError, match="read-only"):
        raced.outcomes[0].predictions[0] = 1


def test_the_table_the_frame_and_the_page_hold_the_same(raced):
    frame = raced.to_frame()

    assert list(frame["accuracy"]) == [one.accuracy for one in raced.outcomes]
    assert len(frame) == 14
    assert all(name in repr(raced) and name in raced._repr_html_() for name in BY_HAND)
    assert f"{100 * raced['knn'].accuracy:.1f}" in repr(raced)


def test_preprocessing_measures_the_training_part_only():
    """Noise, of which a selection that saw the test part would find columns that predict it."""
    planted = points([0, 1] * 30, n_features=2000)
    features = SelectKBest(k=20)
    leaked = SelectKBest(k=20).fit_transform(planted.X, planted.y)
    cheat = dlw.Dataset.from_arrays(leaked, planted.y)

    honest = in_thread(planted, ["svm_linear"], features=features, seeds=5)
    dishonest = in_thread(cheat, ["svm_linear"], seeds=5)

    assert dishonest["svm_linear"].accuracy > 0.8
    assert honest["svm_linear"].accuracy < 0.65
    assert not hasattr(features, "scores_")


def test_scaling_and_features_stand_in_the_pipeline_and_a_pipeline_of_ones_own_stays_as_it_is():
    split = moons().split(0.5, 0)
    own = make_pipeline(PolynomialFeatures(3), LogisticRegression())

    result = in_thread(
        split, ["logistic_regression", ("own", own)], scaling="minmax", features=lambda X: np.hypot(X, 1)
    )
    plain = make_pipeline(MinMaxScaler(), LogisticRegression(max_iter=1000))
    plain.fit(np.hypot(split.train.X, 1), split.train.y)
    own.fit(split.train.X, split.train.y)

    assert np.array_equal(
        result["logistic_regression"].outcomes[0].predictions, plain.predict(np.hypot(split.test.X, 1))
    )
    assert np.array_equal(result["own"].outcomes[0].predictions, own.predict(split.test.X))
    assert result["own"].outcomes[0].n_parameters is not None


def test_one_that_raises_and_one_that_never_ends_have_a_sentence_and_the_others_go_on():
    result = dlw.race(
        moons(), [("<i>bad</i>", Raising()), ("endless", Endless()), ("many", KNeighborsClassifier(100)), "majority"],
        time_limit_s=5,
    )  # fmt: skip

    assert result["<i>bad</i>"].error == "RuntimeError: no <b>luck</b>"
    assert "after 5 s" in result["endless"].error
    assert "neighbours than there are examples to learn from, 60" in result["many"].error
    assert result.ranking() == ("majority",)
    assert "no <b>luck</b>" in repr(result)
    page = result._repr_html_()
    assert "&lt;b&gt;luck" in page
    assert "<b>" not in page
    assert "<i>" not in page


SAID = {
    "rows": (lambda X: np.zeros((len(X), 2)), "the shape (60, 2); wanted one class for each of 60 examples"),
    "few": (lambda X: [0, 1], "the shape (2,)"),
    "one": (lambda X: 1, "predict has given 1; wanted one class"),
    "nothing": (lambda X: None, "predict has given None"),
    "names": (lambda X: ["left"] * len(X), "'left'"),
    "gaps": (lambda X: np.full(len(X), np.nan), "nan, which is no class"),
    "shares": (lambda X: np.full(len(X), 0.25), "0.25, which is no class; wanted one class for each of 60"),
    "floats": (lambda X: np.ones(len(X)), ""),
    "column": (lambda X: np.ones((len(X), 1), dtype=int), ""),
}


def test_answers_that_are_no_classes_and_one_that_would_end_the_program_have_a_sentence():
    rivals = {name: Saying(said) for name, (said, _) in SAID.items()}
    with ThreadPoolExecutor(1) as executor:
        result = dlw.race(moons(), {"leaving": Leaving(), **rivals, "majority": "majority"}, executor=executor)
    assert result["leaving"].error == "SystemExit: that's it"
    for name, (_, words) in SAID.items():
        assert words in result[name].error
        assert bool(result[name].error) == bool(words)
    split = moons().split(0.5, 0)
    for name in ("floats", "column"):
        assert result[name].accuracy == np.mean(split.test.y == 1)
        assert result[name].outcomes[0].predictions.tolist() == [1] * 60
    assert dlw.race(moons(), [("leaving", Leaving()), "majority"])["majority"].accuracy == 0.5


def test_a_worker_that_dies_is_replaced_and_one_that_always_dies_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr("dlwidgets.compare.lane.MOST_ATTEMPTS", 2)
    folders = [tmp_path / "once", tmp_path / "ever"]
    for folder in folders:
        folder.mkdir()

    result = dlw.race(moons(), [("once", Dying(folders[0], 1)), ("ever", Dying(folders[1], 9))])

    assert result["once"].accuracy == 0.5
    assert "died 2 times" in result["ever"].error


def test_an_executor_cannot_end_an_endless_one_and_says_so():
    leave = threading.Event()

    class Waiting(Endless):
        def fit(self, _X, _y):
            leave.wait(60)

        def __deepcopy__(self, memo):
            return self

    with ThreadPoolExecutor(2) as executor:
        result = dlw.race(
            moons(), [("waiting", Waiting()), "majority"], executor=executor, time_limit_s=0.3, scaling=None
        )
        leave.set()

    assert "belongs to the executor" in result["waiting"].error
    assert result["majority"].accuracy == 0.5


def test_stop_returns_what_is_finished():
    stop = threading.Event()
    heard = []

    def hear(outcome):
        heard.append(outcome.name)
        stop.set()

    result = dlw.race(moons(), ["majority", ("endless", Endless())], on_outcome=hear, stop=stop, time_limit_s=None)

    assert heard == ["majority"]
    assert (result.names, result.is_complete) == (("majority",), False)
    assert "stopped" in repr(result)


@pytest.mark.parametrize(
    ("data", "error", "words"),
    [
        (points([0, 0, 0, 0]), DataError, "one class"),
        (Split(points([0, 4]), points([1, 2])), DataError, "2 examples to learn from, but 5 classes"),
        (dlw.load("plane"), DataError, "values to predict"),
        ([[1, 2], [3, 4]], InvalidValueError, "a list; give a name"),
        ("moon", UnknownNameError, "no data set"),
    ],
)
def test_data_that_no_race_can_use_are_refused(data, error, words):
    with pytest.raises(error, match=words):
        dlw.race(data, ["majority"])


@pytest.mark.parametrize("X", [[["a", "b"], ["c", "d"]], [[1.0, float("nan")], [0.0, 1.0]]])
def test_text_and_gaps_never_reach_a_race(X):
    with pytest.raises(DataError):
        dlw.race(dlw.Dataset.from_arrays(X, ["no", "yes"]), ["majority"])


@pytest.mark.parametrize(
    ("settings", "error", "words"),
    [
        ({"contestants": ["svn"]}, UnknownNameError, "Did you mean 'svm'"),
        ({"contestants": []}, InvalidValueError, "Nobody"),
        ({"contestants": ["knn", "knn"]}, InvalidValueError, "one name"),
        ({"contestants": [SVC]}, InvalidValueError, "'SVC' can't take part.*such as SVC"),
        ({"contestants": [("seven", 7)]}, InvalidValueError, "fit and predict"),
        ({"scaling": "standart"}, UnknownNameError, "Did you mean 'standard'"),
        ({"features": "polynomials"}, UnknownNameError, "Did you mean 'polynomial'"),
        ({"seeds": 0}, InvalidValueError, "seeds"),
        ({"seeds": [1, 1]}, InvalidValueError, "twice"),
        ({"seeds": [2**32]}, InvalidValueError, "up to"),
        ({"seeds": "many"}, InvalidValueError, "how many"),
        ({"time_limit_s": 0}, InvalidValueError, "above 0"),
        ({"n_workers": 0}, InvalidValueError, "n_workers"),
        ({"executor": 2}, InvalidValueError, "Executor"),
    ],
)
def test_settings_out_of_range_are_refused(settings, error, words):
    with pytest.raises(error, match=words):
        dlw.race(**{"data": moons(), "contestants": ["majority"], **settings})
