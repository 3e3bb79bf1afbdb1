"""Words with given vectors that are not trained."""

import numpy as np
from keras import layers, models
from keras.initializers import Constant
from keras.utils import pad_sequences

documents = [
    "well done",
    "good work",
    "great effort",
    "nice work",
    "excellent",
    "weak",
    "poor effort",
    "not good",
    "poor work",
    "could have done better",
]
labels = np.array([1, 1, 1, 1, 1, 0, 0, 0, 0, 0])

words = sorted({word for document in documents for word in document.split()})
word_index = {word: i + 1 for i, word in enumerate(words)}
vocab_size = len(word_index) + 1
encoded = [[word_index[word] for word in document.split()] for document in documents]
max_length = 4
padded = pad_sequences(encoded, maxlen=max_length, padding="post")
print(padded)

embedding_dim = 10
rng = np.random.default_rng(0)
embedding_matrix = np.zeros((vocab_size, embedding_dim))
for word, i in word_index.items():
    embedding_matrix[i] = rng.normal(size=embedding_dim)

model = models.Sequential()
model.add(layers.Input(shape=(max_length,)))
model.add(
    layers.Embedding(vocab_size, embedding_dim, embeddings_initializer=Constant(embedding_matrix), trainable=False)
)
model.add(layers.Flatten())
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
model.fit(padded, labels, epochs=50, verbose=0)
loss, accuracy = model.evaluate(padded, labels, verbose=0)
print("Accuracy: %f" % (accuracy * 100))
