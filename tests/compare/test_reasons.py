"""What classifiers say of one example, against scikit-learn called by hand and against sums by hand."""

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import MinMaxScaler, PolynomialFeatures, StandardScaler
from sklearn.svm import SVC

import dlwidgets as dlw
from dlwidgets.compare.reasons import decision_path, neighbours, occlusion, saliency, windows
from dlwidgets.compare.svm_votes import support_votes
from dlwidgets.errors import InvalidValueError


@pytest.fixture(scope="module")
def iris():
    return dlw.load("iris").split(0.5, 0)


@pytest.mark.parametrize("settings", [{}, {"kernel": "linear"}, {"kernel": "poly", "coef0": 1.0}, {"gamma": 0.3}])
@pytest.mark.parametrize("classes", [[0, 1, 2], [1, 2]])
def test_the_votes_of_support_vectors_add_up_to_the_decision(iris, settings, classes):
    train, test = (part.select(classes=classes) for part in (iris.train, iris.test))
    fitted = make_pipeline(StandardScaler(), SVC(decision_function_shape="ovo", **settings)).fit(train.X, train.y)
    scaled = fitted[0].transform(train.X)
    pairs = [(i, j) for i in range(len(classes)) for j in range(i + 1, len(classes))]
    for x in test.X[::7]:
        found = support_votes(fitted, x)
        said, rival = found.kinds
        assert said == fitted.predict(x[None])[0]
        decision = np.ravel(fitted.decision_function(x[None]))[pairs.index((min(said, rival), max(said, rival)))]
        for_the_first = len(classes) > 2
        sign = 1 if (said < rival) == for_the_first else -1
        assert found.decision == pytest.approx(sign * decision)
        assert {*train.y[found.rows]} <= {said, rival}
        assert ((found.votes > 0) == (train.y[found.rows] == said)).all() or "kernel" in settings
        np.testing.assert_allclose(
            found.distances, np.linalg.norm(scaled[found.rows] - fitted[0].transform(x[None]), axis=1)
        )
        assert (np.diff(np.abs(found.votes)) <= 0).all()
        if settings.get("kernel") == "linear":
            weights = fitted[-1].coef_[pairs.index((min(said, rival), max(said, rival)))]
            assert found.distance == pytest.approx(sign * decision / np.linalg.norm(weights))
    if len(classes) == 2:  # libsvm minimises half of the squared length, plus C times what is missing to the margin
        signed = np.where(train.y == 1, 1, -1) * fitted.decision_function(train.X)
        dual = np.abs(fitted[-1].dual_coef_).sum() - found.length**2 / 2
        assert dual == pytest.approx(found.length**2 / 2 + np.maximum(0, 1 - signed).sum(), rel=1e-2)


def test_classes_are_named_as_they_were_learned(iris):
    few = iris.train.y != 1
    fitted = SVC(kernel="linear").fit(iris.train.X[few], iris.train.y[few])
    assert {support_votes(fitted, x).kinds for x in iris.test.X[iris.test.y == 2]} == {(2, 0)}


def test_the_rival_of_an_svm_is_the_second_best_whatever_its_shape(iris):
    fitted = SVC(decision_function_shape="ovo").fit(iris.train.X, iris.train.y)
    again = SVC().fit(iris.train.X, iris.train.y)
    for x in iris.test.X[::9]:
        order = np.argsort(again.decision_function(x[None])[0])[::-1]
        assert [*support_votes(fitted, x).kinds] == order[:2].tolist()
    assert fitted.decision_function_shape == "ovo"


def test_neighbours_are_the_nearest_after_scaling(iris):
    fitted = make_pipeline(MinMaxScaler(), KNeighborsClassifier(4)).fit(iris.train.X, iris.train.y)
    x = iris.test.X[3]
    away = np.linalg.norm(fitted[0].transform(iris.train.X) - fitted[0].transform(x[None]), axis=1)
    found = neighbours(fitted, x)
    np.testing.assert_allclose(found.distances, np.sort(away)[:4])
    np.testing.assert_allclose(away[found.rows], found.distances)


@pytest.mark.parametrize("before", [[], [StandardScaler()], [MinMaxScaler(), StandardScaler()]])
def test_following_the_path_of_a_tree_by_hand_leads_to_its_leaf(before):
    # No two numbers are equal, so that no threshold lies on an example.
    X = np.random.default_rng(4).normal([[0, 100, 0, 1]], [[1, 30, 0.01, 2]], size=(100, 4))
    train, test = X[:60], X[60:]
    fitted = make_pipeline(*before, RandomForestClassifier(5, random_state=0)).fit(train, train[:, 0] * train[:, 3] > 0)
    for tree in fitted[-1].estimators_:
        for x in test[::9]:
            kept = np.ones(len(train), dtype=bool)
            for question in decision_path(tree, x, fitted[:-1]):
                assert question.value == x[question.feature]
                assert question.is_yes == (x[question.feature] <= question.threshold)
                kept &= (train[:, question.feature] <= question.threshold) == question.is_yes
            z = fitted[:-1].transform(np.vstack([x, train])) if before else np.vstack([x, train])
            leaf, *others = tree.apply(z.astype(np.float32))
            np.testing.assert_array_equal(kept, np.array(others) == leaf)


def test_a_tree_that_asks_nothing_has_no_path(iris):
    same = np.zeros((6, 2))
    fitted = make_pipeline(StandardScaler(), RandomForestClassifier(1, random_state=0)).fit(same, [0, 1] * 3)
    assert decision_path(fitted[1].estimators_[0], same[0], fitted[:1]) == ()


def test_what_is_lost_by_hiding_a_part_is_the_difference_of_two_scores():
    def score(X):
        return X @ [1.0, 10.0, 100.0]

    found = occlusion(score, np.array([1.0, 2.0, 3.0]), np.array([0.5, 0.0, 3.0]), [[0], [1], [2], [0, 1]])
    np.testing.assert_allclose(found, [0.5, 20, 0, 20.5])
    assert windows(3, 3)[0] == [0, 1, 3, 4]
    assert windows(3, 3)[4] == [*range(9)]
    assert windows(4, 1) == [[place] for place in range(16)]


def test_saliency_goes_through_scaling_and_says_where_it_can_not(iris):
    train = iris.train
    network = dlw.NetworkClassifier((4,), activation="tanh", epochs=3)
    fitted = make_pipeline(StandardScaler(), network).fit(train.X, train.y)
    x, deviation = iris.test.X[5], fitted[0].scale_
    found = saliency(fitted, x, 2)
    for j in range(4):
        moved = np.zeros(4)
        moved[j] = 0.01 * deviation[j]
        up, down = (fitted.predict_proba((x + sign * moved)[None])[0].astype(float) for sign in (1, -1))
        slope = (np.log(up[2] / (up[0] + up[1])) - np.log(down[2] / (down[0] + down[1]))) / 0.02
        assert found[j] == pytest.approx(slope, rel=0.02, abs=2e-3)
    with pytest.raises(InvalidValueError, match="SVC"):
        saliency(SVC(), x, 0)
    made = make_pipeline(PolynomialFeatures(), network).fit(train.X, train.y)
    with pytest.raises(InvalidValueError, match="in front"):
        saliency(made, x, 0)


def test_a_linear_method_loses_by_occlusion_what_its_weight_says(iris):
    train = iris.train.select(classes=[1, 2])
    fitted = make_pipeline(StandardScaler(), LogisticRegression()).fit(train.X, train.y)
    x, mean = train.X[0], train.X.mean(axis=0)
    found = occlusion(fitted.decision_function, x, mean, [[j] for j in range(4)])
    np.testing.assert_allclose(found, fitted[-1].coef_[0] * (x - mean) / fitted[0].scale_)
