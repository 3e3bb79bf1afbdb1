"""Cases about shapes: what a layer or a model gets and what it takes."""

from tests.assistant.cases.building import (
    BINARY,
    HEAD,
    INTS3,
    PICTURES,
    SIG1,
    SOFT3,
    SPARSE,
    added,
    chain,
    digits,
    program,
    reviews,
)

BAD = {
    "return-sequences": [
        chain("Input((9, 2))", "LSTM(4)", "LSTM(4)"),
        chain("Input((9, 2))", "GRU(4)", "Dropout(0.1)", "SimpleRNN(4)"),
        chain("Input((9, 2))", "Bidirectional(LSTM(4))", "LSTM(4)"),
    ],
    "channel-axis": [
        chain("Input((28, 28))", "Conv2D(4, 3)"),
        chain("Conv2D(4, 3, input_shape=(28, 28))"),
        (
            HEAD
            + PICTURES
            + "m = keras.Sequential([Conv2D(4, 3), Flatten(), Dense(10, 'softmax')])\nm.compile('adam', 'sparse_categorical_crossentropy')\nm.fit(X / 255, y)\n"
        ),
    ],
    "shrinks-to-zero": [
        chain("Input((8, 8, 1))", "Conv2D(4, 9)"),
        chain("Input((8, 8, 1))", *["MaxPooling2D()"] * 4),
        chain("Input((5, 2))", "Conv1D(4, 3)", "Conv1D(4, 4)"),
    ],
    "reshape-merge": [
        chain("Input((10,))", "Reshape((3, 3))"),
        chain("Input((4, 4))", "Reshape((5, -1))"),
        chain("Input((10,))", "Dense(7)", "Reshape((2, 4))"),
    ],
    "wrong-rank": [
        chain("Input((10,))", "Conv1D(4, 3)"),
        chain("Input((10,))", "LSTM(4)"),
        chain("Input((8, 8, 1))", "Flatten()", "Conv2D(4, 3)"),
    ],
    "input-vs-data": [
        program(INTS3, SOFT3, SPARSE).replace("Input((4,))", "Input((5,))"),
        program(INTS3 + "X = X[:, :2]\n", SOFT3, SPARSE),
        program(PICTURES + "X = X.reshape(-1, 784)\n", "Dense(10, 'softmax')", SPARSE).replace("(4,)", "(785,)"),
    ],
    "batch-in-input-shape": [
        digits("model.fit(x_train, y_train, epochs=5)").replace("shape=(28, 28)", "shape=x_train.shape"),
        added("Dense(8, activation='relu', input_shape=5)", "Dense(1)"),
        program("X = np.random.rand(200, 4)\ny = np.random.rand(200)\n", "Dense(1)", "'mse'").replace(
            "(4,)", "(200, 4)"
        ),
    ],
    "embedding-input": [
        reviews("Embedding(5000, 16)", "GlobalAveragePooling1D()"),
        program("X = np.random.randint(1, 51, size=(60, 4))\ny = np.random.randint(0, 2, 60)\n", SIG1, BINARY).replace(
            "Input((4,))", "Input((4,)), Embedding(input_dim=50, output_dim=6), Flatten()"
        ),
    ],
    "predict-batch": [
        program(INTS3, SOFT3, SPARSE, "model.predict(X[0])\n"),
        program(INTS3, SOFT3, SPARSE, "one = X[3]\nmodel.predict(one)\n"),
    ],
    "keras1-positional-conv": [
        chain("Input((28, 28, 1))", "Conv2D(32, 3, 3)"),
        chain("Input((28, 28, 1))", "Convolution2D(32, 5, 5, activation='relu')"),
        f"{HEAD}m = keras.Sequential()\nm.add(Conv2D(8, 3, 3, input_shape=(28, 28, 1)))\n",
    ],
}
SILENT = {
    "return-sequences": [
        chain("Input((9, 2))", "LSTM(4, return_sequences=True)", "LSTM(4)"),
        chain("Input((9, 2))", "LSTM(4, return_sequences=flag)", "LSTM(4)"),
        chain("Input((9, 2))", "LSTM(4)", "RepeatVector(3)", "LSTM(4)"),
    ],
    "channel-axis": [
        chain("Input((28, 28, 1))", "Conv2D(4, 3)"),
        chain("Input((28, 28))", "Reshape((28, 28, 1))", "Conv2D(4, 3)"),
        program(PICTURES, "Dense(10, 'softmax')", SPARSE).replace(
            "Input((4,))", "Input((28, 28, 1)), Conv2D(4, 3), Flatten()"
        ),
    ],
    "shrinks-to-zero": [
        chain("Input((None, None, 1))", *["MaxPooling2D()"] * 6),
        chain("Input((8, 8, 1))", *["MaxPooling2D(padding='same')"] * 6),
        chain("Input((3, 64, 64))", "Conv2D(4, 5, data_format='channels_first')", "MaxPooling2D(4)"),
    ],
    "reshape-merge": [
        chain("Input((10,))", "Reshape((5, 2))"),
        chain("Input((10,))", "Dense(n)", "Reshape((3, 3))"),
        chain("Input((12,))", "Reshape((-1, 3))"),
    ],
    "wrong-rank": [
        chain("Input((10, 1))", "Conv1D(4, 3)"),
        chain("Input(shape)", "LSTM(4)"),
        chain("Input((5, 8, 8, 1))", "TimeDistributed(Conv2D(4, 3))"),
    ],
    "input-vs-data": [
        program(INTS3 + "X = select(X)\n", SOFT3, SPARSE).replace("(4,)", "(2,)"),
        program(PICTURES, "Dense(10, 'softmax')", SPARSE).replace("Input((4,))", "Input((28, 28, 1)), Flatten()"),
        program(INTS3 + "X = np.concatenate([X, X], axis=1)\n", SOFT3, SPARSE).replace("(4,)", "(8,)"),
    ],
    "batch-in-input-shape": [
        added("Dense(8, activation='relu', input_shape=(5,))", "Dense(1)"),
        digits("model.fit(x_train, y_train, epochs=5)").replace("shape=(28, 28)", "shape=x_train.shape[1:]"),
        program("X = np.random.rand(200, 4)\ny = np.random.rand(200)\n", "Dense(1)", "'mse'").replace(
            "Input((4,))", "Input(batch_shape=(None, 4))"
        ),
    ],
    "embedding-input": [
        reviews("Embedding(10000, 16)", "LSTM(16)"),
        reviews("Embedding(words, 16)", "LSTM(16)"),
        program("X = np.random.randint(0, 50, size=(60, 4))\ny = np.random.randint(0, 2, 60)\n", SIG1, BINARY).replace(
            "Input((4,))", "Input((4,)), Embedding(50, 6), Flatten()"
        ),
    ],
    "predict-batch": [
        program(INTS3, SOFT3, SPARSE, "model.predict(X[:1])\n"),
        program(INTS3, SOFT3, SPARSE, "model.predict(X[0][None])\n"),
        program(INTS3, SOFT3, SPARSE, "model.predict(X[0].reshape(1, -1))\n"),
    ],
    "keras1-positional-conv": [
        chain("Input((224, 224, 3))", "Conv2D(96, 4, 4)"),
        chain("Input((28, 28, 1))", "Conv2D(32, 3, 2)"),
        chain("Input((28, 28, 1))", "Conv2D(32, (3, 3), (3, 3))"),
    ],
}
