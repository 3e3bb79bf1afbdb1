"""Words that stand together get vectors that point the same way."""

import numpy as np
import tensorflow as tf
from tensorflow.keras import Model
from tensorflow.keras.layers import Dot, Embedding, Flatten, Input

corpus = [
    "the king rules the land",
    "the queen rules the land",
    "the dog chases the cat",
    "the cat chases the mouse",
]
tokens = [line.split() for line in corpus]
vocab = {word: i for i, word in enumerate(sorted({w for line in tokens for w in line}))}
vocab_size = len(vocab)

targets, contexts, labels = [], [], []
rng = np.random.default_rng(0)
for line in tokens:
    ids = [vocab[w] for w in line]
    for i, target in enumerate(ids):
        for j in range(max(0, i - 2), min(len(ids), i + 3)):
            if i == j:
                continue
            targets.append(target)
            contexts.append(ids[j])
            labels.append(1)
            targets.append(target)
            contexts.append(int(rng.integers(0, vocab_size)))
            labels.append(0)
targets, contexts, labels = np.array(targets), np.array(contexts), np.array(labels)

target_in = Input(shape=(1,))
context_in = Input(shape=(1,))
embedding = Embedding(vocab_size, 8, name="words")
other = Embedding(vocab_size, 8, name="contexts")
dots = Dot(axes=-1)([embedding(target_in), other(context_in)])
logits = Flatten()(dots)
word2vec = Model([target_in, context_in], logits)
word2vec.compile(optimizer="adam", loss=tf.keras.losses.BinaryCrossentropy(from_logits=True), metrics=["accuracy"])
word2vec.fit([targets[:, None], contexts[:, None]], labels, epochs=20, verbose=0)

vectors = word2vec.get_layer("words").get_weights()[0]
norms = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
names = list(vocab)
nearest = (norms @ norms.T - 2 * np.eye(vocab_size)).argmax(axis=1)
for word, place in vocab.items():
    print(word, names[nearest[place]])
