"""Digits with a dense network, and a look at single answers."""

import numpy as np
import tensorflow as tf
from tensorflow import keras

tf.random.set_seed(1)
(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
x_train = x_train.reshape(-1, 784).astype("float32") / 255
x_test = x_test.reshape(-1, 784).astype("float32") / 255
n_val = len(x_train) // 12
x_val, x_train = x_train[:n_val], x_train[n_val:]
y_val, y_train = y_train[:n_val], y_train[n_val:]

inputs = keras.Input(shape=(784,), name="digits")
x = keras.layers.Dense(64, activation="relu")(inputs)
x = keras.layers.Dropout(0.3)(x)
outputs = keras.layers.Dense(10)(x)
model = keras.Model(inputs=inputs, outputs=outputs, name="digits")
model.summary()
model.compile(
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    optimizer=keras.optimizers.RMSprop(),
    metrics=["accuracy"],
)
history = model.fit(x_train, y_train, batch_size=64, epochs=3, validation_data=(x_val, y_val))
loss, accuracy = model.evaluate(x_test, y_test, verbose=2)
print(history.history["val_accuracy"], loss, accuracy)
probabilities = keras.Sequential([model, keras.layers.Softmax()])
answers = np.argmax(probabilities.predict(x_test[:5]), axis=1)
print(answers, y_test[:5])
model.save("digits.keras")
