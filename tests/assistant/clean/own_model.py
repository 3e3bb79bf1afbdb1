"""Models and layers as classes of one's own."""

import keras
import numpy as np
from keras import layers, ops


class Residual(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.dense = layers.Dense(units, activation="relu")
        self.norm = layers.LayerNormalization()

    def call(self, inputs):
        return self.norm(inputs + self.dense(inputs))


class Classifier(keras.Model):
    def __init__(self, num_classes=3):
        super().__init__()
        self.first = layers.Dense(32, activation="relu")
        self.blocks = [Residual(32) for _ in range(2)]
        self.body = keras.Sequential([layers.Dense(32, "relu"), layers.Dense(16)])
        self.last = layers.Dense(num_classes, activation="softmax")

    def call(self, inputs, training=False):
        x = self.first(inputs)
        for block in self.blocks:
            x = block(x)
        return self.last(self.body(ops.tanh(x)))


rng = np.random.default_rng(0)
x = rng.normal(size=(300, 8))
y = (x[:, 0] > 0).astype(int) + (x[:, 1] > 0)
model = Classifier()
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=5)
model.summary()
