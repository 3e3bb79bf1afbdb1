"""A sequence goes in, a sequence comes out."""

import keras
import numpy as np
from keras import layers

DIGITS, MAXLEN, CHARS = 3, 7, 12
x = np.zeros((5000, MAXLEN, CHARS), dtype="bool")
y = np.zeros((5000, DIGITS + 1, CHARS), dtype="bool")
model = keras.Sequential()
model.add(layers.Input((MAXLEN, CHARS)))
model.add(layers.LSTM(128))
model.add(layers.RepeatVector(DIGITS + 1))
for _ in range(1):
    model.add(layers.LSTM(128, return_sequences=True))
model.add(layers.Dense(CHARS, activation="softmax"))
model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(x, y, batch_size=32, epochs=1)

tagger = keras.Sequential(
    [
        layers.Input((MAXLEN, CHARS)),
        layers.Bidirectional(layers.GRU(32, return_sequences=True)),
        layers.TimeDistributed(layers.Dense(5, activation="softmax")),
    ]
)
tagger.compile(loss="sparse_categorical_crossentropy", optimizer="adam")
tagger.fit(x, np.random.randint(0, 5, (5000, MAXLEN)), epochs=1)
