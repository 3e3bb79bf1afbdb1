"""Clothes with their names, and a table of what is taken for what."""

import numpy as np
import pandas as pd
from tensorflow import keras

fashion_mnist = keras.datasets.fashion_mnist
(X_train_full, y_train_full), (X_test, y_test) = fashion_mnist.load_data()
X_valid, X_train = X_train_full[:100] / 255.0, X_train_full[100:] / 255.0
y_valid, y_train = y_train_full[:100], y_train_full[100:]
X_test = X_test / 255.0
class_names = [
    "T-shirt/top",
    "Trouser",
    "Pullover",
    "Dress",
    "Coat",
    "Sandal",
    "Shirt",
    "Sneaker",
    "Bag",
    "Ankle boot",
]
print(class_names[y_train[0]])

model = keras.models.Sequential()
model.add(keras.layers.Flatten(input_shape=[28, 28]))
model.add(keras.layers.Dense(100, activation="relu"))
model.add(keras.layers.Dense(50, activation="relu"))
model.add(keras.layers.Dense(10, activation="softmax"))
print(model.summary())
hidden1 = model.layers[1]
weights, biases = hidden1.get_weights()
print(hidden1.name, weights.shape, biases.shape)

model.compile(
    loss=keras.losses.sparse_categorical_crossentropy,
    optimizer=keras.optimizers.SGD(),
    metrics=[keras.metrics.sparse_categorical_accuracy],
)
history = model.fit(X_train, y_train, epochs=5, validation_data=(X_valid, y_valid))
print(pd.DataFrame(history.history).tail(2))
model.evaluate(X_test, y_test)
X_new = X_test[:3]
y_proba = model.predict(X_new)
print(y_proba.round(2))
y_pred = np.argmax(y_proba, axis=-1)
print(np.array(class_names)[y_pred])
table = pd.crosstab(y_test, np.argmax(model.predict(X_test, verbose=0), axis=1))
print(table)
