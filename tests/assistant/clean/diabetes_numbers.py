"""How a disease goes on, a number, predicted and compared with the mean."""

import numpy as np
import keras
from keras import layers, regularizers
from sklearn.datasets import load_diabetes
from sklearn.metrics import mean_absolute_error, r2_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

X, y = load_diabetes(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=0)

x_scaler, y_scaler = StandardScaler(), StandardScaler()
X_train = x_scaler.fit_transform(X_train)
X_test = x_scaler.transform(X_test)
t_train = y_scaler.fit_transform(y_train.reshape(-1, 1))


def build(width=32, rate=1e-3):
    model = keras.Sequential()
    model.add(keras.Input(shape=(10,)))
    model.add(layers.Dense(width, activation="relu", kernel_regularizer=regularizers.l2(1e-4)))
    model.add(layers.Dense(width, activation="relu", kernel_regularizer=regularizers.l2(1e-4)))
    model.add(layers.Dense(1))
    model.compile(optimizer=keras.optimizers.Adam(learning_rate=rate), loss="mse", metrics=["mae"])
    return model


model = build(width=16)
model.fit(X_train, t_train, epochs=50, batch_size=32, validation_split=0.1, verbose=0)

answers = y_scaler.inverse_transform(model.predict(X_test, verbose=0)).ravel()
print("MAE", mean_absolute_error(y_test, answers))
print("R2", r2_score(y_test, answers))
baseline = np.full_like(y_test, y_train.mean())
print("MAE of the mean", mean_absolute_error(y_test, baseline))
for truth, answer in list(zip(y_test, answers))[:5]:
    print(f"{truth:6.1f} {answer:6.1f}")
