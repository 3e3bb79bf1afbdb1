"""Several steps of several series at once, with two recurrent layers."""

import numpy as np
import tensorflow as tf
from tensorflow import keras

rng = np.random.default_rng(7)
n_series, n_steps, horizon = 600, 40, 10
time = np.linspace(0, 1, n_steps + horizon)
frequency = rng.uniform(10, 30, size=(n_series, 1))
offset = rng.uniform(0, 1, size=(n_series, 1))
series = 0.5 * np.sin((time - offset) * frequency)
series += 0.1 * (rng.random((n_series, n_steps + horizon)) - 0.5)
series = series[..., np.newaxis].astype(np.float32)

X = series[:, :n_steps]
Y = series[:, -horizon:, 0]
X_train, Y_train = X[:400], Y[:400]
X_valid, Y_valid = X[400:500], Y[400:500]
X_test, Y_test = X[500:], Y[500:]

model = keras.models.Sequential(
    [
        keras.layers.Input(shape=[None, 1]),
        keras.layers.GRU(20, return_sequences=True),
        keras.layers.GRU(20),
        keras.layers.Dense(horizon),
    ]
)
model.compile(loss="mse", optimizer=keras.optimizers.Adam(learning_rate=0.005))
schedule = keras.callbacks.ReduceLROnPlateau(factor=0.5, patience=2)
history = model.fit(X_train, Y_train, epochs=8, validation_data=(X_valid, Y_valid), callbacks=[schedule], verbose=2)
print("test", model.evaluate(X_test, Y_test, verbose=0))

naive = np.repeat(X_test[:, -1], horizon, axis=1)
print("naive", np.mean(tf.square(Y_test - naive)))
print(model.predict(X_test[:1], verbose=0).shape)
