"""The digits below five, chosen by a mask."""

import keras
from keras import layers

(x_train, y_train), (x_test, y_test) = keras.datasets.mnist.load_data()
few, few_test = y_train < 5, y_test < 5
x_few, y_few = x_train[few] / 255, y_train[few]
x_few_test, y_few_test = x_test[few_test] / 255, y_test[few_test]

model = keras.Sequential(
    [
        layers.Input((28, 28)),
        layers.Flatten(),
        layers.Dense(32, activation="relu"),
        layers.Dense(5, activation="softmax"),
    ]
)
model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_few, y_few, epochs=5)
print(model.evaluate(x_few_test, y_few_test))
for layer in model.layers[:-1]:
    layer.trainable = False
model.compile(optimizer="sgd", loss="sparse_categorical_crossentropy")
model.fit(x_few, y_few, epochs=2)
