"""Four heaps, and softmax worked out by hand from the raw scores."""

import numpy as np
import tensorflow as tf
from sklearn.datasets import make_blobs
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

X, y = make_blobs(n_samples=500, n_features=2, centers=4, random_state=40)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=40)
scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)

inputs = tf.keras.Input(shape=(2,))
hidden = tf.keras.layers.Dense(16, activation="relu")(inputs)
logits = tf.keras.layers.Dense(4)(hidden)
model = tf.keras.Model(inputs=inputs, outputs=logits)
model.compile(
    optimizer=tf.keras.optimizers.Adam(learning_rate=0.01),
    loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
model.fit(X_train, y_train, epochs=20, batch_size=32, verbose=0)


def softmax(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    grown = np.exp(shifted)
    return grown / grown.sum(axis=1, keepdims=True)


scores = model.predict(X_test, verbose=0)
shares = softmax(scores)
print("sums", shares.sum(axis=1).min(), shares.sum(axis=1).max())
print("same as TensorFlow's:", np.allclose(shares, tf.nn.softmax(scores).numpy(), atol=1e-6))
answers = np.argmax(shares, axis=1)
print("accuracy", np.mean(answers == y_test))
for heap in range(4):
    rows = y_test == heap
    print("heap", heap, "mean share of the truth", shares[rows, heap].mean())
loss = -np.log(shares[np.arange(len(y_test)), y_test]).mean()
print("loss by hand", loss, "Keras", model.evaluate(X_test, y_test, verbose=0)[0])
