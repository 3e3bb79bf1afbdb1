"""Two kinds of tumours from thirty measures, with early stopping."""

import numpy as np
from sklearn.datasets import load_breast_cancer
from sklearn.metrics import accuracy_score, confusion_matrix
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from tensorflow import keras
from tensorflow.keras import layers

data = load_breast_cancer()
X_train, X_test, y_train, y_test = train_test_split(
    data.data, data.target, test_size=0.2, stratify=data.target, random_state=3
)
scaler = StandardScaler().fit(X_train)
X_train = scaler.transform(X_train)
X_test = scaler.transform(X_test)

model = keras.Sequential(
    [
        layers.Input(shape=(X_train.shape[1],)),
        layers.Dense(16, activation="relu"),
        layers.Dropout(0.2),
        layers.Dense(8, activation="relu"),
        layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=5, restore_best_weights=True)
history = model.fit(X_train, y_train, epochs=60, batch_size=32, validation_split=0.2, callbacks=[stop], verbose=0)
print("epochs:", len(history.history["loss"]))

loss, accuracy = model.evaluate(X_test, y_test, verbose=0)
print(f"loss {loss:.3f}, accuracy {accuracy:.3f}")
predictions = (model.predict(X_test, verbose=0) > 0.5).astype("int32").ravel()
print(accuracy_score(y_test, predictions))
print(confusion_matrix(y_test, predictions))
wrong = np.flatnonzero(predictions != y_test)
print("wrong:", wrong[:10])
