"""First to rebuild, then to name: the coder of an autoencoder is used again."""

import numpy as np
from keras.layers import Dense, Input
from keras.models import Model
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

X, y = load_digits(return_X_y=True)
X = X / 16
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=5)

inputs = Input(shape=(64,))
coded = Dense(40, activation="relu")(inputs)
coded = Dense(16, activation="relu")(coded)
rebuilt = Dense(40, activation="relu")(coded)
rebuilt = Dense(64, activation="sigmoid")(rebuilt)
autoencoder = Model(inputs, rebuilt)
autoencoder.compile(optimizer="adam", loss="mse")
autoencoder.fit(X_train, X_train, epochs=20, batch_size=32, validation_split=0.1, verbose=0)
print("error of rebuilding", autoencoder.evaluate(X_test, X_test, verbose=0))

coder = Model(inputs, coded)
coder.trainable = False
answers = Dense(10, activation="softmax")(coder(inputs))
classifier = Model(inputs, answers)
classifier.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
classifier.fit(X_train, y_train, epochs=20, batch_size=32, verbose=0)
print("frozen", classifier.evaluate(X_test, y_test, verbose=0))

coder.trainable = True
classifier.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
classifier.fit(X_train, y_train, epochs=5, batch_size=32, verbose=0)
print("tuned", classifier.evaluate(X_test, y_test, verbose=0))

codes = coder.predict(X_test, verbose=0)
centres = np.array([codes[y_test == digit].mean(axis=0) for digit in range(10)])
distance = np.linalg.norm(centres[:, None] - centres[None], axis=-1)
distance[np.arange(10), np.arange(10)] = np.inf
print("nearest pair", np.unravel_index(distance.argmin(), distance.shape))
