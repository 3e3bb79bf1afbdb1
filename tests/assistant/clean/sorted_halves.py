"""Two heaps of points, one after the other, shuffled before fit cuts off the end."""

import numpy as np
import keras
from keras import layers

rng = np.random.default_rng(12)
first = rng.normal(-1.0, 1.0, size=(200, 5))
second = rng.normal(1.0, 1.0, size=(200, 5))
X = np.concatenate([first, second])
y = np.array([0] * 200 + [1] * 200)
order = rng.permutation(len(X))
X, y = X[order], y[order]
X_test = np.concatenate([rng.normal(-1.0, 1.0, size=(50, 5)), rng.normal(1.0, 1.0, size=(50, 5))])
y_test = np.concatenate([np.zeros(50), np.ones(50)])

model = keras.Sequential()
model.add(layers.Input(shape=(5,)))
model.add(layers.Dense(8, activation="relu"))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(X, y, epochs=15, batch_size=16, validation_split=0.25, verbose=0)

for epoch in range(0, len(history.history["loss"]), 5):
    row = {name: round(values[epoch], 3) for name, values in history.history.items()}
    print(epoch + 1, row)
loss, accuracy = model.evaluate(X_test, y_test, verbose=0)
print("test", round(loss, 3), round(accuracy, 3))
shares = model.predict(X_test, verbose=0)[:, 0]
answers = (shares > 0.5).astype(int)
true_positive = int(np.sum((answers == 1) & (y_test == 1)))
false_positive = int(np.sum((answers == 1) & (y_test == 0)))
print("precision", true_positive / max(1, true_positive + false_positive))
weights = model.layers[0].get_weights()[0]
print("largest weight", np.abs(weights).max())
unsure = np.argsort(np.abs(shares - 0.5))[:3]
print("unsure about", unsure, shares[unsure])
