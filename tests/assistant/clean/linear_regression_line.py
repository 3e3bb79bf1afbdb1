"""A straight line through points, by one unit without an activation."""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf

np.random.seed(101)
x = np.linspace(0, 10, 100)
y = 3.0 * x - 2.0 + np.random.normal(0, 1, 100)
x_train, x_test = x[::2].reshape(-1, 1), x[1::2].reshape(-1, 1)
y_train, y_test = y[::2], y[1::2]

model = tf.keras.models.Sequential()
model.add(tf.keras.layers.Input(shape=(1,)))
model.add(tf.keras.layers.Dense(units=1))
model.compile(optimizer=tf.keras.optimizers.Adam(learning_rate=0.1), loss="mean_squared_error")
model.summary()

history = model.fit(x_train, y_train, epochs=100, verbose=0)
weights, bias = model.layers[0].get_weights()
print("slope", weights[0, 0], "start", bias[0])
print("test loss", model.evaluate(x_test, y_test, verbose=0))

figure, axes = plt.subplots(1, 2, figsize=(8, 3))
axes[0].plot(history.history["loss"])
axes[0].set_xlabel("epoch")
axes[0].set_ylabel("loss")
axes[1].scatter(x, y, s=8)
axes[1].plot(x, model.predict(x.reshape(-1, 1), verbose=0)[:, 0], "r")
figure.tight_layout()
figure.savefig("line.png")
plt.close(figure)
