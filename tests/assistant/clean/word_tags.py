"""A tag for each word of a sentence: one answer per step."""

import numpy as np
from tensorflow.keras.layers import LSTM, Bidirectional, Dense, Embedding, Input, TimeDistributed
from tensorflow.keras.models import Model
from tensorflow.keras.preprocessing.sequence import pad_sequences

sentences = [
    ["the", "dog", "sees", "a", "cat"],
    ["a", "cat", "runs"],
    ["the", "old", "dog", "sleeps"],
    ["a", "small", "cat", "sees", "the", "old", "dog"],
]
tags = [
    ["DET", "NOUN", "VERB", "DET", "NOUN"],
    ["DET", "NOUN", "VERB"],
    ["DET", "ADJ", "NOUN", "VERB"],
    ["DET", "ADJ", "NOUN", "VERB", "DET", "ADJ", "NOUN"],
]
words = sorted({word for sentence in sentences for word in sentence})
kinds = sorted({tag for row in tags for tag in row})
word2idx = {w: i + 1 for i, w in enumerate(words)}
tag2idx = {t: i + 1 for i, t in enumerate(kinds)}
n_words = len(words) + 1
n_tags = len(kinds) + 1
max_len = 8

X = pad_sequences([[word2idx[w] for w in s] for s in sentences], maxlen=max_len, padding="post")
y = pad_sequences([[tag2idx[t] for t in row] for row in tags], maxlen=max_len, padding="post")
X = np.repeat(X, 20, axis=0)
y = np.repeat(y, 20, axis=0)

inputs = Input(shape=(max_len,))
x = Embedding(input_dim=n_words, output_dim=16, mask_zero=True)(inputs)
x = Bidirectional(LSTM(units=16, return_sequences=True, recurrent_dropout=0.1))(x)
outputs = TimeDistributed(Dense(n_tags, activation="softmax"))(x)
model = Model(inputs, outputs)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
model.fit(X, y, batch_size=16, epochs=10, validation_split=0.1, verbose=0)

idx2tag = {i: t for t, i in tag2idx.items()}
p = model.predict(X[:1], verbose=0)
p = np.argmax(p, axis=-1)
print([idx2tag.get(int(i), "PAD") for i in p[0]])
