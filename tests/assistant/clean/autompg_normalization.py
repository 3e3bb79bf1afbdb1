"""Fuel from facts about cars, with a Normalization layer that learns from the data."""

import numpy as np
import pandas as pd
import tensorflow as tf
from tensorflow import keras
from tensorflow.keras import layers

rng = np.random.default_rng(1)
count = 300
dataset = pd.DataFrame(
    {
        "Cylinders": rng.choice([4, 6, 8], count),
        "Horsepower": rng.normal(105, 35, count).round(),
        "Weight": rng.normal(2970, 800, count),
    }
)
dataset["MPG"] = 45 - 0.006 * dataset["Weight"] - 0.05 * dataset["Horsepower"] + rng.normal(0, 1, count)

train_dataset = dataset.sample(frac=0.8, random_state=0)
test_dataset = dataset.drop(train_dataset.index)
train_features = train_dataset.copy()
test_features = test_dataset.copy()
train_labels = train_features.pop("MPG")
test_labels = test_features.pop("MPG")

normalizer = layers.Normalization(axis=-1)
normalizer.adapt(np.array(train_features))
print(normalizer.mean.numpy())


def build_and_compile_model(norm):
    model = keras.Sequential(
        [norm, layers.Dense(64, activation="relu"), layers.Dense(64, activation="relu"), layers.Dense(1)]
    )
    model.compile(loss="mean_absolute_error", optimizer=tf.keras.optimizers.Adam(0.001))
    return model


dnn_model = build_and_compile_model(normalizer)
history = dnn_model.fit(np.array(train_features), np.array(train_labels), validation_split=0.2, verbose=0, epochs=40)
hist = pd.DataFrame(history.history)
hist["epoch"] = history.epoch
print(hist.tail())
test_results = dnn_model.evaluate(np.array(test_features), np.array(test_labels), verbose=0)
test_predictions = dnn_model.predict(np.array(test_features)).flatten()
error = test_predictions - test_labels
print(test_results, error.abs().mean())
dnn_model.save("dnn_model.keras")
