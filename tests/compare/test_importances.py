"""Shuffled features: what is lost must be what a rule gets from them."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier

import dlwidgets as dlw
from dlwidgets.data import Split
from dlwidgets.errors import InvalidValueError, UnknownNameError
from tests.compare.rivals import Raising, points


class SecondSign:
    """Says whether the second feature is positive; learns nothing."""

    def fit(self, _X, _y):
        pass

    def predict(self, X):
        return (X[:, 1] > 0).astype(int)


@pytest.fixture
def split():
    X = np.random.default_rng(1).normal(size=(400, 3))
    data = dlw.Dataset.from_arrays(X, (X[:, 1] > 0).astype(int), name="<signs>", feature_names=("a", "b", "<c>"))
    return Split(data.split(0.5, 0).train, data.split(0.5, 0).test)


def test_a_shuffled_feature_costs_what_its_rule_got_from_it_and_others_nothing(split):
    found = dlw.importances(split, [("sign", SecondSign()), "majority"], scaling="none", n_shuffles=200)
    positive = np.mean(split.test.y)
    by_chance = positive**2 + (1 - positive) ** 2
    assert found.accuracies[0] == 1.0
    np.testing.assert_allclose(found.drops[0], [0, 1 - by_chance, 0], atol=0.01)
    np.testing.assert_array_equal(found.drops[1], 0)
    assert found.ranking("sign") == ("b", "a", "<c>")
    assert found.spreads[0, 1] > 0 == found.spreads[0, 0]


def test_table_frame_and_page_hold_the_same_and_text_stays_text(split):
    found = dlw.importances(split, [("<i>", LogisticRegression())], n_shuffles=3)
    frame = found.to_frame()
    assert frame["drop"].tolist() == found.drops[0].tolist()
    assert f"{-100 * found.drops[0, 1]:+.1f}" in repr(found)
    page = found._repr_html_()
    assert "&lt;c&gt;" in page
    assert "<i>" not in page
    assert repr(found) == repr(dlw.importances(split, [("<i>", LogisticRegression())], n_shuffles=3))
    with pytest.raises(ValueError, match="read-only"):
        found.drops[0, 0] = 1


def test_one_that_fails_has_a_sentence_and_the_others_go_on(split):
    found = dlw.importances(split, [("bad", Raising()), ("many", KNeighborsClassifier(999)), "majority"], n_shuffles=2)
    alone = dlw.importances(split, ["majority"], n_shuffles=2)
    assert found.drops[2].tolist() == alone.drops[0].tolist()
    assert np.isnan(found.drops[:2]).all()
    assert "bad: RuntimeError: no <b>luck</b>" in repr(found)
    assert "many: It asks more neighbours" in repr(found)
    assert "no &lt;b&gt;luck&lt;/b&gt;" in found._repr_html_()


def test_what_can_not_be_is_refused(split):
    with pytest.raises(InvalidValueError, match="n_shuffles"):
        dlw.importances(split, n_shuffles=0)
    with pytest.raises(UnknownNameError, match="svm"):
        dlw.importances(points([0, 1, 0, 1]), ["svn"])
    with pytest.raises(UnknownNameError, match="majority"):
        dlw.importances(split, ["majority"]).ranking("major")
