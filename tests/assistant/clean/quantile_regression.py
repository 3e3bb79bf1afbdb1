"""Not only the middle but also the borders: three numbers for each question."""

import keras
import numpy as np
from keras import layers, ops

rng = np.random.default_rng(4)
x = rng.uniform(-1, 1, size=(800, 1)).astype("float32")
y = (np.sin(3 * x) + rng.normal(0, 0.1 + 0.3 * np.abs(x))).astype("float32")
x_train, x_test = x[:600], x[600:]
y_train, y_test = y[:600], y[600:]
quantiles = [0.1, 0.5, 0.9]


def pinball(y_true, y_pred):
    losses = []
    for place, q in enumerate(quantiles):
        error = y_true - y_pred[:, place : place + 1]
        losses.append(ops.mean(ops.maximum(q * error, (q - 1) * error)))
    return sum(losses)


model = keras.Sequential(
    [
        layers.Input((1,)),
        layers.Dense(32, activation="relu"),
        layers.Dense(32, activation="relu"),
        layers.Dense(len(quantiles)),
    ]
)
model.compile(optimizer="adam", loss=pinball)
model.fit(x_train, y_train, epochs=30, batch_size=32, verbose=0, validation_data=(x_test, y_test))
answers = model.predict(x_test, verbose=0)
low, middle, high = answers.T
inside = np.mean((y_test[:, 0] > low) & (y_test[:, 0] < high))
print("inside", inside, "wanted", 0.8)
print("error of the middle", np.abs(middle - y_test[:, 0]).mean())

spread = keras.Sequential([layers.Input((1,)), layers.Dense(16, activation="relu"), layers.Dense(2)])


def gaussian(y_true, y_pred):
    mean, log_std = y_pred[:, :1], y_pred[:, 1:]
    return ops.mean(log_std + 0.5 * ops.square((y_true - mean) / ops.exp(log_std)))


spread.compile(optimizer="adam", loss=gaussian)
spread.fit(x_train, y_train, epochs=20, verbose=0)
print(np.exp(spread.predict(np.array([[0.0], [0.9]]), verbose=0)[:, 1]))
