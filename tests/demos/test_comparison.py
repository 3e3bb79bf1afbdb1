"""The comparison against scikit-learn, Keras and the race, each called by hand."""

import json

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import make_moons
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PolynomialFeatures, StandardScaler
from sklearn.svm import SVC

import dlwidgets as dlw
from dlwidgets.compare.contestants import Contestant, prepared
from dlwidgets.compare.job import Job, Outcome, run
from dlwidgets.compare.lane import idle_lanes
from dlwidgets.compare.result import RaceResult, Standing
from dlwidgets.data import load
from dlwidgets.demos.comparing.examples import SIDE, Recipe, with_irrelevant
from dlwidgets.demos.comparing.words import verdict
from dlwidgets.errors import DataError, InvalidValueError, UnknownNameError
from dlwidgets.widgets.pointer import PointerEvent
from tests.compare.rivals import Endless, Raising


@pytest.fixture(scope="module", autouse=True)
def workers():
    """No worker process outlives the tests."""
    yield
    idle_lanes.end()


@pytest.fixture
def comparison(wires):
    demos = []

    def make(*args, **settings):
        demos.append(dlw.Comparison(*args, **settings))
        return demos[-1]

    yield make
    for demo in demos:
        demo.close()


def middles(low, high):
    """The middles of so many pixels."""
    return low + (high - low) * (np.arange(SIDE) + 0.5) / SIDE


def levels(demo, place=0):
    """The classes that a panel's picture shows, the lowest row first."""
    grid = demo.datasets[f"answers_{place}"]
    return np.round(grid.levels / 254 * grid.domain[1]).astype(int)


def test_boundaries_mistakes_and_scores_are_those_of_scikit_learn_called_by_hand(comparison):
    demo = comparison(
        "moons", ["svm", "knn"], n_train=60, noise=0.3, features="polynomial", C=10, gamma=0.5, n_neighbors=3,
        n_seeds=2, seed=4,
    )  # fmt: skip
    result = demo.run()
    for seed in (4, 5):
        split = Recipe(2, 60).split(load("moons", n=400, noise=0.3), seed)
        by_hand = {"svm": SVC(C=10, gamma=0.5), "knn": KNeighborsClassifier(3)}
        for place, (name, model) in enumerate(by_hand.items()):
            fitted = make_pipeline(PolynomialFeatures(include_bias=False), StandardScaler(), model)
            answers = fitted.fit(split.train.X, split.train.y).predict(split.test.X)
            (outcome,) = [one for one in result[name].outcomes if one.seed == seed]
            np.testing.assert_array_equal(outcome.predictions, answers)
            assert (outcome.n_train, outcome.accuracy) == (60, np.mean(answers == split.test.y))
            if seed != demo.seed:
                continue
            x, y = (middles(demo.params[f"{axis}_low"], demo.params[f"{axis}_high"]) for axis in "xy")
            places = np.array([(across, up) for up in y for across in x])
            np.testing.assert_array_equal(levels(demo, place).ravel(), fitted.predict(places))
            wrong = demo.datasets[f"wrong_{place}"]
            np.testing.assert_allclose(np.column_stack([wrong["x"], wrong["y"]]), split.test.X[answers != split.test.y])
            counts = demo.datasets[f"cells_{place}"]["count"].reshape(2, 2)
            np.testing.assert_array_equal(counts, confusion_matrix(split.test.y, answers))
            assert f"{100 * outcome.accuracy:.1f} % of 200" in demo.datasets[f"head_{place}"]["says"][0]
    assert demo.text.startswith("moons: 60 examples to learn from, 200 to test. Seed 4: svm:")
    assert [*demo.datasets["means"]["mean"]] == pytest.approx([result["svm"].accuracy, result["knn"].accuracy])


def test_a_network_is_filmed_stopped_and_goes_on_with_the_numbers_of_a_race(comparison):
    spec = dlw.NetworkClassifier((3,), epochs=9, learning_rate=0.03)
    demo = comparison("moons", [("net", spec), ("dummy", "majority")], n_train=40, n_seeds=2)
    seen, follow = [], demo._follow

    def stopping(news):
        follow(news)
        if news and hasattr(news[1], "epoch"):
            seen.append((news[1].epoch, demo.datasets["head_0"]["says"][0], demo.text))
            if len(seen) == 5:
                demo.stop()

    demo._follow = stopping
    demo.play()
    assert demo.wait(300)
    assert [epoch for epoch, *_ in seen] == [0, 1, 2, 3, 4]
    assert "epoch 4" in seen[-1][1]
    assert seen[-1][1] in seen[-1][2]
    assert not demo.is_working
    assert not any(one.name == "net" for one in demo.result)
    demo.play()
    assert demo.wait(300)
    assert [epoch for epoch, *_ in seen][5:] == [4, 5, 6, 7, 8]
    result = demo.result
    for outcome in result["net"].outcomes:
        split = Recipe(2, 40).split(demo.source, outcome.seed)
        by_race = run(Job(Contestant("net", prepared(spec, "standard", None)), split.train, split.test, outcome.seed))
        np.testing.assert_array_equal(outcome.predictions, by_race.predictions)
        assert (outcome.accuracy, outcome.n_parameters) == (by_race.accuracy, by_race.n_parameters)
        assert outcome.fit_s > 0
    assert result.is_complete
    assert demo.button_labels() == {}


def test_a_control_lets_learn_anew_only_whom_it_concerns_and_what_was_known_comes_back(comparison):
    demo = comparison("circle", ["svm", "knn"], n_train=30, n_seeds=1)
    first = demo.run()
    demo.C = 100.0
    assert [one.name for one in demo.result] == ["knn"]
    assert demo.datasets["head_0"]["says"] == ["learns anew …"]
    second = demo.run()
    assert second["knn"].outcomes[0] is first["knn"].outcomes[0]
    assert not np.array_equal(second["svm"].outcomes[0].answers, first["svm"].outcomes[0].answers)
    demo.C = 1.0
    assert demo.result["svm"].outcomes[0] is first["svm"].outcomes[0]
    demo.noise = 0.5
    assert len(demo.result) == 0
    assert (demo.datasets["answers_0"].levels == 255).all()


def test_when_it_is_shown_the_quick_ones_learn_and_follow_controls_without_being_asked(comparison):
    demo = comparison("moons", ["svm"], n_seeds=3)
    assert "Not yet learned: svm. Press Play." in demo.text
    demo.open()
    assert demo.wait(300)
    assert [one.seed for one in demo.result["svm"].outcomes] == [0]
    demo.page.set("C", 100)
    assert demo.wait(300)
    assert "svm: " in demo.text
    demo.page.press("play")
    assert demo.wait(300)
    assert demo.result.is_complete
    assert demo.page.shows("C") == 100


def test_late_news_of_earlier_settings_are_not_shown(comparison):
    demo = comparison("moons", ["svm"], n_seeds=1)
    hear = demo._listener()
    job = Job(demo._contestants[0], demo._split.train, demo._split.test, 0)
    demo.noise = 0.4
    demo._leave()
    hear((job, Outcome("svm", 0, 100, accuracy=1.0, predictions=np.zeros(200, dtype=int))))
    assert len(demo.result) == 0


def test_of_many_features_the_plane_shows_a_slice_through_the_mean_or_only_two_are_learned_from(comparison):
    demo = comparison("iris", ["logistic_regression"], irrelevant=2, n_seeds=1)
    demo.run()
    train = demo._split.train
    assert train.feature_names[4:] == ("irrelevant 1", "irrelevant 2")
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000)).fit(train.X, train.y)
    places = np.tile(train.X.mean(axis=0), (SIDE, 1))
    places[:, 2] = middles(demo.params["x_low"], demo.params["x_high"])
    places[:, 3] = middles(demo.params["y_low"], demo.params["y_high"])[7]
    np.testing.assert_array_equal(levels(demo)[7] // 2, model.predict(places))
    demo.change(only_shown=True, x_feature="sepal width", irrelevant=0)
    assert demo._split.train.feature_names == ("sepal width", "petal width")
    assert demo.datasets["titles"]["x"] == ["sepal width (cm)"]
    demo.x_feature = "petal width"
    assert (demo.x_feature, demo.y_feature) == ("petal width", "sepal width")


def test_what_makes_it_harder_leaves_everything_else_as_it_was():
    source = load("wine")
    few, many = (Recipe(3, n).split(source, 2) for n in (20, 60))
    np.testing.assert_array_equal(few.test.X, many.test.X)
    np.testing.assert_array_equal(few.train.X, many.train.X[:20])
    two = source.select(classes=[0, 1])
    hard, easy = with_irrelevant(two, 15), two
    np.testing.assert_array_equal(hard.X[:, :13], easy.X)
    for k in range(15):
        added, real = hard.X[:, 13 + k], easy.X[:, k % 13]
        np.testing.assert_array_equal(np.sort(added), np.sort(real))
        assert abs(np.corrcoef(added, real)[0, 1]) < 0.3
        assert abs(np.corrcoef(added, easy.y)[0, 1]) < 0.3


def test_a_feature_that_a_person_has_made_unwinds_the_spiral(comparison):
    accuracies = {}
    for features in ("none", "polar", "unwound"):
        demo = comparison("spiral", ["svm_linear"], noise=0.1, features=features, n_seeds=1, n_train=200)
        accuracies[features] = demo.run()["svm_linear"].accuracy
    assert accuracies["unwound"] > 0.95
    assert max(accuracies["none"], accuracies["polar"]) < 0.75


@pytest.mark.parametrize("data", ["digits", "mnist"])
def test_digits_are_shown_as_the_pictures_that_are_answered_wrongly(comparison, data):
    demo = comparison(data, ["knn"], n_train=100, n_seeds=1)
    outcome = demo.run()["knn"].outcomes[0]
    test = demo._split.test
    wrong = np.flatnonzero(outcome.predictions != test.y)[:24]
    shown = demo.datasets["pictures_0"]
    assert [*shown["label"]] == [f"{test.y[i]}, not {outcome.predictions[i]}" for i in wrong]
    assert all(url.startswith("data:image/png;base64,") for url in shown["url"])
    assert demo.n_classes == 10
    demo.cell = next(cell for cell in demo.cells if cell != "all")
    true, said = map(int, demo.cell.split(","))
    assert {*demo.datasets["pictures_0"]["label"]} == {f"{true}, not {said}"}
    demo.n_classes = 3
    assert demo.cell == "all"
    assert demo._split.test.n_classes == 3


@pytest.mark.parametrize(("data", "n_features"), [("japanese_vowels", 348), ("mnist1d", 40)])
def test_speech_and_signals_are_shown_by_two_of_their_numbers_and_learned_from_by_all(comparison, data, n_features):
    demo = comparison(data, ["majority"], n_train=20, n_seeds=1)
    assert len(demo.datasets["points"]["x"]) == 20 + demo._split.test.n_examples
    assert (demo.n_classes, demo._split.train.n_features) == (8, n_features)
    assert demo.run()["majority"].accuracy == np.mean(demo._split.test.y == np.bincount(demo._split.train.y).argmax())


def test_a_click_into_a_matrix_rings_these_mistakes_and_another_click_all(comparison):
    demo = comparison("moons", ["svm_linear"], n_seeds=1)
    demo.run()
    everything = len(demo.datasets["wrong_0"]["x"])
    for expected in ("1,0", "all"):
        demo._clicked(PointerEvent("click", x=0.2, y=1.1, chart="matrix_0"))
        assert demo.cell == expected
        n = demo.datasets["cells_0"]["count"][2] if expected == "1,0" else everything
        assert len(demo.datasets["wrong_0"]["x"]) == n
    assert 0 < demo.datasets["cells_0"]["count"][2] < everything


def test_one_that_fails_and_one_that_never_ends_say_so_and_the_others_go_on(comparison):
    own = {"bad": Raising(), "endless": Endless(), "good": "majority"}
    demo = comparison("moons", own, n_seeds=1)
    demo.time_limit_s = 2
    result = demo.run()
    assert result["bad"].error == "RuntimeError: no <b>luck</b>"
    assert "after 2 s" in result["endless"].error
    assert result["good"].accuracy == 0.5
    assert demo.datasets["head_1"]["says"] == [result["endless"].error]
    assert "no <b>luck</b>" in demo.text


def test_own_data_and_the_line_that_makes_it_again(comparison):
    X, y = make_moons(80, random_state=0)
    frame = pd.DataFrame({"a": X[:, 0], "b": X[:, 1], "kind": np.array(["no", "yes"])[y]})
    demo = comparison(frame, ["svm"], target="kind", n_train=10)
    assert demo.source.class_names == ("no", "yes")
    assert demo.to_code() == "dlw.Comparison(data=..., contestants=['svm'], n_train=10)"
    other = comparison("wine", n_train=50, scaling=False, C=10.0, hide=["seed"])
    code = other.to_code()
    assert code == "dlw.Comparison(data='wine', n_train=50, scaling=False, C=10.0, hide=['seed'])"
    again = eval(code, {"dlw": dlw})  # noqa: S307 - our own line
    assert again.state == other.state
    other.state = json.loads(json.dumps(other.state))
    assert {"n_neighbors", "seed"}.isdisjoint(control["name"] for control in other._panel)


@pytest.mark.parametrize(
    ("settings", "error", "words"),
    [
        ({"data": "moon"}, UnknownNameError, "moons"),
        ({"data": load("plane")}, DataError, "classes"),
        ({"data": (np.eye(3), ["a", "a", "a"])}, DataError, "two classes"),
        ({"data": (np.zeros((9, 1)), [0, 1, 0] * 3)}, DataError, "one feature"),
        ({"data": (np.array([[0, np.nan]] * 4), [0, 1, 0, 1])}, DataError, "row"),
        ({"data": pd.DataFrame({"a": ["x", "y"], "b": [0, 1], "k": [0, 1]}), "target": "k"}, DataError, "text"),
        ({"data": pd.DataFrame({"a": [0, 1]})}, DataError, "target="),
        ({"contestants": ["svn"]}, UnknownNameError, "svm"),
        ({"contestants": []}, InvalidValueError, "Nobody"),
        ({"contestants": ["svm", "svm"]}, InvalidValueError, "one name"),
        ({"contestants": [(f"svm {k}", "svm") for k in range(7)]}, InvalidValueError, "room for 6"),
        ({"n_train": 1}, InvalidValueError, "n_train"),
        ({"n_train": 201}, InvalidValueError, "n_train"),
        ({"n_classes": 3}, InvalidValueError, "n_classes"),
        ({"C": 0}, InvalidValueError, "C came"),
        ({"gamma": "narrow"}, InvalidValueError, "gamma"),
        ({"features": "sine"}, UnknownNameError, "features"),
        ({"data": "wine", "features": "polar"}, UnknownNameError, "features"),
        ({"hide": "seed"}, InvalidValueError, "list"),
        ({"layers": [3]}, UnknownNameError, "layers"),
    ],
)
def test_what_can_not_be_is_refused_with_what_to_do(comparison, settings, error, words):
    with pytest.raises(error, match=words):
        comparison(**settings)


def raced(**accuracies):
    """A result with these accuracies by seed."""
    standings = [
        Standing(name, tuple(Outcome(name, seed, 10, accuracy=value) for seed, value in enumerate(values)))
        for name, values in accuracies.items()
    ]
    return RaceResult("points", tuple(standings), (0, 1, 2), 100)


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (
            raced(a=[0.9, 0.8, 0.9], b=[0.8, 0.7, 0.8], c=[0, 0, 0]),
            "On average a is 10.0 points ahead of b: better with 3 of 3 seeds, worse with 0.",
        ),
        (
            raced(a=[0.5, 0.6, 0.6], b=[0.9, 0.5, 0.6]),
            "On average b is 10.0 points ahead of a: better with 1 of 3 seeds, worse with 1, equal in 1. That is no clear lead.",
        ),
        (raced(a=[0.9], b=[0.8]), ""),
        (raced(a=[0.9, 0.8]), ""),
    ],
)
def test_who_is_ahead_is_said_with_how_often(result, words):
    assert verdict(result) == words
