"""Several labels may be true at once."""

import keras
import numpy as np
from keras import layers
from sklearn.datasets import make_multilabel_classification
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

X, y = make_multilabel_classification(n_samples=1000, n_features=10, n_classes=3, n_labels=2, random_state=1)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=1)
scaler = MinMaxScaler()
X_train = scaler.fit_transform(X_train)
X_test = scaler.transform(X_test)
n_inputs, n_outputs = X_train.shape[1], y_train.shape[1]
model = keras.Sequential()
model.add(layers.Input((n_inputs,)))
model.add(layers.Dense(20, kernel_initializer="he_uniform", activation="relu"))
model.add(layers.Dense(n_outputs, activation="sigmoid"))
model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["binary_accuracy"])
model.fit(X_train, y_train, verbose=0, epochs=100)
yhat = model.predict(X_test).round()
print(np.mean(yhat == y_test))
