"""Cases about the last layer, the loss, and what is made of the answers."""

from tests.assistant.cases.building import (
    BINARY,
    CATEGORICAL,
    HOT3,
    INTS2,
    INTS3,
    NUMBERS,
    RAW,
    SIG1,
    SIG3,
    SOFT3,
    SPARSE,
    UNSEEN,
    chain,
    digits,
    program,
    tumours,
    wine,
)

BAD = {
    "one-unit-softmax": [
        program(INTS2, "Dense(1, activation='softmax')", BINARY),
        program(UNSEEN, "Dense(1), Activation('softmax')", BINARY),
        program(UNSEEN, "Dense(units=1, activation=keras.activations.softmax)", "'mse'"),
    ],
    "softmax-with-bce": [
        program(HOT3, SOFT3, BINARY),
        program(UNSEEN, "Dense(3), Softmax()", BINARY),
        program(UNSEEN, SOFT3, "keras.losses.BinaryCrossentropy()"),
    ],
    "sigmoid-with-cce": [
        program(INTS3, SIG3, SPARSE),
        program(UNSEEN, SIG3, "keras.losses.CategoricalCrossentropy()"),
        program(HOT3, "Dense(3), Activation('sigmoid')", CATEGORICAL),
    ],
    "logits-without-flag": [
        program(INTS3, "Dense(3)", SPARSE),
        program(INTS2, "Dense(1)", BINARY),
        program(UNSEEN, "Dense(3, activation='linear')", "keras.losses.CategoricalCrossentropy()"),
    ],
    "flag-on-probabilities": [
        program(INTS3, SOFT3, RAW),
        program(INTS2, SIG1, "keras.losses.BinaryCrossentropy(from_logits=True)"),
        program(UNSEEN, "Dense(3), Softmax()", RAW),
    ],
    "relu-tanh-with-crossentropy": [
        program(INTS2, "Dense(1, activation='relu')", BINARY),
        program(INTS2, "Dense(1, activation='tanh')", BINARY),
        program(INTS3, "Dense(3), ReLU()", SPARSE),
    ],
    "one-unit-multiclass": [
        program(INTS3, SIG1, SPARSE),
        program(INTS3, SIG1, BINARY),
        program(UNSEEN, "Dense(1)", CATEGORICAL),
    ],
    "multilabel-pair": [
        program(HOT3, SIG3, BINARY),
        digits(
            "y_train = keras.utils.to_categorical(y_train, 10)",
            "model.fit(x_train, y_train, epochs=5)",
            last="Dense(10, activation='sigmoid')",
            loss=BINARY,
        ),
    ],
    "metric-mismatch": [
        program(INTS3, SOFT3, SPARSE, metrics="['binary_accuracy']"),
        program(INTS3, SOFT3, SPARSE, metrics="[keras.metrics.Accuracy()]"),
        program(UNSEEN, SOFT3, SPARSE, metrics="['categorical_accuracy']"),
    ],
    "argmax-one-unit": [
        program(INTS2, SIG1, BINARY, "p = np.argmax(model.predict(X), axis=1)\n"),
        program(INTS2, SIG1, BINARY, "p = model.predict(X).argmax(axis=-1)\n"),
        program(INTS2, SIG1, BINARY, "p = model.predict(X)\nq = np.argmax(p, 1)\n"),
    ],
    "no-decode": [
        wine(
            "model.fit(X_train, y_train, epochs=30)",
            "from sklearn.metrics import accuracy_score",
            "print(accuracy_score(y_test, model.predict(X_test)))",
        ),
        tumours(
            "from sklearn.metrics import confusion_matrix",
            "answers = model.predict(X)",
            "print(confusion_matrix(y, answers))",
        ),
    ],
    "bounded-output-regression": [
        program(NUMBERS, SIG1, "'mse'"),
        program(NUMBERS, "Dense(1, activation='tanh')", "'mae'"),
        program(NUMBERS, "Dense(1), Activation('sigmoid')", "keras.losses.MeanSquaredError()"),
    ],
    "class-loss-for-numbers": [
        program(NUMBERS, SIG1, BINARY),
        program(NUMBERS, "Dense(1)", "keras.losses.BinaryCrossentropy(from_logits=True)"),
        program("from sklearn.datasets import make_regression\nX, y = make_regression(50, 4)\n", SIG1, BINARY),
    ],
    "regression-loss-for-classes": [
        digits(
            "y_train = keras.utils.to_categorical(y_train)",
            "model.fit(x_train, y_train, epochs=5)",
            loss="'mean_squared_error'",
        ),
        program(INTS2, SIG1, "'mae'"),
        program(HOT3, SOFT3, "keras.losses.MeanSquaredError()"),
    ],
    "accuracy-on-regression": [
        program(NUMBERS, "Dense(1)", "'mse'"),
        program(
            "from sklearn.datasets import make_regression\nX, y = make_regression(200, n_features=4, noise=3.0)\n",
            "Dense(1, activation='linear')",
            "keras.losses.MeanAbsoluteError()",
            metrics="['acc', 'mae']",
        ),
    ],
}
SILENT = {
    "one-unit-softmax": [
        program(INTS2, "Dense(2, activation='softmax')", SPARSE),
        program(UNSEEN, "Dense(n, activation='softmax')", SPARSE),
        chain("Input((9, 2))", "Dense(1)", "Softmax(axis=1)", "Flatten()", "Dense(3)"),
    ],
    "softmax-with-bce": [
        program(HOT3, SIG3, BINARY),
        program(UNSEEN, "Dense(n, activation='sigmoid')", BINARY),
        program(UNSEEN, SOFT3, "my_loss"),
    ],
    "sigmoid-with-cce": [
        program(INTS2, SIG1, BINARY),
        program(UNSEEN, SIG3, "'mse'"),
        program(UNSEEN, SIG3 + ", MyLayer()", SPARSE),
    ],
    "logits-without-flag": [
        program(INTS3, "Dense(3)", RAW),
        program(INTS3, "Dense(3), Softmax()", SPARSE),
        program(NUMBERS, "Dense(1)", "'mse'"),
        program(INTS3, "Dense(3, activation=my_softmax)", SPARSE),
    ],
    "flag-on-probabilities": [
        program(INTS3, "Dense(3)", RAW),
        program(INTS2, SIG1, "keras.losses.BinaryCrossentropy(from_logits=False)"),
        program(UNSEEN, "Dense(3, activation=chosen)", RAW),
    ],
    "relu-tanh-with-crossentropy": [
        program(INTS2, "Dense(4, activation='tanh'), " + SIG1, BINARY),
        program(NUMBERS, "Dense(1, activation='relu')", "'mse'"),
        program(INTS2.replace("y = ", "y = -1 + 2 * "), "Dense(1, activation='tanh')", "'hinge'"),
    ],
    "one-unit-multiclass": [
        program(INTS3 + "y = (y == 2).astype(int)\n", SIG1, BINARY),
        program(INTS2, SIG1, BINARY),
        program(UNSEEN, SIG1, BINARY),
    ],
    "multilabel-pair": [
        program(UNSEEN, SIG3, BINARY),
        program(HOT3, SOFT3, CATEGORICAL),
        program(INTS2, SIG1, BINARY),
    ],
    "metric-mismatch": [
        program(HOT3, SOFT3, CATEGORICAL, metrics="['categorical_accuracy']"),
        program(INTS2, SIG1, BINARY, metrics="['binary_accuracy']"),
        program(INTS3, SOFT3, SPARSE, metrics="[keras.metrics.SparseCategoricalAccuracy()]"),
    ],
    "argmax-one-unit": [
        program(INTS3, SOFT3, SPARSE, "p = np.argmax(model.predict(X), axis=1)\n"),
        program(INTS2, SIG1, BINARY, "p = np.argmax(model.predict(X), axis=0)\n"),
        program(UNSEEN, "Dense(n)", "'mse'", "p = np.argmax(model.predict(X), axis=1)\n"),
    ],
    "no-decode": [
        wine(
            "model.fit(X_train, y_train, epochs=30)",
            "from sklearn.metrics import accuracy_score",
            "print(accuracy_score(y_test, model.predict(X_test).argmax(axis=1)))",
        ),
        tumours("answers = np.round(model.predict(X))"),
        wine("model.fit(X_train, y_train, epochs=30)", "print(np.round(model.predict(X_test), 3))"),
    ],
    "bounded-output-regression": [
        program("X = np.random.rand(50, 4)\ny = np.random.rand(50)\n", SIG1, "'mse'"),
        program(NUMBERS + "y = y / 30\n", SIG1, "'mse'"),
        program(UNSEEN, SIG1, "'mse'"),
    ],
    "class-loss-for-numbers": [
        program("X = np.random.rand(50, 4)\ny = X\n", "Dense(4, activation='sigmoid')", BINARY),
        program(INTS2, SIG1, BINARY),
        program("X = np.random.rand(50, 4)\ny = np.random.rand(50)\n", SIG1, BINARY),
    ],
    "regression-loss-for-classes": [
        program(NUMBERS, "Dense(1)", "'mse'"),
        program("X = np.random.rand(50, 4)\ny = X\n", "Dense(4, activation='sigmoid')", "'mse'"),
        program(UNSEEN, SIG1, "'mse'"),
    ],
    "accuracy-on-regression": [
        program(NUMBERS, "Dense(1)", "'mse'", metrics="['mae']"),
        program(INTS2, SIG1, BINARY),
        program(UNSEEN, "Dense(3, activation='softmax')", CATEGORICAL),
    ],
}
