"""Checkpoints on the way, weights alone, and the whole model again from a file."""

import os

import tensorflow as tf
from tensorflow import keras

(train_images, train_labels), (test_images, test_labels) = tf.keras.datasets.mnist.load_data()
train_labels = train_labels[:500]
test_labels = test_labels[:500]
train_images = train_images[:500].reshape(-1, 28 * 28) / 255.0
test_images = test_images[:500].reshape(-1, 28 * 28) / 255.0


def create_model():
    model = tf.keras.Sequential(
        [
            keras.layers.Input((784,)),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dropout(0.2),
            keras.layers.Dense(10),
        ]
    )
    model.compile(
        optimizer="adam",
        loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=[tf.keras.metrics.SparseCategoricalAccuracy()],
    )
    return model


model = create_model()
checkpoint_path = os.path.join("training", "cp.weights.h5")
os.makedirs(os.path.dirname(checkpoint_path), exist_ok=True)
cp_callback = tf.keras.callbacks.ModelCheckpoint(filepath=checkpoint_path, save_weights_only=True, verbose=1)
model.fit(train_images, train_labels, epochs=3, validation_data=(test_images, test_labels), callbacks=[cp_callback])

fresh = create_model()
loss, acc = fresh.evaluate(test_images, test_labels, verbose=2)
print(f"Untrained model, accuracy: {100 * acc:5.2f}%")
fresh.load_weights(checkpoint_path)
loss, acc = fresh.evaluate(test_images, test_labels, verbose=2)
print(f"Restored model, accuracy: {100 * acc:5.2f}%")

fresh.save("my_model.keras")
new_model = tf.keras.models.load_model("my_model.keras")
new_model.summary()
print(new_model.predict(test_images).shape)
