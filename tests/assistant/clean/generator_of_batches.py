"""Batches made on the way by a generator and by a Sequence."""

import math

import numpy as np
import keras
from keras import layers


class Batches(keras.utils.PyDataset):
    def __init__(self, x, y, batch_size, **kwargs):
        super().__init__(**kwargs)
        self.x, self.y = x, y
        self.batch_size = batch_size

    def __len__(self):
        return math.ceil(len(self.x) / self.batch_size)

    def __getitem__(self, idx):
        low = idx * self.batch_size
        high = min(low + self.batch_size, len(self.x))
        return self.x[low:high], self.y[low:high]


def endless(x, y, batch_size):
    while True:
        rows = np.random.randint(0, len(x), batch_size)
        noisy = x[rows] + np.random.normal(0, 0.05, x[rows].shape)
        yield noisy, y[rows]


x = np.random.rand(400, 8).astype("float32")
y = (x[:, 0] + x[:, 1] > 1).astype("float32")
model = keras.Sequential(
    [layers.Input((8,)), layers.Dense(16, activation="relu"), layers.Dense(1, activation="sigmoid")]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])

train = Batches(x[:300], y[:300], 32)
valid = Batches(x[300:], y[300:], 32)
model.fit(train, validation_data=valid, epochs=3)
model.fit(endless(x[:300], y[:300], 32), steps_per_epoch=10, epochs=3, validation_data=valid)
print(model.evaluate(valid))
print((model.predict(x[300:305]) > 0.5).astype(int).ravel(), y[300:305])
