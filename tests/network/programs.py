"""Programs in the styles that beginners use, each with the network that it describes."""

from typing import NamedTuple

from dlwidgets.network import (
    LSTM,
    Activation,
    BatchNormalization,
    Bidirectional,
    CompileSpec,
    Conv2D,
    Dense,
    Dropout,
    Embedding,
    FitSpec,
    Flatten,
    GlobalAveragePooling2D,
    InitializerSpec,
    Input,
    LossSpec,
    MaxPooling2D,
    MetricSpec,
    NetworkSpec,
    OptimizerSpec,
    RegularizerSpec,
    Rescaling,
    ScheduleSpec,
)
from tests.network.more_programs import MORE

HIDDEN_AND_THREE = (Input((4,)), Dense(10, "relu"), Dense(3, "softmax"))
CLASSES = CompileSpec("adam", "sparse_categorical_crossentropy", ["accuracy"])
ADAM = OptimizerSpec("Adam", learning_rate=0.01)

_FIRST = {
    "list of layers": (
        """
from keras import layers
import keras
model = keras.Sequential([keras.Input(shape=(4,)), layers.Dense(10, activation="relu"), layers.Dense(3, "softmax")])
""",
        NetworkSpec(HIDDEN_AND_THREE),
    ),
    "added with input_shape": (
        """
from tensorflow.keras.models import Sequential
from tensorflow.keras.layers import Dense
model = Sequential()
model.add(Dense(10, input_shape=(4,), activation='relu'))
model.add(Dense(3, activation='softmax'))
model.compile(loss='sparse_categorical_crossentropy', optimizer='adam', metrics=['accuracy'])
history = model.fit(X_train, y_train, epochs=50, batch_size=5, verbose=0)
""",
        NetworkSpec(HIDDEN_AND_THREE, CLASSES, FitSpec(epochs=50, batch_size=5, verbose=0)),
    ),
    "added with input_dim": (
        """
from keras.models import Sequential
from keras.layers import Dense as D
net = Sequential(name="net")
net.add(D(units=10, kernel_initializer="uniform", activation="relu", input_dim=4))
net.add(D(1, activation="sigmoid"))
""",
        NetworkSpec([Input((4,)), Dense(10, "relu", kernel_initializer="uniform"), Dense(1, "sigmoid")]),
    ),
    "whole of tf": (
        """
import tensorflow as tf
model = tf.keras.models.Sequential([
    tf.keras.layers.Flatten(input_shape=(28, 28)),
    tf.keras.layers.Dense(128, activation=tf.nn.relu),
    tf.keras.layers.Dropout(0.2),
    tf.keras.layers.Dense(10),
])
model.compile(
    optimizer=tf.keras.optimizers.Adam(learning_rate=0.01),
    loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
model.fit(x_train, y_train, epochs=5)
""",
        NetworkSpec(
            [Input((28, 28)), Flatten(), Dense(128, "relu"), Dropout(0.2), Dense(10)],
            CompileSpec(ADAM, LossSpec("SparseCategoricalCrossentropy", from_logits=True), ["accuracy"]),
            FitSpec(epochs=5),
        ),
    ),
    "list in a variable": (
        """
from keras import Sequential, Input
from keras.layers import *
stack = [Input((4,))]
stack.append(Dense(10, activation="relu"))
stack += [Dense(3, activation="softmax")]
model = Sequential(stack)
""",
        NetworkSpec(HIDDEN_AND_THREE),
    ),
    "known variables and arithmetic": (
        """
import keras
from keras.layers import Dense
n_inputs, n_classes = 2 * 2, 3
HIDDEN: int = (n_classes + 2) * 2
shape = (n_inputs,)
model = keras.Sequential([keras.layers.InputLayer(shape=shape), Dense(HIDDEN, 'relu'), Dense(n_classes, 'softmax')])
""",
        NetworkSpec(HIDDEN_AND_THREE),
    ),
    "loop over a list": (
        """
import keras
model = keras.Sequential()
model.add(keras.Input((4,)))
for i, units in enumerate([16, 8]):
    model.add(keras.layers.Dense(units, activation="relu", name=f"hidden_{i + 1}"))
model.add(keras.layers.Dense(1))
""",
        NetworkSpec([Input((4,)), Dense(16, "relu", name="hidden_1"), Dense(8, "relu", name="hidden_2"), Dense(1)]),
    ),
    "loop over a range": (
        """
model = Sequential()
for i in range(3):
    if i == 0:
        model.add(Dense(2 ** (3 - i), input_shape=[4]))
    else:
        model.add(Dense(2 ** (3 - i)))
""",
        NetworkSpec([Input((4,)), Dense(8), Dense(4), Dense(2)]),
    ),
    "list comprehension": (
        """
hidden = [64, 32]
model = keras.Sequential([keras.Input((4,)), *[layers.Dense(u, "relu") for u in hidden if u > 10], layers.Dense(1)])
""",
        NetworkSpec([Input((4,)), Dense(64, "relu"), Dense(32, "relu"), Dense(1)]),
    ),
    "function that builds": (
        """
import keras
def build_model(units, activation="tanh", *, classes=3):
    '''Build it.'''
    model = keras.Sequential()
    model.add(keras.Input(shape=(4,)))
    model.add(keras.layers.Dense(units, activation=activation))
    model.add(keras.layers.Dense(classes, activation="softmax"))
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

if __name__ == "__main__":
    model = build_model(10, activation="relu")
    model.summary()
    model.fit(X, y, 16, 20)
""",
        NetworkSpec(HIDDEN_AND_THREE, CLASSES, FitSpec(epochs=20, batch_size=16)),
    ),
    "activation layers": (
        """
model = Sequential([Dense(10, input_dim=4), Activation('relu'), Dense(8), layers.ReLU(), Dense(7),
                    LeakyReLU(alpha=0.2), Dense(3), Softmax(), Activation(keras.activations.tanh)])
""",
        NetworkSpec(
            [
                Input((4,)),
                Dense(10),
                Activation("relu"),
                Dense(8),
                Activation("relu"),
                Dense(7),
                Activation("leaky_relu"),
                Dense(3),
                Activation("softmax"),
                Activation("tanh"),
            ]
        ),
    ),
    "activation objects": (
        """
model = Sequential()
model.add(Dense(10, activation=layers.LeakyReLU(0.2), input_shape=(4,)))
model.add(Dense(3, activation=keras.activations.softmax))
""",
        NetworkSpec([Input((4,)), Dense(10, "leaky_relu"), Dense(3, "softmax")]),
    ),
    "regularizers and initializers": (
        """
from tensorflow.keras import layers, regularizers, initializers
model = keras.Sequential([layers.Dense(
    5, kernel_regularizer=regularizers.l2(0.001), bias_regularizer=regularizers.L1(l1=0.1),
    activity_regularizer=regularizers.l1_l2(l1=0.1, l2=0.2), kernel_initializer=initializers.he_normal(seed=1),
    bias_initializer=initializers.Constant(0.1))])
""",
        NetworkSpec(
            [
                Dense(
                    5,
                    kernel_regularizer=RegularizerSpec("L2", l2=0.001),
                    bias_regularizer=RegularizerSpec("L1", l1=0.1),
                    activity_regularizer=RegularizerSpec("L1L2", l1=0.1, l2=0.2),
                    kernel_initializer=InitializerSpec("HeNormal", seed=1),
                    bias_initializer=InitializerSpec("Constant", value=0.1),
                )
            ]
        ),
    ),
    "optimizer in a variable": (
        """
from keras.optimizers import SGD
opt = SGD(lr=0.1, momentum=0.9)
model = Sequential([Dense(1)])
model.compile(loss=keras.losses.mean_squared_error, optimizer=opt, metrics=[keras.metrics.MeanAbsoluteError()])
""",
        NetworkSpec(
            [Dense(1)],
            CompileSpec(
                OptimizerSpec("SGD", learning_rate=0.1, momentum=0.9),
                "mean_squared_error",
                [MetricSpec("MeanAbsoluteError")],
            ),
        ),
    ),
    "schedule": (
        """
rate = tf.keras.optimizers.schedules.ExponentialDecay(0.1, decay_steps=100, decay_rate=0.96)
model = Sequential([Dense(1)])
model.compile(tf.keras.optimizers.legacy.Adam(rate), "mse")
""",
        NetworkSpec(
            [Dense(1)],
            CompileSpec(
                OptimizerSpec(
                    "Adam",
                    learning_rate=ScheduleSpec(
                        "ExponentialDecay", initial_learning_rate=0.1, decay_steps=100, decay_rate=0.96
                    ),
                ),
                "mse",
            ),
        ),
    ),
    "pictures": (
        """
from tensorflow.keras import datasets, layers, models
(x, y), (x_test, y_test) = datasets.mnist.load_data()
x = x / 255.0
model = models.Sequential()
model.add(layers.Rescaling(1./255, input_shape=(28, 28, 1)))
model.add(layers.Conv2D(32, (3, 3), activation='relu'))
model.add(layers.MaxPool2D((2, 2)))
model.add(layers.BatchNormalization())
model.add(layers.GlobalAvgPool2D())
model.add(layers.Dense(10))
""",
        NetworkSpec(
            [
                Input((28, 28, 1)),
                Rescaling(1 / 255),
                Conv2D(32, (3, 3), activation="relu"),
                MaxPooling2D((2, 2)),
                BatchNormalization(),
                GlobalAveragePooling2D(),
                Dense(10),
            ]
        ),
    ),
    "words": (
        """
vocab_size = 10_000
model = keras.Sequential([layers.Embedding(input_dim=vocab_size, output_dim=16), layers.Dropout(.5),
    layers.Bidirectional(layers.LSTM(8, return_sequences=True)), layers.LSTM(4), layers.Dense(1, 'sigmoid')])
""",
        NetworkSpec(
            [
                Embedding(10_000, 16),
                Dropout(0.5),
                Bidirectional(LSTM(8, return_sequences=True)),
                LSTM(4),
                Dense(1, "sigmoid"),
            ]
        ),
    ),
    "functional chain": (
        """
from keras import Input, Model
inputs = Input(shape=(4,))
x = Dense(10, activation="relu")(inputs)
outputs = Dense(3, activation="softmax")(x)
model = Model(inputs=inputs, outputs=[outputs], name="chain")
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
""",
        NetworkSpec(HIDDEN_AND_THREE, CLASSES),
    ),
    "function that nothing calls": (
        """
def create_model(units=10):
    model = Sequential()
    model.add(Dense(units, input_shape=(4,), activation="relu"))
    model.add(Dense(3, activation="softmax"))
    return model
classifier = KerasClassifier(build_fn=create_model)
""",
        NetworkSpec(HIDDEN_AND_THREE),
    ),
    "the compiled one of two": (
        """
small = keras.Sequential([layers.Dense(1)])
large = keras.Sequential([layers.Dense(100)])
small.compile("sgd", "mse")
other = keras.Sequential([layers.Dense(7)])
""",
        NetworkSpec([Dense(1)], CompileSpec("sgd", "mse")),
    ),
    "the last of two": (
        """
a = Sequential([Dense(1)])
b = Sequential([Dense(2)])
class Stop(keras.callbacks.Callback):
    pass
stop = Stop()
""",
        NetworkSpec([Dense(2)]),
    ),
    "dict of settings": (
        """
config = {"units": 10, "activation": "relu"}
fit = dict
model = Sequential([Input(shape=(4,)), Dense(**config), Dense(3, activation="soft" + "max")])
with open("log.txt") as f:
    model.compile(optimizer=config["units"] > 5 and "adam", loss="sparse_categorical_crossentropy",
                  metrics=["accuracy"])
""",
        NetworkSpec(HIDDEN_AND_THREE, CLASSES),
    ),
    "cell of a notebook": (
        """
!pip install keras
%matplotlib inline
model = keras.Sequential([keras.Input(shape=(4,)), keras.layers.Dense(10, 'relu')])
model.add(keras.layers.Dense(7))
model.pop()
model.add(keras.layers.Dense(3, "softmax"))
""",
        NetworkSpec(HIDDEN_AND_THREE),
    ),
    "whole script with data and plots": (
        '''
"""Iris."""
import numpy as np
import matplotlib.pyplot as plt
from sklearn.datasets import load_iris
X, y = load_iris(return_X_y=True)
model = keras.Sequential([
    keras.Input(shape=(4,)),  # four measures
    layers.Dense(10, activation="relu"),
    layers.Dense(3, activation="softmax"),
])
model.compile("adam", keras.losses.SparseCategoricalCrossentropy(), metrics=["accuracy"])
history = model.fit(X, y, epochs=20, callbacks=[keras.callbacks.EarlyStopping()], validation_data=(X, y))
plt.plot(history.history["loss"])
print(model.evaluate(X, y))
''',
        NetworkSpec(
            HIDDEN_AND_THREE,
            CompileSpec("adam", LossSpec("SparseCategoricalCrossentropy"), ["accuracy"]),
            FitSpec(epochs=20),
        ),
    ),
}

UNREAD_LINES = {
    "pictures": (3, 4),
    "function that nothing calls": (7,),
    "the last of two": (4, 6),
    "dict of settings": (3,),
    "cell of a notebook": (2, 3),
    "whole script with data and plots": (6, 13, 13, 14),
}


class Program(NamedTuple):
    """A program, the network that it describes, and the lines of which something can't be read."""

    text: str
    spec: NetworkSpec
    unread: tuple[int, ...] = ()


PROGRAMS = {name: Program(text, spec, UNREAD_LINES.get(name, ())) for name, (text, spec) in _FIRST.items()}
PROGRAMS |= {name: Program(*parts) for name, parts in MORE.items()}
