"""Only two of the ten digits, told apart by one unit."""

import numpy as np
from tensorflow.keras.datasets import mnist
from tensorflow.keras.layers import Conv2D, Dense, Flatten, Input
from tensorflow.keras.models import Sequential

(x_train, y_train), (x_test, y_test) = mnist.load_data()
keep = (y_train == 3) | (y_train == 7)
x_train, y_train = x_train[keep], (y_train[keep] == 7).astype("int32")
keep_test = np.isin(y_test, [3, 7])
x_test, y_test = x_test[keep_test], (y_test[keep_test] == 7).astype("int32")
x_train = x_train[..., np.newaxis] / 255.0
x_test = x_test[..., np.newaxis] / 255.0

model = Sequential()
model.add(Input(shape=(28, 28, 1)))
model.add(Conv2D(8, 5, strides=2, activation="relu"))
model.add(Flatten())
model.add(Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=4, batch_size=64, validation_data=(x_test, y_test))
predicted = (model.predict(x_test) > 0.5).astype("int32")
print((predicted[:, 0] == y_test).mean())
