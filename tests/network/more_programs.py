"""More programs in the styles that beginners use: old and new spellings, data around the model, notebooks, functions."""

from dlwidgets.network import (
    GRU,
    LSTM,
    Activation,
    AveragePooling1D,
    AveragePooling2D,
    BatchNormalization,
    Bidirectional,
    CompileSpec,
    Conv1D,
    Conv2D,
    Dense,
    Dropout,
    Embedding,
    FitSpec,
    Flatten,
    GaussianNoise,
    GlobalAveragePooling1D,
    GlobalAveragePooling2D,
    GlobalMaxPooling1D,
    InitializerSpec,
    Input,
    LayerNormalization,
    LossSpec,
    MaxPooling1D,
    MaxPooling2D,
    MetricSpec,
    NetworkSpec,
    Normalization,
    OptimizerSpec,
    RegularizerSpec,
    Rescaling,
    Reshape,
    ScheduleSpec,
    SimpleRNN,
)

HIDDEN_AND_THREE = (Input((4,)), Dense(10, "relu"), Dense(3, "softmax"))
CLASSES = CompileSpec("adam", "sparse_categorical_crossentropy", ["accuracy"])
ONE_HOT = CompileSpec("adam", "categorical_crossentropy", ["accuracy"])
BINARY = CompileSpec("adam", "binary_crossentropy", ["accuracy"])

MORE = {
    "iris with a split and a scaler": (
        """
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from tensorflow import keras

iris = load_iris()
X_train, X_test, y_train, y_test = train_test_split(iris.data, iris.target, test_size=0.2, random_state=0)

scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)

model = keras.Sequential([
    keras.layers.Input(shape=(4,)),
    keras.layers.Dense(10, activation="relu"),
    keras.layers.Dense(3, activation="softmax"),
])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(X_train, y_train, epochs=30, validation_data=(X_test, y_test), verbose=0)
""",
        NetworkSpec(HIDDEN_AND_THREE, CLASSES, FitSpec(30, verbose=0)),
        (7, 8, 10, 11, 12, 20),
    ),
    "one-hot rows before the split": (
        """
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split
from keras.models import Sequential
from keras.layers import Input, Dense
from keras.utils import to_categorical

X, y = load_iris(return_X_y=True)
y = to_categorical(y, num_classes=3)
X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y)

model = Sequential()
model.add(Input(shape=(4,)))
model.add(Dense(10, activation='relu'))
model.add(Dense(3, activation='softmax'))
model.compile(loss='categorical_crossentropy', optimizer='adam', metrics=['accuracy'])
model.fit(X_train, y_train, epochs=10, batch_size=16)
loss, accuracy = model.evaluate(X_test, y_test)
""",
        NetworkSpec(HIDDEN_AND_THREE, ONE_HOT, FitSpec(10, batch_size=16, one_hot=True)),
        (8, 18),
    ),
    "dummies of pandas": (
        """
import pandas as pd
from tensorflow.keras import Sequential
from tensorflow.keras.layers import Dense

df = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [0.0, 1.0, 0.5], "kind": ["x", "y", "z"]})
X = df[["a", "b"]].values
Y = pd.get_dummies(df["kind"]).values.astype("float32")

model = Sequential([Dense(5, "tanh", input_shape=(2,)), Dense(3, "softmax")])
model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
model.fit(X, Y, epochs=2)
""",
        NetworkSpec([Input((2,)), Dense(5, "tanh"), Dense(3, "softmax")], ONE_HOT, FitSpec(2, one_hot=True)),
        (6, 7),
    ),
    "two classes": (
        """
import numpy as np
import tensorflow as tf

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype="float32")
y = np.array([0, 1, 1, 0], dtype="float32")

tf.random.set_seed(1)
model = tf.keras.Sequential()
model.add(tf.keras.layers.Dense(2, activation="tanh", input_shape=(2,)))
model.add(tf.keras.layers.Dense(1, activation="sigmoid"))
model.compile(
    loss="binary_crossentropy",
    optimizer=tf.keras.optimizers.SGD(learning_rate=0.5, momentum=0.9),
    metrics=["accuracy"],
)
model.fit(X, y, epochs=500, verbose=0)
print(model.predict(X))
""",
        NetworkSpec(
            [Input((2,)), Dense(2, "tanh"), Dense(1, "sigmoid")],
            CompileSpec(OptimizerSpec("SGD", learning_rate=0.5, momentum=0.9), "binary_crossentropy", ["accuracy"]),
            FitSpec(500, verbose=0),
        ),
        (5, 6, 8),
    ),
    "house prices": (
        """
from tensorflow import keras
from tensorflow.keras import layers

normalizer = layers.Normalization(axis=-1)
normalizer.adapt(X_train)
model = keras.Sequential([
    normalizer,
    layers.Dense(64, activation="relu"),
    layers.Dense(64, activation="relu"),
    layers.Dense(1),
])
model.compile(loss="mean_absolute_error", optimizer=keras.optimizers.Adam(0.001))
history = model.fit(X_train, y_train, validation_split=0.2, verbose=0, epochs=100)
""",
        NetworkSpec(
            [Normalization(), Dense(64, "relu"), Dense(64, "relu"), Dense(1)],
            CompileSpec(OptimizerSpec("Adam"), "mean_absolute_error"),
            FitSpec(100, validation_split=0.2, verbose=0),
        ),
        (6,),
    ),
    "digits with a loop over images": (
        """
import keras
from keras import layers

num_classes = 10
input_shape = (28, 28, 1)

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.astype("float32") / 255
y_train = keras.utils.to_categorical(y_train, num_classes)

model = keras.Sequential(
    [
        keras.Input(shape=input_shape),
        layers.Conv2D(32, kernel_size=(3, 3), activation="relu"),
        layers.MaxPooling2D(pool_size=(2, 2)),
        layers.Conv2D(64, kernel_size=(3, 3), activation="relu"),
        layers.MaxPooling2D(pool_size=(2, 2)),
        layers.Flatten(),
        layers.Dropout(0.5),
        layers.Dense(num_classes, activation="softmax"),
    ]
)
model.summary()

batch_size = 128
epochs = 15
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=batch_size, epochs=epochs, validation_split=0.1)
""",
        NetworkSpec(
            [
                Input((28, 28, 1)),
                Conv2D(32, (3, 3), activation="relu"),
                MaxPooling2D((2, 2)),
                Conv2D(64, (3, 3), activation="relu"),
                MaxPooling2D((2, 2)),
                Flatten(),
                Dropout(0.5),
                Dense(10, "softmax"),
            ],
            ONE_HOT,
            FitSpec(15, 128, 0.1, one_hot=True),
        ),
        (8, 9),
    ),
    "old names": (
        """
from keras.models import Sequential
from keras.layers.core import Dense, Dropout
from keras.layers.convolutional import Convolution1D
from keras.optimizers import SGD

model = Sequential()
model.add(Convolution1D(8, 3, input_shape=(10, 2)))
model.add(Dropout(0.25))
model.add(Dense(1))
model.compile(loss='mse', optimizer=SGD(lr=0.1))
model.fit(X, y, nb_epoch=3)
""",
        NetworkSpec(
            [Input((10, 2)), Conv1D(8, 3), Dropout(0.25), Dense(1)],
            CompileSpec(OptimizerSpec("SGD", learning_rate=0.1), "mse"),
            FitSpec(3),
        ),
        (),
    ),
    "old input of a batch": (
        """
model = Sequential()
model.add(LSTM(8, batch_input_shape=(32, 10, 2), return_sequences=True))
model.add(LSTM(4))
model.add(Dense(1))
""",
        NetworkSpec([Input((10, 2)), LSTM(8, return_sequences=True), LSTM(4), Dense(1)]),
        (),
    ),
    "stars": (
        """
from keras.layers import *
from keras.models import *
from keras.optimizers import *

m = Sequential([Input((8,)), Dense(16), BatchNormalization(), Activation('relu'), Dense(1, activation='sigmoid')])
m.compile(optimizer=RMSprop(1e-4), loss='binary_crossentropy', metrics=['accuracy'])
""",
        NetworkSpec(
            [Input((8,)), Dense(16), BatchNormalization(), Activation("relu"), Dense(1, "sigmoid")],
            CompileSpec(OptimizerSpec("RMSprop", learning_rate=1e-4), "binary_crossentropy", ["accuracy"]),
        ),
        (),
    ),
    "short names for modules": (
        """
import tensorflow.keras.layers as L
import tensorflow.keras.models as M
from tensorflow.keras import optimizers as O

net = M.Sequential([L.Input(shape=(4,)), L.Dense(10, activation="relu"), L.Dense(3, activation="softmax")])
net.compile(O.Adam(), "sparse_categorical_crossentropy", metrics=["accuracy"])
""",
        NetworkSpec(
            HIDDEN_AND_THREE, CompileSpec(OptimizerSpec("Adam"), "sparse_categorical_crossentropy", ["accuracy"])
        ),
        (),
    ),
    "comments everywhere": (
        """
# ---- imports ----
import keras  # version 3
from keras import layers

# ---- the model ----
model = keras.Sequential([  # a list
    # in
    keras.Input(shape=(4,)),  # sepal and petal
    # hidden
    layers.Dense(
        10,  # not too many
        activation="relu",  # or "tanh"
    ),
    # layers.Dropout(0.5),
    layers.Dense(3, activation="softmax"),  # out
])  # done
# ---- training ----
model.compile(
    optimizer="adam",
    # a number for each class
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],  # easy to read
)
""",
        NetworkSpec(HIDDEN_AND_THREE, CLASSES),
        (),
    ),
    "german comments and names": (
        """
import keras
from keras import layers
größe = 10  # Neuronen der verdeckten Schicht
modell = keras.Sequential([keras.Input((4,)), layers.Dense(größe, "relu"), layers.Dense(3, "softmax")])  # für Iris
""",
        NetworkSpec(HIDDEN_AND_THREE),
        (),
    ),
    "names of layers": (
        """
model = keras.Sequential(name="mlp")
model.add(keras.Input(shape=(4,), name="measures"))
for number, units in enumerate((16, 8), start=1):
    model.add(layers.Dense(units, activation="relu", name="hidden_%d" % number))
model.add(layers.Dense(3, activation="softmax", name="classes"))
""",
        NetworkSpec(
            [
                Input((4,), name="measures"),
                Dense(16, "relu", name="hidden_1"),
                Dense(8, "relu", name="hidden_2"),
                Dense(3, "softmax", name="classes"),
            ]
        ),
        (),
    ),
    "enumerate with a start": (
        """
model = keras.Sequential([keras.Input((4,))])
for number, units in zip([1, 2], [16, 8]):
    name = f"hidden_{number}"
    model.add(layers.Dense(units, activation="relu", name=name))
""",
        NetworkSpec([Input((4,)), Dense(16, "relu", name="hidden_1"), Dense(8, "relu", name="hidden_2")]),
        (),
    ),
    "halving": (
        """
units = 64
model = keras.Sequential()
model.add(keras.Input((32,)))
while_small = units > 8
for _ in range(3):
    units //= 2
    model.add(layers.Dense(units, activation="relu"))
    model.add(layers.Dropout(0.1))
model.add(layers.Dense(1))
""",
        NetworkSpec(
            [
                Input((32,)),
                Dense(32, "relu"),
                Dropout(0.1),
                Dense(16, "relu"),
                Dropout(0.1),
                Dense(8, "relu"),
                Dropout(0.1),
                Dense(1),
            ]
        ),
        (),
    ),
    "function with defaults": (
        """
def make_model(n_inputs=4, hidden=(10,), n_classes=3, activation="relu"):
    model = keras.Sequential([keras.Input(shape=(n_inputs,))])
    for units in hidden:
        model.add(layers.Dense(units, activation=activation))
    model.add(layers.Dense(n_classes, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

model = make_model(hidden=(16, 8))
model.fit(X, y, epochs=5)
""",
        NetworkSpec([Input((4,)), Dense(16, "relu"), Dense(8, "relu"), Dense(3, "softmax")], CLASSES, FitSpec(5)),
        (),
    ),
    "function for a block": (
        """
def block(model, filters):
    model.add(layers.Conv2D(filters, 3, padding="same", activation="relu"))
    model.add(layers.MaxPooling2D())

model = keras.Sequential([keras.Input((32, 32, 3))])
block(model, 16)
block(model, 32)
model.add(layers.GlobalAveragePooling2D())
model.add(layers.Dense(10, activation="softmax"))
""",
        NetworkSpec(
            [
                Input((32, 32, 3)),
                Conv2D(16, 3, padding="same", activation="relu"),
                MaxPooling2D(),
                Conv2D(32, 3, padding="same", activation="relu"),
                MaxPooling2D(),
                GlobalAveragePooling2D(),
                Dense(10, "softmax"),
            ]
        ),
        (),
    ),
    "main with two functions": (
        '''
"""Train a network."""
import keras


def build():
    """Return the model."""
    return keras.Sequential([keras.Input(shape=(4,)), keras.layers.Dense(10, "relu"), keras.layers.Dense(3, "softmax")])


def main():
    model = build()
    model.compile("adam", "sparse_categorical_crossentropy", ["accuracy"])  # weights of the losses!
    return model


if __name__ == "__main__":
    model = main()
''',
        NetworkSpec(HIDDEN_AND_THREE, CompileSpec("adam", "sparse_categorical_crossentropy")),
        (13,),
    ),
    "several devices": (
        """
strategy = tf.distribute.MirroredStrategy(["/cpu:0"])
with strategy.scope():
    model = tf.keras.Sequential([tf.keras.Input((4,)), tf.keras.layers.Dense(10, "relu")])
    model.add(tf.keras.layers.Dense(3, activation=tf.nn.softmax))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
""",
        NetworkSpec(HIDDEN_AND_THREE, CLASSES),
        (2,),
    ),
    "try and except": (
        """
try:
    from tensorflow import keras
except ImportError:
    import keras
try:
    model = keras.models.load_model("missing.keras")
except Exception:
    model = keras.Sequential([keras.layers.Dense(3, input_shape=(4,))])
finally:
    print("ready")
""",
        NetworkSpec([Input((4,)), Dense(3)]),
        (7,),
    ),
    "callbacks": (
        """
from keras.callbacks import EarlyStopping, ReduceLROnPlateau
early = EarlyStopping(monitor="val_loss", patience=3, restore_best_weights=True)
model = keras.Sequential([keras.Input((4,)), layers.Dense(10, "relu"), layers.Dense(3, "softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(X, y, epochs=50, validation_split=0.25, callbacks=[early, ReduceLROnPlateau()])
""",
        NetworkSpec(HIDDEN_AND_THREE, CLASSES, FitSpec(50, validation_split=0.25)),
        (3, 6),
    ),
    "build and summary": (
        """
model = keras.Sequential([layers.Dense(10, activation="relu"), layers.Dense(3)])
model.build(input_shape=(None, 4))
model.summary()
assert model.count_params() == 83
""",
        NetworkSpec([Input((4,)), Dense(10, "relu"), Dense(3)]),
        (),
    ),
    "frozen layers": (
        """
model = keras.Sequential([
    keras.Input((4,)),
    layers.Dense(10, activation="relu", trainable=False),
    layers.BatchNormalization(trainable=False),
    layers.Dense(3),
])
""",
        NetworkSpec([Input((4,)), Dense(10, "relu", trainable=False), BatchNormalization(trainable=False), Dense(3)]),
        (),
    ),
    "words with a mask": (
        """
max_features, max_len = 5000, 80
model = Sequential()
model.add(Input(shape=(max_len,), dtype="int32"))
model.add(Embedding(max_features, 32, mask_zero=True))
model.add(LSTM(32, dropout=0.2, recurrent_dropout=0.1))
model.add(Dense(1, activation="sigmoid"))
model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
model.fit(words, labels, batch_size=32, epochs=2)
""",
        NetworkSpec(
            [
                Input((80,), dtype="int32"),
                Embedding(5000, 32, mask_zero=True),
                LSTM(32, dropout=0.2, recurrent_dropout=0.1),
                Dense(1, "sigmoid"),
            ],
            BINARY,
            FitSpec(2, batch_size=32),
        ),
        (),
    ),
    "bag of embeddings": (
        """
model = keras.Sequential([
    layers.Embedding(input_dim=1000, output_dim=16, input_length=20),
    layers.GlobalAveragePooling1D(),
    layers.Dense(16, activation="relu"),
    layers.Dense(1, activation="sigmoid"),
])
""",
        NetworkSpec([Embedding(1000, 16), GlobalAveragePooling1D(), Dense(16, "relu"), Dense(1, "sigmoid")]),
        (3,),
    ),
    "both directions": (
        """
model = Sequential([
    Input(shape=(None, 8)),
    Bidirectional(GRU(16, return_sequences=True, reset_after=False), merge_mode="sum"),
    Bidirectional(LSTM(8)),
    Dense(4, activation="softmax"),
])
""",
        NetworkSpec(
            [
                Input((None, 8)),
                Bidirectional(GRU(16, return_sequences=True, reset_after=False), merge_mode="sum"),
                Bidirectional(LSTM(8)),
                Dense(4, "softmax"),
            ]
        ),
        (),
    ),
    "sine wave": (
        """
import numpy as np
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import SimpleRNN, Dense

window = 20
wave = np.sin(np.linspace(0, 10, 100))
rnn = Sequential([SimpleRNN(12, input_shape=(window, 1)), Dense(units=1)])
rnn.compile(optimizer='rmsprop', loss='mse', metrics=['mae'])
""",
        NetworkSpec([Input((20, 1)), SimpleRNN(12), Dense(1)], CompileSpec("rmsprop", "mse", ["mae"])),
        (7,),
    ),
    "sequence of convolutions": (
        """
model = Sequential()
model.add(Input((100, 3)))
model.add(Conv1D(filters=16, kernel_size=5, strides=2, padding='causal', activation='relu'))
model.add(MaxPool1D(2))
model.add(Conv1D(32, 3, dilation_rate=2))
model.add(AveragePooling1D(pool_size=2, strides=1, padding='same'))
model.add(GlobalMaxPooling1D())
model.add(Dense(5))
""",
        NetworkSpec(
            [
                Input((100, 3)),
                Conv1D(16, 5, strides=2, padding="causal", activation="relu"),
                MaxPooling1D(2),
                Conv1D(32, 3, dilation_rate=2),
                AveragePooling1D(2, strides=1, padding="same"),
                GlobalMaxPooling1D(),
                Dense(5),
            ]
        ),
        (),
    ),
    "the first famous one": (
        """
model = keras.models.Sequential([
    keras.layers.Conv2D(6, 5, padding='same', activation='tanh', input_shape=(28, 28, 1)),
    keras.layers.AveragePooling2D(pool_size=2),
    keras.layers.Conv2D(16, 5, activation='tanh'),
    keras.layers.AveragePooling2D(2),
    keras.layers.Flatten(),
    keras.layers.Dense(120, activation='tanh'),
    keras.layers.Dense(84, activation='tanh'),
    keras.layers.Dense(10, activation='softmax'),
])
model.compile(loss=keras.losses.CategoricalCrossentropy(label_smoothing=0.1), optimizer=keras.optimizers.Nadam())
""",
        NetworkSpec(
            [
                Input((28, 28, 1)),
                Conv2D(6, 5, padding="same", activation="tanh"),
                AveragePooling2D(2),
                Conv2D(16, 5, activation="tanh"),
                AveragePooling2D(2),
                Flatten(),
                Dense(120, "tanh"),
                Dense(84, "tanh"),
                Dense(10, "softmax"),
            ],
            CompileSpec(OptimizerSpec("Nadam"), LossSpec("CategoricalCrossentropy", label_smoothing=0.1)),
        ),
        (),
    ),
    "a picture out of a row": (
        """
model = keras.Sequential([
    layers.InputLayer(shape=(784,)),
    layers.Reshape((28, 28, 1)),
    layers.Rescaling(scale=1.0 / 255, offset=-0.5),
    layers.Conv2D(8, (3, 5), strides=(2, 1)),
    layers.Flatten(),
    layers.Dense(10),
])
""",
        NetworkSpec(
            [
                Input((784,)),
                Reshape((28, 28, 1)),
                Rescaling(1 / 255, -0.5),
                Conv2D(8, (3, 5), strides=(2, 1)),
                Flatten(),
                Dense(10),
            ]
        ),
        (),
    ),
    "an autoencoder": (
        """
encoding_dim = 32
autoencoder = keras.Sequential([
    keras.Input(shape=(784,)),
    layers.GaussianNoise(0.1),
    layers.Dense(encoding_dim, activation="relu", activity_regularizer=keras.regularizers.l1(10e-5)),
    layers.Dense(784, activation="sigmoid"),
], name="autoencoder")
autoencoder.compile(optimizer="adam", loss="binary_crossentropy")
autoencoder.fit(x_train, x_train, epochs=50, batch_size=256, shuffle=True)
""",
        NetworkSpec(
            [
                Input((784,)),
                GaussianNoise(0.1),
                Dense(32, "relu", activity_regularizer=RegularizerSpec("L1", l1=10e-5)),
                Dense(784, "sigmoid"),
            ],
            CompileSpec("adam", "binary_crossentropy"),
            FitSpec(50, batch_size=256),
        ),
        (),
    ),
    "weights that start in many ways": (
        """
from keras import initializers
init = initializers.RandomNormal(mean=0., stddev=0.01, seed=7)
model = keras.Sequential([
    keras.Input((4,)),
    layers.Dense(8, kernel_initializer=init, bias_initializer="ones"),
    layers.Dense(8, kernel_initializer=keras.initializers.HeUniform(), use_bias=False),
    layers.Dense(8, kernel_initializer=initializers.VarianceScaling(scale=2.0, mode="fan_out")),
    layers.Dense(1, bias_initializer=initializers.Constant(value=-2)),
])
""",
        NetworkSpec(
            [
                Input((4,)),
                Dense(
                    8,
                    kernel_initializer=InitializerSpec("RandomNormal", stddev=0.01, seed=7),
                    bias_initializer="ones",
                ),
                Dense(8, kernel_initializer=InitializerSpec("HeUniform"), use_bias=False),
                Dense(8, kernel_initializer=InitializerSpec("VarianceScaling", scale=2.0, mode="fan_out")),
                Dense(1, bias_initializer=InitializerSpec("Constant", value=-2)),
            ]
        ),
        (),
    ),
    "regularized": (
        """
from tensorflow.keras.regularizers import l2, L1L2
model = Sequential([
    Dense(16, 'relu', kernel_regularizer=l2(1e-3), input_shape=(20,)),
    LayerNormalization(),
    Dense(16, 'relu', kernel_regularizer=L1L2(l1=1e-5, l2=1e-4), bias_regularizer='l2'),
    Dense(1),
])
""",
        NetworkSpec(
            [
                Input((20,)),
                Dense(16, "relu", kernel_regularizer=RegularizerSpec("L2", l2=1e-3)),
                LayerNormalization(),
                Dense(16, "relu", kernel_regularizer=RegularizerSpec("L1L2", l1=1e-5, l2=1e-4), bias_regularizer="l2"),
                Dense(1),
            ]
        ),
        (),
    ),
    "rates that fall": (
        """
schedule = keras.optimizers.schedules.PiecewiseConstantDecay([100, 200], [0.1, 0.01, 0.001])
model = keras.Sequential([keras.Input((4,)), layers.Dense(1)])
model.compile(keras.optimizers.SGD(schedule, momentum=0.9, nesterov=True), keras.losses.Huber(delta=2.0),
              metrics=["mae", keras.metrics.RootMeanSquaredError(name="rmse")])
""",
        NetworkSpec(
            [Input((4,)), Dense(1)],
            CompileSpec(
                OptimizerSpec(
                    "SGD",
                    learning_rate=ScheduleSpec(
                        "PiecewiseConstantDecay", boundaries=(100, 200), values=(0.1, 0.01, 0.001)
                    ),
                    momentum=0.9,
                    nesterov=True,
                ),
                LossSpec("Huber", delta=2.0),
                ["mae", MetricSpec("RootMeanSquaredError", name="rmse")],
            ),
        ),
        (),
    ),
    "several metrics": (
        """
METRICS = [
    keras.metrics.BinaryAccuracy(name="accuracy"),
    keras.metrics.Precision(name="precision"),
    keras.metrics.AUC(name="prc", curve="PR"),
]
model = keras.Sequential([keras.Input((29,)), layers.Dense(16, activation="relu"), layers.Dense(1, "sigmoid")])
model.compile(
    optimizer=keras.optimizers.Adam(learning_rate=1e-3),
    loss=keras.losses.BinaryCrossentropy(),
    metrics=METRICS,
)
""",
        NetworkSpec(
            [Input((29,)), Dense(16, "relu"), Dense(1, "sigmoid")],
            CompileSpec(
                OptimizerSpec("Adam"),
                LossSpec("BinaryCrossentropy"),
                [
                    MetricSpec("BinaryAccuracy", name="accuracy"),
                    MetricSpec("Precision", name="precision"),
                    MetricSpec("AUC", name="prc", curve="PR"),
                ],
            ),
        ),
        (),
    ),
    "functional with one name": (
        """
inputs = keras.Input(shape=(28, 28, 1), name="img")
x = layers.Conv2D(8, 3, activation="relu")(inputs)
x = layers.MaxPooling2D(3)(x)
x = layers.Flatten()(x)
outputs = layers.Dense(10)(x)
model = keras.Model(inputs, outputs, name="small")
model.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True), optimizer="sgd")
""",
        NetworkSpec(
            [Input((28, 28, 1), name="img"), Conv2D(8, 3, activation="relu"), MaxPooling2D(3), Flatten(), Dense(10)],
            CompileSpec("sgd", LossSpec("SparseCategoricalCrossentropy", from_logits=True)),
        ),
        (),
    ),
    "functional in a loop": (
        """
a = x = keras.layers.Input(shape=(4,))
for units in (10, 10):
    x = layers.Dense(units)(x)
    x = layers.Activation("relu")(x)
b = layers.Dense(3, activation="softmax")(x)
model = keras.models.Model(inputs=[a], outputs=b)
""",
        NetworkSpec([Input((4,)), Dense(10), Activation("relu"), Dense(10), Activation("relu"), Dense(3, "softmax")]),
        (),
    ),
    "functional in one line": (
        """
i = keras.Input((4,))
model = keras.Model(i, layers.Dense(3, "softmax")(layers.Dense(10, "relu")(i)))
""",
        NetworkSpec(HIDDEN_AND_THREE),
        (),
    ),
    "functional in a function": (
        """
def get_model(shape, classes):
    inputs = keras.Input(shape=shape)
    x = layers.Dense(10, activation="relu")(inputs)
    return keras.Model(inputs, layers.Dense(classes, activation="softmax")(x))

model = get_model((4,), 3)
""",
        NetworkSpec(HIDDEN_AND_THREE),
        (),
    ),
    "three models": (
        """
logistic = keras.Sequential([keras.Input((4,)), layers.Dense(3, "softmax")])
logistic.compile("sgd", "sparse_categorical_crossentropy")
wide = keras.Sequential([keras.Input((4,)), layers.Dense(100, "relu"), layers.Dense(3, "softmax")])
model = keras.Sequential([keras.Input((4,)), layers.Dense(10, "relu"), layers.Dense(3, "softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(X, y, epochs=3)
""",
        NetworkSpec(HIDDEN_AND_THREE, CLASSES, FitSpec(3)),
        (),
    ),
    "models in a loop": (
        """
histories = {}
for units in [5, 10]:
    model = keras.Sequential([keras.Input((4,)), layers.Dense(units, "relu"), layers.Dense(3, "softmax")])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    histories[units] = model.fit(X, y, epochs=3, verbose=0)
""",
        NetworkSpec(HIDDEN_AND_THREE, CLASSES, FitSpec(3, verbose=0)),
        (6,),
    ),
    "a choice by a known name": (
        """
OPTIMIZER = "adam"
USE_DROPOUT = True
model = keras.Sequential([keras.Input((4,)), layers.Dense(10, "relu")])
if USE_DROPOUT and OPTIMIZER != "sgd":
    model.add(layers.Dropout(0.2))
elif OPTIMIZER == "sgd":
    model.add(layers.Dense(99))
model.add(layers.Dense(3, "softmax"))
model.compile(OPTIMIZER, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
""",
        NetworkSpec([Input((4,)), Dense(10, "relu"), Dropout(0.2), Dense(3, "softmax")], CLASSES),
        (),
    ),
    "settings in a dict": (
        """
params = dict(units=10, activation="relu")
config = {"epochs": 4, "batch_size": 8, "layers": [10, 3]}
model = keras.Sequential([keras.Input((4,)), layers.Dense(config["layers"][0], "relu")])
model.add(layers.Dense(config["layers"][-1], "softmax"))
model.fit(X, y, epochs=config["epochs"], batch_size=config["batch_size"])
""",
        NetworkSpec(HIDDEN_AND_THREE, None, FitSpec(4, batch_size=8)),
        (),
    ),
    "fit with a dict": (
        """
options = {"epochs": 4, "verbose": 2}
model = keras.Sequential([keras.Input((4,)), layers.Dense(10, "relu"), layers.Dense(3, "softmax")])
model.fit(X, y, **options)
""",
        NetworkSpec(HIDDEN_AND_THREE, None, FitSpec(4, verbose=2)),
        (),
    ),
    "sizes of the data": (
        """
import keras
n_features = X.shape[1]
n_classes = len(set(y))
model = keras.Sequential()
model.add(keras.layers.Dense(10, activation="relu", input_shape=(n_features,)))
model.add(keras.layers.Dense(3, activation="softmax"))
""",
        NetworkSpec(HIDDEN_AND_THREE[1:]),
        (3, 4, 6),
    ),
    "an unknown number of classes": (
        """
n_classes = len(set(y))
model = keras.Sequential([keras.Input((4,)), layers.Dense(10, "relu")])
model.add(layers.Dense(n_classes, activation="softmax"))
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
""",
        NetworkSpec(HIDDEN_AND_THREE[:2], CLASSES),
        (2, 4),
    ),
    "a cell with magics": (
        """
%%time
%load_ext tensorboard
!ls
model = keras.Sequential([
    keras.Input((4,)),
    layers.Dense(10, "relu"),
    layers.Dense(3, "softmax"),
])
model.summary?
""",
        NetworkSpec(HIDDEN_AND_THREE),
        (2, 3, 4, 10),
    ),
    "copied from a console": (
        """
>>> import keras
>>> model = keras.Sequential()
>>> model.add(keras.Input((4,)))
>>> for units in (10,):
...     model.add(keras.layers.Dense(units, activation="relu"))
...
>>> model.add(keras.layers.Dense(3, "softmax"))
>>> model.count_params()
83
""",
        NetworkSpec(HIDDEN_AND_THREE),
        (),
    ),
    "copied from a notebook": (
        """
In [1]: import keras
   ...: model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(10, "relu")])
In [2]: model.add(keras.layers.Dense(3, "softmax"))
Out[2]: 7
""",
        NetworkSpec(HIDDEN_AND_THREE),
        (),
    ),
    "indented, with tabs": (
        """
	model = keras.Sequential()
	model.add(keras.Input((4,)))
	for n in [10]:
		model.add(layers.Dense(n, 'relu'))
	model.add(layers.Dense(3, 'softmax'))
""",
        NetworkSpec(HIDDEN_AND_THREE),
        (),
    ),
    "one line after the other": (
        """
import keras; L = keras.layers; m = keras.Sequential(); m.add(keras.Input((4,)))
m.add(L.Dense(10, 'relu')); m.add(L.Dense(3, \\
    'softmax'))
""",
        NetworkSpec(HIDDEN_AND_THREE),
        (),
    ),
    "plots around it": (
        """
import matplotlib.pyplot as plt
import numpy as np
np.random.seed(0)
fig, ax = plt.subplots()
ax.scatter(X[:, 0], X[:, 1], c=y)
plt.show()
model = keras.Sequential([keras.Input((4,)), layers.Dense(10, "relu"), layers.Dense(3, "softmax")])
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
print(f"{model.count_params():,} parameters")
""",
        NetworkSpec(HIDDEN_AND_THREE, CLASSES),
        (4, 5, 6, 7),
    ),
    "names with HTML in them": (
        """
model = keras.Sequential([keras.Input((4,), name="<b>in<b>")])
model.add(layers.Dense(10, "relu", name="<script>alert(1)<script>"))
model.add(layers.Dense(3, "softmax", name='"><img src=x onerror=alert(1)>'))
""",
        NetworkSpec(
            [
                Input((4,), name="<b>in<b>"),
                Dense(10, "relu", name="<script>alert(1)<script>"),
                Dense(3, "softmax", name='"><img src=x onerror=alert(1)>'),
            ]
        ),
        (),
    ),
}
