"""Five networks that vote, each trained on another draw of the data."""

import numpy as np
from sklearn.datasets import load_digits
from sklearn.metrics import accuracy_score
from sklearn.model_selection import train_test_split
from tensorflow.keras import Sequential
from tensorflow.keras.layers import Dense, Input
from tensorflow.keras.utils import set_random_seed

digits = load_digits()
X = digits.images.reshape((len(digits.images), -1)) / 16.0
y = digits.target
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.3, random_state=8)
n_members = 3


def fit_member(seed):
    set_random_seed(seed)
    rows = np.random.randint(0, len(X_train), len(X_train))
    model = Sequential()
    model.add(Input(shape=(64,)))
    model.add(Dense(32, activation="relu"))
    model.add(Dense(10, activation="softmax"))
    model.compile(loss="sparse_categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    model.fit(X_train[rows], y_train[rows], epochs=10, verbose=0)
    return model


members = [fit_member(seed) for seed in range(n_members)]
for i, member in enumerate(members):
    _, accuracy = member.evaluate(X_test, y_test, verbose=0)
    print("member", i, round(accuracy, 3))

shares = np.array([member.predict(X_test, verbose=0) for member in members])
mean = shares.mean(axis=0)
votes = np.argmax(shares, axis=2)
print("mean of shares", accuracy_score(y_test, mean.argmax(axis=1)))
majority = [np.bincount(column, minlength=10).argmax() for column in votes.T]
print("majority", accuracy_score(y_test, majority))
disagree = np.flatnonzero((votes != votes[0]).any(axis=0))
print(len(disagree), "pictures are argued about")
