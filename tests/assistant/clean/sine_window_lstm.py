"""The next point of a wave from the twenty before."""

import numpy as np
from keras.layers import LSTM, Dense
from keras.models import Sequential

n_steps = 20
t = np.linspace(0, 60, 1500)
wave = np.sin(t) + 0.1 * np.random.randn(1500)


def windows(series, n_steps):
    X, y = [], []
    for i in range(len(series) - n_steps):
        X.append(series[i : i + n_steps])
        y.append(series[i + n_steps])
    return np.array(X), np.array(y)


X, y = windows(wave, n_steps)
X = X.reshape((X.shape[0], X.shape[1], 1))
split = int(0.8 * len(X))
X_train, X_test = X[:split], X[split:]
y_train, y_test = y[:split], y[split:]

model = Sequential()
model.add(LSTM(32, activation="tanh", input_shape=(n_steps, 1)))
model.add(Dense(16, activation="relu"))
model.add(Dense(1))
model.compile(optimizer="adam", loss="mse")
model.fit(X_train, y_train, epochs=10, batch_size=32, validation_data=(X_test, y_test), verbose=0)

forecast = model.predict(X_test, verbose=0)[:, 0]
print("error", np.sqrt(np.mean((forecast - y_test) ** 2)))

window = X_test[0].copy()
future = []
for _ in range(30):
    step = model.predict(window[np.newaxis, ...], verbose=0)[0, 0]
    future.append(step)
    window = np.vstack([window[1:], [[step]]])
print(np.round(future, 2))
