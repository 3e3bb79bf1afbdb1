"""The learning rate is raised step by step until the loss explodes; then a tenth of it is taken."""

import keras
import numpy as np
from keras import layers
from sklearn.datasets import load_digits


class LRFinder(keras.callbacks.Callback):
    def __init__(self, low, high, steps):
        super().__init__()
        self.factor = (high / low) ** (1 / steps)
        self.rate = low
        self.rates, self.losses = [], []

    def on_train_begin(self, logs=None):
        self.model.optimizer.learning_rate = self.rate

    def on_train_batch_end(self, batch, logs=None):
        self.rates.append(self.rate)
        self.losses.append(float(logs["loss"]))
        self.rate *= self.factor
        self.model.optimizer.learning_rate = self.rate
        if not np.isfinite(self.losses[-1]):
            self.model.stop_training = True


X, y = load_digits(return_X_y=True)
X = (X - 8.0) / 8.0
order = np.random.default_rng(0).permutation(len(X))
X, y = X[order], y[order]


def build(rate):
    model = keras.Sequential()
    model.add(layers.Input(shape=(64,)))
    model.add(layers.Dense(32, activation="selu", kernel_initializer="lecun_normal"))
    model.add(layers.AlphaDropout(0.05))
    model.add(layers.Dense(10, activation="softmax"))
    model.compile(
        loss="sparse_categorical_crossentropy",
        optimizer=keras.optimizers.SGD(learning_rate=rate, momentum=0.9),
        metrics=["accuracy"],
    )
    return model


finder = LRFinder(1e-4, 1.0, steps=90)
build(1e-4).fit(X, y, epochs=2, batch_size=32, verbose=0, callbacks=[finder])
best = finder.rates[int(np.argmin(finder.losses))] / 10
print("found", best)
schedule = keras.optimizers.schedules.CosineDecay(initial_learning_rate=best, decay_steps=500)
model = build(schedule)
model.fit(X[:1400], y[:1400], epochs=10, batch_size=32, validation_data=(X[1400:], y[1400:]), verbose=0)
print(model.evaluate(X[1400:], y[1400:], verbose=0))
