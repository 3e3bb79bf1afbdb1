"""Clothes in the functional style, with two roads through the network."""

import numpy as np
from tensorflow.keras.datasets import fashion_mnist
from tensorflow.keras.layers import (
    Concatenate,
    Conv2D,
    Dense,
    Dropout,
    Flatten,
    GlobalAveragePooling2D,
    Input,
    MaxPooling2D,
)
from tensorflow.keras.models import Model

(x_train, y_train), (x_test, y_test) = fashion_mnist.load_data()
x_train = np.expand_dims(x_train.astype("float32") / 255.0, -1)
x_test = np.expand_dims(x_test.astype("float32") / 255.0, -1)

inputs = Input(shape=(28, 28, 1))
narrow = Conv2D(16, 3, activation="relu", padding="same")(inputs)
narrow = MaxPooling2D()(narrow)
wide = Conv2D(16, 7, activation="relu", padding="same")(inputs)
wide = MaxPooling2D()(wide)
both = Concatenate()([narrow, wide])
both = Conv2D(32, 3, activation="relu")(both)

flat = Flatten()(MaxPooling2D()(both))
mean = GlobalAveragePooling2D()(both)
features = Concatenate()([flat, mean])
features = Dense(64, activation="relu")(features)
features = Dropout(0.4)(features)
outputs = Dense(10, activation="softmax")(features)

model = Model(inputs, outputs)
model.compile(optimizer="rmsprop", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, batch_size=128, epochs=5, validation_split=0.1)
print(model.evaluate(x_test, y_test))

answers = np.argmax(model.predict(x_test), axis=-1)
for kind in range(10):
    mask = y_test == kind
    print(kind, np.mean(answers[mask] == kind))
