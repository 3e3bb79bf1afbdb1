"""A network in the folds of a regression, with a pipeline around it."""

import numpy as np
from keras import Sequential
from keras.layers import Dense, Input
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.datasets import make_regression
from sklearn.model_selection import KFold, cross_val_score
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler


def baseline_model():
    model = Sequential()
    model.add(Input(shape=(13,)))
    model.add(Dense(13, kernel_initializer="normal", activation="relu"))
    model.add(Dense(6, kernel_initializer="normal", activation="relu"))
    model.add(Dense(1, kernel_initializer="normal"))
    model.compile(loss="mean_squared_error", optimizer="adam")
    return model


class Network(RegressorMixin, BaseEstimator):
    def __init__(self, build_fn=baseline_model, epochs=5, batch_size=16):
        self.build_fn = build_fn
        self.epochs = epochs
        self.batch_size = batch_size

    def fit(self, X, y):
        self.model_ = self.build_fn()
        self.model_.fit(X, y, epochs=self.epochs, batch_size=self.batch_size, verbose=0)
        return self

    def predict(self, X):
        return self.model_.predict(X, verbose=0)[:, 0]


X, Y = make_regression(n_samples=300, n_features=13, noise=10.0, random_state=1)
Y = (Y - Y.mean()) / Y.std()
estimators = [("standardize", StandardScaler()), ("mlp", Network(epochs=20, batch_size=8))]
pipeline = Pipeline(estimators)
kfold = KFold(n_splits=3, shuffle=True, random_state=7)
results = cross_val_score(pipeline, X, Y, cv=kfold, scoring="neg_mean_squared_error")
print("Standardized: %.2f (%.2f) MSE" % (-results.mean(), results.std()))
wide = Network(epochs=5).fit(X, Y)
print(np.corrcoef(wide.predict(X), Y)[0, 1])
