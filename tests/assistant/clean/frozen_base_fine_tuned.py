"""Two kinds of pictures with a network that was trained on others, first frozen, then tuned."""

import numpy as np
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

size = (64, 64)
rng = np.random.default_rng(1)
images = rng.integers(0, 256, size=(60, 64, 64, 3)).astype("float32")
images[30:, :, :32] *= 0.3
labels = np.array([0] * 30 + [1] * 30)
order = rng.permutation(60)
train_ds = tf.data.Dataset.from_tensor_slices((images[order][:40], labels[order][:40])).batch(8)
validation_ds = tf.data.Dataset.from_tensor_slices((images[order][40:], labels[order][40:])).batch(8)

data_augmentation = keras.Sequential([layers.RandomFlip("horizontal"), layers.RandomRotation(0.1)])
base_model = keras.applications.MobileNetV2(weights=None, input_shape=(64, 64, 3), include_top=False)
base_model.trainable = False

inputs = keras.Input(shape=(64, 64, 3))
x = data_augmentation(inputs)
x = layers.Rescaling(scale=1 / 127.5, offset=-1)(x)
x = base_model(x, training=False)
x = layers.GlobalAveragePooling2D()(x)
x = layers.Dropout(0.2)(x)
outputs = layers.Dense(1)(x)
model = keras.Model(inputs, outputs)

model.compile(
    optimizer=keras.optimizers.Adam(),
    loss=keras.losses.BinaryCrossentropy(from_logits=True),
    metrics=[keras.metrics.BinaryAccuracy()],
)
model.fit(train_ds, epochs=2, validation_data=validation_ds)

base_model.trainable = True
for layer in base_model.layers[:100]:
    layer.trainable = False
model.compile(
    optimizer=keras.optimizers.Adam(1e-5),
    loss=keras.losses.BinaryCrossentropy(from_logits=True),
    metrics=[keras.metrics.BinaryAccuracy()],
)
model.fit(train_ds, epochs=1, validation_data=validation_ds)
scores = tf.nn.sigmoid(model.predict(validation_ds))
print(scores.numpy().ravel()[:4])
