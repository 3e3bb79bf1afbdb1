"""Cases about the layers between the input and the output."""

from tests.assistant.cases.building import BINARY, HEAD, SOFT3, SPARSE, added, chain, digits, functional

BAD = {
    "no-nonlinearity": [
        chain("Input((8,))", "Normalization()", "Dense(64)", "Dense(64)", "Dense(1)"),
        added("Dense(64, input_dim=8)", "Dropout(0.2)", "Dense(32)", "Dense(1)"),
        functional("(20,)", "Dense(128)", "BatchNormalization()", "Dense(64, activation='linear')", "Dense(10)"),
        digits("model.fit(x_train, y_train, epochs=5)").replace(
            "Dense(64, activation='relu')", "Dense(64, activation=None)"
        ),
    ],
    "hidden-activation": [
        functional("(20,)", "Dense(64, activation='softmax')", "Dense(32, activation='relu')", SOFT3, loss=SPARSE),
        added("Dense(12, input_dim=8)", "Activation('softmax')", "Dense(1, activation='sigmoid')", loss=BINARY),
        chain("Input((30, 1))", "LSTM(50, activation='relu')", "Dense(1)"),
    ],
    "dropout-rate": [
        added("Dense(64, input_dim=8, activation='relu')", "Dropout(20)", "Dense(1)"),
        functional(
            "(8, 8, 3)", "Conv2D(4, 3, activation='relu')", "SpatialDropout2D(rate=1.0)", "Flatten()", "Dense(1)"
        ),
        chain("Input((8,))", "Dense(64, activation='relu')", "Dropout(0.95)", "Dense(1)"),
    ],
    "deep-saturating": [
        (
            f"{HEAD}model = keras.models.Sequential()\nmodel.add(Input((8,)))\nfor _ in range(7):\n"
            "    model.add(Dense(20, activation='sigmoid'))\nmodel.add(Dense(1))\nmodel.compile('sgd', 'mse')\n"
        ),
        functional("(8,)", *["Dense(32)", "Activation('sigmoid')"] * 4, "Dense(1)"),
        added(
            "Dense(64, input_dim=8, activation='sigmoid')",
            *["Dense(32, activation='sigmoid')", "Dropout(0.2)"] * 3,
            "Dense(1, activation='sigmoid')",
            loss=BINARY,
        ),
    ],
    "after-output-extras": [
        added(
            "Dense(64, input_dim=8, activation='relu')", "Dense(1, activation='sigmoid')", "Dropout(0.5)", loss=BINARY
        ),
        functional("(20,)", "Dense(32, activation='relu')", SOFT3, "GaussianNoise(0.1)", loss=SPARSE),
        chain("Input((20,))", "Dense(32, activation='relu')", SOFT3, "BatchNormalization()").replace("'mse'", SPARSE),
    ],
    "bad-init": [
        added("Dense(64, input_dim=8, activation='relu', kernel_initializer='ones')", "Dense(1)"),
        functional("(8,)", "Dense(64, activation='tanh', kernel_initializer=keras.initializers.Zeros())", "Dense(1)"),
        chain("Input((8,))", "Dense(9, 'relu', kernel_initializer=keras.initializers.Constant(0.5))", "Dense(1)"),
    ],
    "bottleneck": [
        added("Dense(64, input_dim=8, activation='relu')", "Dense(units=1, activation='sigmoid')", SOFT3, loss=SPARSE),
        functional(
            "(20,)", "Dense(64, activation='relu')", "Dense(1)", "ReLU()", "Dense(5, activation='softmax')", loss=SPARSE
        ),
    ],
    "style": [
        chain("Input((28, 28, 1))", "Conv2D(8, 3)", "BatchNormalization()", "ReLU()", "Flatten()", "Dense(1)"),
        functional("(20,)", "Dense(32, activation='relu')", "Dropout(0.3)", "BatchNormalization()", "Dense(1)"),
    ],
}
SILENT = {
    "no-nonlinearity": [
        added("Dense(64, input_dim=8)", "LeakyReLU()", "Dense(32)", "Activation('relu')", "Dense(1)"),
        functional("(784,)", "Dense(32)", "Dense(784)"),
        added("Dense(1, input_dim=8)"),
    ],
    "hidden-activation": [
        chain("Input((9, 2))", "Dense(1)", "Softmax(axis=1)", "Flatten()", "Dense(3)"),
        functional("(20,)", "Dense(64, activation='relu')", SOFT3, loss=SPARSE),
        (
            f"{HEAD}a = Input((16,))\nweights = Dense(16, activation='softmax')(a)\nx = Multiply()([a, weights])\n"
            f"model = keras.Model(a, Dense(3, activation='softmax')(x))\nmodel.compile('adam', {SPARSE})\n"
        ),
        chain("Input((30, 1))", "LSTM(50)", "Dense(20, activation='relu')", "Dense(1)"),
    ],
    "dropout-rate": [
        added("Dense(64, input_dim=8, activation='relu')", "Dropout(0.8)", "Dense(1)"),
        functional("(8,)", "Dense(64, activation='relu')", "Dropout(rate)", "Dense(1)"),
        chain("Input((8,))", "Dense(64, activation='relu')", "Dropout(1 / 5)", "Dense(1)"),
    ],
    "deep-saturating": [
        added(
            "Dense(9, input_dim=8, activation='sigmoid')",
            "Dense(9, activation='sigmoid')",
            "Dense(1, activation='sigmoid')",
            loss=BINARY,
        ),
        functional("(8,)", *["Dense(32, activation='relu')"] * 6, "Dense(1, activation='sigmoid')", loss=BINARY),
        chain("Input((8,))", *["Dense(32, activation='tanh')"] * 4, "Dense(1)"),
    ],
    "after-output-extras": [
        chain("Input((20,))", "Dense(32, activation='relu')", "Dense(1)", "BatchNormalization()"),
        added("Dense(64, input_dim=8)", "BatchNormalization()", "ReLU()", "Dropout(0.5)", "Dense(1)"),
        chain("Input((20,))", "Dense(6)", "Reshape((3, 2))"),
        functional("(20,)", "Dense(32, activation='relu')", "Dropout(0.5)", "Dense(3)", "Softmax()", loss=SPARSE),
    ],
    "bad-init": [
        added("Dense(64, input_dim=8, activation='relu', bias_initializer='zeros')", "Dense(1)"),
        functional(
            "(8,)",
            "Dense(64, activation='relu', kernel_initializer=keras.initializers.RandomNormal(stddev=0.05))",
            "Dense(1)",
        ),
        chain("Input((8,))", "Dense(64, activation='relu')", "Dense(1, kernel_initializer='zeros')"),
    ],
    "bottleneck": [
        added("Dense(64, input_dim=8, activation='relu')", "Dense(1)"),
        functional("(20,)", "Dense(64, activation='relu')", "Dense(2)", "Dense(5, activation='softmax')", loss=SPARSE),
        chain("Input((8,))", "Dense(64, activation='relu')", "Dense(1)", "Activation('sigmoid')").replace(
            "'mse'", BINARY
        ),
    ],
    "style": [
        chain(
            "Input((28, 28, 1))",
            "Conv2D(8, 3, use_bias=False)",
            "BatchNormalization()",
            "ReLU()",
            "Flatten()",
            "Dense(1)",
        ),
        functional("(20,)", "Dense(32, activation='relu')", "BatchNormalization()", "Dropout(0.3)", "Dense(1)"),
    ],
}
