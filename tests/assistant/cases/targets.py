"""Cases about targets: their coding, range, order and shape."""

from tests.assistant.cases.building import (
    BINARY,
    CATEGORICAL,
    HOT3,
    INTS2,
    INTS3,
    NUMBERS,
    PICTURES,
    SIG1,
    SOFT3,
    SPARSE,
    UNSEEN,
    program,
    wine,
)

BAD = {
    "labels-vs-loss": [
        program(INTS3, SOFT3, CATEGORICAL),
        program("X = np.random.rand(90, 4)\ny = np.random.randint(0, 3, size=90)\n", SOFT3, CATEGORICAL),
        program(HOT3, SOFT3, SPARSE),
        program(INTS3 + "y = y.reshape(-1, 1)\n", SOFT3, "keras.losses.categorical_crossentropy"),
    ],
    "units-vs-classes": [
        program(INTS3, "Dense(2, activation='softmax')", SPARSE),
        program(HOT3, "Dense(4, activation='softmax')", CATEGORICAL),
        program(HOT3.replace("(y)", "(y, 5)"), SOFT3, CATEGORICAL),
    ],
    "label-range": [
        program(INTS2.replace("y = ", "y = 1 + "), SIG1, BINARY)
        .replace("y = 1 + np", "y = np")
        .replace("randint(0, 2", "randint(1, 3"),
        program(INTS2.replace("randint(0, 2", "randint(-1, 2"), SIG1, BINARY),
        program(INTS2.replace("randint(0, 2", "randint(1, 4"), SOFT3, SPARSE),
        program(INTS3 + "y = y / 2\n", SOFT3, SPARSE),
    ],
    "unscaled-target": [
        program(NUMBERS.replace("* 30", "* 30000"), "Dense(1)", "'mse'"),
        program(
            "X = np.random.rand(100, 4)\ny = np.linspace(20000, 500000, 100)\n", "Dense(1)", "'mae'", metrics="['mae']"
        ),
    ],
    "not-encoded": [
        program("X = np.random.rand(60, 4)\ny = np.array(['yes', 'no', 'no'] * 20)\n", SIG1, BINARY),
        (
            "import numpy as np\nfrom tensorflow import keras\ntexts = np.array(['what a film', 'never again', 'loved it'])\n"
            "liked = np.array([1, 0, 1])\nmodel = keras.Sequential([keras.layers.Embedding(100, 8), keras.layers.Flatten(),\n"
            "    keras.layers.Dense(1, activation='sigmoid')])\nmodel.compile('adam', 'binary_crossentropy')\n"
            "model.fit(texts, liked, epochs=10)\n"
        ),
    ],
    "order": [
        program(INTS3, SOFT3, SPARSE).replace("epochs=9", "epochs=9, validation_split=0.3"),
        program(
            "X = np.random.rand(200, 4)\ny = np.concatenate([np.zeros(100), np.ones(100)])\n", SIG1, BINARY
        ).replace("epochs=9", "epochs=9, validation_split=0.25, verbose=0"),
    ],
    "silent-broadcast": [
        program("X = np.random.rand(50, 4)\ny = np.random.rand(50, 1)\n", "Dense(3)", "'mse'", metrics="['mae']"),
        program(
            "X = np.random.rand(50, 12, 1)\ny = np.random.rand(50)\n",
            "LSTM(8, return_sequences=True), TimeDistributed(Dense(1))",
            "'mae'",
            metrics="['mse']",
        ).replace("Input((4,)), Dense(8, activation='relu')", "Input((12, 1))"),
    ],
    "missing-flatten": [
        program(PICTURES, "Dense(10, 'softmax')", SPARSE).replace("(4,)", "(28, 28)"),
        program(PICTURES, "Conv2D(3, 3), Dense(10, 'softmax')", SPARSE).replace("(4,)", "(28, 28, 1)"),
        program("X = np.random.rand(50, 9, 4)\ny = np.random.rand(50)\n", "Dense(1)", "'mse'").replace(
            "(4,)", "(9, 4)"
        ),
    ],
}
SILENT = {
    "labels-vs-loss": [
        program(INTS3, SOFT3, SPARSE),
        program("X = np.random.rand(90, 4)\ny = np.random.randint(0, 2, (90, 3))\n", SOFT3, CATEGORICAL),
        program(HOT3 + "y = np.argmax(y, axis=1)\n", SOFT3, SPARSE),
        program(UNSEEN + "y = encode(y)\n", SOFT3, CATEGORICAL),
    ],
    "units-vs-classes": [
        program(INTS3, "Dense(4, activation='softmax')", SPARSE),
        program(INTS3 + "X, y = X[y < 2], y[y < 2]\n", "Dense(2, activation='softmax')", SPARSE),
        program(INTS3 + "y = y % 2\n", "Dense(2, activation='softmax')", SPARSE),
    ],
    "label-range": [
        program(INTS2, SIG1, BINARY),
        program(INTS2.replace("randint(0, 2", "randint(1, 3") + "y = y - 1\n", SIG1, BINARY),
        program(INTS2.replace("randint(0, 2", "randint(-1, 2"), "Dense(1, 'tanh')", "'hinge'"),
        program(NUMBERS + "y = y / 30\n", "Dense(1)", "'mse'"),
        program(UNSEEN + "y = y / 2\n", SOFT3, SPARSE),
    ],
    "unscaled-target": [
        program(NUMBERS.replace("* 30", "* 30000") + "y = np.log(1 + y)\n", "Dense(1)", "'mse'"),
        program(NUMBERS.replace("* 30", "* 30000") + "y = (y - y.mean()) / y.std()\n", "Dense(1)", "'mse'"),
        program(NUMBERS, "Dense(1)", "'mse'"),
    ],
    "not-encoded": [
        program(
            "from sklearn.preprocessing import LabelEncoder\nX = np.random.rand(60, 4)\ny = np.array(['yes', 'no', 'no'] * 20)\n"
            "y = LabelEncoder().fit_transform(y)\n",
            SIG1,
            BINARY,
        ),
        program(
            "X = np.random.rand(60, 4)\ny = np.array(['yes', 'no', 'no'] * 20)\ny = (y == 'yes').astype(int)\n",
            SIG1,
            BINARY,
        ),
        (
            "import numpy as np\nimport keras\nfrom keras import layers\ntexts = np.array(['what a film', 'never again'])\n"
            "words = layers.TextVectorization(output_sequence_length=8)\nwords.adapt(texts)\nX = words(texts)\n"
            "model = keras.Sequential([layers.Embedding(100, 8), layers.Flatten(), layers.Dense(1, activation='sigmoid')])\n"
            "model.compile('adam', 'binary_crossentropy')\nmodel.fit(X, np.array([1, 0]), epochs=10)\n"
        ),
    ],
    "order": [
        program(INTS3 + "from sklearn.utils import shuffle\nX, y = shuffle(X, y)\n", SOFT3, SPARSE).replace(
            "epochs=9", "epochs=9, validation_split=0.3"
        ),
        wine("model.fit(X_train, y_train, epochs=30, validation_split=0.2)"),
        program(INTS2, SIG1, BINARY).replace("epochs=9", "epochs=9, validation_split=0.2"),
    ],
    "silent-broadcast": [
        program("X = np.random.rand(50, 4)\ny = np.random.rand(50, 1)\n", "Dense(1)", "'mse'"),
        program(NUMBERS, "Dense(1)", "'mse'"),
        program(
            "X = np.random.rand(50, 12, 1)\ny = np.random.rand(50, 12, 1)\n",
            "LSTM(8, return_sequences=True), Dense(1)",
            "'mae'",
        ).replace("Input((4,)), Dense(8, activation='relu')", "Input((12, 1))"),
    ],
    "missing-flatten": [
        program(PICTURES, "Flatten(), Dense(10, 'softmax')", SPARSE).replace("(4,)", "(28, 28)"),
        program("X = np.random.rand(50, 9, 4)\ny = np.random.rand(50, 9, 1)\n", "Dense(1)", "'mse'").replace(
            "(4,)", "(9, 4)"
        ),
        program(UNSEEN, "Dense(10, 'softmax')", SPARSE).replace("(4,)", "(28, 28)"),
    ],
}
