"""A number from a picture and a table together: two inputs, one output."""

import numpy as np
from tensorflow.keras.layers import Conv2D, Dense, Flatten, Input, MaxPooling2D, concatenate
from tensorflow.keras.models import Model
from tensorflow.keras.optimizers import Adam

rng = np.random.default_rng(0)
n = 200
pictures = rng.random((n, 32, 32, 3)).astype("float32")
table = rng.normal(size=(n, 4)).astype("float32")
prices = (pictures.mean(axis=(1, 2, 3)) + 0.3 * table[:, 0]).reshape(-1, 1)
train, test = slice(0, 160), slice(160, n)


def create_mlp(dim):
    inputs = Input(shape=(dim,))
    x = Dense(8, activation="relu")(inputs)
    x = Dense(4, activation="relu")(x)
    return inputs, x


def create_cnn(width, height, depth, filters=(8, 16)):
    inputs = Input(shape=(height, width, depth))
    x = inputs
    for f in filters:
        x = Conv2D(f, (3, 3), padding="same", activation="relu")(x)
        x = MaxPooling2D(pool_size=(2, 2))(x)
    x = Flatten()(x)
    x = Dense(4, activation="relu")(x)
    return inputs, x


mlp_in, mlp_out = create_mlp(table.shape[1])
cnn_in, cnn_out = create_cnn(32, 32, 3)
combined = concatenate([mlp_out, cnn_out])
x = Dense(4, activation="relu")(combined)
x = Dense(1, activation="linear")(x)
model = Model(inputs=[mlp_in, cnn_in], outputs=x)
model.compile(loss="mean_absolute_percentage_error", optimizer=Adam(learning_rate=1e-3))

model.fit(
    x=[table[train], pictures[train]],
    y=prices[train],
    validation_data=([table[test], pictures[test]], prices[test]),
    epochs=5,
    batch_size=8,
)
preds = model.predict([table[test], pictures[test]])
diff = preds.flatten() - prices[test].flatten()
print("mean difference", np.abs(diff).mean())
