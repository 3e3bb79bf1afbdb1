"""Cases about the order of things: build, compile, fit, watch, save."""

from tests.assistant.cases.building import (
    HEAD,
    INTS3,
    SOFT3,
    SPARSE,
    UNSEEN,
    added,
    chain,
    digits,
    program,
    streamed,
    tumours,
    wine,
)

WATCH = "epochs=9, callbacks=[keras.callbacks.EarlyStopping(monitor='val_accuracy')]"
FREEZE = "for layer in model.layers[:-1]:\n    layer.trainable = False\nmodel.fit(X, y, epochs=9)\n"
GRAPH = HEAD + "a, b = Input((4,)), Input((3,))\nx = Dense(8, activation='relu')(a)\n{}model = keras.Model({}, {})\n"
BAD = {
    "not-ready": [
        f"{HEAD}m = keras.Sequential([Dense(1)])\nm.fit(a, b)\n",
        f"{HEAD}m = keras.Sequential()\nm.add(Dense(1))\nm.evaluate(a, b)\nm.compile('adam', 'mse')\n",
        f"{HEAD}def build():\n    m = keras.Sequential([Dense(1)])\n    return m\nm = build()\nm.fit(a, b)\n",
        program(INTS3, SOFT3, SPARSE).replace("fit(X, y, epochs=9)", "evaluate(X, y)"),
    ],
    "learning-rate": [
        program(INTS3, SOFT3, SPARSE).replace("'adam'", "keras.optimizers.Adam(-0.1)"),
        program(INTS3, SOFT3, SPARSE).replace("'adam'", "keras.optimizers.SGD(learning_rate=20)"),
        program(INTS3, SOFT3, SPARSE)
        .replace("'adam'", "opt")
        .replace("model.c", "opt = keras.optimizers.Adam(learning_rate=0)\nmodel.c"),
    ],
    "freeze-after-fit": [
        program(INTS3, SOFT3, SPARSE, "model.trainable = False\nmodel.fit(X, y, epochs=9)\n"),
        program(INTS3, SOFT3, SPARSE, "model.layers[0].trainable = False\nmodel.fit(X, y, epochs=9)\n"),
        program(INTS3, SOFT3, SPARSE, FREEZE),
    ],
    "lost-return": [
        f"{HEAD}m = keras.Sequential()\nm = m.add(Dense(3))\n",
        program(INTS3, SOFT3, SPARSE, "loss, acc = model.evaluate(X, y)\n").replace(", metrics=['accuracy']", ""),
        chain("Dense(3)").replace("model.compile", "model = model.compile"),
    ],
    "metric-key": [
        program(INTS3, SOFT3, SPARSE).replace("epochs=9", WATCH),
        program(INTS3, SOFT3, SPARSE).replace("epochs=9", WATCH.replace("monitor='val_accuracy'", "patience=3")),
    ],
    "epochs-batch": [
        "from sklearn.model_selection import KFold\n"
        + program(INTS3, SOFT3, SPARSE)
        .replace("model = ", "for train, test in KFold(5).split(X):\n    model = ")
        .replace("\nmodel.", "\n    model.")
        .replace("fit(X, y, epochs=9)", "fit(X[train], y[train])"),
        wine("model.fit(X_train, y_train, batch_size=16, validation_data=(X_test, y_test))"),
        program(UNSEEN, "Dense(1)", "'mse'", metrics="['mae']").replace(", epochs=9", ", verbose=2"),
    ],
    "layer-after-output": [
        added(
            "Dense(16, input_dim=4, activation='relu')",
            "Dense(1)",
            after="model.fit(load(), load(), epochs=50)\nmodel.add(Dense(1, activation='relu'))\n"
            "model.fit(load(), load(), epochs=50)",
        ),
        program(
            INTS3,
            SOFT3,
            SPARSE,
            "model.add(Dense(30, 'relu'))\nmodel.add(Dense(3, 'softmax'))\n"
            "history = model.fit(X, y, epochs=30, verbose=0)\n",
        ),
    ],
    "dataset-args": [
        streamed("model.fit(data, epochs=9, batch_size=32)"),
        streamed(
            "data = data.map(lambda a, b: (a / 2, b)).prefetch(2)", "model.fit(data, validation_split=0.1, epochs=9)"
        ),
    ],
    "shared-layer": [
        (
            f"{HEAD}hidden = Dense(64, activation='relu')\nmodel = keras.Sequential()\nmodel.add(Input((9,)))\nmodel.add(hidden)\n"
            "model.add(hidden)\nmodel.add(Dense(1))\nmodel.compile('adam', 'mse')\n"
        ),
        (
            f"{HEAD}conv = Conv2D(8, 3, padding='same', activation='relu')\nmodel = keras.Sequential([Input((28, 28, 8))])\n"
            "for _ in range(3):\n    model.add(conv)\nmodel.add(Flatten())\nmodel.add(Dense(1))\nmodel.compile('adam', 'mse')\n"
        ),
    ],
    "broken-graph": [
        GRAPH.format("h = Dense(5)(a)\n", "a", "x"),
        GRAPH.format("", "b", "x"),
        GRAPH.format("x = Concatenate()([x, b])\n", "a", "x"),
    ],
    "save-extension": [
        added("Dense(8, input_dim=4)", after="model.save_weights('weights.h5')"),
        digits(
            "best = keras.callbacks.ModelCheckpoint('best.hdf5', save_best_only=True)",
            "model.fit(x_train, y_train, epochs=5, validation_split=0.1, callbacks=[best])",
        ),
        tumours("model.save('models/tumours')"),
    ],
}
SILENT = {
    "not-ready": [
        f"{HEAD}m = keras.Sequential([Dense(1)])\nprepare(m)\nm.fit(a, b)\n",
        f"{HEAD}m = keras.models.load_model('m.keras')\nm.fit(a, b)\n",
        f"{HEAD}def run():\n    m.fit(a, b)\nm = keras.Sequential([Dense(1)])\nm.compile('adam', 'mse')\nrun()\n",
        f"{HEAD}m = keras.Sequential([Dense(1)])\nif fast:\n    m.compile('sgd', 'mse')\nelse:\n    m.compile('adam', 'mse')\nm.fit(a, b)\n",
        program(INTS3, SOFT3, SPARSE).replace("fit(X, y, epochs=9)", "load_weights('w.h5')\nmodel.evaluate(X, y)"),
    ],
    "learning-rate": [
        program(INTS3, SOFT3, SPARSE).replace("'adam'", "keras.optimizers.Adadelta(learning_rate=1.0)"),
        program(INTS3, SOFT3, SPARSE).replace("'adam'", "keras.optimizers.SGD(schedule)"),
        program(INTS3, SOFT3, SPARSE).replace("'adam'", "keras.optimizers.SGD(0.5)"),
    ],
    "freeze-after-fit": [
        program(INTS3, SOFT3, SPARSE).replace("model.fit", "model.trainable = False\nmodel.fit"),
        program(INTS3, SOFT3, SPARSE, "model.trainable = False\n"),
        program(
            INTS3, SOFT3, SPARSE, "model.trainable = False\nmodel.compile('sgd', 'mse')\nmodel.fit(X, y, epochs=9)\n"
        ),
        program(INTS3, SOFT3, SPARSE, FREEZE.replace("model.fit", "model.compile('adam', loss='mse')\nmodel.fit")),
        program(INTS3, SOFT3, SPARSE, FREEZE.replace("model.fit(X, y, epochs=9)", "model.evaluate(X, y)")),
    ],
    "lost-return": [
        program(INTS3, SOFT3, SPARSE, "loss, acc = model.evaluate(X, y)\n"),
        program(INTS3, SOFT3, SPARSE, "loss = model.evaluate(X, y)\nnothing = model.summary()\n"),
        "df = load()\ndf = df.add(1)\nimport re\np = re.compile('a')\n",
    ],
    "metric-key": [
        program(INTS3, SOFT3, SPARSE).replace("epochs=9", WATCH + ", validation_split=0.2"),
        program(INTS3, SOFT3, SPARSE).replace("epochs=9", WATCH.replace("val_", "")),
        program(INTS3, SOFT3, SPARSE).replace("epochs=9", WATCH + ", **more"),
    ],
    "epochs-batch": [
        wine("model.fit(X_train, y_train, 16, 30)"),
        program(UNSEEN, "Dense(1)", "'mse'").replace("epochs=9", "**settings"),
        wine(
            "for epoch in range(30):",
            "    model.fit(X_train, y_train, verbose=0)",
            "    print(model.evaluate(X_test, y_test))",
        ),
    ],
    "layer-after-output": [
        program(
            INTS3,
            SOFT3,
            SPARSE,
            "model.pop()\nmodel.add(Dense(3, 'softmax'))\n"
            f"model.compile('adam', {SPARSE})\nmodel.fit(X, y, epochs=9)\n",
        ),
        program(
            INTS3,
            SOFT3,
            SPARSE,
            "second = keras.Sequential([Dense(3)])\nsecond.add(Softmax())\n"
            f"second.compile('adam', {SPARSE})\nsecond.fit(X, y, epochs=9)\n",
        ),
        added("Dense(8, input_dim=4, activation='relu')", "Dense(1)", after="model.fit(load(), load(), epochs=5)"),
    ],
    "dataset-args": [
        program(INTS3, SOFT3, SPARSE).replace("epochs=9", "epochs=9, batch_size=8, validation_split=0.1"),
        streamed("held, rest = data.take(4), data.skip(4)", "model.fit(rest, validation_data=held, epochs=9)"),
    ],
    "shared-layer": [
        chain("Input((4,))", "Dense(3)", "Dense(3)"),
        (
            f"{HEAD}pool = MaxPooling2D()\nmodel = keras.Sequential([Input((28, 28, 1)), Conv2D(8, 3), pool, Conv2D(8, 3), pool, Flatten(), Dense(1)])\n"
            "model.compile('adam', 'mse')\n"
        ),
        (
            f"{HEAD}left, right = Input((9,)), Input((9,))\ntower = Dense(8, activation='relu')\n"
            "model = keras.Model([left, right], Dense(1)(Concatenate()([tower(left), tower(right)])))\nmodel.compile('adam', 'mse')\n"
        ),
    ],
    "broken-graph": [
        GRAPH.format("h = Dense(5)(a)\nx = Concatenate()([x, h])\n", "a", "x"),
        GRAPH.format("x = Concatenate()([x, b])\n", "[a, b]", "x"),
        GRAPH.format("", "x", "Dense(1)(x)"),
    ],
    "save-extension": [
        added("Dense(8, input_dim=4)", after="model.save_weights('best.weights.h5')"),
        digits(
            "best = keras.callbacks.ModelCheckpoint('best_{epoch:02d}.keras', save_best_only=True)",
            "model.fit(x_train, y_train, epochs=5, validation_split=0.1, callbacks=[best])",
            "model.export('digits')",
        ),
        tumours("np.save('answers', model.predict(X))", "model.save(path)", "model.save('tumours.h5')"),
    ],
}
