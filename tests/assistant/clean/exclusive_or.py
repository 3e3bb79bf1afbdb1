"""The smallest problem that one layer can't solve."""

import numpy as np
from tensorflow.keras import Sequential
from tensorflow.keras.layers import Dense

X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype="float32")
y = np.array([[0], [1], [1], [0]], dtype="float32")
model = Sequential([Dense(8, activation="tanh", input_dim=2), Dense(1, activation="sigmoid")])
model.compile(loss="mean_squared_error", optimizer="sgd", metrics=["binary_accuracy"])
model.fit(X, y, epochs=2000, verbose=0)
print(model.predict(X).round())

line_x = np.linspace(-1, 1, 100).reshape(-1, 1)
line_y = 3 * line_x + 2
linear = Sequential([Dense(1, input_shape=(1,))])
linear.compile(optimizer="sgd", loss="mse")
linear.fit(line_x, line_y, epochs=200, verbose=0)
print(linear.get_weights())
