"""Digits squeezed to thirty-two numbers and back, in three models that share layers."""

import numpy as np
from keras import layers
from keras.datasets import mnist
from keras.models import Model

encoding_dim = 32

(x_train, _), (x_test, _) = mnist.load_data()
x_train = x_train.astype("float32") / 255.0
x_test = x_test.astype("float32") / 255.0
x_train = x_train.reshape((len(x_train), np.prod(x_train.shape[1:])))
x_test = x_test.reshape((len(x_test), np.prod(x_test.shape[1:])))
print(x_train.shape)

input_img = layers.Input(shape=(784,))
encoded = layers.Dense(128, activation="relu")(input_img)
encoded = layers.Dense(64, activation="relu")(encoded)
encoded = layers.Dense(encoding_dim, activation="relu")(encoded)
decoded = layers.Dense(64, activation="relu")(encoded)
decoded = layers.Dense(128, activation="relu")(decoded)
decoded = layers.Dense(784, activation="sigmoid")(decoded)

autoencoder = Model(input_img, decoded)
encoder = Model(input_img, encoded)
autoencoder.compile(optimizer="adam", loss="binary_crossentropy")
autoencoder.fit(x_train, x_train, epochs=20, batch_size=256, shuffle=True, validation_data=(x_test, x_test))

codes = encoder.predict(x_test)
pictures = autoencoder.predict(x_test)
print(codes.shape, pictures.shape)
errors = np.mean((pictures - x_test) ** 2, axis=1)
worst = np.argsort(errors)[-5:]
print("hardest:", worst, errors[worst])
