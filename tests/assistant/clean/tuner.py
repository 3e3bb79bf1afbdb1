"""Sizes and rates are tried out in loops."""

import keras
from keras import layers
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

data = load_breast_cancer()
X_train, X_test, y_train, y_test = train_test_split(data.data, data.target, stratify=data.target)
sc = StandardScaler()
X_train, X_test = sc.fit_transform(X_train), sc.transform(X_test)
results = {}
for activation in ("relu", "tanh", "sigmoid"):
    for rate in (0.1, 0.01, 0.001):
        for depth in range(1, 4):
            model = keras.Sequential([layers.Input(shape=X_train.shape[1:])])
            for _ in range(depth):
                model.add(layers.Dense(16, activation=activation))
            model.add(layers.Dense(1, activation="sigmoid"))
            model.compile(keras.optimizers.Adam(learning_rate=rate), loss="binary_crossentropy", metrics=["accuracy"])
            model.fit(X_train, y_train, epochs=10, verbose=0)
            results[activation, rate, depth] = model.evaluate(X_test, y_test, verbose=0)[1]
best = max(results, key=results.get)
print("best", best)
logistic = keras.Sequential([layers.Input((30,)), layers.Dense(1), layers.Activation("sigmoid")])
logistic.compile("sgd", "binary_crossentropy")
logistic.fit(X_train, y_train, epochs=5)
pair = keras.Sequential([layers.Input((30,)), layers.Dense(16, "relu"), layers.Dense(2, "softmax")])
pair.compile("sgd", "sparse_categorical_crossentropy")
pair.fit(X_train, y_train, epochs=5)
