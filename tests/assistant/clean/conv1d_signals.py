"""Three kinds of signals told apart with convolutions along time."""

import numpy as np
from tensorflow.keras import Sequential
from tensorflow.keras.callbacks import EarlyStopping
from tensorflow.keras.layers import Conv1D, Dense, Dropout, GlobalAveragePooling1D, MaxPooling1D

np.random.seed(0)
length, per_class = 128, 120
x = np.linspace(0, 4 * np.pi, length)
signals, labels = [], []
for kind in range(3):
    for _ in range(per_class):
        phase = np.random.rand() * 2 * np.pi
        if kind == 0:
            signal = np.sin(x + phase)
        elif kind == 1:
            signal = np.sign(np.sin(x + phase))
        else:
            signal = np.arcsin(np.sin(x + phase))
        signals.append(signal + 0.2 * np.random.randn(length))
        labels.append(kind)
signals = np.array(signals)[..., np.newaxis]
labels = np.array(labels)

order = np.random.permutation(len(signals))
signals, labels = signals[order], labels[order]
cut = int(len(signals) * 0.75)

model = Sequential()
model.add(Conv1D(16, 7, activation="relu", input_shape=(length, 1)))
model.add(MaxPooling1D(2))
model.add(Conv1D(32, 5, activation="relu"))
model.add(GlobalAveragePooling1D())
model.add(Dropout(0.25))
model.add(Dense(3, activation="softmax"))
model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
model.fit(
    signals[:cut],
    labels[:cut],
    epochs=15,
    batch_size=16,
    validation_data=(signals[cut:], labels[cut:]),
    callbacks=[EarlyStopping(patience=4)],
)
print(model.evaluate(signals[cut:], labels[cut:]))
