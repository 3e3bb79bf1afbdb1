"""What a hidden layer makes of examples, against Keras and scikit-learn called by hand."""

from concurrent.futures import ThreadPoolExecutor

import keras
import numpy as np
import pytest
from sklearn.base import clone
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

import dlwidgets as dlw
from dlwidgets.compare.cost import cost_of
from dlwidgets.compare.hand_made import unwound
from dlwidgets.compare.hidden import HiddenFeatures, hidden_outputs, linear_svm, svm_accuracy
from dlwidgets.errors import InvalidValueError, UnknownNameError
from dlwidgets.network import CompileSpec, Conv2D, Dense, Dropout, Flatten, Input, NetworkSpec


def conv_network(n_classes=10):
    layers = [Input((8, 8, 1)), Conv2D(2, 3, activation="relu"), Flatten(), Dropout(0.5), Dense(4, "tanh")]
    return NetworkSpec([*layers, Dense(n_classes, "softmax")], CompileSpec("adam", "sparse_categorical_crossentropy"))


def test_hidden_outputs_and_their_cost_are_those_of_keras():
    digits = dlw.load("digits")
    X, y = digits.X[:60] / 16, digits.y[:60]
    features = HiddenFeatures(conv_network(), layer=0, epochs=1, random_state=4).fit(X, y)
    model = features.network_.model
    for place, found in enumerate(hidden_outputs(features.network_, X)):
        upto = keras.Model(model.inputs[0], model.layers[place].output)
        np.testing.assert_allclose(found, upto(X.reshape(-1, 8, 8, 1).astype("float32"), training=False), rtol=1e-5)
    assert features.transform(X).shape == (60, 6 * 6 * 2)
    assert features.cost_ == (2 * 9 + 2, 6 * 6 * 2 * 9)
    same = dlw.NetworkClassifier(conv_network(), epochs=1, random_state=4).fit(X, y)
    for ours, theirs in zip(features.network_.weights_, same.weights_, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_a_straight_border_is_enough_for_made_and_for_learned_features_and_the_table_says_who_works():
    spiral = dlw.load("spiral", n=300, noise=0.05)
    with ThreadPoolExecutor(1) as here:
        result = dlw.feature_race(spiral, network=(24, 12), epochs=120, executor=here)
    split = spiral.split(0.5, 0)
    (train, y), (test, truth) = (split.train.X, split.train.y), (split.test.X, split.test.y)
    svm = make_pipeline(StandardScaler(), SVC(kernel="linear"))
    by_hand = {"as they are": (train, test), "made by hand": (unwound(train), unwound(test))}
    network = dlw.NetworkClassifier((24, 12), epochs=120).fit(StandardScaler().fit_transform(train), y)
    h = [hidden_outputs(network, StandardScaler().fit(train).transform(part))[-1] for part in (train, test)]
    by_hand["learned"] = tuple(h)
    for name, (before, after) in by_hand.items():
        assert result[name].accuracy == pytest.approx(np.mean(svm.fit(before, y).predict(after) == truth))
        assert svm_accuracy(linear_svm(before, y), after, truth) == pytest.approx(result[name].accuracy)
    assert result["as they are"].accuracy < 0.75
    assert min(result["made by hand"].accuracy, result["learned"].accuracy) > 0.85
    n_used = 2 * 24 + 24 + 24 * 12 + 12
    votes = result["learned"].outcomes[0].n_support_vectors
    assert result["learned"].outcomes[0].n_parameters == 2 * 2 + n_used + 2 * 12 + votes * 13 + 1
    assert result["network"].outcomes[0].n_parameters == 2 * 2 + n_used + 12 * 2 + 2


def test_it_is_a_step_that_scikit_learn_copies_and_puts_in_front():
    data = dlw.load("moons", n=60)
    features = HiddenFeatures((3, 2), layer=0, epochs=2)
    fitted = make_pipeline(clone(features), SVC(kernel="linear")).fit(data.X, data.y)
    assert fitted[0].transform(data.X).shape == (60, 3)
    assert not hasattr(features, "network_")
    assert cost_of(fitted).n_parameters > 9
    with pytest.raises(UnknownNameError, match="epochs"):
        features.set_params(epoch=3)
    with pytest.raises(InvalidValueError, match="has 2"):
        HiddenFeatures((3, 2), layer=2, epochs=1).fit(data.X, data.y)


def test_features_that_are_no_numbers_have_no_accuracy():
    X, y = np.array([[0.0], [np.inf]]), np.array([0, 1])
    assert linear_svm(X, y) is None
    assert np.isnan(svm_accuracy(None, X, y))
    assert np.isnan(svm_accuracy(linear_svm(np.eye(2), y), np.full((2, 2), np.nan), y))
