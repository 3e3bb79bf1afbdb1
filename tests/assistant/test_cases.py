"""Bad programs that a rule has to see, and near misses at which it has to be silent."""

import pytest

from dlwidgets.assistant import find_bugs
from dlwidgets.assistant.findings import BUG, WARNING

HEAD = "import numpy as np\nimport keras\nfrom keras import layers\nfrom keras.layers import *\n"
INTS3 = "from sklearn.datasets import load_iris\nX, y = load_iris(return_X_y=True)\n"
HOT3 = INTS3 + "y = keras.utils.to_categorical(y)\n"
INTS2 = "X = np.random.randn(50, 4)\ny = np.random.randint(0, 2, 50)\n"
NUMBERS = "X = np.random.randn(50, 4)\ny = np.random.rand(50) * 30\n"
UNSEEN = "X, y = load()\n"


def program(data, last, loss, extra="", metrics="['accuracy']"):
    return (
        f"{HEAD}{data}model = keras.Sequential([Input((4,)), Dense(8, activation='relu'), {last}])\n"
        f"model.compile('adam', loss={loss}, metrics={metrics})\nmodel.fit(X, y, epochs=9)\n{extra}"
    )


def chain(*written):
    return (
        f"{HEAD}model = keras.Sequential([{', '.join(written)}])\nmodel.compile('adam', 'mse')\nmodel.predict(load())\n"
    )


SOFT3, SIG1, SIG3 = "Dense(3, activation='softmax')", "Dense(1, activation='sigmoid')", "Dense(3, activation='sigmoid')"
SPARSE, CATEGORICAL, BINARY = "'sparse_categorical_crossentropy'", "'categorical_crossentropy'", "'binary_crossentropy'"
RAW = "keras.losses.SparseCategoricalCrossentropy(from_logits=True)"
PICTURES = "(X, y), (Xt, yt) = keras.datasets.mnist.load_data()\n"

WATCH = "epochs=9, callbacks=[keras.callbacks.EarlyStopping(monitor='val_accuracy')]"
FREEZE = "for layer in model.layers[:-1]:\n    layer.trainable = False\nmodel.fit(X, y, epochs=9)\n"
HELD_BACK = (
    program(PICTURES + "X = X / 255\n{}", "Flatten(), " + SOFT3.replace("3", "10"), SPARSE)
    .replace("Input((4,))", "Input((28, 28))")
    .replace("epochs=9", "epochs=9, validation_data=(Xt, yt)")
)
GRAPH = HEAD + "a, b = Input((4,)), Input((3,))\nx = Dense(8, activation='relu')(a)\n{}model = keras.Model({}, {})\n"

BAD = [
    ("one-unit-softmax", program(INTS2, "Dense(1, activation='softmax')", BINARY)),
    ("one-unit-softmax", program(UNSEEN, "Dense(1), Activation('softmax')", BINARY)),
    ("one-unit-softmax", program(UNSEEN, "Dense(units=1, activation=keras.activations.softmax)", "'mse'")),
    ("softmax-with-bce", program(HOT3, SOFT3, BINARY)),
    ("softmax-with-bce", program(UNSEEN, "Dense(3), Softmax()", BINARY)),
    ("softmax-with-bce", program(UNSEEN, SOFT3, "keras.losses.BinaryCrossentropy()")),
    ("sigmoid-with-cce", program(INTS3, SIG3, SPARSE)),
    ("sigmoid-with-cce", program(UNSEEN, SIG3, "keras.losses.CategoricalCrossentropy()")),
    ("sigmoid-with-cce", program(HOT3, "Dense(3), Activation('sigmoid')", CATEGORICAL)),
    ("labels-vs-loss", program(INTS3, SOFT3, CATEGORICAL)),
    (
        "labels-vs-loss",
        program("X = np.random.rand(90, 4)\ny = np.random.randint(0, 3, size=90)\n", SOFT3, CATEGORICAL),
    ),
    ("labels-vs-loss", program(HOT3, SOFT3, SPARSE)),
    ("labels-vs-loss", program(INTS3 + "y = y.reshape(-1, 1)\n", SOFT3, "keras.losses.categorical_crossentropy")),
    ("units-vs-classes", program(INTS3, "Dense(2, activation='softmax')", SPARSE)),
    ("units-vs-classes", program(HOT3, "Dense(4, activation='softmax')", CATEGORICAL)),
    ("units-vs-classes", program(HOT3.replace("(y)", "(y, 5)"), SOFT3, CATEGORICAL)),
    ("logits-without-flag", program(INTS3, "Dense(3)", SPARSE)),
    ("logits-without-flag", program(INTS2, "Dense(1)", BINARY)),
    ("logits-without-flag", program(UNSEEN, "Dense(3, activation='linear')", "keras.losses.CategoricalCrossentropy()")),
    ("flag-on-probabilities", program(INTS3, SOFT3, RAW)),
    ("flag-on-probabilities", program(INTS2, SIG1, "keras.losses.BinaryCrossentropy(from_logits=True)")),
    ("flag-on-probabilities", program(UNSEEN, "Dense(3), Softmax()", RAW)),
    ("relu-tanh-with-crossentropy", program(INTS2, "Dense(1, activation='relu')", BINARY)),
    ("relu-tanh-with-crossentropy", program(INTS2, "Dense(1, activation='tanh')", BINARY)),
    ("relu-tanh-with-crossentropy", program(INTS3, "Dense(3), ReLU()", SPARSE)),
    ("one-unit-multiclass", program(INTS3, SIG1, SPARSE)),
    ("one-unit-multiclass", program(INTS3, SIG1, BINARY)),
    ("one-unit-multiclass", program(UNSEEN, "Dense(1)", CATEGORICAL)),
    ("class-loss-for-numbers", program(NUMBERS, SIG1, BINARY)),
    ("class-loss-for-numbers", program(NUMBERS, "Dense(1)", "keras.losses.BinaryCrossentropy(from_logits=True)")),
    (
        "class-loss-for-numbers",
        program("from sklearn.datasets import make_regression\nX, y = make_regression(50, 4)\n", SIG1, BINARY),
    ),
    ("bounded-output-regression", program(NUMBERS, SIG1, "'mse'")),
    ("bounded-output-regression", program(NUMBERS, "Dense(1, activation='tanh')", "'mae'")),
    (
        "bounded-output-regression",
        program(NUMBERS, "Dense(1), Activation('sigmoid')", "keras.losses.MeanSquaredError()"),
    ),
    (
        "label-range",
        program(INTS2.replace("y = ", "y = 1 + "), SIG1, BINARY)
        .replace("y = 1 + np", "y = np")
        .replace("randint(0, 2", "randint(1, 3"),
    ),
    ("label-range", program(INTS2.replace("randint(0, 2", "randint(-1, 2"), SIG1, BINARY)),
    ("label-range", program(INTS2.replace("randint(0, 2", "randint(1, 4"), SOFT3, SPARSE)),
    ("return-sequences", chain("Input((9, 2))", "LSTM(4)", "LSTM(4)")),
    ("return-sequences", chain("Input((9, 2))", "GRU(4)", "Dropout(0.1)", "SimpleRNN(4)")),
    ("return-sequences", chain("Input((9, 2))", "Bidirectional(LSTM(4))", "LSTM(4)")),
    ("channel-axis", chain("Input((28, 28))", "Conv2D(4, 3)")),
    ("channel-axis", chain("Conv2D(4, 3, input_shape=(28, 28))")),
    (
        "channel-axis",
        HEAD
        + PICTURES
        + "m = keras.Sequential([Conv2D(4, 3), Flatten(), Dense(10, 'softmax')])\nm.compile('adam', 'sparse_categorical_crossentropy')\nm.fit(X / 255, y)\n",
    ),
    ("shrinks-to-zero", chain("Input((8, 8, 1))", "Conv2D(4, 9)")),
    ("shrinks-to-zero", chain("Input((8, 8, 1))", *["MaxPooling2D()"] * 4)),
    ("shrinks-to-zero", chain("Input((5, 2))", "Conv1D(4, 3)", "Conv1D(4, 4)")),
    ("reshape-merge", chain("Input((10,))", "Reshape((3, 3))")),
    ("reshape-merge", chain("Input((4, 4))", "Reshape((5, -1))")),
    ("reshape-merge", chain("Input((10,))", "Dense(7)", "Reshape((2, 4))")),
    ("wrong-rank", chain("Input((10,))", "Conv1D(4, 3)")),
    ("wrong-rank", chain("Input((10,))", "LSTM(4)")),
    ("wrong-rank", chain("Input((8, 8, 1))", "Flatten()", "Conv2D(4, 3)")),
    ("input-vs-data", program(INTS3, SOFT3, SPARSE).replace("Input((4,))", "Input((5,))")),
    ("input-vs-data", program(INTS3 + "X = X[:, :2]\n", SOFT3, SPARSE)),
    (
        "input-vs-data",
        program(PICTURES + "X = X.reshape(-1, 784)\n", "Dense(10, 'softmax')", SPARSE).replace("(4,)", "(785,)"),
    ),
    ("not-ready", f"{HEAD}m = keras.Sequential([Dense(1)])\nm.fit(a, b)\n"),
    ("not-ready", f"{HEAD}m = keras.Sequential()\nm.add(Dense(1))\nm.evaluate(a, b)\nm.compile('adam', 'mse')\n"),
    (
        "not-ready",
        f"{HEAD}def build():\n    m = keras.Sequential([Dense(1)])\n    return m\nm = build()\nm.fit(a, b)\n",
    ),
    ("learning-rate", program(INTS3, SOFT3, SPARSE).replace("'adam'", "keras.optimizers.Adam(-0.1)")),
    ("learning-rate", program(INTS3, SOFT3, SPARSE).replace("'adam'", "keras.optimizers.SGD(learning_rate=20)")),
    (
        "learning-rate",
        program(INTS3, SOFT3, SPARSE)
        .replace("'adam'", "opt")
        .replace("model.c", "opt = keras.optimizers.Adam(learning_rate=0)\nmodel.c"),
    ),
    ("class-not-instance", chain("Input((8, 8))", "Flatten", "Dense(1)")),
    ("class-not-instance", f"{HEAD}m = keras.Sequential()\nm.add(Flatten)\n"),
    ("class-not-instance", f"{HEAD}m = keras.Sequential(Dense(4), Dense(1))\n"),
    ("unknown-identifier", chain("Dense(4, activation='Relu')")),
    ("unknown-identifier", program(INTS3, SOFT3, "'categorical_cross_entropi'")),
    ("unknown-identifier", program(INTS3, SOFT3, SPARSE).replace("'adam'", "'adamm'")),
    ("keras1-positional-conv", chain("Input((28, 28, 1))", "Conv2D(32, 3, 3)")),
    ("keras1-positional-conv", chain("Input((28, 28, 1))", "Convolution2D(32, 5, 5, activation='relu')")),
    ("keras1-positional-conv", f"{HEAD}m = keras.Sequential()\nm.add(Conv2D(8, 3, 3, input_shape=(28, 28, 1)))\n"),
    ("missing-flatten", program(PICTURES, "Dense(10, 'softmax')", SPARSE).replace("(4,)", "(28, 28)")),
    ("missing-flatten", program(PICTURES, "Conv2D(3, 3), Dense(10, 'softmax')", SPARSE).replace("(4,)", "(28, 28, 1)")),
    (
        "missing-flatten",
        program("X = np.random.rand(50, 9, 4)\ny = np.random.rand(50)\n", "Dense(1)", "'mse'").replace(
            "(4,)", "(9, 4)"
        ),
    ),
    ("freeze-after-fit", program(INTS3, SOFT3, SPARSE, "model.trainable = False\nmodel.fit(X, y, epochs=9)\n")),
    ("lost-return", f"{HEAD}m = keras.Sequential()\nm = m.add(Dense(3))\n"),
    (
        "lost-return",
        program(INTS3, SOFT3, SPARSE, "loss, acc = model.evaluate(X, y)\n").replace(", metrics=['accuracy']", ""),
    ),
    ("lost-return", chain("Dense(3)").replace("model.compile", "model = model.compile")),
    ("predict-batch", program(INTS3, SOFT3, SPARSE, "model.predict(X[0])\n")),
    ("predict-batch", program(INTS3, SOFT3, SPARSE, "one = X[3]\nmodel.predict(one)\n")),
    ("metric-mismatch", program(INTS3, SOFT3, SPARSE, metrics="['binary_accuracy']")),
    ("metric-mismatch", program(INTS3, SOFT3, SPARSE, metrics="[keras.metrics.Accuracy()]")),
    ("metric-mismatch", program(UNSEEN, SOFT3, SPARSE, metrics="['categorical_accuracy']")),
    ("multilabel-pair", program(HOT3, SIG3, BINARY)),
    ("unscaled-target", program(NUMBERS.replace("* 30", "* 30000"), "Dense(1)", "'mse'")),
    ("argmax-one-unit", program(INTS2, SIG1, BINARY, "p = np.argmax(model.predict(X), axis=1)\n")),
    ("argmax-one-unit", program(INTS2, SIG1, BINARY, "p = model.predict(X).argmax(axis=-1)\n")),
    ("argmax-one-unit", program(INTS2, SIG1, BINARY, "p = model.predict(X)\nq = np.argmax(p, 1)\n")),
    ("unknown-identifier", program(INTS3, SOFT3, "'sparse_categorical_cross_entropy'")),
    ("unknown-identifier", program(INTS3, SOFT3, SPARSE, metrics="['accuracy', 'rmse']")),
    ("unknown-identifier", program(INTS3, SOFT3[:-1] + ", kernel_initializer='gaussian')", SPARSE)),
    ("class-not-instance", program(INTS3, SOFT3, SPARSE, metrics="'accuracy'")),
    ("metric-key", program(INTS3, SOFT3, SPARSE).replace("epochs=9", WATCH)),
    (
        "metric-key",
        program(INTS3, SOFT3, SPARSE).replace("epochs=9", WATCH.replace("monitor='val_accuracy'", "patience=3")),
    ),
    ("not-ready", program(INTS3, SOFT3, SPARSE).replace("fit(X, y, epochs=9)", "evaluate(X, y)")),
    (
        "freeze-after-fit",
        program(INTS3, SOFT3, SPARSE, "model.layers[0].trainable = False\nmodel.fit(X, y, epochs=9)\n"),
    ),
    ("freeze-after-fit", program(INTS3, SOFT3, SPARSE, FREEZE)),
    ("label-range", program(INTS3 + "y = y / 2\n", SOFT3, SPARSE)),
    ("train-test-differ", HELD_BACK.format("")),
    ("broken-graph", GRAPH.format("h = Dense(5)(a)\n", "a", "x")),
    ("broken-graph", GRAPH.format("", "b", "x")),
    ("broken-graph", GRAPH.format("x = Concatenate()([x, b])\n", "a", "x")),
]
SILENT = [
    ("missing-flatten", program(PICTURES, "Flatten(), Dense(10, 'softmax')", SPARSE).replace("(4,)", "(28, 28)")),
    (
        "missing-flatten",
        program("X = np.random.rand(50, 9, 4)\ny = np.random.rand(50, 9, 1)\n", "Dense(1)", "'mse'").replace(
            "(4,)", "(9, 4)"
        ),
    ),
    ("missing-flatten", program(UNSEEN, "Dense(10, 'softmax')", SPARSE).replace("(4,)", "(28, 28)")),
    ("freeze-after-fit", program(INTS3, SOFT3, SPARSE).replace("model.fit", "model.trainable = False\nmodel.fit")),
    ("freeze-after-fit", program(INTS3, SOFT3, SPARSE, "model.trainable = False\n")),
    (
        "freeze-after-fit",
        program(
            INTS3, SOFT3, SPARSE, "model.trainable = False\nmodel.compile('sgd', 'mse')\nmodel.fit(X, y, epochs=9)\n"
        ),
    ),
    ("lost-return", program(INTS3, SOFT3, SPARSE, "loss, acc = model.evaluate(X, y)\n")),
    ("lost-return", program(INTS3, SOFT3, SPARSE, "loss = model.evaluate(X, y)\nnothing = model.summary()\n")),
    ("lost-return", "df = load()\ndf = df.add(1)\nimport re\np = re.compile('a')\n"),
    ("predict-batch", program(INTS3, SOFT3, SPARSE, "model.predict(X[:1])\n")),
    ("predict-batch", program(INTS3, SOFT3, SPARSE, "model.predict(X[0][None])\n")),
    ("predict-batch", program(INTS3, SOFT3, SPARSE, "model.predict(X[0].reshape(1, -1))\n")),
    ("dataset-args", program(INTS3, SOFT3, SPARSE).replace("epochs=9", "epochs=9, batch_size=8, validation_split=0.1")),
    ("shared-layer", chain("Input((4,))", "Dense(3)", "Dense(3)")),
    ("metric-mismatch", program(HOT3, SOFT3, CATEGORICAL, metrics="['categorical_accuracy']")),
    ("metric-mismatch", program(INTS2, SIG1, BINARY, metrics="['binary_accuracy']")),
    ("metric-mismatch", program(INTS3, SOFT3, SPARSE, metrics="[keras.metrics.SparseCategoricalAccuracy()]")),
    ("multilabel-pair", program("X, y = load()\n", SIG3, BINARY)),
    ("multilabel-pair", program(HOT3, SOFT3, CATEGORICAL)),
    ("multilabel-pair", program(INTS2, SIG1, BINARY)),
    ("one-unit-softmax", program(INTS2, "Dense(2, activation='softmax')", SPARSE)),
    ("one-unit-softmax", program(UNSEEN, "Dense(n, activation='softmax')", SPARSE)),
    ("one-unit-softmax", chain("Input((9, 2))", "Dense(1)", "Softmax(axis=1)", "Flatten()", "Dense(3)")),
    ("softmax-with-bce", program(HOT3, SIG3, BINARY)),
    ("softmax-with-bce", program(UNSEEN, "Dense(n, activation='softmax')", BINARY)),
    ("softmax-with-bce", program(UNSEEN, SOFT3, "my_loss")),
    ("sigmoid-with-cce", program(INTS2, SIG1, BINARY)),
    ("sigmoid-with-cce", program(UNSEEN, SIG3, "'mse'")),
    ("sigmoid-with-cce", program(UNSEEN, SIG3 + ", MyLayer()", SPARSE)),
    ("labels-vs-loss", program(INTS3, SOFT3, SPARSE)),
    (
        "labels-vs-loss",
        program("X = np.random.rand(90, 4)\ny = np.random.randint(0, 2, (90, 3))\n", SOFT3, CATEGORICAL),
    ),
    ("labels-vs-loss", program(HOT3 + "y = np.argmax(y, axis=1)\n", SOFT3, SPARSE)),
    ("labels-vs-loss", program("X, y = load()\ny = encode(y)\n", SOFT3, CATEGORICAL)),
    ("units-vs-classes", program(INTS3, "Dense(4, activation='softmax')", SPARSE)),
    ("units-vs-classes", program(INTS3 + "X, y = X[y < 2], y[y < 2]\n", "Dense(2, activation='softmax')", SPARSE)),
    ("units-vs-classes", program(INTS3 + "y = y % 2\n", "Dense(2, activation='softmax')", SPARSE)),
    ("logits-without-flag", program(INTS3, "Dense(3)", RAW)),
    ("logits-without-flag", program(INTS3, "Dense(3), Softmax()", SPARSE)),
    ("logits-without-flag", program(NUMBERS, "Dense(1)", "'mse'")),
    ("logits-without-flag", program(INTS3, "Dense(3, activation=my_softmax)", SPARSE)),
    ("class-loss-for-numbers", program("X = np.random.rand(50, 4)\ny = X\n", "Dense(4, activation='sigmoid')", BINARY)),
    ("class-loss-for-numbers", program(INTS2, SIG1, BINARY)),
    ("class-loss-for-numbers", program("X = np.random.rand(50, 4)\ny = np.random.rand(50)\n", SIG1, BINARY)),
    ("bounded-output-regression", program("X = np.random.rand(50, 4)\ny = np.random.rand(50)\n", SIG1, "'mse'")),
    ("bounded-output-regression", program(NUMBERS + "y = y / 30\n", SIG1, "'mse'")),
    ("bounded-output-regression", program(UNSEEN, SIG1, "'mse'")),
    ("label-range", program(INTS2, SIG1, BINARY)),
    ("label-range", program(INTS2.replace("randint(0, 2", "randint(1, 3") + "y = y - 1\n", SIG1, BINARY)),
    ("label-range", program(INTS2.replace("randint(0, 2", "randint(-1, 2"), "Dense(1, 'tanh')", "'hinge'")),
    ("return-sequences", chain("Input((9, 2))", "LSTM(4, return_sequences=True)", "LSTM(4)")),
    ("return-sequences", chain("Input((9, 2))", "LSTM(4, return_sequences=flag)", "LSTM(4)")),
    ("return-sequences", chain("Input((9, 2))", "LSTM(4)", "RepeatVector(3)", "LSTM(4)")),
    ("channel-axis", chain("Input((28, 28, 1))", "Conv2D(4, 3)")),
    ("channel-axis", chain("Input((28, 28))", "Reshape((28, 28, 1))", "Conv2D(4, 3)")),
    (
        "channel-axis",
        program(PICTURES, "Dense(10, 'softmax')", SPARSE).replace(
            "Input((4,))", "Input((28, 28, 1)), Conv2D(4, 3), Flatten()"
        ),
    ),
    ("shrinks-to-zero", chain("Input((None, None, 1))", *["MaxPooling2D()"] * 6)),
    ("shrinks-to-zero", chain("Input((8, 8, 1))", *["MaxPooling2D(padding='same')"] * 6)),
    ("shrinks-to-zero", chain("Input((3, 64, 64))", "Conv2D(4, 5, data_format='channels_first')", "MaxPooling2D(4)")),
    ("reshape-merge", chain("Input((10,))", "Reshape((5, 2))")),
    ("reshape-merge", chain("Input((10,))", "Dense(n)", "Reshape((3, 3))")),
    ("reshape-merge", chain("Input((12,))", "Reshape((-1, 3))")),
    ("wrong-rank", chain("Input((10, 1))", "Conv1D(4, 3)")),
    ("wrong-rank", chain("Input(shape)", "LSTM(4)")),
    ("wrong-rank", chain("Input((5, 8, 8, 1))", "TimeDistributed(Conv2D(4, 3))")),
    ("input-vs-data", program(INTS3 + "X = select(X)\n", SOFT3, SPARSE).replace("(4,)", "(2,)")),
    (
        "input-vs-data",
        program(PICTURES, "Dense(10, 'softmax')", SPARSE).replace("Input((4,))", "Input((28, 28, 1)), Flatten()"),
    ),
    ("input-vs-data", program(INTS3 + "X = np.concatenate([X, X], axis=1)\n", SOFT3, SPARSE).replace("(4,)", "(8,)")),
    ("not-ready", f"{HEAD}m = keras.Sequential([Dense(1)])\nprepare(m)\nm.fit(a, b)\n"),
    ("not-ready", f"{HEAD}m = keras.models.load_model('m.keras')\nm.fit(a, b)\n"),
    (
        "not-ready",
        f"{HEAD}def run():\n    m.fit(a, b)\nm = keras.Sequential([Dense(1)])\nm.compile('adam', 'mse')\nrun()\n",
    ),
    (
        "not-ready",
        f"{HEAD}m = keras.Sequential([Dense(1)])\nif fast:\n    m.compile('sgd', 'mse')\nelse:\n    m.compile('adam', 'mse')\nm.fit(a, b)\n",
    ),
    ("learning-rate", program(INTS3, SOFT3, SPARSE).replace("'adam'", "keras.optimizers.Adadelta(learning_rate=1.0)")),
    ("learning-rate", program(INTS3, SOFT3, SPARSE).replace("'adam'", "keras.optimizers.SGD(schedule)")),
    ("learning-rate", program(INTS3, SOFT3, SPARSE).replace("'adam'", "keras.optimizers.SGD(0.5)")),
    ("unknown-identifier", chain("Dense(4, activation='gelu')")),
    ("unknown-identifier", program(INTS3, SOFT3, "'MSE'")),
    ("unknown-identifier", program(INTS3, SOFT3, SPARSE).replace("'adam'", "'RMSprop'")),
    ("keras1-positional-conv", chain("Input((224, 224, 3))", "Conv2D(96, 4, 4)")),
    ("keras1-positional-conv", chain("Input((28, 28, 1))", "Conv2D(32, 3, 2)")),
    ("keras1-positional-conv", chain("Input((28, 28, 1))", "Conv2D(32, (3, 3), (3, 3))")),
    ("argmax-one-unit", program(INTS3, SOFT3, SPARSE, "p = np.argmax(model.predict(X), axis=1)\n")),
    ("argmax-one-unit", program(INTS2, SIG1, BINARY, "p = np.argmax(model.predict(X), axis=0)\n")),
    ("argmax-one-unit", program(UNSEEN, "Dense(n)", "'mse'", "p = np.argmax(model.predict(X), axis=1)\n")),
    ("unknown-argument", "from tf_keras.optimizers import Adam\nAdam(lr=0.1)\n"),
    ("unknown-argument", "from mylayers import Dense\nDense(3, init='zeros')\n"),
    ("removed-import", "from keras.preprocessing.sequence import pad_sequences\n"),
    ("removed-import", "from tensorflow.keras.preprocessing.text import Tokenizer\n"),
    ("unknown-identifier", program(INTS3, SOFT3, "'MSE'", metrics="['acc', 'AUC']").replace("'adam'", "'RMSProp'")),
    ("unknown-identifier", program(INTS3, SOFT3[:-1] + ", kernel_initializer='HeNormal')", SPARSE)),
    ("unknown-identifier", program(UNSEEN, SOFT3, "name_of_a_loss")),
    ("class-not-instance", program(INTS3, SOFT3, SPARSE, metrics="('accuracy',)")),
    ("metric-key", program(INTS3, SOFT3, SPARSE).replace("epochs=9", WATCH + ", validation_split=0.2")),
    ("metric-key", program(INTS3, SOFT3, SPARSE).replace("epochs=9", WATCH.replace("val_", ""))),
    ("metric-key", program(INTS3, SOFT3, SPARSE).replace("epochs=9", WATCH + ", **more")),
    (
        "not-ready",
        program(INTS3, SOFT3, SPARSE).replace("fit(X, y, epochs=9)", "load_weights('w.h5')\nmodel.evaluate(X, y)"),
    ),
    (
        "freeze-after-fit",
        program(INTS3, SOFT3, SPARSE, FREEZE.replace("model.fit", "model.compile('adam', loss='mse')\nmodel.fit")),
    ),
    (
        "freeze-after-fit",
        program(INTS3, SOFT3, SPARSE, FREEZE.replace("model.fit(X, y, epochs=9)", "model.evaluate(X, y)")),
    ),
    ("label-range", program(NUMBERS + "y = y / 30\n", "Dense(1)", "'mse'")),
    ("label-range", program("X, y = load()\ny = y / 2\n", SOFT3, SPARSE)),
    ("train-test-differ", HELD_BACK.format("Xt = Xt / 255\n")),
    ("broken-graph", GRAPH.format("h = Dense(5)(a)\nx = Concatenate()([x, h])\n", "a", "x")),
    ("broken-graph", GRAPH.format("x = Concatenate()([x, b])\n", "[a, b]", "x")),
    ("broken-graph", GRAPH.format("", "x", "Dense(1)(x)")),
]


@pytest.mark.parametrize(("rule", "code"), BAD, ids=[f"{rule}-{place}" for place, (rule, _) in enumerate(BAD)])
def test_the_rule_sees_the_bad_program(rule, code):
    assert rule in [one.rule for one in find_bugs(code)]


@pytest.mark.parametrize(("rule", "code"), SILENT, ids=[f"{rule}-{place}" for place, (rule, _) in enumerate(SILENT)])
def test_the_rule_is_silent_at_a_near_miss(rule, code):
    assert rule not in [one.rule for one in find_bugs(code) if one.level in {BUG, WARNING}]
