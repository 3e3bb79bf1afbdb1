"""Short programs as beginners write them, put together from what differs."""

HEAD = "import numpy as np\nimport keras\nfrom keras import layers\nfrom keras.layers import *\n"
INTS3 = "from sklearn.datasets import load_iris\nX, y = load_iris(return_X_y=True)\n"
HOT3 = INTS3 + "y = keras.utils.to_categorical(y)\n"
INTS2 = "X = np.random.randn(50, 4)\ny = np.random.randint(0, 2, 50)\n"
NUMBERS = "X = np.random.randn(50, 4)\ny = np.random.rand(50) * 30\n"
UNSEEN = "X, y = load()\n"
PICTURES = "(X, y), (Xt, yt) = keras.datasets.mnist.load_data()\n"
SPLITTING = "from sklearn.datasets import load_iris\nfrom sklearn.model_selection import train_test_split\n"

SOFT3, SIG1, SIG3 = "Dense(3, activation='softmax')", "Dense(1, activation='sigmoid')", "Dense(3, activation='sigmoid')"
SPARSE, CATEGORICAL, BINARY = "'sparse_categorical_crossentropy'", "'categorical_crossentropy'", "'binary_crossentropy'"
RAW = "keras.losses.SparseCategoricalCrossentropy(from_logits=True)"


def program(data, last, loss, extra="", metrics="['accuracy']"):
    return (
        f"{HEAD}{data}model = keras.Sequential([Input((4,)), Dense(8, activation='relu'), {last}])\n"
        f"model.compile('adam', loss={loss}, metrics={metrics})\nmodel.fit(X, y, epochs=9)\n{extra}"
    )


def chain(*written):
    return (
        f"{HEAD}model = keras.Sequential([{', '.join(written)}])\nmodel.compile('adam', 'mse')\nmodel.predict(load())\n"
    )


def lines(*written):
    return "\n".join(written) + "\n"


def added(*written, loss="'mse'", after=""):
    """Write the style of old books: one ``add`` after the other."""
    return lines(
        "import numpy as np",
        "from keras.models import Sequential",
        "from keras.layers import *",
        "model = Sequential()",
        *(f"model.add({layer})" for layer in written),
        f"model.compile(loss={loss}, optimizer='adam')",
        after,
    )


def functional(shape, *written, loss="'mse'"):
    return lines(
        "from tensorflow import keras",
        "from tensorflow.keras.layers import *",
        f"inputs = keras.Input(shape={shape})",
        "x = inputs",
        *(f"x = {layer}(x)" for layer in written),
        "model = keras.Model(inputs=inputs, outputs=x)",
        f"model.compile(optimizer='rmsprop', loss={loss})",
    )


def subclassed(*then):
    return lines(
        "import numpy as np",
        "import tensorflow as tf",
        "class Net(tf.keras.Model):",
        "    def __init__(self):",
        "        super().__init__()",
        "        self.hidden = tf.keras.layers.Dense(16, activation='relu')",
        "        self.out = tf.keras.layers.Dense(1)",
        "    def call(self, x):",
        "        return self.out(self.hidden(x))",
        "X, y = np.random.rand(50, 4), np.random.rand(50, 1)",
        "model = Net()",
        "model.compile(optimizer='adam', loss='mse')",
        *then,
    )


def digits(*then, last="Dense(10, activation='softmax')", loss=SPARSE):
    """Write handwritten digits, prepared and compiled, and what comes then."""
    return lines(
        "import tensorflow as tf",
        "from tensorflow import keras",
        "from tensorflow.keras.layers import Dense, Flatten",
        "(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()",
        "x_train, x_test = x_train / 255.0, x_test / 255.0",
        f"model = keras.Sequential([keras.Input(shape=(28, 28)), Flatten(), Dense(64, activation='relu'), {last}])",
        f"model.compile(optimizer='adam', loss={loss}, metrics=['accuracy'])",
        *then,
    )


def colours(*then):
    """Write coloured pictures as they are loaded, a convolution, and what comes then."""
    return lines(
        "from keras import Sequential, datasets",
        "from keras.layers import *",
        "(x_train, y_train), (x_test, y_test) = datasets.cifar10.load_data()",
        "model = Sequential([Input((32, 32, 3)), Conv2D(32, 3, activation='relu'), MaxPooling2D(), Flatten(), "
        "Dense(10, activation='softmax')])",
        f"model.compile(loss={SPARSE}, optimizer='adam', metrics=['accuracy'])",
        *then,
    )


def wine(*then):
    """Write a table that is split and scaled, a functional model, and what comes then."""
    return lines(
        "import numpy as np",
        "import keras",
        "from sklearn.datasets import load_wine",
        "from sklearn.model_selection import train_test_split",
        "from sklearn.preprocessing import StandardScaler",
        "X, y = load_wine(return_X_y=True)",
        "X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=1)",
        "scaler = StandardScaler()",
        "X_train = scaler.fit_transform(X_train)",
        "X_test = scaler.transform(X_test)",
        "inputs = keras.Input((13,))",
        "hidden = keras.layers.Dense(24, activation='relu')(inputs)",
        "model = keras.Model(inputs, keras.layers.Dense(3, activation='softmax')(hidden))",
        f"model.compile('adam', {SPARSE}, metrics=['accuracy'])",
        *then,
    )


def tumours(*then):
    """Write two classes, trained, and what comes then."""
    return lines(
        "import numpy as np",
        "import keras",
        "from sklearn.datasets import load_breast_cancer",
        "from sklearn.preprocessing import scale",
        "X, y = load_breast_cancer(return_X_y=True)",
        "X = scale(X)",
        "model = keras.Sequential()",
        "model.add(keras.layers.Dense(16, activation='relu', input_shape=(30,)))",
        "model.add(keras.layers.Dense(1, activation='sigmoid'))",
        f"model.compile(optimizer='adam', loss={BINARY}, metrics=['accuracy'])",
        "model.fit(X, y, epochs=20, validation_split=0.2)",
        *then,
    )


def reviews(*written):
    """Write film reviews of the 10000 most frequent words."""
    return lines(
        "from keras import Sequential",
        "from keras.datasets import imdb",
        "from keras.layers import *",
        "from keras.utils import pad_sequences",
        "(X, y), (X_test, y_test) = imdb.load_data(num_words=10000)",
        "X = pad_sequences(X, maxlen=80)",
        f"model = Sequential([{', '.join(written)}, Dense(1, activation='sigmoid')])",
        f"model.compile('adam', {BINARY}, metrics=['accuracy'])",
        "model.fit(X, y, epochs=4, validation_split=0.2)",
    )


def streamed(*then):
    """Write batches of tf.data, and what comes then."""
    return lines(
        "import numpy as np",
        "import tensorflow as tf",
        "X, y = np.random.rand(320, 4), np.random.rand(320, 1)",
        "data = tf.data.Dataset.from_tensor_slices((X, y)).shuffle(320).batch(32)",
        "model = tf.keras.Sequential([tf.keras.layers.Dense(8, activation='relu'), tf.keras.layers.Dense(1)])",
        "model.compile('adam', 'mse')",
        *then,
    )
