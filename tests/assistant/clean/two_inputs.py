"""A text and numbers come in, a price and a class go out."""

import keras
import numpy as np
from keras import layers

n, words, length, n_tags = 1280, 5000, 80, 12
title = np.random.randint(words, size=(n, length))
numbers = np.random.randn(n, n_tags)
price = np.random.rand(n, 1) * 90
department = np.random.randint(4, size=(n, 1))

title_input = keras.Input(shape=(None,), name="title")
tags_input = keras.Input(shape=(n_tags,), name="tags")
features = layers.Embedding(words, 32)(title_input)
features = layers.LSTM(32)(features)
x = layers.concatenate([features, tags_input])
x = layers.Dense(32, activation="relu")(x)
price_pred = layers.Dense(1, name="price")(x)
department_pred = layers.Dense(4, activation="softmax", name="department")(x)
model = keras.Model(inputs=[title_input, tags_input], outputs=[price_pred, department_pred])
model.compile(
    optimizer=keras.optimizers.RMSprop(1e-3),
    loss={"price": "mse", "department": "sparse_categorical_crossentropy"},
    loss_weights={"price": 0.01, "department": 1.0},
)
model.fit({"title": title, "tags": numbers}, {"price": price, "department": department}, epochs=2, batch_size=32)
model.predict([title[:3], numbers[:3]])
