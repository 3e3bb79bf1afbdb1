"""One-hot rows: written as to_categorical, and told from class numbers in what beginners write."""

import numpy as np
import pytest
from sklearn.preprocessing import LabelBinarizer

from dlwidgets.network import Dense, FitSpec, Input, NetworkSpec, read_code

MODEL = "model = Sequential([Dense({units}, 'softmax')])\n"

ONE_HOT = [
    "model.fit(X, to_categorical(y))",
    "model.fit(X, keras.utils.to_categorical(y, 3), epochs=2)",
    "model.fit(x=X, y=tf.keras.utils.to_categorical(y, num_classes=3))",
    "from keras.utils import np_utils\nmodel.fit(X, np_utils.to_categorical(y))",
    "from tensorflow.keras.utils import to_categorical as hot\nY = hot(y)\nmodel.fit(X, Y)",
    "import tensorflow as tf\ny = tf.one_hot(y, depth=3)\nmodel.fit(X, y)",
    "from tensorflow.keras import backend as K\nmodel.fit(X, K.one_hot(y, 3))",
    "import pandas as pd\nY = pd.get_dummies(df['species']).values\nmodel.fit(X, Y)",
    "model.fit(X, pd.get_dummies(y).astype('float32').to_numpy())",
    "model.fit(X, np.array(pd.get_dummies(y)))",
    "model.fit(X, np.eye(3)[y])",
    "Y = np.identity(n)[y.astype(int)]\nmodel.fit(X, Y[:100])",
    "Y = LabelBinarizer().fit_transform(y)\nmodel.fit(X, Y)",
    "encoder = OneHotEncoder(sparse_output=False)\nY = encoder.fit_transform(y.reshape(-1, 1))\nmodel.fit(X, Y)",
    "encoder = preprocessing.OneHotEncoder()\nencoder.fit(y)\nmodel.fit(X, encoder.transform(y).toarray())",
    "model.fit(X, OneHotEncoder().fit(y).transform(y).toarray())",
    "y_train, y_test = to_categorical(y_train), to_categorical(y_test)\nmodel.fit(X_train, y_train)",
    "Y = to_categorical(y)\nA, B, C, D = train_test_split(X, Y, test_size=0.2)\nmodel.fit(A, C)",
    "def prepare(y):\n    return to_categorical(y, 3)\ny = prepare(y)\nmodel.fit(X, y)",
    "n = 3\nif n > 2:\n    y = to_categorical(y)\nmodel.fit(X, y)",
]
NOT_TOLD = [
    "model.fit(X, y)",
    "model.fit(train_data)",
    "to_categorical(y)\nmodel.fit(X, y)",
    "Y = to_categorical(y)\nmodel.fit(X, np.argmax(Y, axis=1))",
    "Y = to_categorical(y)\nmodel.fit(X, Y[:, 0])",
    "Y = to_categorical(y)\nA, B, C, D = train_test_split(X, Y)\nmodel.fit(A, B)",
    "Y = to_categorical(y)\nY = y\nmodel.fit(X, Y)",
    "if wanted:\n    y = to_categorical(y)\nmodel.fit(X, y)",
    "def to_categorical(y):\n    return y\nmodel.fit(X, to_categorical(y))",
    "model.fit(to_categorical(X), y)",
    "model.fit(X, np.eye(3))",
    "model.fit(X, np.eye(3)[0])",
    "model.fit(X, y, one_hot=True)",
    "model.fit(X, LabelEncoder().fit_transform(y))",
]


def is_read_as_one_hot(lines, units=3):
    return read_code(MODEL.format(units=units) + lines).spec.fit.one_hot


@pytest.mark.parametrize("lines", ONE_HOT)
def test_one_hot_rows_are_recognised(lines):
    assert is_read_as_one_hot(lines) is True


@pytest.mark.parametrize("lines", NOT_TOLD)
def test_what_can_not_be_told_stays_a_class_number(lines):
    assert is_read_as_one_hot(lines) is False


def test_a_binarizer_makes_one_column_of_two_classes():
    lines = "Y = LabelBinarizer().fit_transform(y)\nmodel.fit(X, Y)"
    for n_classes, units in ((2, 1), (3, 3)):
        columns = LabelBinarizer().fit_transform(np.arange(n_classes)).shape[1]
        assert columns == units
        assert is_read_as_one_hot(lines, units) is (columns > 1)


@pytest.mark.parametrize("package", ["keras", "tensorflow.keras"])
def test_the_code_hands_over_what_to_categorical_makes(package, keras, monkeypatch):
    spec = NetworkSpec([Input((4,)), Dense(3)], fit=FitSpec(epochs=2, one_hot=True))
    given = []
    monkeypatch.setattr(keras.Model, "fit", lambda self, *places, **named: given.append((places, named)))
    code = spec.to_code(package=package, data=("inputs", "targets"))
    exec(code, {"inputs": "inputs", "targets": np.array([0, 2, 1])})  # noqa: S102  # our own code out

    [((inputs, targets), named)] = given
    assert code.endswith("model.fit(inputs, keras.utils.to_categorical(targets), epochs=2)\n")
    assert (inputs, named) == ("inputs", {"epochs": 2})
    np.testing.assert_array_equal(targets, np.eye(3)[[0, 2, 1]])
    assert read_code(code).spec == spec
