"""Letters one after the other, from a text of its own."""

import random

import numpy as np
from keras.layers import LSTM, Dense, Input
from keras.models import Sequential
from keras.optimizers import RMSprop

text = "the quick brown fox jumps over the lazy dog and runs away from the dog " * 12
chars = sorted(list(set(text)))
char_indices = dict((c, i) for i, c in enumerate(chars))
indices_char = dict((i, c) for i, c in enumerate(chars))

maxlen = 20
step = 3
sentences = []
next_chars = []
for i in range(0, len(text) - maxlen, step):
    sentences.append(text[i : i + maxlen])
    next_chars.append(text[i + maxlen])
print("sequences:", len(sentences))

x = np.zeros((len(sentences), maxlen, len(chars)), dtype=bool)
y = np.zeros((len(sentences), len(chars)), dtype=bool)
for i, sentence in enumerate(sentences):
    for t, char in enumerate(sentence):
        x[i, t, char_indices[char]] = 1
    y[i, char_indices[next_chars[i]]] = 1

model = Sequential()
model.add(Input(shape=(maxlen, len(chars))))
model.add(LSTM(32))
model.add(Dense(len(chars), activation="softmax"))
model.compile(loss="categorical_crossentropy", optimizer=RMSprop(learning_rate=0.01))


def sample(preds, temperature=1.0):
    preds = np.asarray(preds).astype("float64")
    preds = np.exp(np.log(preds + 1e-9) / temperature)
    preds = preds / np.sum(preds)
    return np.argmax(np.random.multinomial(1, preds * 0.999, 1))


for epoch in range(2):
    model.fit(x, y, batch_size=64, epochs=1, verbose=0)
    start = random.randint(0, len(text) - maxlen - 1)
    sentence = text[start : start + maxlen]
    for _ in range(20):
        x_pred = np.zeros((1, maxlen, len(chars)))
        for t, char in enumerate(sentence):
            x_pred[0, t, char_indices[char]] = 1.0
        preds = model.predict(x_pred, verbose=0)[0]
        sentence = sentence[1:] + indices_char[sample(preds, 0.5)]
    print(repr(sentence))
