"""The same digits as small pictures with one-hot targets."""

import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from tensorflow.keras import layers, models, utils

digits = load_digits()
images = digits.images.astype("float32") / 16
images = images.reshape(-1, 8, 8, 1)
targets = utils.to_categorical(digits.target, 10)
x_train, x_test, y_train, y_test = train_test_split(images, targets, test_size=0.25, random_state=2)

model = models.Sequential()
model.add(layers.Input(shape=(8, 8, 1)))
model.add(layers.Conv2D(16, (3, 3), padding="same", activation="relu"))
model.add(layers.MaxPooling2D())
model.add(layers.Conv2D(32, (3, 3), activation="relu"))
model.add(layers.Flatten())
model.add(layers.Dense(32, activation="relu"))
model.add(layers.Dense(10, activation="softmax"))
model.compile(optimizer="rmsprop", loss="categorical_crossentropy", metrics=["accuracy"])
model.summary()

history = model.fit(x_train, y_train, epochs=12, batch_size=64, validation_split=0.1, verbose=0)
for epoch, value in enumerate(history.history["val_accuracy"], start=1):
    print(f"epoch {epoch:2d} {value:.3f} " + "*" * int(40 * value))

loss, accuracy = model.evaluate(x_test, y_test, verbose=0)
print("test", loss, accuracy)
answers = np.argmax(model.predict(x_test, verbose=0), axis=1)
truth = np.argmax(y_test, axis=1)
for digit in range(10):
    rows = truth == digit
    print(digit, "right", int(np.sum(answers[rows] == digit)), "of", int(rows.sum()))
filters, biases = model.layers[0].get_weights()
print(filters.shape, biases.shape)
