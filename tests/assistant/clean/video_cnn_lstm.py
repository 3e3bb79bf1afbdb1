"""Short films: a convolution for each picture, and a memory over them."""

import keras
import numpy as np
from keras import layers

frames, height, width, channels, n_classes = 8, 24, 24, 1, 2
rng = np.random.default_rng(11)


def film(direction):
    clip = np.zeros((frames, height, width, channels), "float32")
    row = rng.integers(2, height - 6)
    for t in range(frames):
        column = 2 * t if direction else width - 6 - 2 * t
        clip[t, row : row + 4, column : column + 4] = 1.0
    return clip + rng.normal(0, 0.05, clip.shape)


labels = rng.integers(0, 2, 160)
films = np.array([film(label) for label in labels])
x_train, y_train, x_test, y_test = films[:120], labels[:120], films[120:], labels[120:]

cnn = keras.Sequential(
    [
        layers.Input(shape=(height, width, channels)),
        layers.Conv2D(8, 3, activation="relu"),
        layers.MaxPooling2D(3),
        layers.Flatten(),
        layers.Dense(16, activation="relu"),
    ]
)
model = keras.Sequential()
model.add(layers.Input(shape=(frames, height, width, channels)))
model.add(layers.TimeDistributed(cnn))
model.add(layers.LSTM(16))
model.add(layers.Dense(n_classes, activation="softmax"))
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=4, batch_size=16, validation_data=(x_test, y_test))

short = keras.Sequential(
    [
        layers.Input(shape=(frames, height, width, channels)),
        layers.ConvLSTM2D(4, (3, 3), padding="same", return_sequences=False),
        layers.GlobalMaxPooling2D(),
        layers.Dense(n_classes, activation="softmax"),
    ]
)
short.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
short.fit(x_train, y_train, epochs=1, batch_size=16)
print(model.evaluate(x_test, y_test, verbose=0), short.evaluate(x_test, y_test, verbose=0))
