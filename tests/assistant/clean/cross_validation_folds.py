"""Ten folds with a fresh model each, and the mean of their scores."""

import numpy as np
from keras.layers import Dense, Dropout, Input
from keras.models import Sequential
from sklearn.datasets import make_classification
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler

seed = 7
np.random.seed(seed)
X, Y = make_classification(n_samples=400, n_features=8, n_informative=5, random_state=seed)


def create_model():
    model = Sequential()
    model.add(Input(shape=(8,)))
    model.add(Dense(12, activation="relu"))
    model.add(Dropout(0.1))
    model.add(Dense(8, activation="relu"))
    model.add(Dense(1, activation="sigmoid"))
    model.compile(loss="binary_crossentropy", optimizer="adam", metrics=["accuracy"])
    return model


kfold = StratifiedKFold(n_splits=4, shuffle=True, random_state=seed)
cvscores = []
for fold, (train, test) in enumerate(kfold.split(X, Y), start=1):
    scaler = StandardScaler()
    x_train = scaler.fit_transform(X[train])
    x_test = scaler.transform(X[test])
    model = create_model()
    model.fit(x_train, Y[train], epochs=20, batch_size=10, verbose=0)
    scores = model.evaluate(x_test, Y[test], verbose=0)
    print("fold %d %s: %.2f%%" % (fold, model.metrics_names[1], scores[1] * 100))
    cvscores.append(scores[1] * 100)
print("%.2f%% (+/- %.2f%%)" % (np.mean(cvscores), np.std(cvscores)))

final = create_model()
everything = StandardScaler().fit_transform(X)
final.fit(everything, Y, epochs=20, batch_size=10, verbose=0)
final.save("final.keras")
