"""Widths, rates and optimizers compared on the same data."""

import itertools

import keras
import numpy as np
from keras import layers
from sklearn.datasets import make_moons
from sklearn.model_selection import train_test_split

X, y = make_moons(n_samples=500, noise=0.2, random_state=0)
X_train, X_val, y_train, y_val = train_test_split(X, y, test_size=0.3, random_state=0)
OPTIMIZERS = {
    "sgd": lambda rate: keras.optimizers.SGD(learning_rate=rate, momentum=0.9),
    "adam": lambda rate: keras.optimizers.Adam(learning_rate=rate),
    "rmsprop": lambda rate: keras.optimizers.RMSprop(learning_rate=rate),
}


def build(units: int, depth: int, dropout: float) -> keras.Model:
    model = keras.Sequential([layers.Input((2,))])
    for _ in range(depth):
        model.add(layers.Dense(units, activation="relu"))
        if dropout > 0:
            model.add(layers.Dropout(dropout))
    model.add(layers.Dense(1, activation="sigmoid"))
    return model


results = []
for units, depth, name in itertools.product([4, 16], [1, 2], OPTIMIZERS):
    keras.utils.set_random_seed(1)
    model = build(units, depth, dropout=0.1 if units > 8 else 0.0)
    model.compile(optimizer=OPTIMIZERS[name](0.01), loss="binary_crossentropy", metrics=["accuracy"])
    history = model.fit(X_train, y_train, epochs=8, batch_size=32, verbose=0, validation_data=(X_val, y_val))
    best = max(history.history["val_accuracy"])
    results.append({"units": units, "depth": depth, "optimizer": name, "accuracy": best})
    keras.backend.clear_session()

results.sort(key=lambda one: one["accuracy"], reverse=True)
for one in results[:5]:
    print(one)
print("mean", np.mean([one["accuracy"] for one in results]))
