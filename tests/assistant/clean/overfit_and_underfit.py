"""The same data with a small, a large and a tamed network."""

import numpy as np
from keras import Input, layers, models, regularizers
from keras.datasets import imdb

(train_data, train_labels), (test_data, test_labels) = imdb.load_data(num_words=1000)


def vectorize(sequences, dimension=1000):
    results = np.zeros((len(sequences), dimension), dtype="float32")
    for i, sequence in enumerate(sequences):
        for word in sequence:
            results[i, word] = 1.0
    return results


x_train, x_test = vectorize(train_data), vectorize(test_data)
y_train = np.asarray(train_labels).astype("float32")
y_test = np.asarray(test_labels).astype("float32")


def small():
    return [layers.Dense(4, activation="relu"), layers.Dense(4, activation="relu")]


def large():
    return [layers.Dense(128, activation="relu"), layers.Dense(128, activation="relu")]


def tamed():
    penalty = regularizers.L1L2(l1=0.0, l2=0.001)
    return [
        layers.Dense(16, activation="relu", kernel_regularizer=penalty),
        layers.Dropout(0.5),
        layers.Dense(16, activation="relu", kernel_regularizer=penalty),
        layers.Dropout(0.5),
    ]


curves = {}
for build in (small, large, tamed):
    model = models.Sequential([Input((1000,)), *build(), layers.Dense(1, activation="sigmoid")])
    model.compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=["accuracy"])
    history = model.fit(x_train, y_train, epochs=6, batch_size=128, validation_split=0.4, verbose=0)
    curves[build.__name__] = history.history["val_loss"]
    print(build.__name__, model.count_params(), model.evaluate(x_test, y_test, verbose=0))
for name, losses in curves.items():
    print(name, "lowest at epoch", int(np.argmin(losses)) + 1)
