"""Words of a table as embeddings, beside its numbers."""

import numpy as np
import pandas as pd
from sklearn.preprocessing import LabelEncoder, StandardScaler
from tensorflow.keras.layers import BatchNormalization, Concatenate, Dense, Dropout, Embedding, Input, Reshape
from tensorflow.keras.models import Model

rng = np.random.default_rng(2)
n = 400
frame = pd.DataFrame(
    {
        "store": rng.choice(["north", "south", "east", "west"], n),
        "day": rng.choice(["mon", "tue", "wed", "thu", "fri", "sat"], n),
        "price": rng.uniform(1, 9, n),
        "stock": rng.integers(0, 100, n),
    }
)
frame["sales"] = 50 - 4 * frame["price"] + 5 * (frame["day"] == "sat") + rng.normal(0, 2, n)

encoders = {}
for column in ["store", "day"]:
    encoder = LabelEncoder()
    frame[column] = encoder.fit_transform(frame[column])
    encoders[column] = encoder
scaler = StandardScaler()
numbers = scaler.fit_transform(frame[["price", "stock"]])
target = (frame["sales"] - frame["sales"].mean()) / frame["sales"].std()

inputs, parts = [], []
for column in ["store", "day"]:
    size = frame[column].nunique()
    field = Input(shape=(1,), name=column)
    embedded = Embedding(size, min(4, (size + 1) // 2))(field)
    embedded = Reshape(target_shape=(min(4, (size + 1) // 2),))(embedded)
    inputs.append(field)
    parts.append(embedded)
numeric = Input(shape=(2,), name="numbers")
inputs.append(numeric)
parts.append(BatchNormalization()(numeric))
x = Concatenate()(parts)
x = Dense(32, activation="relu")(x)
x = Dropout(0.1)(x)
output = Dense(1)(x)
model = Model(inputs, output)
model.compile(loss="mse", optimizer="adam", metrics=["mae"])
columns = [frame["store"].values, frame["day"].values, numbers]
model.fit(columns, target.values, epochs=10, batch_size=32, validation_split=0.2, verbose=0)
print(model.evaluate(columns, target.values, verbose=0))
weights = model.layers[2].get_weights()[0] if len(model.layers) > 2 and model.layers[2].get_weights() else []
print(len(weights))
