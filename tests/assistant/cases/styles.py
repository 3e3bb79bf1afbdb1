"""The same mistakes as learners write them in other ways: behind dots, in functions, from variables, in classes."""

from tests.assistant.cases.building import BINARY, HEAD, INTS3, SOFT3, SPARSE, added, digits, program, streamed, tumours

KERAS = "import keras\nimport numpy as np\nfrom keras import layers\n"
SPLIT = (
    "from sklearn.model_selection import train_test_split\nX, y = load()\n"
    "a, b, c, d = train_test_split(X, y, test_size=0.2)\n"
)
DENSE = "m = keras.Sequential([layers.Dense(8, activation='relu'), layers.Dense(1)])\nm.compile('adam', 'mse')\n"
WORDS = (
    "from tensorflow.keras.preprocessing.text import Tokenizer\nfrom tensorflow.keras.preprocessing.sequence import pad_sequences\n"
    f"{KERAS}t = Tokenizer({{}})\nt.fit_on_texts(texts)\nX = {{}}\n"
    "m = keras.Sequential([layers.Embedding({}, 8), layers.LSTM(8), layers.Dense(1, activation='sigmoid')])\n"
    f"m.compile('adam', {BINARY})\nm.fit(X, np.array(answers), epochs=3)\n"
)
PADDED = "pad_sequences(t.texts_to_sequences(texts), maxlen=20)"
FUNCTION = "def build():\n    model = keras.Sequential([layers.Dense(1)])\n    {}\nm = build()\nm.{}\n"
WINDOWS = (
    "from tensorflow.keras.preprocessing.sequence import TimeseriesGenerator\nfrom tensorflow.keras import layers, models\n"
    "import numpy as np\ns = np.random.rand(500, 1)\ng = TimeseriesGenerator(s, s, length=20, batch_size=8)\n"
    "m = models.Sequential([layers.LSTM(8, input_shape=(20, 1){}), layers.Dense(1)])\nm.compile('adam', 'mse')\nm.fit(g, epochs=3)\n"
)
STEPS = (
    f"{KERAS}X, y = np.random.rand(50, 20, 3), np.random.randint(0, 4, 50)\n"
    "m = keras.Sequential([layers.LSTM(9, return_sequences={}), layers.Dense(4, activation='softmax')])\n"
    f"m.compile('adam', {SPARSE})\nm.fit(X, y, epochs=3)\n"
)
FOLDERS = (
    "import tensorflow as tf\nfrom tensorflow.keras.preprocessing.image import ImageDataGenerator\n"
    "train = ImageDataGenerator(rescale=1 / 255).flow_from_directory('a', target_size=(64, 64), class_mode='binary')\n"
    "held = ImageDataGenerator({}).flow_from_directory('b', target_size=(64, 64), class_mode='binary')\n"
    "m = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(1, activation='sigmoid')])\n"
    f"m.compile('adam', {BINARY})\nm.fit(train, epochs=3, validation_data={{}})\n"
)
COLUMN = (
    "import pandas as pd\nfrom keras import Sequential\nfrom keras.layers import Dense\ndf = pd.read_csv('a.csv')\n"
    "df['kind'] = df['kind'].map({})\nX = df.drop('kind', axis=1).values\ny = df['kind'].values\n"
    "m = Sequential([Dense(8, activation='relu'), Dense({})])\nm.compile('adam', {})\nm.fit(X, y, epochs=9)\n"
)
SORTED = (
    f"{INTS3}from keras import Sequential\nfrom keras.layers import Dense\n{{}}"
    f"m = Sequential([Dense(8, activation='relu'), {SOFT3}])\nm.compile('adam', {SPARSE})\n"
    "m.fit(X_train, y_train, epochs=9)\nm.evaluate(X_test, y_test)\n"
)
GROWN = "X, y = [], []\nfor row in rows:\n    X.append(row)\n    y.append(1.0)\n"
BASE = (
    "import tensorflow as tf\nfrom tensorflow.keras.preprocessing.image import ImageDataGenerator\n"
    "train = ImageDataGenerator(rescale=1 / 255).flow_from_directory('a', target_size=(64, 64), class_mode='binary')\n"
    "base = tf.keras.applications.VGG16(include_top=False, input_shape=(64, 64, 3){})\n"
    "m = tf.keras.Sequential([base, {}tf.keras.layers.Dense(1, activation='sigmoid')])\n"
    f"m.compile('adam', {BINARY})\nm.fit(train, epochs=3)\n"
)
FUNCTIONAL_BASE = BASE.replace(
    "m = tf.keras.Sequential([base, {}tf.keras.layers.Dense(1, activation='sigmoid')])",
    "x = {}(base.output)\nm = tf.keras.Model(base.input, tf.keras.layers.Dense(1, activation='sigmoid')(x))",
)
BAD = {
    "missing-flatten": [BASE.format("", ""), FUNCTIONAL_BASE.format("", "tf.keras.layers.Dropout(0.5)")],
    "removed-import": [
        "import keras\ny = keras.utils.np_utils.to_categorical([0, 1, 2])\n",
        "import tensorflow as tf\nm = tf.keras.Sequential([tf.keras.layers.experimental.preprocessing.Rescaling(1 / 255)])\n",
        "import keras\ngen = keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)\n",
        "from keras.preprocessing import text\nt = text.Tokenizer()\n",
        "import tensorflow.keras.utils.np_utils as np_utils\n",
        "import keras.layers.core\n",
    ],
    "removed-method": [
        "from keras.models import load_model\nm = load_model('m.h5')\nprint(m.predict_classes(x))\n",
        tumours("print(model.predict_classes(X))"),
    ],
    "unknown-argument": [f"{HEAD}m = Sequential()\nm.add(Dense(4))\nm.add(Activation='relu')\n"],
    "keras1-positional-conv": [f"{HEAD}m = Sequential()\nm.add(Convolution2D(32, 2, 4, input_shape=(28, 28, 1)))\n"],
    "unknown-identifier": [
        f"{HEAD}m = Sequential()\nm.add(Dense(784, 128))\n",
        f"{HEAD}act = 'rellu'\nm = Sequential([Dense(4, activation=act)])\n",
        f"{HEAD}cfg = {{'loss': 'msee'}}\nm = Sequential([Dense(4)])\nm.compile('adam', loss=cfg['loss'])\n",
    ],
    "class-not-instance": [
        "from keras.models import Sequential\nfrom keras.layers import Dense\nm = Sequential\nm.add(Dense(4))\n",
        f"{HEAD}m = Sequential()\nm.add([Dense(4), Dense(1)])\n",
        f"{HEAD}m = Sequential()\nm.add(Dense(4))\nm.add('relu')\n",
    ],
    "save-extension": [
        f"{HEAD}path = 'models/best'\nm = Sequential([Dense(1)])\nm.save(path)\n",
        f"{HEAD}m = Sequential([Dense(1)])\nkeras.models.save_model(m, 'mine')\n",
        "from keras.models import load_model\nm = load_model('a.h5')\nm.save_weights('w.h5')\n",
    ],
    "metric-key": [
        (
            "import keras\ndef build(n):\n    m = keras.Sequential([keras.layers.Dense(n), keras.layers.Dense(1)])\n"
            "    m.compile('adam', 'mse', metrics=['mae'])\n    return m\na, b = build(3), build(4)\n"
            "h = a.fit(x, y, epochs=9)\nprint(h.history['mean_absolute_error'])\n"
        ),
        digits("h = model.fit(x_train, y_train, epochs=5)", "print(h.history['mae'])"),
        digits(
            "best = keras.callbacks.EarlyStopping('val_acc')",
            "model.fit(x_train, y_train, epochs=5, validation_split=0.1, callbacks=[best])",
        ),
        digits(
            "best = keras.callbacks.ReduceLROnPlateau(monitor='val_auc', mode='max')",
            "model.fit(x_train, y_train, epochs=5, validation_split=0.1, callbacks=[best])",
        ),
    ],
    "layer-after-output": [
        "import tensorflow as tf\nm = tf.keras.applications.VGG16()\nm.layers.pop()\nout = tf.keras.layers.Dense(2)(m.layers[-1].output)\n",
    ],
    "broken-graph": [
        f"{HEAD}a, b = Input((3,)), Input((3,))\nm = Model([a, b], Concatenate()(a, b))\n",
        f"{HEAD}a, b = Sequential([Dense(3)]), Sequential([Dense(3)])\nx = concatenate([a, b])\n",
    ],
    "lost-return": [
        KERAS + FUNCTION.format("return model.compile('adam', 'mse')", "fit(x, y)"),
        KERAS + FUNCTION.format("model.compile('adam', 'mse')", "fit(x, y)"),
        f"{KERAS}m = keras.Sequential([layers.Dense(1)]).compile('adam', 'mse')\nm.fit(x, y)\n",
        f"{KERAS}{DENSE}m = m.fit(x, y, epochs=3)\nm.predict(x)\n",
        program(INTS3, SOFT3, SPARSE, "loss, acc = model.evaluate(X, y)\n", metrics="['accuracy', 'mse']"),
    ],
    "return-sequences": [
        STEPS.format(True),
        f"{HEAD}m = Sequential([Input((9, 2)), LSTM(8), TimeDistributed(Dense(1))])\n",
    ],
    "xy-split": [
        f"{KERAS}{SPLIT}{DENSE}m.fit(a, d, epochs=3)\n",
        f"{KERAS}{SPLIT}{DENSE}m.fit(a, c, epochs=3, validation_data=(b, c))\n",
        f"{KERAS}{SPLIT}{DENSE}m.fit(a, c, epochs=3)\nm.evaluate(b, c)\n",
    ],
    "predict-batch": [
        (
            "from keras.utils import load_img, img_to_array\nfrom keras import Sequential\nfrom keras.layers import Conv2D\n"
            "m = Sequential([Conv2D(8, 3, input_shape=(64, 64, 3))])\nx = img_to_array(load_img('a', target_size=(64, 64)))\nm.predict(x)\n"
        )
    ],
    "not-an-array": [
        f"{KERAS}{DENSE}m.fit(x, y, epochs=9)\nprint(m.predict([[1.0, 2.0]]))\n",
        f"{KERAS}{GROWN}{DENSE}m.fit(X, y, epochs=9)\n",
        WORDS.format("num_words=100", "t.texts_to_sequences(texts)", 100),
    ],
    "not-encoded": [f"{KERAS}X = np.array([['a', 1], ['b', 2]])\n{DENSE}m.fit(X, np.array([0.5, 1]), epochs=9)\n"],
    "silent-broadcast": [WINDOWS.format(", return_sequences=True")],
    "embedding-input": [WORDS.format("", PADDED, "len(t.word_index)")],
    "softmax-with-bce": [program("n = len(names())\n", "Dense(n, activation='softmax')", BINARY)],
    "labels-vs-loss": [
        COLUMN.format({"a": 0, "b": 1, "c": 2}, "3, activation='softmax'", "'categorical_crossentropy'"),
        (
            "import tensorflow as tf\n(x, y), _ = tf.keras.datasets.cifar10.load_data()\nx, y = x / 255, tf.one_hot(y, 10)\n"
            "m = tf.keras.Sequential([tf.keras.layers.Flatten(), tf.keras.layers.Dense(10, activation='softmax')])\n"
            "m.compile('adam', 'categorical_crossentropy')\nm.fit(x, y, epochs=3)\n"
        ),
    ],
    "units-vs-classes": [
        program(
            "X = np.random.rand(90, 4)\ny = keras.utils.to_categorical(np.random.randint(1, 4, 90))\n",
            SOFT3,
            "'categorical_crossentropy'",
        )
    ],
    "regression-loss-for-classes": [
        program("X = np.random.rand(90, 4)\ny = np.random.randint(0, 3, 90)\n", SOFT3, "'mse'")
    ],
    "label-range": [
        COLUMN.format({"no": 1, "yes": 2}, "1, activation='sigmoid'", BINARY),
        program(
            "X = np.random.rand(90, 4)\ny = np.where(X.sum(axis=1) > 2, 1, -1)\n",
            "Dense(1, activation='sigmoid')",
            BINARY,
        ),
    ],
    "bounded-output-regression": [
        program(
            "X = np.arange(-9, 9, 0.1).reshape(-1, 1)\ny = X ** 2\n",
            "Dense(1, activation='sigmoid')",
            "'mse'",
            metrics="[]",
        ).replace("(4,)", "(1,)")
    ],
    "hidden-activation": [
        added(
            "Conv2D(8, 3, activation='softmax', input_shape=(28, 28, 1))",
            "Flatten()",
            SOFT3,
            loss="'categorical_crossentropy'",
        )
    ],
    "after-output-extras": [
        added(
            "Dense(8, activation='relu')",
            "Dense(5)",
            "Dropout(0.5)",
            "Activation('softmax')",
            loss="'categorical_crossentropy'",
        ),
        added(
            "Dense(8, activation='relu')",
            "Dense(5, activation='relu')",
            "Activation('softmax')",
            loss="'categorical_crossentropy'",
        ),
    ],
    "one-unit-softmax": [
        added("Dense(8, activation='relu')", "Dense(1, activation='sigmoid')", "Activation('softmax')", loss=BINARY)
    ],
    "dropout-rate": [
        added("LSTM(8, dropout=5, input_shape=(9, 2))", "Dense(1)"),
        added("Dense(8)", "Dropout(0.85)", "Dense(1)"),
    ],
    "bad-init": [
        added("Conv2D(8, 3, kernel_initializer='zeros', input_shape=(9, 9, 1))", "Flatten()", "Dense(1)"),
        added("Dense(8, activation='tanh', kernel_initializer=keras.initializers.RandomNormal(stddev=10))", "Dense(1)"),
    ],
    "metric-mismatch": [
        program(INTS3, SOFT3, SPARSE, metrics="['accuracy', keras.metrics.Precision()]"),
        program(INTS3, SOFT3, "'categorical_crossentropy'", metrics="['sparse_categorical_accuracy']"),
        tumours().replace("['accuracy']", "['categorical_accuracy']"),
    ],
    "dataset-args": [streamed("model.fit(data, y, epochs=9)"), streamed("model.fit(data, y=y, epochs=9)")],
    "order": [
        SORTED.format("X_train, X_test, y_train, y_test = X[:100], X[100:], y[:100], y[100:]\n"),
        SORTED.format(
            "from sklearn.model_selection import train_test_split\nX_train, X_test, y_train, y_test = train_test_split(X, y, shuffle=False)\n"
        ),
    ],
    "train-test-differ": [FOLDERS.format("", "held")],
    "val-is-train": [FOLDERS.format("rescale=1 / 255", "train")],
    "no-decode": [program(INTS3, SOFT3, SPARSE, "p = model.predict(X)\nprint(np.mean(p == y))\n")],
}
SILENT = {
    "missing-flatten": [
        BASE.format(", pooling='avg'", ""),
        BASE.format("", "tf.keras.layers.GlobalAveragePooling2D(), "),
        FUNCTIONAL_BASE.format("", "tf.keras.layers.Flatten()"),
    ],
    "removed-import": [
        "import tensorflow as tf\ngen = tf.keras.preprocessing.image.ImageDataGenerator(rescale=1 / 255)\nt = tf.keras.preprocessing.text.Tokenizer()\n",
        "import mine as keras\ny = keras.utils.np_utils.to_categorical([0, 1, 2])\n",
        "from keras import layers\ncore = layers.Dense(4)\nprint(layers.core if False else core)\n".replace(
            "layers.core", "core"
        ),
    ],
    "removed-method": ["from sklearn.svm import SVC\nm = SVC(probability=True)\nm.predict_proba(x)\nimport keras\n"],
    "unknown-argument": [f"{HEAD}m = Sequential()\nm.add(layer=Dense(4))\n"],
    "keras1-positional-conv": [
        f"{HEAD}m = Sequential([Convolution2D(64, 5, 2), Convolution2D(64, 3, 1)])\n",
        f"{HEAD}m = Sequential([Conv2D(64, 1, 2), Conv2D(64, 3, 2), Conv2D(96, 4, 4)])\n",
    ],
    "unknown-identifier": [
        f"{HEAD}act = 'relu' if deep else 'rellu'\nm = Sequential([Dense(4, activation=act)])\n",
        f"{HEAD}m = Sequential([Dense(784, None), Dense(4, activation=mine)])\n",
    ],
    "class-not-instance": [
        "import tensorflow as tf\nSequential = tf.keras.Sequential\nm = Sequential()\nm.add(tf.keras.layers.Dense(4))\n",
        f"{HEAD}m = Sequential()\nfor layer in [Dense(4), Dense(1)]:\n    m.add(layer)\n",
        "class Bag:\n    def add(self, word):\n        pass\nbag = Bag()\nbag.add('relu')\nimport keras\n",
    ],
    "save-extension": [
        f"{HEAD}m = Sequential([Dense(1)])\nm.save_weights('parts.weights.json', max_shard_size=1)\n",
        f"{HEAD}path = 'models/best' + ending\nm = Sequential([Dense(1)])\nm.save(path)\nm.save(f'a{{n}}.keras')\n",
        f"{HEAD}m = Sequential([Dense(1)])\nkeras.models.save_model(m, 'mine.keras')\n",
    ],
    "metric-key": [
        digits("model.fit(x_train, y_train, epochs=5)", "print(shares.history['Close'], game.history['moves'])"),
        digits(
            "class More(keras.callbacks.Callback):\n    def on_epoch_end(self, epoch, logs=None):\n        logs['f1'] = 1",
            "h = model.fit(x_train, y_train, epochs=5, callbacks=[More()])",
            "print(h.history['f1'])",
        ),
        digits(
            "best = keras.callbacks.ModelCheckpoint('a.keras', monitor='val_loss')",
            "h = model.fit(x_train, y_train, epochs=5, validation_split=0.1, callbacks=[best])",
            "print(h.history['loss'], h.history['val_accuracy'], h.history['learning_rate'])",
        ),
        digits(
            "model.compile('adam', 'mse', metrics=[keras.metrics.AUC(name='area')])",
            "h = model.fit(x_train, y_train, epochs=5)",
            "print(h.history['area'])",
        ),
        tumours().replace("['accuracy']", "['AUC', 'MeanAbsoluteError']")
        + "print(model.history.history['auc'], model.history.history['mean_absolute_error'])\n",
    ],
    "layer-after-output": [
        "import keras\nm = keras.Sequential([keras.layers.Dense(3)])\nm.pop()\nlayers = [1, 2]\nlayers.pop()\n"
    ],
    "broken-graph": [
        f"{HEAD}a, b = Input((3,)), Input((3,))\nm = Model([a, b], Concatenate()([a, b]))\n",
        f"{HEAD}a = Input((9, 8))\nx = MultiHeadAttention(num_heads=2, key_dim=8)(a, a)\nm = Model(a, Add()([a, x]))\n",
    ],
    "lost-return": [
        (
            "import keras\nclass Own(keras.Model):\n    def __init__(self):\n        super().__init__()\n        self.d = keras.layers.Dense(1)\n"
            "    def call(self, x):\n        return self.d(x)\nm = Own()\nm.compile('adam', 'mse', metrics=['mae'])\nm.fit(x, y)\na, b, c = m.evaluate(x, y)\n"
        ),
        KERAS + FUNCTION.format("model.compile('adam', 'mse')\n    return model", "fit(x, y)"),
        f"{KERAS}{DENSE}history = m.fit(x, y, epochs=3)\nm.predict(x)\nprint(history.history['loss'])\n",
        program(INTS3, SOFT3, SPARSE, "loss, *rest = model.evaluate(X, y)\n", metrics="['accuracy', 'mse']"),
        f"{KERAS}def show():\n    m = keras.Sequential([layers.Dense(1)])\n    m.summary()\nshow()\nm = load()\nm.fit(x, y)\n",
    ],
    "return-sequences": [
        STEPS.format(False),
        STEPS.format(True).replace("layers.Dense(4", "layers.GlobalAveragePooling1D(), layers.Dense(4"),
        STEPS.format(True).replace("randint(0, 4, 50)", "randint(0, 4, (50, 20))"),
    ],
    "xy-split": [
        f"{KERAS}{SPLIT}{DENSE}m.fit(a, c, epochs=3, validation_data=(b, d))\nm.evaluate(b, d)\nm.evaluate(a, c)\n",
        f"{KERAS}{SPLIT}{DENSE}m.fit(np.concatenate([a, b]), np.concatenate([c, d]), epochs=3)\n",
    ],
    "not-an-array": [
        f"{KERAS}{DENSE}m.fit(x, y, epochs=9)\nm.predict([np.ones((3, 2))])\nm.predict([[np.ones((3, 2))]])\n",
        f"{KERAS}{GROWN}X, y = np.array(X), np.array(y)\n{DENSE}m.fit(X, y, epochs=9)\nm.predict(np.array([[1.0, 2.0]]))\n",
        WORDS.format("num_words=100", PADDED, 100),
        f"{HEAD}a, b = Input((3,)), Input((3,))\nm = Model([a, b], Dense(1)(Add()([a, b])))\nm.compile('adam', 'mse')\nm.fit([p, q], y, epochs=9)\nm.predict([p, q])\n",
    ],
    "not-encoded": [f"{KERAS}X = np.array([[0, 1], [1, 2]])\n{DENSE}m.fit(X, np.array([0.5, 1]), epochs=9)\n"],
    "silent-broadcast": [
        f"{KERAS}m = keras.Sequential([layers.Dense(10)])\nm.compile('sgd', 'mse')\nm.fit(np.arange(100).reshape(5, 20), np.zeros(5), epochs=4)\n",
        WINDOWS.format(""),
    ],
    "embedding-input": [
        WORDS.format("", PADDED, "len(t.word_index) + 1"),
        WORDS.format("num_words=100", PADDED, "len(t.word_index)"),
    ],
    "labels-vs-loss": [
        COLUMN.format({"a": 0, "b": 1, "c": 2}, "3, activation='softmax'", SPARSE),
        COLUMN.format({"a": [1, 0], "b": [0, 1]}, "2, activation='softmax'", "'categorical_crossentropy'"),
    ],
    "label-range": [
        COLUMN.format({"no": 0, "yes": 1}, "1, activation='sigmoid'", BINARY),
        COLUMN.format({"no": 0, "yes": 1}, "1, activation='sigmoid'", BINARY)
        .replace(".map(", ".replace(")
        .replace("{'no': 0, 'yes': 1}", "{'?': 7}"),
    ],
    "bounded-output-regression": [
        program(
            "X = np.arange(-9, 9, 0.1).reshape(-1, 1)\ny = X ** 2\n",
            "Dense(1, activation='relu')",
            "'mse'",
            metrics="[]",
        ).replace("(4,)", "(1,)")
    ],
    "after-output-extras": [
        added("LSTM(5, input_shape=(9, 2))", "Activation('softmax')", loss="'categorical_crossentropy'"),
        added(
            "Dense(8, activation='relu')",
            "Dropout(0.5)",
            "Dense(5)",
            "Activation('softmax')",
            loss="'categorical_crossentropy'",
        ),
        added(
            "Dense(8, activation='relu')",
            "Dense(5, activation='softmax')",
            "Activation('softmax')",
            loss="'categorical_crossentropy'",
        ),
    ],
    "dropout-rate": [added("LSTM(8, dropout=0.5, input_shape=(9, 2))", "Dense(1)")],
    "bad-init": [
        added(
            "Dense(8, activation='tanh', kernel_initializer=keras.initializers.RandomNormal(stddev=0.1))",
            "Dense(1, kernel_initializer='zeros')",
        ),
        (
            f"{HEAD}a = Input((9, 9, 3))\nx = Add()([a, Conv2D(3, 3, padding='same', kernel_initializer='zeros')(a)])\n"
            "m = Model(a, Dense(1)(Flatten()(x)))\nm.compile('adam', 'mse')\n"
        ),
    ],
    "metric-mismatch": [
        program(
            INTS3 + "y = keras.utils.to_categorical(y)\n",
            SOFT3,
            "'categorical_crossentropy'",
            metrics="['accuracy', keras.metrics.Precision()]",
        ),
        tumours().replace("['accuracy']", "['accuracy', keras.metrics.AUC(), 'precision']"),
    ],
    "dataset-args": [streamed("model.fit(x=data, y=None, epochs=9)")],
    "order": [
        SORTED.format(
            "p = np.random.permutation(150)\nX, y = X[p], y[p]\nX_train, X_test, y_train, y_test = X[:100], X[100:], y[:100], y[100:]\n"
        ),
        SORTED.format(
            "from sklearn.model_selection import train_test_split\nX_train, X_test, y_train, y_test = train_test_split(X, y)\n"
        ),
    ],
    "train-test-differ": [FOLDERS.format("rescale=1 / 255", "held")],
    "no-decode": [program(INTS3, SOFT3, SPARSE, "p = model.predict(X)\nprint(np.mean(p.argmax(axis=1) == y))\n")],
}
