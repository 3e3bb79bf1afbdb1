"""A class and a number from one network: two outputs with a loss each."""

import numpy as np
import keras
from keras import layers

rng = np.random.default_rng(2)
x = rng.normal(size=(500, 12)).astype("float32")
kind = (x[:, :3].sum(axis=1) > 0).astype("int32")
amount = (x[:, 3] * 2.0 - x[:, 4]).astype("float32")

inputs = keras.Input(shape=(12,), name="measures")
shared = layers.Dense(32, activation="relu")(inputs)
shared = layers.BatchNormalization()(shared)
kind_branch = layers.Dense(8, activation="relu")(shared)
kind_output = layers.Dense(1, activation="sigmoid", name="kind")(kind_branch)
amount_branch = layers.Dense(8, activation="relu")(shared)
amount_output = layers.Dense(1, name="amount")(amount_branch)

model = keras.Model(inputs=inputs, outputs=[kind_output, amount_output])
model.compile(
    optimizer="adam",
    loss={"kind": "binary_crossentropy", "amount": "mse"},
    loss_weights={"kind": 1.0, "amount": 0.5},
    metrics={"kind": ["accuracy"], "amount": ["mae"]},
)
history = model.fit(
    x[:400],
    {"kind": kind[:400], "amount": amount[:400]},
    validation_data=(x[400:], {"kind": kind[400:], "amount": amount[400:]}),
    epochs=10,
    batch_size=32,
    verbose=0,
)
print(sorted(history.history))
kinds, amounts = model.predict(x[400:], verbose=0)
print("accuracy", np.mean((kinds[:, 0] > 0.5) == kind[400:]))
print("error", np.abs(amounts[:, 0] - amount[400:]).mean())
results = model.evaluate(x[400:], {"kind": kind[400:], "amount": amount[400:]}, verbose=0, return_dict=True)
for name, value in results.items():
    print(name, value)
