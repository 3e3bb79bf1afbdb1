"""Flowers with folds, encoders and a pipeline."""

import numpy as np
import pandas as pd
from sklearn.datasets import load_iris
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import StratifiedKFold, train_test_split
from sklearn.preprocessing import LabelEncoder, OneHotEncoder, StandardScaler
from tensorflow import keras

iris = load_iris()
X = iris["data"]
y = iris["target"]
names = iris["target_names"]
encoder = OneHotEncoder(sparse_output=False)
Y = encoder.fit_transform(y[:, np.newaxis])
X_train, X_test, Y_train, Y_test = train_test_split(X, Y, test_size=0.5, random_state=2)
scaler = StandardScaler().fit(X_train)
X_train, X_test = scaler.transform(X_train), scaler.transform(X_test)


def create_custom_model(input_dim, output_dim, nodes, n=1, name="model"):
    model = keras.Sequential(name=name)
    model.add(keras.Input((input_dim,)))
    for _ in range(n):
        model.add(keras.layers.Dense(nodes, activation="relu"))
    model.add(keras.layers.Dense(output_dim, activation="softmax"))
    model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model


models = [create_custom_model(X.shape[1], Y.shape[1], 8, i, f"model_{i}") for i in range(1, 4)]
history_dict = {}
for model in models:
    history = model.fit(X_train, Y_train, batch_size=5, epochs=50, verbose=0, validation_data=(X_test, Y_test))
    history_dict[model.name] = [history, model]
scores = []
for fold, (train, test) in enumerate(StratifiedKFold(5, shuffle=True).split(X, y)):
    model = create_custom_model(4, 3, 8)
    model.fit(X[train], Y[train], epochs=30, verbose=0)
    scores.append(model.evaluate(X[test], Y[test], verbose=0)[1])
print(np.mean(scores), confusion_matrix(Y_test.argmax(axis=1), model.predict(X_test).argmax(axis=1)))
