"""Flowers again, with scikit-learn's OneHotEncoder and several widths compared."""

import numpy as np
from sklearn.datasets import load_iris
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from tensorflow.keras.layers import Dense, Input
from tensorflow.keras.models import Sequential

iris = load_iris()
X = iris["data"]
y = iris["target"]
names = iris["target_names"]
feature_names = iris["feature_names"]

enc = OneHotEncoder()
Y = enc.fit_transform(y[:, np.newaxis]).toarray()
X_train, X_test, Y_train, Y_test = train_test_split(X, Y, test_size=0.5, random_state=2)
scaler = StandardScaler().fit(X_train)
X_train, X_test = scaler.transform(X_train), scaler.transform(X_test)

n_features = X.shape[1]
n_classes = Y.shape[1]


def create_custom_model(input_dim, output_dim, nodes, n=1, name="model"):
    def create_model():
        model = Sequential(name=name)
        model.add(Input(shape=(input_dim,)))
        for i in range(n):
            model.add(Dense(nodes, activation="relu"))
        model.add(Dense(output_dim, activation="softmax"))
        model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
        return model

    return create_model


models = [create_custom_model(n_features, n_classes, 8, i, f"model_{i}") for i in range(1, 4)]
for make in models:
    make().summary()

scores = {}
for make in models:
    model = make()
    history = model.fit(X_train, Y_train, batch_size=5, epochs=20, verbose=0, validation_data=(X_test, Y_test))
    score = model.evaluate(X_test, Y_test, verbose=0)
    scores[model.name] = score[1]
print(scores)
