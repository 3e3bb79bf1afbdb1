"""Cases about splits, scaling, and what fit and evaluate are given."""

from tests.assistant.cases.building import (
    HEAD,
    INTS3,
    NUMBERS,
    PICTURES,
    SOFT3,
    SPARSE,
    SPLITTING,
    added,
    colours,
    digits,
    program,
    reviews,
    subclassed,
    wine,
)

HELD_BACK = (
    program(PICTURES + "X = X / 255\n{}", "Flatten(), " + SOFT3.replace("3", "10"), SPARSE)
    .replace("Input((4,))", "Input((28, 28))")
    .replace("epochs=9", "epochs=9, validation_data=(Xt, yt)")
)
BAD = {
    "eval-on-train": [
        wine("model.fit(X_train, y_train, epochs=30)", "print(model.evaluate(X_train, y_train))"),
        program(NUMBERS + "X = X / 3\n", "Dense(1)", "'mse'", "print('error', model.evaluate(X, y))\n", "['mae']"),
    ],
    "val-is-train": [
        wine("model.fit(X_train, y_train, epochs=30, validation_data=(X_train, y_train))"),
        subclassed("history = model.fit(X, y, epochs=9, validation_data=(X, y))"),
    ],
    "unscaled-input": [
        colours("model.fit(x_train, y_train, epochs=10, batch_size=64)"),
        digits("model.fit(x_train, y_train, epochs=10)").replace(
            "x_train, x_test = x_train / 255.0, x_test / 255.0",
            "x_train = x_train.astype('float32')\nx_test = x_test.astype('float32')",
        ),
        program("X = np.random.randint(0, 256, size=(80, 4))\ny = np.random.randint(0, 3, 80)\n", SOFT3, SPARSE),
    ],
    "scaler-leak": [
        wine("model.fit(X_train, y_train, epochs=30)").replace(
            "X_test = scaler.transform", "X_test = scaler.fit_transform"
        ),
        wine("model.fit(X_train, y_train, epochs=30)").replace(
            "X_test = scaler", "scaler.fit(X_test)\nX_test = scaler"
        ),
    ],
    "train-on-test": [
        wine("model.fit(X_test, y_test, epochs=30)"),
        colours("x_test = x_test / 255.0", "model.fit(x_test, y_test, batch_size=64, epochs=10)"),
    ],
    "train-test-differ": [
        HELD_BACK.format(""),
        colours("x_train = x_train / 255.0", "model.fit(x_train, y_train, epochs=9)", "model.predict(x_test)"),
        wine("model.fit(X_train, y_train, epochs=30)", "model.evaluate(X_test, y_test)").replace(
            "X_test = scaler.transform(X_test)\n", ""
        ),
    ],
    "xy-split": [
        SPLITTING
        + "iris = load_iris()\nx_tr, y_tr, x_te, y_te = train_test_split(iris.data, iris.target, test_size=0.3)\n",
        (
            SPLITTING + "data, labels = load_iris(return_X_y=True)\n"
            "Xtrain, Ytrain, Xtest, Ytest = train_test_split(data, labels, random_state=1, stratify=labels)\n"
        ),
        wine("model.fit(X_train, X_test, epochs=30)"),
    ],
    "not-an-array": [
        added(
            "Dense(1, input_shape=(1,))",
            after="celsius = [-40, -10, 0, 8, 15, 22, 38]\nfahrenheit = [-40, 14, 32, 46, 59, 72, 100]\n"
            "model.fit(celsius, fahrenheit, epochs=500)",
        ),
        program(
            "X = []\ny = []\nfor number in range(100):\n    X.append([number, 1, 2, 3])\n    y.append(2.0 * number)\n",
            "Dense(1)",
            "'mse'",
        ),
    ],
}
SILENT = {
    "eval-on-train": [
        program(INTS3, SOFT3, SPARSE, "model.evaluate(X, y)\n").replace("epochs=9", "epochs=9, validation_split=0.2"),
        wine(
            "model.fit(X_train, y_train, epochs=30)",
            "print(model.evaluate(X_train, y_train))",
            "print(model.evaluate(X_test, y_test))",
        ),
    ],
    "val-is-train": [
        wine("model.fit(X_train, y_train, epochs=30, validation_data=(X_test, y_test))"),
        digits(
            "model.fit(x_train[10000:], y_train[10000:], epochs=5, validation_data=(x_train[:10000], y_train[:10000]))"
        ),
        digits("model.fit(x_train, y_train, epochs=5, validation_split=0.2)"),
    ],
    "unscaled-input": [
        colours("model.fit(x_train, y_train, epochs=9)").replace("Conv2D(32", "Rescaling(1 / 255), Conv2D(32"),
        colours("x_train = x_train.astype('float32')", "x_train /= 255", "model.fit(x_train, y_train, epochs=9)"),
        reviews("Embedding(10000, 16)", "GlobalAveragePooling1D()"),
        wine("model.fit(X_train, y_train, epochs=30)"),
    ],
    "scaler-leak": [
        wine("model.fit(X_train, y_train, epochs=30)"),
        (
            SPLITTING + "from sklearn.preprocessing import LabelEncoder, MinMaxScaler\n"
            "X_train, X_test, y_train, y_test = train_test_split(load(), load())\ncoder, scaler = LabelEncoder(), MinMaxScaler()\n"
            "scaler.fit(X_train)\nX_train, X_test = scaler.transform(X_train), scaler.transform(X_test)\ny_train = coder.fit_transform(y_train)\n"
        ),
    ],
    "train-on-test": [
        wine("model.fit(X_train, y_train, epochs=30)", "model.fit(X_test, y_test, epochs=3)"),
        (
            "from sklearn.model_selection import KFold\n"
            + program(INTS3, SOFT3, SPARSE).replace(
                "model.fit(X, y, epochs=9)",
                "for train, test in KFold(5).split(X):\n    model.fit(X[train], y[train], epochs=9)\n    model.evaluate(X[test], y[test])",
            )
        ),
    ],
    "train-test-differ": [
        HELD_BACK.format("Xt = Xt / 255\n"),
        wine("model.fit(X_train, y_train, epochs=30)", "model.evaluate(X_test, y_test)"),
        colours(
            "x_train, x_test = x_train / 255, x_test / 255.0",
            "model.fit(x_train, y_train, epochs=9)",
            "model.evaluate(x_test, y_test)",
        ),
        colours("model.fit(x_train, y_train, epochs=9)", "model.evaluate(x_test, y_test)").replace(
            "Conv2D(32", "Rescaling(1 / 255), Conv2D(32"
        ),
    ],
    "xy-split": [
        wine("model.fit(X_train, y_train, epochs=30)"),
        SPLITTING + "y_train, y_test, X_train, X_test = train_test_split(load_iris().target, load_iris().data)\n",
        SPLITTING + "train, test = train_test_split(load_iris(as_frame=True).frame, test_size=0.2)\n",
    ],
    "not-an-array": [
        added(
            "Dense(1, input_shape=(2,))",
            after="X = []\nfor number in range(100):\n    X.append([number, 1])\n"
            "model.fit(np.array(X), load(), epochs=500)",
        ),
        added(
            "Dense(1, input_shape=(1,))",
            after="hours, marks = [1, 2, 3, 4], [2.0, 4.1, 5.9, 8.2]\n"
            "model.fit(np.array(hours), np.array(marks), epochs=500)",
        ),
        (
            f"{HEAD}a, b = Input((3,)), Input((2,))\nmodel = keras.Model([a, b], Dense(1)(Concatenate()([a, b])))\n"
            "model.compile('adam', 'mse')\nmodel.fit([np.ones((9, 3)), np.ones((9, 2))], np.ones((9, 1)), epochs=9)\n"
        ),
    ],
}
