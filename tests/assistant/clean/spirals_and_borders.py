"""Two spirals, and a look at the border between them."""

import keras
import numpy as np
from keras import layers
from sklearn.model_selection import train_test_split


def spirals(n, noise=0.4, seed=0):
    rng = np.random.default_rng(seed)
    turn = np.sqrt(rng.random((n, 1))) * 3 * np.pi
    x = -np.cos(turn) * turn + rng.random((n, 1)) * noise
    y = np.sin(turn) * turn + rng.random((n, 1)) * noise
    one, other = np.hstack((x, y)), np.hstack((-x, -y))
    return np.vstack((one, other)) / 10, np.hstack((np.zeros(n), np.ones(n)))


points, labels = spirals(300)
x_train, x_test, y_train, y_test = train_test_split(points, labels, test_size=0.3, random_state=0)

model = keras.Sequential(name="spirals")
model.add(layers.Input(shape=(2,)))
model.add(layers.Dense(32, activation="tanh"))
model.add(layers.Dense(32, activation="tanh"))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(optimizer=keras.optimizers.Adam(0.01), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(x_train, y_train, epochs=50, batch_size=32, verbose=0, validation_data=(x_test, y_test))

axis = np.linspace(-1, 1, 21)
xx, yy = np.meshgrid(axis, axis)
grid = np.c_[xx.ravel(), yy.ravel()]
shares = model.predict(grid, verbose=0).reshape(xx.shape)
for row in shares[::4]:
    print("".join("#" if share > 0.5 else "." for share in row))
best = np.argmax(history.history["val_accuracy"])
print("best epoch", best, history.history["val_accuracy"][best])
first = model.layers[0]
weights, biases = first.get_weights()
print(weights.shape, biases.shape, model.count_params())
