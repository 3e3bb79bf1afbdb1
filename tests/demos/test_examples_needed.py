"""Learning curves in a page, against scikit-learn called by hand."""

import time
from itertools import product

import numpy as np
import pandas as pd
import pytest
from sklearn.dummy import DummyClassifier
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

import dlwidgets as dlw
from dlwidgets.compare.learning import nested_order
from dlwidgets.errors import DataError, InvalidValueError, UnknownNameError
from tests.compare.rivals import Raising

QUICK = {"sizes": [12, 60], "n_seeds": 2, "cache": None}


class Early(KNeighborsClassifier):
    """Asks the nearest, but only while there are few examples; with more it says nothing right."""

    def predict(self, X):
        return super().predict(X) if self.n_samples_fit_ < 30 else np.full(len(X), -1)


@pytest.fixture
def needed(wires):
    demos = []

    def make(*args, **settings):
        demos.append(dlw.ExamplesNeeded(*args, **{**QUICK, **settings}))
        return demos[-1]

    yield make
    for demo in demos:
        demo.close()
        demo.wait()


def test_points_spread_and_crossings_are_those_of_scikit_learn_by_hand(needed):
    demo = needed("iris", {"svm": "svm", "early": Early(1), "majority": "majority"})
    assert "nothing is measured yet, of 12 rows" in demo.text
    assert demo.run().is_complete
    by_hand, early, most = np.empty((2, 2)), np.zeros((2, 2)), np.empty((2, 2))
    for (i, size), seed in product(enumerate(QUICK["sizes"]), (0, 1)):
        split = dlw.load("iris").split(0.5, seed)
        rows = nested_order(split.train.y)[:size]
        known = split.train.X[rows], split.train.y[rows]
        asked = split.test.X, split.test.y
        by_hand[i, seed] = make_pipeline(StandardScaler(), SVC()).fit(*known).score(*asked)
        early[i, seed] = 0 if i else make_pipeline(StandardScaler(), KNeighborsClassifier(1)).fit(*known).score(*asked)
        most[i, seed] = DummyClassifier().fit(*known).score(*asked)
    assert demo.params["sizes"] == QUICK["sizes"]  # on the axis stand the numbers that were measured
    means = pd.DataFrame({name: np.asarray(column) for name, column in demo.datasets["means"].items()})
    of_svm = means[means.name == "svm"]
    np.testing.assert_allclose(of_svm["mean"], by_hand.mean(axis=1), rtol=1e-6)
    np.testing.assert_allclose(of_svm.high, np.minimum(1, of_svm["mean"] + by_hand.std(axis=1, ddof=1)), rtol=1e-6)
    np.testing.assert_allclose(means[means.name == "early"]["mean"], early.mean(axis=1), rtol=1e-6)
    assert len(demo.datasets["scores"]["seed"]) == 12
    assert demo.datasets["progress"]["done"] == [1]
    first, last = (early - most).mean(axis=1)
    place = np.exp(np.interp(0, [last, first], np.log([60, 12])))  # straight over a logarithmic axis
    says = demo.datasets["crossings"]["says"].tolist()
    crossing = says.index(f"From about {place:.0f} examples on, majority is ahead of early.")
    assert demo.datasets["crossings"]["n_train"][crossing] == pytest.approx(place)
    assert says[crossing] in demo.text
    assert f"svm has {100 * by_hand[0].mean():.1f} % right with 12 examples" in demo.text


def test_it_measures_beside_the_notebook_stops_keeps_what_is_there_and_goes_on(needed, tmp_path):
    demo = needed("moons", ["knn", "majority"], n_seeds=4, cache=tmp_path)
    demo.page.press("play")
    assert demo.button_labels() == {"play": "Stop"}
    while not demo.work.progress[0]:
        time.sleep(0.01)
    demo.page.press("play")
    assert demo.wait(300)
    assert not demo.is_working
    assert demo.button_labels() == {}
    n_kept = demo.work.progress[0]
    assert 0 < n_kept <= 16
    demo.page.press("play")
    assert demo.wait(300)
    assert demo.result.is_complete
    assert "16 of 16 measured" in demo.datasets["progress"]["label"][0]
    whole = demo.result.to_frame()
    demo.page.set("n_seeds", 1)
    assert demo.work.progress == (0, 4)
    again = needed("moons", ["knn", "majority"], n_seeds=4, cache=tmp_path)
    assert again.run().to_frame().equals(whole)  # seconds, too: from the folder


def test_a_setting_that_changes_while_it_measures_leads_to_other_work_without_a_word(needed):
    demo = needed("moons", ["knn"], n_seeds=3)
    demo.page.press("play")
    demo.page.set("scaling", value=False)
    first = demo.work
    demo.page.set("noise", 0.4)
    assert demo.work is not first
    assert demo.wait(300)
    assert demo.result.is_complete
    assert demo.text.startswith("moons")


def test_one_that_raises_says_so_and_the_others_go_on(needed):
    demo = needed("iris", [("bad", Raising()), "majority"])
    demo.run()
    assert "bad has failed" in demo.text
    assert [note.title for note in demo.notes()][-1] == "What went wrong"
    assert "no <b>luck</b>" in [*demo.notes()][-1].lines[0]


def test_the_line_makes_it_again_and_own_frames_take_part(needed):
    demo = needed("wine", ["knn", "svm"], scaling=False, n_sizes=4, sizes=None)
    again = eval(demo.to_code(), {"dlw": dlw})  # noqa: S307 - our own line
    assert (again.state, again.work.progress) == (demo.state, (0, 4 * 2 * 2))
    frame = pd.DataFrame({"a": range(40), "b": range(40), "kind": ["x", "y"] * 20})
    mine = needed(frame, ["majority"], target="kind", sizes=[4, 8])
    assert mine.run().at("majority", 4).accuracy == 0.5
    assert mine.to_code().startswith("dlw.ExamplesNeeded(data=...")


@pytest.mark.parametrize(
    ("settings", "error", "words"),
    [
        ({"data": "digit"}, UnknownNameError, "digits"),
        ({"contestants": ["svn"]}, UnknownNameError, "svm"),
        ({"contestants": []}, InvalidValueError, "Nobody"),
        ({"sizes": [1]}, InvalidValueError, "classes"),
        ({"sizes": "few"}, InvalidValueError, "such as"),
        ({"n_seeds": 0}, InvalidValueError, "eeds"),
        ({"n_workers": 0}, InvalidValueError, "n_workers"),
        ({"executor": "two"}, InvalidValueError, "executor"),
        ({"data": (np.eye(3), ["a", "a", "a"])}, DataError, "two classes"),
    ],
)
def test_what_can_not_be_is_refused_with_what_to_do(needed, settings, error, words):
    with pytest.raises(error, match=words):
        needed(**settings)
