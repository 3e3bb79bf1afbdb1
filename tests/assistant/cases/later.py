"""Cases about loops of one's own, and what comes after compile and fit: rates that change, tables of what was reported."""

from tests.assistant.cases.building import INTS3, SOFT3, SPARSE, digits, program

FITTED = "h = model.fit(x_train, y_train, epochs=5)"
HELD = "h = model.fit(x_train, y_train, epochs=5, validation_split=0.1)"
SLOWER = "model.fit(x_train, y_train, epochs=5, callbacks=[keras.callbacks.{}])"


def table(*lines, fit=FITTED):
    return "import pandas as pd\n" + digits(fit, *lines)


def stepped(loss, answer="model(a, training=True)", last="layers.Dense(10)"):
    return (
        "import tensorflow as tf\nfrom tensorflow import keras\nfrom tensorflow.keras import layers\n"
        "(x, y), _ = keras.datasets.mnist.load_data()\nx = x.reshape(-1, 784) / 255.0\n"
        f"model = keras.Sequential([layers.Dense(32, activation='relu'), {last}])\nfit_to = {loss}\n"
        "rule = keras.optimizers.Adam()\nfor a, b in tf.data.Dataset.from_tensor_slices((x[:256], y[:256])).batch(64):\n"
        f"    with tf.GradientTape() as tape:\n        answer = {answer}\n        error = fit_to(b, answer)\n"
        "    steps = tape.gradient(error, model.trainable_variables)\n"
        "    rule.apply_gradients(zip(steps, model.trainable_variables))\n"
    )


def changed(*lines):
    return program(INTS3, SOFT3, SPARSE).replace("'adam'", "rule").replace(
        "model.compile", "rule = keras.optimizers.SGD(0.1)\nmodel.compile"
    ) + "".join(f"{line}\n" for line in (*lines, "model.fit(X, y, epochs=9)"))  # fmt: skip


OWN = "import keras\nclass Net(keras.{}):\n    def __init__(self{}):\n        {}\n    def call(self, x):\n        return x\nnet = Net({})\nprint(net(keras.ops.ones((2, 3))))\n"
BAD = {
    "broken-graph": [
        OWN.format("Model", "", "self.last = keras.layers.Dense(1)", ""),
        OWN.format("layers.Layer", ", n", '"""Make it."""\n        self.n = n', "3"),
        stepped("keras.losses.SparseCategoricalCrossentropy()", "model.predict(a, verbose=0)", "layers.Dense(10, activation='softmax')"),
    ],
    "return-sequences": [
        "import keras\nx = keras.Input((9, 4))\nx = keras.layers.LSTM(8)(x)\nx = keras.layers.LSTM(8)(x)\n",
        ("import keras\nm = keras.Sequential([keras.layers.GRU(8), keras.layers.Dropout(0.1), keras.layers.GRU(8)])\n"
        "m.compile('adam', 'mse')\nm.fit(hidden(9, 5, 2), hidden(9, 8), epochs=2)\n"),
    ],
    "logits-without-flag": [
        stepped("keras.losses.SparseCategoricalCrossentropy()"),
        stepped("keras.losses.BinaryCrossentropy(from_logits=False)", last="layers.Dense(1)").replace(" / 255.0\n", " / 255.0\ny = (y > 4).reshape(-1, 1)\n", 1),
    ],
    "label-range": [
        digits("code = keras.Sequential([Flatten(), Dense(32, activation='relu'), Dense(784, activation='sigmoid')])",
               "code.compile('adam', 'binary_crossentropy')", "pixels = x_train.reshape(-1, 784)", "code.fit(pixels, pixels, epochs=3)")
        .replace("x_train, x_test = x_train / 255.0, x_test / 255.0\n", ""),
    ],
    "silent-broadcast": [
        digits("code = keras.Sequential([keras.Input((784,)), Dense(32, activation='relu'), Dense(784, activation='sigmoid')])",
               "code.compile('adam', 'mse')", "pixels = x_train.reshape(-1, 784)", "code.fit(pixels, y_train, epochs=3)"),
    ],
    "shrinks-to-zero": [
        digits("h = i = keras.Input((28, 28, 1))", "for f in [8, 16, 32, 64, 64]:",
               "    h = keras.layers.Conv2D(f, 3, activation='relu')(h)", "    h = keras.layers.MaxPooling2D()(h)",
               "keras.Model(i, h).summary()"),
    ],
    "accuracy-on-regression": [
        ("import pandas as pd\nfrom sklearn.datasets import load_diabetes\nimport keras\nX, y = load_diabetes(return_X_y=True)\n"
        "m = keras.Sequential([keras.layers.Dense(8, activation='relu'), keras.layers.Dense(1)])\n"
        "m.compile('adam', 'mse', metrics=['accuracy'])\nh = m.fit(X, y, epochs=3)\nprint(pd.DataFrame(h.history)['accuracy'])\n"),
    ],
    "learning-rate": [
        changed("model.optimizer.learning_rate = 10"),
        changed("rule.learning_rate.assign(-0.5)"),
        changed("faster = 50 * 2", "rule.learning_rate = faster"),
        changed("model.compile('adam', loss='mse')", "model.optimizer.learning_rate = 1"),
        changed("model.optimizer.lr = 0.01"),
        changed("print(float(model.optimizer.lr))"),
        changed("keras.backend.set_value(model.optimizer.lr, 0.01)"),
        changed("class Faster(keras.callbacks.Callback):\n    def on_epoch_end(self, epoch, logs=None):",
                "        self.model.optimizer.learning_rate = 30.0"),
        digits(SLOWER.format("LearningRateScheduler(lambda epoch: 20.0)")),
        digits("def rate(epoch, now):\n    if epoch < 3:\n        return now\n    return -0.01",
               SLOWER.format("LearningRateScheduler(rate)")),
        digits(SLOWER.format("ReduceLROnPlateau(monitor='loss', factor=10)")),
        program(INTS3, SOFT3, SPARSE).replace(
            "'adam'", "keras.optimizers.Adam(keras.optimizers.schedules.ExponentialDecay(8.0, 100, 0.9))"),
    ],
    "metric-key": [
        table("pd.DataFrame(h.history)['val_loss'].max()"),
        table("seen = pd.DataFrame(h.history)", "print(seen[['loss', 'val_accuracy']])"),
        table("seen = pd.DataFrame(h.history)", "print(seen.val_accuracy)"),
        table("seen = pd.DataFrame(h.history)", "print(seen.loc[:, ['loss', 'val_loss']])"),
        table("pd.DataFrame(h.history).plot(y=['loss', 'val_loss'])"),
        table("seen = pd.DataFrame(h.history)", "print(seen['acc'], seen['val_acc'])", fit=HELD),
        table("def shown(fitted):", "    seen = pd.DataFrame(fitted.history)", "    print(seen['val_loss'])", "shown(h)"),
        table("logs = h.history", "print(logs['val_loss'])"),
        table("pd.DataFrame(h).max()"),
        table("print(h['loss'])"),
    ],
}  # fmt: skip
SILENT = {
    "broken-graph": [
        OWN.format("Model", "", "super().__init__()\n        self.last = keras.layers.Dense(1)", ""),
        OWN.format("layers.Layer", ", n", "keras.layers.Layer.__init__(self)\n        self.n = n", "3"),
        OWN.format("callbacks.Callback", ", n", "self.n = n", "3"),
        stepped("keras.losses.SparseCategoricalCrossentropy()", last="layers.Dense(10, activation='softmax')") + "model.predict(x)\n",
    ],
    "return-sequences": [
        ("import keras\nm = keras.Sequential([keras.layers.GRU(8, return_sequences=more), keras.layers.GRU(8)])\n"
        "m.compile('adam', 'mse')\nm.fit(hidden(9, 5, 2), hidden(9, 8), epochs=2)\n"),
    ],
    "logits-without-flag": [
        stepped("keras.losses.SparseCategoricalCrossentropy(from_logits=True)"),
        stepped("keras.losses.SparseCategoricalCrossentropy()", "tf.nn.softmax(model(a))"),
        stepped("keras.losses.SparseCategoricalCrossentropy()", last="layers.Dense(10, activation='softmax')"),
        stepped("keras.losses.SparseCategoricalCrossentropy(from_logits=raw)"),
        stepped("keras.losses.MeanSquaredError()", last="layers.Dense(1)"),
    ],
    "learning-rate": [
        changed("model.optimizer.learning_rate = 1", "rule.learning_rate.assign(0.5)"),
        changed("model.compile('adadelta', loss='mse')", "model.optimizer.learning_rate = 0.9"),
        changed("model.optimizer.learning_rate = slower(3)", "settings.learning_rate = 40", "settings.lr = 9"),
        changed("model.optimizer = keras.optimizers.Adam(0.01)", "weights.assign(10)"),
        digits("def rate(epoch, now):\n    return now * 0.5 if epoch > 3 else now", SLOWER.format("LearningRateScheduler(rate)")),
        digits(SLOWER.format("ReduceLROnPlateau(monitor='loss', factor=0.5)")),
        "from tf_keras.optimizers import Adam\nmodel.optimizer.lr = 0.01\n",
    ],
    "metric-key": [
        table("seen = pd.DataFrame(h.history)", "print(seen['val_loss'], seen.val_accuracy, seen[['loss', 'accuracy']])", fit=HELD),
        table("seen = pd.DataFrame(h.history)", "seen['epoch'] = h.epoch", "seen['smooth'] = seen['loss'].rolling(3).mean()",
              "print(seen['epoch'], seen['smooth'], seen.tail(), seen.mean(), seen.index)"),
        table("seen = pd.DataFrame({'val_loss': other})", "print(seen['val_loss'])"),
        table("logs = h.history", "logs.update(more)", "print(logs['val_loss'].max())", fit=HELD),
    ],
}  # fmt: skip
