"""A network that draws what it sees, through a narrow middle."""

import keras
from keras import layers

(x_train, _), (x_test, _) = keras.datasets.fashion_mnist.load_data()
x_train = x_train.astype("float32") / 255.0
x_test = x_test.astype("float32") / 255.0
x_train = x_train.reshape((len(x_train), 28 * 28))
x_test = x_test.reshape((len(x_test), 28 * 28))

encoding_dim = 32
picture = keras.Input(shape=(784,))
encoded = layers.Dense(encoding_dim, activation="relu")(picture)
decoded = layers.Dense(784, activation="sigmoid")(encoded)
autoencoder = keras.Model(picture, decoded)
encoder = keras.Model(picture, encoded)
code = keras.Input(shape=(encoding_dim,))
decoder = keras.Model(code, autoencoder.layers[-1](code))
autoencoder.compile(optimizer="adam", loss="binary_crossentropy")
autoencoder.fit(x_train, x_train, epochs=10, batch_size=256, shuffle=True, validation_data=(x_test, x_test))
print(decoder.predict(encoder.predict(x_test)).shape)
