"""A Keras network among scikit-learn's classifiers: the numbers are Keras' own."""

import pickle
import random
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

import dlwidgets as dlw
from dlwidgets.errors import DataError, InvalidValueError, UnknownNameError
from dlwidgets.network import CompileSpec, Dense, FitSpec, Input, LossSpec, NetworkSpec
from dlwidgets.training.engine.order import Order
from dlwidgets.training.keras_door import import_keras
from tests.compare.rivals import moons

SPEC = NetworkSpec(
    [Input((2,)), Dense(4, "tanh"), Dense(1)],
    CompileSpec("adam", LossSpec("BinaryCrossentropy", from_logits=True)),
    FitSpec(epochs=2),
)


def keras_by_hand(X, y, seed, epochs):
    """The default network, written plainly."""
    keras = import_keras()
    random.seed(seed)
    model = keras.Sequential(
        [keras.Input((2,)), *(keras.layers.Dense(16, "relu") for _ in range(2)), keras.layers.Dense(2, "softmax")]
    )
    model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy")
    order = Order(len(X), seed)
    for epoch in range(epochs):
        rows = order.epoch(epoch)
        model.fit(X[rows], y[rows], batch_size=32, shuffle=False, verbose=0)
    return model


def test_a_race_has_the_answers_that_keras_gives_when_called_by_hand():
    split = moons().split(0.5, 4)
    with ThreadPoolExecutor(1) as executor:
        outcome = dlw.race(moons(), [("net", dlw.NetworkClassifier(epochs=5))], seeds=[4], executor=executor).outcomes[
            0
        ]

    scaler = StandardScaler().fit(split.train.X)
    model = keras_by_hand(scaler.transform(split.train.X).astype(np.float32), split.train.y, 4, 5)
    shares = model.predict(scaler.transform(split.test.X).astype(np.float32), verbose=0)

    assert outcome.error == ""
    assert np.array_equal(outcome.predictions, shares.argmax(axis=1))
    assert outcome.n_parameters == model.count_params() + 4
    assert outcome.multiply_adds == 2 * 16 + 16 * 16 + 16 * 2 + 2


def test_a_description_with_one_output_is_a_classifier_too_and_equal_seeds_are_equal():
    X, y = moons().X, np.where(moons().y, "upper", "lower")
    first = dlw.NetworkClassifier(SPEC, random_state=2).fit(X, y)
    second = clone(first).fit(X, y)

    shares = first.predict_proba(X)
    assert np.array_equal(shares, second.predict_proba(X))
    assert np.allclose(shares.sum(axis=1), 1)
    assert np.array_equal(first.predict(X), np.where(shares[:, 1] > 0.5, "upper", "lower"))
    logits = np.tanh(X @ first.weights_[0] + first.weights_[1]) @ first.weights_[2] + first.weights_[3]
    assert np.allclose(shares[:, 1:], 1 / (1 + np.exp(-logits)), atol=1e-6)


def test_it_can_be_asked_and_told_its_settings():
    network = dlw.NetworkClassifier((8,), epochs=3)

    assert repr(network.set_params(epochs=4)) == "NetworkClassifier(network=(8,), epochs=4)"
    with pytest.raises(UnknownNameError, match="'epochs'"):
        network.set_params(epoch=4)


def test_scikit_learn_can_copy_keep_search_and_cross_validate_it_and_what_it_makes_of_features():
    data = moons(60)
    words = np.where(data.y, "upper", "lower")
    network = dlw.NetworkClassifier((4,), epochs=3, random_state=1)
    scores = cross_val_score(make_pipeline(StandardScaler(), network), data.X, words, cv=2)
    for share, (rows, asked) in zip(scores, StratifiedKFold(2).split(data.X, words), strict=True):
        scaler = StandardScaler().fit(data.X[rows])
        alone = clone(network).fit(scaler.transform(data.X[rows]), words[rows])
        assert share == np.mean(alone.predict(scaler.transform(data.X[asked])) == words[asked])
        assert share == alone.score(scaler.transform(data.X[asked]), words[asked])
    again = pickle.loads(pickle.dumps(alone))  # noqa: S301 - our own
    assert np.array_equal(again.predict_proba(data.X), alone.predict_proba(data.X))
    assert clone(alone).get_params() == alone.get_params()
    features = dlw.HiddenFeatures((4,), epochs=2)
    found = GridSearchCV(make_pipeline(features, SVC()), {"hiddenfeatures__learning_rate": [0.01, 0.1]}, cv=2)
    found.fit(pd.DataFrame(data.X, columns=["a", "b"]), words)
    assert {*found.predict(data.X)} <= {"upper", "lower"}
    kept = pickle.loads(pickle.dumps(found))  # noqa: S301 - our own
    assert np.array_equal(kept.predict(data.X), found.predict(data.X))
    with pytest.raises(DataError, match="3 features, but it has learned from 2"):
        again.predict(np.zeros((1, 3)))


@pytest.mark.parametrize("kind", [dlw.NetworkClassifier, dlw.HiddenFeatures])
@pytest.mark.parametrize(
    ("X", "y", "words"),
    [
        (pd.DataFrame({"a": [1, 2], "b": ["x", "y"]}), [0, 1], "'b' holds 'x'"),
        (pd.DataFrame({"a": [1, None], "b": [1, 2]}), [0, 1], "1 in 'a' \\(row 1\\)"),
        ([[1.0], [np.inf]], [0, 1], "infinite values in 'x1'"),
        ([1.0, 2.0], [0, 1], "one row per example"),
        ([[1.0], [2.0]], [0, 0], "All labels are"),
        ([[1.0], [2.0]], [0, 1, 1], "X has 2 rows, but y has 3"),
        ([[1.0], [2.0]], [[1, 0], [0, 1]], "argmax"),
        ([[1.0], [2.0]], ["a", None], "gaps"),
        (np.zeros((0, 2)), [], "nothing to learn from"),
    ],
)
def test_what_nobody_can_learn_from_is_refused_before_keras_is_asked(kind, X, y, words):
    with pytest.raises(DataError, match=words):
        kind((2,)).fit(X, y)
    with pytest.raises(InvalidValueError, match="has not learned yet"):
        getattr(kind(), "predict" if kind is dlw.NetworkClassifier else "transform")([[1.0]])


@pytest.mark.parametrize("network", ["16", 16, None, (0,), (2.5,), ("a",)])
def test_a_network_that_is_none_is_refused(network):
    with pytest.raises(InvalidValueError, match=r"such as|units"):
        dlw.NetworkClassifier(network).fit([[1.0], [2.0]], [0, 1])


def test_a_keras_model_is_told_how_to_take_part():
    keras = import_keras()
    with pytest.raises(InvalidValueError, match="from_keras"):
        dlw.race(moons(), [keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, "softmax")])])


def test_a_network_with_too_few_outputs_is_refused():
    with pytest.raises(InvalidValueError, match="3 classes"):
        dlw.NetworkClassifier(SPEC).fit(np.zeros((3, 2)), [0, 1, 2])


def test_keras_leaves_out_the_steps_behind_the_end_of_a_recording():
    keras = import_keras()
    steps = dlw.load("japanese_vowels").X[:2].reshape(-1, 29, 12).astype("float32")
    masked = keras.Sequential([keras.Input((29, 12)), keras.layers.Masking(), keras.layers.GRU(3)])
    last = int(steps[0].any(axis=1).sum())
    plain = keras.Sequential([keras.Input((None, 12)), masked.layers[-1]])
    assert 7 <= last < 29
    np.testing.assert_allclose(masked(steps)[0], plain(steps[:1, :last])[0], rtol=1e-5)
