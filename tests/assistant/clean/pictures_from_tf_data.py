"""A stream of pictures: mapped, shuffled, batched and prefetched."""

import numpy as np
import tensorflow as tf
from tensorflow.keras import layers, models

AUTOTUNE = tf.data.AUTOTUNE
BATCH = 32
IMG_SIZE = 48
NUM_CLASSES = 4

raw = np.random.randint(0, 256, size=(160, 60, 60, 3), dtype=np.uint8)
targets = np.random.randint(0, NUM_CLASSES, size=(160,))
full = tf.data.Dataset.from_tensor_slices((raw, targets)).shuffle(160, seed=1, reshuffle_each_iteration=False)
train_ds = full.take(120)
val_ds = full.skip(120)

resize_and_rescale = tf.keras.Sequential([layers.Resizing(IMG_SIZE, IMG_SIZE), layers.Rescaling(1.0 / 255)])
augment = tf.keras.Sequential([layers.RandomFlip("horizontal"), layers.RandomRotation(0.05)])


def prepare(ds, shuffle=False, with_augmentation=False):
    ds = ds.map(lambda x, y: (resize_and_rescale(x), y), num_parallel_calls=AUTOTUNE)
    if shuffle:
        ds = ds.shuffle(1000)
    ds = ds.batch(BATCH)
    if with_augmentation:
        ds = ds.map(lambda x, y: (augment(x, training=True), y), num_parallel_calls=AUTOTUNE)
    return ds.prefetch(buffer_size=AUTOTUNE)


train_ds = prepare(train_ds, shuffle=True, with_augmentation=True)
val_ds = prepare(val_ds)

model = models.Sequential(
    [
        layers.Input((IMG_SIZE, IMG_SIZE, 3)),
        layers.Conv2D(16, 3, padding="same", activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(32, 3, padding="same", activation="relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dense(64, activation="relu"),
        layers.Dense(NUM_CLASSES),
    ]
)
model.compile(
    optimizer="adam",
    loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
history = model.fit(train_ds, validation_data=val_ds, epochs=2)
print(history.history["accuracy"], history.history["val_accuracy"])
