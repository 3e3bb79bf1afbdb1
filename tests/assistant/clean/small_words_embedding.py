"""An Embedding straight on numbers of words, in a chain."""

import numpy as np
from tensorflow.keras.layers import Dense, Embedding, Flatten, Input
from tensorflow.keras.models import Sequential

rng = np.random.default_rng(8)
X = np.random.randint(0, 50, (400, 10))
y = (np.sum(X == 7, axis=1) > 0).astype(int)
X_train, X_test = X[:300], X[300:]
y_train, y_test = y[:300], y[300:]
print("share of yes", y_train.mean())

model = Sequential()
model.add(Input(shape=(10,)))
model.add(Embedding(50, 4))
model.add(Flatten())
model.add(Dense(16, activation="relu"))
model.add(Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(X_train, y_train, epochs=30, batch_size=16, validation_split=0.2, verbose=0)
loss, accuracy = model.evaluate(X_test, y_test, verbose=0)
print("accuracy", accuracy)

table = model.layers[0].get_weights()[0]
lengths = np.linalg.norm(table, axis=1)
order = np.argsort(lengths)[::-1]
print("longest vectors:", order[:5])
with_seven = np.full((1, 10), 3)
with_seven[0, 4] = 7
without = np.full((1, 10), 3)
print("with 7:", model.predict(with_seven, verbose=0)[0, 0])
print("without:", model.predict(without, verbose=0)[0, 0])
answers = model.predict(X_test, verbose=0) > 0.5
print("wrong", int(np.sum(answers[:, 0] != (y_test == 1))))
noise = rng.integers(0, 50, size=(5, 10))
print((model.predict(noise, verbose=0) > 0.5).ravel())
