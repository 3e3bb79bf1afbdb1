"""Cases about data that come in batches, models with several outputs, and labels that are calculated with."""

from tests.assistant.cases.building import lines

_HEAD = (
    "import numpy as np",
    "import tensorflow as tf",
    "from tensorflow import keras",
    "from tensorflow.keras import layers",
)
_DIGITS = "(x, y), (xt, yt) = keras.datasets.mnist.load_data()"
_TEN = "layers.Dense(10, activation='softmax')"


def mapped(function, loss, last=_TEN, after=".batch(64)"):
    """Write a program that prepares digits within a tf.data set."""
    return lines(
        *_HEAD, _DIGITS, function, f"train = tf.data.Dataset.from_tensor_slices((x, y)).map(prepare){after}",
        f"model = keras.Sequential([layers.Flatten(), layers.Dense(16, activation='relu'), {last}])",
        f"model.compile('adam', '{loss}')", "model.fit(train, epochs=5)",
    )  # fmt: skip


def folders(mode, last, loss, fit="fit"):
    """Write a program that learns from folders of pictures by a generator."""
    return lines(
        "from tensorflow.keras.preprocessing.image import ImageDataGenerator", "from tensorflow import keras",
        "from tensorflow.keras import layers",
        f'flow = ImageDataGenerator(rescale=1 / 255).flow_from_directory("train", class_mode="{mode}")',
        f'model = keras.Sequential([layers.Conv2D(8, 3, activation="relu"), layers.Flatten(), {last}])',
        f'model.compile(optimizer="adam", loss="{loss}")', f"model.{fit}(flow, epochs=5)",
    )  # fmt: skip


def two_ends(kind, price, losses, y="{'kind': kinds, 'price': prices}"):
    """Write a model that answers a class and a number."""
    return lines(
        *_HEAD, "X = np.random.rand(60, 20)", "kinds, prices = np.random.randint(0, 4, 60), np.random.rand(60) * 30",
        "inputs = keras.Input((20,))", "h = layers.Dense(16, activation='relu')(inputs)",
        f"kind = layers.Dense(4, name='kind'{kind})(h)", f"price = layers.Dense(1, name='price'{price})(h)",
        "model = keras.Model(inputs, [kind, price])", f"model.compile(optimizer='adam', loss={losses})",
        f"model.fit(X, {y}, epochs=5)",
    )  # fmt: skip


def moons(line, loss="'binary_crossentropy'", last="layers.Dense(1, activation='sigmoid')"):
    """Write a program that calculates with its labels."""
    return lines(
        *_HEAD, "from sklearn.datasets import make_moons", "X, y = make_moons(90)", line,
        f"model = keras.Sequential([layers.Dense(8, activation='relu'), {last}])",
        f"model.compile('adam', {loss})", "model.fit(X, y, epochs=5)",
    )  # fmt: skip


def scaled(y, last):
    """Write a regression whose targets go through a scaler."""
    return lines(
        *_HEAD, "import pandas as pd", "from sklearn.preprocessing import MinMaxScaler, StandardScaler",
        "frame = pd.read_csv('houses.csv')", "X, y = frame[['a', 'b']].values, frame['price'].values.reshape(-1, 1)", y,
        f"model = keras.Sequential([layers.Dense(8, activation='relu'), {last}])",
        "model.compile('adam', 'mse')", "model.fit(X, y, epochs=5)",
    )  # fmt: skip


def frozen(*then):
    """Write a program that goes on with the layers of another one."""
    return lines(
        *_HEAD, "base = keras.applications.ResNet50(include_top=False, pooling='avg')", "base.trainable = False",
        "model = keras.Sequential([base, layers.Dense(7, activation='softmax')])",
        "model.compile(optimizer='adam', loss='sparse_categorical_crossentropy')",
        "pictures = keras.utils.image_dataset_from_directory('pictures')", "model.fit(pictures, epochs=3)", *then,
    )  # fmt: skip


def split(*between):
    """Write a program that scales and splits."""
    return lines(
        "from sklearn.datasets import load_wine", "from sklearn.model_selection import train_test_split",
        "from sklearn.preprocessing import Normalizer, StandardScaler", "X, y = load_wine(return_X_y=True)", *between,
    )  # fmt: skip


_ONE_HOT = "def prepare(a, b):\n    return tf.cast(a, tf.float32) / 255.0, tf.one_hot(b, 10)"
_NUMBERS = "prepare = lambda a, b: (tf.cast(a, tf.float32) / 255.0, b)"
_BINARY, _SPARSE, _HOT = "binary_crossentropy", "sparse_categorical_crossentropy", "categorical_crossentropy"
_DEEP = "model = keras.Sequential([layers.Input((20,)), {}layers.Dense(3, activation='softmax')])"
_TANH = "layers.Dense(16, activation='tanh'), "

BAD = {
    "labels-vs-loss": [
        mapped(_NUMBERS, _HOT),
        mapped(_ONE_HOT, _SPARSE),
        folders("binary", 'layers.Dense(2, activation="softmax")', _HOT, fit="fit_generator"),
        two_ends(", activation='softmax'", "", "{'kind': 'categorical_crossentropy', 'price': 'mse'}"),
    ],
    "logits-without-flag": [
        mapped(_NUMBERS, _SPARSE, last="layers.Dense(10)"),
        two_ends("", "", "{'kind': 'sparse_categorical_crossentropy', 'price': 'mse'}"),
    ],
    "units-vs-classes": [mapped(_ONE_HOT, _HOT, last="layers.Dense(9, activation='softmax')")],
    "dataset-args": [mapped(_NUMBERS, _SPARSE, after="")],
    "label-range": [moons("y = 2 * y - 1"), moons("y = y * 2 - 1")],
    "bounded-output-regression": [
        scaled("y = StandardScaler().fit_transform(y)", "layers.Dense(1, activation='sigmoid')"),
        scaled("y = StandardScaler().fit_transform(y)", "layers.Dense(1), layers.ReLU()"),
        two_ends(", activation='softmax'", ", activation='sigmoid'", "['sparse_categorical_crossentropy', 'mse']",
                 "[kinds, prices]"),
    ],
    "freeze-after-fit": [frozen("base.trainable = True", "model.fit(pictures, epochs=3)")],
    "scaler-leak": [split("X = StandardScaler().fit_transform(X)", "X_train, X_test = train_test_split(X)")],
    "learning-rate": [
        moons("rate = 1").replace("'adam'", "keras.optimizers.SGD(learning_rate=1)"),
        moons("rate = 0").replace("'adam'", "keras.optimizers.Adam(0)"),
    ],
    "deep-saturating": [lines(*_HEAD, _DEEP.format(_TANH * 6), f"model.compile('adam', '{_SPARSE}')")],
    "layer-after-output": [lines(*_HEAD, _DEEP.format("layers.Dense(3, activation='softmax'), "),
                                 f"model.compile('adam', '{_SPARSE}')")],
    "removed-import": ["from tensorflow.python.keras.layers import Dense\n", "import tensorflow.python.keras as keras\n"],
}  # fmt: skip

SILENT = {
    "labels-vs-loss": [
        mapped(_ONE_HOT, _HOT),
        folders("sparse", 'layers.Dense(2, activation="softmax")', _SPARSE),
        folders("categorical", 'layers.Dense(2, activation="softmax")', _HOT),
        two_ends(", activation='softmax'", "", "['sparse_categorical_crossentropy', 'mse']", "[kinds, prices]"),
        mapped("prepare = lambda a, b: (a / 255, some_table[b])", _HOT),
    ],
    "dataset-args": [mapped(_NUMBERS, _SPARSE), folders("binary", "layers.Dense(1)", "mse")],
    "label-range": [moons("y = (y + 1) - 1"), moons("y = (2 * y - 1 + 1) // 2")],
    "bounded-output-regression": [
        scaled("y = MinMaxScaler().fit_transform(y)", "layers.Dense(1, activation='sigmoid')"),
        scaled("y = StandardScaler().fit_transform(y)", "layers.Dense(1)"),
    ],
    "freeze-after-fit": [
        frozen("base.trainable = True", f"model.compile('adam', '{_SPARSE}')", "model.fit(pictures, epochs=3)"),
    ],
    "scaler-leak": [
        split("X_train, X_test = train_test_split(X)", "X_train = StandardScaler().fit_transform(X_train)"),
        split("X = Normalizer().fit_transform(X)", "X_train, X_test = train_test_split(X)"),
    ],
    "deep-saturating": [
        lines(*_HEAD, _DEEP.format(_TANH * 5), f"model.compile('adam', '{_SPARSE}')"),
        lines(*_HEAD, _DEEP.format(f"{_TANH}layers.BatchNormalization(), " * 6), f"model.compile('adam', '{_SPARSE}')"),
    ],
    "learning-rate": [moons("rate = 1").replace("'adam'", "keras.optimizers.SGD(learning_rate=1.0)")],
    "removed-import": ["from tensorflow.keras.layers import Dense\n"],
}  # fmt: skip
