"""Sequences of different lengths: padded, masked, and summed up."""

import keras
import numpy as np
import tensorflow as tf
from keras import layers

raw_inputs = [
    [711, 632, 71],
    [73, 8, 325, 557, 927],
    [83, 91, 1, 645, 1253, 927],
]
padded_inputs = keras.utils.pad_sequences(raw_inputs, padding="post")
print(padded_inputs)

embedding = layers.Embedding(input_dim=5000, output_dim=16, mask_zero=True)
masked_output = embedding(padded_inputs)
print(masked_output.shape)
masking_layer = layers.Masking()
unmasked_embedding = tf.cast(tf.tile(tf.expand_dims(padded_inputs, axis=-1), [1, 1, 10]), tf.float32)
print(masking_layer(unmasked_embedding).shape)

model = keras.Sequential(
    [
        layers.Embedding(input_dim=5000, output_dim=16, mask_zero=True),
        layers.LSTM(32),
        layers.Dense(1, activation="sigmoid"),
    ]
)
lengths = np.random.randint(3, 10, 64)
sequences = [np.random.randint(1, 5000, length).tolist() for length in lengths]
x = keras.utils.pad_sequences(sequences, maxlen=10, padding="post")
y = (lengths > 6).astype("float32")
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(x, y, epochs=4, batch_size=16, validation_split=0.25, verbose=2)

inputs = keras.Input(shape=(None,), dtype="int32")
h = layers.Embedding(input_dim=5000, output_dim=16, mask_zero=True)(inputs)
h = layers.Bidirectional(layers.GRU(8, return_sequences=True))(h)
h = layers.GlobalAveragePooling1D()(h)
outputs = layers.Dense(1, activation="sigmoid")(h)
other = keras.Model(inputs, outputs)
other.compile(optimizer="adam", loss="binary_crossentropy")
other.fit(x, y, epochs=2, batch_size=16, verbose=0)
print((other.predict(x[:5], verbose=0) > 0.5).ravel())
