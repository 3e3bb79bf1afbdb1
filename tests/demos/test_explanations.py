"""The demo on reasons, against scikit-learn called by hand and finite differences."""

import json

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.inspection import permutation_importance
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

import dlwidgets as dlw
from dlwidgets.compare.network_classifier import NetworkClassifier
from dlwidgets.demos.explaining import learned as learning
from dlwidgets.demos.explaining.sheet import Sheet, number
from dlwidgets.errors import DataError, InvalidValueError, UnknownNameError


@pytest.fixture
def reasons(wires, monkeypatch):
    monkeypatch.setattr(learning, "EPOCHS", 3)
    demos = []

    def make(*args, **settings):
        demos.append(dlw.Explanations(*args, **settings))
        return demos[-1]

    yield make
    for demo in demos:
        demo.close()


def texts(demo, sheet):
    """All that is written on a sheet."""
    return [*demo.datasets[f"{sheet}_texts"]["text"]]


def test_each_sheet_says_what_scikit_learn_says(reasons):
    demo = reasons("iris", example=11, seed=2, kernel="linear", n_neighbors=3, tree=7)
    assert "Network: not learned yet" in demo.text
    assert demo.importances.names == ()
    accuracies = demo.run()
    split = dlw.load("iris").split(0.5, 2)
    train, test, x = split.train, split.test, split.test.X[11:12]
    by_hand = {"svm": SVC(kernel="linear"), "knn": KNeighborsClassifier(3)}
    by_hand["forest"] = RandomForestClassifier(100, random_state=2)
    for name, model in by_hand.items():
        by_hand[name] = make_pipeline(StandardScaler(), model).fit(train.X, train.y)
        assert accuracies[name] == by_hand[name].score(test.X, test.y)
    names = train.class_names
    said = {name: names[model.predict(x)[0]] for name, model in by_hand.items()}
    assert f"SVM: {said['svm']}. Neighbours: {said['knn']}. Forest: {said['forest']}." in demo.text
    scaled = by_hand["knn"][0].transform
    distances, rows = by_hand["knn"][1].kneighbors(scaled(x))
    assert f"{names[train.y[rows[0, 0]]]} (no. {rows[0, 0]})" in texts(demo, "knn")
    assert [f"{away:.2f}" for away in distances[0]] == texts(demo, "knn")[-3:] or all(
        f"{away:.2f}" in texts(demo, "knn") for away in distances[0]
    )
    forest = by_hand["forest"][1]
    votes = [names[int(tree.predict(scaled(x))[0])] for tree in forest.estimators_]
    assert f"Forest: {votes.count(said['forest'])} of 100 trees say {said['forest']}" in texts(demo, "forest")
    n_questions = len(forest.estimators_[6].decision_path(scaled(x)).indices) - 1
    assert f"Tree 7 asks {n_questions} questions and says {votes[6]}:" in texts(demo, "forest")
    lost = permutation_importance(by_hand["svm"], test.X, test.y, scoring="accuracy", n_repeats=5, random_state=2)
    np.testing.assert_allclose(demo.learned["svm"].drops, lost.importances_mean)
    rows = demo.importances
    assert rows.names == ("network", "svm", "knn", "forest")
    np.testing.assert_allclose(rows.spreads[1], lost.importances_std)
    same = dlw.importances("iris", [("svm", SVC(kernel="linear"))], seed=2, n_shuffles=5)
    assert rows.ranking("svm") == same.ranking("svm")
    strongest = f"{100 * lost.importances_mean.max():.1f}"
    assert strongest in texts(demo, "all")
    assert f"{100 * forest.feature_importances_.max():.1f}" in texts(demo, "all")
    decision = by_hand["svm"][1].set_params(decision_function_shape="ovo").decision_function(scaled(x))[0]
    title = texts(demo, "svm")[0]
    assert any(number(sign * value) in title for value in decision for sign in (1, -1))


def test_what_the_network_loses_is_what_it_says_less_without_the_feature(reasons):
    demo = reasons("wine", example=5)
    demo.run()
    train, x = demo.split.train, demo.split.test.X[5:6]
    network = make_pipeline(StandardScaler(), NetworkClassifier((16, 16), epochs=3)).fit(train.X, train.y)
    share = network.predict_proba(x)[0]
    hidden = np.repeat(x, 13, axis=0)
    hidden[np.arange(13), np.arange(13)] = train.X.mean(axis=0)
    lost = 100 * (share.max() - network.predict_proba(hidden)[:, share.argmax()].astype(float))
    written = texts(demo, "network")
    assert f"Network: {train.class_names[share.argmax()]}, {share.max():.1%} sure" in written
    shown = [i for i, name in enumerate(train.feature_names) if {name, f"{name[:19]}…"} & {*written}]
    assert len(shown) == 9
    assert {number(lost[i], 1) for i in shown} <= {*written}


def test_digits_are_shown_as_pictures_of_what_mattered(reasons):
    demo = reasons("digits", example=4, n_neighbors=6)
    learned = {name: learning.fitted(name, demo.state, demo.split) for name in ("network", "svm", "knn", "forest")}
    demo._known = {demo._key(name): one for name, one in learned.items()}
    demo.refresh()
    train, x = demo.split.train, demo.split.test.X[4]
    picture = demo.datasets["case_image_0"]
    step = len(picture.levels) // 8
    np.testing.assert_allclose(picture.levels[::-1][::step, ::step] / 254 * 16, x.reshape(8, 8), atol=0.1)
    probability = learned["network"].model.predict_proba
    kind = probability(x[None])[0].argmax()
    hidden = np.repeat(x[None], 64, axis=0)
    for place in range(64):
        r, c = divmod(place, 8)
        window = np.zeros((8, 8), dtype=bool)
        window[max(0, r - 1) : r + 2, max(0, c - 1) : c + 2] = True
        hidden[place, window.ravel()] = train.X.mean(axis=0)[window.ravel()]
    lost = (probability(x[None])[0, kind] - probability(hidden)[:, kind]).reshape(8, 8).astype(float)
    image = demo.datasets["network_image_1"]
    step = len(image.levels) // 8
    shown = image.levels[::-1][::step, ::step] / 127 - 1
    np.testing.assert_allclose(shown, lost / np.abs(lost).max(), atol=0.02)
    assert texts(demo, "knn").count("a " + str(train.y[learned["knn"].model[1].kneighbors(
        learned["knn"].model[0].transform(x[None]))[1][0, 0]])) >= 1  # fmt: skip
    assert "not measured yet" not in texts(demo, "all")
    assert {"+", "−"} & {*texts(demo, "network")}


def test_it_learns_beside_the_notebook_and_what_was_known_comes_back(reasons):
    demo = reasons("moons")
    demo.open()
    assert demo.wait(300)
    assert not demo.is_working
    first = demo.learned
    assert [*first] == ["network", "svm", "knn", "forest"]
    assert all(one.drops is not None for one in first.values())
    demo.page.set("kernel", "linear")
    assert demo.wait(300)
    assert demo.learned["svm"] is not first["svm"]
    assert demo.learned["network"] is first["network"]
    demo.page.set("kernel", "rbf")
    assert demo.learned == first
    demo.page.set("example", 9)
    assert texts(demo, "case")[0].startswith("Test example 9")
    demo.state = json.loads(json.dumps(demo.state))
    assert demo.learned == first


def test_one_that_fails_says_why_and_the_others_go_on(reasons):
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(12, 2)), columns=["a", "b"]).assign(kind=["no", "yes", "<b>"] * 4)
    demo = reasons(frame, target="kind", n_neighbors=25)
    accuracies = demo.run()
    assert np.isnan(accuracies["knn"])
    assert accuracies["forest"] >= 0
    assert "Neighbours: it has failed" in texts(demo, "knn")
    assert "more neighbours than there are examples to learn from" in demo.text
    assert "has failed" in texts(demo, "case")
    demo.n_neighbors = 2
    assert demo.run()["knn"] >= 0
    assert demo.to_code() == "dlw.Explanations(data=..., n_neighbors=2)"
    other = reasons("wine", example=3, tree=2, hide=["seed"])
    again = eval(other.to_code(), {"dlw": dlw})  # noqa: S307 - our own line
    assert again.state == other.state


def test_a_class_that_nobody_could_learn_takes_no_place_of_another(reasons):
    X = np.random.default_rng(0).normal(size=(20, 2))
    demo = reasons(dlw.Dataset.from_arrays(X, [0] * 10 + [2] * 10, class_names=("a", "missing", "c")))
    demo._known = {demo._key(name): learning.fitted(name, demo.state, demo.split) for name in ("knn", "svm", "forest")}
    demo.refresh()
    said = set()
    for row, x in enumerate(demo.split.test.X):
        demo.example = row
        shares = demo.learned["knn"].model.predict_proba(x[None])[0]
        said.add(kind := "ac"[shares.argmax()])
        assert f"{shares.max():.0%}" in "".join(texts(demo, "case"))
        assert texts(demo, "knn")[0] == f"Neighbours: {round(5 * shares.max())} of 5 say {kind}"
    assert said == {"a", "c"}


@pytest.mark.parametrize(
    ("settings", "error", "words"),
    [
        ({"data": "irises"}, UnknownNameError, "iris"),
        ({"data": (np.eye(3), ["a", "a", "a"])}, DataError, "two classes"),
        ({"data": pd.DataFrame({"a": ["x", "y"], "b": [0, 1], "k": [0, 1]}), "target": "k"}, DataError, "text"),
        ({"data": pd.DataFrame({"a": [0.5, None], "b": [0, 1], "k": [0, 1]}), "target": "k"}, DataError, "row"),
        ({"data": pd.DataFrame({"a": [0, 1]})}, DataError, "target="),
        ({"example": 75}, InvalidValueError, "example"),
        ({"n_neighbors": 0}, InvalidValueError, "n_neighbors"),
        ({"tree": 101}, InvalidValueError, "tree"),
        ({"kernel": "cubic"}, UnknownNameError, "kernel"),
        ({"layers": [3]}, UnknownNameError, "layers"),
    ],
)
def test_what_can_not_be_is_refused_with_what_to_do(reasons, settings, error, words):
    with pytest.raises(error, match=words):
        reasons(**settings)


def test_bars_go_to_the_side_of_their_sign_and_strong_pixels_carry_it():
    sheet = Sheet("title")
    sheet.bars(100, 108, 50, [2.0, -1.0, float("nan"), 0.001], ["+2", "−1", "–", "0"])
    boxes = [row[:4] for row in sheet.rows["areas"]]
    assert boxes[0][0] == 154 < boxes[0][2] == 204
    assert boxes[1][2] == 154 > boxes[1][0] == 129
    assert boxes[2][0] == boxes[2][2] == 154
    sheet.picture(np.array([[4.0, -3.0], [1.0, np.nan]]), 0, 0, 40, is_signed=True)
    assert [row[:3] for row in sheet.rows["texts"]][-2:] == [(10, 10, "+"), (30, 10, "−")]
    assert [number(value) for value in (0.004, -0.004, 1, -1, np.inf)] == ["0.00", "0.00", "+1.00", "−1.00", "–"]
