"""A mask for each picture: a small U with roads across."""

import numpy as np
import keras
from keras import layers


def get_model(img_size, num_classes):
    inputs = keras.Input(shape=img_size + (3,))
    x = layers.Conv2D(16, 3, strides=2, padding="same")(inputs)
    x = layers.BatchNormalization()(x)
    x = layers.Activation("relu")(x)
    previous_block_activation = x
    for filters in [32, 64]:
        x = layers.Activation("relu")(x)
        x = layers.SeparableConv2D(filters, 3, padding="same")(x)
        x = layers.BatchNormalization()(x)
        x = layers.MaxPooling2D(3, strides=2, padding="same")(x)
        residual = layers.Conv2D(filters, 1, strides=2, padding="same")(previous_block_activation)
        x = layers.add([x, residual])
        previous_block_activation = x
    for filters in [64, 32, 16]:
        x = layers.Activation("relu")(x)
        x = layers.Conv2DTranspose(filters, 3, padding="same")(x)
        x = layers.BatchNormalization()(x)
        x = layers.UpSampling2D(2)(x)
        residual = layers.UpSampling2D(2)(previous_block_activation)
        residual = layers.Conv2D(filters, 1, padding="same")(residual)
        x = layers.add([x, residual])
        previous_block_activation = x
    outputs = layers.Conv2D(num_classes, 3, activation="softmax", padding="same")(x)
    return keras.Model(inputs, outputs)


img_size, num_classes = (48, 48), 3
model = get_model(img_size, num_classes)
model.summary()

pictures = np.random.rand(24, 48, 48, 3).astype("float32")
masks = (pictures.sum(axis=-1, keepdims=True) > 1.5).astype("uint8") + (pictures[..., :1] > 0.9)
model.compile(optimizer=keras.optimizers.Adam(1e-4), loss="sparse_categorical_crossentropy")
callbacks = [keras.callbacks.ModelCheckpoint("masks.keras", save_best_only=True)]
model.fit(
    pictures[:20],
    masks[:20],
    epochs=2,
    batch_size=4,
    validation_data=(pictures[20:], masks[20:]),
    callbacks=callbacks,
    verbose=2,
)
answers = np.argmax(model.predict(pictures[20:]), axis=-1)
print(answers.shape, np.unique(answers))
