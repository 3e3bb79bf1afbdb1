"""A model class that keeps its layers in a list."""

import numpy as np
import tensorflow as tf


class MLP(tf.keras.Model):
    def __init__(self, widths, n_classes, rate=0.2):
        super().__init__()
        self.flatten = tf.keras.layers.Flatten()
        self.blocks = []
        for width in widths:
            self.blocks.append(tf.keras.layers.Dense(width, activation="relu"))
        self.dropout = tf.keras.layers.Dropout(rate)
        self.head = tf.keras.layers.Dense(n_classes)

    def call(self, x, training=False):
        x = self.flatten(x)
        for block in self.blocks:
            x = block(x)
            if training:
                x = self.dropout(x, training=training)
        return self.head(x)


def load():
    (x_train, y_train), (x_test, y_test) = tf.keras.datasets.mnist.load_data()
    return (x_train / 255.0, y_train), (x_test / 255.0, y_test)


def main():
    (x_train, y_train), (x_test, y_test) = load()
    model = MLP([128, 64], 10)
    model.compile(
        optimizer=tf.keras.optimizers.Adam(learning_rate=1e-3),
        loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=[tf.keras.metrics.SparseCategoricalAccuracy(name="accuracy")],
    )
    model.fit(x_train, y_train, epochs=3, batch_size=64, validation_split=0.1)
    _, accuracy = model.evaluate(x_test, y_test, verbose=0)
    print("accuracy", accuracy)
    logits = model(x_test[:5])
    print(tf.argmax(tf.nn.softmax(logits), axis=1).numpy(), y_test[:5])
    model.summary()


if __name__ == "__main__":
    np.random.seed(0)
    main()
