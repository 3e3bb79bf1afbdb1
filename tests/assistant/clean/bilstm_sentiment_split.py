"""Word numbers sorted into three moods; the words are made by chance."""

import numpy as np
import keras
from keras import layers
from sklearn.metrics import f1_score

vocab, length, classes = 300, 20, 3
rng = np.random.default_rng(21)
x = rng.integers(1, vocab, size=(900, length))
y = np.digitize((x < 60).sum(axis=1), [3, 5])
cut = int(0.8 * len(x))
x_train, x_test, y_train, y_test = x[:cut], x[cut:], y[:cut], y[cut:]
print(np.bincount(y_train), "examples per mood")

inputs = keras.Input(shape=(length,), dtype="int32")
h = layers.Embedding(input_dim=vocab, output_dim=16)(inputs)
h = layers.SpatialDropout1D(0.1)(h)
h = layers.Bidirectional(layers.LSTM(16, return_sequences=True))(h)
mean = layers.GlobalAveragePooling1D()(h)
largest = layers.GlobalMaxPooling1D()(h)
h = layers.Concatenate()([mean, largest])
h = layers.Dense(16, activation="relu")(h)
outputs = layers.Dense(classes, activation="softmax")(h)
model = keras.Model(inputs, outputs)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(x_train, y_train, epochs=4, batch_size=32, validation_split=0.1, verbose=0)

shares = model.predict(x_test, verbose=0)
answers = shares.argmax(axis=1)
print("F1", f1_score(y_test, answers, average="macro"))
moods = ["bad", "plain", "good"]
for row, truth in list(zip(shares, y_test))[:4]:
    print(moods[int(row.argmax())], "is", moods[int(truth)], np.round(row, 2))
vectors = model.layers[1].get_weights()[0]
few, many = vectors[1:60].mean(axis=0), vectors[60:].mean(axis=0)
print("distance", np.linalg.norm(few - many))
