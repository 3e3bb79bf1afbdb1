"""Handwritten digits of scikit-learn with class numbers as targets."""

import keras
import numpy as np
from keras.layers import Dense, Dropout, Input
from sklearn.datasets import load_digits
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import train_test_split

keras.utils.set_random_seed(0)
digits = load_digits()
X, y = digits.data / 16.0, digits.target
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, stratify=y, random_state=0)
print(X_train.shape, y_train.shape)

model = keras.models.Sequential(
    [
        Input(shape=(64,)),
        Dense(64, activation="relu"),
        Dropout(0.2),
        Dense(32, activation="relu"),
        Dense(10, activation="softmax"),
    ]
)
model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(X_train, y_train, epochs=20, batch_size=32, validation_data=(X_test, y_test), verbose=0)
print("last", history.history["accuracy"][-1], history.history["val_accuracy"][-1])

probabilities = model.predict(X_test, verbose=0)
answers = np.argmax(probabilities, axis=1)
print(confusion_matrix(y_test, answers))
sure = probabilities.max(axis=1)
for place in np.argsort(sure)[:5]:
    print(place, "is", y_test[place], "read as", answers[place], "share", round(float(sure[place]), 2))
one = model.predict(X_test[:1], verbose=0)
print(np.argmax(one, axis=1))
model.save("digits.keras")
again = keras.models.load_model("digits.keras")
print(np.allclose(again.predict(X_test, verbose=0), probabilities, atol=1e-5))
