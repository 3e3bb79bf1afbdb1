"""Several words for one text: yes/no questions that may be true together."""

import numpy as np
import keras
from keras import layers
from sklearn.datasets import make_multilabel_classification
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split

X, Y = make_multilabel_classification(n_samples=800, n_features=30, n_classes=6, n_labels=2, random_state=5)
X = X.astype("float32") / X.max()
X_train, X_test, Y_train, Y_test = train_test_split(X, Y, test_size=0.25, random_state=5)
print(Y_train.sum(axis=0), "positive examples per label")

model = keras.Sequential(
    [
        keras.Input(shape=(30,)),
        layers.Dense(64, activation="relu"),
        layers.Dropout(0.2),
        layers.Dense(6, activation="sigmoid"),
    ]
)
model.compile(
    optimizer="adam",
    loss="binary_crossentropy",
    metrics=["binary_accuracy", keras.metrics.AUC(multi_label=True, num_labels=6)],
)
model.fit(X_train, Y_train, epochs=20, batch_size=32, validation_split=0.15, verbose=0)

probabilities = model.predict(X_test, verbose=0)
decisions = (probabilities >= 0.5).astype(int)
print("F1", f1_score(Y_test, decisions, average="micro"))
print("exact", np.mean(np.all(decisions == Y_test, axis=1)))

best = 0.0
for threshold in (0.3, 0.4, 0.5, 0.6):
    score = f1_score(Y_test, probabilities >= threshold, average="micro")
    if score > best:
        best = score
        print(threshold, score)
