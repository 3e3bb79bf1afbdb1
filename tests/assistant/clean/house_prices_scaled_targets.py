"""Prices of houses in thousands, scaled for learning and scaled back."""

import numpy as np
import pandas as pd
import tensorflow as tf
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

rng = np.random.default_rng(30)
n = 500
houses = pd.DataFrame(
    {
        "rooms": rng.integers(1, 8, n),
        "area": rng.normal(110, 30, n),
        "age": rng.integers(0, 90, n),
    }
)
houses["price"] = 20000 * houses["rooms"] + 1500 * houses["area"] - 400 * houses["age"] + rng.normal(0, 9000, n)

features = houses[["rooms", "area", "age"]].values
price = houses["price"].values.reshape(-1, 1)
f_train, f_test, p_train, p_test = train_test_split(features, price, test_size=0.2, random_state=30)
feature_scaler = MinMaxScaler()
price_scaler = MinMaxScaler()
f_train = feature_scaler.fit_transform(f_train)
f_test = feature_scaler.transform(f_test)
t_train = price_scaler.fit_transform(p_train)

regressor = tf.keras.Sequential()
regressor.add(tf.keras.layers.Input(shape=(3,)))
regressor.add(tf.keras.layers.Dense(24, activation="relu"))
regressor.add(tf.keras.layers.Dense(12, activation="relu"))
regressor.add(tf.keras.layers.Dense(1, activation="linear"))
regressor.compile(optimizer=tf.keras.optimizers.Adam(0.01), loss=tf.keras.losses.Huber(), metrics=["mae"])
regressor.fit(f_train, t_train, epochs=40, batch_size=32, validation_split=0.15, verbose=0)

answers = price_scaler.inverse_transform(regressor.predict(f_test, verbose=0))
errors = np.abs(answers - p_test)
print("mean error", errors.mean())
print("worst", errors.max(), "median", np.median(errors))
new = feature_scaler.transform(np.array([[4, 120.0, 10]]))
print("four rooms:", price_scaler.inverse_transform(regressor.predict(new, verbose=0))[0, 0])
